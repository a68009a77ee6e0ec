//! Invitations into an organisation, by a link whose secret is stored as a hash.

use sea_orm_migration::prelude::*;

use crate::tenant::{self, Access};

/// Invitations into an organisation, by a link whose secret is stored as a hash.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(UP).await?;
        tenant::secure(manager, "invitations").await?;
        tenant::open_to(manager, "invitations", "sign_in", Access::Read).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .get_connection()
            .execute_unprepared("DROP TABLE invitations")
            .await?;
        Ok(())
    }
}

// Spelled so that SQLite and PostgreSQL read the same text alike.
const UP: &str = "
CREATE TABLE invitations (
    id VARCHAR(40) PRIMARY KEY,
    organisation_id VARCHAR(40) NOT NULL REFERENCES organisations (id),
    email TEXT NOT NULL,
    roles TEXT NOT NULL,
    site_ids TEXT NOT NULL,
    token_hash VARCHAR(64) NOT NULL,
    invited_by VARCHAR(40) NOT NULL,
    created_at VARCHAR(32) NOT NULL,
    expires_at VARCHAR(32) NOT NULL,
    accepted_at VARCHAR(32),
    revoked_at VARCHAR(32)
);
CREATE UNIQUE INDEX invitations_by_token ON invitations (token_hash);
CREATE INDEX invitations_by_organisation ON invitations (organisation_id, id);
";
