//! Puts a calculation into words and formulas.

use std::fmt::Write;

use rust_decimal::Decimal;
use sha2::{Digest, Sha256};

use super::ENGINE_VERSION;
use super::electricity::Market;
use super::figures::Figures;
use super::input::ActivityInput;
use super::prepare::PreparedCalculation;
use super::settings::Settings;
use super::steps::{conversion_step, emission_steps, energy_steps, market_step};
use crate::accounting::activity::ActivityType;
use crate::accounting::choice::Candidate;
use crate::accounting::explain::{Explanation, FactorUse, GwpUsed, PassedOver, Text};
use crate::accounting::factor::Factor;
use crate::quantity::{Conversion, Unit};

/// What is remembered of the decisions.
#[derive(Debug, Clone)]
pub(super) struct Trace {
    pub(super) input: ActivityInput,
    pub(super) activity: Text,
    pub(super) unit: Unit,
    pub(super) settings: Settings,
    pub(super) release: String,
    pub(super) factor: Option<FactorUse>,
    pub(super) used: Option<Factor>,
    pub(super) conversion: Option<Conversion>,
    pub(super) market_factor: Option<FactorUse>,
    pub(super) passed_over: Vec<PassedOver>,
    pub(super) gwps: Vec<GwpUsed>,
    pub(super) notes: Vec<Text>,
}

impl Trace {
    pub(super) fn new(
        input: &ActivityInput,
        activity: &ActivityType,
        unit: Unit,
        settings: &Settings,
        release: String,
    ) -> Self {
        Self {
            input: input.clone(),
            activity: Text::new(activity.name_zh.as_str(), activity.name_en.as_str()),
            unit,
            settings: settings.clone(),
            release,
            factor: None,
            used: None,
            conversion: None,
            market_factor: None,
            passed_over: Vec::new(),
            gwps: Vec::new(),
            notes: Vec::new(),
        }
    }

    pub(super) fn market(&mut self, market: &Market) {
        self.market_factor.clone_from(&market.factor);
        self.notes.extend(market.notes.iter().cloned());
    }
}

fn name(factor: &Factor) -> Text {
    let zh = factor
        .name_zh
        .as_ref()
        .or(factor.name_en.as_ref())
        .unwrap_or(&factor.id);
    let en = factor
        .name_en
        .as_ref()
        .or(factor.name_zh.as_ref())
        .unwrap_or(&factor.id);
    Text::new(zh.as_str(), en.as_str())
}

pub(super) fn factor_use(candidate: &Candidate<'_>) -> FactorUse {
    let factor = candidate.factor;
    FactorUse {
        id: factor.id.clone(),
        name: name(factor),
        source: format!(
            "{}, {} {}, {}",
            factor.publisher, factor.dataset, factor.version, factor.source_ref
        ),
        region: factor.region.clone(),
        year: factor.year,
        unit: factor.unit.clone(),
        reasons: candidate.reasons.clone(),
    }
}

pub(super) fn passed_over(alternatives: &[Candidate<'_>]) -> Vec<PassedOver> {
    const SHOWN: usize = 5;
    let shown = alternatives.iter().take(SHOWN);
    shown
        .map(|candidate| PassedOver {
            id: candidate.factor.id.clone(),
            name: name(candidate.factor),
            region: candidate.factor.region.clone(),
            year: candidate.factor.year,
        })
        .collect()
}

pub(super) fn explain(
    prepared: &PreparedCalculation,
    quantity: Decimal,
    figures: &Figures,
) -> Explanation {
    let trace = prepared.trace();
    let mut steps = Vec::new();
    conversion_step(trace, quantity, &mut steps);
    let headline = emission_steps(prepared, trace, quantity, figures, &mut steps);
    market_step(prepared, trace, quantity, figures, &mut steps);
    energy_steps(prepared, quantity, figures, &mut steps);
    Explanation {
        headline,
        steps,
        factor: trace.factor.clone(),
        market_factor: trace.market_factor.clone(),
        passed_over: trace.passed_over.clone(),
        gwp_set: trace.settings.gwp_set,
        gwps: trace.gwps.clone(),
        notes: trace.notes.clone(),
        release: trace.release.clone(),
        engine_version: ENGINE_VERSION.to_owned(),
        input_hash: input_hash(trace, quantity),
    }
}

/// SHA-256 over one line per fact, in a fixed order.
pub(super) fn input_hash(trace: &Trace, quantity: Decimal) -> String {
    let input = &trace.input;
    let mut text = format!(
        "engine={ENGINE_VERSION}\nrelease={}\nactivity={}\nquantity={}\nunit={}\nperiod={}\nregion={}\nquality={}\nsupplier={}\ngwp={}\n",
        trace.release,
        input.activity,
        quantity.normalize(),
        trace.unit,
        input.period,
        input.region,
        input.quality,
        input.supplier.as_deref().unwrap_or(""),
        trace.settings.gwp_set,
    );
    if let Some(contract) = &input.contract {
        let _ = writeln!(
            text,
            "contract={}|{}|{}",
            contract.quantity.normalize(),
            contract.kg_co2e_per_kwh.normalize(),
            contract.reference
        );
    }
    if let Some(factor) = &trace.used {
        let _ = writeln!(
            text,
            "factor={}|{}|{}|{:?}|{:?}|{:?}",
            factor.id,
            factor.version,
            factor.unit,
            factor.value,
            factor.total_kg_co2e,
            factor.biogenic_co2_kg
        );
    }
    if let Some(market) = &trace.market_factor {
        let _ = writeln!(text, "market={}|{}", market.id, market.source);
    }
    if let Some(conversion) = &trace.conversion {
        let _ = writeln!(text, "conversion={}", conversion.ratio);
    }
    for gwp in &trace.gwps {
        let _ = writeln!(text, "gwp.{}={}", gwp.gas_code, gwp.value.normalize());
    }
    let mut hex = String::with_capacity(64);
    for byte in Sha256::digest(text.as_bytes()) {
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}
