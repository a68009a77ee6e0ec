//! The figures of one record: fixed-point integers, rounded once, ready to be added.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::accounting::gwp::Gas;
use crate::period::{Date, Month, Period};
use crate::quantity::Ratio;

/// One gas of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct GasFigure {
    /// mg of the gas; `None` where the source gives CO2e only and the mass cannot be told.
    pub mass_mg: Option<i64>,
    /// mg CO2e.
    pub co2e_mg: i64,
}

/// What one record amounts to. `co2e_mg` is always the sum of the gases and `unsplit_mg`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Figures {
    /// mg CO2e; for scope 2 location-based. Without biogenic CO2.
    pub co2e_mg: i64,
    /// mg CO2e, market-based; `None` where there is no such thing.
    pub market_mg: Option<i64>,
    /// By gas, in the order of [`Gas::ALL`].
    pub gases: [GasFigure; 7],
    /// mg CO2e that the source does not split by gas, and the difference where a source rounds split and total apart.
    pub unsplit_mg: i64,
    /// mg biogenic CO2, reported apart and never in `co2e_mg`.
    pub biogenic_mg: i64,
    /// kJ of energy; `None` where the activity is no energy.
    pub energy_kj: Option<i64>,
    /// g of coal equivalent, calorific basis (当量值).
    pub calorific_gce: Option<i64>,
    /// g of coal equivalent, equivalent basis (等价值).
    pub equivalent_gce: Option<i64>,
}

/// Place of a gas in [`Figures::gases`].
pub const fn place(gas: Gas) -> usize {
    match gas {
        Gas::Co2 => 0,
        Gas::Ch4 => 1,
        Gas::N2o => 2,
        Gas::Hfc => 3,
        Gas::Pfc => 4,
        Gas::Sf6 => 5,
        Gas::Nf3 => 6,
    }
}

impl Figures {
    /// The figure of a gas.
    pub fn gas(&self, gas: Gas) -> GasFigure {
        self.gases.get(place(gas)).copied().unwrap_or_default()
    }

    /// mg CO2e on the market basis: the market-based figure where there is one, else the other.
    pub fn market_or_location_mg(&self) -> i64 {
        self.market_mg.unwrap_or(self.co2e_mg)
    }
}

impl Figures {
    /// A part of the figures, taken from each additive part by `take` and put together again: the CO2e stays the sum of its
    /// gases. `None` when `take` fails for one of them.
    fn map_parts(&self, mut take: impl FnMut(i64) -> Option<i64>) -> Option<Self> {
        let mut part = Self::default();
        for (to, from) in part.gases.iter_mut().zip(&self.gases) {
            to.mass_mg = match from.mass_mg {
                Some(mass) => Some(take(mass)?),
                None => None,
            };
            to.co2e_mg = take(from.co2e_mg)?;
        }
        part.unsplit_mg = take(self.unsplit_mg)?;
        part.co2e_mg = part
            .gases
            .iter()
            .try_fold(part.unsplit_mg, |sum, gas| sum.checked_add(gas.co2e_mg))?;
        part.biogenic_mg = take(self.biogenic_mg)?;
        for (to, from) in [
            (&mut part.market_mg, self.market_mg),
            (&mut part.energy_kj, self.energy_kj),
            (&mut part.calorific_gce, self.calorific_gce),
            (&mut part.equivalent_gce, self.equivalent_gce),
        ] {
            *to = match from {
                Some(value) => Some(take(value)?),
                None => None,
            };
        }
        Some(part)
    }

    /// The share of the figures that counts under a consolidation approach or an allocation, each part rounded once. `None`
    /// only when the share is so large that a figure no longer fits.
    pub fn share(&self, share: Ratio) -> Option<Self> {
        if share == Ratio::ONE {
            return Some(*self);
        }
        self.map_parts(|value| i64::try_from(share.scaled(Decimal::from(value), 0).ok()?).ok())
    }

    /// The figures of a period over its months by days. The months' figures sum to the whole in every part.
    pub fn by_month(&self, period: Period) -> Vec<(Month, Self)> {
        let mut gone: Option<Date> = None;
        period
            .months()
            .map(|(month, _)| {
                let last = month.last_day().min(period.end());
                let before = gone;
                gone = Some(last);
                let part = self.map_parts(|value| {
                    let given = before.map_or(0, |day| period.share_until(value, day));
                    Some(period.share_until(value, last) - given)
                });
                // Steps of a running share of a figure that fits always fit.
                (month, part.unwrap_or_default())
            })
            .collect()
    }
}
