//! Queries of everyday emissions.

use async_graphql::{Context, Object};
use saxaul_shared::{credits::everyday, identity::Action, page::Cursor};

use super::{
    object::{EverydayActivity, EverydayEntry, EverydayEntryConnection},
    store,
};
use crate::{
    accounting::access::{Caller, page},
    credits::seat::own_seat,
    error::ApiError,
};

/// Queries of everyday emissions.
#[derive(Debug, Default)]
pub struct EverydayQuery;

#[Object]
impl EverydayQuery {
    /// Everything that can be written down, with its published figure. For members.
    async fn everyday_activities(
        &self,
        ctx: &Context<'_>,
    ) -> async_graphql::Result<Vec<EverydayActivity>> {
        let caller = Caller::who_may(ctx, Action::TakePart)?;
        Ok(everyday::all()
            .iter()
            .map(|def| EverydayActivity {
                def,
                locale: caller.locale,
            })
            .collect())
    }

    /// The caller's own entries that stand, latest written first; empty without a seat. For members.
    #[graphql(
        complexity = "usize::try_from(first.unwrap_or(50)).unwrap_or(0) * child_complexity + 1"
    )]
    async fn everyday_entries(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Entries wanted, 1 to 100; 50 when not given.")] first: Option<i32>,
        #[graphql(desc = "Cursor of the entry to go on behind.")] after: Option<String>,
    ) -> async_graphql::Result<EverydayEntryConnection> {
        let caller = Caller::who_may(ctx, Action::TakePart)?;
        let page = page(first, after.as_deref())?;
        let tx = caller.read().await?;
        let Some(member) = own_seat(&caller, &tx).await? else {
            return Ok(EverydayEntryConnection::of(Vec::new(), page.size, false, 0));
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
        let entries = rows
            .into_iter()
            .map(|row| {
                let cursor = Cursor(vec![row.id.clone()]).encode();
                let locale = caller.locale;
                (cursor, EverydayEntry { row, locale })
            })
            .collect();
        Ok(EverydayEntryConnection::of(
            entries,
            page.size,
            page.after.is_some(),
            total,
        ))
    }
}
