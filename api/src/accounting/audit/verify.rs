//! Whether a trail is as it was written.

use super::{StoredEntry, canonical, seal, store};
use crate::platform::{
    Platform,
    db::{Purpose, StoreResult, Tenant, TenantTx},
};

const BATCH: u32 = 1000;

/// What is wrong with a trail, at its first bad place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The entry does not have the hash of its content after the entry before it: altered, moved, or put in.
    Altered,
    /// No entry has this number: removed.
    Missing,
    /// The trail is sound in itself, but its end was not written by this server: rewritten as a whole.
    HeadForged,
}

/// What [`verify`] found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// Every entry is as it was written.
    Sound {
        /// How many there are.
        entries: i64,
    },
    /// The first bad place.
    Bad {
        /// The number of the entry.
        sequence: i64,
        /// Its id, if it is there.
        entry_id: Option<String>,
        /// What is wrong.
        fault: Fault,
    },
}

/// Recomputes the whole trail of the transaction's organisation and names the first bad entry.
pub async fn verify(platform: &Platform, tx: &TenantTx) -> StoreResult<Finding> {
    let (mut sequence, mut hash) = (0, canonical::GENESIS.to_owned());
    loop {
        let batch = store::in_order(tx, sequence, BATCH).await?;
        if batch.is_empty() {
            break;
        }
        for entry in batch {
            if entry.sequence != sequence + 1 {
                return Ok(Finding::Bad {
                    sequence: sequence + 1,
                    entry_id: None,
                    fault: Fault::Missing,
                });
            }
            if canonical::hash(&hash, tx.organisation_id(), &entry) != entry.hash {
                let StoredEntry { sequence, id, .. } = entry;
                return Ok(Finding::Bad {
                    sequence,
                    entry_id: Some(id),
                    fault: Fault::Altered,
                });
            }
            (sequence, hash) = (entry.sequence, entry.hash);
        }
    }
    let Some(head) = store::head(tx).await? else {
        return Ok(if sequence == 0 {
            Finding::Sound { entries: 0 }
        } else {
            Finding::Bad {
                sequence,
                entry_id: None,
                fault: Fault::HeadForged,
            }
        });
    };
    if head.sequence > sequence {
        return Ok(Finding::Bad {
            sequence: sequence + 1,
            entry_id: None,
            fault: Fault::Missing,
        });
    }
    let sealed =
        sequence == 0 || head.seal == seal(platform, tx.organisation_id(), sequence, &hash)?;
    if head.sequence != sequence || head.hash != hash || !sealed {
        return Ok(Finding::Bad {
            sequence,
            entry_id: None,
            fault: Fault::HeadForged,
        });
    }
    Ok(Finding::Sound { entries: sequence })
}

/// Verifies the trail of every organisation: the operator's command `saxaul audit verify`.
pub async fn verify_all(platform: &Platform) -> StoreResult<Vec<(Tenant, Finding)>> {
    let tenants = platform
        .database
        .read_system(Purpose::Operator)
        .await?
        .tenants()
        .await?;
    let mut findings = Vec::with_capacity(tenants.len());
    for tenant in tenants {
        let tx = platform.database.read(&tenant).await?;
        findings.push((tenant, verify(platform, &tx).await?));
    }
    Ok(findings)
}
