//! Exact decimals: the only numbers emissions are made of.
//!
//! Figures are kept as fixed-point integers with six decimal places ([`MICRO_SCALE`]): milligrams for kg, kilojoules
//! for GJ, grams of coal equivalent for tce. Each is rounded once, half away from zero; afterwards everything only
//! adds integers, so totals by any grouping are equal.

use std::fmt;
use std::str::FromStr;

pub use rust_decimal::Decimal;
use rust_decimal::RoundingStrategy;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Decimal places of a stored figure: 1 micro-unit is 1e-6 of the unit (mg of kg, kJ of GJ, gce of tce).
pub const MICRO_SCALE: u32 = 6;

/// Most characters a number may have. Longer text is no measurement.
pub const MAX_TEXT_LEN: usize = 40;

/// Why a number was not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum DecimalError {
    /// Nothing but white space.
    #[error("no number given")]
    Empty,
    /// Not an optional sign, digits and an optional fraction.
    #[error("not a decimal number")]
    NotANumber,
    /// More digits than can be kept exactly, or a result outside the range of a stored figure.
    #[error("number too large or too precise to keep exactly")]
    Overflow,
}

/// Reads a number strictly: optional sign, digits, optional fraction. No exponent, no thousands separators, no white
/// space inside. Nothing is rounded: a number that cannot be kept exactly is an [`DecimalError::Overflow`].
pub fn parse(text: &str) -> Result<Decimal, DecimalError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(DecimalError::Empty);
    }
    if text.len() > MAX_TEXT_LEN {
        return Err(DecimalError::Overflow);
    }
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (whole, fraction) = match digits.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (digits, None),
    };
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if !all_digits(whole) || !fraction.is_none_or(all_digits) {
        return Err(DecimalError::NotANumber);
    }
    Decimal::from_str_exact(text).map_err(|_| DecimalError::Overflow)
}

/// `a + b`, exactly or not at all.
pub fn add(a: Decimal, b: Decimal) -> Result<Decimal, DecimalError> {
    let sum = a.checked_add(b).ok_or(DecimalError::Overflow)?;
    // rust_decimal drops digits silently when a sum needs more than 28 of them.
    if sum.scale() < a.scale().max(b.scale()) && (sum - a != b || sum - b != a) {
        return Err(DecimalError::Overflow);
    }
    Ok(sum)
}

/// `a − b`, exactly or not at all.
pub fn sub(a: Decimal, b: Decimal) -> Result<Decimal, DecimalError> {
    add(a, -b)
}

/// `a × b`, exactly or not at all: never a rounded product.
pub fn mul(a: Decimal, b: Decimal) -> Result<Decimal, DecimalError> {
    let (a, b) = (a.normalize(), b.normalize());
    let mantissa = a
        .mantissa()
        .checked_mul(b.mantissa())
        .ok_or(DecimalError::Overflow)?;
    Decimal::try_from_i128_with_scale(mantissa, a.scale() + b.scale())
        .map_err(|_| DecimalError::Overflow)
}

/// Rounds half away from zero at `places` decimals, the one rounding rule of the product.
pub fn round(value: Decimal, places: u32) -> Decimal {
    value.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero)
}

/// Rounds to 1e-6, half away from zero.
pub fn round_micro(value: Decimal) -> Decimal {
    round(value, MICRO_SCALE)
}

/// The stored integer of a figure: `value × 10⁶`, rounded half away from zero.
pub fn to_micro(value: Decimal) -> Result<i64, DecimalError> {
    let rounded = round_micro(value);
    let factor = 10_i128.pow(MICRO_SCALE - rounded.scale());
    let scaled = rounded
        .mantissa()
        .checked_mul(factor)
        .ok_or(DecimalError::Overflow)?;
    i64::try_from(scaled).map_err(|_| DecimalError::Overflow)
}

/// The figure behind a stored integer, always with six decimal places.
pub fn from_micro(micro: i64) -> Decimal {
    Decimal::from_i128_with_scale(i128::from(micro), MICRO_SCALE)
}

/// The figure behind a sum of stored integers. Sums of a company's lines stay far inside the 28 digits of a decimal.
pub fn from_micro_sum(micro: i128) -> Result<Decimal, DecimalError> {
    Decimal::try_from_i128_with_scale(micro, MICRO_SCALE).map_err(|_| DecimalError::Overflow)
}

/// A decimal on the wire: a JSON string, never a JSON number, so that no client can lose digits on the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct WireDecimal(pub Decimal);

impl fmt::Display for WireDecimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for WireDecimal {
    type Err = DecimalError;

    fn from_str(text: &str) -> Result<Self, DecimalError> {
        parse(text).map(Self)
    }
}

impl From<Decimal> for WireDecimal {
    fn from(value: Decimal) -> Self {
        Self(value)
    }
}

impl From<WireDecimal> for Decimal {
    fn from(value: WireDecimal) -> Self {
        value.0
    }
}

impl Serialize for WireDecimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for WireDecimal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TextOnly;
        impl serde::de::Visitor<'_> for TextOnly {
            type Value = WireDecimal;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a decimal number as a string, such as \"12.340\"")
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<WireDecimal, E> {
                text.parse().map_err(E::custom)
            }
        }
        deserializer.deserialize_str(TextOnly)
    }
}

/// An exact decimal number, written as a string such as `"12.340"`. JSON numbers are refused, because they pass
/// through floating point in most clients. At most 28 significant digits.
#[cfg(feature = "graphql")]
#[async_graphql::Scalar(name = "Decimal")]
impl async_graphql::ScalarType for WireDecimal {
    fn parse(value: async_graphql::Value) -> async_graphql::InputValueResult<Self> {
        match &value {
            async_graphql::Value::String(text) => Ok(text.parse()?),
            _ => Err(async_graphql::InputValueError::expected_type(value)),
        }
    }

    fn to_value(&self) -> async_graphql::Value {
        async_graphql::Value::String(self.0.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_strictly() {
        for (text, want) in [
            ("0", Ok("0")),
            ("-12.340", Ok("-12.340")),
            ("+7", Ok("7")),
            (" 5 ", Ok("5")),
            ("1e5", Err(DecimalError::NotANumber)),
            ("1,000", Err(DecimalError::NotANumber)),
            (".5", Err(DecimalError::NotANumber)),
            ("5.", Err(DecimalError::NotANumber)),
            ("--5", Err(DecimalError::NotANumber)),
            ("", Err(DecimalError::Empty)),
            (
                "123456789012345678901234567890",
                Err(DecimalError::Overflow),
            ),
            (
                "0.12345678901234567890123456789012",
                Err(DecimalError::Overflow),
            ),
        ] {
            assert_eq!(
                parse(text).map(|d| d.to_string()),
                want.map(str::to_owned),
                "{text:?}"
            );
        }
    }

    #[test]
    fn rounding_is_half_away_from_zero() {
        let micro = |text: &str| to_micro(parse(text).unwrap());
        assert_eq!(micro("0.0000005"), Ok(1));
        assert_eq!(micro("-0.0000005"), Ok(-1));
        assert_eq!(micro("0.00000049999"), Ok(0));
        assert_eq!(micro("9223372036854.775807"), Ok(i64::MAX));
        assert_eq!(micro("9223372036854.775808"), Err(DecimalError::Overflow));
    }

    #[test]
    fn products_are_exact_or_refused() {
        let a = parse("1234567890.12345").unwrap();
        assert_eq!(
            mul(a, a).unwrap().to_string(),
            "1524157875323866912.0562399025"
        );
        assert_eq!(
            mul(parse("0.123456789012345678").unwrap(), a),
            Err(DecimalError::Overflow)
        );
    }

    #[test]
    fn the_wire_refuses_numbers() {
        assert_eq!(
            serde_json::to_string(&WireDecimal(parse("1.50").unwrap())).unwrap(),
            "\"1.50\""
        );
        assert!(serde_json::from_str::<WireDecimal>("1.5").is_err());
        assert!(serde_json::from_str::<WireDecimal>("15").is_err());
        assert_eq!(
            serde_json::from_str::<WireDecimal>("\"1.50\"")
                .unwrap()
                .to_string(),
            "1.50"
        );
    }
}
