//! The life of inventories: begun, submitted, approved by a second person, locked, reopened as a newer version.

use saxaul_shared::{
    accounting::{
        boundary::ConsolidationApproach,
        gwp::GwpSet,
        inventory::{InventoryState, InventoryStep, StepRefused},
    },
    violation::ErrorCode,
};
use serde_json::json;

use super::{
    super::{
        access::{Answer, Refused},
        audit::Actor,
        boundary::store as boundary_store,
        trail,
    },
    books::tell,
    compute, recalculate,
    store::{self, InventoryRow, Pinned},
};
use crate::platform::{Platform, db::TenantTx};

/// Topic of the event that an inventory went to another state.
const STATE_CHANGED: &str = "inventoryStateChanged";

/// Begins a version of a year, pinned to the present boundary and factor release. The year's version in force, if there
/// is one, must be closed: an open one is changed, not replaced.
pub(crate) async fn create(
    platform: &Platform,
    tx: &TenantTx,
    actor: &Actor,
    year: i32,
    gwp_set: Option<GwpSet>,
    approach: Option<ConsolidationApproach>,
) -> Answer<InventoryRow> {
    if !(1990..=2100).contains(&year) {
        return Err(Refused::field(
            ErrorCode::OutOfRange,
            "year",
            "年份应在 1990 到 2100 之间。",
            "A year lies between 1990 and 2100.",
        ));
    }
    let now = platform.clock.now().to_rfc3339();
    let version = match store::current(tx, year).await? {
        None => 1,
        Some(current) if current.state.is_open() => {
            return Err(Refused::field(
                ErrorCode::Taken,
                "year",
                "该年度已有进行中的清单。",
                "There is an open inventory of this year already.",
            ));
        }
        Some(current) => {
            if !store::supersede(tx, &current.id, &now).await? {
                return Err(Refused::conflict());
            }
            current.version + 1
        }
    };
    let settings = boundary_store::settings_or_start(tx).await?;
    let units = boundary_store::units(tx).await?;
    let row = InventoryRow {
        id: platform.ids.prefixed("inv"),
        year,
        version,
        is_current: true,
        state: InventoryState::Open,
        gwp_set: gwp_set.unwrap_or(settings.gwp_set),
        factor_release: compute::release(),
        consolidation_approach: approach.unwrap_or(settings.consolidation_approach),
        revision: 1,
        created_at: now.clone(),
        updated_at: now,
        submitted_by: None,
    };
    store::insert(tx, &row, &Pinned::present(&settings, &units)).await?;
    recalculate::enqueue(platform, tx, &row).await?;
    let described = json!({
        "year": year, "version": version, "state": row.state, "gwpSet": row.gwp_set,
        "consolidationApproach": row.consolidation_approach, "factorRelease": row.factor_release,
    });
    trail::note(
        platform,
        tx,
        actor,
        "inventoryCreate",
        &row.id,
        None,
        trail::created(&described),
    )
    .await?;
    Ok(row)
}

/// Takes a step of an inventory's life.
pub(crate) async fn step(
    platform: &Platform,
    tx: &TenantTx,
    actor: &Actor,
    id: &str,
    step: InventoryStep,
    reason: Option<String>,
) -> Answer<InventoryRow> {
    let Some(before) = store::find(tx, id).await? else {
        return Err(Refused::not_found());
    };
    let next = before
        .state
        .after(step, &actor.id, before.submitted_by.as_deref())
        .map_err(refused)?;
    let now = platform.clock.now().to_rfc3339();
    if !store::step(tx, id, before.state, next, &actor.id, &now).await? {
        return Err(Refused::conflict());
    }
    let action = match step {
        InventoryStep::Submit => "inventorySubmit",
        InventoryStep::Approve => "inventoryApprove",
        InventoryStep::Lock => "inventoryLock",
    };
    let changes = trail::changed(&json!({ "state": before.state }), &json!({ "state": next }));
    trail::note(platform, tx, actor, action, id, reason, changes).await?;
    announce(platform, tx, &before).await?;
    existing(tx, id).await
}

/// Begins a newer version with the same pins and figures, open for changes. The older one stays as it is, for good.
pub(crate) async fn reopen(
    platform: &Platform,
    tx: &TenantTx,
    actor: &Actor,
    id: &str,
    reason: String,
) -> Answer<InventoryRow> {
    let Some(before) = store::find(tx, id).await? else {
        return Err(Refused::not_found());
    };
    if reason.trim().is_empty() {
        return Err(Refused::field(
            ErrorCode::Required,
            "reason",
            "请填写重新开放的原因。",
            "Say why it is reopened.",
        ));
    }
    if before.state.is_open() || !before.is_current {
        return Err(Refused::field(
            ErrorCode::WrongState,
            "id",
            "只有已提交、已批准或已锁定的当前版本可以重新开放。",
            "Only the version in force can be reopened, and only when it is closed.",
        ));
    }
    let now = platform.clock.now().to_rfc3339();
    if !store::supersede(tx, id, &now).await? {
        return Err(Refused::conflict());
    }
    let row = InventoryRow {
        id: platform.ids.prefixed("inv"),
        version: before.version + 1,
        is_current: true,
        state: InventoryState::Open,
        revision: 1,
        created_at: now.clone(),
        updated_at: now,
        submitted_by: None,
        ..before.clone()
    };
    let pinned = store::pinned(tx, id).await?;
    store::insert(tx, &row, &pinned).await?;
    store::copy_contents(tx, id, &row.id).await?;
    let changes = trail::changed(
        &json!({ "inForce": before.id, "version": before.version }),
        &json!({ "inForce": row.id, "version": row.version }),
    );
    for object in [id, row.id.as_str()] {
        trail::note(
            platform,
            tx,
            actor,
            "inventoryReopen",
            object,
            Some(reason.clone()),
            changes.clone(),
        )
        .await?;
    }
    announce(platform, tx, &row).await?;
    Ok(row)
}

async fn announce(platform: &Platform, tx: &TenantTx, inventory: &InventoryRow) -> Answer<()> {
    let payload = json!({ "inventoryId": inventory.id, "year": inventory.year });
    platform
        .outbox
        .emit(tx, STATE_CHANGED, inventory.revision, payload)
        .await?;
    // Screens that follow the figures learn of the new state as well.
    tell(platform, tx, inventory).await?;
    Ok(())
}

async fn existing(tx: &TenantTx, id: &str) -> Answer<InventoryRow> {
    store::find(tx, id).await?.ok_or_else(Refused::not_found)
}

fn refused(refused: StepRefused) -> Refused {
    match refused {
        StepRefused::SamePerson => Refused::field(
            ErrorCode::FourEyes,
            "id",
            "提交人不能审批自己提交的清单。",
            "Who submitted an inventory cannot approve it.",
        ),
        StepRefused::WrongState { found, needed } => Refused::field(
            ErrorCode::WrongState,
            "id",
            format!("清单当前状态为 {found}，此操作需要 {needed}。"),
            format!("The inventory is {found}; this needs one that is {needed}."),
        ),
    }
}
