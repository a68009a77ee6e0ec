//! From a factor as it travels to the engine's own types, and from the engine's answer to words. The arithmetic and the
//! refusals are those of the server: it is the same code.

use saxaul_shared::accounting::activity::ActivityType;
use saxaul_shared::accounting::catalogue::Catalogue;
use saxaul_shared::accounting::engine::{ActivityInput, Settings, calculate};
use saxaul_shared::accounting::factor::{Factor, FactorValue, GasAmount};
use saxaul_shared::accounting::gwp::GwpSet;
use saxaul_shared::accounting::region;
use saxaul_shared::accounting::source::FactorSource;
use saxaul_shared::decimal::Decimal;
use saxaul_shared::format::Locale;
use saxaul_shared::period::{Date, Period};

use super::operations::factor_choices::{
    FactorChoicesFactorChoices as FactorChoice, FactorChoicesFactorChoicesFactor as WireFactor,
};

/// What is computed, as the form has it.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// Code of the activity.
    pub activity: String,
    /// How much.
    pub quantity: Decimal,
    /// Of what.
    pub unit: String,
    /// First day, ISO.
    pub start: String,
    /// Last day, ISO; empty while it is not typed yet.
    pub end: String,
    /// Region of the site.
    pub region: String,
    /// GWPs of the company.
    pub gwp_set: GwpSet,
    /// Whether the factor was chosen by hand, and so is named by the record.
    pub is_named: bool,
}

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

/// Computes what is asked with one of the factors offered for it.
pub fn compute(asked: &Asked, choice: Option<&FactorChoice>, locale: Locale) -> Option<Outcome> {
    let start = Date::parse(&asked.start).ok()?;
    let end = Date::parse(&asked.end).unwrap_or(start);
    let period = Period::new(start, end).ok()?;
    let source = Offered {
        factor: choice.map(|choice| factor(&choice.factor)),
    };
    let settings = Settings {
        gwp_set: asked.gwp_set,
        packs: source
            .factor
            .iter()
            .filter_map(|factor| factor.pack.clone())
            .collect(),
        ..Settings::default()
    };
    let mut input = ActivityInput::new(
        &asked.activity,
        asked.quantity,
        &asked.unit,
        period,
        &asked.region,
    );
    input.factor_id = source
        .factor
        .as_ref()
        .filter(|_| asked.is_named)
        .map(|factor| factor.id.clone());
    Some(match calculate(&input, &source, &settings) {
        Ok(found) if !found.emits() => Outcome::QuantityOnly,
        Ok(found) => Outcome::Computed(Computed {
            co2e_kg: micro(found.figures().co2e_mg),
            formula: found.explanation().headline.get(locale).to_owned(),
            energy_gj: found.figures().energy_kj.map(micro),
        }),
        Err(refusal) => Outcome::Refused {
            message: refusal.message(locale),
            remedy: refusal.remedy(locale),
        },
    })
}

/// A stored figure in its unit: mg as kg, kJ as GJ.
fn micro(figure: i64) -> Decimal {
    Decimal::new(figure, 6).normalize()
}

/// The one factor in question, over the catalogue that is part of this program.
struct Offered {
    factor: Option<Factor>,
}

impl FactorSource for Offered {
    fn activity(&self, code: &str) -> Option<&ActivityType> {
        Catalogue::embedded().by_code(code)
    }

    fn factor(&self, id: &str) -> Option<&Factor> {
        self.factor.as_ref().filter(|factor| factor.id == id)
    }

    fn factors_for(&self, _activity_code: &str) -> Vec<&Factor> {
        self.factor.iter().collect()
    }

    fn region_chain(&self, code: &str) -> Vec<String> {
        region::chain(code)
    }

    fn dataset_priority(&self, _dataset_code: &str) -> u32 {
        0
    }

    fn release(&self) -> String {
        String::new()
    }
}

/// The factor as the engine knows it.
fn factor(wire: &WireFactor) -> Factor {
    let gases: Vec<_> = wire
        .gases
        .iter()
        .filter_map(|gas| {
            let amount = gas
                .kg_per_unit
                .map(GasAmount::MassKg)
                .or(gas.kg_co2e_per_unit.map(GasAmount::Co2eKg))?;
            Some((gas.gas, amount))
        })
        .collect();
    let fuel = wire
        .ncv_gj_per_unit
        .zip(wire.carbon_content_tc_per_gj)
        .zip(wire.oxidation_rate);
    let value = match fuel {
        Some(((ncv_gj_per_unit, carbon_content_tc_per_gj), oxidation_rate)) => FactorValue::Fuel {
            ncv_gj_per_unit,
            carbon_content_tc_per_gj,
            oxidation_rate,
        },
        None if gases.is_empty() => FactorValue::Total {
            kg_co2e: wire.total_kg_co2e_per_unit.unwrap_or_default(),
        },
        None => FactorValue::Gases(gases),
    };
    let day = |day: &Option<crate::client::scalars::Date>| {
        day.as_ref().and_then(|day| Date::parse(&day.0).ok())
    };
    Factor {
        id: wire.id.clone(),
        series_id: wire.id.clone(),
        activity_codes: wire.activity_codes.clone(),
        name_zh: Some(wire.name.clone()),
        name_en: Some(wire.name.clone()),
        publisher: wire.publisher.clone(),
        dataset: wire.dataset.clone(),
        dataset_code: String::new(),
        version: wire.version.clone(),
        year: i32::try_from(wire.year).unwrap_or_default(),
        valid_from: day(&wire.valid_from),
        valid_to: day(&wire.valid_to),
        region: wire.region.clone(),
        unit: wire.unit.clone(),
        value,
        total_kg_co2e: wire.total_kg_co2e_per_unit,
        biogenic_co2_kg: wire.biogenic_co2_kg_per_unit,
        gwp_set: wire.gwp_set,
        basis: wire.basis.clone(),
        scope: None,
        source_ref: wire.source_ref.clone(),
        confidence: wire.confidence,
        pack: wire.pack.clone(),
        supplier: None,
        note: wire.note.clone(),
    }
}
