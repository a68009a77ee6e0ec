//! Decisions and appeals.

use async_graphql::{Context, ID, Object};
use saxaul_shared::{credits::honesty::ReviewDecision, identity::Action};

use super::{object::ReviewCase, query::cases, service};
use crate::{
    accounting::access::{Answer, Caller, payload_type},
    credits::{
        claim::{ActionClaim, query::full},
        seat::seat,
    },
    error::ApiError,
};

payload_type! {
    /// The review after a decision.
    ReviewCasePayload {
        /// The review; none when nothing was changed.
        case: ReviewCase
    }
}

payload_type! {
    /// The claim after an appeal.
    ClaimAppealPayload {
        /// The claim; none when nothing was changed.
        claim: ActionClaim
    }
}

/// Mutations of reviews.
#[derive(Debug, Default)]
pub struct ClaimReviewMutation;

#[Object]
impl ClaimReviewMutation {
    /// Decides on a claim: accepts or rejects one that waits or was appealed, reverses one that counts. Nobody decides on
    /// an own claim, and an appeal is decided by another person than the first reviewer. Roles: owner, programme manager.
    async fn review_decide(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The claim, `clm_…`.")] id: ID,
        #[graphql(desc = "What is decided.")] decision: ReviewDecision,
        #[graphql(
            desc = "Why, 2 to 1000 characters; required unless the claim is accepted. The member reads it.",
            validator(max_length = 4000)
        )]
        reason: Option<String>,
    ) -> async_graphql::Result<ReviewCasePayload> {
        let caller = Caller::who_may(ctx, Action::ReviewClaims)?;
        let answer: Answer<ReviewCase> = async {
            let tx = caller.begin().await?;
            let review = service::decide(&caller, &tx, &id, decision, reason).await?;
            let case = cases(&caller, &tx, vec![review]).await?.pop();
            tx.commit().await?;
            Ok(case.ok_or_else(ApiError::not_found)?)
        }
        .await;
        ReviewCasePayload::of(answer, caller.locale)
    }

    /// Appeals against the rejection or reversal of an own claim, once; another person than the first reviewer decides.
    /// For members.
    async fn claim_appeal(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The claim, `clm_…`.")] id: ID,
        #[graphql(
            desc = "Why the decision is wrong, 2 to 1000 characters.",
            validator(max_length = 4000)
        )]
        text: String,
    ) -> async_graphql::Result<ClaimAppealPayload> {
        let caller = Caller::who_may(ctx, Action::TakePart)?;
        let answer: Answer<ActionClaim> = async {
            let tx = caller.begin().await?;
            let member = seat(&caller, &tx).await?;
            let row = service::appeal(caller.platform, &tx, &member, &id, text).await?;
            let claim = full(&tx, row, caller.locale).await?;
            tx.commit().await?;
            Ok(claim)
        }
        .await;
        ClaimAppealPayload::of(answer, caller.locale)
    }
}
