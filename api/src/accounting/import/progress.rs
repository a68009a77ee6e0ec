//! How an import's progress is saved and told.

use serde_json::json;

use super::{super::audit, store::{self, ImportRecord}};
use crate::platform::{Platform, db::{StoreResult, TenantTx}};

/// Topic of the event that an import moved on.
pub(crate) const PROGRESSED: &str = "importProgressed";

/// Saves the import with its next revision and tells who listens once the transaction has committed.
pub(crate) async fn save(platform: &Platform, tx: &TenantTx, import: &mut ImportRecord) -> StoreResult<()> {
    import.revision += 1;
    import.updated_at = platform.clock.now().to_rfc3339();
    store::update(tx, import).await?;
    platform.outbox.emit(tx, PROGRESSED, import.revision, json!({ "importId": import.id })).await
}

/// Saves an import that came to its end, and writes the end into the audit trail.
pub(crate) async fn finish(platform: &Platform, tx: &TenantTx, import: &mut ImportRecord) -> StoreResult<()> {
    save(platform, tx, import).await?;
    let change = audit::Change::new("state", None, Some(import.state.as_str().to_owned()));
    audit::record(platform, tx, audit::Entry::by_person(&import.created_by, "import.ended", &import.id).with(change)).await
}
