//! Claims of a shared car that waited for the last rider.

use saxaul_shared::credits::{
    ClaimState,
    action::Check,
    honesty::{ReviewSignal, Signal},
};

use super::{row::ClaimRow, store};
use crate::platform::{
    Platform,
    db::{StoreResult, TenantTx},
};

/// The claims among `ids` that waited for nothing but the other riders, now accepted in memory: to be posted with the
/// claim that confirmed them, then saved.
pub(super) async fn confirmed(
    platform: &Platform,
    tx: &TenantTx,
    ids: &[String],
) -> StoreResult<Vec<ClaimRow>> {
    let only_riders = |signals: &[Signal]| {
        !signals.is_empty()
            && signals.iter().all(|signal| {
                signal.code == ReviewSignal::RuleAsks && signal.check == Some(Check::Riders)
            })
    };
    let now = platform.clock.now().to_rfc3339();
    Ok(store::find_all(tx, ids)
        .await?
        .into_iter()
        .filter(|claim| claim.state == ClaimState::InReview && only_riders(&claim.signals))
        .map(|claim| ClaimRow {
            state: claim.accepted_state(),
            signals: Vec::new(),
            version: claim.version + 1,
            updated_at: now.clone(),
            ..claim
        })
        .collect())
}
