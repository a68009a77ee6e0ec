//! The engine: activity data and a factor source in, figures with their explanation out. Pure.
//!
//! Once per distinct activity, unit, region, day, factor, supplier, quality and contract: [`prepare`] →
//! [`PreparedCalculation`]. Per row: [`PreparedCalculation::compute`] (no allocation, integers). On demand:
//! [`PreparedCalculation::explain`], from the same ratios. All at once: [`calculate`]. Where only sums are wanted:
//! [`PreparedCalculation::running_total`]. [`super::choice::steady_days`] tells which days share the decisions.
//!
//! **Invariant:** a figure without an explanation cannot be made: [`Calculation`] holds both, and only this module makes one.

mod electricity;
mod emissions;
mod energy;
mod figures;
pub mod fuel;
mod input;
mod prepare;
mod running;
mod settings;
mod steps;
mod trace;

use serde::{Deserialize, Serialize};

pub use emissions::fuel_co2_kg;
pub use figures::{Figures, GasFigure, place};
pub use input::{ActivityInput, Contract, factor_day};
pub use prepare::{PreparedCalculation, prepare};
pub use running::RunningTotal;
pub use settings::{ElectricityEquivalent, Rate, Settings};

use super::explain::Explanation;
use super::record::RecordStatus;
use super::refusal::Refusal;
use super::source::FactorSource;

/// Version of the arithmetic. Changes when the same input may give another figure.
pub const ENGINE_VERSION: &str = "1";

/// Figures and why they are what they are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Calculation {
    figures: Figures,
    status: RecordStatus,
    emits: bool,
    factor_id: Option<String>,
    market_factor_id: Option<String>,
    explanation: Explanation,
}

impl Calculation {
    /// The figures.
    pub fn figures(&self) -> &Figures {
        &self.figures
    }

    /// Calculated or estimated.
    pub fn status(&self) -> RecordStatus {
        self.status
    }

    /// False for activities that are only counted: their CO2e of zero is no result.
    pub fn emits(&self) -> bool {
        self.emits
    }

    /// Id of the factor of the (location-based) figure.
    pub fn factor_id(&self) -> Option<&str> {
        self.factor_id.as_deref()
    }

    /// Id of the factor of the market-based figure.
    pub fn market_factor_id(&self) -> Option<&str> {
        self.market_factor_id.as_deref()
    }

    /// Why the figures are what they are.
    pub fn explanation(&self) -> &Explanation {
        &self.explanation
    }
}

/// Computes one piece of activity data.
pub fn calculate<S: FactorSource + ?Sized>(
    input: &ActivityInput,
    source: &S,
    settings: &Settings,
) -> Result<Calculation, Refusal> {
    let prepared = prepare(input, source, settings)?;
    let figures = prepared.compute(input.quantity)?;
    let explanation = trace::explain(&prepared, input.quantity, &figures);
    Ok(Calculation {
        figures,
        status: prepared.status(),
        emits: prepared.emits(),
        factor_id: prepared.factor_id().map(str::to_owned),
        market_factor_id: prepared.market_factor_id().map(str::to_owned),
        explanation,
    })
}
