//! Everything about a calculation that does not depend on the quantity, decided once and applied to many rows.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::electricity::{Market, market};
use super::emissions::{GasPart, Parts, by_factor, by_release};
use super::energy::{Energy, energy};
use super::figures::{Figures, GasFigure, place};
use super::input::ActivityInput;
use super::settings::Settings;
use super::trace::{Trace, factor_use, passed_over};
use crate::accounting::activity::{ActivityType, Method};
use crate::accounting::choice::{Choice, Origin, Purpose, Query, choose, is_market};
use crate::accounting::explain::Explanation;
use crate::accounting::factor::Factor;
use crate::accounting::record::{DataQuality, RecordStatus};
use crate::accounting::refusal::{Refusal, RefusalCode};
use crate::accounting::source::FactorSource;
use crate::quantity::{Dimension, Ratio, Unit, UnitError, conversion};

/// A calculation with all decisions made: only the quantity is missing. Rows with the same activity, unit, region, day,
/// factor, supplier, quality and contract share one.
#[derive(Debug, Clone)]
pub struct PreparedCalculation {
    gases: Vec<GasPart>,
    total: Option<Ratio>,
    biogenic: Option<Ratio>,
    market: Option<Market>,
    energy: Energy,
    emits: bool,
    trace: Arc<Trace>,
}

fn unit_refusal(text: &str, error: UnitError) -> Refusal {
    match error {
        UnitError::Unknown { suggestions } => {
            Refusal::new(RefusalCode::UnknownUnit, text).suggestions(suggestions)
        }
        UnitError::Ambiguous { candidates } => {
            Refusal::new(RefusalCode::AmbiguousUnit, text).suggestions(candidates)
        }
    }
}

/// True when the unit can stand for the activity at all: it measures what one of the activity's own units measures.
fn fits(activity: &ActivityType, unit: Unit, settings: &Settings) -> bool {
    activity
        .units
        .iter()
        .filter_map(|code| Unit::parse(code).ok())
        .any(|own| {
            own.dimension() == unit.dimension()
                || matches!(
                    (own.dimension(), unit.dimension()),
                    (Dimension::Money { .. }, Dimension::Money { .. })
                )
                || conversion(
                    unit,
                    own,
                    &super::fuel::bridges(activity, unit, own, None, settings),
                )
                .is_some()
        })
}

/// Decides everything but the quantity.
pub fn prepare<S: FactorSource + ?Sized>(
    input: &ActivityInput,
    source: &S,
    settings: &Settings,
) -> Result<PreparedCalculation, Refusal> {
    let activity = source
        .activity(&input.activity)
        .ok_or_else(|| Refusal::new(RefusalCode::UnknownActivity, input.activity.as_str()))?;
    let unit = Unit::parse(&input.unit).map_err(|error| unit_refusal(&input.unit, error))?;
    // A named residual mix or supplier's market rate is meant for the market-based figure; the other follows the rule.
    let named_for_market = matches!(activity.method, Method::PurchasedElectricity)
        && input
            .factor_id
            .as_deref()
            .and_then(|id| source.factor(id))
            .is_some_and(is_market);
    let query = Query {
        activity,
        unit,
        region: &input.region,
        day: input.factor_day(),
        factor_id: input.factor_id.as_deref().filter(|_| !named_for_market),
        supplier: input.supplier.as_deref(),
        purpose: Purpose::Location,
    };
    let mut trace = Trace::new(input, activity, unit, settings, source.release());
    let (parts, choice) = match &activity.method {
        Method::QuantityOnly => {
            if !activity.units.is_empty() && !fits(activity, unit, settings) {
                return Err(wrong_dimension(activity, &input.unit));
            }
            (Parts::default(), None)
        }
        Method::GasRelease { gas_code } => released(gas_code, &query, source, settings)?,
        Method::FuelCombustion { .. }
        | Method::DirectFactor
        | Method::PurchasedElectricity
        | Method::PurchasedHeat => {
            let choice = choose(&query, source, settings)?;
            (
                by_factor(
                    choice.chosen.factor,
                    choice.chosen.conversion.ratio,
                    settings,
                )?,
                Some(choice),
            )
        }
    };
    let factor: Option<&Factor> = choice.as_ref().map(|choice| choice.chosen.factor);
    let market = match &activity.method {
        Method::PurchasedElectricity => {
            let location = choice.as_ref().map(|choice| &choice.chosen);
            let named = input.factor_id.as_deref().filter(|_| named_for_market);
            let found = market(&query, input, named, location, source, settings)?;
            trace.market(&found);
            Some(found)
        }
        _ => None,
    };
    let energy = energy(activity, unit, factor, settings);
    if let Some(choice) = &choice {
        trace.factor = Some(factor_use(&choice.chosen));
        trace.conversion = Some(choice.chosen.conversion.clone());
        trace.used = Some(choice.chosen.factor.clone());
        trace.passed_over = passed_over(&choice.alternatives);
    }
    trace.gwps.clone_from(&parts.gwps);
    trace.notes.extend(parts.notes);
    trace.notes.extend(energy.notes.iter().cloned());
    Ok(PreparedCalculation {
        emits: !matches!(activity.method, Method::QuantityOnly),
        gases: parts.gases,
        total: parts.total,
        biogenic: parts.biogenic,
        market,
        energy,
        trace: Arc::new(trace),
    })
}

fn wrong_dimension(activity: &ActivityType, unit: &str) -> Refusal {
    Refusal::new(RefusalCode::WrongDimension, unit)
        .context(activity.units.join(", "))
        .suggestions(activity.units.clone())
}

/// A gas released: a named, own or supplier's factor if there is one, else mass × GWP of the table.
fn released<'s, S: FactorSource + ?Sized>(
    gas_code: &str,
    query: &Query<'_>,
    source: &'s S,
    settings: &Settings,
) -> Result<(Parts, Option<Choice<'s>>), Refusal> {
    if query.factor_id.is_some() {
        let choice = choose(query, source, settings)?;
        return Ok((
            by_factor(
                choice.chosen.factor,
                choice.chosen.conversion.ratio,
                settings,
            )?,
            Some(choice),
        ));
    }
    if let Ok(choice) = choose(query, source, settings)
        && choice.chosen.origin() < Origin::Library
    {
        return Ok((
            by_factor(
                choice.chosen.factor,
                choice.chosen.conversion.ratio,
                settings,
            )?,
            Some(choice),
        ));
    }
    let kg = Unit::from_code("kg")
        .and_then(|kg| conversion(query.unit, kg, &[]))
        .ok_or_else(|| wrong_dimension(query.activity, &query.unit.code()))?
        .map_err(|_| Refusal::new(RefusalCode::TooLarge, query.unit.code()))?;
    Ok((by_release(gas_code, kg.ratio, settings)?, None))
}

impl PreparedCalculation {
    /// The figures of a quantity. No allocation; each figure rounded once to 1e-6, half away from zero.
    pub fn compute(&self, quantity: Decimal) -> Result<Figures, Refusal> {
        if quantity.is_sign_negative() && !quantity.is_zero() {
            return Err(Refusal::new(
                RefusalCode::NegativeQuantity,
                quantity.to_string(),
            ));
        }
        self.figures(quantity)
            .ok_or_else(|| Refusal::new(RefusalCode::TooLarge, quantity.to_string()))
    }

    fn figures(&self, quantity: Decimal) -> Option<Figures> {
        let micro = |ratio: Ratio| ratio.micro(quantity).ok();
        let maybe = |ratio: Option<Ratio>| -> Option<Option<i64>> {
            match ratio {
                None => Some(None),
                Some(ratio) => micro(ratio).map(Some),
            }
        };
        // Coal equivalent is kept in grams and computed per kg: three decimal places of a kilogram.
        let grams = |ratio: Option<Ratio>| -> Option<Option<i64>> {
            match ratio {
                None => Some(None),
                Some(ratio) => i64::try_from(ratio.scaled(quantity, 3).ok()?)
                    .ok()
                    .map(Some),
            }
        };
        let mut figures = Figures::default();
        let mut sum = 0_i64;
        for part in &self.gases {
            let co2e_mg = micro(part.co2e)?;
            let mass_mg = match part.mass {
                Some(mass) if mass == part.co2e => Some(co2e_mg),
                mass => maybe(mass)?,
            };
            sum = sum.checked_add(co2e_mg)?;
            let slot = figures.gases.get_mut(place(part.gas))?;
            // No factor names a gas twice; if one did, its parts would still be counted, only the mass would be unknown.
            *slot = GasFigure {
                mass_mg: if slot.co2e_mg == 0 { mass_mg } else { None },
                co2e_mg: slot.co2e_mg.checked_add(co2e_mg)?,
            };
        }
        figures.co2e_mg = maybe(self.total)?.unwrap_or(sum);
        figures.unsplit_mg = figures.co2e_mg.checked_sub(sum)?;
        figures.biogenic_mg = maybe(self.biogenic)?.unwrap_or(0);
        figures.market_mg = match &self.market {
            None => None,
            Some(market) => Some(market.mg(quantity)?),
        };
        figures.energy_kj = maybe(self.energy.gj)?;
        figures.calorific_gce = grams(self.energy.calorific)?;
        figures.equivalent_gce = grams(self.energy.equivalent)?;
        Some(figures)
    }

    /// Why a quantity has the figures it has. Built only when asked for, from the same ratios as the figures.
    pub fn explain(&self, quantity: Decimal) -> Result<Explanation, Refusal> {
        let figures = self.compute(quantity)?;
        Ok(super::trace::explain(self, quantity, &figures))
    }

    /// SHA-256 over everything that decides the figures of a quantity, hexadecimal: the one its explanation shows.
    pub fn input_hash(&self, quantity: Decimal) -> String {
        super::trace::input_hash(&self.trace, quantity)
    }

    /// Calculated, or estimated because of the data, the factor, or an assumption.
    pub fn status(&self) -> RecordStatus {
        let by_factor = [&self.trace.factor, &self.trace.market_factor]
            .into_iter()
            .flatten()
            .any(|factor| {
                factor
                    .reasons
                    .iter()
                    .any(crate::accounting::choice::Reason::makes_estimate)
            });
        if by_factor {
            RecordStatus::Estimated
        } else {
            self.quality().status_when_computed()
        }
    }

    /// False for activities that are only counted, such as water withdrawn: their CO2e of zero is no result.
    pub fn emits(&self) -> bool {
        self.emits
    }

    /// Id of the factor of the (location-based) figure.
    pub fn factor_id(&self) -> Option<&str> {
        self.trace.factor.as_ref().map(|factor| factor.id.as_str())
    }

    /// Id of the factor of the market-based figure.
    pub fn market_factor_id(&self) -> Option<&str> {
        self.trace
            .market_factor
            .as_ref()
            .map(|factor| factor.id.as_str())
    }

    fn quality(&self) -> DataQuality {
        self.trace.input.quality
    }

    pub(super) fn gases(&self) -> &[GasPart] {
        &self.gases
    }

    pub(super) fn total(&self) -> Option<Ratio> {
        self.total
    }

    pub(super) fn biogenic(&self) -> Option<Ratio> {
        self.biogenic
    }

    pub(super) fn energy(&self) -> &Energy {
        &self.energy
    }

    pub(super) fn market(&self) -> Option<&Market> {
        self.market.as_ref()
    }

    pub(super) fn trace(&self) -> &Trace {
        &self.trace
    }
}
