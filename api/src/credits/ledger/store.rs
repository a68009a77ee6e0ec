//! The rows of the ledger.

use std::collections::HashMap;

use saxaul_shared::{
    credits::{
        CreditBook,
        ledger::{Account, AccountRef, Entry, LotDay, Posted},
    },
    id::TransactionId,
};
use sea_orm::DbBackend;
use serde::{Serialize, ser::SerializeTuple as _};

use super::{
    canonical::GENESIS,
    rows::{json, list, rows},
};
use crate::{
    accounting::cells::Cells,
    platform::db::{StoreError, StoreResult, TenantTx},
};

/// Where an organisation's ledger ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) sequence: i64,
    pub(super) recorded_at_us: i64,
    pub(super) hash: String,
}

/// The head, locked until the transaction ends, and whether this transaction made it.
///
/// Writing the row locks it on both databases. Whoever posts in the same organisation waits here and sees, from its next
/// statement on, everything that was posted before.
pub(super) async fn lock_head(tx: &TenantTx) -> StoreResult<Head> {
    let sql = "INSERT INTO ledger_heads (organisation_id, sequence, recorded_at_us, hash, seal) VALUES ($1, 0, 0, $2, '') \
               ON CONFLICT (organisation_id) DO UPDATE SET sequence = ledger_heads.sequence \
               RETURNING sequence, recorded_at_us, hash";
    let row = tx
        .query_one(sql, vec![tx.organisation_id().into(), GENESIS.into()])
        .await?
        .ok_or_else(|| StoreError::Corrupt("the ledger's head was not returned".to_owned()))?;
    let mut cells = Cells::of(&row);
    Ok(Head {
        sequence: cells.take()?,
        recorded_at_us: cells.take()?,
        hash: cells.take()?,
    })
}

/// Moves the head.
pub(super) async fn save_head(tx: &TenantTx, head: &Head, seal: &str) -> StoreResult<()> {
    tx.execute(
        "UPDATE ledger_heads SET sequence = $1, recorded_at_us = $2, hash = $3, seal = $4 WHERE organisation_id = $5",
        vec![
            head.sequence.into(),
            head.recorded_at_us.into(),
            head.hash.clone().into(),
            seal.into(),
            tx.organisation_id().into(),
        ],
    )
    .await?;
    Ok(())
}

/// The transactions that were posted with one of these keys: id and request hash by key.
pub(super) async fn by_keys(
    tx: &TenantTx,
    keys: &[&str],
) -> StoreResult<HashMap<String, (TransactionId, String)>> {
    let sql = format!(
        "SELECT request_key, id, request_hash FROM ledger_transactions \
         WHERE organisation_id = $1 AND request_key IN {}",
        list(tx.backend(), "$2")
    );
    tx.query_all(&sql, vec![tx.organisation_id().into(), json(keys)?.into()])
        .await?
        .iter()
        .map(|row| {
            let mut cells = Cells::of(row);
            Ok((cells.take()?, (cells.parsed()?, cells.take()?)))
        })
        .collect()
}

/// These accounts in every book they have entries in, with their lots, locked in the order of their names.
pub(super) async fn lock_accounts(
    tx: &TenantTx,
    names: &[String],
) -> StoreResult<Vec<(AccountRef, CreditBook, Account)>> {
    let backend = tx.backend();
    let lock = if backend == DbBackend::Postgres {
        " FOR UPDATE"
    } else {
        ""
    };
    let accounts = list(backend, "$2");
    let names = json(names)?;
    let sql = format!(
        "SELECT account, book, balance, sequence FROM ledger_accounts \
         WHERE organisation_id = $1 AND account IN {accounts} ORDER BY account, book{lock}"
    );
    let mut found = Vec::new();
    let mut places: HashMap<(AccountRef, CreditBook), usize> = HashMap::new();
    for row in tx
        .query_all(
            &sql,
            vec![tx.organisation_id().into(), names.clone().into()],
        )
        .await?
    {
        let mut cells = Cells::of(&row);
        let (account, book) = (cells.parsed()?, cells.parsed()?);
        let state = Account {
            balance: cells.take()?,
            sequence: cells.take()?,
            ..Account::default()
        };
        places.insert((account, book), found.len());
        found.push((account, book, state));
    }
    let sql = format!(
        "SELECT account, book, expires_day, remaining FROM ledger_lots \
         WHERE organisation_id = $1 AND account IN {accounts}"
    );
    for row in tx
        .query_all(&sql, vec![tx.organisation_id().into(), names.into()])
        .await?
    {
        let mut cells = Cells::of(&row);
        let key = (cells.parsed()?, cells.parsed()?);
        let (lot, remaining): (LotDay, i64) = (cells.parsed()?, cells.take()?);
        let place = places.get(&key).ok_or_else(|| {
            StoreError::Corrupt(format!("lot {lot} of {} without an account", key.0))
        })?;
        found[*place].2.lots.insert(lot, remaining);
    }
    Ok(found)
}

/// These transactions with their entries, and whether each was reversed or resolved.
pub(super) async fn posted(tx: &TenantTx, ids: &[String]) -> StoreResult<Vec<(Posted, bool)>> {
    let sql = format!(
        "SELECT t.id, t.kind, EXISTS (SELECT 1 FROM ledger_transactions o \
         WHERE o.organisation_id = t.organisation_id AND o.refers_to = t.id), \
         e.account, e.book, e.amount, e.sequence, e.balance_after, e.lot_day \
         FROM ledger_transactions t JOIN ledger_entries e \
         ON e.organisation_id = t.organisation_id AND e.transaction_sequence = t.sequence \
         WHERE t.organisation_id = $1 AND t.id IN {} ORDER BY t.sequence, e.place",
        list(tx.backend(), "$2")
    );
    let mut found: Vec<(Posted, bool)> = Vec::new();
    for row in tx
        .query_all(&sql, vec![tx.organisation_id().into(), json(ids)?.into()])
        .await?
    {
        let mut cells = Cells::of(&row);
        let (id, kind, resolved) = (cells.parsed()?, cells.parsed()?, cells.take()?);
        let entry = Entry {
            account: cells.parsed()?,
            book: cells.parsed()?,
            amount: cells.take()?,
            sequence: cells.take()?,
            balance_after: cells.take()?,
            lot: cells.parsed_option()?,
        };
        match found.last_mut() {
            Some((last, _)) if last.id == id => last.entries.push(entry),
            _ => found.push((
                Posted {
                    id,
                    kind,
                    entries: vec![entry],
                },
                resolved,
            )),
        }
    }
    Ok(found)
}

/// A transaction as it is written.
#[derive(Debug)]
pub(super) struct TransactionRow<'a> {
    pub(super) sequence: i64,
    pub(super) id: String,
    pub(super) kind: &'static str,
    pub(super) request_key: &'a str,
    pub(super) request_hash: &'a str,
    pub(super) origin: Option<&'a str>,
    pub(super) rule_version: Option<i64>,
    pub(super) factor_version: Option<&'a str>,
    pub(super) claimed: Option<i64>,
    pub(super) accepted: Option<i64>,
    pub(super) effective_day: String,
    pub(super) expires_day: Option<String>,
    pub(super) refers_to: Option<String>,
    pub(super) remark: Option<&'static str>,
    pub(super) note_hash: Option<String>,
    pub(super) recorded_at_us: i64,
    pub(super) hash: String,
}

impl Serialize for TransactionRow<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut row = serializer.serialize_tuple(17)?;
        row.serialize_element(&self.sequence)?;
        row.serialize_element(&self.id)?;
        row.serialize_element(self.kind)?;
        row.serialize_element(self.request_key)?;
        row.serialize_element(self.request_hash)?;
        row.serialize_element(&self.origin)?;
        row.serialize_element(&self.rule_version)?;
        row.serialize_element(&self.factor_version)?;
        row.serialize_element(&self.claimed)?;
        row.serialize_element(&self.accepted)?;
        row.serialize_element(&self.effective_day)?;
        row.serialize_element(&self.expires_day)?;
        row.serialize_element(&self.refers_to)?;
        row.serialize_element(&self.remark)?;
        row.serialize_element(&self.note_hash)?;
        row.serialize_element(&self.recorded_at_us)?;
        row.serialize_element(&self.hash)?;
        row.end()
    }
}

/// Writes transactions.
pub(super) async fn insert_transactions(
    tx: &TenantTx,
    transactions: &[TransactionRow<'_>],
) -> StoreResult<()> {
    let sql = format!(
        "INSERT INTO ledger_transactions (organisation_id, sequence, id, kind, request_key, request_hash, origin, \
         rule_version, factor_version, claimed, accepted, effective_day, expires_day, refers_to, remark, note_hash, \
         recorded_at_us, hash) \
         SELECT $1, CAST(r.value ->> 0 AS BIGINT), r.value ->> 1, r.value ->> 2, r.value ->> 3, r.value ->> 4, \
         r.value ->> 5, CAST(r.value ->> 6 AS BIGINT), r.value ->> 7, CAST(r.value ->> 8 AS BIGINT), \
         CAST(r.value ->> 9 AS BIGINT), r.value ->> 10, r.value ->> 11, r.value ->> 12, r.value ->> 13, r.value ->> 14, \
         CAST(r.value ->> 15 AS BIGINT), r.value ->> 16 FROM {}",
        rows(tx.backend(), "$2")
    );
    write(tx, &sql, transactions).await
}

/// An entry as it is written: transaction, place, account, book, amount, sequence, balance, lot.
pub(super) type EntryRow = (
    i64,
    usize,
    String,
    &'static str,
    i64,
    i64,
    i64,
    Option<String>,
);

/// Writes entries.
pub(super) async fn insert_entries(tx: &TenantTx, entries: &[EntryRow]) -> StoreResult<()> {
    let sql = format!(
        "INSERT INTO ledger_entries (organisation_id, transaction_sequence, place, account, book, amount, sequence, \
         balance_after, lot_day) SELECT $1, CAST(r.value ->> 0 AS BIGINT), CAST(r.value ->> 1 AS BIGINT), r.value ->> 2, \
         r.value ->> 3, CAST(r.value ->> 4 AS BIGINT), CAST(r.value ->> 5 AS BIGINT), CAST(r.value ->> 6 AS BIGINT), \
         r.value ->> 7 FROM {}",
        rows(tx.backend(), "$2")
    );
    write(tx, &sql, entries).await
}

/// An account as it is written: name, book, balance, sequence.
pub(super) type AccountRow = (String, &'static str, i64, i64);

/// Writes accounts as they stand now.
pub(super) async fn save_accounts(tx: &TenantTx, accounts: &[AccountRow]) -> StoreResult<()> {
    let sql = format!(
        "INSERT INTO ledger_accounts (organisation_id, account, book, balance, sequence) \
         SELECT $1, r.value ->> 0, r.value ->> 1, CAST(r.value ->> 2 AS BIGINT), CAST(r.value ->> 3 AS BIGINT) FROM {} \
         ON CONFLICT (organisation_id, account, book) DO UPDATE SET balance = excluded.balance, sequence = excluded.sequence",
        rows(tx.backend(), "$2")
    );
    write(tx, &sql, accounts).await
}

/// A lot as it is written: account, book, day, what remains.
pub(super) type LotRow = (String, &'static str, String, i64);

/// Writes lots as they stand now, and removes those in which nothing remains.
pub(super) async fn save_lots(tx: &TenantTx, lots: &[LotRow]) -> StoreResult<()> {
    if lots.is_empty() {
        return Ok(());
    }
    let sql = format!(
        "INSERT INTO ledger_lots (organisation_id, account, book, expires_day, remaining) \
         SELECT $1, r.value ->> 0, r.value ->> 1, r.value ->> 2, CAST(r.value ->> 3 AS BIGINT) FROM {} \
         ON CONFLICT (organisation_id, account, book, expires_day) DO UPDATE SET remaining = excluded.remaining",
        rows(tx.backend(), "$2")
    );
    write(tx, &sql, lots).await?;
    let empty: Vec<&str> = lots
        .iter()
        .filter(|(.., remaining)| *remaining == 0)
        .map(|(account, ..)| account.as_str())
        .collect();
    if !empty.is_empty() {
        let sql = format!(
            "DELETE FROM ledger_lots WHERE organisation_id = $1 AND remaining = 0 AND account IN {}",
            list(tx.backend(), "$2")
        );
        write(tx, &sql, &empty).await?;
    }
    Ok(())
}

/// Stands for all givers together in the gifts of a month.
pub(super) const EVERYONE: &str = "";

/// A gift of a month: month, receiver, giver, points.
pub(super) type GiftRow = (String, String, String, i64);

/// Adds gifts to what was given in their month. Each pair stands once in `gifts`.
pub(super) async fn add_gifts(tx: &TenantTx, gifts: &[GiftRow]) -> StoreResult<()> {
    if gifts.is_empty() {
        return Ok(());
    }
    let sql = format!(
        "INSERT INTO ledger_gifts (organisation_id, month, receiver, giver, amount) \
         SELECT $1, r.value ->> 0, r.value ->> 1, r.value ->> 2, CAST(r.value ->> 3 AS BIGINT) FROM {} \
         ON CONFLICT (organisation_id, month, receiver, giver) DO UPDATE SET amount = ledger_gifts.amount + excluded.amount",
        rows(tx.backend(), "$2")
    );
    write(tx, &sql, gifts).await
}

/// Words as they are written: transaction, salt, text.
pub(super) type NoteRow<'a> = (i64, String, &'a str);

/// Writes the words that go with transactions.
pub(super) async fn insert_notes(tx: &TenantTx, notes: &[NoteRow<'_>]) -> StoreResult<()> {
    if notes.is_empty() {
        return Ok(());
    }
    let sql = format!(
        "INSERT INTO ledger_notes (organisation_id, transaction_sequence, salt, note) \
         SELECT $1, CAST(r.value ->> 0 AS BIGINT), r.value ->> 1, r.value ->> 2 FROM {}",
        rows(tx.backend(), "$2")
    );
    write(tx, &sql, notes).await
}

async fn write<T: Serialize>(tx: &TenantTx, sql: &str, rows: &[T]) -> StoreResult<()> {
    tx.execute(sql, vec![tx.organisation_id().into(), json(rows)?.into()])
        .await?;
    Ok(())
}
