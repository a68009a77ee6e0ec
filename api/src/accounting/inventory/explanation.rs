//! Why a line has the figures it has: computed again by the engine from what the inventory has pinned, and shown only
//! when it gives the stored figures to the last digit.

use std::collections::HashMap;

use async_graphql::SimpleObject;
use rust_decimal::Decimal;
use saxaul_shared::{
    accounting::{
        engine::{self, ActivityInput},
        explain::{self as shared, Text},
        gwp::{Gas, GwpSet},
    },
    decimal::{WireDecimal, from_micro},
    format::{Locale, number},
    period::Period,
};

use super::{
    super::{
        boundary::store as boundary_store,
        factor::{object::Factor, store as factor_store},
        record::store as record_store,
    },
    compute::{self, Computer},
    figures::sum_parts,
    line_store::LineRow,
    pinned_factors::pinned_factors,
    source::CompanySource,
    store,
};
use crate::{
    graphql::scalar::DateTime,
    platform::db::{StoreError, StoreResult, TenantTx},
};

/// How a line's figures came about.
#[derive(Clone, SimpleObject)]
pub struct Explanation {
    /// The formula with its numbers, in one line.
    headline: String,
    /// The steps, in order.
    steps: Vec<ExplanationStep>,
    /// The factor, as it was pinned; none where it needs none.
    factor: Option<Factor>,
    /// Why this factor, and what else to know: sentences in the reader's language.
    choice: Vec<String>,
    /// Assessment report of the inventory.
    gwp_set: GwpSet,
    /// The GWPs that were used.
    gwps: Vec<GwpUsed>,
    /// When the line was computed.
    computed_at: DateTime,
    /// Whose change caused it; empty for a recalculation by the system.
    computed_by: String,
    /// Version of the engine.
    engine_version: String,
    /// Release of the factor library the inventory is pinned to.
    factor_release: String,
    /// SHA-256 over input, factors, settings and engine version, hexadecimal.
    input_hash: String,
}

/// One step of the arithmetic.
#[derive(Debug, Clone, SimpleObject)]
pub struct ExplanationStep {
    /// What is computed.
    label: String,
    /// With numbers, such as `10.08 t × 43.33 GJ/t`.
    expression: String,
    /// The result; `≈` in front when digits are left out.
    result: String,
    /// Its unit.
    unit: String,
    /// Where its numbers stand, when not in the record.
    source: Option<String>,
}

/// A global warming potential that was used.
#[derive(Debug, Clone, SimpleObject)]
pub struct GwpUsed {
    /// Which of the seven gases it counts to; none outside the basket.
    gas: Option<Gas>,
    /// The gas, or the component of a blend.
    gas_code: String,
    /// kg CO2e per kg, over 100 years.
    value: WireDecimal,
    /// Document and table.
    source: String,
}

/// Explains a line.
pub(crate) async fn of_line(
    tx: &TenantTx,
    line: &LineRow,
    locale: Locale,
) -> StoreResult<Explanation> {
    let missing =
        |what: &str| StoreError::Corrupt(format!("{} of line {} is missing", what, line.id));
    let inventory = store::find(tx, &line.inventory_id)
        .await?
        .ok_or_else(|| missing("inventory"))?;
    let pinned = store::pinned(tx, &line.inventory_id).await?;
    let record = record_store::find_many(tx, std::slice::from_ref(&line.record_id))
        .await?
        .pop()
        .ok_or_else(|| missing("record"))?;
    // The record may have changed since a closed inventory was computed: the line holds what was computed.
    let record = record_store::RecordRow {
        site_id: line.site_id.clone(),
        activity_code: line.activity_code.clone(),
        quantity: line.quantity.clone(),
        unit: line.unit.clone(),
        start: line.start,
        end: line.end,
        ..record
    };
    let wanted: Vec<(&str, &str)> = line
        .factor_id
        .iter()
        .map(|factor_id| (line.inventory_id.as_str(), factor_id.as_str()))
        .collect();
    let factor = pinned_factors(tx, &wanted)
        .await?
        .into_values()
        .flat_map(HashMap::into_values)
        .next();
    let own = if inventory.state.is_open() {
        factor_store::approved(tx).await?
    } else {
        factor
            .iter()
            .filter(|factor| factor.id.starts_with("fac_"))
            .map(|factor| factor.as_ref().clone())
            .collect()
    };
    let computer = Computer::new(&inventory, &pinned, &own);
    let quantity: Decimal = line
        .quantity
        .parse()
        .map_err(|_| StoreError::Corrupt(format!("quantity {:?}", line.quantity)))?;
    let input = computer
        .input(&record, quantity)
        .map_err(|refusal| unexplained(line, &refusal.message(Locale::En)))?;
    let source = CompanySource::new(own);
    let plan = match compute::prepare(&input, &source, computer.settings()) {
        Ok(plan) if plan.basis_hash() == line.input_hash => plan,
        // The library or the company's factors have moved on since: compute with the very factor that was pinned.
        _ => {
            let named = ActivityInput {
                factor_id: line.factor_id.clone(),
                ..input.clone()
            };
            let source = CompanySource::new(
                factor
                    .iter()
                    .map(|factor| factor.as_ref().clone())
                    .collect(),
            );
            compute::prepare(&named, &source, computer.settings())
                .map_err(|refusal| unexplained(line, &refusal.message(Locale::En)))?
        }
    };
    let gross = plan
        .gross(quantity)
        .map_err(|refusal| unexplained(line, &refusal.message(Locale::En)))?;
    let (parts, _) = computer.consolidated(&line.site_id, &gross, input.period, inventory.year);
    let (figures, gases) = sum_parts(&parts);
    if figures != line.figures || gases != line.gases {
        return Err(unexplained(line, "the engine gives other figures now"));
    }
    let told = plan
        .prepared()
        .explain(quantity)
        .map_err(|refusal| unexplained(line, &refusal.message(Locale::En)))?;
    let people: HashMap<String, String> =
        boundary_store::person_names(tx, line.computed_by.as_deref()).await?;
    let mut steps: Vec<ExplanationStep> =
        told.steps.iter().map(|step| shown(step, locale)).collect();
    steps.extend(inventory_steps(
        line,
        gross.figures.co2e_mg,
        input.period,
        inventory.year,
        locale,
    ));
    Ok(Explanation {
        headline: told.headline.get(locale).to_owned(),
        steps,
        factor: factor.map(Factor::shared),
        choice: told.choice(locale),
        gwp_set: told.gwp_set,
        gwps: told
            .gwps
            .iter()
            .map(|gwp| GwpUsed {
                gas: gwp.gas,
                gas_code: gwp.gas_code.clone(),
                value: WireDecimal(gwp.value),
                source: gwp.source.clone(),
            })
            .collect(),
        computed_at: DateTime::from_stored(&line.computed_at)?,
        computed_by: line
            .computed_by
            .as_ref()
            .and_then(|id| people.get(id))
            .cloned()
            .unwrap_or_default(),
        engine_version: line.engine_version.clone(),
        factor_release: inventory.factor_release,
        input_hash: told.input_hash,
    })
}

fn unexplained(line: &LineRow, why: &str) -> StoreError {
    StoreError::Corrupt(format!("line {} cannot be explained: {why}", line.id))
}

fn shown(step: &shared::Step, locale: Locale) -> ExplanationStep {
    ExplanationStep {
        label: step.label.get(locale).to_owned(),
        expression: step.expression.clone(),
        result: step.result.clone(),
        unit: step.unit.clone(),
        source: step.source.clone(),
    }
}

/// What the inventory does to the engine's figure: the part of the year, and the consolidated share.
fn inventory_steps(
    line: &LineRow,
    gross_mg: i64,
    period: Period,
    year: i32,
    locale: Locale,
) -> Vec<ExplanationStep> {
    let mut steps = Vec::new();
    let inside = period.within_year(year).unwrap_or(period);
    let share: Decimal = line.share_pct.parse().unwrap_or(Decimal::ONE_HUNDRED);
    if inside == period && share == Decimal::ONE_HUNDRED {
        return steps;
    }
    let mut expression = format!("{} kg", number(from_micro(gross_mg).normalize()));
    let mut label = Text::new("计入本清单", "Counted in this inventory");
    if inside != period {
        expression.push_str(&format!(" × {}/{} d", inside.days(), period.days()));
        label = Text::new("属于本年度的天数", "Days that fall in this year");
    }
    if share != Decimal::ONE_HUNDRED {
        expression.push_str(&format!(" × {} %", number(share)));
        label = Text::new("合并比例", "Consolidated share");
    }
    steps.push(ExplanationStep {
        label: label.get(locale).to_owned(),
        expression,
        result: number(from_micro(line.figures.co2e_mg).normalize()),
        unit: "kg CO2e".to_owned(),
        source: None,
    });
    steps
}

/// Settings of the engine that decide what a browser previews with.
pub(crate) fn preview_settings(
    settings: &super::super::boundary::store::Settings,
) -> engine::Settings {
    engine::Settings {
        gwp_set: settings.gwp_set,
        dataset_preference: settings.dataset_preference.clone(),
        packs: settings.packs.clone(),
        ..engine::Settings::default()
    }
}
