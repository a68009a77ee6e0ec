//! Data sets and the one row type all tables are read into, with what no row may lack.

use super::super::table::Table;
use super::error::CompileError;
use super::layouts::{cn_fuel, cn_grid, cn_process, international};
use super::numbers::date;
use super::{RowFigures, Source};

/// One data set of `catalogue/datasets.csv`.
#[derive(Debug, Clone)]
pub struct Dataset {
    /// Short code, `desnz`, `mee_grid`.
    pub code: String,
    /// Files under `reference/`.
    pub files: Vec<String>,
    /// Conditions `column=value` a row must meet to belong to it.
    select: Vec<(String, String)>,
    layout: String,
    /// `source` as the row says, `year` for the calendar year of the figure, or `from/to`.
    validity: String,
    pack: String,
    pub(super) name_zh: String,
    pub(super) name_en: String,
}

/// One factor before packing. Dates are `yyyymmdd`, 0 when open.
#[derive(Debug, Clone, Default)]
pub struct FactorRow {
    /// Table it was read from.
    pub path: String,
    /// Line there.
    pub line: usize,
    /// As `Factor::id`.
    pub id: String,
    /// As `Factor::series_id`.
    pub series_id: String,
    /// Name the mapping rules look at.
    pub name: String,
    /// Name in Chinese, or empty.
    pub name_zh: String,
    /// Name in English, or empty.
    pub name_en: String,
    /// Who published it.
    pub publisher: String,
    /// Document.
    pub dataset: String,
    /// Code of the data set.
    pub dataset_code: String,
    /// Edition.
    pub version: String,
    /// Year the figure describes.
    pub year: u32,
    /// First day it serves.
    pub valid_from: u32,
    /// Last day it serves.
    pub valid_to: u32,
    /// Region it serves.
    pub region: String,
    /// Unit code.
    pub unit: String,
    /// The publisher's spelling of the unit.
    pub source_unit: String,
    /// The table's category.
    pub category: String,
    /// The publisher's heading.
    pub heading: String,
    /// As `Factor::basis`.
    pub basis: Vec<String>,
    /// 1 to 3, 4 outside, 0 none.
    pub scope: u8,
    /// The figures.
    pub figures: RowFigures,
    /// Printed total beside a split by gas, or empty.
    pub total: String,
    /// kg biogenic CO2 per unit, or empty.
    pub biogenic: String,
    /// 1 to 4 for SAR to AR6, 0 where the source does not say.
    pub gwp: u8,
    /// Table, sheet or id in the publication.
    pub source_ref: String,
    /// True when from memory.
    pub recalled: bool,
    /// Pack, or empty.
    pub pack: String,
    /// Remarks.
    pub note: String,
    /// Activities it serves.
    pub activities: Vec<String>,
}

/// Reads the table of data sets.
pub fn read_datasets(text: &str) -> Result<Vec<Dataset>, CompileError> {
    Table::parse(text)
        .rows()
        .map(|row| {
            if row.get("licence").is_empty() || row.get("attribution").is_empty() {
                return Err(CompileError::new(
                    "catalogue/datasets.csv",
                    row.number(),
                    "a data set needs a licence and an attribution",
                ));
            }
            Ok(Dataset {
                code: row.get("code").to_owned(),
                files: row.get("files").split('|').map(str::to_owned).collect(),
                select: row
                    .get("select")
                    .split(';')
                    .filter_map(|part| part.split_once('='))
                    .map(|(column, value)| (column.to_owned(), value.to_owned()))
                    .collect(),
                layout: row.get("layout").to_owned(),
                validity: row.get("validity").to_owned(),
                pack: row.get("pack").to_owned(),
                name_zh: row.get("name_zh").to_owned(),
                name_en: row.get("name_en").to_owned(),
            })
        })
        .collect()
}

/// Appends the rows of one table that belong to the data set.
pub(super) fn read(
    dataset: &Dataset,
    source: &Source<'_>,
    units: &[(String, String)],
    regions: &[(String, String)],
    out: &mut Vec<FactorRow>,
) -> Result<(), CompileError> {
    let table = Table::parse(source.text);
    for row in table.rows() {
        if !dataset
            .select
            .iter()
            .all(|(column, value)| value.split('|').any(|one| one == row.get(column)))
        {
            continue;
        }
        let fail = |reason: &str| CompileError::new(source.path, row.number(), reason);
        let read = match dataset.layout.as_str() {
            "international" => Some(international(&row)),
            "cn_grid" => Some(cn_grid(&row, dataset, regions)),
            "cn_fuel" => Some(cn_fuel(&row)),
            "cn_process" => cn_process(&row),
            other => return Err(fail(&format!("unknown layout {other}"))),
        };
        let Some(read) = read else { continue };
        let mut factor = read.map_err(|reason| fail(&reason))?;
        source.path.clone_into(&mut factor.path);
        factor.line = row.number();
        factor.dataset_code.clone_from(&dataset.code);
        factor.pack.clone_from(&dataset.pack);
        factor.unit = units
            .iter()
            .find(|(from, _)| *from == factor.source_unit)
            .map(|(_, to)| to.clone())
            .ok_or_else(|| {
                fail(&format!(
                    "unit {:?} is not in source_units.csv",
                    factor.source_unit
                ))
            })?;
        match dataset.validity.as_str() {
            "source" => {}
            "year" => {
                // The window of publication stays as a remark: what a figure describes decides which activity it serves.
                if dataset.layout == "international" && factor.valid_from != 0 {
                    let remark = format!("published {}", row.get("valid_from"));
                    factor.note = match factor.note.as_str() {
                        "" => remark,
                        note => format!("{note}; {remark}"),
                    };
                }
                factor.valid_from = factor.year * 10_000 + 101;
                factor.valid_to = factor.year * 10_000 + 1231;
            }
            range => {
                let (from, to) = range.split_once('/').unwrap_or((range, ""));
                (factor.valid_from, factor.valid_to) = (
                    date(from).map_err(|e| fail(&e))?,
                    date(to).map_err(|e| fail(&e))?,
                );
            }
        }
        check(&factor).map_err(|reason| fail(&reason))?;
        out.push(factor);
    }
    Ok(())
}

/// What no row may lack. Most of all: its source.
fn check(row: &FactorRow) -> Result<(), String> {
    for (what, text) in [
        ("factor id", &row.id),
        ("publisher", &row.publisher),
        ("document", &row.dataset),
        ("source reference", &row.source_ref),
        ("region", &row.region),
    ] {
        if text.is_empty() {
            return Err(format!("a row without its {what} is never used"));
        }
    }
    if row.year < 1990 || (row.valid_to != 0 && row.valid_to < row.valid_from) {
        return Err(format!(
            "year {} or validity {}..{} cannot be",
            row.year, row.valid_from, row.valid_to
        ));
    }
    Ok(())
}
