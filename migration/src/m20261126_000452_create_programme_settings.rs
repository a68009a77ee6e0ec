//! What a company sets for its employee programme, version by version.

use sea_orm_migration::prelude::*;

use crate::tenant;

/// What a company sets for its employee programme, version by version.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(UP).await?;
        tenant::secure(manager, "programme_settings").await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .get_connection()
            .execute_unprepared("DROP TABLE programme_settings")
            .await?;
        Ok(())
    }
}

const UP: &str = "
CREATE TABLE programme_settings (
    organisation_id VARCHAR(40) NOT NULL REFERENCES organisations (id),
    version BIGINT NOT NULL,
    points_per_kg BIGINT NOT NULL,
    expiry_months BIGINT,
    yearly_point_budget BIGINT,
    board_floor_pct BIGINT NOT NULL,
    give_limit_month BIGINT NOT NULL,
    monthly_budget_kg BIGINT NOT NULL,
    changed_by VARCHAR(40) NOT NULL,
    reason TEXT,
    created_at VARCHAR(32) NOT NULL,
    PRIMARY KEY (organisation_id, version)
);
";
