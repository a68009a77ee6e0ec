//! Uploaded files, imports of them, the rows people have to look at, and remembered column mappings.

use sea_orm_migration::prelude::*;

use crate::tenant;

/// Uploaded files, imports of them, the rows people have to look at, and remembered column mappings.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(UP).await?;
        for table in ["uploads", "imports", "import_rows", "import_mappings"] {
            tenant::secure(manager, table).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(DOWN).await?;
        Ok(())
    }
}

// The types are spelled so that SQLite and PostgreSQL read the same text alike.
const UP: &str = "
CREATE TABLE uploads (
    id VARCHAR(40) PRIMARY KEY,
    organisation_id VARCHAR(40) NOT NULL,
    name TEXT NOT NULL,
    size_bytes BIGINT NOT NULL,
    sha256 VARCHAR(64) NOT NULL,
    media_type VARCHAR(128) NOT NULL,
    created_by VARCHAR(40) NOT NULL,
    created_at VARCHAR(32) NOT NULL
);
CREATE INDEX uploads_by_person ON uploads (organisation_id, created_by, created_at);
CREATE TABLE imports (
    id VARCHAR(40) PRIMARY KEY,
    organisation_id VARCHAR(40) NOT NULL,
    upload_id VARCHAR(40) NOT NULL REFERENCES uploads (id),
    file_name TEXT NOT NULL,
    size_bytes BIGINT NOT NULL,
    state VARCHAR(12) NOT NULL,
    encoding VARCHAR(24),
    sheets TEXT NOT NULL,
    skip_refused BOOLEAN NOT NULL,
    rows_total BIGINT NOT NULL,
    rows_calculated BIGINT NOT NULL,
    rows_estimated BIGINT NOT NULL,
    rows_refused BIGINT NOT NULL,
    rows_duplicate BIGINT NOT NULL,
    rows_discarded BIGINT NOT NULL,
    rows_imported BIGINT NOT NULL,
    cursor_rows BIGINT NOT NULL,
    revision BIGINT NOT NULL,
    failure TEXT,
    created_by VARCHAR(40) NOT NULL,
    created_at VARCHAR(32) NOT NULL,
    updated_at VARCHAR(32) NOT NULL
);
CREATE INDEX imports_by_organisation ON imports (organisation_id, id);
CREATE TABLE import_rows (
    id VARCHAR(40) PRIMARY KEY,
    organisation_id VARCHAR(40) NOT NULL,
    import_id VARCHAR(40) NOT NULL REFERENCES imports (id),
    sheet INTEGER NOT NULL,
    row_number INTEGER NOT NULL,
    state VARCHAR(12) NOT NULL,
    cells TEXT NOT NULL,
    refusals TEXT NOT NULL,
    codes TEXT NOT NULL
);
CREATE UNIQUE INDEX import_rows_by_position ON import_rows (import_id, sheet, row_number);
CREATE TABLE import_mappings (
    organisation_id VARCHAR(40) NOT NULL,
    header VARCHAR(128) NOT NULL,
    field VARCHAR(24),
    PRIMARY KEY (organisation_id, header)
);
";

const DOWN: &str = "
DROP TABLE import_mappings; DROP TABLE import_rows; DROP TABLE imports; DROP TABLE uploads;
";
