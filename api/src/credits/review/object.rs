//! A claim in the reviewers' queue.

use async_graphql::{ID, Object, SimpleObject};
use saxaul_shared::{credits::honesty::ReviewState, format::Locale};

use super::store::{ReviewRow, StepRow};
use crate::{
    accounting::access::connection_type,
    credits::{
        claim::{
            ActionClaim,
            object::{ClaimReason, signals_of},
            row::ClaimRow,
        },
        programme::store::MemberRow,
    },
    graphql::scalar::DateTime,
};

/// What was done about a claim.
#[derive(Debug, SimpleObject)]
pub struct ReviewStep {
    /// `OPENED`, `ACCEPTED`, `REJECTED`, `REVERSED`, `APPEALED`, `CONFIRMED` or `UNDONE`.
    kind: String,
    /// Who did it; none for the system.
    actor_name: Option<String>,
    /// Their words.
    text: Option<String>,
    /// When.
    at: DateTime,
}

/// The picture behind a claim, for reviewers.
#[derive(Debug, SimpleObject)]
pub struct ReviewPhoto {
    /// SHA-256 of its content, hexadecimal.
    sha256: String,
    /// Media type.
    media_type: String,
    /// Size in bytes.
    size_bytes: i64,
    /// Path to read it at, with the access token in `Authorization`; for reviewers only.
    path: String,
}

/// A claim that a person looks at.
pub struct ReviewCase {
    pub(super) review: ReviewRow,
    pub(super) claim: ClaimRow,
    pub(super) member: Option<MemberRow>,
    pub(super) steps: Vec<StepRow>,
    /// The person who asks.
    pub(super) reader: String,
    pub(super) locale: Locale,
}

connection_type! {
    /// Claims that people look at, oldest first.
    ReviewCaseConnection, ReviewCaseEdge, ReviewCase
}

#[Object]
impl ReviewCase {
    /// The claim's id, `clm_…`: a claim has one review.
    async fn id(&self) -> ID {
        ID(self.claim.id.clone())
    }

    /// Where the review stands.
    async fn state(&self) -> ReviewState {
        self.review.state
    }

    /// The claim.
    async fn claim(&self) -> ActionClaim {
        ActionClaim {
            row: self.claim.clone(),
            review: Some(self.review.clone()),
            steps: self.steps.clone(),
            locale: self.locale,
        }
    }

    /// Whose claim it is; empty once they were made anonymous.
    async fn member_name(&self) -> &str {
        self.member.as_ref().map_or("", |member| &member.name)
    }

    /// Their department.
    async fn department_name(&self) -> Option<&str> {
        self.member.as_ref()?.department_name.as_deref()
    }

    /// Why it waits.
    async fn signals(&self) -> Vec<ClaimReason> {
        signals_of(&self.claim.signals, self.locale)
    }

    /// Last signs of the number it rests on; the number itself is kept as a hash only.
    async fn number_hint(&self) -> Option<&str> {
        self.claim.number_hint.as_deref()
    }

    /// The picture behind it.
    async fn photo(&self) -> Option<ReviewPhoto> {
        self.claim.photo.as_ref().map(|photo| ReviewPhoto {
            sha256: photo.sha256.clone(),
            media_type: photo.media_type.clone(),
            size_bytes: photo.size_bytes,
            path: format!("/claims/{}/photo", self.claim.id),
        })
    }

    /// Every step, oldest first.
    async fn steps(&self) -> async_graphql::Result<Vec<ReviewStep>> {
        self.steps
            .iter()
            .map(|step| {
                Ok(ReviewStep {
                    kind: step.kind.clone(),
                    actor_name: step.actor_name.clone(),
                    text: step.text.clone(),
                    at: DateTime::from_stored(&step.at)?,
                })
            })
            .collect()
    }

    /// Whether the caller may decide now: not on an own claim, and on an appeal only as another person than the first.
    async fn can_decide(&self) -> bool {
        let own = self.review.claimant_id == self.reader;
        let first = self.review.first_reviewer_id.as_deref() == Some(self.reader.as_str());
        match self.review.state {
            ReviewState::Open => !own,
            ReviewState::Appealed => !own && !first,
            _ => false,
        }
    }

    /// When it came into the queue.
    async fn opened_at(&self) -> async_graphql::Result<DateTime> {
        Ok(DateTime::from_stored(&self.review.opened_at)?)
    }

    /// When it last moved.
    async fn updated_at(&self) -> async_graphql::Result<DateTime> {
        Ok(DateTime::from_stored(&self.review.updated_at)?)
    }
}
