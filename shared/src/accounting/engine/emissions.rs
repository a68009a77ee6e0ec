//! From a factor to what one activity unit emits, gas by gas, as exact ratios.

use rust_decimal::Decimal;

use super::Settings;
use crate::accounting::explain::{GwpUsed, Text};
use crate::accounting::factor::{Factor, FactorValue, GasAmount};
use crate::accounting::gwp::{self, Gas, GwpValue};
use crate::accounting::refusal::{Refusal, RefusalCode};
use crate::decimal::DecimalError;
use crate::quantity::Ratio;

/// One gas per activity unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct GasPart {
    pub(super) gas: Gas,
    /// kg of the gas per activity unit.
    pub(super) mass: Option<Ratio>,
    /// kg CO2e per activity unit.
    pub(super) co2e: Ratio,
}

/// What one activity unit emits.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Parts {
    pub(super) gases: Vec<GasPart>,
    /// kg CO2e per activity unit where it is more than the gases: the source's printed total, or gases outside the basket.
    pub(super) total: Option<Ratio>,
    /// kg biogenic CO2 per activity unit.
    pub(super) biogenic: Option<Ratio>,
    pub(super) gwps: Vec<GwpUsed>,
    pub(super) notes: Vec<Text>,
}

/// Carbon to carbon dioxide by mass, 44/12, times 1000 kg/t.
fn co2_kg_per_tc() -> Ratio {
    Ratio::new(44_000, 12).unwrap_or(Ratio::ONE)
}

fn too_large(_: DecimalError) -> Refusal {
    Refusal::bare(RefusalCode::TooLarge)
}

pub(super) fn used(value: &GwpValue) -> GwpUsed {
    GwpUsed {
        gas_code: value.gas_code.clone(),
        gas: value.gas,
        value: value.value,
        set: value.set,
        source: value.source.clone(),
    }
}

/// kg CO2 of a fuel per its activity unit: NCV × carbon content × oxidation rate × 44/12 × 1000. Without an oxidation rate
/// (1) it is the carbon bound in a product.
pub fn fuel_co2_kg(
    ncv_gj: Decimal,
    carbon_tc_per_gj: Decimal,
    oxidation: Decimal,
) -> Result<Ratio, DecimalError> {
    co2_kg_per_tc()
        .times(Ratio::from_decimal(ncv_gj))?
        .times(Ratio::from_decimal(carbon_tc_per_gj))?
        .times(Ratio::from_decimal(oxidation))
}

/// What one unit of the record emits by this factor. `factor_units` is factor units per record unit.
pub(super) fn by_factor(
    factor: &Factor,
    factor_units: Ratio,
    settings: &Settings,
) -> Result<Parts, Refusal> {
    let mut parts = Parts::default();
    if let Some(kg) = factor.biogenic_co2_kg {
        parts.biogenic = Some(
            factor_units
                .times(Ratio::from_decimal(kg))
                .map_err(too_large)?,
        );
    }
    match &factor.value {
        FactorValue::Fuel {
            ncv_gj_per_unit,
            carbon_content_tc_per_gj,
            oxidation_rate,
        } => {
            let kg = fuel_co2_kg(*ncv_gj_per_unit, *carbon_content_tc_per_gj, *oxidation_rate)
                .map_err(too_large)?;
            let kg = factor_units.times(kg).map_err(too_large)?;
            parts.gases.push(GasPart {
                gas: Gas::Co2,
                mass: Some(kg),
                co2e: kg,
            });
        }
        FactorValue::Total { kg_co2e } => {
            parts.total = Some(
                factor_units
                    .times(Ratio::from_decimal(*kg_co2e))
                    .map_err(too_large)?,
            );
            if factor.gwp_set != Some(settings.gwp_set) {
                parts.notes.push(own_set_note(factor));
            }
        }
        FactorValue::Gases(amounts) => gases(factor, amounts, factor_units, settings, &mut parts)?,
    }
    Ok(parts)
}

fn own_set_note(factor: &Factor) -> Text {
    match factor.gwp_set {
        Some(set) => Text::new(
            format!(
                "因子只给出二氧化碳当量，沿用来源的 {set} 全球变暖潜势，未能换算到所选评估报告。"
            ),
            format!(
                "The factor gives CO2e only; it stays in the GWPs of its source ({set}) and cannot be re-weighed."
            ),
        ),
        None => Text::new(
            "因子只给出二氧化碳当量，来源未说明所用的全球变暖潜势。",
            "The factor gives CO2e only, and its source does not say by which GWPs.",
        ),
    }
}

fn gases(
    factor: &Factor,
    amounts: &[(Gas, GasAmount)],
    factor_units: Ratio,
    settings: &Settings,
    parts: &mut Parts,
) -> Result<(), Refusal> {
    let (mut reweighed, mut stays) = (false, false);
    for (gas, amount) in amounts {
        let (mass, co2e) = match amount {
            GasAmount::MassKg(kg) if *gas == Gas::Co2 => {
                let kg = factor_units
                    .times(Ratio::from_decimal(*kg))
                    .map_err(too_large)?;
                (Some(kg), kg)
            }
            GasAmount::MassKg(kg) => {
                let value = gwp::of_gas(*gas, settings.gwp_set).ok_or_else(|| {
                    Refusal::new(RefusalCode::UnknownGwp, gas.as_str())
                        .context(settings.gwp_set.as_str())
                })?;
                reweighed |= factor.gwp_set != Some(settings.gwp_set);
                parts.gwps.push(used(value));
                let kg = factor_units
                    .times(Ratio::from_decimal(*kg))
                    .map_err(too_large)?;
                (
                    Some(kg),
                    kg.times(Ratio::from_decimal(value.value))
                        .map_err(too_large)?,
                )
            }
            GasAmount::Co2eKg(kg) => {
                let co2e = factor_units
                    .times(Ratio::from_decimal(*kg))
                    .map_err(too_large)?;
                stays |= *gas != Gas::Co2 && factor.gwp_set != Some(settings.gwp_set);
                // The mass behind CO2e is known where the source says by which GWPs it weighed a single gas.
                let weight = factor.gwp_set.and_then(|set| gwp::of_gas(*gas, set));
                (
                    weight.and_then(|value| co2e.over(Ratio::from_decimal(value.value)).ok()),
                    co2e,
                )
            }
        };
        parts.gases.push(GasPart {
            gas: *gas,
            mass,
            co2e,
        });
    }
    if stays {
        parts.notes.push(own_set_note(factor));
    }
    if let (Some(total), false) = (factor.total_kg_co2e, reweighed) {
        parts.total = Some(
            factor_units
                .times(Ratio::from_decimal(total))
                .map_err(too_large)?,
        );
    }
    Ok(())
}

/// What one unit of the record emits when a gas is released as such. `kg` is kg per record unit.
pub(super) fn by_release(gas_code: &str, kg: Ratio, settings: &Settings) -> Result<Parts, Refusal> {
    let set = settings.gwp_set;
    let unknown = |code: &str| Refusal::new(RefusalCode::UnknownGwp, code).context(set.as_str());
    let value = gwp::value(gas_code, set).ok_or_else(|| unknown(gas_code))?;
    let mut parts = Parts::default();
    let add = |parts: &mut Parts, value: &GwpValue, kg: Ratio| -> Result<Ratio, Refusal> {
        let co2e = kg
            .times(Ratio::from_decimal(value.value))
            .map_err(too_large)?;
        parts.gwps.push(used(value));
        if let Some(gas) = value.gas {
            match parts.gases.iter_mut().find(|part| part.gas == gas) {
                Some(part) => {
                    part.mass = part
                        .mass
                        .map(|mass| mass.plus(kg))
                        .transpose()
                        .map_err(too_large)?;
                    part.co2e = part.co2e.plus(co2e).map_err(too_large)?;
                }
                None => parts.gases.push(GasPart {
                    gas,
                    mass: Some(kg),
                    co2e,
                }),
            }
        }
        Ok(co2e)
    };
    let known = value
        .components
        .iter()
        .all(|(gas, _)| gwp::value(gas, set).is_some());
    if value.components.is_empty() {
        let co2e = add(&mut parts, value, kg)?;
        if value.gas.is_none() {
            parts.total = Some(co2e);
        }
        return Ok(parts);
    }
    let mut total = Ratio::ZERO;
    if known {
        for (gas, share) in &value.components {
            let component = gwp::value(gas, set).ok_or_else(|| unknown(gas))?;
            let kg = kg.times(Ratio::from_decimal(*share)).map_err(too_large)?;
            total = total
                .plus(add(&mut parts, component, kg)?)
                .map_err(too_large)?;
        }
    } else {
        // A component without a value of its own: the table's figure for the blend stands, unsplit.
        parts.gwps.push(used(value));
        total = kg
            .times(Ratio::from_decimal(value.value))
            .map_err(too_large)?;
        parts.notes.push(Text::new(
            "混合物含有表中没有数值的组分，按表中混合物的数值计算，不按气体拆分。",
            "A component has no value of its own in the table; the value of the blend is used and not split by gas.",
        ));
    }
    let outside = !known
        || value
            .components
            .iter()
            .any(|(gas, _)| gwp::group_of(gas).is_none());
    parts.total = outside.then_some(total);
    Ok(parts)
}
