//! A ratio made ready for a whole file of quantities: two multiplications per quantity, and no division.

use super::ratio::{Ratio, gcd};
use crate::decimal::MICRO_SCALE;

/// Products stay below this, so that a handful of them can be added in 64 bits.
const PRODUCT_MAX: u64 = 1 << 59;
/// Twice a denominator still fits into 63 bits.
const DENOMINATOR_MAX: u64 = 1 << 62;

/// What [`Ratio::scaled`] gives, to the last digit, for quantities in millionths that are neither negative nor too large.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Multiplier {
    numerator: u64,
    denominator: u64,
    /// ⌊2⁶⁴ × numerator ÷ denominator⌋.
    reciprocal: u128,
    negative: bool,
    quantity_max: u64,
}

impl Multiplier {
    /// Makes `quantity × ratio × 10^scale` ready. `None` when the fraction needs more digits than are kept here.
    pub fn new(ratio: Ratio, scale: u32) -> Option<Self> {
        let mut numerator = ratio.numerator().unsigned_abs();
        let mut denominator = ratio.denominator().unsigned_abs();
        let power = 10_u128.checked_pow(scale.abs_diff(MICRO_SCALE))?;
        if scale >= MICRO_SCALE {
            numerator = numerator.checked_mul(power)?;
        } else {
            denominator = denominator.checked_mul(power)?;
        }
        let divisor = gcd(numerator, denominator);
        let numerator = u64::try_from(numerator / divisor).ok()?;
        let denominator = u64::try_from(denominator / divisor)
            .ok()
            .filter(|denominator| *denominator <= DENOMINATOR_MAX)?;
        let (wide, bottom) = (u128::from(numerator), u128::from(denominator));
        let quantity_max = (u128::from(PRODUCT_MAX) * bottom)
            .checked_div(wide)
            .and_then(|largest| u64::try_from(largest).ok())
            .unwrap_or(u64::MAX);
        Some(Self {
            numerator,
            denominator,
            reciprocal: (wide << 64) / bottom,
            negative: ratio.numerator() < 0,
            quantity_max,
        })
    }

    /// The largest quantity, in millionths, that [`Self::times`] takes.
    pub fn quantity_max(&self) -> u64 {
        self.quantity_max
    }

    /// The product, rounded once, half away from zero, of a quantity in millionths up to [`Self::quantity_max`].
    #[inline]
    pub fn times(&self, quantity_micro: u64) -> i64 {
        debug_assert!(quantity_micro <= self.quantity_max);
        // The reciprocal is less than 1 too small and the quantity less than 2⁶⁴, so the estimate is the quotient or
        // one less. Both products below are taken modulo 2⁶⁴: their difference, below twice the denominator, is exact.
        let estimate = u128::from(quantity_micro).wrapping_mul(self.reciprocal) >> 64;
        let mut quotient = u64::try_from(estimate).unwrap_or(u64::MAX);
        let mut rest = quantity_micro
            .wrapping_mul(self.numerator)
            .wrapping_sub(quotient.wrapping_mul(self.denominator));
        if rest >= self.denominator {
            quotient += 1;
            rest -= self.denominator;
        }
        let magnitude = (quotient + u64::from(rest >= self.denominator - rest)).cast_signed();
        if self.negative { -magnitude } else { magnitude }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rust_decimal::Decimal;

    fn exact(ratio: Ratio, scale: u32, micro: u64) -> i128 {
        let quantity = Decimal::from_i128_with_scale(micro.into(), MICRO_SCALE);
        ratio.scaled(quantity, scale).unwrap()
    }

    proptest! {
        #[test]
        fn products_are_those_of_the_ratio(
            numerator in -1_000_000_000_000_i128..1_000_000_000_000,
            denominator in 1_i128..1_000_000_000_000,
            scale in prop::sample::select(vec![0_u32, 3, 6, 7]),
            micro in 0_u64..1_000_000_000_000_000,
        ) {
            let ratio = Ratio::new(numerator, denominator).unwrap();
            let ready = Multiplier::new(ratio, scale).unwrap();
            for quantity in [micro, micro % 1000, micro.min(ready.quantity_max()), ready.quantity_max().min(1 << 62)] {
                if quantity <= ready.quantity_max() {
                    prop_assert_eq!(i128::from(ready.times(quantity)), exact(ratio, scale, quantity));
                }
            }
        }

        /// Halves, and quantities at which the estimate is one too small.
        #[test]
        fn every_multiple_of_a_small_fraction_is_rounded_as_the_ratio_rounds(
            numerator in 1_i128..50, denominator in 1_i128..50, start in 0_u64..1_000_000_000,
        ) {
            let ratio = Ratio::new(numerator, denominator).unwrap();
            let ready = Multiplier::new(ratio, 6).unwrap();
            for quantity in start..start + 200 {
                prop_assert_eq!(i128::from(ready.times(quantity)), exact(ratio, 6, quantity));
            }
        }
    }

    #[test]
    fn a_half_is_rounded_away_from_zero_on_both_sides() {
        for (numerator, want) in [(1, 1), (-1, -1)] {
            let ready = Multiplier::new(Ratio::new(numerator, 2).unwrap(), 6).unwrap();
            assert_eq!(ready.times(1), want);
        }
        let nothing = Multiplier::new(Ratio::ZERO, 6).unwrap();
        assert_eq!(
            (nothing.times(u64::MAX), nothing.quantity_max()),
            (0, u64::MAX)
        );
    }

    #[test]
    fn a_fraction_of_too_many_digits_is_not_made_ready() {
        let long = Ratio::new(10_i128.pow(30), 3).unwrap();
        assert_eq!(Multiplier::new(long, 6), None);
        let fine = Ratio::new(1, 10_i128.pow(20)).unwrap();
        assert_eq!(Multiplier::new(fine, 6), None);
    }
}
