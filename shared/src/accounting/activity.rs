//! What a company does that has to be accounted for: the catalogue of activities.

use serde::{Deserialize, Serialize};

crate::wire_enum! {
    /// The five kinds of data a company accounts for. One record model serves all of them.
    pub enum DataKind {
        /// Greenhouse-gas sources and sinks.
        Carbon = "CARBON",
        /// Energy carriers, bought, made or sold.
        Energy = "ENERGY",
        /// Water, raw and packaging materials, land.
        Resource = "RESOURCE",
        /// Waste by kind, class and treatment.
        Waste = "WASTE",
        /// Pollutants, tax, spend, permits, incidents.
        Performance = "PERFORMANCE",
    }
}

crate::wire_enum! {
    /// GHG Protocol scope.
    pub enum Scope {
        /// Direct emissions.
        Scope1 = "SCOPE_1",
        /// Purchased electricity, heat, steam and cooling.
        Scope2 = "SCOPE_2",
        /// All other indirect emissions.
        Scope3 = "SCOPE_3",
        /// Outside the scopes: biogenic CO2 and gases outside the Kyoto basket.
        Outside = "OUTSIDE",
    }
}

/// How an activity's emissions are computed. The engine holds one pure function for each.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Method {
    /// Fuel burnt: NCV × carbon content × oxidation × 44/12, or a direct factor of a foreign set, whichever factor is chosen.
    FuelCombustion {
        /// Key into the fuel properties (`fuels_ndrc.csv` `fuel_code`), for conversions between mass, volume and heat.
        fuel_code: String,
    },
    /// Amount × emission factor.
    DirectFactor,
    /// Purchased electricity: location-based and market-based side by side.
    PurchasedElectricity,
    /// Purchased heat, steam or cooling, in GJ.
    PurchasedHeat,
    /// A gas released as such: mass × GWP. The text is the gas or blend of `gwp.csv` (`R-410A`).
    GasRelease {
        /// `gas_code` of the GWP table.
        gas_code: String,
    },
    /// Accounted for in its own unit; it has no greenhouse-gas result (water withdrawn, pollutants, spend, revenue).
    QuantityOnly,
}

/// One entry of the activity catalogue: what users, files and factors mean by a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActivityType {
    /// Stable code in snake case, `purchased_electricity`.
    pub code: String,
    /// Name in Chinese.
    pub name_zh: String,
    /// Name in English.
    pub name_en: String,
    /// Other spellings accepted in files, both languages.
    pub aliases: Vec<String>,
    /// Which of the five kinds it belongs to.
    pub kind: DataKind,
    /// Scope of its emissions; `None` where it has none.
    pub scope: Option<Scope>,
    /// Category within the scope: `stationary_combustion`, `purchased_electricity`, `s3_06_business_travel`…
    pub category: String,
    /// GHG Protocol scope 3 category number, 1 to 15.
    pub scope3_category: Option<u8>,
    /// How it is computed.
    pub method: Method,
    /// Unit codes offered first in forms and templates; any unit of their dimensions is accepted.
    pub units: Vec<String>,
    /// Row of the standard-coal table (`code` of `standard_coal_gbt2589.csv`) when it is energy.
    pub standard_coal_code: Option<String>,
    /// True for energy from renewable sources (own PV, green electricity).
    pub renewable: bool,
}
