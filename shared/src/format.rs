//! The one formatter of figures, used by server, browser and documents.
//!
//! Rounding is shown by "≈"; thousands are set apart by a thin space (U+202F); masses adapt from kg to t to 万t / Mt.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::decimal::round;

crate::wire_enum! {
    /// The two languages of the product. Neither is a translation of the other.
    pub enum Locale {
        /// Simplified Chinese.
        ZhCn = "ZH_CN",
        /// English.
        En = "EN",
    }
}

impl Locale {
    /// The text in this language.
    pub fn pick<'a, T: ?Sized>(self, zh: &'a T, en: &'a T) -> &'a T {
        match self {
            Self::ZhCn => zh,
            Self::En => en,
        }
    }

    /// BCP 47 tag: `zh-CN` or `en`.
    pub fn tag(self) -> &'static str {
        self.pick("zh-CN", "en")
    }

    /// The language of an `Accept-Language` header or a BCP 47 tag; the first one we speak, by quality.
    pub fn from_accept_language(header: &str) -> Option<Self> {
        let mut best: Option<(u32, Self)> = None;
        for item in header.split(',') {
            let mut parts = item.split(';');
            let tag = parts.next().unwrap_or("").trim().to_ascii_lowercase();
            let quality = parts
                .find_map(|p| p.trim().strip_prefix("q="))
                .map_or(1000, |q| crate::decimal::parse(q).map_or(0, thousandths));
            let locale = match tag.split('-').next().unwrap_or("") {
                "zh" => Self::ZhCn,
                "en" => Self::En,
                _ => continue,
            };
            if quality > 0 && best.is_none_or(|(q, _)| quality > q) {
                best = Some((quality, locale));
            }
        }
        best.map(|(_, locale)| locale)
    }
}

fn thousandths(quality: Decimal) -> u32 {
    u32::try_from(
        (quality * Decimal::ONE_THOUSAND)
            .trunc()
            .mantissa()
            .clamp(0, 1000),
    )
    .unwrap_or(0)
}

/// Thin no-break space between groups of three digits.
pub const THIN_SPACE: char = '\u{202f}';

/// A figure ready to be shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// Digits with separators, and "≈" in front when digits were dropped.
    pub text: String,
    /// Unit to set behind it.
    pub unit: String,
    /// True when digits were dropped.
    pub rounded: bool,
}

impl Shown {
    /// Number and unit with a no-break space between.
    pub fn with_unit(&self) -> String {
        if self.unit.is_empty() {
            self.text.clone()
        } else {
            format!("{}\u{a0}{}", self.text, self.unit)
        }
    }
}

/// All digits of a number, thousands set apart, trailing zeros of the fraction dropped: for tables and explanations.
pub fn number(value: Decimal) -> String {
    group(&value.normalize().to_string())
}

/// All digits with a fixed count of decimals (rounded half away from zero), thousands set apart.
pub fn fixed(value: Decimal, places: u32) -> String {
    let rounded = round(value, places);
    let mut text = rounded.to_string();
    if places > 0 {
        let have = text
            .split_once('.')
            .map_or(0, |(_, fraction)| fraction.len());
        if have == 0 {
            text.push('.');
        }
        for _ in have..places as usize {
            text.push('0');
        }
    }
    group(&text)
}

fn group(text: &str) -> String {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => ("−", rest),
        None => ("", text),
    };
    let (whole, fraction) = digits
        .split_once('.')
        .map_or((digits, None), |(w, f)| (w, Some(f)));
    let mut out = String::from(sign);
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            out.push(THIN_SPACE);
        }
        out.push(digit);
    }
    if let Some(fraction) = fraction {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

/// Rounds to `digits` significant figures, half away from zero. Never drops digits before the decimal point.
pub fn significant(value: Decimal, digits: u32) -> Decimal {
    let whole_digits = value.trunc().abs().to_string();
    let places = if value.trunc().is_zero() {
        // 0.00123 has its first significant digit two places further right.
        let zeros = value
            .abs()
            .to_string()
            .bytes()
            .skip(2)
            .take_while(|b| *b == b'0')
            .count();
        digits
            .saturating_add(u32::try_from(zeros).unwrap_or(28))
            .min(28)
    } else {
        digits.saturating_sub(u32::try_from(whole_digits.len()).unwrap_or(28))
    };
    round(value, places)
}

fn headline(value: Decimal, unit: &str, digits: u32) -> Shown {
    let short = significant(value, digits);
    let rounded = short != value;
    let text = number(short);
    Shown {
        text: if rounded { format!("≈{text}") } else { text },
        unit: unit.to_owned(),
        rounded,
    }
}

/// Emissions for a headline: four significant figures; kg below 1 t, then t, then 万t (zh) or kt/Mt (en).
pub fn emissions_headline(kg_co2e: Decimal, locale: Locale) -> Shown {
    let kg = kg_co2e.abs();
    let tonne = Decimal::ONE_THOUSAND;
    if kg < tonne {
        return headline(kg_co2e, "kgCO2e", 4);
    }
    let tonnes = kg_co2e / tonne;
    match locale {
        Locale::ZhCn if tonnes.abs() >= Decimal::from(1_000_000) => {
            headline(tonnes / Decimal::from(10_000), "万tCO2e", 4)
        }
        Locale::En if tonnes.abs() >= Decimal::from(1_000_000) => {
            headline(tonnes / Decimal::from(1_000_000), "MtCO2e", 4)
        }
        _ => headline(tonnes, "tCO2e", 4),
    }
}

/// Emissions in full for tables: tonnes with three decimals when at least 1 t, else kg with three.
pub fn emissions_table(kg_co2e: Decimal) -> Shown {
    let tonne = Decimal::ONE_THOUSAND;
    let (value, unit) = if kg_co2e.abs() < tonne {
        (kg_co2e, "kgCO2e")
    } else {
        (kg_co2e / tonne, "tCO2e")
    };
    let text = fixed(value, 3);
    let rounded = round(value, 3) != value;
    Shown {
        text: if rounded { format!("≈{text}") } else { text },
        unit: unit.to_owned(),
        rounded,
    }
}

/// Any other quantity for a headline, four significant figures.
pub fn quantity_headline(value: Decimal, unit: &str) -> Shown {
    headline(value, unit, 4)
}

/// A change against a base in per cent with one decimal and its sign: `−4.2 %`. `None` when the base is zero or
/// the change is beyond all measure.
pub fn change_percent(now: Decimal, base: Decimal) -> Option<String> {
    let step = now.checked_sub(base)?.checked_div(base.abs())?;
    let change = round(step.checked_mul(Decimal::ONE_HUNDRED)?, 1);
    let sign = if change.is_sign_positive() && !change.is_zero() {
        "+"
    } else {
        ""
    };
    Some(format!("{sign}{}\u{a0}%", fixed(change, 1)))
}

/// Money with two decimals and its currency sign or code.
pub fn money(value: Decimal, currency: &str) -> String {
    let sign = match currency {
        "CNY" => "¥",
        "USD" => "$",
        "EUR" => "€",
        "GBP" => "£",
        other => return format!("{other}\u{a0}{}", fixed(value, 2)),
    };
    format!("{sign}{}", fixed(value, 2))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decimal::parse;

    fn d(text: &str) -> Decimal {
        parse(text).unwrap()
    }

    #[test]
    fn headlines_adapt_and_say_when_they_round() {
        let show = |kg: &str, locale| {
            emissions_headline(d(kg), locale)
                .with_unit()
                .replace(['\u{202f}', '\u{a0}'], " ")
        };
        assert_eq!(show("999.5", Locale::En), "999.5 kgCO2e");
        assert_eq!(show("1000", Locale::En), "1 tCO2e");
        assert_eq!(show("2833248", Locale::ZhCn), "≈2 833 tCO2e");
        assert_eq!(show("0.0012345", Locale::En), "≈0.001235 kgCO2e");
        assert_eq!(
            show("6062600000", Locale::ZhCn),
            "606.26 万tCO2e".replace("606.26", "≈606.3")
        );
        assert_eq!(show("-1234567", Locale::En), "≈−1 235 tCO2e");
        assert_eq!(show("0", Locale::En), "0 kgCO2e");
    }

    #[test]
    fn tables_keep_three_decimals() {
        assert_eq!(emissions_table(d("2833248")).text, "2\u{202f}833.248");
        assert_eq!(fixed(d("5"), 2), "5.00");
        assert_eq!(fixed(d("1.005"), 2), "1.01");
        assert_eq!(number(d("1234567.500")), "1\u{202f}234\u{202f}567.5");
    }

    #[test]
    fn changes_carry_their_sign() {
        assert_eq!(change_percent(d("95.8"), d("100")).unwrap(), "−4.2\u{a0}%");
        assert_eq!(change_percent(d("104.2"), d("100")).unwrap(), "+4.2\u{a0}%");
        assert_eq!(change_percent(d("1"), d("0")), None);
        assert_eq!(change_percent(Decimal::MAX, d("0.0000000001")), None);
    }

    #[test]
    fn the_language_is_negotiated_by_quality() {
        assert_eq!(
            Locale::from_accept_language("fr, en;q=0.5, zh-CN;q=0.9"),
            Some(Locale::ZhCn)
        );
        assert_eq!(
            Locale::from_accept_language("en-GB,en;q=0.9"),
            Some(Locale::En)
        );
        assert_eq!(Locale::from_accept_language("de"), None);
        assert_eq!(Locale::from_accept_language("zh;q=0"), None);
    }
}
