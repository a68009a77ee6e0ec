//! Settings and boundary units in the database.

use std::collections::{BTreeSet, HashMap, HashSet};

use saxaul_shared::accounting::{
    boundary::{ConsolidationApproach, FinancialTie, OwnershipShare, UnitKind},
    gwp::GwpSet,
};
use saxaul_shared::decimal::WireDecimal;
use sea_orm::DbBackend;
use serde::{Deserialize, Serialize};

use super::super::cells::{Cells, marks, to_json};
use crate::platform::db::{StoreError, StoreResult, TenantTx};

/// A company's accounting settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Settings {
    pub(crate) industry: String,
    pub(crate) region: String,
    pub(crate) time_zone: String,
    pub(crate) currency: String,
    pub(crate) consolidation_approach: ConsolidationApproach,
    pub(crate) gwp_set: GwpSet,
    pub(crate) base_year: Option<i32>,
    pub(crate) dataset_preference: Vec<String>,
    pub(crate) packs: Vec<String>,
    pub(crate) version: i64,
}

impl Settings {
    /// What a company starts with: a Chinese one under operational control, on the latest assessment report.
    pub(crate) fn starting(industry: &str, region: &str, currency: &str) -> Self {
        Self {
            industry: industry.to_owned(),
            region: region.to_owned(),
            time_zone: "Asia/Shanghai".to_owned(),
            currency: currency.to_owned(),
            consolidation_approach: ConsolidationApproach::OperationalControl,
            gwp_set: GwpSet::Ar6,
            base_year: None,
            dataset_preference: Vec::new(),
            packs: Vec::new(),
            version: 1,
        }
    }
}

/// What a unit made, earned and housed in one year: the denominators of intensities.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct YearFigures {
    pub(crate) year: i32,
    pub(crate) revenue: Option<WireDecimal>,
    pub(crate) currency: Option<String>,
    pub(crate) output: Option<WireDecimal>,
    pub(crate) output_unit: Option<String>,
    pub(crate) floor_area_m2: Option<WireDecimal>,
    pub(crate) head_count: Option<WireDecimal>,
}

/// A node of the boundary tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct UnitRow {
    pub(crate) id: String,
    pub(crate) kind: UnitKind,
    pub(crate) name: String,
    pub(crate) parent_id: Option<String>,
    pub(crate) region: Option<String>,
    pub(crate) industry: Option<String>,
    pub(crate) operational_control: bool,
    pub(crate) financial_tie: FinancialTie,
    pub(crate) ownership: Vec<OwnershipShare>,
    pub(crate) year_figures: Vec<YearFigures>,
    pub(crate) version: i64,
}

const UNIT_COLUMNS: &str = "id, kind, name, parent_id, region, industry, operational_control, financial_tie, \
     ownership, year_figures, version";

fn unit(row: &sea_orm::QueryResult) -> StoreResult<UnitRow> {
    let mut cells = Cells::of(row);
    Ok(UnitRow {
        id: cells.take()?,
        kind: cells.parsed()?,
        name: cells.take()?,
        parent_id: cells.take()?,
        region: cells.take()?,
        industry: cells.take()?,
        operational_control: cells.take()?,
        financial_tie: cells.parsed()?,
        ownership: cells.json()?,
        year_figures: cells.json()?,
        version: cells.take()?,
    })
}

/// Every unit of the company that has not been removed, oldest first.
pub(crate) async fn units(tx: &TenantTx) -> StoreResult<Vec<UnitRow>> {
    let sql = format!(
        "SELECT {UNIT_COLUMNS} FROM boundary_units WHERE organisation_id = $1 AND deleted_at IS NULL ORDER BY id"
    );
    let rows = tx
        .query_all(&sql, vec![tx.organisation_id().into()])
        .await?;
    rows.iter().map(unit).collect()
}

/// The names of every unit there ever was: lines and rollups keep pointing at removed ones.
pub(crate) async fn unit_names(tx: &TenantTx) -> StoreResult<Vec<(String, String)>> {
    let rows = tx
        .query_all(
            "SELECT id, name FROM boundary_units WHERE organisation_id = $1",
            vec![tx.organisation_id().into()],
        )
        .await?;
    rows.iter()
        .map(|row| {
            let mut cells = Cells::of(row);
            Ok((cells.take()?, cells.take()?))
        })
        .collect()
}

/// Adds a unit.
pub(crate) async fn insert_unit(tx: &TenantTx, unit: &UnitRow, now: &str) -> StoreResult<()> {
    tx.execute(
        "INSERT INTO boundary_units (id, organisation_id, kind, name, parent_id, region, industry, operational_control, \
         financial_tie, ownership, year_figures, version, created_at, updated_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13)",
        vec![
            unit.id.clone().into(),
            tx.organisation_id().into(),
            unit.kind.as_str().into(),
            unit.name.clone().into(),
            unit.parent_id.clone().into(),
            unit.region.clone().into(),
            unit.industry.clone().into(),
            unit.operational_control.into(),
            unit.financial_tie.as_str().into(),
            to_json(&unit.ownership)?.into(),
            to_json(&unit.year_figures)?.into(),
            unit.version.into(),
            now.into(),
        ],
    )
    .await?;
    Ok(())
}

/// Writes a unit that was read at the version before; `Superseded` when somebody else was faster.
pub(crate) async fn update_unit(tx: &TenantTx, unit: &UnitRow, now: &str) -> StoreResult<()> {
    let changed = tx
        .execute(
            "UPDATE boundary_units SET name = $3, parent_id = $4, region = $5, industry = $6, operational_control = $7, \
             financial_tie = $8, ownership = $9, year_figures = $10, version = $11, updated_at = $12 \
             WHERE organisation_id = $1 AND id = $2 AND version = $13 AND deleted_at IS NULL",
            vec![
                tx.organisation_id().into(),
                unit.id.clone().into(),
                unit.name.clone().into(),
                unit.parent_id.clone().into(),
                unit.region.clone().into(),
                unit.industry.clone().into(),
                unit.operational_control.into(),
                unit.financial_tie.as_str().into(),
                to_json(&unit.ownership)?.into(),
                to_json(&unit.year_figures)?.into(),
                unit.version.into(),
                now.into(),
                (unit.version - 1).into(),
            ],
        )
        .await?;
    one_changed(changed, &unit.id)
}

/// Takes a unit out of the tree; its records and lines keep its name.
pub(crate) async fn delete_unit(tx: &TenantTx, id: &str, now: &str) -> StoreResult<()> {
    let changed = tx
        .execute(
            "UPDATE boundary_units SET deleted_at = $3, updated_at = $3 \
             WHERE organisation_id = $1 AND id = $2 AND deleted_at IS NULL",
            vec![tx.organisation_id().into(), id.into(), now.into()],
        )
        .await?;
    one_changed(changed, id)
}

/// Keeps everyone else from changing or naming the unit until this transaction ends. On SQLite one writer works at a
/// time anyway.
pub(crate) async fn lock_unit(tx: &TenantTx, id: &str) -> StoreResult<()> {
    if tx.backend() == DbBackend::Postgres {
        tx.query_all(
            "SELECT id FROM boundary_units WHERE organisation_id = $1 AND id = $2 FOR UPDATE",
            vec![tx.organisation_id().into(), id.into()],
        )
        .await?;
    }
    Ok(())
}

/// Those of `ids` that are sites of the company. They cannot be removed before this transaction ends.
pub(crate) async fn hold_sites(tx: &TenantTx, ids: &[String]) -> StoreResult<HashSet<String>> {
    if ids.is_empty() {
        return Ok(HashSet::new());
    }
    let lock = if tx.backend() == DbBackend::Postgres {
        "FOR SHARE"
    } else {
        ""
    };
    let sql = format!(
        "SELECT id FROM boundary_units WHERE organisation_id = $1 AND kind = $2 AND deleted_at IS NULL \
         AND id IN ({}) {lock}",
        marks(2, ids.len())
    );
    let mut values: Vec<sea_orm::Value> =
        vec![tx.organisation_id().into(), UnitKind::Site.as_str().into()];
    values.extend(ids.iter().map(|id| sea_orm::Value::from(id.as_str())));
    let rows = tx.query_all(&sql, values).await?;
    rows.iter().map(|row| Cells::of(row).take()).collect()
}

/// Whether any record that has not been removed belongs to the site.
pub(crate) async fn site_has_records(tx: &TenantTx, site_id: &str) -> StoreResult<bool> {
    let row = tx
        .query_one(
            "SELECT 1 FROM activity_records WHERE organisation_id = $1 AND site_id = $2 AND deleted_at IS NULL LIMIT 1",
            vec![tx.organisation_id().into(), site_id.into()],
        )
        .await?;
    Ok(row.is_some())
}

/// The company's settings, if they have been written.
pub(crate) async fn settings(tx: &TenantTx) -> StoreResult<Option<Settings>> {
    let row = tx
        .query_one(
            "SELECT industry, region, time_zone, currency, consolidation_approach, gwp_set, base_year, \
             dataset_preference, packs, version FROM accounting_settings WHERE organisation_id = $1",
            vec![tx.organisation_id().into()],
        )
        .await?;
    row.map(|row| {
        let mut cells = Cells::of(&row);
        Ok(Settings {
            industry: cells.take()?,
            region: cells.take()?,
            time_zone: cells.take()?,
            currency: cells.take()?,
            consolidation_approach: cells.parsed()?,
            gwp_set: cells.parsed()?,
            base_year: cells.take()?,
            dataset_preference: cells.json()?,
            packs: cells.json()?,
            version: cells.take()?,
        })
    })
    .transpose()
}

/// Writes the settings over those of the version before, or as the first.
pub(crate) async fn save_settings(
    tx: &TenantTx,
    settings: &Settings,
    now: &str,
) -> StoreResult<()> {
    let changed = tx
        .execute(
            "INSERT INTO accounting_settings (organisation_id, industry, region, time_zone, currency, \
             consolidation_approach, gwp_set, base_year, dataset_preference, packs, version, updated_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) \
             ON CONFLICT (organisation_id) DO UPDATE SET industry = excluded.industry, region = excluded.region, \
             time_zone = excluded.time_zone, currency = excluded.currency, \
             consolidation_approach = excluded.consolidation_approach, gwp_set = excluded.gwp_set, \
             base_year = excluded.base_year, dataset_preference = excluded.dataset_preference, packs = excluded.packs, \
             version = excluded.version, updated_at = excluded.updated_at \
             WHERE accounting_settings.version = excluded.version - 1",
            vec![
                tx.organisation_id().into(),
                settings.industry.clone().into(),
                settings.region.clone().into(),
                settings.time_zone.clone().into(),
                settings.currency.clone().into(),
                settings.consolidation_approach.as_str().into(),
                settings.gwp_set.as_str().into(),
                settings.base_year.into(),
                to_json(&settings.dataset_preference)?.into(),
                to_json(&settings.packs)?.into(),
                settings.version.into(),
                now.into(),
            ],
        )
        .await?;
    one_changed(changed, "settings")
}

fn one_changed(changed: u64, what: &str) -> StoreResult<()> {
    if changed == 1 {
        Ok(())
    } else {
        Err(StoreError::Superseded(what.to_owned()))
    }
}

/// The company's settings, or those a company starts with.
pub(crate) async fn settings_or_start(tx: &TenantTx) -> StoreResult<Settings> {
    Ok(settings(tx).await?.unwrap_or_else(|| Settings {
        version: 0,
        ..Settings::starting("C", "CN", "CNY")
    }))
}

/// These units, also removed ones.
pub(crate) async fn units_by_id(tx: &TenantTx, ids: &BTreeSet<&str>) -> StoreResult<Vec<UnitRow>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT {UNIT_COLUMNS} FROM boundary_units WHERE organisation_id = $1 AND id IN ({})",
        marks(1, ids.len())
    );
    let mut values: Vec<sea_orm::Value> = vec![tx.organisation_id().into()];
    values.extend(ids.iter().map(|id| sea_orm::Value::from(*id)));
    let rows = tx.query_all(&sql, values).await?;
    rows.iter().map(unit).collect()
}

/// The name of a person of the company, by id.
pub(crate) async fn person_names(
    tx: &TenantTx,
    id: Option<&str>,
) -> StoreResult<HashMap<String, String>> {
    let Some(id) = id else {
        return Ok(HashMap::new());
    };
    let rows = tx
        .query_all(
            "SELECT id, name FROM people WHERE organisation_id = $1 AND id = $2",
            vec![tx.organisation_id().into(), id.into()],
        )
        .await?;
    rows.iter()
        .map(|row| {
            let mut cells = Cells::of(row);
            Ok((cells.take()?, cells.take()?))
        })
        .collect()
}
