//! One core's work: rows in, figures and refusals out.
//!
//! Rows that say the same but for their amount and their days share a plan: the factor is chosen and units are converted
//! once for all days that share the choice, and each row costs one exact multiplication per figure. Whatever is not plain
//! goes the long way through the import's own reader, so that this command and an import never read a cell differently.

use saxaul_shared::{
    accounting::{
        catalogue::Catalogue,
        engine::{Figures, Settings},
        import::{
            cell::Cell,
            columns::ImportField,
            row::{CellRefusal, Names, RowCells, read_row},
        },
        refusal::{Refusal, RefusalCode},
        source::LibrarySource,
    },
    decimal::Decimal,
    format::Locale,
    period::Period,
};

use super::{
    alike::AlikeRows,
    plain::{CellEnds, PlainReader, PlainRow},
    plans::Plans,
    records::{Record, line_cells},
    report::{self, Format, RowBasis, RowHead},
    totals::Totals,
};

/// Plans and texts kept at once. A file that needs more starts anew, and only loses time.
const KEPT_MAX: usize = 1 << 16;

/// What is asked for, the same for every core.
pub(super) struct Task {
    pub(super) source: LibrarySource<'static>,
    pub(super) settings: Settings,
    pub(super) region: String,
    pub(super) locale: Locale,
    pub(super) format: Format,
    /// Whether each row is written, or only summed.
    pub(super) rows: bool,
    /// Cores that work on a text.
    pub(super) threads: usize,
}

/// A file's columns.
#[derive(Debug, Clone)]
pub(super) struct Columns {
    pub(super) mapping: Vec<Option<ImportField>>,
    /// Whether the start column speaks of months.
    pub(super) start_is_month: bool,
}

/// Any text is a site, and a file without sites is one site's: there is no company here to know better.
struct AnySite {
    locale: Locale,
}

impl Names for AnySite {
    fn site(&self, text: &str) -> Result<String, Vec<String>> {
        Ok(text.to_owned())
    }

    fn only_site(&self) -> Option<String> {
        Some(String::new())
    }

    fn activity(&self, text: &str) -> Result<String, Vec<String>> {
        let catalogue = Catalogue::embedded();
        match catalogue.find(text) {
            Some(activity) => Ok(activity.code.clone()),
            None => Err(catalogue
                .suggest(text, 3)
                .into_iter()
                .map(|activity| activity.name(self.locale).to_owned())
                .collect()),
        }
    }
}

/// One core's state.
pub(super) struct Worker<'t> {
    task: &'t Task,
    columns: &'t Columns,
    sheet: &'t str,
    delimiter: u8,
    totals: Totals,
    plans: Plans,
    alike: AlikeRows,
    plain: Option<PlainReader>,
    ends: CellEnds,
    /// Rows written since the last [`Worker::take_output`].
    out: String,
}

impl<'t> Worker<'t> {
    pub(super) fn new(task: &'t Task, columns: &'t Columns, sheet: &'t str, delimiter: u8) -> Self {
        Self {
            task,
            columns,
            sheet,
            delimiter,
            totals: Totals::default(),
            plans: Plans::default(),
            alike: AlikeRows::default(),
            plain: PlainReader::new(columns),
            ends: CellEnds::default(),
            out: String::new(),
        }
    }

    /// Whether each row is written.
    pub(super) fn writes_rows(&self) -> bool {
        self.task.rows
    }

    /// Rows written so far, in order, each followed by its separator.
    pub(super) fn take_output(&mut self) -> String {
        std::mem::take(&mut self.out)
    }

    /// The sums of all rows taken in.
    pub(super) fn finish(mut self) -> Totals {
        self.plans.fold_into(&mut self.totals);
        self.totals
    }

    /// Takes in a row of a text file.
    pub(super) fn text_row(&mut self, row: u64, record: Record<'_, '_>) {
        let Some(plain) = self.plain_row(record) else {
            if let Some(cells) = self.row_cells(record) {
                self.long_way(row, &cells);
            }
            return;
        };
        let text = self.plain.as_ref().map_or(&[][..], PlainReader::text);
        if let Some(plan) = self.alike.plan(text, plain.factor_day) {
            if !self.plans.add(plan, plain.quantity) {
                self.compute(row, plan, plain.quantity.decimal());
            }
            return;
        }
        let Some(cells) = self.row_cells(record) else {
            return;
        };
        if let Some((days, plan)) = self.long_way(row, &cells) {
            let text = self.plain.as_ref().map_or(&[][..], PlainReader::text);
            self.alike.keep(text, plain.factor_day.map(|_| days), plan);
        }
    }

    /// The row, when it is a plain one.
    fn plain_row(&mut self, record: Record<'_, '_>) -> Option<PlainRow> {
        let plain = self.plain.as_mut()?;
        match record {
            Record::Line(line) => {
                let line = line.as_bytes();
                self.ends.split(line, self.delimiter);
                let ends = &self.ends;
                plain.read(ends.count(), |column| ends.cell(line, column))
            }
            Record::Cells(cells) => plain.read(cells.len(), |column| {
                cells.get(column).map_or(&[][..], |cell| cell.as_bytes())
            }),
        }
    }

    /// Takes in a row of a workbook.
    pub(super) fn cell_row(&mut self, row: u64, cells: Vec<Cell>) {
        let by_field: RowCells = cells
            .into_iter()
            .zip(&self.columns.mapping)
            .filter_map(|(cell, field)| Some(((*field)?, cell)))
            .collect();
        if by_field.values().any(|cell| !cell.is_empty()) {
            self.long_way(row, &by_field);
        }
    }

    /// The cells of a row by what they hold; `None` for a blank row.
    fn row_cells(&self, record: Record<'_, '_>) -> Option<RowCells> {
        let mut blank = true;
        let mut by_field = RowCells::new();
        let mut take = |column: usize, cell: &str| {
            blank &= cell.is_empty();
            if let Some(Some(field)) = self.columns.mapping.get(column) {
                by_field.insert(*field, Cell::from_text(cell));
            }
        };
        match record {
            Record::Line(line) => line_cells(line, self.delimiter)
                .enumerate()
                .for_each(|(column, cell)| take(column, cell)),
            Record::Cells(cells) => cells
                .iter()
                .enumerate()
                .for_each(|(column, cell)| take(column, cell)),
        }
        (!blank).then_some(by_field)
    }

    /// Reads the row as an import does, and computes it. Its plan, when it has one, with the days that it holds for.
    fn long_way(&mut self, row: u64, cells: &RowCells) -> Option<(Period, usize)> {
        let names = AnySite {
            locale: self.task.locale,
        };
        match read_row(cells, &names, self.columns.start_is_month) {
            Err(refusals) => {
                self.refuse(row, &refusals);
                None
            }
            Ok(draft) => {
                if self.plans.len() >= KEPT_MAX || self.alike.len() >= KEPT_MAX {
                    self.plans.fold_into(&mut self.totals);
                    self.alike.clear();
                }
                let quantity = draft.quantity;
                match self.plans.of(draft, self.task) {
                    Ok((days, plan)) => {
                        self.compute(row, plan, quantity);
                        Some((days, plan))
                    }
                    Err(refusal) => {
                        self.refuse_by_engine(row, refusal);
                        None
                    }
                }
            }
        }
    }

    fn compute(&mut self, row: u64, plan: usize, quantity: Decimal) {
        match self.plans.compute(plan, quantity) {
            Some(Ok((basis, figures))) if self.task.rows => {
                let head = RowHead {
                    sheet: self.sheet,
                    row,
                };
                write_row(&mut self.out, self.task.format, head, basis, &figures);
            }
            Some(Ok(_)) | None => {}
            Some(Err(refusal)) => self.refuse_by_engine(row, refusal),
        }
    }

    fn refuse_by_engine(&mut self, row: u64, refusal: Refusal) {
        let field = field_of(refusal.code);
        self.refuse(row, &[CellRefusal { field, refusal }]);
    }

    fn refuse(&mut self, row: u64, refusals: &[CellRefusal]) {
        let Some(first) = refusals.first() else {
            return;
        };
        self.totals.refuse(first.refusal.code);
        if self.task.rows {
            let head = RowHead {
                sheet: self.sheet,
                row,
            };
            match self.task.format {
                Format::Json => {
                    report::json_refusal(&mut self.out, head, refusals, self.task.locale);
                    self.out.push_str(",\n");
                }
                Format::Csv => {
                    report::csv_refusal(&mut self.out, head, refusals, self.task.locale);
                }
                Format::Table => {}
            }
        }
    }
}

fn write_row(
    out: &mut String,
    format: Format,
    head: RowHead<'_>,
    basis: &RowBasis,
    figures: &Figures,
) {
    match format {
        Format::Json => {
            report::json_row(out, head, basis, figures);
            out.push_str(",\n");
        }
        Format::Csv => report::csv_row(out, head, basis, figures),
        Format::Table => {}
    }
}

/// The column that a refusal of the engine concerns.
fn field_of(code: RefusalCode) -> Option<ImportField> {
    match code {
        RefusalCode::UnknownActivity => Some(ImportField::Activity),
        RefusalCode::UnknownUnit | RefusalCode::AmbiguousUnit | RefusalCode::WrongDimension => {
            Some(ImportField::Unit)
        }
        RefusalCode::UnknownFactor | RefusalCode::FactorMismatch => Some(ImportField::FactorId),
        RefusalCode::TooLarge | RefusalCode::NegativeQuantity => Some(ImportField::Quantity),
        _ => None,
    }
}
