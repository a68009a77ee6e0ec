//! What a claim would be worth.

use async_graphql::SimpleObject;
use saxaul_shared::{
    credits::{ClaimState, TrustLevel},
    decimal::WireDecimal,
    format::Locale,
};

use super::{
    object::{ClaimReason, reasons_of, signals_of},
    service::{Previewed, units},
};
use crate::{
    accounting::access::{Answer, Refused},
    graphql::user_error::UserError,
};

/// What a claim would be worth now. Nothing but `userErrors` is set when it would be refused.
#[derive(Debug, Default, SimpleObject)]
pub struct ActionPreview {
    /// Units that would count.
    units_accepted: Option<WireDecimal>,
    /// Grams of CO2e saved, deductions included.
    grams: Option<i64>,
    /// Points it would earn.
    points: Option<i64>,
    /// What would become of it.
    state: Option<ClaimState>,
    /// How far it could be relied on.
    trust: Option<TrustLevel>,
    /// Why less than the claimed units would count.
    reasons: Vec<ClaimReason>,
    /// Why a person would look at it first.
    signals: Vec<ClaimReason>,
    /// Version of the figures it rests on.
    factor_version: Option<String>,
    /// Version of the company's rule; 0 where the catalogue's holds.
    rule_version: Option<i64>,
    /// What the caller can mend; empty when it would be taken.
    user_errors: Vec<UserError>,
}

impl ActionPreview {
    pub(crate) fn of(answer: Answer<Previewed>, locale: Locale) -> async_graphql::Result<Self> {
        match answer {
            Ok(Previewed { rule, worth }) => Ok(Self {
                units_accepted: Some(units(worth.accepted_micro)),
                grams: Some(worth.net_grams()),
                points: Some(worth.net_points()),
                state: Some(worth.state),
                trust: Some(worth.trust),
                reasons: reasons_of(&worth.reasons, &rule.def.unit, locale),
                signals: signals_of(&worth.signals, locale),
                factor_version: Some(
                    saxaul_shared::credits::action::ActionCatalogue::embedded()
                        .version()
                        .to_owned(),
                ),
                rule_version: Some(rule.version),
                user_errors: Vec::new(),
            }),
            Err(Refused::Violations(violations)) => Ok(Self {
                user_errors: UserError::all(&violations, locale),
                ..Self::default()
            }),
            Err(Refused::Api(error)) => Err(error.into()),
        }
    }
}
