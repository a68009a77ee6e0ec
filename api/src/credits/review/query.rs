//! The reviewers' queue.

use std::collections::HashMap;

use async_graphql::{Context, Object};
use saxaul_shared::{credits::honesty::ReviewState, identity::Action, page::Cursor};

use super::{
    object::{ReviewCase, ReviewCaseConnection},
    store::{self, ReviewRow},
};
use crate::{
    accounting::access::{Caller, page},
    credits::{claim::store as claims, programme::store as members},
    error::ApiError,
    platform::db::{StoreResult, TenantTx},
};

/// Queries of reviews.
#[derive(Debug, Default)]
pub struct ClaimReviewQuery;

#[Object]
impl ClaimReviewQuery {
    /// Claims that people look at or looked at, oldest first. Roles: owner, programme manager.
    #[graphql(
        complexity = "usize::try_from(first.unwrap_or(50)).unwrap_or(0) * child_complexity + 1"
    )]
    async fn review_cases(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only those in this state; all when left out.")] state: Option<
            ReviewState,
        >,
        #[graphql(desc = "Entries wanted, 1 to 100; 50 when not given.")] first: Option<i32>,
        #[graphql(desc = "Cursor of the entry to go on behind.")] after: Option<String>,
    ) -> async_graphql::Result<ReviewCaseConnection> {
        let caller = Caller::who_may(ctx, Action::ReviewClaims)?;
        let page = page(first, after.as_deref())?;
        let tx = caller.read().await?;
        let rows = store::page(&tx, state, &page)
            .await
            .map_err(ApiError::internal)?;
        let total = if ctx.look_ahead().field("totalCount").exists() {
            store::count(&tx, state).await.map_err(ApiError::internal)?
        } else {
            0
        };
        let entries = cases(&caller, &tx, rows)
            .await
            .map_err(ApiError::internal)?
            .into_iter()
            .map(|case| (Cursor(vec![case.claim.id.clone()]).encode(), case))
            .collect();
        Ok(ReviewCaseConnection::of(
            entries,
            page.size,
            page.after.is_some(),
            total,
        ))
    }
}

/// Reviews with their claims, members and steps, in the order given.
pub(super) async fn cases(
    caller: &Caller<'_>,
    tx: &TenantTx,
    rows: Vec<ReviewRow>,
) -> StoreResult<Vec<ReviewCase>> {
    let ids: Vec<String> = rows.iter().map(|row| row.claim_id.clone()).collect();
    let steps = store::steps(tx, &ids).await?;
    let mut claims: HashMap<String, _> = claims::find_all(tx, &ids)
        .await?
        .into_iter()
        .map(|claim| (claim.id.clone(), claim))
        .collect();
    let mut cases = Vec::with_capacity(rows.len());
    for review in rows {
        let Some(claim) = claims.remove(&review.claim_id) else {
            continue;
        };
        // A page holds at most a hundred, mostly of different people.
        let member = members::member_by_id(tx, &claim.member_id).await?;
        cases.push(ReviewCase {
            steps: steps
                .iter()
                .filter(|step| step.claim_id == claim.id)
                .cloned()
                .collect(),
            review,
            claim,
            member,
            reader: caller.principal.person_id.clone(),
            locale: caller.locale,
        });
    }
    Ok(cases)
}
