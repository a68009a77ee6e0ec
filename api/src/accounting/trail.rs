//! What the audit trail is told: the fields that changed, old and new.

use serde_json::Value;

use super::audit::{self, Actor, Change, Entry};
use crate::platform::{
    Platform,
    db::{StoreResult, TenantTx},
};

/// Every field of something new.
pub(crate) fn created(new: &Value) -> Vec<Change> {
    changed(&Value::Null, new)
}

/// Every field of something removed.
pub(crate) fn removed(old: &Value) -> Vec<Change> {
    changed(old, &Value::Null)
}

/// The fields that differ between two descriptions of one thing.
pub(crate) fn changed(old: &Value, new: &Value) -> Vec<Change> {
    let mut names: Vec<&String> = [old, new]
        .into_iter()
        .filter_map(Value::as_object)
        .flat_map(serde_json::Map::keys)
        .collect();
    names.sort_unstable();
    names.dedup();
    names
        .into_iter()
        .filter_map(|name| {
            let (before, after) = (shown(old.get(name)), shown(new.get(name)));
            (before != after).then(|| Change {
                field: name.clone(),
                old: before,
                new: after,
            })
        })
        .collect()
}

fn shown(value: Option<&Value>) -> Option<String> {
    match value {
        None | Some(Value::Null) => None,
        Some(Value::String(text)) => Some(text.clone()),
        Some(other) => Some(other.to_string()),
    }
}

/// Writes a change into the audit trail, in the transaction that makes it.
pub(crate) async fn note(
    platform: &Platform,
    tx: &TenantTx,
    actor: &Actor,
    action: &'static str,
    object_id: &str,
    reason: Option<String>,
    changes: Vec<Change>,
) -> StoreResult<()> {
    audit::record(
        platform,
        tx,
        Entry {
            actor,
            action,
            object_id,
            reason,
            changes,
        },
    )
    .await
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_what_differs_is_told() {
        let changes = changed(
            &json!({ "a": "1", "b": 2, "c": null }),
            &json!({ "a": "1", "b": 3, "c": "x" }),
        );
        let told: Vec<_> = changes
            .iter()
            .map(|c| (c.field.as_str(), c.old.as_deref(), c.new.as_deref()))
            .collect();
        assert_eq!(told, [("b", Some("2"), Some("3")), ("c", None, Some("x"))]);
    }
}
