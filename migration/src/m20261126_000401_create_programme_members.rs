//! Who takes part in the employee programme, and in which department and team.

use sea_orm_migration::prelude::*;

use crate::tenant;

/// Who takes part in the employee programme, and in which department and team.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(UP).await?;
        for table in ["departments", "teams", "programme_members"] {
            tenant::secure(manager, table).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .get_connection()
            .execute_unprepared(
                "DROP TABLE programme_members; DROP TABLE teams; DROP TABLE departments;",
            )
            .await?;
        Ok(())
    }
}

// A member stays when the person leaves: the ledger's accounts hang on it. `office_distance_m` is all that is kept of
// where somebody lives. A department belongs to a company of the boundary, or to the organisation as a whole.
const UP: &str = "
CREATE TABLE departments (
    id VARCHAR(40) PRIMARY KEY,
    organisation_id VARCHAR(40) NOT NULL REFERENCES organisations (id),
    company_id VARCHAR(40) REFERENCES boundary_units (id),
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    created_at VARCHAR(32) NOT NULL,
    deleted_at VARCHAR(32)
);
CREATE INDEX departments_by_organisation ON departments (organisation_id, id);
CREATE UNIQUE INDEX departments_by_name ON departments (organisation_id, name_key) WHERE deleted_at IS NULL;
CREATE TABLE teams (
    id VARCHAR(40) PRIMARY KEY,
    organisation_id VARCHAR(40) NOT NULL REFERENCES organisations (id),
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    created_at VARCHAR(32) NOT NULL,
    deleted_at VARCHAR(32)
);
CREATE INDEX teams_by_organisation ON teams (organisation_id, id);
CREATE UNIQUE INDEX teams_by_name ON teams (organisation_id, name_key) WHERE deleted_at IS NULL;
CREATE TABLE programme_members (
    id VARCHAR(40) PRIMARY KEY,
    organisation_id VARCHAR(40) NOT NULL REFERENCES organisations (id),
    person_id VARCHAR(40) NOT NULL REFERENCES people (id),
    department_id VARCHAR(40) REFERENCES departments (id),
    team_id VARCHAR(40) REFERENCES teams (id),
    visibility VARCHAR(16) NOT NULL,
    alias TEXT,
    office_distance_m BIGINT,
    consent_version BIGINT NOT NULL,
    health_consent_version BIGINT,
    declares_elsewhere BOOLEAN NOT NULL,
    joined_on VARCHAR(10) NOT NULL,
    left_on VARCHAR(10),
    erased_at VARCHAR(32),
    version BIGINT NOT NULL,
    created_at VARCHAR(32) NOT NULL,
    updated_at VARCHAR(32) NOT NULL
);
CREATE UNIQUE INDEX programme_members_by_person ON programme_members (organisation_id, person_id);
CREATE INDEX programme_members_by_department ON programme_members (organisation_id, department_id, id);
CREATE INDEX programme_members_by_team ON programme_members (organisation_id, team_id, id);
";
