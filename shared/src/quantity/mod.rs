//! Quantities with units and dimensions. Every ratio is an exact fraction; nothing is converted between dimensions
//! without a stated property of the stuff (`convert::Bridge`).

mod multiplier;
mod ratio;
mod table;
mod wide;

pub mod convert;
pub mod unit;

pub use convert::{Bridge, BridgeStep, Conversion, conversion, convert};
pub use multiplier::Multiplier;
pub use ratio::Ratio;
pub use unit::{Currency, Dimension, Unit, UnitError};

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// An exact amount with its unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Quantity {
    /// How much.
    pub value: Decimal,
    /// Of which unit.
    pub unit: Unit,
}

impl Quantity {
    /// An amount of a unit.
    pub fn new(value: Decimal, unit: Unit) -> Self {
        Self { value, unit }
    }

    /// The amount in base units of its dimension as a stored integer (1e-6 base unit), for sums in the database.
    pub fn base_micro(self) -> Result<i64, crate::decimal::DecimalError> {
        self.unit.ratio().micro(self.value)
    }
}
