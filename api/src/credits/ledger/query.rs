//! Reading one's own account.

use async_graphql::{Context, Object, connection::PageInfo};
use saxaul_shared::{
    credits::CreditBook,
    id::MemberId,
    page::{Cursor, PageError},
    period::Date,
};

use super::{
    balance, notice,
    object::{CreditBalance, ExpiryNotice, LedgerEntry, LedgerEntryConnection, LedgerEntryEdge},
    statement::{self, Wanted},
};
use crate::{
    accounting::access::{Caller, Refused, page},
    credits::seat::seat,
    error::ApiError,
    platform::db::{StoreError, TenantTx},
};

/// Queries of the ledger.
#[derive(Debug, Default)]
pub struct LedgerQuery;

#[Object]
impl LedgerQuery {
    /// What the caller has in each book. For everyone who takes part in the programme.
    async fn credit_balances(
        &self,
        ctx: &Context<'_>,
    ) -> async_graphql::Result<Vec<CreditBalance>> {
        let caller = Caller::of(ctx)?;
        let tx = caller.read().await?;
        let member = own_seat(&caller, &tx).await?;
        let balances = balance::of_member(&tx, member).await?;
        Ok(balances.into_iter().map(CreditBalance::of).collect())
    }

    /// The entries of the caller's account in a book, newest first. For everyone who takes part in the programme.
    async fn credit_statement(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which book.")] book: CreditBook,
        #[graphql(desc = "Entries wanted, 1 to 100; 50 when not given.")] first: Option<i32>,
        #[graphql(desc = "Cursor of the entry to go on behind.")] after: Option<String>,
        #[graphql(desc = "Only entries that count for this day or later.")] from: Option<Date>,
        #[graphql(desc = "Only entries that count for this day or earlier.")] to: Option<Date>,
    ) -> async_graphql::Result<LedgerEntryConnection> {
        let caller = Caller::of(ctx)?;
        let page = page(first, after.as_deref())?;
        let before = page
            .after
            .as_ref()
            .map(sequence_of)
            .transpose()
            .map_err(|error| {
                ApiError::bad_input("after 应为本列表返回的游标。", error.to_string())
            })?;
        let tx = caller.read().await?;
        let member = own_seat(&caller, &tx).await?;
        let size = page.size + 1;
        let wanted = Wanted {
            member,
            book,
            before,
            from,
            to,
            size,
        };
        let mut rows = statement::page(&tx, wanted).await?;
        let size = usize::try_from(page.size).unwrap_or(usize::MAX);
        let more = rows.len() > size;
        rows.truncate(size);
        let edges: Vec<LedgerEntryEdge> = rows
            .into_iter()
            .map(|row| LedgerEntryEdge {
                cursor: Cursor(vec![row.sequence.to_string()]).encode(),
                node: LedgerEntry::of(row, caller.locale),
            })
            .collect();
        let page_info = PageInfo {
            has_previous_page: before.is_some(),
            has_next_page: more,
            start_cursor: edges.first().map(|edge| edge.cursor.clone()),
            end_cursor: edges.last().map(|edge| edge.cursor.clone()),
        };
        Ok(LedgerEntryConnection { edges, page_info })
    }

    /// Points of the caller that run out soon, as the caller was told 30, 7 and 1 days before; those still to come, the
    /// nearest first. For everyone who takes part in the programme.
    async fn credit_expiry_notices(
        &self,
        ctx: &Context<'_>,
    ) -> async_graphql::Result<Vec<ExpiryNotice>> {
        let caller = Caller::of(ctx)?;
        let tx = caller.read().await?;
        let member = own_seat(&caller, &tx).await?;
        Ok(notice::open(&tx, member, caller.platform.clock.now()).await?)
    }
}

/// The caller's own seat, or a top-level error that says what to do.
pub(super) async fn own_seat(caller: &Caller<'_>, tx: &TenantTx) -> Result<MemberId, ApiError> {
    match seat(caller, tx).await {
        Ok(member) => MemberId::parse(&member.id)
            .map_err(|error| ApiError::internal(StoreError::Corrupt(error.to_string()))),
        Err(Refused::Api(error)) => Err(error),
        Err(Refused::Violations(violations)) => Err(match violations.into_iter().next() {
            Some(violation) => {
                ApiError::not_found().with_words(violation.message_zh, violation.message_en)
            }
            None => ApiError::not_found(),
        }),
    }
}

fn sequence_of(cursor: &Cursor) -> Result<i64, PageError> {
    match cursor.0.as_slice() {
        [sequence] => sequence.parse().map_err(|_| PageError::Cursor),
        _ => Err(PageError::Cursor),
    }
}
