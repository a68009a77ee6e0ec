//! What a company decides once for all its calculations.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::accounting::gwp::GwpSet;

/// What one unit of money or one year's prices are worth in another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rate {
    /// Unit code converted from, `CNY`.
    pub from: String,
    /// Unit code converted to, `USD2022` when the rate also deflates, `USD` when it only exchanges.
    pub to: String,
    /// Units of `to` for one unit of `from`.
    pub value: Decimal,
    /// Where the rate stands. Shown in the explanation.
    pub source: String,
}

/// Coal equivalent of one kWh of electricity on the equivalent basis (等价值), which changes from year to year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ElectricityEquivalent {
    /// kgce per kWh.
    pub kgce_per_kwh: Decimal,
    /// Where it stands.
    pub source: String,
}

/// What a company decides once for all its calculations.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// Assessment whose GWPs weigh gas masses.
    pub gwp_set: GwpSet,
    /// Codes of the data sets it prefers, first choice first.
    pub dataset_preference: Vec<String>,
    /// Codes of the share-alike packs that are switched on.
    pub packs: Vec<String>,
    /// Exchange rates and deflators for spend.
    pub rates: Vec<Rate>,
    /// Equivalent value of electricity; without it no equivalent tce is given for electricity.
    pub electricity_equivalent: Option<ElectricityEquivalent>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            gwp_set: GwpSet::Ar6,
            dataset_preference: Vec::new(),
            packs: Vec::new(),
            // The newest average rate; who knows the year of the spend sets `exchange::rates(year)`.
            rates: crate::accounting::exchange::rates(i32::MAX),
            electricity_equivalent: None,
        }
    }
}
