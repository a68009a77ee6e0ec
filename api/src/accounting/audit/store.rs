//! The rows of the trail and its head.

use std::fmt::Write as _;

use sea_orm::{QueryResult, Value};

use super::canonical::GENESIS;
use crate::platform::db::{StoreResult, TenantTx};

/// An entry as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredEntry {
    /// `aud_…`.
    pub id: String,
    /// Position in the organisation's trail, from 1, without gaps.
    pub sequence: i64,
    /// When, RFC 3339 UTC.
    pub at: String,
    /// Who.
    pub actor_id: String,
    /// Who, by name.
    pub actor_name: String,
    /// What was done.
    pub action: String,
    /// To what.
    pub object_id: String,
    /// Why.
    pub reason: Option<String>,
    /// What changed: JSON of [`Change`](super::Change)s, exactly as hashed.
    pub changes: String,
    /// Hash of this entry and all before it.
    pub hash: String,
}

/// Where a trail ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) sequence: i64,
    pub(super) hash: String,
    pub(super) seal: String,
}

const COLUMNS: &str =
    "id, sequence, at, actor_id, actor_name, action, object_id, reason, changes, hash";

/// The head, locked until the transaction ends; the start of a new trail when there is none.
pub(super) async fn lock_head(tx: &TenantTx) -> StoreResult<Head> {
    // Writing the row locks it on both databases; the first entry of an organisation makes it.
    let sql = "INSERT INTO audit_heads (organisation_id, sequence, hash, seal) VALUES ($1, 0, $2, '') \
               ON CONFLICT (organisation_id) DO UPDATE SET sequence = audit_heads.sequence \
               RETURNING sequence, hash, seal";
    let row = tx
        .query_one(sql, vec![tx.organisation_id().into(), GENESIS.into()])
        .await?;
    row.map_or_else(
        || {
            Ok(Head {
                sequence: 0,
                hash: GENESIS.to_owned(),
                seal: String::new(),
            })
        },
        |row| head_of(&row),
    )
}

pub(super) async fn head(tx: &TenantTx) -> StoreResult<Option<Head>> {
    let sql = "SELECT sequence, hash, seal FROM audit_heads WHERE organisation_id = $1";
    tx.query_one(sql, vec![tx.organisation_id().into()])
        .await?
        .map(|row| head_of(&row))
        .transpose()
}

fn head_of(row: &QueryResult) -> StoreResult<Head> {
    Ok(Head {
        sequence: row.try_get("", "sequence")?,
        hash: row.try_get("", "hash")?,
        seal: row.try_get("", "seal")?,
    })
}

/// Writes `entry` and moves the head to it.
pub(super) async fn append(tx: &TenantTx, entry: &StoredEntry, seal: &str) -> StoreResult<()> {
    let sql = format!(
        "INSERT INTO audit_log ({COLUMNS}, organisation_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
    );
    tx.execute(
        &sql,
        vec![
            entry.id.clone().into(),
            entry.sequence.into(),
            entry.at.clone().into(),
            entry.actor_id.clone().into(),
            entry.actor_name.clone().into(),
            entry.action.clone().into(),
            entry.object_id.clone().into(),
            entry.reason.clone().into(),
            entry.changes.clone().into(),
            entry.hash.clone().into(),
            tx.organisation_id().into(),
        ],
    )
    .await?;
    tx.execute(
        "UPDATE audit_heads SET sequence = $1, hash = $2, seal = $3 WHERE organisation_id = $4",
        vec![
            entry.sequence.into(),
            entry.hash.clone().into(),
            seal.into(),
            tx.organisation_id().into(),
        ],
    )
    .await?;
    Ok(())
}

/// Newest first, of one object or of all.
pub(super) async fn newest_first(
    tx: &TenantTx,
    object_id: Option<&str>,
    before: Option<i64>,
    size: u32,
) -> StoreResult<Vec<StoredEntry>> {
    let mut sql =
        format!("SELECT {COLUMNS} FROM audit_log WHERE organisation_id = $1 AND sequence < $2");
    let mut values: Vec<Value> = vec![
        tx.organisation_id().into(),
        before.unwrap_or(i64::MAX).into(),
    ];
    if let Some(object_id) = object_id {
        sql.push_str(" AND object_id = $3");
        values.push(object_id.into());
    }
    let _ = write!(sql, " ORDER BY sequence DESC LIMIT {size}");
    tx.query_all(&sql, values)
        .await?
        .iter()
        .map(entry_of)
        .collect()
}

/// The next `size` entries after `sequence`, in order.
pub(super) async fn in_order(
    tx: &TenantTx,
    after: i64,
    size: u32,
) -> StoreResult<Vec<StoredEntry>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM audit_log WHERE organisation_id = $1 AND sequence > $2 ORDER BY sequence LIMIT {size}"
    );
    tx.query_all(&sql, vec![tx.organisation_id().into(), after.into()])
        .await?
        .iter()
        .map(entry_of)
        .collect()
}

fn entry_of(row: &QueryResult) -> StoreResult<StoredEntry> {
    Ok(StoredEntry {
        id: row.try_get("", "id")?,
        sequence: row.try_get("", "sequence")?,
        at: row.try_get("", "at")?,
        actor_id: row.try_get("", "actor_id")?,
        actor_name: row.try_get("", "actor_name")?,
        action: row.try_get("", "action")?,
        object_id: row.try_get("", "object_id")?,
        reason: row.try_get("", "reason")?,
        changes: row.try_get("", "changes")?,
        hash: row.try_get("", "hash")?,
    })
}
