//! Where each member stood since when, so that moving between groups moves no points on a board.

use sea_orm_migration::prelude::*;

use crate::tenant;

/// Where each member stood since when, so that moving between groups moves no points on a board.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(UP).await?;
        tenant::secure(manager, "board_places").await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .get_connection()
            .execute_unprepared("DROP INDEX ledger_transactions_by_day; DROP TABLE board_places;")
            .await?;
        Ok(())
    }
}

const UP: &str = "
CREATE TABLE board_places (
    organisation_id VARCHAR(40) NOT NULL REFERENCES organisations (id),
    member_id VARCHAR(40) NOT NULL REFERENCES programme_members (id),
    since_day VARCHAR(10) NOT NULL,
    department_id VARCHAR(40),
    team_id VARCHAR(40),
    PRIMARY KEY (organisation_id, member_id, since_day)
);
CREATE INDEX ledger_transactions_by_day ON ledger_transactions (organisation_id, effective_day, sequence)
    WHERE kind = 'EARN';
";
