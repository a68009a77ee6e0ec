//! Everyday emissions of members, and what they answered in the footprint quiz.

use sea_orm_migration::prelude::*;

use crate::tenant;

/// Everyday emissions of members, and what they answered in the footprint quiz.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(UP).await?;
        for table in ["everyday_entries", "footprint_answers"] {
            tenant::secure(manager, table).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .get_connection()
            .execute_unprepared("DROP TABLE footprint_answers; DROP TABLE everyday_entries;")
            .await?;
        Ok(())
    }
}

// Amounts are micro-units, emissions milligrams of CO2e; the factor stays what it was when the entry was made.
const UP: &str = "
CREATE TABLE everyday_entries (
    id VARCHAR(40) PRIMARY KEY,
    organisation_id VARCHAR(40) NOT NULL REFERENCES organisations (id),
    member_id VARCHAR(40) NOT NULL REFERENCES programme_members (id),
    idempotency_key VARCHAR(200) NOT NULL,
    activity_code VARCHAR(40) NOT NULL,
    category VARCHAR(20) NOT NULL,
    day VARCHAR(10) NOT NULL,
    unit VARCHAR(24) NOT NULL,
    units_micro BIGINT NOT NULL,
    factor VARCHAR(40) NOT NULL,
    factor_version VARCHAR(40) NOT NULL,
    emission_mg BIGINT NOT NULL,
    inventory_link VARCHAR(24) NOT NULL,
    created_at VARCHAR(32) NOT NULL,
    undone_at VARCHAR(32)
);
CREATE UNIQUE INDEX everyday_entries_by_key ON everyday_entries (organisation_id, member_id, idempotency_key);
CREATE INDEX everyday_entries_by_day ON everyday_entries (organisation_id, member_id, day);
CREATE INDEX everyday_entries_by_member ON everyday_entries (organisation_id, member_id, id);
CREATE TABLE footprint_answers (
    organisation_id VARCHAR(40) NOT NULL REFERENCES organisations (id),
    member_id VARCHAR(40) NOT NULL REFERENCES programme_members (id),
    version BIGINT NOT NULL,
    answers TEXT NOT NULL,
    diet VARCHAR(12),
    grams_per_year BIGINT NOT NULL,
    taken_at VARCHAR(32) NOT NULL,
    PRIMARY KEY (organisation_id, member_id, version)
);
";
