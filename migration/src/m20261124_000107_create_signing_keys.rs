//! The keys that sign access tokens: of the installation, not of a tenant. Private halves are encrypted.

use sea_orm_migration::prelude::*;

/// The keys that sign access tokens: of the installation, not of a tenant. Private halves are encrypted.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(UP).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .get_connection()
            .execute_unprepared("DROP TABLE signing_keys")
            .await?;
        Ok(())
    }
}

// Spelled so that SQLite and PostgreSQL read the same text alike.
const UP: &str = "
CREATE TABLE signing_keys (
    id VARCHAR(40) PRIMARY KEY,
    public_key TEXT NOT NULL,
    private_key_sealed TEXT NOT NULL,
    created_at VARCHAR(32) NOT NULL,
    signs_until VARCHAR(32) NOT NULL,
    verifies_until VARCHAR(32) NOT NULL
);
";
