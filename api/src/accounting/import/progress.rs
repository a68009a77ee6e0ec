//! How an import's progress is saved and told.

use serde_json::json;

use super::{
    super::{audit::Actor, trail},
    store::{self, ImportRecord},
};
use crate::platform::{
    Platform,
    db::{StoreResult, TenantTx},
};

/// Topic of the event that an import moved on.
pub(crate) const PROGRESSED: &str = "importProgressed";

/// Saves the import with its next revision and tells who listens once the transaction has committed.
pub(crate) async fn save(
    platform: &Platform,
    tx: &TenantTx,
    import: &mut ImportRecord,
) -> StoreResult<()> {
    import.revision += 1;
    import.updated_at = platform.clock.now().to_rfc3339();
    store::update(tx, import).await?;
    platform
        .outbox
        .emit(
            tx,
            PROGRESSED,
            import.revision,
            json!({ "importId": import.id }),
        )
        .await
}

/// Saves an import that came to its end, and writes the end into the audit trail in the name of who began it.
pub(crate) async fn finish(
    platform: &Platform,
    tx: &TenantTx,
    import: &mut ImportRecord,
) -> StoreResult<()> {
    save(platform, tx, import).await?;
    let actor = Actor {
        id: import.created_by.clone(),
        name: store::person_name(tx, &import.created_by).await?,
    };
    let ended = json!({ "state": import.state.as_str(), "rowsImported": import.counts.imported });
    trail::note(
        platform,
        tx,
        &actor,
        "importEnd",
        &import.id,
        None,
        trail::created(&ended),
    )
    .await
}
