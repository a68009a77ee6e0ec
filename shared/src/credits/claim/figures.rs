//! Units to grams and points: exact, rounded once, half away from zero.

use crate::{
    credits::ActionLedger,
    decimal::{self, Decimal, DecimalError},
};

/// Why figures cannot be computed.
pub type FigureError = DecimalError;

const GRAMS_PER_KG: i64 = 1000;
const MINUTES_PER_HOUR: i64 = 60;

/// `round(1000 × units × kg per unit)` in whole grams, half away from zero (employee data set, “From kilograms to credits”).
pub fn grams_of(units_micro: i64, factor_kg_per_unit: Decimal) -> Result<i64, FigureError> {
    scaled(units_micro, factor_kg_per_unit, GRAMS_PER_KG)
}

/// `round(units × kg per unit × points per kg)`, half away from zero.
pub fn points_of(
    units_micro: i64,
    factor_kg_per_unit: Decimal,
    points_per_kg: i64,
) -> Result<i64, FigureError> {
    scaled(units_micro, factor_kg_per_unit, points_per_kg)
}

fn scaled(units_micro: i64, factor: Decimal, by: i64) -> Result<i64, FigureError> {
    let kg = decimal::mul(decimal::from_micro(units_micro), factor)?;
    let exact = decimal::mul(kg, by.into())?;
    i64::try_from(decimal::round(exact, 0)).map_err(|_| DecimalError::Overflow)
}

/// Minutes as hours, to 1e-6 of an hour, half away from zero.
pub fn hours_micro(minutes: i64) -> i64 {
    let micro = i128::from(minutes) * 1_000_000;
    let half = i128::from(MINUTES_PER_HOUR / 2);
    let rounded = (micro + if minutes < 0 { -half } else { half }) / i128::from(MINUTES_PER_HOUR);
    i64::try_from(rounded).unwrap_or(i64::MAX)
}

/// Micro-units as people write them: no zeros behind the last digit that matters.
pub fn plain(micro: i64) -> String {
    decimal::from_micro(micro).normalize().to_string()
}

/// What is stored of a deduction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AdjustmentFigures {
    /// Its code.
    pub code: String,
    /// Units, in micro-units.
    pub units_micro: i64,
    /// kg CO2e per unit, negative.
    pub factor_kg_per_unit: Decimal,
    /// Grams.
    pub grams: i64,
    /// Points.
    pub points: i64,
}

/// What is stored of a claim: enough to compute it again without asking anything that may have changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimFigures {
    /// What it was counted as.
    pub ledger: ActionLedger,
    /// Units claimed, in micro-units.
    pub claimed_micro: i64,
    /// Units accepted, in micro-units.
    pub accepted_micro: i64,
    /// kg CO2e per unit.
    pub factor_kg_per_unit: Decimal,
    /// Points per kilogram.
    pub points_per_kg: i64,
    /// Grams before deductions.
    pub grams: i64,
    /// Points before deductions.
    pub points: i64,
    /// Deductions posted with it.
    pub adjustments: Vec<AdjustmentFigures>,
}

/// Grams and points of a stored claim from its formula, deductions included: what its posting must have moved.
pub fn recompute(figures: &ClaimFigures) -> Result<(i64, i64), FigureError> {
    let (mut grams, mut points) = one(
        figures.ledger,
        figures.accepted_micro,
        figures.factor_kg_per_unit,
        figures.points_per_kg,
    )?;
    for adjustment in &figures.adjustments {
        let (g, p) = one(
            ActionLedger::Adjustment,
            adjustment.units_micro,
            adjustment.factor_kg_per_unit,
            figures.points_per_kg,
        )?;
        grams += g;
        points += p;
    }
    Ok((grams, points.max(0)))
}

/// Grams and points of one row.
pub(super) fn one(
    ledger: ActionLedger,
    units_micro: i64,
    factor: Decimal,
    points_per_kg: i64,
) -> Result<(i64, i64), FigureError> {
    let grams = match ledger {
        ActionLedger::PointsOnly => 0,
        ActionLedger::Reduction | ActionLedger::Adjustment => grams_of(units_micro, factor)?,
    };
    Ok((grams, points_of(units_micro, factor, points_per_kg)?))
}
