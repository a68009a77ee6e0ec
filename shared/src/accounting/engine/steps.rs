//! The steps of an explanation: formulas with their numbers.

use std::fmt::Write;

use rust_decimal::Decimal;

use super::figures::Figures;
use super::prepare::PreparedCalculation;
use super::trace::Trace;
use crate::accounting::explain::{Step, Text};
use crate::accounting::factor::FactorValue;
use crate::decimal::from_micro;
use crate::format::{Locale, number};
use crate::quantity::{Bridge, Ratio};

/// Decimal places of an intermediate result on display; the arithmetic itself is exact.
const SHOWN_PLACES: u32 = 12;

fn shown(quantity: Decimal, ratio: Ratio) -> String {
    let exact = Ratio::from_decimal(quantity).times(ratio);
    match exact
        .as_ref()
        .ok()
        .and_then(|value| value.to_exact_decimal())
    {
        Some(value) => number(value),
        None => ratio
            .scaled(quantity, SHOWN_PLACES)
            .ok()
            .and_then(|scaled| Decimal::try_from_i128_with_scale(scaled, SHOWN_PLACES).ok())
            .map_or_else(String::new, |value| format!("≈{}", number(value))),
    }
}

fn figure(micro: i64) -> String {
    number(from_micro(micro))
}

/// Written into a formula: the factor per unit in kg, or in t where both factor and result are large.
fn per_unit(kg: Decimal, unit: &str, result_mg: i64) -> (Decimal, &'static str, Decimal) {
    let tonne = Decimal::ONE_THOUSAND;
    let result = from_micro(result_mg);
    // A factor per kg is read in kg: nobody knows a GWP as tonnes per kilogram.
    if result.abs() >= tonne && kg.abs() >= Decimal::TEN && unit != "kg" {
        (kg / tonne, "t", result / tonne)
    } else {
        (kg, "kg", result)
    }
}

fn property(bridge: &Bridge) -> (String, String) {
    match bridge {
        Bridge::DensityKgPerM3 { value, source } => (format!("{value} kg/m3"), source.clone()),
        Bridge::GasDensityKgPerNm3 { value, source } => (format!("{value} kg/Nm3"), source.clone()),
        Bridge::HeatGjPerT { value, source } => (format!("{value} GJ/t"), source.clone()),
        Bridge::HeatGjPer10kNm3 { value, source } => {
            (format!("{value} GJ/10⁴ Nm3"), source.clone())
        }
        Bridge::Money { value, source } | Bridge::Exchanged { value, source } => {
            (format!("{value}"), source.clone())
        }
        Bridge::MeteredGas | Bridge::UndeflatedSpend => ("1".to_owned(), String::new()),
    }
}

pub(super) fn conversion_step(trace: &Trace, quantity: Decimal, steps: &mut Vec<Step>) {
    let Some(conversion) = trace
        .conversion
        .as_ref()
        .filter(|conversion| conversion.from != conversion.to)
    else {
        return;
    };
    let mut expression = format!("{} {}", number(quantity), trace.unit);
    let mut sources = Vec::new();
    for step in &conversion.steps {
        let (value, source) = property(&step.bridge);
        // Writing into a string cannot fail.
        let _ = write!(
            expression,
            " {} {value}",
            if step.inverse { "÷" } else { "×" }
        );
        if !source.is_empty() {
            sources.push(source);
        }
    }
    if conversion.steps.is_empty() {
        let _ = write!(expression, " × {}", conversion.ratio.shown());
    }
    steps.push(Step {
        label: Text::new("换算到因子的单位", "Converted to the factor's unit"),
        expression,
        result: shown(quantity, conversion.ratio),
        unit: conversion.to.code(),
        source: (!sources.is_empty()).then(|| sources.join("; ")),
    });
}

pub(super) fn emission_steps(
    prepared: &PreparedCalculation,
    trace: &Trace,
    quantity: Decimal,
    figures: &Figures,
    steps: &mut Vec<Step>,
) -> Text {
    if !prepared.emits() {
        return Text::new(
            format!(
                "{}：{} {}，按实物量记录，不产生温室气体结果",
                trace.activity.zh,
                number(quantity),
                trace.unit.name(Locale::ZhCn)
            ),
            format!(
                "{}: {} {}, counted in its own unit, no greenhouse-gas result",
                trace.activity.en,
                number(quantity),
                trace.unit.name(Locale::En)
            ),
        );
    }
    let (amount, unit) = match &trace.conversion {
        Some(conversion) => (shown(quantity, conversion.ratio), conversion.to.code()),
        None => (number(quantity), trace.unit.code()),
    };
    // A released gas has no factor but its GWP; blends name the source of each component once.
    let mut sources: Vec<&str> = trace.gwps.iter().map(|gwp| gwp.source.as_str()).collect();
    sources.dedup();
    let by_gwp = (!sources.is_empty()).then(|| sources.join("; "));
    let source = trace
        .factor
        .as_ref()
        .map(|factor| factor.source.clone())
        .or(by_gwp);
    let headline = if let Some(FactorValue::Fuel {
        ncv_gj_per_unit,
        carbon_content_tc_per_gj,
        oxidation_rate,
    }) = trace.used.as_ref().map(|factor| &factor.value)
    {
        let expression = format!(
            "{amount} {unit} × {ncv_gj_per_unit} GJ/{unit} × {carbon_content_tc_per_gj} tC/GJ × {oxidation_rate} × 44/12"
        );
        let result = number(from_micro(figures.co2e_mg) / Decimal::ONE_THOUSAND);
        steps.push(Step {
            label: Text::new(
                "燃烧排放 = 消耗量 × 低位发热量 × 单位热值含碳量 × 氧化率 × 44/12",
                "Combustion = amount × NCV × carbon content × oxidation rate × 44/12",
            ),
            expression: expression.clone(),
            result: result.clone(),
            unit: "tCO2".to_owned(),
            source: source.clone(),
        });
        Text::same(format!("{expression} = {result} tCO2"))
    } else {
        gas_steps(prepared, quantity, figures, source.as_ref(), steps);
        match per_factor_unit(prepared, trace) {
            Some(kg) => {
                let (value, mass, result) = per_unit(kg, &unit, figures.co2e_mg);
                let (value, result) = (number(value), number(result));
                Text::same(format!(
                    "{amount} {unit} × {value} {mass}CO2e/{unit} = {result} {mass}CO2e"
                ))
            }
            None => Text::same(format!(
                "{amount} {unit} → {} kgCO2e",
                figure(figures.co2e_mg)
            )),
        }
    };
    if figures.biogenic_mg != 0 {
        steps.push(Step {
            label: Text::new(
                "生物源 CO2（单列，不计入合计）",
                "Biogenic CO2 (apart, never in totals)",
            ),
            expression: format!("{amount} {unit}"),
            result: figure(figures.biogenic_mg),
            unit: "kgCO2".to_owned(),
            source,
        });
    }
    headline
}

/// kg CO2e per unit of the factor, for the headline.
fn per_factor_unit(prepared: &PreparedCalculation, trace: &Trace) -> Option<Decimal> {
    let per_record_unit = match prepared.total() {
        Some(total) => total,
        None => prepared
            .gases()
            .iter()
            .try_fold(Ratio::ZERO, |sum, part| sum.plus(part.co2e))
            .ok()?,
    };
    let ratio = trace
        .conversion
        .as_ref()
        .map_or(Ratio::ONE, |conversion| conversion.ratio);
    per_record_unit.over(ratio).ok()?.to_exact_decimal()
}

fn gas_steps(
    prepared: &PreparedCalculation,
    quantity: Decimal,
    figures: &Figures,
    source: Option<&String>,
    steps: &mut Vec<Step>,
) {
    let unit = prepared.trace().unit;
    for part in prepared.gases() {
        let of_gas = figures.gas(part.gas);
        let expression = match part.mass.filter(|mass| *mass != part.co2e) {
            Some(mass) => {
                let weight = part
                    .co2e
                    .over(mass)
                    .map_or_else(|_| String::new(), Ratio::shown);
                format!("{} kg {} × {weight}", shown(quantity, mass), part.gas)
            }
            None => format!(
                "{} {unit} × {} kg/{unit}",
                number(quantity),
                part.co2e.shown()
            ),
        };
        steps.push(Step {
            label: Text::same(part.gas.as_str()),
            expression,
            result: figure(of_gas.co2e_mg),
            unit: "kgCO2e".to_owned(),
            source: source.cloned(),
        });
    }
    if figures.unsplit_mg != 0 {
        let (label, expression) = if prepared.gases().is_empty() {
            let total = prepared.total().unwrap_or(Ratio::ZERO);
            (
                Text::new("未按气体拆分", "Not split by gas"),
                format!("{} {unit} × {} kg/{unit}", number(quantity), total.shown()),
            )
        } else {
            (
                Text::new(
                    "来源合计与分气体之差，或篮子外气体",
                    "Source's total less its split, or gases outside the basket",
                ),
                format!("{} − Σ", figure(figures.co2e_mg)),
            )
        };
        steps.push(Step {
            label,
            expression,
            result: figure(figures.unsplit_mg),
            unit: "kgCO2e".to_owned(),
            source: source.cloned(),
        });
    }
}

pub(super) fn market_step(
    prepared: &PreparedCalculation,
    trace: &Trace,
    quantity: Decimal,
    figures: &Figures,
    steps: &mut Vec<Step>,
) {
    let (Some(market), Some(mg)) = (prepared.market(), figures.market_mg) else {
        return;
    };
    let unit = trace.unit;
    let covered = if market.all_covered {
        quantity
    } else {
        market.covered.min(quantity)
    };
    let rest = quantity - covered;
    let mut terms = Vec::new();
    if !rest.is_zero() || covered.is_zero() {
        terms.push(format!(
            "{} {unit} × {} kg/{unit}",
            number(rest),
            market.rest.shown()
        ));
    }
    if !covered.is_zero() {
        terms.push(format!(
            "{} {unit} × {} kg/{unit}",
            number(covered),
            market.contract.shown()
        ));
    }
    steps.push(Step {
        label: Text::new("基于市场的范围二", "Scope 2, market-based"),
        expression: terms.join(" + "),
        result: figure(mg),
        unit: "kgCO2e".to_owned(),
        source: trace
            .market_factor
            .as_ref()
            .map(|factor| factor.source.clone()),
    });
}

pub(super) fn energy_steps(
    prepared: &PreparedCalculation,
    quantity: Decimal,
    figures: &Figures,
    steps: &mut Vec<Step>,
) {
    let unit = prepared.trace().unit;
    let energy = prepared.energy();
    let mut push = |label: Text,
                    ratio: Option<Ratio>,
                    result: Option<String>,
                    result_unit: &str,
                    source: Option<String>| {
        if let (Some(ratio), Some(result)) = (ratio, result) {
            steps.push(Step {
                label,
                expression: format!("{} {unit} × {}", number(quantity), ratio.shown()),
                result,
                unit: result_unit.to_owned(),
                source,
            });
        }
    };
    let kg = |grams: i64| number(Decimal::from(grams) / Decimal::ONE_THOUSAND);
    push(
        Text::new("能源消费量", "Energy"),
        energy.gj,
        figures.energy_kj.map(figure),
        "GJ",
        energy.source.clone(),
    );
    push(
        Text::new("折标准煤（当量值）", "Coal equivalent, calorific"),
        energy.calorific,
        figures.calorific_gce.map(kg),
        "kgce",
        energy.source.clone(),
    );
    let source = prepared
        .trace()
        .settings
        .electricity_equivalent
        .as_ref()
        .map(|e| e.source.clone())
        .or(energy.source.clone());
    push(
        Text::new("折标准煤（等价值）", "Coal equivalent, equivalent value"),
        energy.equivalent,
        figures.equivalent_gce.map(kg),
        "kgce",
        source,
    );
}
