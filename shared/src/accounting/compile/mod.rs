//! Packs the published tables into the compact form the program embeds.
//!
//! Runs in the build script and in tests, so it knows nothing but `std`: text in, bytes out. The decoder is
//! [`super::library`]. Two rules are enforced here, once: a row without its source is an error, and so is a row whose
//! figure cannot be read. Nothing is dropped in silence.

mod error;
mod layouts;
mod numbers;
mod pack;
mod rules;
mod schema;

pub use error::CompileError;
pub use pack::{MAGIC, RowFigures, kind};
pub use rules::{Rules, glob};
pub use schema::{Dataset, FactorRow, read_datasets};

use super::table::Table;

/// One table of the reference folder: its path under `reference/` and its text.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// Path as `catalogue/datasets.csv` names it, `desnz/desnz_2025.csv`.
    pub path: &'a str,
    /// The table.
    pub text: &'a str,
}

/// Everything that goes into a library.
#[derive(Debug, Clone, Copy)]
pub struct Inputs<'a> {
    /// `catalogue/datasets.csv`.
    pub datasets: &'a str,
    /// `catalogue/activity_factors.csv`, the mapping rules.
    pub rules: &'a str,
    /// `catalogue/source_units.csv`, publishers' unit spellings to unit codes.
    pub units: &'a str,
    /// `catalogue/grid_regions.csv`, six-digit province codes and grid names to region codes.
    pub regions: &'a str,
    /// The published tables.
    pub tables: &'a [Source<'a>],
}

/// Reads, checks and maps every row, and packs them sorted by id.
pub fn compile(inputs: &Inputs<'_>) -> Result<Vec<u8>, CompileError> {
    pack::pack(&rows(inputs)?)
}

/// The rows before packing, for checks.
pub fn rows(inputs: &Inputs<'_>) -> Result<Vec<FactorRow>, CompileError> {
    let datasets = read_datasets(inputs.datasets)?;
    let units = two_columns(inputs.units, "source_unit", "unit");
    let regions = two_columns(inputs.regions, "source_region", "region");
    let rules = Rules::parse(inputs.rules)?;
    let mut rows = Vec::new();
    for dataset in &datasets {
        let first = rows.len();
        for path in &dataset.files {
            let source = inputs
                .tables
                .iter()
                .find(|source| source.path == *path)
                .ok_or_else(|| {
                    CompileError::new(path, 0, "table named in datasets.csv is missing")
                })?;
            schema::read(dataset, source, &units, &regions, &mut rows)?;
        }
        if rows.len() == first {
            return Err(CompileError::new(
                "catalogue/datasets.csv",
                0,
                &format!("data set {} selects no row", dataset.code),
            ));
        }
    }
    let mut lent: Vec<FactorRow> = rows.iter_mut().filter_map(|row| rules.apply(row)).collect();
    rows.append(&mut lent);
    rules.unused().map_or(Ok(()), |(number, text)| {
        Err(CompileError::new(
            "catalogue/activity_factors.csv",
            number,
            &format!("rule matches no row: {text}"),
        ))
    })?;
    rows.sort_by(|a, b| a.id.cmp(&b.id));
    if let Some(pair) = rows.windows(2).find(|pair| pair[0].id == pair[1].id) {
        return Err(CompileError::new(
            &pair[1].path,
            pair[1].line,
            &format!("factor id {} stands twice", pair[1].id),
        ));
    }
    Ok(rows)
}

fn two_columns(text: &str, key: &str, value: &str) -> Vec<(String, String)> {
    Table::parse(text)
        .rows()
        .map(|row| (row.get(key).to_owned(), row.get(value).to_owned()))
        .collect()
}
