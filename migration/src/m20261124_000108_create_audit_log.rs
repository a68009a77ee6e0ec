//! The audit trail: one hash chain per organisation, append-only by trigger.

use sea_orm_migration::prelude::*;

use crate::{
    tenant,
    triggers::{self, Event},
};

/// The audit trail: one hash chain per organisation, append-only by trigger.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(UP).await?;
        tenant::secure(manager, "audit_log").await?;
        tenant::secure(manager, "audit_heads").await?;
        triggers::refuse(
            manager,
            "audit_log",
            Event::Update,
            None,
            "AUDIT_APPEND_ONLY",
        )
        .await?;
        triggers::refuse(
            manager,
            "audit_log",
            Event::Delete,
            None,
            "AUDIT_APPEND_ONLY",
        )
        .await?;
        triggers::refuse(
            manager,
            "audit_heads",
            Event::Delete,
            None,
            "AUDIT_APPEND_ONLY",
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, event) in [
            ("audit_log", Event::Update),
            ("audit_log", Event::Delete),
            ("audit_heads", Event::Delete),
        ] {
            triggers::allow(manager, table, event).await?;
        }
        manager
            .get_connection()
            .execute_unprepared("DROP TABLE audit_heads; DROP TABLE audit_log")
            .await?;
        Ok(())
    }
}

// Spelled so that SQLite and PostgreSQL read the same text alike.
const UP: &str = "
CREATE TABLE audit_log (
    id VARCHAR(40) PRIMARY KEY,
    organisation_id VARCHAR(40) NOT NULL REFERENCES organisations (id),
    sequence BIGINT NOT NULL,
    at VARCHAR(32) NOT NULL,
    actor_id VARCHAR(40) NOT NULL,
    actor_name TEXT NOT NULL,
    action VARCHAR(64) NOT NULL,
    object_id VARCHAR(64) NOT NULL,
    reason TEXT,
    changes TEXT NOT NULL,
    hash VARCHAR(64) NOT NULL
);
CREATE UNIQUE INDEX audit_log_by_sequence ON audit_log (organisation_id, sequence);
CREATE INDEX audit_log_by_object ON audit_log (organisation_id, object_id, sequence);
CREATE TABLE audit_heads (
    organisation_id VARCHAR(40) PRIMARY KEY REFERENCES organisations (id),
    sequence BIGINT NOT NULL,
    hash VARCHAR(64) NOT NULL,
    seal VARCHAR(64) NOT NULL
);
";
