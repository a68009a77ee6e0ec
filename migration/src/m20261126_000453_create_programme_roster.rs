//! The company's roster: who belongs to which department and team. It enrols nobody.

use sea_orm_migration::prelude::*;

use crate::tenant;

/// The company's roster: who belongs to which department and team. It enrols nobody.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(UP).await?;
        tenant::secure(manager, "programme_roster").await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .get_connection()
            .execute_unprepared("DROP TABLE programme_roster")
            .await?;
        Ok(())
    }
}

const UP: &str = "
CREATE TABLE programme_roster (
    organisation_id VARCHAR(40) NOT NULL REFERENCES organisations (id),
    email_key TEXT NOT NULL,
    email TEXT NOT NULL,
    name TEXT,
    department_id VARCHAR(40) REFERENCES departments (id),
    team_id VARCHAR(40) REFERENCES teams (id),
    left_on VARCHAR(10),
    updated_at VARCHAR(32) NOT NULL,
    PRIMARY KEY (organisation_id, email_key)
);
";
