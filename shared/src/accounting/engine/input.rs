//! What a calculation starts from.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::accounting::record::DataQuality;
use crate::period::{Date, Period};

/// Electricity covered by a contract: green power, certificates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contract {
    /// How much of the record's quantity it covers, in the record's unit.
    pub quantity: Decimal,
    /// kg CO2e per kWh that the contract or certificate states; zero for green power.
    pub kg_co2e_per_kwh: Decimal,
    /// What it is: certificate numbers, contract.
    pub reference: String,
}

/// One piece of activity data, as a form or a file gives it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActivityInput {
    /// Code of the activity.
    pub activity: String,
    /// How much.
    pub quantity: Decimal,
    /// Of what, as people spell it.
    pub unit: String,
    /// When, both ends included.
    pub period: Period,
    /// Region of the site, `CN-GD`.
    pub region: String,
    /// Factor to be used, when the record names one.
    pub factor_id: Option<String>,
    /// Supplier, when the record names one.
    pub supplier: Option<String>,
    /// Where the quantity comes from.
    pub quality: DataQuality,
    /// Contract for market-based scope 2.
    pub contract: Option<Contract>,
}

impl ActivityInput {
    /// An input with what every record has; the rest is empty and measured.
    pub fn new(
        activity: &str,
        quantity: Decimal,
        unit: &str,
        period: Period,
        region: &str,
    ) -> Self {
        Self {
            activity: activity.to_owned(),
            quantity,
            unit: unit.to_owned(),
            period,
            region: region.to_owned(),
            factor_id: None,
            supplier: None,
            quality: DataQuality::Measured,
            contract: None,
        }
    }

    /// The day a factor must be valid on.
    pub fn factor_day(&self) -> Date {
        factor_day(self.period)
    }
}

/// The day a factor of that period must be valid on: its first day in the year most of its days lie in.
pub fn factor_day(period: Period) -> Date {
    period
        .within_year(period.main_year())
        .map_or(period.start(), Period::start)
}
