//! Queries of actions.

use async_graphql::{Context, Object};
use saxaul_shared::identity::Action;

use super::{object::CircleAction, service};
use crate::{
    accounting::access::{Answer, Caller},
    credits::{
        claim::{
            input::ActionLogInput,
            preview::ActionPreview,
            service::{self as claims, Previewed},
            store as claim_store,
        },
        day::day_of,
        seat::{own_seat, seat},
    },
    error::ApiError,
};

/// Queries of actions.
#[derive(Debug, Default)]
pub struct ActionQuery;

#[Object]
impl ActionQuery {
    /// The actions that the company has switched on, those the caller logs most first; empty without a seat. For
    /// members.
    async fn circle_actions(&self, ctx: &Context<'_>) -> async_graphql::Result<Vec<CircleAction>> {
        let caller = Caller::who_may(ctx, Action::TakePart)?;
        let tx = caller.read().await?;
        let Some(member) = own_seat(&caller, &tx).await? else {
            return Ok(Vec::new());
        };
        let today = day_of(&tx, caller.platform.clock.now())
            .await
            .map_err(ApiError::internal)?;
        let rules = service::rules_for(&tx).await.map_err(ApiError::internal)?;
        let usage = claim_store::usage(&tx, &member.id, today)
            .await
            .map_err(ApiError::internal)?;
        let mut actions: Vec<CircleAction> = rules
            .into_iter()
            .filter(|rule| rule.enabled)
            .map(|rule| CircleAction {
                usage: usage.get(&rule.def.code).copied().unwrap_or_default(),
                rule,
                locale: caller.locale,
            })
            .collect();
        // A stable sort: actions used as often stay in the order of the catalogue.
        actions.sort_by_key(|action| std::cmp::Reverse(action.usage.recent_times));
        Ok(actions)
    }

    /// What a claim would be worth now, by the rule that `actionLog` holds to; nothing is stored. Browsers compute it
    /// themselves; this is for other programs. For members.
    async fn action_preview(
        &self,
        ctx: &Context<'_>,
        input: ActionLogInput,
    ) -> async_graphql::Result<ActionPreview> {
        let caller = Caller::who_may(ctx, Action::TakePart)?;
        let answer: Answer<Previewed> = async {
            let tx = caller.read().await?;
            let member = seat(&caller, &tx).await?;
            claims::preview(caller.platform, &tx, &member, input.into()).await
        }
        .await;
        ActionPreview::of(answer, caller.locale)
    }
}
