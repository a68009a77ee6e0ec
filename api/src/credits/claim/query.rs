//! Queries of claims.

use async_graphql::{Context, Object};
use saxaul_shared::{format::Locale, identity::Action, page::Cursor};

use super::{
    object::{ActionClaim, ActionClaimConnection},
    row::ClaimRow,
    store,
};
use crate::{
    accounting::access::{Caller, page},
    credits::{review::service as reviews, seat::own_seat},
    error::ApiError,
    platform::db::TenantTx,
};

/// Queries of claims.
#[derive(Debug, Default)]
pub struct ClaimQuery;

#[Object]
impl ClaimQuery {
    /// The caller's own claims, latest logged first; empty without a seat. For members.
    #[graphql(
        complexity = "usize::try_from(first.unwrap_or(50)).unwrap_or(0) * child_complexity + 1"
    )]
    async fn action_claims(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Entries wanted, 1 to 100; 50 when not given.")] first: Option<i32>,
        #[graphql(desc = "Cursor of the entry to go on behind.")] after: Option<String>,
    ) -> async_graphql::Result<ActionClaimConnection> {
        let caller = Caller::who_may(ctx, Action::TakePart)?;
        let page = page(first, after.as_deref())?;
        let tx = caller.read().await?;
        let Some(member) = own_seat(&caller, &tx).await? else {
            return Ok(ActionClaimConnection::of(Vec::new(), page.size, false, 0));
        };
        let rows = store::page(&tx, &member.id, &page)
            .await
            .map_err(ApiError::internal)?;
        let total = if ctx.look_ahead().field("totalCount").exists() {
            store::count(&tx, &member.id)
                .await
                .map_err(ApiError::internal)?
        } else {
            0
        };
        let ids: Vec<String> = rows.iter().map(|row| row.id.clone()).collect();
        let reviewed = reviews::of_claims(&tx, &ids)
            .await
            .map_err(ApiError::internal)?;
        let entries = ActionClaim::all(rows, reviewed, caller.locale)
            .into_iter()
            .map(|claim| (Cursor(vec![claim.row.id.clone()]).encode(), claim))
            .collect();
        Ok(ActionClaimConnection::of(
            entries,
            page.size,
            page.after.is_some(),
            total,
        ))
    }
}

/// A claim of the caller's own, for `node`.
pub(crate) async fn load(
    caller: &Caller<'_>,
    id: &str,
) -> async_graphql::Result<Option<ActionClaim>> {
    if caller.principal.require(Action::TakePart).is_err() {
        return Ok(None);
    }
    let tx = caller.read().await?;
    let Some(member) = own_seat(caller, &tx).await? else {
        return Ok(None);
    };
    let found = store::find(&tx, id).await.map_err(ApiError::internal)?;
    let Some(row) = found.filter(|row| row.member_id == member.id) else {
        return Ok(None);
    };
    Ok(Some(full(&tx, row, caller.locale).await?))
}

/// A claim with its review.
pub(crate) async fn full(
    tx: &TenantTx,
    row: ClaimRow,
    locale: Locale,
) -> Result<ActionClaim, ApiError> {
    let reviewed = reviews::of_claims(tx, std::slice::from_ref(&row.id))
        .await
        .map_err(ApiError::internal)?;
    ActionClaim::all(vec![row], reviewed, locale)
        .pop()
        .ok_or_else(|| ApiError::internal("a claim got lost"))
}
