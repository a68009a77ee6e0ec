//! The data rows of an import, in batches, from a thread of their own.

use std::{ops::ControlFlow, path::PathBuf};

use saxaul_shared::accounting::import::{
    cell::Cell,
    columns::{ImportField, fold_header},
    row::RowCells,
};
use tokio::sync::mpsc;

use super::{
    file::{ActivityFile, FileProblem},
    store::SheetPlan,
};

/// Rows of one batch: one transaction of an import.
pub(crate) const BATCH_ROWS: usize = 2000;
/// Batches read ahead of the database.
const BATCHES_AHEAD: usize = 2;

/// One data row of the file.
#[derive(Debug, Clone)]
pub(crate) struct DataRow {
    /// Index of its sheet.
    pub(crate) sheet: usize,
    /// Its number as the person's program counts it.
    pub(crate) number: u32,
    /// Its cells, by what they hold.
    pub(crate) cells: RowCells,
    /// Whether its start column speaks of months.
    pub(crate) start_is_month: bool,
}

/// Some rows of the file, in its order.
pub(crate) struct Batch<R> {
    /// Rows of the file that it stands for.
    pub(crate) size: u64,
    /// What was made of those that are wanted.
    pub(crate) rows: Vec<R>,
}

/// A batch, or why the file cannot be read any further.
pub(crate) type Batched<R> = Result<Batch<R>, FileProblem>;

/// Reads the included sheets of the file at `path` from their headers on, and makes of each row what `made` makes of
/// it; rows it makes nothing of only count. The thread ends when the receiver is dropped.
pub(crate) fn read<R: Send + 'static>(
    path: PathBuf,
    sheets: Vec<SheetPlan>,
    made: impl Fn(DataRow) -> Option<R> + Send + 'static,
) -> mpsc::Receiver<Batched<R>> {
    let (sender, receiver) = mpsc::channel(BATCHES_AHEAD);
    tokio::task::spawn_blocking(move || {
        if let Err(problem) = read_all(&path, &sheets, &made, &sender) {
            // A receiver that is gone wants to hear of no problem either.
            let _ = sender.blocking_send(Err(problem));
        }
    });
    receiver
}

fn read_all<R>(
    path: &std::path::Path,
    sheets: &[SheetPlan],
    made: &impl Fn(DataRow) -> Option<R>,
    sender: &mpsc::Sender<Batched<R>>,
) -> Result<(), FileProblem> {
    let mut file = ActivityFile::open(path)?;
    let empty = || Batch {
        size: 0,
        rows: Vec::with_capacity(BATCH_ROWS),
    };
    let mut batch = empty();
    for (index, plan) in sheets.iter().enumerate().filter(|(_, plan)| plan.include) {
        let start_is_month = speaks_of_months(plan);
        file.rows(index, &mut |number, cells| {
            if number <= plan.header_row {
                return ControlFlow::Continue(());
            }
            let cells = by_field(plan, cells);
            if cells.values().all(Cell::is_empty) {
                return ControlFlow::Continue(());
            }
            batch.size += 1;
            batch.rows.extend(made(DataRow {
                sheet: index,
                number,
                cells,
                start_is_month,
            }));
            if batch.size < BATCH_ROWS as u64 {
                return ControlFlow::Continue(());
            }
            let full = std::mem::replace(&mut batch, empty());
            match sender.blocking_send(Ok(full)) {
                Ok(()) => ControlFlow::Continue(()),
                Err(_) => ControlFlow::Break(()),
            }
        })?;
        if sender.is_closed() {
            return Ok(());
        }
    }
    if batch.size > 0 {
        let _ = sender.blocking_send(Ok(batch));
    }
    Ok(())
}

fn by_field(plan: &SheetPlan, cells: Vec<Cell>) -> RowCells {
    cells
        .into_iter()
        .zip(&plan.mapping)
        .filter_map(|(cell, field)| Some(((*field)?, cell)))
        .collect()
}

/// Whether the header of the start column is one of those that speak of months. Spreadsheets turn a typed `2025-01` into
/// the first of January; only the header tells that the month was meant.
pub(crate) fn speaks_of_months(plan: &SheetPlan) -> bool {
    plan.headers
        .iter()
        .zip(&plan.mapping)
        .find(|(_, field)| **field == Some(ImportField::Start))
        .is_some_and(|(header, _)| {
            let folded = fold_header(header);
            [
                "month",
                "billingmonth",
                "月份",
                "年月",
                "账期",
                "所属月份",
                "统计月份",
            ]
            .contains(&folded.as_str())
        })
}
