//! Exact ratios: what units, fuel properties and factors multiply a quantity by.

use std::fmt;

use rust_decimal::Decimal;

use super::wide::mul_div_round;
use crate::decimal::DecimalError;

/// An exact fraction in lowest terms, so that 44/12 and a short ton lose nothing on the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Ratio {
    numerator: i128,
    denominator: i128,
}

impl Ratio {
    /// One.
    pub const ONE: Self = Self {
        numerator: 1,
        denominator: 1,
    };
    /// Nothing.
    pub const ZERO: Self = Self {
        numerator: 0,
        denominator: 1,
    };

    /// `numerator / denominator` in lowest terms; `None` when the denominator is zero.
    pub fn new(numerator: i128, denominator: i128) -> Option<Self> {
        if denominator == 0 || numerator == i128::MIN || denominator == i128::MIN {
            return None;
        }
        let divisor =
            i128::try_from(gcd(numerator.unsigned_abs(), denominator.unsigned_abs())).ok()?;
        let sign = denominator.signum();
        Some(Self {
            numerator: sign * (numerator / divisor),
            denominator: sign * (denominator / divisor),
        })
    }

    /// The decimal as a fraction.
    pub fn from_decimal(value: Decimal) -> Self {
        // A decimal has at most 96 bits over 10^28: both always fit.
        Self::new(value.mantissa(), 10_i128.pow(value.scale())).unwrap_or(Self::ZERO)
    }

    /// Top of the fraction.
    pub fn numerator(self) -> i128 {
        self.numerator
    }

    /// Bottom of the fraction, positive.
    pub fn denominator(self) -> i128 {
        self.denominator
    }

    /// True when it is nothing.
    pub fn is_zero(self) -> bool {
        self.numerator == 0
    }

    /// `self × other`, exactly or not at all.
    pub fn times(self, other: Self) -> Result<Self, DecimalError> {
        // Crosswise first, so that the products stay as small as they can be.
        let left = Self::new(self.numerator, other.denominator).ok_or(DecimalError::Overflow)?;
        let right = Self::new(other.numerator, self.denominator).ok_or(DecimalError::Overflow)?;
        let numerator = left
            .numerator
            .checked_mul(right.numerator)
            .ok_or(DecimalError::Overflow)?;
        let denominator = left
            .denominator
            .checked_mul(right.denominator)
            .ok_or(DecimalError::Overflow)?;
        Self::new(numerator, denominator).ok_or(DecimalError::Overflow)
    }

    /// `self ÷ other`; an error when `other` is nothing.
    pub fn over(self, other: Self) -> Result<Self, DecimalError> {
        self.times(Self::new(other.denominator, other.numerator).ok_or(DecimalError::Overflow)?)
    }

    /// `self + other`, exactly or not at all.
    pub fn plus(self, other: Self) -> Result<Self, DecimalError> {
        let divisor = i128::try_from(gcd(
            self.denominator.unsigned_abs(),
            other.denominator.unsigned_abs(),
        ))
        .map_err(|_| DecimalError::Overflow)?;
        let (mine, theirs) = (other.denominator / divisor, self.denominator / divisor);
        let left = self
            .numerator
            .checked_mul(mine)
            .ok_or(DecimalError::Overflow)?;
        let right = other
            .numerator
            .checked_mul(theirs)
            .ok_or(DecimalError::Overflow)?;
        let numerator = left.checked_add(right).ok_or(DecimalError::Overflow)?;
        let denominator = self
            .denominator
            .checked_mul(mine)
            .ok_or(DecimalError::Overflow)?;
        Self::new(numerator, denominator).ok_or(DecimalError::Overflow)
    }

    /// `self − other`.
    pub fn minus(self, other: Self) -> Result<Self, DecimalError> {
        self.plus(Self {
            numerator: -other.numerator,
            denominator: other.denominator,
        })
    }

    /// `quantity × self × 10^scale` as an integer, rounded once, half away from zero. The product is formed with 256
    /// bits, so nothing is lost before that one rounding.
    pub fn scaled(self, quantity: Decimal, scale: u32) -> Result<i128, DecimalError> {
        mul_div_round(
            quantity.mantissa(),
            self.numerator,
            self.denominator,
            i64::from(scale) - i64::from(quantity.scale()),
        )
        .ok_or(DecimalError::Overflow)
    }

    /// `quantity × self` as a stored figure: 1e-6, rounded once, half away from zero.
    pub fn micro(self, quantity: Decimal) -> Result<i64, DecimalError> {
        let scaled = self.scaled(quantity, crate::decimal::MICRO_SCALE)?;
        i64::try_from(scaled).map_err(|_| DecimalError::Overflow)
    }

    /// The fraction as a decimal with `places` decimals, rounded half away from zero.
    pub fn to_decimal(self, places: u32) -> Result<Decimal, DecimalError> {
        let mantissa = self.scaled(Decimal::ONE, places)?;
        Decimal::try_from_i128_with_scale(mantissa, places).map_err(|_| DecimalError::Overflow)
    }

    /// The fraction as a decimal, if it has one of at most 28 digits.
    pub fn to_exact_decimal(self) -> Option<Decimal> {
        let mut scale = 0;
        let mut denominator = self.denominator;
        let (mut twos, mut fives) = (0_u32, 0_u32);
        while denominator % 2 == 0 {
            denominator /= 2;
            twos += 1;
        }
        while denominator % 5 == 0 {
            denominator /= 5;
            fives += 1;
        }
        if denominator != 1 {
            return None;
        }
        scale += twos.max(fives);
        if scale > 28 {
            return None;
        }
        let mantissa = self
            .numerator
            .checked_mul(10_i128.checked_pow(scale)?.checked_div(self.denominator)?)?;
        Decimal::try_from_i128_with_scale(mantissa, scale).ok()
    }

    /// The shortest honest text: the exact decimal, or the fraction rounded to 12 decimals behind "≈".
    pub fn shown(self) -> String {
        match self.to_exact_decimal() {
            Some(decimal) => decimal.normalize().to_string(),
            None => self
                .to_decimal(12)
                .map_or_else(|_| self.to_string(), |d| format!("≈{}", d.normalize())),
        }
    }
}

impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.numerator, self.denominator)
    }
}

pub(super) fn gcd(mut a: u128, mut b: u128) -> u128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a.max(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decimal::parse;

    #[test]
    fn carbon_to_carbon_dioxide_is_exact() {
        let ratio = Ratio::new(44, 12).unwrap();
        assert_eq!(ratio.to_string(), "11/3");
        assert_eq!(ratio.micro(parse("3").unwrap()), Ok(11_000_000));
        assert_eq!(ratio.micro(parse("1").unwrap()), Ok(3_666_667));
        assert_eq!(ratio.micro(parse("-1").unwrap()), Ok(-3_666_667));
        assert_eq!(ratio.to_exact_decimal(), None);
        assert_eq!(ratio.shown(), "≈3.666666666667");
    }

    #[test]
    fn sums_and_quotients_stay_in_lowest_terms() {
        let third = Ratio::new(1, 3).unwrap();
        let sixth = Ratio::new(-2, -12).unwrap();
        assert_eq!(third.plus(sixth).unwrap(), Ratio::new(1, 2).unwrap());
        assert_eq!(third.minus(third).unwrap(), Ratio::ZERO);
        assert_eq!(third.over(sixth).unwrap(), Ratio::new(2, 1).unwrap());
        assert!(third.over(Ratio::ZERO).is_err());
        assert_eq!(Ratio::new(1, 8).unwrap().shown(), "0.125");
    }
}
