//! The audit trail: who changed what, when, from what to what and why; one hash chain per organisation.
//!
//! Entry `n` carries `h_n = SHA-256(h_{n-1} || canonical(entry_n))`, so that an entry cannot be altered, removed or moved
//! without every later hash changing; the head carries a code that only the server's secret can make, so that a chain
//! recomputed with database access alone does not pass either.
//!
//! **Invariant:** entries are written by [`record`] only, in the transaction that makes the change; database triggers
//! refuse to alter or remove them.

mod canonical;
mod object;
mod query;
mod store;
mod verify;

use serde::{Deserialize, Serialize};

pub use self::{
    object::{AuditChange, AuditConnection, AuditEdge, AuditEntry},
    query::AuditQuery,
    store::StoredEntry,
    verify::{Fault, Finding, verify, verify_all},
};
use crate::{
    auth::Principal,
    platform::{
        Platform,
        db::{StoreError, StoreResult, TenantTx},
    },
};

/// Who did something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// `per_…`, or the name of a part of the system.
    pub id: String,
    /// The person's name at the time.
    pub name: String,
}

impl Actor {
    /// The signed-in caller.
    pub fn of(principal: &Principal) -> Self {
        Self {
            id: principal.person_id.clone(),
            name: principal.name.clone(),
        }
    }
}

/// One field's change. Absent before means it was created, absent after that it was removed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Which field, as the API names it.
    pub field: String,
    /// What it was.
    pub old: Option<String>,
    /// What it is.
    pub new: Option<String>,
}

impl Change {
    /// A change of `field`.
    pub fn new(field: &str, old: Option<String>, new: Option<String>) -> Self {
        Self {
            field: field.to_owned(),
            old,
            new,
        }
    }
}

/// Something that was done, before it is written down.
#[derive(Debug, Clone)]
pub struct Entry<'a> {
    /// Who did it.
    pub actor: &'a Actor,
    /// What was done, noun first: `record.created`.
    pub action: &'static str,
    /// To what.
    pub object_id: &'a str,
    /// Why, in the person's words.
    pub reason: Option<String>,
    /// What changed.
    pub changes: Vec<Change>,
}

impl<'a> Entry<'a> {
    /// An entry without changes or reason yet.
    pub const fn new(actor: &'a Actor, action: &'static str, object_id: &'a str) -> Self {
        Self {
            actor,
            action,
            object_id,
            reason: None,
            changes: Vec::new(),
        }
    }

    /// With one more change, unless old and new are the same.
    #[must_use]
    pub fn with(mut self, change: Change) -> Self {
        if change.old != change.new {
            self.changes.push(change);
        }
        self
    }

    /// With a reason.
    #[must_use]
    pub fn because(mut self, reason: Option<String>) -> Self {
        self.reason = reason;
        self
    }
}

/// Writes `entry` into the trail of the transaction's organisation.
///
/// The trail's head is locked until the transaction ends: entries of one organisation come one after the other.
/// Imports write one entry a batch, not one a row.
pub async fn record(platform: &Platform, tx: &TenantTx, entry: Entry<'_>) -> StoreResult<()> {
    let head = store::lock_head(tx).await?;
    let changes = serde_json::to_string(&entry.changes)
        .map_err(|error| StoreError::Corrupt(format!("changes of an audit entry: {error}")))?;
    let mut stored = StoredEntry {
        id: platform.ids.prefixed("aud"),
        sequence: head.sequence + 1,
        at: platform.clock.now().to_rfc3339(),
        actor_id: entry.actor.id.clone(),
        actor_name: entry.actor.name.clone(),
        action: entry.action.to_owned(),
        object_id: entry.object_id.to_owned(),
        reason: entry.reason,
        changes,
        hash: String::new(),
    };
    stored.hash = canonical::hash(&head.hash, tx.organisation_id(), &stored);
    let seal = seal(
        platform,
        tx.organisation_id(),
        stored.sequence,
        &stored.hash,
    )?;
    store::append(tx, &stored, &seal).await
}

/// The code of a trail's head, which needs the server's secret.
fn seal(
    platform: &Platform,
    organisation_id: &str,
    sequence: i64,
    hash: &str,
) -> StoreResult<String> {
    platform
        .secret
        .code(
            "audit head",
            &format!("{organisation_id} {sequence} {hash}"),
        )
        .map_err(|error| StoreError::Corrupt(error.to_string()))
}

/// The entries about one object (all of the organisation's for `None`), newest first: at most `size`, older than the
/// sequence number `before` when it is given.
pub async fn history(
    tx: &TenantTx,
    object_id: Option<&str>,
    before: Option<i64>,
    size: u32,
) -> StoreResult<Vec<StoredEntry>> {
    store::newest_first(tx, object_id, before, size).await
}
