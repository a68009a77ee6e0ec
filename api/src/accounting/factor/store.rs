//! Own factors in the database.

use saxaul_shared::accounting::{factor::Factor, record::FactorState};

use super::super::cells::{Cells, to_json};
use crate::platform::db::{StoreResult, TenantTx};

/// A factor of the company or of one of its suppliers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct OwnFactor {
    pub(crate) id: String,
    pub(crate) state: FactorState,
    pub(crate) factor: Factor,
    pub(crate) created_by: String,
    pub(crate) created_at: String,
}

const COLUMNS: &str = "id, state, factor, created_by, created_at";

fn own_factor(row: &sea_orm::QueryResult) -> StoreResult<OwnFactor> {
    let mut cells = Cells::of(row);
    Ok(OwnFactor {
        id: cells.take()?,
        state: cells.parsed()?,
        factor: cells.json()?,
        created_by: cells.take()?,
        created_at: cells.take()?,
    })
}

/// Every own factor, newest first.
pub(crate) async fn all(tx: &TenantTx) -> StoreResult<Vec<OwnFactor>> {
    let sql =
        format!("SELECT {COLUMNS} FROM own_factors WHERE organisation_id = $1 ORDER BY id DESC");
    let rows = tx
        .query_all(&sql, vec![tx.organisation_id().into()])
        .await?;
    rows.iter().map(own_factor).collect()
}

/// One own factor.
pub(crate) async fn find(tx: &TenantTx, id: &str) -> StoreResult<Option<OwnFactor>> {
    let sql = format!("SELECT {COLUMNS} FROM own_factors WHERE organisation_id = $1 AND id = $2");
    let row = tx
        .query_one(&sql, vec![tx.organisation_id().into(), id.into()])
        .await?;
    row.as_ref().map(own_factor).transpose()
}

/// The own factors that the engine may take, oldest first.
pub(crate) async fn approved(tx: &TenantTx) -> StoreResult<Vec<Factor>> {
    let rows = tx
        .query_all(
            "SELECT factor FROM own_factors WHERE organisation_id = $1 AND state = 'APPROVED' ORDER BY id",
            vec![tx.organisation_id().into()],
        )
        .await?;
    rows.iter().map(|row| Cells::of(row).json()).collect()
}

/// Adds a draft.
pub(crate) async fn insert(tx: &TenantTx, own: &OwnFactor) -> StoreResult<()> {
    tx.execute(
        "INSERT INTO own_factors (id, organisation_id, state, factor, created_by, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6)",
        vec![
            own.id.as_str().into(),
            tx.organisation_id().into(),
            own.state.as_str().into(),
            to_json(&own.factor)?.into(),
            own.created_by.as_str().into(),
            own.created_at.as_str().into(),
        ],
    )
    .await?;
    Ok(())
}

/// Approves a draft; the table's check refuses its author. `false` when it is no draft.
pub(crate) async fn approve(
    tx: &TenantTx,
    id: &str,
    person_id: &str,
    now: &str,
) -> StoreResult<bool> {
    let changed = tx
        .execute(
            "UPDATE own_factors SET state = 'APPROVED', approved_by = $3, approved_at = $4 \
             WHERE organisation_id = $1 AND id = $2 AND state = 'DRAFT'",
            vec![
                tx.organisation_id().into(),
                id.into(),
                person_id.into(),
                now.into(),
            ],
        )
        .await?;
    Ok(changed == 1)
}

/// Retires a factor. `false` when it is retired already.
pub(crate) async fn retire(tx: &TenantTx, id: &str, now: &str) -> StoreResult<bool> {
    let changed = tx
        .execute(
            "UPDATE own_factors SET state = 'RETIRED', retired_at = $3 \
             WHERE organisation_id = $1 AND id = $2 AND state <> 'RETIRED'",
            vec![tx.organisation_id().into(), id.into(), now.into()],
        )
        .await?;
    Ok(changed == 1)
}
