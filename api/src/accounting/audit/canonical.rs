//! One entry, one text, one hash.

use sha2::{Digest as _, Sha256};

use super::StoredEntry;
use crate::platform::storage::hex;

/// What comes before the first entry.
pub(super) const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// `SHA-256(previous || canonical(entry))` in hexadecimal.
///
/// Canonical: every field as its length in bytes, a colon and its text, so that no two different entries read alike;
/// an absent reason is `-` where a present one begins with a digit.
pub(super) fn hash(previous: &str, organisation_id: &str, entry: &StoredEntry) -> String {
    let mut digest = Sha256::new();
    let mut field = |text: &str| {
        digest.update(text.len().to_string().as_bytes());
        digest.update(b":");
        digest.update(text.as_bytes());
    };
    field(previous);
    field(organisation_id);
    field(&entry.sequence.to_string());
    for text in [
        &entry.id,
        &entry.at,
        &entry.actor_id,
        &entry.actor_name,
        &entry.action,
        &entry.object_id,
    ] {
        field(text);
    }
    field(&entry.changes);
    match &entry.reason {
        Some(reason) => field(reason),
        None => digest.update(b"-"),
    }
    hex(&digest.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry() -> StoredEntry {
        StoredEntry {
            id: "aud_1".into(),
            sequence: 1,
            at: "2025-01-01T00:00:00.000Z".into(),
            actor_id: "per_1".into(),
            actor_name: "李娜".into(),
            action: "record.created".into(),
            object_id: "rec_1".into(),
            reason: None,
            changes: "[]".into(),
            hash: String::new(),
        }
    }

    #[test]
    fn every_field_moves_the_hash() {
        let base = hash(GENESIS, "org_1", &entry());
        let changed: [fn(&mut StoredEntry); 9] = [
            |e| e.id.push('x'),
            |e| e.sequence = 2,
            |e| e.at = "2025-01-01T00:00:00.001Z".into(),
            |e| e.actor_id.push('x'),
            |e| e.actor_name.push('x'),
            |e| e.action.push('x'),
            |e| e.object_id.push('x'),
            |e| e.reason = Some(String::new()),
            |e| e.changes.push(' '),
        ];
        for (index, change) in changed.iter().enumerate() {
            let mut other = entry();
            change(&mut other);
            assert_ne!(hash(GENESIS, "org_1", &other), base, "change {index}");
        }
        assert_ne!(hash(GENESIS, "org_2", &entry()), base);
        assert_ne!(hash(&base, "org_1", &entry()), base);
    }

    #[test]
    fn text_cannot_slip_from_one_field_into_the_next() {
        let (mut one, mut two) = (entry(), entry());
        one.actor_id = "ab".into();
        one.actor_name = "c".into();
        two.actor_id = "a".into();
        two.actor_name = "bc".into();
        assert_ne!(hash(GENESIS, "org_1", &one), hash(GENESIS, "org_1", &two));
    }
}
