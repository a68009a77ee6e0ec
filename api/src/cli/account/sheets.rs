//! The sheets of a file that hold activity data, and what their columns are.

use std::{collections::BTreeMap, ops::ControlFlow};

use saxaul_shared::accounting::import::{
    cell::Cell,
    columns::{ImportField, find_header_row, fold_header, suggest_mapping},
};

use super::file::{ActivityFile, COLUMNS_MAX, FileProblem};

/// Rows from the top of each sheet among which its headers are looked for.
const HEAD_ROWS: usize = 30;

/// A sheet with recognisable headers.
#[derive(Debug)]
pub(super) struct Sheet {
    /// Position in the file.
    pub(super) index: usize,
    /// Empty for a text file.
    pub(super) name: String,
    /// Row of the headers as a spreadsheet counts.
    pub(super) header_row: u32,
    pub(super) mapping: Vec<Option<ImportField>>,
    /// Whether the start column speaks of months: spreadsheets turn a typed `2025-01` into the first of January.
    pub(super) start_is_month: bool,
}

/// The sheets of `file` that have headers; the others hold something else.
pub(super) fn sheets(file: &mut ActivityFile) -> Result<Vec<Sheet>, FileProblem> {
    let mut sheets = Vec::new();
    for (index, name) in file.sheets().into_iter().enumerate() {
        let (mut numbers, mut rows) = (Vec::new(), Vec::new());
        file.rows(index, &mut |number, cells| {
            numbers.push(number);
            rows.push(cells);
            if rows.len() >= HEAD_ROWS {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        })?;
        let Some(at) = find_header_row(&rows) else {
            continue;
        };
        let headers: Vec<String> = rows
            .get(at)
            .map(Vec::as_slice)
            .unwrap_or_default()
            .iter()
            .take(COLUMNS_MAX)
            .map(Cell::shown)
            .collect();
        let mapping = suggest_mapping(&headers, &BTreeMap::new());
        let start_is_month = headers
            .iter()
            .zip(&mapping)
            .any(|(header, field)| *field == Some(ImportField::Start) && is_month(header));
        sheets.push(Sheet {
            index,
            name,
            header_row: numbers.get(at).copied().unwrap_or(1),
            mapping,
            start_is_month,
        });
    }
    Ok(sheets)
}

fn is_month(header: &str) -> bool {
    [
        "month",
        "billingmonth",
        "月份",
        "年月",
        "账期",
        "所属月份",
        "统计月份",
    ]
    .contains(&fold_header(header).as_str())
}
