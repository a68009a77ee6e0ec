//! Factors of the company itself or of its suppliers; used only once a second person has approved them.

use sea_orm_migration::prelude::*;

use crate::tenant;

/// Factors of the company itself or of its suppliers; used only once a second person has approved them.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(UP).await?;
        tenant::secure(manager, "own_factors").await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(DOWN).await?;
        Ok(())
    }
}

// The types are spelled so that SQLite and PostgreSQL read the same text alike.
const UP: &str = "
CREATE TABLE own_factors (
    id VARCHAR(40) PRIMARY KEY,
    organisation_id VARCHAR(40) NOT NULL REFERENCES organisations (id),
    state VARCHAR(12) NOT NULL,
    factor TEXT NOT NULL,
    created_by VARCHAR(40) NOT NULL,
    created_at VARCHAR(32) NOT NULL,
    approved_by VARCHAR(40),
    approved_at VARCHAR(32),
    retired_at VARCHAR(32),
    CHECK (approved_by IS NULL OR approved_by <> created_by)
);
CREATE INDEX own_factors_by_organisation ON own_factors (organisation_id, id);
";

const DOWN: &str = "
DROP TABLE own_factors;
";
