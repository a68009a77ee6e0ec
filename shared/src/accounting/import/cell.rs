//! One cell of a file, before anything is known of its meaning.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// Longest text of one cell that is read; what is longer is refused, never cut.
pub const CELL_CHARS_MAX: usize = 4000;

/// One cell as the file holds it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Cell {
    /// Nothing, or only white space.
    #[default]
    Empty,
    /// Text, trimmed.
    Text(String),
    /// A number that the file holds as a number (a spreadsheet's; a text file has only text).
    Number(Decimal),
    /// A number that the spreadsheet shows as a date: its serial number in the 1900 system.
    DateSerial(i64),
    /// A formula, with the result that the spreadsheet program stored, if it did.
    Formula {
        /// The formula, with its equals sign.
        text: String,
        /// The stored result: never a formula itself.
        result: Option<Box<Cell>>,
    },
    /// A spreadsheet error (`#N/A`, `#REF!`).
    Error(String),
}

impl Cell {
    /// The cell of a text file.
    pub fn from_text(text: &str) -> Self {
        let text =
            text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}' || c == '\u{3000}');
        if text.is_empty() {
            return Self::Empty;
        }
        let narrow = narrow(text);
        // `=` opens a formula in every spreadsheet program. A leading apostrophe marks text, as spreadsheets write it
        // and as this platform's own exports quote dangerous cells.
        if let Some(rest) = narrow.strip_prefix('\'') {
            return Self::Text(rest.to_owned());
        }
        if narrow.starts_with('=') && narrow.len() > 1 {
            return Self::Formula {
                text: narrow,
                result: None,
            };
        }
        Self::Text(narrow)
    }

    /// True when there is nothing in it.
    pub fn is_empty(&self) -> bool {
        matches!(self, Self::Empty)
    }

    /// What a person sees in the cell; empty for an empty one.
    pub fn shown(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) | Self::Error(text) | Self::Formula { text, .. } => text.clone(),
            Self::Number(number) => number.normalize().to_string(),
            Self::DateSerial(serial) => crate::period::Date::from_excel_serial(*serial)
                .map_or_else(|| serial.to_string(), |date| date.to_string()),
        }
    }
}

/// Full-width letters, digits and punctuation (`１２．５`, `（`) as their ordinary forms, other text unchanged. Unicode
/// block Halfwidth and Fullwidth Forms: U+FF01 to U+FF5E lie 0xFEE0 above U+0021 to U+007E.
pub fn narrow(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
            '\u{3000}' | '\u{a0}' | '\u{202f}' | '\u{2009}' => ' ',
            '\u{2212}' => '-',
            _ => c,
        })
        .collect()
}

/// Why a cell is not a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NumberProblem {
    /// Not a number in any accepted spelling.
    NotANumber,
    /// `1,234` or `1.234,5`: the marks can be read in two ways.
    Ambiguous,
    /// More digits than an exact decimal holds (28), or an exponent beyond them.
    TooLarge,
}

/// Reads a number as people type it: a sign, thousands separators (`1,234,567.8` in groups of three, or spaces), an
/// exponent from a spreadsheet's export (`1.5E+3`), a currency sign in front. `1,5` is refused as ambiguous rather
/// than read as 15 or as 1.5.
pub fn parse_number(text: &str) -> Result<Decimal, NumberProblem> {
    let text = narrow(text);
    let text = text
        .trim()
        .trim_start_matches(['¥', '￥', '$', '€', '£'])
        .trim();
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest.trim_start()),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    // Accountants write a negative number in brackets.
    let (negative, digits) = match digits
        .strip_prefix('(')
        .and_then(|inner| inner.strip_suffix(')'))
    {
        Some(inner) if !negative => (true, inner.trim()),
        _ => (negative, digits),
    };
    if !digits.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
        return Err(NumberProblem::NotANumber);
    }
    let (mantissa, exponent) = match digits.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => {
            let exponent: i32 = exponent.parse().map_err(|_| NumberProblem::NotANumber)?;
            (mantissa, exponent)
        }
        None => (digits, 0),
    };
    let plain = without_separators(mantissa)?;
    let mut value = crate::decimal::parse(&plain).map_err(|error| match error {
        crate::decimal::DecimalError::NotANumber => NumberProblem::NotANumber,
        _ => NumberProblem::TooLarge,
    })?;
    if exponent.unsigned_abs() > 28 {
        return Err(NumberProblem::TooLarge);
    }
    for _ in 0..exponent.unsigned_abs() {
        let step = if exponent > 0 {
            Decimal::TEN
        } else {
            Decimal::new(1, 1)
        };
        value = crate::decimal::mul(value, step).map_err(|_| NumberProblem::TooLarge)?;
    }
    Ok(if negative { -value } else { value })
}

/// Takes thousands separators out of an unsigned number, only where they stand as thousands separators do.
fn without_separators(mantissa: &str) -> Result<String, NumberProblem> {
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    if fraction.is_some_and(|f| f.contains([',', ' ', '\''])) {
        return Err(NumberProblem::Ambiguous);
    }
    let grouped = |separator: char| {
        let mut groups = whole.split(separator);
        let first = groups.next().unwrap_or_default();
        let rest: Vec<&str> = groups.collect();
        let fits = (1..=3).contains(&first.len()) && rest.iter().all(|group| group.len() == 3);
        if fits {
            Ok(std::iter::once(first).chain(rest).collect::<String>())
        } else {
            Err(NumberProblem::Ambiguous)
        }
    };
    let whole = match whole.chars().find(|c| !c.is_ascii_digit()) {
        None => whole.to_owned(),
        Some(separator @ (',' | ' ' | '\'')) => grouped(separator)?,
        Some(_) => return Err(NumberProblem::NotANumber),
    };
    Ok(match fraction {
        // `1,234.` and `.5` are typed by people; the strict reader wants digits on both sides.
        None | Some("") => whole,
        Some(fraction) if whole.is_empty() => format!("0.{fraction}"),
        Some(fraction) => format!("{whole}.{fraction}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_people_type_them_are_read() {
        let cases = [
            ("1234.5", "1234.5"),
            ("1,234,567.80", "1234567.80"),
            ("１２３．４", "123.4"),
            ("1 234.5", "1234.5"),
            ("-12", "-12"),
            ("(12.5)", "-12.5"),
            ("¥1,200", "1200"),
            ("1.5E+3", "1500.0"),
            ("2e-2", "0.02"),
            (".5", "0.5"),
            ("7.", "7"),
        ];
        for (text, want) in cases {
            assert_eq!(
                parse_number(text).map(|n| n.normalize()),
                Ok(want.parse::<Decimal>().unwrap().normalize()),
                "{text}"
            );
        }
    }

    #[test]
    fn what_can_be_read_in_two_ways_is_refused() {
        for text in ["1,5", "1.234,5", "12,34", "1,2345"] {
            assert_eq!(parse_number(text), Err(NumberProblem::Ambiguous), "{text}");
        }
        for text in [
            "", "abc", "12abc", "--1", "1.2.3", "NaN", "inf", "1e", "=1+1",
        ] {
            assert!(parse_number(text).is_err(), "{text}");
        }
        assert_eq!(parse_number("1e99"), Err(NumberProblem::TooLarge));
        assert_eq!(parse_number(&"9".repeat(40)), Err(NumberProblem::TooLarge));
    }

    #[test]
    fn formulas_and_apostrophes_are_told_from_text() {
        assert!(matches!(Cell::from_text("=A1*2"), Cell::Formula { .. }));
        assert_eq!(Cell::from_text("'=A1"), Cell::Text("=A1".to_owned()));
        assert_eq!(Cell::from_text(" \u{3000} "), Cell::Empty);
    }
}
