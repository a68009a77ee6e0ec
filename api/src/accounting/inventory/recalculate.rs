//! Computing open inventories anew when something other than a record changes: the boundary, a factor, a preference.

use serde_json::json;

use super::{
    super::{boundary::store as boundary_store, record::store as record_store},
    books::{BookError, Books, tell},
    compute,
    store::{self, InventoryRow, Pinned},
};
use crate::platform::{
    Platform,
    db::{StoreResult, TenantTx},
    jobs::{JobContext, JobError, JobOutcome, JobRegistry},
};
use saxaul_shared::accounting::record::RecordStatus;

/// Kind of the job that computes an inventory anew.
pub(crate) const JOB: &str = "inventory_recalculate";

/// Records computed anew in one transaction.
const BATCH: i64 = 1000;
/// Up to as many records the change and its effect are one transaction; more are worked off by a job.
const INLINE_MAX: i64 = 200;

/// Registers the job.
pub(crate) fn register(platform: &Platform, registry: JobRegistry) -> JobRegistry {
    let platform = platform.clone();
    registry.on(JOB, move |context| recalculate(platform.clone(), context))
}

/// Pins every open inventory to the present boundary, factors and preferences, and has its lines computed anew.
pub(crate) async fn boundary_changed(platform: &Platform, tx: &TenantTx) -> StoreResult<()> {
    let settings = boundary_store::settings_or_start(tx).await?;
    let units = boundary_store::units(tx).await?;
    let pinned = Pinned::present(&settings, &units);
    let now = platform.clock.now().to_rfc3339();
    for inventory in store::open(tx).await? {
        let release = compute::release();
        let (gwp_set, approach) = (settings.gwp_set, settings.consolidation_approach);
        store::repin(tx, &inventory.id, gwp_set, approach, &release, &pinned).await?;
        let records = record_store::touching_year(tx, inventory.year, "", INLINE_MAX + 1).await?;
        if i64::try_from(records.len()).unwrap_or(i64::MAX) <= INLINE_MAX {
            match rebook(platform, tx, &inventory, records).await {
                Err(BookError::Store(error)) => return Err(error),
                // It is open: it was read so in this transaction, which holds it.
                Ok(()) | Err(BookError::Closed(_)) => {}
            }
            if let Some(revision) = store::touch_open(tx, &inventory.id, &now).await? {
                tell(
                    platform,
                    tx,
                    &InventoryRow {
                        revision,
                        ..inventory
                    },
                )
                .await?;
            }
        } else {
            enqueue(platform, tx, &inventory).await?;
        }
    }
    Ok(())
}

/// Has an inventory computed anew by a job.
pub(crate) async fn enqueue(
    platform: &Platform,
    tx: &TenantTx,
    inventory: &InventoryRow,
) -> StoreResult<()> {
    platform
        .jobs
        .enqueue(tx, JOB, &json!({ "inventoryId": inventory.id }))
        .await?;
    Ok(())
}

/// Takes records out of one inventory as they were booked and books them as they are computed now.
async fn rebook(
    platform: &Platform,
    tx: &TenantTx,
    inventory: &InventoryRow,
    records: Vec<record_store::RecordRow>,
) -> Result<(), BookError> {
    let mut books = Books::open(platform, tx, None);
    books.take_out(inventory.year, &records).await?;
    let years = [inventory.year];
    let mut changed = Vec::new();
    for mut record in records {
        let before = (record.status, record.refusal.clone());
        books.put_in(&years, &mut record).await?;
        if record.status == RecordStatus::Refused {
            books.keep_refused(&years, &record).await?;
        }
        if before != (record.status, record.refusal.clone()) {
            changed.push(record);
        }
    }
    for record in changed {
        record_store::set_outcome(tx, &record.id, record.status, record.refusal.as_ref()).await?;
    }
    books.close().await
}

/// The job: batch by batch in the order of the records' ids, each batch its own transaction with the place it got to.
async fn recalculate(platform: Platform, context: JobContext) -> JobOutcome {
    let text = |value: Option<&serde_json::Value>| {
        value
            .and_then(serde_json::Value::as_str)
            .unwrap_or("")
            .to_owned()
    };
    let inventory_id = text(context.payload().get("inventoryId"));
    let mut after = text(context.checkpoint().and_then(|saved| saved.get("after")));
    loop {
        if context.should_stop() {
            return Err(JobError::Lost);
        }
        let tx = context.begin().await?;
        let Some(inventory) = store::find(&tx, &inventory_id).await? else {
            return Ok(());
        };
        if !inventory.state.is_open() || !inventory.is_current {
            return Ok(());
        }
        let records = record_store::touching_year(&tx, inventory.year, &after, BATCH).await?;
        let Some(last) = records.last().map(|record| record.id.clone()) else {
            return Ok(());
        };
        match rebook(&platform, &tx, &inventory, records).await {
            Ok(()) => {}
            Err(BookError::Closed(_)) => return Ok(()),
            Err(BookError::Store(error)) => return Err(error.into()),
        }
        after = last;
        context.commit(tx, &json!({ "after": after })).await?;
    }
}
