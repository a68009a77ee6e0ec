//! Sums kept with the lines: changed by the exact difference in the transaction that changes the lines.

use std::collections::BTreeMap;

use saxaul_shared::{
    accounting::activity::{DataKind, Scope},
    accounting::record::RecordStatus,
    period::Period,
};
use sea_orm::Value;

use super::{
    super::cells::Cells,
    coverage_store::CoverDelta,
    figures::{FIGURE_COLUMNS, Figures, GasKey},
    line_store::LineRow,
};
use crate::platform::db::{InsertRows, StoreError, StoreResult, TenantTx};

/// Columns that a copy into a newer version keeps.
pub(crate) const ROLLUP_COPIED: [&str; 21] = [
    "organisation_id",
    "site_id",
    "activity_code",
    "month",
    "kind",
    "scope",
    "category",
    "record_count",
    "calculated_count",
    "estimated_count",
    "refused_count",
    "co2e_mg",
    "market_mg",
    "biogenic_mg",
    "energy_kj",
    "renewable_kj",
    "calorific_gce",
    "equivalent_gce",
    "water_ml",
    "waste_mg",
    "hazardous_mg",
];

/// How many records, by how they ended. A record counts in the first month it touches.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) records: i64,
    pub(crate) calculated: i64,
    pub(crate) estimated: i64,
    pub(crate) refused: i64,
}

impl Counts {
    pub(crate) fn add(&mut self, other: Self) {
        self.records += other.records;
        self.calculated += other.calculated;
        self.estimated += other.estimated;
        self.refused += other.refused;
    }

    fn of(status: RecordStatus, sign: i64) -> Self {
        let one = |is: bool| if is { sign } else { 0 };
        Self {
            records: sign,
            calculated: one(status == RecordStatus::Calculated),
            estimated: one(status == RecordStatus::Estimated),
            refused: one(status == RecordStatus::Refused),
        }
    }
}

/// One sum of an inventory: a site, an activity, a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RollupRow {
    pub(crate) site_id: String,
    pub(crate) activity_code: String,
    pub(crate) month: u8,
    pub(crate) kind: DataKind,
    pub(crate) scope: Scope,
    pub(crate) category: String,
    pub(crate) counts: Counts,
    pub(crate) figures: Figures,
}

/// One sum of an inventory by gas.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct GasRow {
    pub(crate) scope: Scope,
    pub(crate) gas: GasKey,
    pub(crate) mass_mg: i64,
    pub(crate) co2e_mg: i64,
    pub(crate) line_count: i64,
}

/// What an activity is, as far as sums need it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Heading {
    pub(crate) kind: DataKind,
    pub(crate) scope: Scope,
    pub(crate) category: String,
}

/// The difference that a change makes to the sums of one inventory.
#[derive(Debug)]
pub(crate) struct Delta {
    sums: BTreeMap<(String, String, u8), (Heading, Counts, Figures)>,
    gases: BTreeMap<(Scope, GasKey), [i64; 3]>,
    cover: CoverDelta,
}

impl Delta {
    /// No difference yet, in the inventory of `year`.
    pub(crate) fn new(year: i32) -> Self {
        Self {
            sums: BTreeMap::new(),
            gases: BTreeMap::new(),
            cover: CoverDelta::new(year),
        }
    }

    /// Adds (`sign` 1) or takes away (−1) a line.
    pub(crate) fn line(&mut self, line: &LineRow, sign: i64) {
        let heading = Heading {
            kind: line.kind,
            scope: line.scope,
            category: line.category.clone(),
        };
        for (index, part) in line.parts.iter().enumerate() {
            let counts = if index == 0 {
                Counts::of(line.status, sign)
            } else {
                Counts::default()
            };
            let sum = self.sum(&line.site_id, &line.activity_code, part.month, &heading);
            sum.1.add(counts);
            sum.2.add(&part.figures, sign);
        }
        for gas in &line.gases {
            let sum = self.gases.entry((line.scope, gas.gas)).or_default();
            for (total, by) in sum.iter_mut().zip([gas.mass_mg, gas.co2e_mg, 1]) {
                *total += sign * by;
            }
        }
        // A record that could not be computed counts, and it covers no day.
        if line.status != RecordStatus::Refused
            && let Ok(period) = Period::new(line.start, line.end)
        {
            self.cover
                .span(&line.site_id, &line.activity_code, period, sign);
        }
    }

    fn sum(
        &mut self,
        site_id: &str,
        activity_code: &str,
        month: u8,
        heading: &Heading,
    ) -> &mut (Heading, Counts, Figures) {
        self.sums
            .entry((site_id.to_owned(), activity_code.to_owned(), month))
            .or_insert_with(|| (heading.clone(), Counts::default(), Figures::default()))
    }

    /// Writes the difference.
    pub(crate) async fn apply(self, tx: &TenantTx, inventory_id: &str) -> StoreResult<()> {
        let organisation: Value = tx.organisation_id().into();
        let inventory: Value = inventory_id.into();
        let columns: Vec<&str> = ["inventory_id"].into_iter().chain(ROLLUP_COPIED).collect();
        let summed: Vec<&str> = ROLLUP_COPIED.into_iter().skip(7).collect();
        let clause = adding(
            "inventory_rollups",
            "inventory_id, site_id, activity_code, month",
            &summed,
        );
        let mut shrinks = false;
        let rows: Vec<Vec<Value>> = self
            .sums
            .into_iter()
            .map(|((site, activity, month), (heading, counts, figures))| {
                shrinks |= counts.records < 0;
                let mut row: Vec<Value> = vec![
                    inventory.clone(),
                    organisation.clone(),
                    site.into(),
                    activity.into(),
                    i32::from(month).into(),
                    heading.kind.as_str().into(),
                    heading.scope.as_str().into(),
                    heading.category.into(),
                    counts.records.into(),
                    counts.calculated.into(),
                    counts.estimated.into(),
                    counts.refused.into(),
                ];
                row.extend(figures.to_array().map(Value::from));
                row
            })
            .collect();
        InsertRows::into("inventory_rollups", &columns)
            .on_conflict(&clause)
            .run(tx, rows)
            .await?;

        let clause = adding(
            "inventory_gas_rollups",
            "inventory_id, scope, gas",
            &["mass_mg", "co2e_mg", "line_count"],
        );
        let rows: Vec<Vec<Value>> = self
            .gases
            .into_iter()
            .map(|((scope, gas), [mass, co2e, lines])| {
                vec![
                    organisation.clone(),
                    inventory.clone(),
                    scope.as_str().into(),
                    gas.as_str().into(),
                    mass.into(),
                    co2e.into(),
                    lines.into(),
                ]
            })
            .collect();
        let columns = [
            "organisation_id",
            "inventory_id",
            "scope",
            "gas",
            "mass_mg",
            "co2e_mg",
            "line_count",
        ];
        InsertRows::into("inventory_gas_rollups", &columns)
            .on_conflict(&clause)
            .run(tx, rows)
            .await?;

        shrinks |= self.cover.apply(tx, inventory_id).await?;
        if shrinks {
            sweep(tx, inventory_id).await?;
        }
        Ok(())
    }
}

/// Takes away sums that nothing stands behind any more.
async fn sweep(tx: &TenantTx, inventory_id: &str) -> StoreResult<()> {
    let all_zero: Vec<String> = FIGURE_COLUMNS
        .iter()
        .map(|column| format!("{column} = 0"))
        .collect();
    for sql in [
        format!(
            "DELETE FROM inventory_rollups WHERE organisation_id = $1 AND inventory_id = $2 AND record_count = 0 AND {}",
            all_zero.join(" AND ")
        ),
        "DELETE FROM inventory_gas_rollups WHERE organisation_id = $1 AND inventory_id = $2 AND line_count = 0".to_owned(),
        "DELETE FROM inventory_coverage WHERE organisation_id = $1 AND inventory_id = $2 AND record_count = 0".to_owned(),
    ] {
        tx.execute(&sql, vec![tx.organisation_id().into(), inventory_id.into()]).await?;
    }
    Ok(())
}

fn adding(table: &str, key: &str, columns: &[&str]) -> String {
    let sets: Vec<String> = columns
        .iter()
        .map(|column| format!("{column} = {table}.{column} + excluded.{column}"))
        .collect();
    format!("({key}) DO UPDATE SET {}", sets.join(", "))
}

/// Every sum of one inventory.
pub(crate) async fn rollups(tx: &TenantTx, inventory_id: &str) -> StoreResult<Vec<RollupRow>> {
    let sql = format!(
        "SELECT {} FROM inventory_rollups WHERE organisation_id = $1 AND inventory_id = $2 \
         ORDER BY site_id, activity_code, month",
        ROLLUP_COPIED[1..].join(", ")
    );
    let rows = tx
        .query_all(&sql, vec![tx.organisation_id().into(), inventory_id.into()])
        .await?;
    rows.iter()
        .map(|row| {
            let mut cells = Cells::of(row);
            let site_id = cells.take()?;
            let activity_code = cells.take()?;
            let month: i32 = cells.take()?;
            let month =
                u8::try_from(month).map_err(|_| StoreError::Corrupt(format!("month {month}")))?;
            let (kind, scope, category) = (cells.parsed()?, cells.parsed()?, cells.take()?);
            let counts = Counts {
                records: cells.take()?,
                calculated: cells.take()?,
                estimated: cells.take()?,
                refused: cells.take()?,
            };
            let mut values = [0_i64; 10];
            for value in &mut values {
                *value = cells.take()?;
            }
            let figures = Figures::from_array(values);
            Ok(RollupRow {
                site_id,
                activity_code,
                month,
                kind,
                scope,
                category,
                counts,
                figures,
            })
        })
        .collect()
}

/// The sums by gas of one inventory.
pub(crate) async fn gases(tx: &TenantTx, inventory_id: &str) -> StoreResult<Vec<GasRow>> {
    let rows = tx
        .query_all(
            "SELECT scope, gas, mass_mg, co2e_mg, line_count FROM inventory_gas_rollups \
             WHERE organisation_id = $1 AND inventory_id = $2 ORDER BY scope, gas",
            vec![tx.organisation_id().into(), inventory_id.into()],
        )
        .await?;
    rows.iter()
        .map(|row| {
            let mut cells = Cells::of(row);
            let scope = cells.parsed()?;
            let gas: String = cells.take()?;
            Ok(GasRow {
                scope,
                gas: GasKey::parse(&gas)
                    .ok_or_else(|| StoreError::Corrupt(format!("gas {gas:?}")))?,
                mass_mg: cells.take()?,
                co2e_mg: cells.take()?,
                line_count: cells.take()?,
            })
        })
        .collect()
}
