//! Products of 256 bits, for the rare row whose digits do not fit into 128.

/// `a × b ÷ c × 10^shift`, rounded once, half away from zero. `None` when `c` is not positive or the result does not
/// fit into 127 bits.
pub(super) fn mul_div_round(a: i128, b: i128, c: i128, shift: i64) -> Option<i128> {
    if c <= 0 {
        return None;
    }
    if a == 0 || b == 0 {
        return Some(0);
    }
    let negative = (a < 0) != (b < 0);
    let (a, b, c) = (a.unsigned_abs(), b.unsigned_abs(), c.unsigned_abs());
    let magnitude = match fastest(a, b, c, shift).or_else(|| fast(a, b, c, shift)) {
        Some(value) => value,
        None => slow(a, b, c, shift)?,
    };
    let value = i128::try_from(magnitude).ok()?;
    Some(if negative { -value } else { value })
}

const fn powers_of_ten() -> [u128; 39] {
    let mut powers = [1_u128; 39];
    let mut at = 1;
    while at < powers.len() {
        powers[at] = powers[at - 1] * 10;
        at += 1;
    }
    powers
}

/// 10⁰ to 10³⁸, everything that fits into 128 bits.
static POWERS_OF_TEN: [u128; 39] = powers_of_ten();

fn power_of_ten(exponent: i64) -> Option<u128> {
    POWERS_OF_TEN.get(usize::try_from(exponent).ok()?).copied()
}

/// Everything inside 64 bits: most rows, and several times faster than 128.
fn fastest(a: u128, b: u128, c: u128, shift: i64) -> Option<u128> {
    let (a, b, c) = (
        u64::try_from(a).ok()?,
        u64::try_from(b).ok()?,
        u64::try_from(c).ok()?,
    );
    let power = u64::try_from(power_of_ten(shift.abs())?).ok()?;
    let product = a.checked_mul(b)?;
    let (top, bottom) = if shift >= 0 {
        (product.checked_mul(power)?, c)
    } else {
        (product, c.checked_mul(power)?)
    };
    let (quotient, rest) = (top / bottom, top % bottom);
    Some(u128::from(quotient) + u128::from(rest >= bottom - rest))
}

/// Everything inside 128 bits: nearly every row.
fn fast(a: u128, b: u128, c: u128, shift: i64) -> Option<u128> {
    let product = a.checked_mul(b)?;
    let (top, bottom) = if shift >= 0 {
        (product.checked_mul(power_of_ten(shift)?)?, c)
    } else {
        (product, c.checked_mul(power_of_ten(-shift)?)?)
    };
    let (quotient, rest) = (top / bottom, top % bottom);
    Some(quotient + u128::from(rest >= bottom - rest))
}

/// An unsigned number of 256 bits, high half first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Wide {
    high: u128,
    low: u128,
}

impl Wide {
    const ZERO: Self = Self { high: 0, low: 0 };

    fn product(a: u128, b: u128) -> Self {
        const HALF: u128 = u64::MAX as u128;
        let (a1, a0, b1, b0) = (a >> 64, a & HALF, b >> 64, b & HALF);
        let low = a0 * b0;
        let mid = a1 * b0 + (low >> 64);
        let (mid, carry) = mid.overflowing_add(a0 * b1);
        let high = a1 * b1 + (mid >> 64) + (u128::from(carry) << 64);
        Self {
            high,
            low: (mid << 64) | (low & HALF),
        }
    }

    fn times(self, factor: u128) -> Option<Self> {
        let low = Self::product(self.low, factor);
        let high = self.high.checked_mul(factor)?.checked_add(low.high)?;
        Some(Self { high, low: low.low })
    }

    fn minus(self, other: Self) -> Self {
        let (low, borrow) = self.low.overflowing_sub(other.low);
        Self {
            high: self.high - other.high - u128::from(borrow),
            low,
        }
    }

    fn doubled(self) -> Self {
        Self {
            high: (self.high << 1) | (self.low >> 127),
            low: self.low << 1,
        }
    }

    fn bit(self, index: u32) -> u128 {
        if index >= 128 {
            (self.high >> (index - 128)) & 1
        } else {
            (self.low >> index) & 1
        }
    }
}

fn slow(a: u128, b: u128, c: u128, shift: i64) -> Option<u128> {
    let product = Wide::product(a, b);
    let (top, bottom) = if shift >= 0 {
        (
            product.times(power_of_ten(shift)?)?,
            Wide { high: 0, low: c },
        )
    } else {
        (product, Wide::product(c, power_of_ten(-shift)?))
    };
    if bottom.high >> 126 != 0 {
        return None;
    }
    // Long division by shift and subtract. The remainder stays below the divisor, hence below 2^255 when doubled.
    let (mut quotient, mut rest) = (Wide::ZERO, Wide::ZERO);
    for index in (0..256).rev() {
        rest = rest.doubled();
        rest.low |= top.bit(index);
        quotient = quotient.doubled();
        if rest >= bottom {
            rest = rest.minus(bottom);
            quotient.low |= 1;
        }
    }
    if quotient.high != 0 {
        return None;
    }
    let round_up = rest >= bottom.minus(rest);
    quotient.low.checked_add(u128::from(round_up))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_ways_agree() {
        for (a, b, c, shift) in [
            (7_u128, 1, 2, 0),
            (1, 1, 2, 0),
            (123_456_789, 987_654_321, 1_000_003, 6),
            (123_456_789, 987_654_321, 1_000_003, -6),
            (u128::from(u64::MAX), u128::from(u64::MAX), 12_345, -3),
        ] {
            assert_eq!(
                fast(a, b, c, shift),
                slow(a, b, c, shift),
                "{a} {b} {c} {shift}"
            );
            if let Some(small) = fastest(a, b, c, shift) {
                assert_eq!(Some(small), slow(a, b, c, shift), "{a} {b} {c} {shift}");
            }
        }
    }

    #[test]
    fn wide_products_do_not_wrap() {
        let big = 10_i128.pow(30);
        assert_eq!(mul_div_round(big, big, big, 0), Some(big));
        assert_eq!(mul_div_round(big + 1, -big, big, 0), Some(-(big + 1)));
        assert_eq!(mul_div_round(big, big, 1, 0), None);
        assert_eq!(
            mul_div_round(i128::MAX, i128::MAX, i128::MAX, 0),
            Some(i128::MAX)
        );
        assert_eq!(mul_div_round(big, big, big, -28), Some(100));
        assert_eq!(mul_div_round(1, 1, 0, 0), None);
    }
}
