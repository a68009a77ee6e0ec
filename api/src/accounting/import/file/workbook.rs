//! XLSX workbooks, sheet by sheet and row by row.

use std::{collections::HashMap, fs::File, io::BufReader, ops::ControlFlow, path::Path};

use calamine::{DataRef, Dimensions, Reader as _, Xlsx};
use rust_decimal::Decimal;
use saxaul_shared::{accounting::import::cell::Cell, period::Date};

use super::{COLUMNS_MAX, EachRow, FileProblem, ROWS_MAX, SHEETS_MAX};

/// Entries of the archive a workbook is.
const ENTRIES_MAX: usize = 2000;
/// What the archive may unpack to.
const UNPACKED_BYTES_MAX: u64 = 1 << 30;
/// Beyond this, an archive that unpacks to more than 200 times its size is an attack, not a workbook.
const SUSPICIOUS_BYTES: u64 = 64 << 20;

/// A workbook whose sheets are known.
pub(crate) struct WorkbookFile {
    workbook: Xlsx<BufReader<File>>,
}

impl WorkbookFile {
    pub(super) fn open(path: &Path) -> Result<Self, FileProblem> {
        check_archive(path)?;
        let workbook: Xlsx<_> = calamine::open_workbook(path).map_err(damaged)?;
        let count = workbook.sheet_names().len();
        if count == 0 {
            return Err(FileProblem::Empty);
        }
        if count > SHEETS_MAX {
            return Err(FileProblem::Limit("sheets ≤ 60"));
        }
        Ok(Self { workbook })
    }

    pub(super) fn sheets(&self) -> Vec<String> {
        self.workbook.sheet_names()
    }

    pub(super) fn rows(&mut self, sheet: usize, each: &mut EachRow<'_>) -> Result<(), FileProblem> {
        let Some(name) = self.sheets().get(sheet).cloned() else {
            return Ok(());
        };
        let merged = self
            .workbook
            .merge_cells_by_sheet_name(&name)
            .map_err(damaged)?;
        let mut merged = MergedCells::new(merged);
        let mut cells = self
            .workbook
            .worksheet_cells_reader(&name)
            .map_err(damaged)?;
        let mut current: Option<(u32, Vec<Cell>)> = None;
        let mut count = 0u64;
        while let Some(found) = cells.next_cell_with_formula().map_err(damaged)? {
            let (row, column) = found.pos;
            if current.as_ref().is_none_or(|(at, _)| *at != row)
                && let Some((at, row_cells)) = current.replace((row, Vec::new()))
                && give(at, row_cells, &mut merged, each, &mut count)? == ControlFlow::Break(())
            {
                return Ok(());
            }
            let column = usize::try_from(column)
                .unwrap_or(usize::MAX)
                .min(COLUMNS_MAX);
            if let Some((_, row_cells)) = &mut current {
                if row_cells.len() <= column {
                    row_cells.resize(column + 1, Cell::Empty);
                }
                if let Some(slot) = row_cells.get_mut(column) {
                    *slot = with_formula(value(&found.value), found.formula.as_deref());
                }
            }
        }
        if let Some((at, row_cells)) = current {
            let _ = give(at, row_cells, &mut merged, each, &mut count)?;
        }
        Ok(())
    }
}

/// Hands a row on, unless it is blank, with the values of merged cells filled in.
fn give(
    row: u32,
    mut cells: Vec<Cell>,
    merged: &mut MergedCells,
    each: &mut EachRow<'_>,
    count: &mut u64,
) -> Result<ControlFlow<()>, FileProblem> {
    let blank = cells.iter().all(Cell::is_empty);
    merged.fill(row, &mut cells);
    if blank {
        return Ok(ControlFlow::Continue(()));
    }
    *count += 1;
    if *count > ROWS_MAX {
        return Err(FileProblem::Limit("rows ≤ 2 000 000"));
    }
    Ok(each(row + 1, cells))
}

/// A merged block shows one value for all its cells; the file holds it in the first one only.
struct MergedCells {
    blocks: Vec<Dimensions>,
    values: HashMap<(u32, u32), Cell>,
}

impl MergedCells {
    fn new(blocks: Vec<Dimensions>) -> Self {
        Self {
            blocks,
            values: HashMap::new(),
        }
    }

    fn fill(&mut self, row: u32, cells: &mut Vec<Cell>) {
        for block in self
            .blocks
            .iter()
            .filter(|block| (block.start.0..=block.end.0).contains(&row))
        {
            let first = usize::try_from(block.start.1).unwrap_or(usize::MAX);
            if row == block.start.0 {
                let value = cells.get(first).cloned().unwrap_or_default();
                self.values.insert(block.start, value);
            }
            let Some(value) = self
                .values
                .get(&block.start)
                .filter(|value| !value.is_empty())
            else {
                continue;
            };
            let last = usize::try_from(block.end.1)
                .unwrap_or(usize::MAX)
                .min(COLUMNS_MAX);
            for column in first..=last {
                if cells.len() <= column {
                    cells.resize(column + 1, Cell::Empty);
                }
                if let Some(slot) = cells.get_mut(column) {
                    *slot = value.clone();
                }
            }
        }
    }
}

fn with_formula(value: Cell, formula: Option<&str>) -> Cell {
    match formula.filter(|formula| !formula.is_empty()) {
        None => value,
        Some(formula) => {
            let result = (!value.is_empty()).then(|| Box::new(value));
            Cell::Formula {
                text: format!("={}", formula.trim_start_matches('=')),
                result,
            }
        }
    }
}

fn value(data: &DataRef<'_>) -> Cell {
    match data {
        DataRef::Empty => Cell::Empty,
        DataRef::Int(number) => Cell::Number(Decimal::from(*number)),
        // A spreadsheet keeps numbers as binary doubles; their shortest decimal form is what the person typed.
        DataRef::Float(number) => exact(*number),
        DataRef::String(text) => shown_text(text),
        DataRef::SharedString(text) => shown_text(text),
        DataRef::Bool(truth) => Cell::Text(if *truth { "TRUE" } else { "FALSE" }.to_owned()),
        DataRef::DateTime(at) if at.is_datetime() => {
            let (year, month, day, ..) = at.to_ymd_hms_milli();
            match Date::new(i32::from(year), month, day) {
                Some(date) => Cell::Text(date.to_string()),
                None => exact(at.as_f64()),
            }
        }
        DataRef::DateTime(at) => exact(at.as_f64()),
        DataRef::DateTimeIso(text) => Cell::from_text(text.split('T').next().unwrap_or(text)),
        DataRef::DurationIso(text) => Cell::from_text(text),
        DataRef::Error(error) => Cell::Error(error.to_string()),
    }
}

/// Text of a workbook is text even when it begins with an equals sign: its formulas are marked as such.
fn shown_text(text: &str) -> Cell {
    match Cell::from_text(text) {
        Cell::Formula { text, .. } => Cell::Text(text),
        other => other,
    }
}

fn exact(number: f64) -> Cell {
    let text = number.to_string();
    match saxaul_shared::decimal::parse(&text) {
        Ok(decimal) => Cell::Number(decimal),
        Err(_) => Cell::Text(text),
    }
}

fn damaged(error: impl std::fmt::Display) -> FileProblem {
    FileProblem::Damaged(error.to_string().chars().take(200).collect())
}

/// Refuses archives that would unpack beyond all measure, before anything is unpacked.
fn check_archive(path: &Path) -> Result<(), FileProblem> {
    let packed = std::fs::metadata(path)?.len();
    let mut archive = zip::ZipArchive::new(BufReader::new(File::open(path)?)).map_err(damaged)?;
    if archive.len() > ENTRIES_MAX {
        return Err(FileProblem::Limit("archive entries ≤ 2 000"));
    }
    let mut unpacked = 0u64;
    for index in 0..archive.len() {
        let entry = archive.by_index_raw(index).map_err(damaged)?;
        if entry.enclosed_name().is_none() {
            return Err(FileProblem::Damaged(
                "archive entry outside the archive".to_owned(),
            ));
        }
        unpacked = unpacked.saturating_add(entry.size());
    }
    if unpacked > UNPACKED_BYTES_MAX
        || (unpacked > SUSPICIOUS_BYTES && unpacked / packed.max(1) > 200)
    {
        return Err(FileProblem::Limit("unpacked size ≤ 1 GiB"));
    }
    Ok(())
}
