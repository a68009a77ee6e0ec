//! Claims that a person looked at, and every step of it.

use sea_orm_migration::prelude::*;

use crate::{
    tenant,
    triggers::{self, Event},
};

/// Claims that a person looked at, and every step of it.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(UP).await?;
        for event in [Event::Update, Event::Delete] {
            triggers::refuse(
                manager,
                "claim_review_steps",
                event,
                None,
                "IMMUTABLE_REVIEW",
            )
            .await?;
        }
        for table in ["claim_reviews", "claim_review_steps"] {
            tenant::secure(manager, table).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for event in [Event::Update, Event::Delete] {
            triggers::allow(manager, "claim_review_steps", event).await?;
        }
        manager
            .get_connection()
            .execute_unprepared("DROP TABLE claim_review_steps; DROP TABLE claim_reviews;")
            .await?;
        Ok(())
    }
}

// A claim has at most one review. The second reviewer of an appeal is another person than the first, and nobody reviews
// a claim of their own: the checks hold also against whoever writes past the server.
const UP: &str = "
CREATE TABLE claim_reviews (
    claim_id VARCHAR(40) PRIMARY KEY REFERENCES action_claims (id),
    organisation_id VARCHAR(40) NOT NULL REFERENCES organisations (id),
    claimant_id VARCHAR(40) NOT NULL,
    state VARCHAR(12) NOT NULL,
    first_reviewer_id VARCHAR(40),
    second_reviewer_id VARCHAR(40),
    opened_at VARCHAR(32) NOT NULL,
    updated_at VARCHAR(32) NOT NULL,
    CHECK (first_reviewer_id IS NULL OR first_reviewer_id <> claimant_id),
    CHECK (second_reviewer_id IS NULL OR second_reviewer_id <> claimant_id),
    CHECK (second_reviewer_id IS NULL OR second_reviewer_id <> first_reviewer_id)
);
CREATE INDEX claim_reviews_by_state ON claim_reviews (organisation_id, state, claim_id);
CREATE TABLE claim_review_steps (
    organisation_id VARCHAR(40) NOT NULL,
    claim_id VARCHAR(40) NOT NULL,
    number BIGINT NOT NULL,
    kind VARCHAR(12) NOT NULL,
    actor_id VARCHAR(40) NOT NULL,
    text TEXT,
    at VARCHAR(32) NOT NULL,
    PRIMARY KEY (organisation_id, claim_id, number)
);
";
