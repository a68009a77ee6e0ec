//! Sums kept with the lines, as exact integers: by site, activity and month; by gas; by span of days covered.

use sea_orm_migration::prelude::*;

use crate::tenant;

/// Sums kept with the lines, as exact integers: by site, activity and month; by gas; by span of days covered.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(UP).await?;
        for table in [
            "inventory_rollups",
            "inventory_gas_rollups",
            "inventory_spans",
            "inventory_factors",
        ] {
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
CREATE TABLE inventory_rollups (
    organisation_id VARCHAR(40) NOT NULL,
    inventory_id VARCHAR(40) NOT NULL REFERENCES inventories (id),
    site_id VARCHAR(40) NOT NULL,
    activity_code VARCHAR(96) NOT NULL,
    month INTEGER NOT NULL,
    kind VARCHAR(16) NOT NULL,
    scope VARCHAR(8) NOT NULL,
    category VARCHAR(64) NOT NULL,
    record_count BIGINT NOT NULL,
    calculated_count BIGINT NOT NULL,
    estimated_count BIGINT NOT NULL,
    refused_count BIGINT NOT NULL,
    co2e_mg BIGINT NOT NULL,
    market_mg BIGINT NOT NULL,
    biogenic_mg BIGINT NOT NULL,
    energy_kj BIGINT NOT NULL,
    renewable_kj BIGINT NOT NULL,
    calorific_gce BIGINT NOT NULL,
    equivalent_gce BIGINT NOT NULL,
    water_ml BIGINT NOT NULL,
    waste_mg BIGINT NOT NULL,
    hazardous_mg BIGINT NOT NULL,
    PRIMARY KEY (inventory_id, site_id, activity_code, month),
    CHECK (co2e_mg BETWEEN -9000000000000000000 AND 9000000000000000000),
    CHECK (market_mg BETWEEN -9000000000000000000 AND 9000000000000000000),
    CHECK (energy_kj BETWEEN -9000000000000000000 AND 9000000000000000000)
);
CREATE TABLE inventory_gas_rollups (
    organisation_id VARCHAR(40) NOT NULL,
    inventory_id VARCHAR(40) NOT NULL REFERENCES inventories (id),
    scope VARCHAR(8) NOT NULL,
    gas VARCHAR(8) NOT NULL,
    mass_mg BIGINT NOT NULL,
    co2e_mg BIGINT NOT NULL,
    line_count BIGINT NOT NULL,
    PRIMARY KEY (inventory_id, scope, gas)
);
CREATE TABLE inventory_spans (
    organisation_id VARCHAR(40) NOT NULL,
    inventory_id VARCHAR(40) NOT NULL REFERENCES inventories (id),
    site_id VARCHAR(40) NOT NULL,
    activity_code VARCHAR(96) NOT NULL,
    start_date VARCHAR(10) NOT NULL,
    end_date VARCHAR(10) NOT NULL,
    record_count BIGINT NOT NULL,
    PRIMARY KEY (inventory_id, site_id, activity_code, start_date, end_date)
);
CREATE TABLE inventory_factors (
    organisation_id VARCHAR(40) NOT NULL,
    inventory_id VARCHAR(40) NOT NULL REFERENCES inventories (id),
    factor_id VARCHAR(96) NOT NULL,
    factor TEXT NOT NULL,
    PRIMARY KEY (inventory_id, factor_id)
);
";

const DOWN: &str = "
DROP TABLE inventory_factors; DROP TABLE inventory_spans; DROP TABLE inventory_gas_rollups; DROP TABLE inventory_rollups;
";
