//! Sums over many quantities by one prepared calculation, without the figures of each.

use super::electricity::Market;
use super::figures::place;
use super::prepare::PreparedCalculation;
use crate::accounting::totals::Sum;
use crate::decimal::MICRO_SCALE;
use crate::quantity::{Multiplier, Ratio};

/// Coal equivalent is computed per kg and kept in grams.
const GRAM_SCALE: u32 = 3;

/// The sum of [`PreparedCalculation::compute`] over quantities in millionths of the unit: each figure of each quantity is
/// rounded as it is there, and equal ratios are multiplied once.
#[derive(Debug, Clone)]
pub struct RunningTotal {
    steps: Vec<Step>,
    lines: u64,
    quantity_max: u64,
    /// Place of the gas, step of its mass and of its CO2e.
    gases: Vec<(usize, Option<usize>, usize)>,
    total: Option<usize>,
    biogenic: Option<usize>,
    market: Option<usize>,
    energy: Option<usize>,
    calorific: Option<usize>,
    equivalent: Option<usize>,
}

/// One ratio and what it amounted to.
#[derive(Debug, Clone)]
struct Step {
    ratio: Ratio,
    scale: u32,
    multiplier: Multiplier,
    sum: i128,
}

/// Why a calculation has no running total.
struct RowByRow;

impl PreparedCalculation {
    /// A sum to be added to, at nothing. `None` for the rare calculation that is not one product per figure (a contract that
    /// covers a part) or whose ratios need more than 64 bits: these are computed row by row.
    pub fn running_total(&self) -> Option<RunningTotal> {
        self.one_product_each().ok()
    }

    fn one_product_each(&self) -> Result<RunningTotal, RowByRow> {
        let mut steps = Vec::new();
        let mut gases: Vec<(usize, Option<usize>, usize)> = Vec::with_capacity(self.gases().len());
        for part in self.gases() {
            let at = place(part.gas);
            if gases.iter().any(|(other, ..)| *other == at) {
                return Err(RowByRow);
            }
            let co2e = step(&mut steps, part.co2e, MICRO_SCALE)?;
            let mass = maybe(&mut steps, part.mass, MICRO_SCALE)?;
            gases.push((at, mass, co2e));
        }
        let market = self.market().map(market_ratio).transpose()?;
        let energy = self.energy();
        let (total, biogenic) = (
            maybe(&mut steps, self.total(), MICRO_SCALE)?,
            maybe(&mut steps, self.biogenic(), MICRO_SCALE)?,
        );
        let (market, gj) = (
            maybe(&mut steps, market, MICRO_SCALE)?,
            maybe(&mut steps, energy.gj, MICRO_SCALE)?,
        );
        let (calorific, equivalent) = (
            maybe(&mut steps, energy.calorific, GRAM_SCALE)?,
            maybe(&mut steps, energy.equivalent, GRAM_SCALE)?,
        );
        let quantity_max = steps
            .iter()
            .map(|step| step.multiplier.quantity_max())
            .min()
            .unwrap_or(u64::MAX);
        Ok(RunningTotal {
            steps,
            lines: 0,
            quantity_max,
            gases,
            total,
            biogenic,
            market,
            energy: gj,
            calorific,
            equivalent,
        })
    }
}

/// The one ratio of the market-based figure, when it has one.
fn market_ratio(market: &Market) -> Result<Ratio, RowByRow> {
    if market.all_covered {
        Ok(market.contract)
    } else if market.covered.is_zero() {
        Ok(market.rest)
    } else {
        Err(RowByRow)
    }
}

/// Where the ratio stands among the steps; it is put there when it is new.
fn step(steps: &mut Vec<Step>, ratio: Ratio, scale: u32) -> Result<usize, RowByRow> {
    let known = steps
        .iter()
        .position(|step| step.ratio == ratio && step.scale == scale);
    if let Some(known) = known {
        return Ok(known);
    }
    steps.push(Step {
        ratio,
        scale,
        multiplier: Multiplier::new(ratio, scale).ok_or(RowByRow)?,
        sum: 0,
    });
    Ok(steps.len() - 1)
}

/// As [`step`], for a figure that not every calculation has.
fn maybe(
    steps: &mut Vec<Step>,
    ratio: Option<Ratio>,
    scale: u32,
) -> Result<Option<usize>, RowByRow> {
    ratio.map(|ratio| step(steps, ratio, scale)).transpose()
}

impl RunningTotal {
    /// Adds a quantity in millionths of the unit. False, and nothing is added, when it is too large to be added here.
    #[inline]
    pub fn add(&mut self, quantity_micro: u64) -> bool {
        if quantity_micro > self.quantity_max {
            return false;
        }
        self.lines += 1;
        for step in &mut self.steps {
            step.sum += i128::from(step.multiplier.times(quantity_micro));
        }
        true
    }

    /// The sum of the figures of all quantities added.
    pub fn sum(&self) -> Sum {
        let of = |at: Option<usize>| at.and_then(|at| self.steps.get(at)).map(|step| step.sum);
        let mut sum = Sum {
            lines: self.lines,
            ..Sum::default()
        };
        let mut split = 0;
        for &(place, mass, co2e) in &self.gases {
            let co2e = of(Some(co2e)).unwrap_or(0);
            split += co2e;
            if let Some(slot) = sum.gases_mg.get_mut(place) {
                *slot = co2e;
            }
            if let Some(slot) = sum.gas_masses_mg.get_mut(place) {
                *slot = of(mass).unwrap_or(0);
            }
        }
        sum.co2e_mg = of(self.total).unwrap_or(split);
        sum.unsplit_mg = sum.co2e_mg - split;
        sum.market_mg = of(self.market).unwrap_or(sum.co2e_mg);
        sum.biogenic_mg = of(self.biogenic).unwrap_or(0);
        sum.energy_kj = of(self.energy).unwrap_or(0);
        sum.calorific_gce = of(self.calorific).unwrap_or(0);
        sum.equivalent_gce = of(self.equivalent).unwrap_or(0);
        sum
    }
}
