//! The factors that inventories were computed with, kept with them as they were.

use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, Mutex, PoisonError},
};

use saxaul_shared::accounting::factor::Factor;
use sea_orm::Value;

use super::super::cells::{Cells, marks, to_json};
use crate::platform::db::{InsertRows, StoreError, StoreResult, TenantTx};

/// Factors by inventory, then by their ids.
pub(crate) type PinnedFactors = HashMap<String, HashMap<String, Arc<Factor>>>;

/// Factors read from their text before, by that text: the same few are pinned by every inventory and asked for with
/// every list of lines.
static READ: Mutex<Option<HashMap<String, Arc<Factor>>>> = Mutex::new(None);

/// Texts kept; when there are more, all are forgotten, which costs reading each once more.
const TEXTS_MAX: usize = 2_000;

fn factor_of(text: String) -> StoreResult<Arc<Factor>> {
    let mut read = READ.lock().unwrap_or_else(PoisonError::into_inner);
    let read = read.get_or_insert_default();
    if let Some(factor) = read.get(&text) {
        return Ok(Arc::clone(factor));
    }
    let factor: Arc<Factor> = serde_json::from_str(&text)
        .map(Arc::new)
        .map_err(|error| StoreError::Corrupt(error.to_string()))?;
    if read.len() >= TEXTS_MAX {
        read.clear();
    }
    read.insert(text, Arc::clone(&factor));
    Ok(factor)
}

/// Keeps a copy of each factor that lines of the inventory use: a later release of the library cannot change what an
/// inventory was computed with.
pub(crate) async fn pin_factors(
    tx: &TenantTx,
    inventory_id: &str,
    factors: &HashMap<String, Arc<Factor>>,
) -> StoreResult<()> {
    let rows: Vec<Vec<Value>> = factors
        .values()
        .map(|factor| {
            Ok(vec![
                tx.organisation_id().into(),
                inventory_id.into(),
                factor.id.as_str().into(),
                to_json(factor.as_ref())?.into(),
            ])
        })
        .collect::<StoreResult<_>>()?;
    let columns = ["organisation_id", "inventory_id", "factor_id", "factor"];
    InsertRows::into("inventory_factors", &columns)
        .on_conflict("(inventory_id, factor_id) DO UPDATE SET factor = excluded.factor")
        .run(tx, rows)
        .await?;
    Ok(())
}

/// The factors that lines of inventories were computed with, as they were then, each named by inventory and id.
pub(crate) async fn pinned_factors(
    tx: &TenantTx,
    wanted: &[(&str, &str)],
) -> StoreResult<PinnedFactors> {
    let mut found = PinnedFactors::new();
    for part in wanted.chunks(500) {
        let inventories: HashSet<&str> = part.iter().map(|(inventory, _)| *inventory).collect();
        let factors: HashSet<&str> = part.iter().map(|(_, factor)| *factor).collect();
        let sql = format!(
            "SELECT inventory_id, factor_id, factor FROM inventory_factors WHERE organisation_id = $1 \
             AND inventory_id IN ({}) AND factor_id IN ({})",
            marks(1, inventories.len()),
            marks(1 + inventories.len(), factors.len())
        );
        let mut values: Vec<Value> = vec![tx.organisation_id().into()];
        values.extend(inventories.iter().map(|id| Value::from(*id)));
        values.extend(factors.iter().map(|id| Value::from(*id)));
        for row in tx.query_all(&sql, values).await? {
            let mut cells = Cells::of(&row);
            let (inventory, factor): (String, String) = (cells.take()?, cells.take()?);
            found
                .entry(inventory)
                .or_default()
                .insert(factor, factor_of(cells.take()?)?);
        }
    }
    Ok(found)
}

/// Every factor that lines of an inventory were computed with.
pub(crate) async fn factors_of_inventory(
    tx: &TenantTx,
    inventory_id: &str,
) -> StoreResult<Vec<Factor>> {
    let rows = tx
        .query_all(
            "SELECT factor FROM inventory_factors WHERE organisation_id = $1 AND inventory_id = $2 ORDER BY factor_id",
            vec![tx.organisation_id().into(), inventory_id.into()],
        )
        .await?;
    rows.iter().map(|row| Cells::of(row).json()).collect()
}
