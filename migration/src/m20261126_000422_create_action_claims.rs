//! Logged actions with everything their figures came from, and the numbers and pictures that were used for them.

use sea_orm_migration::prelude::*;

use crate::{
    tenant,
    triggers::{self, Event},
};

/// Logged actions, and the numbers and pictures that were used for them.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(UP).await?;
        triggers::refuse(
            manager,
            "action_claims",
            Event::Update,
            Some(REWRITES_FIGURES),
            "IMMUTABLE_CLAIM",
        )
        .await?;
        triggers::refuse(
            manager,
            "action_claims",
            Event::Delete,
            None,
            "IMMUTABLE_CLAIM",
        )
        .await?;
        for table in ["action_claims", "claim_marks"] {
            tenant::secure(manager, table).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for event in [Event::Update, Event::Delete] {
            triggers::allow(manager, "action_claims", event).await?;
        }
        manager
            .get_connection()
            .execute_unprepared("DROP TABLE claim_marks; DROP TABLE action_claims;")
            .await?;
        Ok(())
    }
}

// What a claim was worth stays what it was worth: a new factor or rule changes later claims only.
const REWRITES_FIGURES: &str = "OLD.member_id <> NEW.member_id OR OLD.action_code <> NEW.action_code \
     OR OLD.day <> NEW.day OR OLD.units_claimed_micro <> NEW.units_claimed_micro \
     OR OLD.units_accepted_micro <> NEW.units_accepted_micro OR OLD.factor <> NEW.factor \
     OR OLD.factor_version <> NEW.factor_version OR OLD.rule_version <> NEW.rule_version \
     OR OLD.points_per_kg <> NEW.points_per_kg OR OLD.grams <> NEW.grams OR OLD.points <> NEW.points \
     OR OLD.net_grams <> NEW.net_grams OR OLD.net_points <> NEW.net_points \
     OR OLD.adjustments <> NEW.adjustments OR OLD.reasons <> NEW.reasons";

// Amounts are micro-units, masses whole grams. `number_hint` keeps the last signs of a number; the number itself is kept
// as a keyed hash in `claim_marks` only. A mark that was released may be used by another claim.
const UP: &str = "
CREATE TABLE action_claims (
    id VARCHAR(40) PRIMARY KEY,
    organisation_id VARCHAR(40) NOT NULL REFERENCES organisations (id),
    member_id VARCHAR(40) NOT NULL REFERENCES programme_members (id),
    idempotency_key VARCHAR(200) NOT NULL,
    fingerprint VARCHAR(64) NOT NULL,
    action_code VARCHAR(40) NOT NULL,
    day VARCHAR(10) NOT NULL,
    ledger VARCHAR(16) NOT NULL,
    inventory_link VARCHAR(24) NOT NULL,
    unit VARCHAR(24) NOT NULL,
    units_claimed_micro BIGINT NOT NULL,
    units_accepted_micro BIGINT NOT NULL,
    factor VARCHAR(40) NOT NULL,
    factor_version VARCHAR(40) NOT NULL,
    rule_version BIGINT NOT NULL,
    points_per_kg BIGINT NOT NULL,
    grams BIGINT NOT NULL,
    points BIGINT NOT NULL,
    adjustments TEXT NOT NULL,
    net_grams BIGINT NOT NULL,
    net_points BIGINT NOT NULL,
    state VARCHAR(16) NOT NULL,
    trust VARCHAR(16) NOT NULL,
    self_reported BOOLEAN NOT NULL,
    order_mark VARCHAR(64),
    number_hint VARCHAR(16),
    photo_sha256 VARCHAR(64),
    photo_media_type VARCHAR(128),
    photo_size_bytes BIGINT,
    started_minute BIGINT,
    logged_minute BIGINT,
    duration_minutes BIGINT,
    trips BIGINT NOT NULL,
    meal VARCHAR(12),
    reasons TEXT NOT NULL,
    signals TEXT NOT NULL,
    note TEXT,
    origin VARCHAR(12) NOT NULL,
    origin_id VARCHAR(200),
    transaction_id VARCHAR(40),
    postings BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at VARCHAR(32) NOT NULL,
    updated_at VARCHAR(32) NOT NULL,
    CHECK (units_accepted_micro > 0 AND units_accepted_micro <= units_claimed_micro)
);
CREATE UNIQUE INDEX action_claims_by_key ON action_claims (organisation_id, member_id, idempotency_key);
CREATE INDEX action_claims_by_member ON action_claims (organisation_id, member_id, id);
CREATE INDEX action_claims_by_day ON action_claims (organisation_id, member_id, day);
CREATE INDEX action_claims_of_organisation_by_day ON action_claims (organisation_id, day);
CREATE TABLE claim_marks (
    organisation_id VARCHAR(40) NOT NULL,
    kind VARCHAR(20) NOT NULL,
    mark VARCHAR(64) NOT NULL,
    seat BIGINT NOT NULL,
    member_id VARCHAR(40) NOT NULL,
    claim_id VARCHAR(40) NOT NULL,
    released_at VARCHAR(32)
);
CREATE UNIQUE INDEX claim_marks_in_use ON claim_marks (organisation_id, kind, mark, seat) WHERE released_at IS NULL;
CREATE INDEX claim_marks_by_claim ON claim_marks (organisation_id, claim_id);
";
