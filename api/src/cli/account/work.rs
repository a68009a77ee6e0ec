//! One core's work: rows in, figures and refusals out.
//!
//! Rows that say the same but for their amount share a plan: the factor is chosen and units are converted once, and
//! each row costs one exact multiplication per figure. Whatever is not plain goes the long way through the import's
//! own reader, so that this command and an import never read a cell differently.

use std::borrow::Cow;
use std::collections::HashMap;

use saxaul_shared::{
    accounting::{
        catalogue::Catalogue,
        engine::{ActivityInput, Figures, PreparedCalculation, Settings, prepare},
        import::{
            cell::Cell,
            columns::ImportField,
            row::{ActivityDraft, CellRefusal, Names, QUANTITY_MAX, RowCells, read_row},
        },
        record::DataQuality,
        refusal::{Refusal, RefusalCode},
        source::{FactorSource, LibrarySource},
    },
    decimal::Decimal,
    format::Locale,
    period::Date,
    quantity::Unit,
};

use super::{
    report::{self, Format, RowBasis, RowHead},
    totals::{GroupKey, Sums, Totals},
};

/// Longest plain cell. Longer ones take the long way.
const PLAIN_BYTES_MAX: usize = 200;
/// Plans and readings kept at once. A file that needs more starts anew, and only loses time.
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

/// A plan with the sums of the rows that it computed.
struct Planned {
    plan: PreparedCalculation,
    basis: RowBasis,
    sums: Sums,
}

/// Everything of a draft that a plan depends on.
#[derive(PartialEq, Eq, Hash)]
struct PlanKey {
    activity: String,
    unit: Unit,
    factor_day: Date,
    factor_id: Option<String>,
    supplier: Option<String>,
    quality: DataQuality,
}

/// One core's state.
pub(super) struct Worker<'t> {
    task: &'t Task,
    columns: &'t Columns,
    sheet: &'t str,
    totals: Totals,
    plans: Vec<Planned>,
    by_key: HashMap<PlanKey, usize>,
    /// Plan by the text of every cell but the amount and those that no figure depends on.
    by_text: HashMap<Vec<u8>, usize>,
    /// Scratch for such a text.
    text: Vec<u8>,
    /// Rows written since the last [`Worker::take_output`].
    out: String,
}

impl<'t> Worker<'t> {
    pub(super) fn new(task: &'t Task, columns: &'t Columns, sheet: &'t str) -> Self {
        Self {
            task,
            columns,
            sheet,
            totals: Totals::default(),
            plans: Vec::new(),
            by_key: HashMap::new(),
            by_text: HashMap::new(),
            text: Vec::new(),
            out: String::new(),
        }
    }

    /// Rows written so far, in order, each followed by its separator.
    pub(super) fn take_output(&mut self) -> String {
        std::mem::take(&mut self.out)
    }

    /// The sums of all rows taken in.
    pub(super) fn finish(mut self) -> Totals {
        self.fold_plans();
        self.totals
    }

    /// Takes in a row of a text file.
    pub(super) fn text_row(&mut self, row: u64, cells: &[Cow<'_, str>]) {
        match self.plain(cells) {
            Some(quantity) => {
                if let Some(index) = self.by_text.get(&self.text).copied() {
                    return self.compute(row, index, quantity);
                }
                let key = self.text.clone();
                if let Some(index) = self.long_way(row, &self.row_cells(cells)) {
                    self.by_text.insert(key, index);
                }
            }
            None => {
                self.long_way(row, &self.row_cells(cells));
            }
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

    fn row_cells(&self, cells: &[Cow<'_, str>]) -> RowCells {
        cells
            .iter()
            .zip(&self.columns.mapping)
            .filter_map(|(cell, field)| Some(((*field)?, Cell::from_text(cell))))
            .collect()
    }

    /// The amount, when every cell is plain; `self.text` then holds the text that tells its plan.
    fn plain(&mut self, cells: &[Cow<'_, str>]) -> Option<Decimal> {
        self.text.clear();
        let mut quantity = None;
        for (cell, field) in cells.iter().zip(&self.columns.mapping) {
            let Some(field) = field else { continue };
            match field {
                ImportField::Quantity => quantity = plain_number(cell),
                // No figure depends on these, so long as the reader would take them as text.
                ImportField::Site
                | ImportField::Reference
                | ImportField::Note
                | ImportField::Source => {
                    if cell.len() > PLAIN_BYTES_MAX
                        || cell.starts_with(['=', '＝'])
                        || cell.contains('\0')
                    {
                        return None;
                    }
                }
                _ => {
                    if cell.len() > PLAIN_BYTES_MAX {
                        return None;
                    }
                    self.text.extend_from_slice(cell.as_bytes());
                    self.text.push(0x1f);
                }
            }
        }
        quantity
    }

    /// Reads the row as an import does, and computes it. The index of its plan, when it has one.
    fn long_way(&mut self, row: u64, cells: &RowCells) -> Option<usize> {
        let names = AnySite {
            locale: self.task.locale,
        };
        match read_row(cells, &names, self.columns.start_is_month) {
            Err(refusals) => {
                self.refuse(row, &refusals);
                None
            }
            Ok(draft) => {
                let quantity = draft.quantity;
                match self.plan_of(draft) {
                    Ok(index) => {
                        self.compute(row, index, quantity);
                        Some(index)
                    }
                    Err(refusal) => {
                        self.refuse_by_engine(row, refusal);
                        None
                    }
                }
            }
        }
    }

    fn plan_of(&mut self, draft: ActivityDraft) -> Result<usize, Refusal> {
        if self.plans.len() >= KEPT_MAX || self.by_text.len() >= KEPT_MAX {
            self.fold_plans();
        }
        let unit = draft.unit;
        let input = ActivityInput {
            factor_id: draft.factor_id,
            supplier: draft.supplier,
            quality: draft.quality,
            ..ActivityInput::new(
                &draft.activity_code,
                draft.quantity,
                &unit.code(),
                draft.period,
                &self.task.region,
            )
        };
        let key = PlanKey {
            activity: draft.activity_code,
            unit,
            factor_day: input.factor_day(),
            factor_id: input.factor_id.clone(),
            supplier: input.supplier.clone(),
            quality: input.quality,
        };
        if let Some(index) = self.by_key.get(&key) {
            return Ok(*index);
        }
        let plan = prepare(&input, &self.task.source, &self.task.settings)?;
        let activity = self.task.source.activity(&input.activity);
        let basis = RowBasis {
            group: GroupKey {
                scope: activity.and_then(|activity| activity.scope),
                category: activity
                    .map(|activity| activity.category.clone())
                    .unwrap_or_default(),
                activity: input.activity,
            },
            factor_id: plan.factor_id().map(str::to_owned),
            market_factor_id: plan.market_factor_id().map(str::to_owned),
            status: plan.status(),
        };
        self.plans.push(Planned {
            plan,
            basis,
            sums: Sums::default(),
        });
        let index = self.plans.len() - 1;
        self.by_key.insert(key, index);
        Ok(index)
    }

    fn compute(&mut self, row: u64, index: usize, quantity: Decimal) {
        let Some(planned) = self.plans.get_mut(index) else {
            return;
        };
        match planned.plan.compute(quantity) {
            Ok(figures) => {
                planned.sums.add(&figures);
                if self.task.rows {
                    write_row(
                        &mut self.out,
                        self.task.format,
                        RowHead {
                            sheet: self.sheet,
                            row,
                        },
                        &planned.basis,
                        &figures,
                    );
                }
            }
            Err(refusal) => self.refuse_by_engine(row, refusal),
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

    /// Moves the sums of the plans into the totals and forgets the plans.
    fn fold_plans(&mut self) {
        for planned in self.plans.drain(..) {
            if planned.sums.records > 0 {
                self.totals
                    .add_group(&planned.basis.group, planned.basis.status, &planned.sums);
            }
        }
        self.by_key.clear();
        self.by_text.clear();
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

/// A number of plain digits with at most one point between them, at most 18 digits, no sign: what meters and programs
/// write. Anything else is read by the import's reader.
fn plain_number(text: &str) -> Option<Decimal> {
    let mut mantissa: i64 = 0;
    let (mut digits, mut places, mut point) = (0_u32, 0_u32, false);
    for byte in text.trim().bytes() {
        match byte {
            b'0'..=b'9' => {
                mantissa = mantissa * 10 + i64::from(byte - b'0');
                digits += 1;
                places += u32::from(point);
                if digits > 18 {
                    return None;
                }
            }
            b'.' if !point && digits > 0 => point = true,
            _ => return None,
        }
    }
    if digits == 0 || (point && places == 0) {
        return None;
    }
    let number = Decimal::new(mantissa, places);
    (number <= QUANTITY_MAX).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use saxaul_shared::accounting::import::cell::parse_number;

    proptest! {
        /// The quick reader never reads a number differently from the long way; it only reads fewer of them.
        #[test]
        fn plain_numbers_are_read_as_the_import_reads_them(text in "[0-9., -]{0,22}") {
            if let Some(number) = plain_number(&text) {
                prop_assert_eq!(parse_number(&text), Ok(number));
            }
        }
    }

    #[test]
    fn signs_separators_and_loose_points_take_the_long_way() {
        for text in [
            "",
            "-1",
            "+1",
            "1,000",
            "1.",
            ".5",
            "1e3",
            "1.2.3",
            "1234567890123456789",
        ] {
            assert_eq!(plain_number(text), None, "{text}");
        }
        assert_eq!(plain_number("007.50"), Some(Decimal::new(750, 2)));
    }
}
