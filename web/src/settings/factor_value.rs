//! What a factor says in one line: a figure, its gases, or the fuel's properties.

use super::operations::{factor_details, factors};
use super::words as names;
use crate::client::enums::Gas;
use crate::client::scalars::Decimal;
use crate::i18n::Language;
use crate::locales::settings as words;

/// What stands where there is nothing to say.
const NONE: &str = "–";

/// Amounts of one gas per unit: as mass, or already weighed.
#[derive(Debug, Clone, PartialEq)]
pub struct GasAmount {
    gas: Gas,
    kg: Option<Decimal>,
    kg_co2e: Option<Decimal>,
}

/// A factor's figures, from whichever document they came.
#[derive(Debug, Clone, PartialEq)]
pub struct FactorValue {
    total: Option<Decimal>,
    gases: Vec<GasAmount>,
    is_fuel: bool,
}

macro_rules! value_from {
    ($module:ident, $type:ident) => {
        impl From<&$module::$type> for FactorValue {
            fn from(factor: &$module::$type) -> Self {
                let gases = factor.gases.iter().map(|gas| GasAmount {
                    gas: gas.gas,
                    kg: gas.kg_per_unit,
                    kg_co2e: gas.kg_co2e_per_unit,
                });
                Self {
                    total: factor.total_kg_co2e_per_unit,
                    gases: gases.collect(),
                    is_fuel: factor.ncv_gj_per_unit.is_some(),
                }
            }
        }
    };
}
value_from!(factors, FactorsFactorsEdgesNode);
value_from!(factor_details, FactorDetailsFactor);
value_from!(factor_details, FactorDetailsFactorSeries);

impl FactorValue {
    /// The gases in one line: `CO₂ 0.5366 kg · CH₄ 0.00001 kg`.
    pub fn gases(&self) -> Option<String> {
        let amounts = self.gases.iter().map(|amount| {
            let name = names::gas(amount.gas);
            match (amount.kg, amount.kg_co2e) {
                (Some(kg), _) => format!("{name} {} kg", kg.normalize()),
                (None, Some(co2e)) => format!("{name} {} kg CO2e", co2e.normalize()),
                (None, None) => name.to_owned(),
            }
        });
        let line = amounts.collect::<Vec<_>>().join(" · ");
        Some(line).filter(|line| !line.is_empty())
    }

    /// The factor in one line.
    pub fn line(&self, language: Language) -> String {
        if let Some(total) = self.total {
            return format!("{} kg CO2e", total.normalize());
        }
        if self.is_fuel {
            return words::VALUE_BY_FUEL.get(language).to_owned();
        }
        self.gases().unwrap_or_else(|| NONE.to_owned())
    }
}
