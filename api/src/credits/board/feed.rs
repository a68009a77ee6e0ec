//! What the boards read of the ledger: points earned, and earnings that were taken back.
//!
//! A reversal counts on the day of what it reverses: taking back a claim of last week changes last week's board.

use saxaul_shared::{credits::leaderboard::Span, id::MemberId, period::Date};

use crate::{
    accounting::cells::Cells,
    platform::db::{StoreResult, TenantTx},
};

/// Earnings that are read at once.
const BATCH: i64 = 5000;

/// Points that came to a member, or went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Change {
    pub(super) sequence: i64,
    pub(super) member: MemberId,
    pub(super) day: Date,
    pub(super) points: i64,
}

/// The last transaction of the organisation's ledger; 0 when there is none.
pub(super) async fn head(tx: &TenantTx) -> StoreResult<i64> {
    let row = tx
        .query_one(
            "SELECT sequence FROM ledger_heads WHERE organisation_id = $1",
            vec![tx.organisation_id().into()],
        )
        .await?;
    Ok(row.map_or(Ok(0), |row| row.try_get_by_index(0))?)
}

/// Everything after `after`, in the order of the ledger: at most one batch, and where it ends.
pub(super) async fn changes(
    tx: &TenantTx,
    after: i64,
    head: i64,
) -> StoreResult<(Vec<Change>, i64)> {
    let until = head.min(after.saturating_add(BATCH));
    let rows = tx
        .query_all(
            "SELECT t.sequence, l.account, CASE WHEN t.kind = 'EARN' THEN t.effective_day ELSE e.effective_day END, \
             CAST(SUM(l.amount) AS BIGINT) FROM ledger_transactions t \
             JOIN ledger_entries l ON l.organisation_id = t.organisation_id AND l.transaction_sequence = t.sequence \
             LEFT JOIN ledger_transactions e ON t.kind = 'REVERSE' AND e.organisation_id = t.organisation_id \
             AND e.id = t.refers_to \
             WHERE t.organisation_id = $1 AND t.sequence > $2 AND t.sequence <= $3 \
             AND (t.kind = 'EARN' OR (t.kind = 'REVERSE' AND e.kind = 'EARN')) AND l.book = 'POINT' \
             AND l.account LIKE 'mem%' GROUP BY t.sequence, l.account, t.kind, t.effective_day, e.effective_day \
             ORDER BY t.sequence",
            vec![tx.organisation_id().into(), after.into(), until.into()],
        )
        .await?;
    let mut changes = Vec::with_capacity(rows.len());
    for row in &rows {
        let mut cells = Cells::of(row);
        let (sequence, account): (i64, String) = (cells.take()?, cells.take()?);
        let (day, points) = (cells.parsed()?, cells.take()?);
        if let Ok(member) = MemberId::parse(&account) {
            changes.push(Change {
                sequence,
                member,
                day,
                points,
            });
        }
    }
    Ok((changes, until))
}

/// The points of every member in a span, up to the transaction `head`.
pub(super) async fn totals(
    tx: &TenantTx,
    span: Span,
    head: i64,
) -> StoreResult<Vec<(MemberId, i64)>> {
    let text = |day: Option<Date>, otherwise: &str| {
        day.map_or_else(|| otherwise.to_owned(), |day| day.to_string())
    };
    // ISO days sort as text; these lie before and behind all of them.
    let (first, last) = (text(span.starts_on, ""), text(span.ends_on, "9999-12-31"));
    let rows = tx
        .query_all(
            "SELECT account, CAST(SUM(amount) AS BIGINT) FROM ( \
             SELECT l.account, l.amount FROM ledger_transactions t \
             JOIN ledger_entries l ON l.organisation_id = t.organisation_id AND l.transaction_sequence = t.sequence \
             WHERE t.organisation_id = $1 AND t.kind = 'EARN' AND t.effective_day >= $2 AND t.effective_day <= $3 \
             AND t.sequence <= $4 AND l.book = 'POINT' AND l.account LIKE 'mem%' \
             UNION ALL \
             SELECT l.account, l.amount FROM ledger_transactions e \
             JOIN ledger_transactions t ON t.organisation_id = e.organisation_id AND t.refers_to = e.id \
             AND t.kind = 'REVERSE' \
             JOIN ledger_entries l ON l.organisation_id = t.organisation_id AND l.transaction_sequence = t.sequence \
             WHERE e.organisation_id = $1 AND e.kind = 'EARN' AND e.effective_day >= $2 AND e.effective_day <= $3 \
             AND t.sequence <= $4 AND l.book = 'POINT' AND l.account LIKE 'mem%') AS earned GROUP BY account",
            vec![
                tx.organisation_id().into(),
                first.into(),
                last.into(),
                head.into(),
            ],
        )
        .await?;
    let mut totals = Vec::with_capacity(rows.len());
    for row in &rows {
        let mut cells = Cells::of(row);
        let (account, points): (String, i64) = (cells.take()?, cells.take()?);
        if let Ok(member) = MemberId::parse(&account) {
            totals.push((member, points));
        }
    }
    Ok(totals)
}
