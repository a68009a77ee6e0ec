//! Activity data: one table for all five kinds.

use sea_orm_migration::prelude::*;

use crate::tenant;

/// Activity data: one table for all five kinds.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(UP).await?;
        tenant::secure(manager, "activity_records").await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(DOWN).await?;
        Ok(())
    }
}

// The types are spelled so that SQLite and PostgreSQL read the same text alike.
const UP: &str = "
CREATE TABLE activity_records (
    id VARCHAR(40) PRIMARY KEY,
    organisation_id VARCHAR(40) NOT NULL,
    site_id VARCHAR(40) NOT NULL REFERENCES boundary_units (id),
    activity_code VARCHAR(96) NOT NULL,
    kind VARCHAR(16) NOT NULL,
    source TEXT,
    quantity VARCHAR(64) NOT NULL,
    unit VARCHAR(32) NOT NULL,
    start_date VARCHAR(10) NOT NULL,
    end_date VARCHAR(10) NOT NULL,
    start_year INTEGER NOT NULL,
    end_year INTEGER NOT NULL,
    factor_id VARCHAR(96),
    supplier TEXT,
    quality VARCHAR(12) NOT NULL,
    uncertainty_pct VARCHAR(32),
    reference TEXT,
    note TEXT,
    origin VARCHAR(8) NOT NULL,
    import_id VARCHAR(40),
    import_sheet INTEGER,
    import_row INTEGER,
    status VARCHAR(12) NOT NULL,
    refusal TEXT,
    fingerprint VARCHAR(32) NOT NULL,
    idempotency_key VARCHAR(128),
    version BIGINT NOT NULL,
    created_by VARCHAR(40),
    created_at VARCHAR(32) NOT NULL,
    updated_at VARCHAR(32) NOT NULL,
    deleted_at VARCHAR(32),
    CHECK (start_date <= end_date)
);
CREATE INDEX activity_records_by_organisation ON activity_records (organisation_id, id);
CREATE INDEX activity_records_by_site ON activity_records (organisation_id, site_id, activity_code, start_date);
CREATE UNIQUE INDEX activity_records_fingerprint ON activity_records (organisation_id, fingerprint) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX activity_records_idempotency ON activity_records (organisation_id, idempotency_key) WHERE idempotency_key IS NOT NULL;
CREATE UNIQUE INDEX activity_records_import_row ON activity_records (import_id, import_sheet, import_row) WHERE import_id IS NOT NULL;
";

const DOWN: &str = "
DROP TABLE activity_records;
";
