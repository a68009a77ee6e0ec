//! Inventory lines: what each record comes to in one inventory, with its pinned inputs.

use sea_orm_migration::prelude::*;

use crate::tenant;

/// Inventory lines: what each record comes to in one inventory, with its pinned inputs.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(UP).await?;
        tenant::secure(manager, "inventory_lines").await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(DOWN).await?;
        Ok(())
    }
}

// The types are spelled so that SQLite and PostgreSQL read the same text alike.
const UP: &str = "
CREATE TABLE inventory_lines (
    id VARCHAR(40) PRIMARY KEY,
    organisation_id VARCHAR(40) NOT NULL,
    inventory_id VARCHAR(40) NOT NULL REFERENCES inventories (id),
    record_id VARCHAR(40) NOT NULL REFERENCES activity_records (id),
    site_id VARCHAR(40) NOT NULL,
    activity_code VARCHAR(96) NOT NULL,
    kind VARCHAR(16) NOT NULL,
    scope VARCHAR(8) NOT NULL,
    category VARCHAR(64) NOT NULL,
    status VARCHAR(12) NOT NULL,
    quantity VARCHAR(64) NOT NULL,
    unit VARCHAR(32) NOT NULL,
    start_date VARCHAR(10) NOT NULL,
    end_date VARCHAR(10) NOT NULL,
    factor_id VARCHAR(96),
    share_pct VARCHAR(32) NOT NULL,
    parts TEXT NOT NULL,
    gases TEXT NOT NULL,
    co2e_mg BIGINT NOT NULL,
    market_mg BIGINT,
    biogenic_mg BIGINT NOT NULL,
    energy_kj BIGINT NOT NULL,
    renewable_kj BIGINT NOT NULL,
    calorific_gce BIGINT NOT NULL,
    equivalent_gce BIGINT NOT NULL,
    water_ml BIGINT NOT NULL,
    waste_mg BIGINT NOT NULL,
    hazardous_mg BIGINT NOT NULL,
    input_hash VARCHAR(64) NOT NULL,
    engine_version VARCHAR(24) NOT NULL,
    computed_by VARCHAR(40),
    computed_at VARCHAR(32) NOT NULL
);
CREATE UNIQUE INDEX inventory_lines_by_record ON inventory_lines (record_id, inventory_id);
CREATE INDEX inventory_lines_by_inventory ON inventory_lines (inventory_id, id);
";

const DOWN: &str = "
DROP TABLE inventory_lines;
";
