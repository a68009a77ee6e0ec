//! Inventories in the database.

use saxaul_shared::{
    accounting::{
        boundary::{ConsolidationApproach, FinancialTie, UnitKind},
        gwp::GwpSet,
        inventory::InventoryState,
    },
    page::Page,
};
use serde::{Deserialize, Serialize};

use super::super::{
    boundary::store::{Settings, UnitRow, YearFigures},
    cells::{Cells, to_json},
};
use crate::platform::db::{StoreError, StoreResult, TenantTx};

/// A version of a year's inventory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct InventoryRow {
    pub(crate) id: String,
    pub(crate) year: i32,
    pub(crate) version: i32,
    pub(crate) is_current: bool,
    pub(crate) state: InventoryState,
    pub(crate) gwp_set: GwpSet,
    pub(crate) factor_release: String,
    pub(crate) consolidation_approach: ConsolidationApproach,
    pub(crate) revision: i64,
    pub(crate) created_at: String,
    pub(crate) updated_at: String,
    pub(crate) submitted_by: Option<String>,
}

/// The boundary and the preferences an inventory was computed with, as they stood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Pinned {
    pub(crate) region: String,
    pub(crate) dataset_preference: Vec<String>,
    pub(crate) packs: Vec<String>,
    pub(crate) units: Vec<PinnedUnit>,
}

/// A unit of the boundary as it stood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct PinnedUnit {
    pub(crate) id: String,
    pub(crate) kind: UnitKind,
    pub(crate) name: String,
    pub(crate) parent_id: Option<String>,
    pub(crate) region: Option<String>,
    pub(crate) operational_control: bool,
    /// Inventories pinned before ties had names say `financial_control`, true or false.
    #[serde(alias = "financial_control", deserialize_with = "tie")]
    pub(crate) financial_tie: FinancialTie,
    pub(crate) ownership: Vec<saxaul_shared::accounting::boundary::OwnershipShare>,
    pub(crate) year_figures: Vec<YearFigures>,
}

/// A tie by its name, or the control there was before ties had names: what was not controlled was an associate.
fn tie<'de, D: serde::Deserializer<'de>>(from: D) -> Result<FinancialTie, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Written {
        Tie(FinancialTie),
        Control(bool),
    }
    Ok(match Written::deserialize(from)? {
        Written::Tie(tie) => tie,
        Written::Control(true) => FinancialTie::Subsidiary,
        Written::Control(false) => FinancialTie::Associate,
    })
}

impl Pinned {
    /// The present boundary and preferences.
    pub(crate) fn present(settings: &Settings, units: &[UnitRow]) -> Self {
        Self {
            region: settings.region.clone(),
            dataset_preference: settings.dataset_preference.clone(),
            packs: settings.packs.clone(),
            units: units
                .iter()
                .map(|unit| PinnedUnit {
                    id: unit.id.clone(),
                    kind: unit.kind,
                    name: unit.name.clone(),
                    parent_id: unit.parent_id.clone(),
                    region: unit.region.clone(),
                    operational_control: unit.operational_control,
                    financial_tie: unit.financial_tie,
                    ownership: unit.ownership.clone(),
                    year_figures: unit.year_figures.clone(),
                })
                .collect(),
        }
    }
}

const COLUMNS: &str = "id, year, version, is_current, state, gwp_set, factor_release, consolidation_approach, revision, \
     created_at, updated_at, submitted_by";

fn inventory(row: &sea_orm::QueryResult) -> StoreResult<InventoryRow> {
    let mut cells = Cells::of(row);
    Ok(InventoryRow {
        id: cells.take()?,
        year: cells.take()?,
        version: cells.take()?,
        is_current: cells.take()?,
        state: cells.parsed()?,
        gwp_set: cells.parsed()?,
        factor_release: cells.take()?,
        consolidation_approach: cells.parsed()?,
        revision: cells.take()?,
        created_at: cells.take()?,
        updated_at: cells.take()?,
        submitted_by: cells.take()?,
    })
}

/// One inventory.
pub(crate) async fn find(tx: &TenantTx, id: &str) -> StoreResult<Option<InventoryRow>> {
    let sql = format!("SELECT {COLUMNS} FROM inventories WHERE organisation_id = $1 AND id = $2");
    let row = tx
        .query_one(&sql, vec![tx.organisation_id().into(), id.into()])
        .await?;
    row.as_ref().map(inventory).transpose()
}

/// The version of the year that is in force.
pub(crate) async fn current(tx: &TenantTx, year: i32) -> StoreResult<Option<InventoryRow>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM inventories WHERE organisation_id = $1 AND year = $2 AND is_current"
    );
    let row = tx
        .query_one(&sql, vec![tx.organisation_id().into(), year.into()])
        .await?;
    row.as_ref().map(inventory).transpose()
}

/// The open inventories in force, by year.
pub(crate) async fn open(tx: &TenantTx) -> StoreResult<Vec<InventoryRow>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM inventories WHERE organisation_id = $1 AND is_current AND state = 'OPEN' ORDER BY year"
    );
    let rows = tx
        .query_all(&sql, vec![tx.organisation_id().into()])
        .await?;
    rows.iter().map(inventory).collect()
}

/// A page of inventories, newest year and version first. One row more than the page tells whether there is a next.
pub(crate) async fn page(tx: &TenantTx, page: &Page) -> StoreResult<Vec<InventoryRow>> {
    let mut values = vec![tx.organisation_id().into(), i64::from(page.size + 1).into()];
    let mut after = "";
    if let Some(cursor) = &page.after {
        let parts: Vec<i32> = cursor
            .0
            .iter()
            .filter_map(|part| part.parse().ok())
            .collect();
        let [year, version] = parts[..] else {
            return Err(StoreError::Corrupt("cursor of inventories".to_owned()));
        };
        after = "AND (year < $3 OR (year = $3 AND version < $4))";
        values.push(year.into());
        values.push(version.into());
    }
    let sql = format!(
        "SELECT {COLUMNS} FROM inventories WHERE organisation_id = $1 {after} ORDER BY year DESC, version DESC LIMIT $2"
    );
    let rows = tx.query_all(&sql, values).await?;
    rows.iter().map(inventory).collect()
}

/// Years that have an inventory, newest first.
pub(crate) async fn years(tx: &TenantTx) -> StoreResult<Vec<i32>> {
    let rows = tx
        .query_all(
            "SELECT year FROM inventories WHERE organisation_id = $1 AND is_current ORDER BY year DESC",
            vec![tx.organisation_id().into()],
        )
        .await?;
    rows.iter().map(|row| Cells::of(row).take()).collect()
}

/// The boundary and preferences of an inventory.
pub(crate) async fn pinned(tx: &TenantTx, id: &str) -> StoreResult<Pinned> {
    let row = tx
        .query_one(
            "SELECT pinned FROM inventories WHERE organisation_id = $1 AND id = $2",
            vec![tx.organisation_id().into(), id.into()],
        )
        .await?;
    match row {
        Some(row) => Cells::of(&row).json(),
        None => Err(StoreError::Superseded(id.to_owned())),
    }
}

/// Adds a version of a year.
pub(crate) async fn insert(tx: &TenantTx, row: &InventoryRow, pinned: &Pinned) -> StoreResult<()> {
    tx.execute(
        "INSERT INTO inventories (id, organisation_id, year, version, is_current, state, gwp_set, factor_release, \
         consolidation_approach, pinned, revision, created_at, updated_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        vec![
            row.id.clone().into(),
            tx.organisation_id().into(),
            row.year.into(),
            row.version.into(),
            row.is_current.into(),
            row.state.as_str().into(),
            row.gwp_set.as_str().into(),
            row.factor_release.clone().into(),
            row.consolidation_approach.as_str().into(),
            to_json(pinned)?.into(),
            row.revision.into(),
            row.created_at.clone().into(),
            row.updated_at.clone().into(),
        ],
    )
    .await?;
    Ok(())
}

/// Counts a change of an open inventory and holds its row until the end of the transaction, so that changes of one
/// inventory happen one after the other and none slips past a submission. `None` when it is not open.
pub(crate) async fn touch_open(tx: &TenantTx, id: &str, now: &str) -> StoreResult<Option<i64>> {
    let row = tx
        .query_one(
            "UPDATE inventories SET revision = revision + 1, updated_at = $3 \
             WHERE organisation_id = $1 AND id = $2 AND state = 'OPEN' AND is_current RETURNING revision",
            vec![tx.organisation_id().into(), id.into(), now.into()],
        )
        .await?;
    row.map(|row| Cells::of(&row).take()).transpose()
}

/// Pins an open inventory anew.
pub(crate) async fn repin(
    tx: &TenantTx,
    id: &str,
    gwp_set: GwpSet,
    approach: ConsolidationApproach,
    factor_release: &str,
    pinned: &Pinned,
) -> StoreResult<()> {
    tx.execute(
        "UPDATE inventories SET gwp_set = $3, consolidation_approach = $4, factor_release = $5, pinned = $6 \
         WHERE organisation_id = $1 AND id = $2 AND state = 'OPEN'",
        vec![
            tx.organisation_id().into(),
            id.into(),
            gwp_set.as_str().into(),
            approach.as_str().into(),
            factor_release.into(),
            to_json(pinned)?.into(),
        ],
    )
    .await?;
    Ok(())
}

/// Takes a step of an inventory's life. `false` when it was not in the state the step starts from.
pub(crate) async fn step(
    tx: &TenantTx,
    id: &str,
    from: InventoryState,
    to: InventoryState,
    person_id: &str,
    now: &str,
) -> StoreResult<bool> {
    let who = match to {
        InventoryState::Submitted => "submitted",
        InventoryState::Approved => "approved",
        InventoryState::Locked => "locked",
        InventoryState::Open => return Ok(false),
    };
    let sql = format!(
        "UPDATE inventories SET state = $3, {who}_by = $5, {who}_at = $6, updated_at = $6 \
         WHERE organisation_id = $1 AND id = $2 AND state = $4 AND is_current"
    );
    let changed = tx
        .execute(
            &sql,
            vec![
                tx.organisation_id().into(),
                id.into(),
                to.as_str().into(),
                from.as_str().into(),
                person_id.into(),
                now.into(),
            ],
        )
        .await?;
    Ok(changed == 1)
}

/// Makes room for a newer version. `false` when another one already took its place.
pub(crate) async fn supersede(tx: &TenantTx, id: &str, now: &str) -> StoreResult<bool> {
    let changed = tx
        .execute(
            "UPDATE inventories SET is_current = FALSE, updated_at = $3 \
             WHERE organisation_id = $1 AND id = $2 AND is_current AND state <> 'OPEN'",
            vec![tx.organisation_id().into(), id.into(), now.into()],
        )
        .await?;
    Ok(changed == 1)
}

/// Copies lines, sums and pinned factors of one inventory into a new, open one.
pub(crate) async fn copy_contents(tx: &TenantTx, from: &str, to: &str) -> StoreResult<()> {
    let new_id = match tx.backend() {
        sea_orm::DbBackend::Postgres => "'line_' || replace(gen_random_uuid()::text, '-', '')",
        _ => "'line_' || lower(hex(randomblob(16)))",
    };
    let tables = [
        (
            "inventory_lines",
            format!("{new_id}, $3"),
            super::line_store::COPIED.to_owned(),
        ),
        (
            "inventory_rollups",
            "$3".to_owned(),
            super::rollup::ROLLUP_COPIED.join(", "),
        ),
        (
            "inventory_gas_rollups",
            "$3".to_owned(),
            "organisation_id, scope, gas, mass_mg, co2e_mg, line_count".to_owned(),
        ),
        (
            "inventory_coverage",
            "$3".to_owned(),
            "organisation_id, site_id, activity_code, month, record_count, covered_days, day_counts"
                .to_owned(),
        ),
        (
            "inventory_factors",
            "$3".to_owned(),
            "organisation_id, factor_id, factor".to_owned(),
        ),
    ];
    for (table, own, columns) in tables {
        let names = if table == "inventory_lines" {
            "id, inventory_id"
        } else {
            "inventory_id"
        };
        let own = own.replace("$3", "CAST($3 AS VARCHAR(40))");
        let sql = format!(
            "INSERT INTO {table} ({names}, {columns}) SELECT {own}, {columns} FROM {table} \
             WHERE organisation_id = $1 AND inventory_id = $2"
        );
        tx.execute(
            &sql,
            vec![tx.organisation_id().into(), from.into(), to.into()],
        )
        .await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_boundary_pinned_before_ties_had_names_is_still_read() {
        let unit = |control: &str| {
            let text = format!(
                r#"{{"id":"unit_1","kind":"SITE","name":"A","parent_id":null,"region":null,"operational_control":true,
                {control},"ownership":[],"year_figures":[]}}"#
            );
            serde_json::from_str::<PinnedUnit>(&text)
                .unwrap()
                .financial_tie
        };
        assert_eq!(
            unit(r#""financial_control":true"#),
            FinancialTie::Subsidiary
        );
        assert_eq!(
            unit(r#""financial_control":false"#),
            FinancialTie::Associate
        );
        assert_eq!(unit(r#""financial_tie":"JOINT""#), FinancialTie::Joint);
    }
}
