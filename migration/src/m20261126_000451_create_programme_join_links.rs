//! Links by which employees join the programme. One link serves many; its secret is stored as a hash.

use sea_orm_migration::prelude::*;

use crate::tenant::{self, Access};

/// Links by which employees join the programme. One link serves many; its secret is stored as a hash.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(UP).await?;
        tenant::secure(manager, "programme_join_links").await?;
        tenant::open_to(manager, "programme_join_links", "sign_in", Access::Read).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .get_connection()
            .execute_unprepared("DROP TABLE programme_join_links")
            .await?;
        Ok(())
    }
}

const UP: &str = "
CREATE TABLE programme_join_links (
    id VARCHAR(40) PRIMARY KEY,
    organisation_id VARCHAR(40) NOT NULL REFERENCES organisations (id),
    token_hash VARCHAR(64) NOT NULL,
    department_id VARCHAR(40) REFERENCES departments (id),
    email_domain TEXT,
    created_by VARCHAR(40) NOT NULL,
    created_at VARCHAR(32) NOT NULL,
    expires_at VARCHAR(32) NOT NULL,
    revoked_at VARCHAR(32)
);
CREATE UNIQUE INDEX programme_join_links_by_token ON programme_join_links (token_hash);
CREATE INDEX programme_join_links_by_organisation ON programme_join_links (organisation_id, id);
";
