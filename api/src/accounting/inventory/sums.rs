//! The kept sums of inventories, and those that were read last: a screen that is opened again, or a second figure of the
//! same screen, does not read tens of thousands of rows again.
//!
//! **Invariant:** every change of an inventory's sums raises its revision in the same transaction
//! ([`store::touch_open`]), so sums that were read at a revision are exact as long as the revision stands.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use super::{
    coverage_store::{self, CoverRow},
    rollup::{self, RollupRow},
    store,
};
use crate::platform::db::{StoreError, StoreResult, TenantTx};

/// Rows held at once, over all inventories: some 30 MB.
const ROWS_MAX: usize = 100_000;

/// The sums of one inventory by site, activity and month, and the days its records cover.
#[derive(Debug, Default)]
pub(crate) struct YearSums {
    pub(crate) rows: Vec<RollupRow>,
    pub(crate) covered: Vec<CoverRow>,
}

impl YearSums {
    /// What of them stands at these sites.
    pub(crate) fn at(&self, sites: &[String]) -> Self {
        let rows = self.rows.iter().filter(|row| sites.contains(&row.site_id));
        let covered = self.covered.iter();
        let covered = covered.filter(|row| sites.contains(&row.site_id));
        Self {
            rows: rows.cloned().collect(),
            covered: covered.cloned().collect(),
        }
    }

    fn len(&self) -> usize {
        // An empty inventory takes a place too.
        1 + self.rows.len() + self.covered.len()
    }
}

/// The last sums read, by inventory, with their revision.
type Known = HashMap<String, (i64, Arc<YearSums>)>;
static KNOWN: Mutex<Option<Known>> = Mutex::new(None);

fn known() -> MutexGuard<'static, Option<Known>> {
    KNOWN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The sums of an inventory as the transaction sees them, at the sites named (`None`: at all).
pub(crate) async fn of(
    tx: &TenantTx,
    inventory_id: &str,
    sites: Option<&[String]>,
) -> StoreResult<Arc<YearSums>> {
    let sums = all(tx, inventory_id).await?;
    Ok(match sites {
        Some(sites) => Arc::new(sums.at(sites)),
        None => sums,
    })
}

async fn all(tx: &TenantTx, inventory_id: &str) -> StoreResult<Arc<YearSums>> {
    let inventory = store::find(tx, inventory_id).await?;
    let revision = inventory
        .ok_or_else(|| StoreError::Corrupt(format!("inventory {inventory_id} is gone")))?
        .revision;
    if let Some((at, sums)) = known().get_or_insert_default().get(inventory_id)
        && *at == revision
    {
        return Ok(Arc::clone(sums));
    }
    let sums = Arc::new(YearSums {
        rows: rollup::rollups(tx, inventory_id).await?,
        covered: coverage_store::months(tx, inventory_id).await?,
    });
    let mut known = known();
    let known = known.get_or_insert_default();
    known.remove(inventory_id);
    let held: usize = known.values().map(|(_, sums)| sums.len()).sum();
    if held + sums.len() > ROWS_MAX {
        known.clear();
    }
    if sums.len() <= ROWS_MAX {
        known.insert(inventory_id.to_owned(), (revision, Arc::clone(&sums)));
    }
    Ok(sums)
}
