//! One row of a file: from cells to a draft of activity data, or to all the reasons why not.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::accounting::record::DataQuality;
use crate::accounting::refusal::{Refusal, RefusalCode};
use crate::period::{Date, DateError, Month, Period};
use crate::quantity::{Unit, UnitError};

use super::cell::{CELL_CHARS_MAX, Cell, NumberProblem, narrow, parse_number};
use super::columns::ImportField;

/// Largest quantity that is taken, in whatever unit: beyond it, sums of a company no longer fit their columns.
pub const QUANTITY_MAX: Decimal = Decimal::from_parts(2_764_472_320, 232_830, 0, false, 0);

/// The cells of one row, by what they hold.
pub type RowCells = BTreeMap<ImportField, Cell>;

/// What names in a file mean: the company's sites and the catalogue.
pub trait Names {
    /// The id of the site, or names that might have been meant.
    fn site(&self, text: &str) -> Result<String, Vec<String>>;
    /// The id of the company's only site, when it has one site: files of such a company need not name it.
    fn only_site(&self) -> Option<String>;
    /// The code of the activity, or names that might have been meant.
    fn activity(&self, text: &str) -> Result<String, Vec<String>>;
}

/// A row that can be read: activity data, checked for form; the engine decides whether it can be computed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActivityDraft {
    /// Id of the site.
    pub site_id: String,
    /// Code of the activity.
    pub activity_code: String,
    /// Amount, as written in the file.
    pub quantity: Decimal,
    /// Code of its unit.
    pub unit: Unit,
    /// The days it covers.
    pub period: Period,
    /// Meter, boiler or vehicle.
    pub source: Option<String>,
    /// A factor named by its id.
    pub factor_id: Option<String>,
    /// Who supplied it.
    pub supplier: Option<String>,
    /// How good the data is. A file that does not say is taken for a file of bills.
    pub quality: DataQuality,
    /// Half width of the 95 % interval, per cent.
    pub uncertainty_pct: Option<Decimal>,
    /// Bill or document number.
    pub reference: Option<String>,
    /// Free text.
    pub note: Option<String>,
}

/// One reason why a row cannot be read, and the column it concerns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CellRefusal {
    /// The column; `None` when the row as a whole is meant.
    pub field: Option<ImportField>,
    /// The reason.
    pub refusal: Refusal,
}

/// How a row ended.
pub type RowOutcome = Result<ActivityDraft, Vec<CellRefusal>>;

/// Reads one row. `start_is_month` says that the start column's header speaks of months: spreadsheets turn `2025-01`
/// into the first of the month.
pub fn read_row(cells: &RowCells, names: &dyn Names, start_is_month: bool) -> RowOutcome {
    let mut reader = Reader {
        cells,
        refusals: Vec::new(),
    };
    let site_id = reader.site(names);
    let activity_code = reader.activity(names);
    let quantity = reader.quantity();
    let unit = reader.unit();
    let period = reader.period(start_is_month);
    let quality = reader.quality();
    let uncertainty_pct = reader.uncertainty();
    let source = reader.text(ImportField::Source);
    let factor_id = reader.text(ImportField::FactorId);
    let supplier = reader.text(ImportField::Supplier);
    let reference = reader.text(ImportField::Reference);
    let note = reader.text(ImportField::Note);
    match (site_id, activity_code, quantity, unit, period) {
        (Some(site_id), Some(activity_code), Some(quantity), Some(unit), Some(period))
            if reader.refusals.is_empty() =>
        {
            Ok(ActivityDraft {
                site_id,
                activity_code,
                quantity,
                unit,
                period,
                source,
                factor_id,
                supplier,
                quality,
                uncertainty_pct,
                reference,
                note,
            })
        }
        _ => Err(reader.refusals),
    }
}

struct Reader<'a> {
    cells: &'a RowCells,
    refusals: Vec<CellRefusal>,
}

impl Reader<'_> {
    fn refuse(&mut self, field: ImportField, refusal: Refusal) {
        self.refusals.push(CellRefusal {
            field: Some(field),
            refusal,
        });
    }

    fn missing(&mut self, field: ImportField) {
        let (zh, en) = field.header();
        self.refuse(
            field,
            Refusal::new(RefusalCode::MissingCell, format!("{zh} / {en}")),
        );
    }

    /// The cell, if there is something in it that can be read at all.
    fn cell(&mut self, field: ImportField) -> Option<Cell> {
        let cell = self.cells.get(&field)?.clone();
        match &cell {
            Cell::Empty => None,
            // The spreadsheet program stored what it computed: that is what the person saw.
            Cell::Formula {
                result: Some(result),
                ..
            } => Some((**result).clone()),
            Cell::Formula { text, result: None } => {
                let shown: String = text.chars().take(120).collect();
                self.refuse(field, Refusal::new(RefusalCode::FormulaCell, shown));
                None
            }
            Cell::Error(text) => {
                self.refuse(field, Refusal::new(RefusalCode::BadValue, text.clone()));
                None
            }
            Cell::Text(text) if text.chars().count() > CELL_CHARS_MAX || text.contains('\0') => {
                let start: String = text.chars().filter(|c| *c != '\0').take(40).collect();
                self.refuse(
                    field,
                    Refusal::new(RefusalCode::BadValue, format!("{start}…")),
                );
                None
            }
            _ => Some(cell),
        }
    }

    /// The cell of a required column; says so when it is empty.
    fn required(&mut self, field: ImportField) -> Option<Cell> {
        let before = self.refusals.len();
        let cell = self.cell(field);
        if cell.is_none() && self.refusals.len() == before {
            self.missing(field);
        }
        cell
    }

    fn text(&mut self, field: ImportField) -> Option<String> {
        self.cell(field).map(|cell| cell.shown())
    }

    fn site(&mut self, names: &dyn Names) -> Option<String> {
        let empty = self
            .cells
            .get(&ImportField::Site)
            .is_none_or(Cell::is_empty);
        if empty && let Some(only) = names.only_site() {
            return Some(only);
        }
        let text = self.required(ImportField::Site)?.shown();
        match names.site(&text) {
            Ok(id) => Some(id),
            Err(near) => {
                let refusal = Refusal::new(RefusalCode::UnknownSite, text).suggestions(near);
                self.refuse(ImportField::Site, refusal);
                None
            }
        }
    }

    fn activity(&mut self, names: &dyn Names) -> Option<String> {
        let text = self.required(ImportField::Activity)?.shown();
        match names.activity(&text) {
            Ok(code) => Some(code),
            Err(near) => {
                let refusal = Refusal::new(RefusalCode::UnknownActivity, text).suggestions(near);
                self.refuse(ImportField::Activity, refusal);
                None
            }
        }
    }

    fn number(&mut self, field: ImportField, cell: &Cell) -> Option<Decimal> {
        if let Cell::Number(number) = cell {
            return Some(*number);
        }
        let text = cell.shown();
        let code = match parse_number(&text) {
            Ok(number) => return Some(number),
            Err(NumberProblem::TooLarge) => RefusalCode::TooLarge,
            Err(NumberProblem::Ambiguous | NumberProblem::NotANumber) => RefusalCode::BadNumber,
        };
        self.refuse(
            field,
            Refusal::new(code, text.chars().take(60).collect::<String>()),
        );
        None
    }

    fn quantity(&mut self) -> Option<Decimal> {
        let cell = self.required(ImportField::Quantity)?;
        let number = self.number(ImportField::Quantity, &cell)?;
        let code = if number < Decimal::ZERO {
            RefusalCode::NegativeQuantity
        } else if number > QUANTITY_MAX {
            RefusalCode::TooLarge
        } else {
            return Some(number);
        };
        self.refuse(ImportField::Quantity, Refusal::new(code, cell.shown()));
        None
    }

    fn unit(&mut self) -> Option<Unit> {
        let text = self.required(ImportField::Unit)?.shown();
        let (code, near) = match Unit::parse(&text) {
            Ok(unit) => return Some(unit),
            Err(UnitError::Unknown { suggestions, .. }) => (RefusalCode::UnknownUnit, suggestions),
            Err(UnitError::Ambiguous { candidates, .. }) => {
                (RefusalCode::AmbiguousUnit, candidates)
            }
        };
        self.refuse(
            ImportField::Unit,
            Refusal::new(code, text).suggestions(near),
        );
        None
    }

    fn period(&mut self, start_is_month: bool) -> Option<Period> {
        let start = self.required(ImportField::Start);
        let end = self.cell(ImportField::End);
        let start_span = start
            .as_ref()
            .and_then(|cell| self.span(ImportField::Start, cell))?;
        let month_of_start = start_is_month.then(|| start_span.start().calendar_month().period());
        let Some(end) = end else {
            return match month_of_start {
                Some(month) => Some(month),
                // A month or a year is a period by itself; a single day is not.
                None if start_span.days() > 1 => Some(start_span),
                None => {
                    if self.cells.get(&ImportField::End).is_none_or(Cell::is_empty) {
                        self.missing(ImportField::End);
                    }
                    None
                }
            };
        };
        let end_span = self.span(ImportField::End, &end)?;
        if let Ok(period) = Period::new(start_span.start(), end_span.end()) {
            return Some(period);
        }
        let found = format!("{} → {}", start_span.start(), end_span.end());
        self.refuse(
            ImportField::End,
            Refusal::new(RefusalCode::PeriodReversed, found),
        );
        None
    }

    /// The days one date cell means: a day, a month or a year.
    fn span(&mut self, field: ImportField, cell: &Cell) -> Option<Period> {
        let read = match cell {
            Cell::DateSerial(serial) => Date::from_excel_serial(*serial).and_then(day_span),
            _ => read_span(&cell.shown()),
        };
        if read.is_none() {
            let found: String = cell.shown().chars().take(60).collect();
            self.refuse(field, Refusal::new(RefusalCode::BadDate, found));
        }
        read
    }

    fn quality(&mut self) -> DataQuality {
        let Some(text) = self.text(ImportField::Quality) else {
            return DataQuality::Invoiced;
        };
        read_quality(&text).unwrap_or_else(|| {
            let refusal = Refusal::new(RefusalCode::BadValue, text)
                .context("实测/measured, 发票/invoiced, 估算/estimated, 替代/proxy");
            self.refuse(ImportField::Quality, refusal);
            DataQuality::Invoiced
        })
    }

    fn uncertainty(&mut self) -> Option<Decimal> {
        let cell = self.cell(ImportField::UncertaintyPct)?;
        let stripped = match &cell {
            Cell::Text(text) => Cell::Text(
                text.trim_end_matches(['%', '±', ' '])
                    .trim_start_matches('±')
                    .to_owned(),
            ),
            other => other.clone(),
        };
        let number = self.number(ImportField::UncertaintyPct, &stripped)?;
        if number < Decimal::ZERO || number > Decimal::from(1000) {
            let refusal = Refusal::new(RefusalCode::BadNumber, cell.shown());
            self.refuse(ImportField::UncertaintyPct, refusal);
            return None;
        }
        Some(number)
    }
}

fn day_span(day: Date) -> Option<Period> {
    Period::new(day, day).ok()
}

/// Reads a day (`2025-01-31` and its other spellings), a month (`2025-01`, `2025/1`, `2025年1月`, `202501`) or a year
/// (`2025`, `2025年`), as the days it means. Serial numbers that lost their date format (45 658) are days as well.
pub fn read_span(text: &str) -> Option<Period> {
    let text = narrow(text);
    let text = text.trim();
    match Date::parse(text) {
        Ok(day) => return day_span(day),
        Err(DateError::NoSuchDay) => return None,
        Err(_) => {}
    }
    let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    match text.len() {
        4 if digits => return text.parse().ok().and_then(Period::year),
        5 if digits => {
            return text
                .parse()
                .ok()
                .and_then(Date::from_excel_serial)
                .and_then(day_span);
        }
        6 if digits => {
            let (year, month) = text.split_at(4);
            return Month::new(year.parse().ok()?, month.parse().ok()?).map(Month::period);
        }
        _ => {}
    }
    if let Some(year) = text.strip_suffix('年') {
        return year.trim().parse().ok().and_then(Period::year);
    }
    let (year, month) = match text.split_once('年') {
        Some((year, month)) => (
            year,
            month
                .strip_suffix("月份")
                .or_else(|| month.strip_suffix('月'))?,
        ),
        None => text.split_once(['-', '/', '.'])?,
    };
    let (year, month) = (year.trim(), month.trim());
    if year.len() != 4 || month.is_empty() || month.len() > 2 {
        return None;
    }
    Month::new(year.parse().ok()?, month.parse().ok()?).map(Month::period)
}

/// Reads a grade of data quality in either language.
pub fn read_quality(text: &str) -> Option<DataQuality> {
    match narrow(text).trim().to_lowercase().as_str() {
        "measured" | "meter" | "metered" | "实测" | "计量" | "实测值" | "监测" => {
            Some(DataQuality::Measured)
        }
        "invoiced" | "invoice" | "bill" | "发票" | "账单" | "结算" | "票据" => {
            Some(DataQuality::Invoiced)
        }
        "estimated" | "estimate" | "估算" | "估计" | "推算" => Some(DataQuality::Estimated),
        "proxy" | "average" | "替代" | "缺省" | "平均" | "缺省值" => {
            Some(DataQuality::Proxy)
        }
        _ => None,
    }
}
