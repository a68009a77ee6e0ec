//! What a record typed into a form must be like. Every problem at once, nothing read or written.

use rust_decimal::Decimal;
use saxaul_shared::{
    accounting::{
        import::row::{ActivityDraft, QUANTITY_MAX},
        record::DataQuality,
        refusal::{Refusal, RefusalCode},
    },
    format::Locale,
    period::{Date, Period},
    quantity::{Unit, UnitError},
    violation::{ErrorCode, Violation},
};

/// Longest text of a note, in characters.
const NOTE_CHARS_MAX: usize = 2000;
/// Longest text of a source, a supplier or a reference, in characters.
const TEXT_CHARS_MAX: usize = 200;
/// Longest span of one record, in days: ten years.
const DAYS_MAX: i64 = 3660;

/// A record as a form or another system sends it.
#[derive(Debug, Clone)]
pub(crate) struct RecordDraft {
    pub(crate) site_id: String,
    pub(crate) activity: String,
    pub(crate) quantity: Decimal,
    pub(crate) unit: String,
    pub(crate) start: Date,
    pub(crate) end: Date,
    pub(crate) factor_id: Option<String>,
    pub(crate) supplier: Option<String>,
    pub(crate) source: Option<String>,
    pub(crate) quality: Option<DataQuality>,
    pub(crate) uncertainty_pct: Option<Decimal>,
    pub(crate) reference: Option<String>,
    pub(crate) note: Option<String>,
}

/// A refusal as what a form shows beside a field.
pub(crate) fn as_violation(field: &str, refusal: &Refusal) -> Violation {
    let told = |locale| format!("{} {}", refusal.message(locale), refusal.remedy(locale));
    let code = match refusal.code {
        RefusalCode::LockedPeriod => ErrorCode::Locked,
        RefusalCode::Duplicate => ErrorCode::Taken,
        _ => ErrorCode::Refused,
    };
    Violation::field(code, field, told(Locale::ZhCn), told(Locale::En))
}

/// Reads a draft. `activity_code` is the catalogue's code, or names that might have been meant; `today` is the last
/// day activity can have happened on.
pub(crate) fn read(
    draft: RecordDraft,
    activity_code: Result<String, Vec<String>>,
    today: Option<Date>,
) -> Result<ActivityDraft, Vec<Violation>> {
    let mut found = Vec::new();
    let activity_code = activity_code.unwrap_or_else(|near| {
        let refusal = Refusal::new(RefusalCode::UnknownActivity, &draft.activity).suggestions(near);
        found.push(as_violation("activity", &refusal));
        String::new()
    });
    let unit = Unit::parse(&draft.unit).map_err(|error| {
        let (code, near) = match error {
            UnitError::Unknown { suggestions, .. } => (RefusalCode::UnknownUnit, suggestions),
            UnitError::Ambiguous { candidates, .. } => (RefusalCode::AmbiguousUnit, candidates),
        };
        found.push(as_violation(
            "unit",
            &Refusal::new(code, &draft.unit).suggestions(near),
        ));
    });
    let too_small = draft.quantity < Decimal::ZERO;
    if too_small || draft.quantity > QUANTITY_MAX {
        let code = if too_small {
            RefusalCode::NegativeQuantity
        } else {
            RefusalCode::TooLarge
        };
        found.push(as_violation(
            "quantity",
            &Refusal::new(code, draft.quantity.to_string()),
        ));
    }
    let period = Period::new(draft.start, draft.end).map_err(|_| {
        let refusal = Refusal::new(
            RefusalCode::PeriodReversed,
            format!("{} → {}", draft.start, draft.end),
        );
        found.push(as_violation("end", &refusal));
    });
    if let Ok(period) = period {
        if period.days() > DAYS_MAX {
            found.push(as_violation(
                "end",
                &Refusal::new(RefusalCode::PeriodTooLong, period.to_string()),
            ));
        }
        if today.is_some_and(|today| period.start() > today) {
            found.push(as_violation(
                "start",
                &Refusal::new(RefusalCode::FuturePeriod, period.to_string()),
            ));
        }
    }
    if draft
        .uncertainty_pct
        .is_some_and(|pct| pct < Decimal::ZERO || pct > Decimal::from(1000))
    {
        found.push(Violation::field(
            ErrorCode::OutOfRange,
            "uncertaintyPct",
            "不确定度应在 0 到 1000 之间（%）。",
            "Uncertainty lies between 0 and 1000 per cent.",
        ));
    }
    let mut text = |field: &str, text: Option<String>, chars_max: usize| -> Option<String> {
        let text = text
            .map(|text| text.trim().to_owned())
            .filter(|text| !text.is_empty())?;
        if text.chars().count() > chars_max || text.contains('\0') {
            found.push(Violation::field(
                ErrorCode::TooLong,
                field,
                format!("最多 {chars_max} 个字符。"),
                format!("At most {chars_max} characters."),
            ));
        }
        Some(text)
    };
    let source = text("source", draft.source, TEXT_CHARS_MAX);
    let supplier = text("supplier", draft.supplier, TEXT_CHARS_MAX);
    let reference = text("reference", draft.reference, TEXT_CHARS_MAX);
    let factor_id = text("factorId", draft.factor_id, TEXT_CHARS_MAX);
    let note = text("note", draft.note, NOTE_CHARS_MAX);
    match (unit, period) {
        (Ok(unit), Ok(period)) if found.is_empty() => Ok(ActivityDraft {
            site_id: draft.site_id,
            activity_code,
            quantity: draft.quantity,
            unit,
            period,
            source,
            factor_id,
            supplier,
            quality: draft.quality.unwrap_or(DataQuality::Invoiced),
            uncertainty_pct: draft.uncertainty_pct,
            reference,
            note,
        }),
        _ => Err(found),
    }
}
