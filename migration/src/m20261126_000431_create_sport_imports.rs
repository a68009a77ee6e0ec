//! Imports of steps and rides: totals of days, never the files or the minutes.

use sea_orm_migration::prelude::*;

use crate::tenant;

/// Imports of steps and rides: totals of days, never the files or the minutes.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const TABLES: [&str; 5] = [
    "sport_reports",
    "sport_settled",
    "sport_rides",
    "sport_days",
    "sport_imports",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(UP).await?;
        for table in TABLES {
            tenant::secure(manager, table).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in TABLES {
            let sql = format!("DROP TABLE {table}");
            manager.get_connection().execute_unprepared(&sql).await?;
        }
        Ok(())
    }
}

// `sport_days` is what each import said; `sport_settled` is what the ledger has for a day. Of rides only those that were
// credited are kept, and of those only when they were, to recognise them in another export.
const UP: &str = "
CREATE TABLE sport_imports (
    id VARCHAR(40) PRIMARY KEY,
    organisation_id VARCHAR(40) NOT NULL REFERENCES organisations (id),
    member_id VARCHAR(40) NOT NULL REFERENCES programme_members (id),
    upload_id VARCHAR(40),
    source VARCHAR(16),
    state VARCHAR(16) NOT NULL,
    consent_version BIGINT NOT NULL,
    rides_total BIGINT NOT NULL,
    rides_accepted BIGINT NOT NULL,
    refused BIGINT NOT NULL,
    manual BIGINT NOT NULL,
    older BIGINT NOT NULL,
    messages TEXT NOT NULL,
    revision BIGINT NOT NULL,
    created_at VARCHAR(32) NOT NULL,
    updated_at VARCHAR(32) NOT NULL
);
CREATE INDEX sport_imports_by_member ON sport_imports (organisation_id, member_id, id);
CREATE TABLE sport_days (
    organisation_id VARCHAR(40) NOT NULL REFERENCES organisations (id),
    member_id VARCHAR(40) NOT NULL REFERENCES programme_members (id),
    import_id VARCHAR(40) NOT NULL,
    day VARCHAR(10) NOT NULL,
    steps BIGINT NOT NULL,
    credited BIGINT NOT NULL,
    trust VARCHAR(16) NOT NULL,
    source VARCHAR(16) NOT NULL,
    reason VARCHAR(16),
    signals TEXT NOT NULL,
    PRIMARY KEY (organisation_id, member_id, day, import_id)
);
CREATE INDEX sport_days_by_import ON sport_days (organisation_id, import_id, day);
CREATE TABLE sport_rides (
    organisation_id VARCHAR(40) NOT NULL REFERENCES organisations (id),
    member_id VARCHAR(40) NOT NULL REFERENCES programme_members (id),
    import_id VARCHAR(40) NOT NULL,
    start_s BIGINT NOT NULL,
    length_s BIGINT NOT NULL,
    claim_id VARCHAR(40) NOT NULL,
    PRIMARY KEY (organisation_id, member_id, start_s, claim_id)
);
CREATE INDEX sport_rides_by_import ON sport_rides (organisation_id, import_id);
CREATE TABLE sport_settled (
    organisation_id VARCHAR(40) NOT NULL REFERENCES organisations (id),
    member_id VARCHAR(40) NOT NULL REFERENCES programme_members (id),
    day VARCHAR(10) NOT NULL,
    steps BIGINT NOT NULL,
    points BIGINT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (organisation_id, member_id, day)
);
CREATE TABLE sport_reports (
    organisation_id VARCHAR(40) NOT NULL REFERENCES organisations (id),
    client_id VARCHAR(100) NOT NULL,
    fingerprint VARCHAR(64) NOT NULL,
    answer TEXT NOT NULL,
    created_at VARCHAR(32) NOT NULL,
    PRIMARY KEY (organisation_id, client_id)
);
";
