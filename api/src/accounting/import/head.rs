//! The head of an uploaded file: its sheets, their headers, the first rows, and what each column seems to hold.

use std::{collections::BTreeMap, ops::ControlFlow, path::Path};

use saxaul_shared::accounting::import::{
    cell::Cell,
    columns::{ImportField, find_header_row, suggest_mapping},
};

use super::{
    file::{ActivityFile, COLUMNS_MAX, FileProblem},
    store::SheetPlan,
};

/// Rows read from the top of each sheet.
const HEAD_ROWS: usize = 30;
/// Rows shown below the headers.
const SAMPLE_ROWS: usize = 5;
/// Characters shown of one cell.
const SAMPLE_CHARS: usize = 80;

/// What the head of a file says.
#[derive(Debug)]
pub(crate) struct FileHead {
    /// Encoding of a text file.
    pub(crate) encoding: Option<&'static str>,
    /// Its sheets that have any content.
    pub(crate) sheets: Vec<SheetPlan>,
}

/// Reads the head of every sheet. Blocking.
pub(crate) fn read_head(
    path: &Path,
    remembered: &BTreeMap<String, Option<ImportField>>,
) -> Result<FileHead, FileProblem> {
    let mut file = ActivityFile::open(path)?;
    let mut sheets = Vec::new();
    let mut any = false;
    for (index, name) in file.sheets().into_iter().enumerate() {
        let mut numbers = Vec::new();
        let mut rows: Vec<Vec<Cell>> = Vec::new();
        file.rows(index, &mut |number, cells| {
            numbers.push(number);
            rows.push(cells);
            if rows.len() >= HEAD_ROWS {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        })?;
        any |= !rows.is_empty();
        sheets.push(plan(name, &numbers, &rows, remembered));
    }
    if !any {
        return Err(FileProblem::Empty);
    }
    Ok(FileHead {
        encoding: file.encoding(),
        sheets,
    })
}

/// A sheet without recognisable headers is taken to have them in its first row and is not included until someone says
/// so; one with them is.
fn plan(
    name: String,
    numbers: &[u32],
    rows: &[Vec<Cell>],
    remembered: &BTreeMap<String, Option<ImportField>>,
) -> SheetPlan {
    let found = find_header_row(rows);
    let at = found.unwrap_or(0);
    let header_cells = rows.get(at).map(Vec::as_slice).unwrap_or_default();
    let headers: Vec<String> = header_cells.iter().take(COLUMNS_MAX).map(shown).collect();
    let mapping = suggest_mapping(&headers, remembered);
    let has_required = ImportField::REQUIRED
        .iter()
        .all(|field| mapping.contains(&Some(*field)));
    let sample = rows
        .iter()
        .skip(at + 1)
        .take(SAMPLE_ROWS)
        .map(|row| {
            (0..headers.len())
                .map(|column| row.get(column).map(shown).unwrap_or_default())
                .collect()
        })
        .collect();
    SheetPlan {
        name,
        header_row: numbers.get(at).copied().unwrap_or(1),
        headers,
        mapping,
        sample,
        include: found.is_some() && (has_required || rows.len() > at + 1),
    }
}

fn shown(cell: &Cell) -> String {
    let text = match cell {
        Cell::Formula {
            result: Some(result),
            ..
        } => result.shown(),
        other => other.shown(),
    };
    text.chars().take(SAMPLE_CHARS).collect()
}
