//! Each company's accounting settings: industry, region, consolidation, GWP set, data packs.

use sea_orm_migration::prelude::*;

use crate::tenant;

/// Each company's accounting settings: industry, region, consolidation, GWP set, data packs.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(UP).await?;
        tenant::secure(manager, "accounting_settings").await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(DOWN).await?;
        Ok(())
    }
}

// The types are spelled so that SQLite and PostgreSQL read the same text alike.
const UP: &str = "
CREATE TABLE accounting_settings (
    organisation_id VARCHAR(40) PRIMARY KEY REFERENCES organisations (id),
    industry VARCHAR(8) NOT NULL,
    region VARCHAR(32) NOT NULL,
    time_zone VARCHAR(64) NOT NULL,
    currency VARCHAR(3) NOT NULL,
    consolidation_approach VARCHAR(24) NOT NULL,
    gwp_set VARCHAR(8) NOT NULL,
    base_year INTEGER,
    dataset_preference TEXT NOT NULL,
    packs TEXT NOT NULL,
    version BIGINT NOT NULL,
    updated_at VARCHAR(32) NOT NULL
);
";

const DOWN: &str = "
DROP TABLE accounting_settings;
";
