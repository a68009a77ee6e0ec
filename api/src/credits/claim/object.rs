//! A claim as its member sees it.

use async_graphql::{ID, Object, SimpleObject};
use saxaul_shared::{
    credits::{
        ClaimState, InventoryLink, TrustLevel,
        action::{ActionCatalogue, source, unit_name},
        claim::{Reason, explain},
        honesty::{ReviewState, Signal},
    },
    decimal::WireDecimal,
    format::Locale,
    period::Date,
};

use super::{
    row::ClaimRow,
    service::{undo_until, units},
};
use crate::{
    accounting::access::connection_type,
    credits::review::service::{ReviewRow, StepRow},
    graphql::scalar::DateTime,
};

/// Why less than claimed counts, or why a person looks at a claim.
#[derive(Debug, Clone, SimpleObject)]
pub struct ClaimReason {
    /// Stable code, such as `DAY_CAP`.
    pub(crate) code: String,
    /// One sentence in the language of the request.
    pub(crate) message: String,
}

pub(crate) fn reasons_of(reasons: &[Reason], unit: &str, locale: Locale) -> Vec<ClaimReason> {
    reasons
        .iter()
        .map(|reason| ClaimReason {
            code: reason.code().to_owned(),
            message: reason.message(unit, locale),
        })
        .collect()
}

pub(crate) fn signals_of(signals: &[Signal], locale: Locale) -> Vec<ClaimReason> {
    signals
        .iter()
        .map(|signal| ClaimReason {
            code: signal.code.to_string(),
            message: signal.message(locale),
        })
        .collect()
}

/// Why a claim is worth what it is worth, from what was stored with it.
#[derive(Debug, SimpleObject)]
pub struct ClaimExplanation {
    /// The arithmetic with its numbers.
    formula: String,
    /// What happened, step by step.
    steps: Vec<String>,
    /// kg CO2e per unit, as it was when the claim was made.
    factor_kg_per_unit: WireDecimal,
    /// Publication of the factor, in the publication's language.
    source: String,
    /// How the factor itself was computed.
    factor_formula: String,
    /// Edition of the figures.
    factor_version: String,
    /// Version of the company's rule; 0 where the catalogue's held.
    rule_version: i64,
}

/// An appeal and what came of it.
#[derive(Debug, SimpleObject)]
pub struct ClaimAppeal {
    /// Where it stands.
    state: ReviewState,
    /// What the member wrote.
    text: String,
    /// When.
    at: DateTime,
    /// What the second reviewer answered; none while they have not.
    answer: Option<String>,
}

/// A logged action of the caller.
pub struct ActionClaim {
    pub(crate) row: ClaimRow,
    pub(crate) review: Option<ReviewRow>,
    pub(crate) steps: Vec<StepRow>,
    pub(crate) locale: Locale,
}

connection_type! {
    /// Claims, latest first.
    ActionClaimConnection, ActionClaimEdge, ActionClaim
}

impl ActionClaim {
    /// Claims with their reviews and steps, in the order given.
    pub(crate) fn all(
        rows: Vec<ClaimRow>,
        (reviews, steps): (Vec<ReviewRow>, Vec<StepRow>),
        locale: Locale,
    ) -> Vec<Self> {
        rows.into_iter()
            .map(|row| Self {
                review: reviews
                    .iter()
                    .find(|review| review.claim_id == row.id)
                    .cloned(),
                steps: steps
                    .iter()
                    .filter(|step| step.claim_id == row.id)
                    .cloned()
                    .collect(),
                row,
                locale,
            })
            .collect()
    }
}

#[Object]
impl ActionClaim {
    /// The claim's id, `clm_…`.
    pub(crate) async fn id(&self) -> ID {
        ID(self.row.id.clone())
    }

    /// Code of the action.
    async fn code(&self) -> &str {
        &self.row.action_code
    }

    /// Name of the action in the language of the request.
    async fn name(&self) -> &str {
        ActionCatalogue::embedded()
            .by_code(&self.row.action_code)
            .map_or(&self.row.action_code, |def| def.name(self.locale))
    }

    /// The day it was done.
    async fn day(&self) -> Date {
        self.row.day
    }

    /// Units claimed.
    async fn units_claimed(&self) -> WireDecimal {
        units(self.row.claimed_micro)
    }

    /// Units that count.
    async fn units_accepted(&self) -> WireDecimal {
        units(self.row.accepted_micro)
    }

    /// Code of the unit.
    async fn unit(&self) -> &str {
        &self.row.unit
    }

    /// Name of the unit in the language of the request.
    async fn unit_name(&self) -> &str {
        unit_name(&self.row.unit, self.locale)
    }

    /// Grams of CO2e saved, deductions included; posted once the claim is accepted.
    async fn grams(&self) -> i64 {
        self.row.net_grams
    }

    /// Points it earns once accepted.
    async fn points(&self) -> i64 {
        self.row.net_points
    }

    /// Where the same tonne stands in the employer's inventory.
    async fn inventory_link(&self) -> InventoryLink {
        self.row.inventory_link
    }

    /// What became of it.
    async fn state(&self) -> ClaimState {
        self.row.state
    }

    /// How far it can be relied on.
    async fn trust(&self) -> TrustLevel {
        self.row.trust
    }

    /// Why less than the claimed units count.
    async fn reasons(&self) -> Vec<ClaimReason> {
        reasons_of(&self.row.reasons, &self.row.unit, self.locale)
    }

    /// Why a person looks at it, or looked.
    async fn signals(&self) -> Vec<ClaimReason> {
        signals_of(&self.row.signals, self.locale)
    }

    /// Why it is worth what it is worth.
    async fn explanation(&self) -> ClaimExplanation {
        let told = explain(
            &self.row.figures(),
            &self.row.reasons,
            &self.row.unit,
            self.locale,
        );
        let source = source::of_action(&self.row.action_code);
        ClaimExplanation {
            formula: told.formula,
            steps: told.steps,
            factor_kg_per_unit: WireDecimal(self.row.factor),
            source: source.map_or_else(String::new, |source| source.title.clone()),
            factor_formula: source.map_or_else(String::new, |source| source.formula.clone()),
            factor_version: self.row.factor_version.clone(),
            rule_version: self.row.rule_version,
        }
    }

    /// Last signs of the number it rests on.
    async fn number_hint(&self) -> Option<&str> {
        self.row.number_hint.as_deref()
    }

    /// Whether a photo stands behind it.
    async fn has_photo(&self) -> bool {
        self.row.photo.is_some()
    }

    /// Remarks of the member.
    async fn note(&self) -> Option<&str> {
        self.row.note.as_deref()
    }

    /// Until when the member may take it back; none when they cannot any more.
    async fn undo_until(&self) -> async_graphql::Result<Option<DateTime>> {
        if !self.row.counts() {
            return Ok(None);
        }
        Ok(Some(undo_until(&self.row)?.into()))
    }

    /// When it was logged.
    async fn created_at(&self) -> async_graphql::Result<DateTime> {
        Ok(DateTime::from_stored(&self.row.created_at)?)
    }

    /// Why the reviewer decided as they did; none where nobody has.
    async fn decision_reason(&self) -> Option<&str> {
        self.steps
            .iter()
            .rev()
            .find(|step| ["ACCEPTED", "REJECTED", "REVERSED"].contains(&step.kind.as_str()))
            .and_then(|step| step.text.as_deref())
    }

    /// Whether the member can appeal now.
    async fn can_appeal(&self) -> bool {
        matches!(self.row.state, ClaimState::Rejected | ClaimState::Reversed)
            && self.review.as_ref().is_some_and(|review| {
                review.second_reviewer_id.is_none() && review.state != ReviewState::Appealed
            })
    }

    /// The member's appeal; none without one.
    async fn appeal(&self) -> async_graphql::Result<Option<ClaimAppeal>> {
        let place = self.steps.iter().rposition(|step| step.kind == "APPEALED");
        let (Some(place), Some(review)) = (place, &self.review) else {
            return Ok(None);
        };
        let Some((step, later)) = self.steps.get(place..).and_then(<[StepRow]>::split_first) else {
            return Ok(None);
        };
        Ok(Some(ClaimAppeal {
            state: review.state,
            text: step.text.clone().unwrap_or_default(),
            at: DateTime::from_stored(&step.at)?,
            answer: later.first().and_then(|answer| answer.text.clone()),
        }))
    }
}
