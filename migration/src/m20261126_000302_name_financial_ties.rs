//! How a unit stands in the accounts of the one above it: joint ventures and investments besides subsidiaries and
//! associates.

use sea_orm_migration::prelude::*;

/// How a unit stands in the accounts of the one above it.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(UP).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(DOWN).await?;
        Ok(())
    }
}

// Until now there was only control or none: what was not controlled was an associate.
const UP: &str = "
ALTER TABLE boundary_units ADD COLUMN financial_tie VARCHAR(12) NOT NULL DEFAULT 'SUBSIDIARY';
UPDATE boundary_units SET financial_tie = 'ASSOCIATE' WHERE NOT financial_control;
ALTER TABLE boundary_units DROP COLUMN financial_control;
";

const DOWN: &str = "
ALTER TABLE boundary_units ADD COLUMN financial_control BOOLEAN NOT NULL DEFAULT TRUE;
UPDATE boundary_units SET financial_control = FALSE WHERE financial_tie <> 'SUBSIDIARY';
ALTER TABLE boundary_units DROP COLUMN financial_tie;
";
