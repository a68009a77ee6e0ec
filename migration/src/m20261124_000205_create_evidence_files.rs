//! Evidence attached to records, stored once by content hash.

use sea_orm_migration::prelude::*;

use crate::tenant;

/// Evidence attached to records, stored once by content hash.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(UP).await?;
        tenant::secure(manager, "evidence_files").await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(DOWN).await?;
        Ok(())
    }
}

// The types are spelled so that SQLite and PostgreSQL read the same text alike.
const UP: &str = "
CREATE TABLE evidence_files (
    id VARCHAR(40) PRIMARY KEY,
    organisation_id VARCHAR(40) NOT NULL,
    record_id VARCHAR(40) NOT NULL REFERENCES activity_records (id),
    name TEXT NOT NULL,
    size_bytes BIGINT NOT NULL,
    sha256 VARCHAR(64) NOT NULL,
    media_type VARCHAR(128) NOT NULL,
    added_by VARCHAR(40),
    added_at VARCHAR(32) NOT NULL
);
CREATE UNIQUE INDEX evidence_files_by_record ON evidence_files (record_id, sha256);
";

const DOWN: &str = "
DROP TABLE evidence_files;
";
