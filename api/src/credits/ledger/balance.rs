//! What members have.

use std::collections::BTreeMap;

use saxaul_shared::{
    credits::{
        CreditBook,
        ledger::{AccountRef, LotDay},
    },
    id::MemberId,
    period::Date,
};

use crate::{
    accounting::cells::Cells,
    platform::db::{StoreResult, TenantTx},
};

/// What a member has in one book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Balance {
    /// Which book.
    pub book: CreditBook,
    /// What can be used.
    pub available: i64,
    /// What is promised.
    pub locked: i64,
    /// What was used up for good.
    pub retired: i64,
    /// What runs out next, and its last day.
    pub expiring_next: Option<(i64, Date)>,
    /// Grows with every entry of the member in the book.
    pub version: i64,
}

/// What is on an account in a book; zero before its first entry.
pub(super) async fn of(tx: &TenantTx, account: AccountRef, book: CreditBook) -> StoreResult<i64> {
    let sql = "SELECT balance FROM ledger_accounts WHERE organisation_id = $1 AND account = $2 AND book = $3";
    let values = vec![
        tx.organisation_id().into(),
        account.to_string().into(),
        book.as_str().into(),
    ];
    let row = tx.query_one(sql, values).await?;
    Ok(row
        .map(|row| row.try_get_by_index(0))
        .transpose()?
        .unwrap_or(0))
}

/// What a member has in every book, also in those without entries.
pub(super) async fn of_member(tx: &TenantTx, member: MemberId) -> StoreResult<Vec<Balance>> {
    let (available, locked) = (
        AccountRef::Member(member).to_string(),
        AccountRef::MemberLocked(member).to_string(),
    );
    // What was retired is what left the promised account to retirement: all of its entries in RETIRE transactions.
    let sql = "SELECT a.account, a.book, a.balance, a.sequence, \
         (SELECT l.expires_day FROM ledger_lots l WHERE l.organisation_id = a.organisation_id AND l.account = a.account \
          AND l.book = a.book ORDER BY l.expires_day LIMIT 1), \
         (SELECT l.remaining FROM ledger_lots l WHERE l.organisation_id = a.organisation_id AND l.account = a.account \
          AND l.book = a.book ORDER BY l.expires_day LIMIT 1), \
         CASE WHEN a.account = $3 THEN (SELECT CAST(COALESCE(SUM(-e.amount), 0) AS BIGINT) FROM ledger_entries e \
          JOIN ledger_transactions t ON t.organisation_id = e.organisation_id AND t.sequence = e.transaction_sequence \
          WHERE e.organisation_id = a.organisation_id AND e.account = a.account AND e.book = a.book \
          AND t.kind = 'RETIRE') ELSE 0 END \
         FROM ledger_accounts a WHERE a.organisation_id = $1 AND a.account IN ($2, $3)";
    let rows = tx
        .query_all(
            sql,
            vec![
                tx.organisation_id().into(),
                available.clone().into(),
                locked.into(),
            ],
        )
        .await?;
    let mut balances: BTreeMap<CreditBook, Balance> = CreditBook::ALL
        .iter()
        .map(|book| (*book, empty(*book)))
        .collect();
    for row in &rows {
        let mut cells = Cells::of(row);
        let account: String = cells.take()?;
        let book: CreditBook = cells.parsed()?;
        let (amount, sequence): (i64, i64) = (cells.take()?, cells.take()?);
        let day: Option<LotDay> = cells.parsed_option()?;
        let remaining: Option<i64> = cells.take()?;
        let retired: i64 = cells.take()?;
        let Some(balance) = balances.get_mut(&book) else {
            continue;
        };
        balance.version += sequence;
        if account == available {
            balance.available = amount;
            balance.expiring_next = day
                .and_then(|day| day.0)
                .and_then(|day| remaining.map(|remaining| (remaining, day)));
        } else {
            balance.locked = amount;
            balance.retired = retired;
        }
    }
    Ok(balances.into_values().collect())
}

fn empty(book: CreditBook) -> Balance {
    Balance {
        book,
        available: 0,
        locked: 0,
        retired: 0,
        expiring_next: None,
        version: 0,
    }
}
