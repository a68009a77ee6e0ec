//! A member's account, entry by entry, newest first: one query a page.

use saxaul_shared::{
    credits::{
        CreditBook, TransactionKind,
        ledger::{AccountRef, LedgerRemark, LotDay},
    },
    id::MemberId,
    period::Date,
};
use sea_orm::Value;

use crate::{
    accounting::cells::Cells,
    platform::db::{StoreResult, TenantTx},
};

/// Which entries are asked for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted {
    pub(super) member: MemberId,
    pub(super) book: CreditBook,
    /// Only older ones than this number.
    pub(super) before: Option<i64>,
    /// Only those that count for this day or later.
    pub(super) from: Option<Date>,
    /// Only those that count for this day or earlier.
    pub(super) to: Option<Date>,
    pub(super) size: u32,
}

/// An entry with what belongs to it.
#[derive(Debug, Clone)]
pub(super) struct StatementRow {
    pub(super) sequence: i64,
    pub(super) place: i64,
    pub(super) transaction_id: String,
    pub(super) kind: TransactionKind,
    pub(super) day: Date,
    pub(super) recorded_at_us: i64,
    pub(super) amount: i64,
    pub(super) balance_after: i64,
    pub(super) lot: Option<LotDay>,
    pub(super) origin: Option<String>,
    pub(super) remark: Option<LedgerRemark>,
    pub(super) note: Option<String>,
    pub(super) counterparty: Option<AccountRef>,
    pub(super) counterparty_name: Option<String>,
}

/// The entries, newest first, at most `size`. The other side of an entry is the first other account of its transaction and
/// book.
pub(super) async fn page(tx: &TenantTx, wanted: Wanted) -> StoreResult<Vec<StatementRow>> {
    let mut values: Vec<Value> = vec![
        tx.organisation_id().into(),
        AccountRef::Member(wanted.member).to_string().into(),
        wanted.book.as_str().into(),
        wanted.before.unwrap_or(i64::MAX).into(),
    ];
    let mut filter = String::new();
    for (comparison, day) in [(">=", wanted.from), ("<=", wanted.to)] {
        if let Some(day) = day {
            values.push(day.to_string().into());
            filter.push_str(&format!(
                " AND t.effective_day {comparison} ${}",
                values.len()
            ));
        }
    }
    let sql = format!(
        "SELECT e.sequence, e.place, t.id, t.kind, t.effective_day, t.recorded_at_us, e.amount, e.balance_after, \
         e.lot_day, t.origin, t.remark, n.note, c.account, COALESCE(p.name, g.name) \
         FROM ledger_entries e \
         JOIN ledger_transactions t ON t.organisation_id = e.organisation_id AND t.sequence = e.transaction_sequence \
         LEFT JOIN ledger_notes n ON n.organisation_id = e.organisation_id AND n.transaction_sequence = e.transaction_sequence \
         LEFT JOIN ledger_entries c ON c.organisation_id = e.organisation_id \
         AND c.transaction_sequence = e.transaction_sequence AND c.place = (SELECT MIN(o.place) FROM ledger_entries o \
         WHERE o.organisation_id = e.organisation_id AND o.transaction_sequence = e.transaction_sequence \
         AND o.book = e.book AND o.account <> e.account) \
         LEFT JOIN programme_members m ON m.organisation_id = e.organisation_id AND m.id = c.account \
         LEFT JOIN people p ON p.organisation_id = m.organisation_id AND p.id = m.person_id AND m.erased_at IS NULL \
         LEFT JOIN teams g ON g.organisation_id = e.organisation_id AND g.id = c.account \
         WHERE e.organisation_id = $1 AND e.account = $2 AND e.book = $3 AND e.sequence < $4{filter} \
         ORDER BY e.sequence DESC LIMIT {}",
        wanted.size
    );
    tx.query_all(&sql, values)
        .await?
        .iter()
        .map(|row| {
            let mut cells = Cells::of(row);
            Ok(StatementRow {
                sequence: cells.take()?,
                place: cells.take()?,
                transaction_id: cells.take()?,
                kind: cells.parsed()?,
                day: cells.parsed()?,
                recorded_at_us: cells.take()?,
                amount: cells.take()?,
                balance_after: cells.take()?,
                lot: cells.parsed_option()?,
                origin: cells.take()?,
                remark: cells.parsed_option()?,
                note: cells.take()?,
                counterparty: cells.parsed_option()?,
                counterparty_name: cells.take()?,
            })
        })
        .collect()
}
