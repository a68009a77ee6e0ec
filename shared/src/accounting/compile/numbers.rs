//! Numbers, years and dates of the tables, handled as text so that nothing is rounded.

use super::super::table::Row;

pub(super) fn figure(row: &Row<'_, '_>, column: &str) -> Result<Option<String>, String> {
    match row.get(column) {
        "" => Ok(None),
        text => decimal(text).map(Some),
    }
}

/// Plain decimal text; an exponent is written out. Anything else is refused.
pub(super) fn decimal(text: &str) -> Result<String, String> {
    let refuse = || format!("{text:?} is not a decimal number");
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().map_err(|_| refuse())?),
        None => (text, 0),
    };
    let (sign, digits) = mantissa
        .strip_prefix('-')
        .map_or(("", mantissa), |rest| ("-", rest));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    if whole.is_empty()
        || !whole
            .bytes()
            .chain(fraction.bytes())
            .all(|byte| byte.is_ascii_digit())
    {
        return Err(refuse());
    }
    // More digits than an exact decimal holds would be cut when the library is read.
    if whole.len() + fraction.len() > 26 {
        return Err(format!("{text:?} has too many digits"));
    }
    Ok(if exponent == 0 {
        text.to_owned()
    } else {
        format!("{sign}{}", shifted(whole, fraction, exponent))
    })
}

pub(super) fn thousandfold(text: &str) -> String {
    let (sign, digits) = text
        .strip_prefix('-')
        .map_or(("", text), |rest| ("-", rest));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    format!("{sign}{}", shifted(whole, fraction, 3))
}

/// Moves the decimal point by text, so that nothing is rounded.
fn shifted(whole: &str, fraction: &str, places: i32) -> String {
    let digits = format!("{whole}{fraction}");
    let point = i32::try_from(whole.len()).unwrap_or(0) + places;
    let (before, after) = if point <= 0 {
        (
            "0".to_owned(),
            format!("{}{digits}", "0".repeat(point.unsigned_abs() as usize)),
        )
    } else {
        let point = point.unsigned_abs() as usize;
        let padded = format!("{digits:0<point$}");
        (padded[..point].to_owned(), padded[point..].to_owned())
    };
    let before = before.trim_start_matches('0');
    let before = if before.is_empty() { "0" } else { before };
    if after.is_empty() {
        before.to_owned()
    } else {
        format!("{before}.{after}")
    }
}

pub(super) fn year(text: &str) -> Result<u32, String> {
    text.parse().map_err(|_| format!("{text:?} is not a year"))
}

/// `2025-12-31` as 20251231, empty as 0.
pub(super) fn date(text: &str) -> Result<u32, String> {
    if text.is_empty() {
        return Ok(0);
    }
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    if text.len() == 10 && digits.len() == 8 {
        digits
            .parse()
            .map_err(|_| format!("{text:?} is not a date"))
    } else {
        Err(format!("{text:?} is not a date"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_moved_as_text() {
        assert_eq!(thousandfold("0.5568"), "556.8");
        assert_eq!(thousandfold("0.0000"), "0.0");
        assert_eq!(thousandfold("3.663"), "3663");
        assert_eq!(decimal("1.5e-3").unwrap(), "0.0015");
        assert_eq!(decimal("2E2").unwrap(), "200");
        assert!(decimal("1,5").is_err() && decimal("< 1").is_err() && decimal(".5").is_err());
    }
}
