//! Market-based scope 2: contract first, then the supplier's factor, then the residual mix, then the grid average, which is
//! the order of the GHG Protocol Scope 2 Guidance (2015), table 6.3.

use rust_decimal::Decimal;

use super::emissions::by_factor;
use super::input::ActivityInput;
use super::settings::Settings;
use crate::accounting::choice::{Candidate, Origin, Purpose, Query, choose};
use crate::accounting::explain::{FactorUse, Text};
use crate::accounting::refusal::{Refusal, RefusalCode};
use crate::accounting::source::FactorSource;
use crate::quantity::{Ratio, Unit, conversion};

/// How the market-based figure is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Market {
    /// kg CO2e per record unit of what no contract covers.
    pub(super) rest: Ratio,
    /// Quantity covered by a contract, in the record's unit.
    pub(super) covered: Decimal,
    /// kg CO2e per record unit of what the contract covers.
    pub(super) contract: Ratio,
    /// Everything is covered whatever the quantity: bought as green electricity.
    pub(super) all_covered: bool,
    pub(super) factor: Option<FactorUse>,
    pub(super) notes: Vec<Text>,
}

impl Market {
    /// mg CO2e of a quantity.
    pub(super) fn mg(&self, quantity: Decimal) -> Option<i64> {
        if self.all_covered {
            return self.contract.micro(quantity).ok();
        }
        // A contract for more than was used covers what was used; certificates are not carried over to other records.
        let covered = self.covered.min(quantity);
        let rest = self.rest.micro(quantity.checked_sub(covered)?).ok()?;
        rest.checked_add(self.contract.micro(covered).ok()?)
    }
}

fn total(parts: &super::emissions::Parts) -> Result<Ratio, Refusal> {
    if let Some(total) = parts.total {
        return Ok(total);
    }
    parts
        .gases
        .iter()
        .try_fold(Ratio::ZERO, |sum, part| sum.plus(part.co2e))
        .map_err(|_| Refusal::bare(RefusalCode::TooLarge))
}

pub(super) fn market<S: FactorSource + ?Sized>(
    query: &Query<'_>,
    input: &ActivityInput,
    named: Option<&str>,
    location: Option<&Candidate<'_>>,
    source: &S,
    settings: &Settings,
) -> Result<Market, Refusal> {
    let mut notes = Vec::new();
    let (contract, covered) = contract(query, input, &mut notes)?;
    let all_covered = query.activity.renewable && input.contract.is_none();
    if all_covered {
        notes.push(Text::new(
            "基于市场：该电量按合同购买绿色电力，计为零排放；须持有相应凭证。",
            "Market-based: bought as green electricity by contract, so zero; the certificates must be held.",
        ));
        return Ok(Market {
            rest: Ratio::ZERO,
            covered,
            contract: Ratio::ZERO,
            all_covered,
            factor: None,
            notes,
        });
    }
    // A supplier's or own factor that the location-based figure already took is a supplier-specific rate here.
    let specific = location
        .filter(|_| named.is_none())
        .filter(|candidate| matches!(candidate.origin(), Origin::Supplier | Origin::Own));
    let market_query = Query {
        purpose: Purpose::Market,
        factor_id: named,
        ..*query
    };
    let (rest, factor) = match (specific, choose(&market_query, source, settings)) {
        (Some(candidate), _) => {
            let parts = by_factor(candidate.factor, candidate.conversion.ratio, settings)?;
            (total(&parts)?, Some(super::trace::factor_use(candidate)))
        }
        (None, Ok(choice)) => {
            let parts = by_factor(
                choice.chosen.factor,
                choice.chosen.conversion.ratio,
                settings,
            )?;
            (
                total(&parts)?,
                Some(super::trace::factor_use(&choice.chosen)),
            )
        }
        (None, Err(refusal)) if named.is_some() => return Err(refusal),
        (None, Err(refusal)) => {
            let candidate = location.ok_or(refusal)?;
            let parts = by_factor(candidate.factor, candidate.conversion.ratio, settings)?;
            notes.push(Text::new(
                "基于市场：没有可用的供应商因子或剩余电量组合因子，按《范围二指南》改用电网平均因子。",
                "Market-based: no supplier's factor and no residual mix serves, so the grid average stands in, as the Scope 2 Guidance provides.",
            ));
            (total(&parts)?, Some(super::trace::factor_use(candidate)))
        }
    };
    Ok(Market {
        rest,
        covered,
        contract,
        all_covered,
        factor,
        notes,
    })
}

fn contract(
    query: &Query<'_>,
    input: &ActivityInput,
    notes: &mut Vec<Text>,
) -> Result<(Ratio, Decimal), Refusal> {
    let Some(contract) = &input.contract else {
        return Ok((Ratio::ZERO, Decimal::ZERO));
    };
    if contract.quantity.is_sign_negative() || contract.kg_co2e_per_kwh.is_sign_negative() {
        return Err(Refusal::new(
            RefusalCode::NegativeQuantity,
            contract.quantity.to_string(),
        ));
    }
    let kwh = Unit::from_code("kWh")
        .and_then(|kwh| conversion(query.unit, kwh, &[]))
        .ok_or_else(|| Refusal::new(RefusalCode::WrongDimension, query.unit.code()).context("kWh"))?
        .map_err(|_| Refusal::new(RefusalCode::TooLarge, query.unit.code()))?;
    let ratio = kwh
        .ratio
        .times(Ratio::from_decimal(contract.kg_co2e_per_kwh))
        .map_err(|_| Refusal::new(RefusalCode::TooLarge, contract.kg_co2e_per_kwh.to_string()))?;
    notes.push(Text::new(
        format!(
            "基于市场：合同（{}）覆盖 {} {}，按 {} kgCO2e/kWh 计。",
            contract.reference,
            contract.quantity,
            query.unit.code(),
            contract.kg_co2e_per_kwh
        ),
        format!(
            "Market-based: a contract ({}) covers {} {} at {} kgCO2e/kWh.",
            contract.reference,
            contract.quantity,
            query.unit.code(),
            contract.kg_co2e_per_kwh
        ),
    ));
    Ok((ratio, contract.quantity))
}
