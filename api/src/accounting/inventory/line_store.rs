//! Inventory lines in the database.

use saxaul_shared::{
    accounting::{
        activity::{DataKind, Scope},
        record::RecordStatus,
    },
    period::Date,
};
use sea_orm::{QueryResult, Value};

use super::{
    super::cells::{Cells, marks, to_json},
    figures::{FIGURE_COLUMNS, Figures, GasFigure, MonthPart, gases_from_text, gases_to_text},
};
use crate::platform::db::{InsertRows, StoreError, StoreResult, TenantTx};

/// What a record comes to in one inventory, with the inputs it was computed from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LineRow {
    pub(crate) id: String,
    pub(crate) inventory_id: String,
    pub(crate) record_id: String,
    pub(crate) site_id: String,
    pub(crate) activity_code: String,
    pub(crate) kind: DataKind,
    pub(crate) scope: Scope,
    pub(crate) category: String,
    pub(crate) status: RecordStatus,
    pub(crate) quantity: String,
    pub(crate) unit: String,
    pub(crate) start: Date,
    pub(crate) end: Date,
    pub(crate) factor_id: Option<String>,
    /// Percent of the record that counts for the organisation in this year.
    pub(crate) share_pct: String,
    /// Month by month; a record inside one month has one part, which is the line itself.
    pub(crate) parts: Vec<MonthPart>,
    pub(crate) gases: Vec<GasFigure>,
    pub(crate) figures: Figures,
    /// Whether the market-based figure is one of its own.
    pub(crate) dual: bool,
    pub(crate) input_hash: String,
    pub(crate) engine_version: String,
    pub(crate) computed_by: Option<String>,
    pub(crate) computed_at: String,
}

/// Columns that a copy into a newer version keeps.
pub(crate) const COPIED: &str = "organisation_id, record_id, site_id, activity_code, kind, scope, category, status, \
     quantity, unit, start_date, end_date, factor_id, share_pct, parts, gases, co2e_mg, market_mg, biogenic_mg, \
     energy_kj, renewable_kj, calorific_gce, equivalent_gce, water_ml, waste_mg, hazardous_mg, input_hash, \
     engine_version, computed_by, computed_at";

const INSERTED: [&str; 32] = [
    "id",
    "organisation_id",
    "inventory_id",
    "record_id",
    "site_id",
    "activity_code",
    "kind",
    "scope",
    "category",
    "status",
    "quantity",
    "unit",
    "start_date",
    "end_date",
    "factor_id",
    "share_pct",
    "parts",
    "gases",
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
    "input_hash",
    "engine_version",
    "computed_by",
    "computed_at",
];

/// Columns of a line for [`read`], each behind `prefix` (`l.`).
pub(crate) fn selected(prefix: &str) -> String {
    let mut columns = vec![
        "id",
        "inventory_id",
        "record_id",
        "site_id",
        "activity_code",
        "kind",
        "scope",
        "category",
        "status",
        "quantity",
        "unit",
        "start_date",
        "end_date",
        "factor_id",
        "share_pct",
        "parts",
        "gases",
    ];
    columns.extend(FIGURE_COLUMNS);
    columns.extend(["input_hash", "engine_version", "computed_by", "computed_at"]);
    columns
        .iter()
        .map(|column| format!("{prefix}{column}"))
        .collect::<Vec<_>>()
        .join(", ")
}

/// Reads a row whose first columns are those of [`selected`].
pub(in crate::accounting) fn read(cells: &mut Cells<'_>) -> StoreResult<LineRow> {
    let id = cells.take()?;
    let inventory_id = cells.take()?;
    let record_id = cells.take()?;
    let site_id = cells.take()?;
    let activity_code = cells.take()?;
    let kind = cells.parsed()?;
    let scope = cells.parsed()?;
    let category = cells.take()?;
    let status = cells.parsed()?;
    let quantity = cells.take()?;
    let unit = cells.take()?;
    let start: Date = cells.parsed()?;
    let end: Date = cells.parsed()?;
    let factor_id = cells.take()?;
    let share_pct = cells.take()?;
    let parts: String = cells.take()?;
    let gases: String = cells.take()?;
    let gases =
        gases_from_text(&gases).ok_or_else(|| StoreError::Corrupt(format!("gases {gases:?}")))?;
    let co2e_mg: i64 = cells.take()?;
    let market_mg: Option<i64> = cells.take()?;
    let mut values = [
        co2e_mg,
        market_mg.unwrap_or(co2e_mg),
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
    ];
    for value in values.iter_mut().skip(2) {
        *value = cells.take()?;
    }
    let figures = Figures::from_array(values);
    let parts = if parts.is_empty() {
        vec![MonthPart {
            month: start.month(),
            figures,
            gases: gases.clone(),
        }]
    } else {
        serde_json::from_str(&parts).map_err(|error| StoreError::Corrupt(error.to_string()))?
    };
    Ok(LineRow {
        id,
        inventory_id,
        record_id,
        site_id,
        activity_code,
        kind,
        scope,
        category,
        status,
        quantity,
        unit,
        start,
        end,
        factor_id,
        share_pct,
        parts,
        gases,
        figures,
        dual: market_mg.is_some(),
        input_hash: cells.take()?,
        engine_version: cells.take()?,
        computed_by: cells.take()?,
        computed_at: cells.take()?,
    })
}

fn values(organisation_id: &str, line: LineRow) -> StoreResult<Vec<Value>> {
    let one_month = line.start.calendar_month() == line.end.calendar_month();
    let parts = if one_month {
        String::new()
    } else {
        to_json(&line.parts)?
    };
    let mut values: Vec<Value> = vec![
        line.id.into(),
        organisation_id.into(),
        line.inventory_id.into(),
        line.record_id.into(),
        line.site_id.into(),
        line.activity_code.into(),
        line.kind.as_str().into(),
        line.scope.as_str().into(),
        line.category.into(),
        line.status.as_str().into(),
        line.quantity.into(),
        line.unit.into(),
        line.start.to_string().into(),
        line.end.to_string().into(),
        line.factor_id.into(),
        line.share_pct.into(),
        parts.into(),
        gases_to_text(&line.gases).into(),
        line.figures.co2e_mg.into(),
        line.dual.then_some(line.figures.market_mg).into(),
    ];
    values.extend(line.figures.to_array().into_iter().skip(2).map(Value::from));
    values.push(line.input_hash.into());
    values.push(line.engine_version.into());
    values.push(line.computed_by.into());
    values.push(line.computed_at.into());
    Ok(values)
}

/// Adds lines, many rows in few statements.
pub(crate) async fn insert(tx: &TenantTx, lines: Vec<LineRow>) -> StoreResult<()> {
    let rows: Vec<Vec<Value>> = lines
        .into_iter()
        .map(|line| values(tx.organisation_id(), line))
        .collect::<StoreResult<_>>()?;
    InsertRows::into("inventory_lines", &INSERTED)
        .run(tx, rows)
        .await?;
    Ok(())
}

/// Records asked for in one statement.
const IDS_MAX: usize = 500;

/// The lines of these records in one inventory.
pub(crate) async fn of_records(
    tx: &TenantTx,
    inventory_id: &str,
    record_ids: &[String],
) -> StoreResult<Vec<LineRow>> {
    let mut lines = Vec::new();
    for ids in record_ids.chunks(IDS_MAX) {
        let sql = format!(
            "SELECT {} FROM inventory_lines WHERE organisation_id = $1 AND inventory_id = $2 AND record_id IN ({})",
            selected(""),
            marks(2, ids.len())
        );
        let mut values: Vec<Value> = vec![tx.organisation_id().into(), inventory_id.into()];
        values.extend(ids.iter().map(|id| Value::from(id.as_str())));
        for row in tx.query_all(&sql, values).await? {
            lines.push(read(&mut Cells::of(&row))?);
        }
    }
    Ok(lines)
}

/// Removes the lines of these records from one open inventory.
pub(crate) async fn delete_of_records(
    tx: &TenantTx,
    inventory_id: &str,
    record_ids: &[String],
) -> StoreResult<()> {
    for ids in record_ids.chunks(IDS_MAX) {
        let sql = format!(
            "DELETE FROM inventory_lines WHERE organisation_id = $1 AND inventory_id = $2 AND record_id IN ({})",
            marks(2, ids.len())
        );
        let mut values: Vec<Value> = vec![tx.organisation_id().into(), inventory_id.into()];
        values.extend(ids.iter().map(|id| Value::from(id.as_str())));
        tx.execute(&sql, values).await?;
    }
    Ok(())
}

/// One line.
pub(crate) async fn find(tx: &TenantTx, id: &str) -> StoreResult<Option<LineRow>> {
    let sql = format!(
        "SELECT {} FROM inventory_lines WHERE organisation_id = $1 AND id = $2",
        selected("")
    );
    let row = tx
        .query_one(&sql, vec![tx.organisation_id().into(), id.into()])
        .await?;
    row.map(|row: QueryResult| read(&mut Cells::of(&row)))
        .transpose()
}
