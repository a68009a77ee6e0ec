//! From a factor as it travels to the engine's own types, and back to words.

use saxaul_shared::decimal::Decimal;
use saxaul_shared::format::Locale;

use super::operations::factor_choices::FactorChoicesFactorChoices as FactorChoice;

/// What a record comes to.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// A figure.
    Computed(Computed),
    /// Nothing to compute: it is accounted for in its own unit.
    QuantityOnly,
    /// It cannot be computed, and why.
    Refused {
        /// What is wrong.
        message: String,
        /// What to do.
        remedy: String,
    },
}

/// A figure with its formula.
#[derive(Debug, Clone, PartialEq)]
pub struct Computed {
    /// kg CO2e.
    pub co2e_kg: Decimal,
    /// The formula with its numbers.
    pub formula: String,
    /// GJ, where it is energy.
    pub energy_gj: Option<Decimal>,
}

/// Computes a record of `quantity` `unit` with a factor.
pub fn compute(
    _activity: &str,
    _quantity: Decimal,
    _unit: &str,
    _start: &str,
    _end: &str,
    _choice: Option<&FactorChoice>,
    _locale: Locale,
) -> Option<Outcome> {
    None
}
