//! Organisations: the tenants.

use sea_orm_migration::prelude::*;

use crate::tenant::{self, Access};

/// Organisations: the tenants.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(UP).await?;
        tenant::secure_by(manager, "organisations", "id").await?;
        tenant::open_to(manager, "organisations", "sign_in", Access::Read).await?;
        tenant::open_to(manager, "organisations", "operator", Access::Read).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .get_connection()
            .execute_unprepared("DROP TABLE organisations")
            .await?;
        Ok(())
    }
}

// Spelled so that SQLite and PostgreSQL read the same text alike.
const UP: &str = "
CREATE TABLE organisations (
    id VARCHAR(40) PRIMARY KEY,
    name TEXT NOT NULL,
    locale VARCHAR(8) NOT NULL,
    created_at VARCHAR(32) NOT NULL
);
";
