//! Background work: one row a job, leased by the worker that does it.

use sea_orm_migration::prelude::*;

use crate::tenant::{self, Access};

/// Background work: one row a job, leased by the worker that does it.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(UP).await?;
        tenant::secure(manager, "jobs").await?;
        tenant::open_to(manager, "jobs", "jobs", Access::Write).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .get_connection()
            .execute_unprepared("DROP TABLE jobs")
            .await?;
        Ok(())
    }
}

// Spelled so that SQLite and PostgreSQL read the same text alike.
const UP: &str = "
CREATE TABLE jobs (
    id VARCHAR(40) PRIMARY KEY,
    organisation_id VARCHAR(40) NOT NULL REFERENCES organisations (id),
    kind VARCHAR(64) NOT NULL,
    payload TEXT NOT NULL,
    checkpoint TEXT,
    state VARCHAR(16) NOT NULL,
    attempts INTEGER NOT NULL,
    attempts_max INTEGER NOT NULL,
    run_at VARCHAR(32) NOT NULL,
    lease_owner VARCHAR(40),
    lease_until VARCHAR(32),
    failure TEXT,
    created_at VARCHAR(32) NOT NULL,
    finished_at VARCHAR(32)
);
CREATE INDEX jobs_by_state ON jobs (state, run_at);
CREATE INDEX jobs_by_organisation ON jobs (organisation_id, id);
";
