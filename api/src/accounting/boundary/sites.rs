//! Sites, for slices that name them.

use super::store;
use crate::platform::db::{StoreResult, TenantTx};

/// Those of `ids` that are no site of the company. The sites that are stay until the transaction ends.
pub(crate) async fn missing(tx: &TenantTx, ids: &[String]) -> StoreResult<Vec<String>> {
    let held = store::hold_sites(tx, ids).await?;
    Ok(ids
        .iter()
        .filter(|id| !held.contains(*id))
        .cloned()
        .collect())
}
