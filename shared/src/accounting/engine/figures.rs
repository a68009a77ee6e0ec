//! The figures of one record: fixed-point integers, rounded once, ready to be added.

use serde::{Deserialize, Serialize};

use crate::accounting::gwp::Gas;

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
