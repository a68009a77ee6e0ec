//! From lines to totals: sums of integers by any key, intensities, allocation, uncertainty, base-year recalculation.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::engine::Figures;
use crate::decimal::{DecimalError, from_micro_sum};
use crate::quantity::Ratio;

/// A sum of figures. Integers throughout, so that every grouping of the same lines gives the same total.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sum {
    /// Lines added.
    pub lines: u64,
    /// mg CO2e; scope 2 location-based.
    pub co2e_mg: i128,
    /// mg CO2e with scope 2 market-based where there is such a figure. Never added to `co2e_mg`.
    pub market_mg: i128,
    /// mg CO2e by gas, in the order of `Gas::ALL`.
    pub gases_mg: [i128; 7],
    /// mg of each gas where its mass is known, in the order of `Gas::ALL`.
    pub gas_masses_mg: [i128; 7],
    /// mg CO2e not split by gas.
    pub unsplit_mg: i128,
    /// mg biogenic CO2, apart.
    pub biogenic_mg: i128,
    /// kJ.
    pub energy_kj: i128,
    /// g of coal equivalent, calorific.
    pub calorific_gce: i128,
    /// g of coal equivalent, equivalent value.
    pub equivalent_gce: i128,
}

impl Sum {
    /// Adds a line.
    pub fn add(&mut self, figures: &Figures) {
        self.lines += 1;
        self.co2e_mg += i128::from(figures.co2e_mg);
        self.market_mg += i128::from(figures.market_or_location_mg());
        for (sum, gas) in self.gases_mg.iter_mut().zip(&figures.gases) {
            *sum += i128::from(gas.co2e_mg);
        }
        for (sum, gas) in self.gas_masses_mg.iter_mut().zip(&figures.gases) {
            *sum += i128::from(gas.mass_mg.unwrap_or(0));
        }
        self.unsplit_mg += i128::from(figures.unsplit_mg);
        self.biogenic_mg += i128::from(figures.biogenic_mg);
        self.energy_kj += i128::from(figures.energy_kj.unwrap_or(0));
        self.calorific_gce += i128::from(figures.calorific_gce.unwrap_or(0));
        self.equivalent_gce += i128::from(figures.equivalent_gce.unwrap_or(0));
    }

    /// Adds another sum.
    pub fn merge(&mut self, other: &Self) {
        self.lines += other.lines;
        self.co2e_mg += other.co2e_mg;
        self.market_mg += other.market_mg;
        for (sum, gas) in self.gases_mg.iter_mut().zip(&other.gases_mg) {
            *sum += gas;
        }
        for (sum, gas) in self.gas_masses_mg.iter_mut().zip(&other.gas_masses_mg) {
            *sum += gas;
        }
        self.unsplit_mg += other.unsplit_mg;
        self.biogenic_mg += other.biogenic_mg;
        self.energy_kj += other.energy_kj;
        self.calorific_gce += other.calorific_gce;
        self.equivalent_gce += other.equivalent_gce;
    }

    /// kg CO2e.
    pub fn co2e_kg(&self) -> Result<Decimal, DecimalError> {
        from_micro_sum(self.co2e_mg)
    }

    /// kg CO2e, market-based.
    pub fn market_kg(&self) -> Result<Decimal, DecimalError> {
        from_micro_sum(self.market_mg)
    }
}

impl<'a> FromIterator<&'a Figures> for Sum {
    fn from_iter<I: IntoIterator<Item = &'a Figures>>(figures: I) -> Self {
        let mut sum = Self::default();
        for line in figures {
            sum.add(line);
        }
        sum
    }
}

/// Sums by a key: scope, category, site, month, activity, or any of them together.
pub fn group<'a, L, K: Ord>(
    lines: impl IntoIterator<Item = &'a L>,
    key: impl Fn(&L) -> K,
    figures: impl Fn(&L) -> &Figures,
) -> BTreeMap<K, Sum>
where
    L: 'a,
{
    let mut groups: BTreeMap<K, Sum> = BTreeMap::new();
    for line in lines {
        groups.entry(key(line)).or_default().add(figures(line));
    }
    groups
}

/// Emissions per unit of revenue, output, area or head, rounded to `places`. `None` without a denominator.
pub fn intensity(amount: Decimal, denominator: Decimal, places: u32) -> Option<Decimal> {
    if denominator.is_zero() {
        return None;
    }
    Ratio::from_decimal(amount)
        .over(Ratio::from_decimal(denominator))
        .ok()?
        .to_decimal(places)
        .ok()
}

/// A whole over parts by weight (mass, area, tonne-kilometres), each part rounded to 1e-6 by running totals so that the parts
/// sum to the whole. `None` when the weights are all zero or negative ones are among them.
pub fn allocate(whole_micro: i64, weights: &[Decimal]) -> Option<Vec<i64>> {
    if weights
        .iter()
        .any(|weight| weight.is_sign_negative() && !weight.is_zero())
    {
        return None;
    }
    let total = weights
        .iter()
        .try_fold(Decimal::ZERO, |sum, weight| sum.checked_add(*weight))?;
    let (mut upto, mut given) = (Decimal::ZERO, 0_i64);
    let mut parts = Vec::with_capacity(weights.len());
    for weight in weights {
        upto = upto.checked_add(*weight)?;
        let share = Ratio::from_decimal(upto)
            .over(Ratio::from_decimal(total))
            .ok()?;
        let due = i64::try_from(share.scaled(Decimal::from(whole_micro), 0).ok()?).ok()?;
        parts.push(due - given);
        given = due;
    }
    Some(parts)
}

/// Relative uncertainty of a sum of independent figures, in per cent with two decimals: √Σ(xᵢ·uᵢ)² ÷ |Σxᵢ| (IPCC 2006
/// Guidelines, vol. 1, ch. 3, equation 3.2). Figures in mg, uncertainties in per cent. `None` when the sum is zero or the
/// figures are too large.
pub fn combined_uncertainty(parts: &[(i64, Decimal)]) -> Option<Decimal> {
    let sum: i128 = parts.iter().map(|(mg, _)| i128::from(*mg)).sum();
    if sum == 0 {
        return None;
    }
    let mut squares = 0_u128;
    for (mg, percent) in parts {
        // Whole grams keep the squares inside 128 bits and are far finer than any uncertainty is known.
        let grams = u128::from(mg.unsigned_abs() / 1000);
        let hundredths = u128::try_from(
            crate::decimal::round(percent.checked_mul(Decimal::ONE_HUNDRED)?, 0)
                .trunc()
                .mantissa(),
        )
        .ok()?;
        squares = squares.checked_add(grams.checked_mul(hundredths)?.checked_pow(2)?)?;
    }
    let root = squares.isqrt();
    let grams = sum.unsigned_abs() / 1000;
    if grams == 0 {
        return None;
    }
    let hundredths = i64::try_from((root + grams / 2) / grams).ok()?;
    Some(Decimal::new(hundredths, 2))
}

/// Total of an enterprise by a Chinese guideline: fuel + process + net purchased electricity and heat − carbon fixed in
/// products.
pub fn enterprise_total(
    fuel: Decimal,
    process: Decimal,
    net_purchased: Decimal,
    fixed: Decimal,
) -> Result<Decimal, DecimalError> {
    use crate::decimal::{add, sub};
    sub(add(add(fuel, process)?, net_purchased)?, fixed)
}

/// A past year's total recalculated to today's structure (GHG Protocol Corporate Standard, ch. 5): what the units that belong
/// to the boundary now emitted then. A unit that did not exist then emitted nothing and changes nothing; a unit that left
/// is left out.
pub fn recalculated<K: PartialEq>(emitted_then: &[(K, Decimal)], boundary_now: &[K]) -> Decimal {
    emitted_then
        .iter()
        .filter(|(unit, _)| boundary_now.contains(unit))
        .map(|(_, amount)| *amount)
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decimal::parse;

    fn d(text: &str) -> Decimal {
        parse(text).unwrap()
    }

    #[test]
    fn independent_errors_add_in_quadrature() {
        // 100 kg ± 3 % and 100 kg ± 4 %: 5 kg of 200 kg.
        let parts = [(100_000_000, d("3")), (100_000_000, d("4"))];
        assert_eq!(combined_uncertainty(&parts), Some(d("2.50")));
        assert_eq!(combined_uncertainty(&[]), None);
    }

    #[test]
    fn parts_sum_to_the_whole_and_refuse_nonsense() {
        assert_eq!(allocate(10, &[d("1"), d("1"), d("1")]), Some(vec![3, 4, 3]));
        assert_eq!(allocate(10, &[d("0"), d("0")]), None);
        assert_eq!(allocate(10, &[d("-1"), d("2")]), None);
    }
}
