//! Logging actions and taking them back.

use async_graphql::{Context, ID, Object};
use saxaul_shared::identity::Action;

use super::{input::ActionLogInput, object::ActionClaim, query::full, service};
use crate::{
    accounting::access::{Answer, Caller, payload_type},
    credits::seat::seat,
};

payload_type! {
    /// The claim after a change.
    ActionClaimPayload {
        /// The claim; none when nothing was changed.
        claim: ActionClaim
    }
}

/// Mutations of claims.
#[derive(Debug, Default)]
pub struct ClaimMutation;

#[Object]
impl ClaimMutation {
    /// Logs an action: claim, evidence, posting and event in one transaction. What is over a cap is left out and said so;
    /// what a person must look at first is posted once it was accepted. For members.
    async fn action_log(
        &self,
        ctx: &Context<'_>,
        input: ActionLogInput,
        #[graphql(
            desc = "Drawn by the client for this action, 1 to 100 bytes: sent again it logs nothing twice."
        )]
        idempotency_key: String,
    ) -> async_graphql::Result<ActionClaimPayload> {
        let caller = Caller::who_may(ctx, Action::TakePart)?;
        let answer: Answer<ActionClaim> = async {
            let tx = caller.begin().await?;
            let member = seat(&caller, &tx).await?;
            let row = service::log(
                caller.platform,
                &tx,
                &member,
                input.into(),
                &idempotency_key,
            )
            .await?;
            let claim = full(&tx, row, caller.locale).await?;
            tx.commit().await?;
            Ok(claim)
        }
        .await;
        ActionClaimPayload::of(answer, caller.locale)
    }

    /// Takes back an own claim within 24 hours, by reversal of its posting. Taking back again changes nothing. For
    /// members.
    async fn action_undo(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The claim, `clm_…`.")] id: ID,
    ) -> async_graphql::Result<ActionClaimPayload> {
        let caller = Caller::who_may(ctx, Action::TakePart)?;
        let answer: Answer<ActionClaim> = async {
            let tx = caller.begin().await?;
            let member = seat(&caller, &tx).await?;
            let row = service::undo(caller.platform, &tx, &member, &id).await?;
            let claim = full(&tx, row, caller.locale).await?;
            tx.commit().await?;
            Ok(claim)
        }
        .await;
        ActionClaimPayload::of(answer, caller.locale)
    }
}
