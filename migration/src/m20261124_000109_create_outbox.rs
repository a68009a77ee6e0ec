//! Events between their transaction and the live bus.

use sea_orm_migration::prelude::*;

use crate::tenant::{self, Access};

/// Events between their transaction and the live bus.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(UP).await?;
        tenant::secure(manager, "outbox").await?;
        tenant::open_to(manager, "outbox", "outbox", Access::Write).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .get_connection()
            .execute_unprepared("DROP TABLE outbox")
            .await?;
        Ok(())
    }
}

// Spelled so that SQLite and PostgreSQL read the same text alike.
const UP: &str = "
CREATE TABLE outbox (
    id VARCHAR(40) PRIMARY KEY,
    organisation_id VARCHAR(40) NOT NULL,
    topic VARCHAR(64) NOT NULL,
    version BIGINT NOT NULL,
    payload TEXT NOT NULL,
    created_at VARCHAR(32) NOT NULL
);
CREATE INDEX outbox_by_age ON outbox (created_at);
";
