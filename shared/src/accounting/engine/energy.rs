//! Energy of a record in GJ and in tonnes of coal equivalent, calorific (当量值) and equivalent (等价值), by GB/T 2589.

use rust_decimal::Decimal;

use super::Settings;
use super::fuel::{bridges, standard_coal};
use crate::accounting::activity::{ActivityType, Method};
use crate::accounting::explain::Text;
use crate::accounting::factor::{Factor, FactorValue};
use crate::quantity::{Dimension, Ratio, Unit, conversion};

/// Energy per activity unit, as exact ratios.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Energy {
    /// GJ.
    pub(super) gj: Option<Ratio>,
    /// kgce, calorific.
    pub(super) calorific: Option<Ratio>,
    /// kgce, equivalent.
    pub(super) equivalent: Option<Ratio>,
    /// Where the coefficients stand.
    pub(super) source: Option<String>,
    pub(super) notes: Vec<Text>,
}

/// kgce in one GJ: 1000 / 29.3076 (GB/T 2589, 7000 kcal/kg).
fn kgce_per_gj() -> Option<Ratio> {
    Ratio::new(10_000_000, 293_076)
}

pub(super) fn energy(
    activity: &ActivityType,
    unit: Unit,
    factor: Option<&Factor>,
    settings: &Settings,
) -> Energy {
    let is_fuel = matches!(activity.method, Method::FuelCombustion { .. });
    // Steam by mass has a row of its own; the activity's row counts heat.
    let by_mass = activity.code.contains("steam") && unit.dimension() == Dimension::Mass;
    let code = if by_mass {
        Some("steam_low_pressure")
    } else {
        activity.standard_coal_code.as_deref()
    };
    let row = code.and_then(standard_coal);
    let mut energy = Energy {
        source: row.map(|row| row.source.clone()),
        ..Energy::default()
    };
    if row.is_none() && !is_fuel {
        return energy;
    }
    let to = |target: Unit| -> Option<Ratio> {
        let bridges = bridges(activity, unit, target, factor, settings);
        conversion(unit, target, &bridges)
            .and_then(Result::ok)
            .map(|found| found.ratio)
    };
    let gj_unit = Unit::from_code("GJ");
    if let Some(row) = row.filter(|row| row.equivalent) {
        // Media such as compressed air or oxygen: the standard knows the energy spent on making them, nothing else.
        energy.equivalent = row
            .kgce_per_unit
            .and_then(|kgce| to(row.unit)?.times(Ratio::from_decimal(kgce)).ok());
        return energy;
    }
    if unit.dimension() == Dimension::Energy {
        energy.gj = Some(unit.ratio());
    } else if let Some((row, kj)) = row.and_then(|row| row.kj_per_unit.map(|kj| (row, kj))) {
        let million = Ratio::new(1, 1_000_000);
        energy.gj = to(row.unit)
            .and_then(|units| units.times(Ratio::from_decimal(kj)).ok())
            .and_then(|kj| million.and_then(|million| kj.times(million).ok()));
    } else {
        energy.gj = gj_unit.and_then(to);
        if let Some(factor) = factor
            && matches!(factor.value, FactorValue::Fuel { .. })
        {
            energy.source = Some(format!("{}, {}", factor.dataset, factor.source_ref));
            energy.notes.push(Text::new(
                "国家标准对该能源只给出范围，热值取所用排放因子的低位发热量。",
                "The national standard gives a range only; the heating value is that of the factor used.",
            ));
        }
    }
    let by_row = row.and_then(|row| {
        let kgce: Decimal = row.kgce_per_unit?;
        to(row.unit)?.times(Ratio::from_decimal(kgce)).ok()
    });
    let by_heat = || energy.gj.and_then(|gj| gj.times(kgce_per_gj()?).ok());
    energy.calorific = by_row.or_else(by_heat);
    energy.equivalent = equivalent(activity, unit, energy.calorific, settings);
    energy
}

fn equivalent(
    activity: &ActivityType,
    unit: Unit,
    calorific: Option<Ratio>,
    settings: &Settings,
) -> Option<Ratio> {
    match activity.standard_coal_code.as_deref() {
        Some("electricity_calorific") => {
            let kgce = settings.electricity_equivalent.as_ref()?.kgce_per_kwh;
            let kwh = conversion(unit, Unit::from_code("kWh")?, &[])?.ok()?.ratio;
            kwh.times(Ratio::from_decimal(kgce)).ok()
        }
        // Their equivalent value depends on how they were made, which only their maker can say.
        Some("heat_calorific" | "cold_calorific" | "steam_low_pressure") => None,
        _ => calorific,
    }
}
