//! The trail as GraphQL shows it.

use async_graphql::{ID, SimpleObject, connection::PageInfo};

use super::{Change, StoredEntry};
use crate::{
    graphql::scalar::DateTime,
    platform::db::{StoreError, StoreResult},
};

/// One change of one field.
#[derive(Debug, Clone, SimpleObject)]
pub struct AuditChange {
    /// Which field.
    pub field: String,
    /// What it was; null when it was not there.
    pub old: Option<String>,
    /// What it became; null when it was removed.
    pub new: Option<String>,
}

/// One entry of the audit trail: who did what, when and why. Entries are never altered or removed.
#[derive(Debug, Clone, SimpleObject)]
pub struct AuditEntry {
    /// Id, `aud_…`.
    pub id: ID,
    /// Position in the organisation's trail, from 1, without gaps.
    pub sequence: i64,
    /// When.
    pub at: DateTime,
    /// Who, by the name at the time.
    pub actor: String,
    /// What was done, such as `record.updated`.
    pub action: String,
    /// To what.
    pub object_id: ID,
    /// Why, in the person's words.
    pub reason: Option<String>,
    /// What changed.
    pub changes: Vec<AuditChange>,
    /// SHA-256 over this entry and the hash of the one before, hexadecimal.
    pub hash: String,
}

impl AuditEntry {
    /// The entry as GraphQL shows it.
    pub fn of(stored: StoredEntry) -> StoreResult<Self> {
        let changes: Vec<Change> = serde_json::from_str(&stored.changes)
            .map_err(|error| StoreError::Corrupt(format!("changes of {}: {error}", stored.id)))?;
        Ok(Self {
            id: ID(stored.id),
            sequence: stored.sequence,
            at: DateTime::from_stored(&stored.at)?,
            actor: stored.actor_name,
            action: stored.action,
            object_id: ID(stored.object_id),
            reason: stored.reason,
            changes: changes
                .into_iter()
                .map(|c| AuditChange {
                    field: c.field,
                    old: c.old,
                    new: c.new,
                })
                .collect(),
            hash: stored.hash,
        })
    }
}

/// A page of the audit trail, newest first.
#[derive(SimpleObject)]
pub struct AuditConnection {
    /// The entries of this page.
    pub edges: Vec<AuditEdge>,
    /// Whether and where the trail goes on.
    pub page_info: PageInfo,
}

/// An entry and its place.
#[derive(Debug, SimpleObject)]
pub struct AuditEdge {
    /// Give it as `after` to go on behind this entry.
    pub cursor: String,
    /// The entry.
    pub node: AuditEntry,
}
