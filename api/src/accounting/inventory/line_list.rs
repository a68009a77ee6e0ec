//! Lines as lists show them: the columns a list needs, read for many inventories at once.

use saxaul_shared::{
    accounting::{activity::Scope, record::RecordStatus},
    page::Page,
    period::Date,
};
use sea_orm::Value;

use super::{
    super::cells::Cells,
    figures::{Figures, GasFigure, MonthPart, gases_from_text},
    line_filter::LineFilter,
};
use crate::platform::db::{StoreError, StoreResult, TenantTx};

/// What a list shows of a line, and where to find the rest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ListedLine {
    pub(crate) id: String,
    pub(crate) inventory_id: String,
    pub(crate) record_id: String,
    pub(crate) site_id: String,
    pub(crate) activity_code: String,
    pub(crate) scope: Scope,
    pub(crate) category: String,
    pub(crate) status: RecordStatus,
    pub(crate) factor_id: Option<String>,
    /// Percent of the record that counts for the organisation in this year.
    pub(crate) share_pct: String,
    pub(crate) co2e_mg: i64,
    /// `None` where the market-based figure is not one of its own.
    pub(crate) market_mg: Option<i64>,
    pub(crate) biogenic_mg: i64,
    pub(crate) energy_kj: i64,
    /// How it falls on gases and months; read only where the filter asks for one of these.
    pub(crate) split: Option<Split>,
}

/// How a line falls on gases and months.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Split {
    pub(crate) gases: Vec<GasFigure>,
    pub(crate) parts: Vec<MonthPart>,
}

const COLUMNS: &str = "id, inventory_id, record_id, site_id, activity_code, scope, category, status, factor_id, share_pct, \
     co2e_mg, market_mg, biogenic_mg, energy_kj";

/// Columns that [`Split`] needs more.
const SPLIT: &str = ", gases, parts, start_date";

/// Reads a row that begins with [`COLUMNS`], and goes on with [`SPLIT`] when that is asked for.
fn read(cells: &mut Cells<'_>, with_split: bool) -> StoreResult<ListedLine> {
    let mut line = ListedLine {
        id: cells.take()?,
        inventory_id: cells.take()?,
        record_id: cells.take()?,
        site_id: cells.take()?,
        activity_code: cells.take()?,
        scope: cells.parsed()?,
        category: cells.take()?,
        status: cells.parsed()?,
        factor_id: cells.take()?,
        share_pct: cells.take()?,
        co2e_mg: cells.take()?,
        market_mg: cells.take()?,
        biogenic_mg: cells.take()?,
        energy_kj: cells.take()?,
        split: None,
    };
    if with_split {
        let gases: String = cells.take()?;
        let gases = gases_from_text(&gases)
            .ok_or_else(|| StoreError::Corrupt(format!("gases {gases:?}")))?;
        let parts: String = cells.take()?;
        let start: Date = cells.parsed()?;
        let parts = if parts.is_empty() {
            // A line inside one month has one part: itself.
            let figures = Figures {
                co2e_mg: line.co2e_mg,
                market_mg: line.market_mg.unwrap_or(line.co2e_mg),
                ..Figures::default()
            };
            vec![MonthPart {
                month: start.month(),
                figures,
                gases: gases.clone(),
            }]
        } else {
            serde_json::from_str(&parts).map_err(|error| StoreError::Corrupt(error.to_string()))?
        };
        line.split = Some(Split { gases, parts });
    }
    Ok(line)
}

/// One line.
pub(crate) async fn find(tx: &TenantTx, id: &str) -> StoreResult<Option<ListedLine>> {
    let sql =
        format!("SELECT {COLUMNS} FROM inventory_lines WHERE organisation_id = $1 AND id = $2");
    let row = tx
        .query_one(&sql, vec![tx.organisation_id().into(), id.into()])
        .await?;
    row.map(|row| read(&mut Cells::of(&row), false)).transpose()
}

/// The first lines of each of many inventories in one statement: at most `page.size + 1` of each, after the page's
/// cursor.
pub(crate) async fn pages(
    tx: &TenantTx,
    inventory_ids: &[String],
    filter: &LineFilter,
    page: &Page,
) -> StoreResult<Vec<ListedLine>> {
    let mut values: Vec<Value> = vec![tx.organisation_id().into(), i64::from(page.size + 1).into()];
    let mut after = String::new();
    if let Some(id) = page.after.as_ref().and_then(|cursor| cursor.0.first()) {
        values.push(id.as_str().into());
        after = format!(" AND id > ${}", values.len());
    }
    let conditions = filter.conditions(&mut values);
    let with_split = filter.month.is_some() || filter.gas.is_some();
    let split = if with_split { SPLIT } else { "" };
    // One ordered, limited walk of the index for each inventory, glued together: no window over all the lines.
    let mut branches = Vec::with_capacity(inventory_ids.len());
    for id in inventory_ids {
        values.push(id.as_str().into());
        branches.push(format!(
            "SELECT * FROM (SELECT {COLUMNS}{split} FROM inventory_lines WHERE organisation_id = $1 AND inventory_id = ${}\
             {after}{} ORDER BY id LIMIT $2) AS part",
            values.len(),
            conditions.of_inventory(values.len())
        ));
    }
    let rows = tx.query_all(&branches.join(" UNION ALL "), values).await?;
    rows.iter()
        .map(|row| read(&mut Cells::of(row), with_split))
        .collect()
}

/// How many lines of an inventory pass the filter.
pub(crate) async fn count(
    tx: &TenantTx,
    inventory_id: &str,
    filter: &LineFilter,
) -> StoreResult<i64> {
    let mut values: Vec<Value> = vec![tx.organisation_id().into(), inventory_id.into()];
    let conditions = filter.conditions(&mut values).of_inventory(2);
    let sql = format!(
        "SELECT COUNT(*) FROM inventory_lines WHERE organisation_id = $1 AND inventory_id = $2{conditions}"
    );
    match tx.query_one(&sql, values).await? {
        Some(row) => Cells::of(&row).take(),
        None => Ok(0),
    }
}
