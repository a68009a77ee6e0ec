//! Round numbers for axes, in exact decimals so that a tick never reads 0.30000000000000004.

use saxaul_shared::decimal::Decimal;

/// Ticks from zero upwards in steps of 1, 2 or 5 times a power of ten, the last one at or above `max`; about `wanted` of them.
pub fn ticks(max: Decimal, wanted: u32) -> Vec<Decimal> {
    if max <= Decimal::ZERO || wanted == 0 {
        return vec![Decimal::ZERO, Decimal::ONE];
    }
    let rough = max / Decimal::from(wanted);
    let mut power = Decimal::ONE;
    while power > rough && power > Decimal::new(1, 9) {
        power /= Decimal::TEN;
    }
    while power * Decimal::TEN <= rough {
        power *= Decimal::TEN;
    }
    let step = [1u32, 2, 5, 10]
        .into_iter()
        .map(|n| power * Decimal::from(n))
        .find(|step| *step >= rough)
        .unwrap_or(power * Decimal::TEN);
    let mut found = vec![Decimal::ZERO];
    let mut at = Decimal::ZERO;
    while at < max {
        at += step;
        found.push(at.normalize());
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(max: &str, expect: &[&str]) {
        let max: Decimal = max.parse().unwrap();
        let found: Vec<String> = ticks(max, 4).iter().map(ToString::to_string).collect();
        assert_eq!(found, expect);
    }

    #[test]
    fn ticks_are_round_and_reach_the_top() {
        check("937", &["0", "500", "1000"]);
        check("0.07", &["0", "0.02", "0.04", "0.06", "0.08"]);
        check("400", &["0", "100", "200", "300", "400"]);
        check("0", &["0", "1"]);
        check("1234567", &["0", "500000", "1000000", "1500000"]);
    }
}
