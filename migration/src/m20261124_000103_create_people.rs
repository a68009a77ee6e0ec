//! People, their roles and, for data owners, their sites.

use sea_orm_migration::prelude::*;

use crate::tenant::{self, Access};

/// People, their roles and, for data owners, their sites.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(UP).await?;
        tenant::secure(manager, "people").await?;
        tenant::open_to(manager, "people", "sign_in", Access::Read).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .get_connection()
            .execute_unprepared("DROP TABLE people")
            .await?;
        Ok(())
    }
}

// Spelled so that SQLite and PostgreSQL read the same text alike.
const UP: &str = "
CREATE TABLE people (
    id VARCHAR(40) PRIMARY KEY,
    organisation_id VARCHAR(40) NOT NULL REFERENCES organisations (id),
    email TEXT NOT NULL,
    email_key TEXT NOT NULL,
    name TEXT NOT NULL,
    locale VARCHAR(8) NOT NULL,
    roles TEXT NOT NULL,
    site_ids TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    active BOOLEAN NOT NULL,
    rights_version BIGINT NOT NULL,
    created_at VARCHAR(32) NOT NULL,
    updated_at VARCHAR(32) NOT NULL
);
CREATE UNIQUE INDEX people_by_email_key ON people (email_key);
CREATE INDEX people_by_organisation ON people (organisation_id, id);
";
