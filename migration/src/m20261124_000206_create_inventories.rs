//! Inventories: one row per version of a year, pinned to factor release, GWP set and boundary.

use sea_orm_migration::prelude::*;

use crate::tenant;

/// Inventories: one row per version of a year, pinned to factor release, GWP set and boundary.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(UP).await?;
        tenant::secure(manager, "inventories").await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(DOWN).await?;
        Ok(())
    }
}

// The types are spelled so that SQLite and PostgreSQL read the same text alike.
const UP: &str = "
CREATE TABLE inventories (
    id VARCHAR(40) PRIMARY KEY,
    organisation_id VARCHAR(40) NOT NULL REFERENCES organisations (id),
    year INTEGER NOT NULL,
    version INTEGER NOT NULL,
    is_current BOOLEAN NOT NULL,
    state VARCHAR(12) NOT NULL,
    gwp_set VARCHAR(8) NOT NULL,
    factor_release VARCHAR(64) NOT NULL,
    consolidation_approach VARCHAR(24) NOT NULL,
    pinned TEXT NOT NULL,
    revision BIGINT NOT NULL,
    created_at VARCHAR(32) NOT NULL,
    updated_at VARCHAR(32) NOT NULL,
    submitted_by VARCHAR(40),
    submitted_at VARCHAR(32),
    approved_by VARCHAR(40),
    approved_at VARCHAR(32),
    locked_by VARCHAR(40),
    locked_at VARCHAR(32),
    CHECK (state IN ('OPEN', 'SUBMITTED', 'APPROVED', 'LOCKED')),
    CHECK (state NOT IN ('APPROVED', 'LOCKED') OR (approved_by IS NOT NULL AND submitted_by IS NOT NULL AND approved_by <> submitted_by))
);
CREATE UNIQUE INDEX inventories_by_year ON inventories (organisation_id, year, version);
CREATE UNIQUE INDEX inventories_current ON inventories (organisation_id, year) WHERE is_current;
";

const DOWN: &str = "
DROP TABLE inventories;
";
