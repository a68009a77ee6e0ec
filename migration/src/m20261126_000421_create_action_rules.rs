//! What a company sets for each action, one row per version. Rows are never changed: postings name the version they were
//! made under.

use sea_orm_migration::prelude::*;

use crate::{
    tenant,
    triggers::{self, Event},
};

/// What a company sets for each action, one row per version.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(UP).await?;
        for event in [Event::Update, Event::Delete] {
            triggers::refuse(manager, "action_rules", event, None, "IMMUTABLE_RULE").await?;
        }
        tenant::secure(manager, "action_rules").await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for event in [Event::Update, Event::Delete] {
            triggers::allow(manager, "action_rules", event).await?;
        }
        manager
            .get_connection()
            .execute_unprepared("DROP TABLE action_rules")
            .await?;
        Ok(())
    }
}

const UP: &str = "
CREATE TABLE action_rules (
    organisation_id VARCHAR(40) NOT NULL REFERENCES organisations (id),
    action_code VARCHAR(40) NOT NULL,
    version BIGINT NOT NULL,
    enabled BOOLEAN,
    points_per_kg BIGINT,
    cap_per_day_micro BIGINT,
    cap_per_year_micro BIGINT,
    reason TEXT,
    set_by VARCHAR(40) NOT NULL,
    set_at VARCHAR(32) NOT NULL,
    PRIMARY KEY (organisation_id, action_code, version)
);
";
