//! One pass over all transactions in their order, up to the first that is bad.

use std::collections::HashMap;

use sea_orm::QueryResult;

use super::{Books, CommandError, fold::Fold, hash};

/// Transactions read at once.
const BATCH: i64 = 1000;

/// A transaction as it is stored.
pub(super) struct TransactionRow {
    pub(super) sequence: i64,
    pub(super) id: String,
    pub(super) kind: String,
    pub(super) request_key: String,
    pub(super) request_hash: String,
    pub(super) origin: Option<String>,
    pub(super) rule_version: Option<i64>,
    pub(super) factor_version: Option<String>,
    pub(super) claimed: Option<i64>,
    pub(super) accepted: Option<i64>,
    pub(super) effective_day: String,
    pub(super) expires_day: Option<String>,
    pub(super) refers_to: Option<String>,
    pub(super) remark: Option<String>,
    pub(super) note_hash: Option<String>,
    pub(super) recorded_at_us: i64,
    pub(super) hash: String,
}

/// An entry as it is stored.
#[derive(Clone)]
pub(super) struct EntryRow {
    pub(super) place: i64,
    pub(super) account: String,
    pub(super) book: String,
    pub(super) amount: i64,
    pub(super) sequence: i64,
    pub(super) balance_after: i64,
    pub(super) lot_day: Option<String>,
}

/// What the pass came to.
pub(super) struct Walked {
    /// What is wrong with the first bad transaction; empty when none is.
    pub(super) faults: Vec<String>,
    /// The number of the last transaction.
    pub(super) sequence: i64,
    /// Its hash.
    pub(super) hash: String,
    /// When it was recorded.
    pub(super) recorded_at_us: i64,
    /// Entries seen.
    pub(super) entries: i64,
    /// What all entries come to.
    pub(super) fold: Fold,
}

const TRANSACTIONS: &str = "SELECT sequence, id, kind, request_key, request_hash, origin, rule_version, factor_version, \
     claimed, accepted, effective_day, expires_day, refers_to, remark, note_hash, recorded_at_us, hash \
     FROM ledger_transactions WHERE organisation_id = $1 AND sequence > $2 ORDER BY sequence LIMIT $3";

const ENTRIES: &str = "SELECT transaction_sequence, place, account, book, amount, sequence, balance_after, lot_day \
     FROM ledger_entries WHERE organisation_id = $1 AND transaction_sequence > $2 AND transaction_sequence <= $3 \
     ORDER BY transaction_sequence, place";

const NOTES: &str = "SELECT transaction_sequence, salt, note FROM ledger_notes \
     WHERE organisation_id = $1 AND transaction_sequence > $2 AND transaction_sequence <= $3";

/// Walks over the ledger.
pub(super) async fn walk(books: &Books<'_>) -> Result<Walked, CommandError> {
    let mut walked = Walked {
        faults: Vec::new(),
        sequence: 0,
        hash: hash::genesis(),
        recorded_at_us: 0,
        entries: 0,
        fold: Fold::default(),
    };
    loop {
        let after = walked.sequence;
        let rows = books
            .query(TRANSACTIONS, vec![after.into(), BATCH.into()])
            .await?;
        let Some(last) = rows.last() else {
            break;
        };
        let last: i64 = last.try_get_by_index(0)?;
        let mut entries = by_transaction(
            &books
                .query(ENTRIES, vec![after.into(), last.into()])
                .await?,
        )?;
        let mut notes: HashMap<i64, (String, String)> = HashMap::new();
        for row in books.query(NOTES, vec![after.into(), last.into()]).await? {
            let note = (row.try_get_by_index(1)?, row.try_get_by_index(2)?);
            notes.insert(row.try_get_by_index(0)?, note);
        }
        for row in &rows {
            let row = transaction(row)?;
            let entries = entries.remove(&row.sequence).unwrap_or_default();
            let note = notes.remove(&row.sequence);
            let faults = faults(books, &mut walked, &row, &entries, note).await?;
            if !faults.is_empty() {
                walked.faults = faults;
                return Ok(walked);
            }
            walked.sequence = row.sequence;
            walked.hash = row.hash;
            walked.recorded_at_us = row.recorded_at_us;
            walked.entries += i64::try_from(entries.len())?;
        }
    }
    let sql = "SELECT COUNT(*) FROM ledger_entries WHERE organisation_id = $1 AND NOT EXISTS (\
               SELECT 1 FROM ledger_transactions t WHERE t.organisation_id = ledger_entries.organisation_id \
               AND t.sequence = ledger_entries.transaction_sequence)";
    let orphans = books.number(sql, vec![]).await?;
    if orphans > 0 {
        walked
            .faults
            .push(format!("{orphans} entries belong to no transaction"));
    }
    Ok(walked)
}

/// Everything that is wrong with one transaction, given all before it.
async fn faults(
    books: &Books<'_>,
    walked: &mut Walked,
    row: &TransactionRow,
    entries: &[EntryRow],
    note: Option<(String, String)>,
) -> Result<Vec<String>, CommandError> {
    let name = format!("transaction {} ({})", row.sequence, row.id);
    if row.sequence != walked.sequence + 1 {
        return Ok(vec![format!(
            "transaction {} is missing: the next one is {name}",
            walked.sequence + 1
        )]);
    }
    let mut faults = Vec::new();
    if row.recorded_at_us <= walked.recorded_at_us {
        faults.push(format!("{name} was not recorded after the one before it"));
    }
    if hash::of_transaction(&walked.hash, books.organisation_id, row, entries) != row.hash {
        faults.push(format!(
            "{name} was altered, moved or put in: its hash does not follow from it and the one before"
        ));
    }
    match (&row.note_hash, note) {
        (Some(hash), Some((salt, note))) if hash::of_note(&salt, &note) != *hash => {
            faults.push(format!("the note of {name} was altered"));
        }
        (None, Some(_)) => faults.push(format!("the note of {name} was put in")),
        _ => {}
    }
    let reference = match &row.refers_to {
        Some(id) => Some(referred(books, id).await?),
        None => None,
    };
    for fault in walked.fold.add(row, entries, reference) {
        faults.push(format!("{name}: {fault}"));
    }
    Ok(faults)
}

/// A transaction that another one reverses or resolves.
pub(super) struct Referred {
    pub(super) sequence: i64,
    pub(super) kind: String,
    pub(super) entries: Vec<EntryRow>,
}

async fn referred(books: &Books<'_>, id: &str) -> Result<Option<Referred>, CommandError> {
    let sql =
        "SELECT sequence, kind FROM ledger_transactions WHERE organisation_id = $1 AND id = $2";
    let rows = books.query(sql, vec![id.into()]).await?;
    let Some(row) = rows.first() else {
        return Ok(None);
    };
    let sequence: i64 = row.try_get_by_index(0)?;
    let range = vec![(sequence - 1).into(), sequence.into()];
    let mut entries = by_transaction(&books.query(ENTRIES, range).await?)?;
    Ok(Some(Referred {
        sequence,
        kind: row.try_get_by_index(1)?,
        entries: entries.remove(&sequence).unwrap_or_default(),
    }))
}

fn by_transaction(rows: &[QueryResult]) -> Result<HashMap<i64, Vec<EntryRow>>, CommandError> {
    let mut found: HashMap<i64, Vec<EntryRow>> = HashMap::new();
    for row in rows {
        found
            .entry(row.try_get_by_index(0)?)
            .or_default()
            .push(EntryRow {
                place: row.try_get_by_index(1)?,
                account: row.try_get_by_index(2)?,
                book: row.try_get_by_index(3)?,
                amount: row.try_get_by_index(4)?,
                sequence: row.try_get_by_index(5)?,
                balance_after: row.try_get_by_index(6)?,
                lot_day: row.try_get_by_index(7)?,
            });
    }
    Ok(found)
}

fn transaction(row: &QueryResult) -> Result<TransactionRow, CommandError> {
    Ok(TransactionRow {
        sequence: row.try_get_by_index(0)?,
        id: row.try_get_by_index(1)?,
        kind: row.try_get_by_index(2)?,
        request_key: row.try_get_by_index(3)?,
        request_hash: row.try_get_by_index(4)?,
        origin: row.try_get_by_index(5)?,
        rule_version: row.try_get_by_index(6)?,
        factor_version: row.try_get_by_index(7)?,
        claimed: row.try_get_by_index(8)?,
        accepted: row.try_get_by_index(9)?,
        effective_day: row.try_get_by_index(10)?,
        expires_day: row.try_get_by_index(11)?,
        refers_to: row.try_get_by_index(12)?,
        remark: row.try_get_by_index(13)?,
        note_hash: row.try_get_by_index(14)?,
        recorded_at_us: row.try_get_by_index(15)?,
        hash: row.try_get_by_index(16)?,
    })
}
