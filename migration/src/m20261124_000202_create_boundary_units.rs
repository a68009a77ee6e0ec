//! The group, its companies and their sites, with ownership shares by date and figures by year.

use sea_orm_migration::prelude::*;

use crate::tenant;

/// The group, its companies and their sites, with ownership shares by date and figures by year.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(UP).await?;
        tenant::secure(manager, "boundary_units").await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(DOWN).await?;
        Ok(())
    }
}

// The types are spelled so that SQLite and PostgreSQL read the same text alike.
const UP: &str = "
CREATE TABLE boundary_units (
    id VARCHAR(40) PRIMARY KEY,
    organisation_id VARCHAR(40) NOT NULL REFERENCES organisations (id),
    kind VARCHAR(12) NOT NULL,
    name TEXT NOT NULL,
    parent_id VARCHAR(40) REFERENCES boundary_units (id),
    region VARCHAR(32),
    industry VARCHAR(8),
    operational_control BOOLEAN NOT NULL,
    financial_control BOOLEAN NOT NULL,
    ownership TEXT NOT NULL,
    year_figures TEXT NOT NULL,
    version BIGINT NOT NULL,
    created_at VARCHAR(32) NOT NULL,
    updated_at VARCHAR(32) NOT NULL,
    deleted_at VARCHAR(32)
);
CREATE INDEX boundary_units_by_organisation ON boundary_units (organisation_id, id);
";

const DOWN: &str = "
DROP TABLE boundary_units;
";
