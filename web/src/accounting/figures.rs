//! How the accounting screens write figures: always through the one formatter in `shared`.

use std::sync::Arc;

use saxaul_shared::decimal::Decimal;
use saxaul_shared::format::{self, Locale, Shown};

use crate::i18n::{self, Language, Text, text};
use crate::ui::chart::stacked_bars::Format;

/// Language of figures: that of the screen; tracked where it is read.
pub fn locale() -> Locale {
    match i18n::language() {
        Language::ZhCn => Locale::ZhCn,
        Language::En => Locale::En,
    }
}

/// Emissions for a headline: adaptive unit, four significant figures.
pub fn emissions(kg_co2e: Decimal) -> Shown {
    format::emissions_headline(kg_co2e, locale())
}

/// Emissions for a headline in one text.
pub fn emissions_text(kg_co2e: Decimal) -> String {
    emissions(kg_co2e).with_unit()
}

/// All digits, without a unit: for tables, whose headings carry it.
pub fn exact(value: Decimal) -> String {
    format::number(value)
}

/// A whole number.
pub fn count(number: i64) -> String {
    format::number(Decimal::from(number))
}

/// Any other quantity, four significant figures with its unit.
pub fn quantity(value: Decimal, unit: &str) -> String {
    format::quantity_headline(value, unit).with_unit()
}

/// A percentage with one decimal.
pub fn percent(value: Decimal) -> String {
    format!("{}\u{a0}%", format::fixed(value, 1))
}

/// Share of a part in a whole as a percentage; nothing where there is no whole.
pub fn share(part: Decimal, whole: Decimal) -> Option<String> {
    (!whole.is_zero()).then(|| percent(part / whole * Decimal::ONE_HUNDRED))
}

/// The unit a set of emissions is shown in together, so that bars and columns compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MassScale {
    is_tonnes: bool,
}

impl MassScale {
    /// Tonnes when the largest value reaches one, else kilograms.
    pub fn of(values: impl IntoIterator<Item = Decimal>) -> Self {
        let largest = values
            .into_iter()
            .map(|value| value.abs())
            .max()
            .unwrap_or_default();
        Self {
            is_tonnes: largest >= Decimal::ONE_THOUSAND,
        }
    }

    /// The value in this unit, exactly.
    pub fn scale(self, kg: Decimal) -> Decimal {
        if self.is_tonnes {
            (kg / Decimal::ONE_THOUSAND).normalize()
        } else {
            kg.normalize()
        }
    }

    /// Name of the unit.
    pub fn unit(self) -> &'static str {
        if self.is_tonnes { "tCO2e" } else { "kgCO2e" }
    }

    /// Short, with unit: four significant figures.
    pub fn short(self) -> Format {
        let unit = self.unit();
        Arc::new(move |value| format::quantity_headline(value, unit).with_unit())
    }
}

/// All digits, for the tables of charts.
pub fn exact_format() -> Format {
    Arc::new(format::number)
}

/// A fraction of one as a percentage.
pub fn share_format() -> Format {
    Arc::new(|fraction| percent(fraction * Decimal::ONE_HUNDRED))
}

/// Short name of a month, 1 to 12.
pub fn month_short(month: i64) -> Text {
    const NAMES: [Text; 12] = [
        text("1月", "Jan"),
        text("2月", "Feb"),
        text("3月", "Mar"),
        text("4月", "Apr"),
        text("5月", "May"),
        text("6月", "Jun"),
        text("7月", "Jul"),
        text("8月", "Aug"),
        text("9月", "Sep"),
        text("10月", "Oct"),
        text("11月", "Nov"),
        text("12月", "Dec"),
    ];
    usize::try_from(month - 1)
        .ok()
        .and_then(|index| NAMES.get(index))
        .copied()
        .unwrap_or(text("", ""))
}

/// Year and month in ISO order.
pub fn month_iso(year: i64, month: i64) -> String {
    format!("{year:04}-{month:02}")
}

/// First and last day of a month, ISO.
pub fn month_span(year: i64, month: i64) -> (String, String) {
    let last = match month {
        2 if (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    (
        format!("{year:04}-{month:02}-01"),
        format!("{year:04}-{month:02}-{last:02}"),
    )
}

/// Day and minute of a moment (RFC 3339, UTC) on this reader's clock.
pub fn moment(at: &str) -> String {
    let date = js_sys::Date::new(&wasm_bindgen::JsValue::from_str(at));
    if date.get_time().is_nan() {
        return at.to_owned();
    }
    format!(
        "{:04}-{:02}-{:02} {:02}:{:02}",
        date.get_full_year(),
        date.get_month() + 1,
        date.get_date(),
        date.get_hours(),
        date.get_minutes()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_ends_where_the_calendar_says() {
        assert_eq!(month_span(2024, 2).1, "2024-02-29");
        assert_eq!(month_span(2100, 2).1, "2100-02-28");
        assert_eq!(
            month_span(2025, 12),
            ("2025-12-01".to_owned(), "2025-12-31".to_owned())
        );
    }

    #[test]
    fn values_shown_together_share_a_unit() {
        let scale = MassScale::of([Decimal::from(12), Decimal::from(4500)]);
        assert_eq!(scale.unit(), "tCO2e");
        assert_eq!(scale.scale(Decimal::from(12)).to_string(), "0.012");
        assert_eq!(MassScale::of([Decimal::from(999)]).unit(), "kgCO2e");
    }
}
