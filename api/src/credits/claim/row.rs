//! A claim as it is stored.

use saxaul_shared::{
    credits::{
        ActionLedger, ClaimState, InventoryLink, TrustLevel,
        claim::{AdjustmentFigures, ClaimFigures, MealSlot, Reason},
        honesty::Signal,
    },
    decimal::{Decimal, WireDecimal},
    period::Date,
};
use serde::{Deserialize, Serialize};

/// A deduction, as it is kept in the row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct StoredAdjustment {
    pub(crate) code: String,
    pub(crate) units_micro: i64,
    pub(crate) factor: WireDecimal,
    pub(crate) grams: i64,
    pub(crate) points: i64,
}

/// A picture that stands behind a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Photo {
    pub(crate) sha256: String,
    pub(crate) media_type: String,
    pub(crate) size_bytes: i64,
}

/// A logged action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ClaimRow {
    pub(crate) id: String,
    pub(crate) member_id: String,
    pub(crate) idempotency_key: String,
    pub(crate) fingerprint: String,
    pub(crate) action_code: String,
    pub(crate) day: Date,
    pub(crate) ledger: ActionLedger,
    pub(crate) inventory_link: InventoryLink,
    pub(crate) unit: String,
    pub(crate) claimed_micro: i64,
    pub(crate) accepted_micro: i64,
    pub(crate) factor: Decimal,
    pub(crate) factor_version: String,
    pub(crate) rule_version: i64,
    pub(crate) points_per_kg: i64,
    pub(crate) grams: i64,
    pub(crate) points: i64,
    pub(crate) adjustments: Vec<StoredAdjustment>,
    /// Grams that its posting moves.
    pub(crate) net_grams: i64,
    /// Points that its posting moves.
    pub(crate) net_points: i64,
    pub(crate) state: ClaimState,
    pub(crate) trust: TrustLevel,
    pub(crate) self_reported: bool,
    /// Keyed hash of the travel order it names.
    pub(crate) order_mark: Option<String>,
    /// Last signs of its number.
    pub(crate) number_hint: Option<String>,
    pub(crate) photo: Option<Photo>,
    pub(crate) started_minute: Option<i64>,
    pub(crate) logged_minute: Option<i64>,
    pub(crate) duration_minutes: Option<i64>,
    pub(crate) trips: i64,
    pub(crate) meal: Option<MealSlot>,
    pub(crate) reasons: Vec<Reason>,
    pub(crate) signals: Vec<Signal>,
    pub(crate) note: Option<String>,
    pub(crate) origin: Origin,
    pub(crate) origin_id: Option<String>,
    /// The posting that stands, `ltx_…`.
    pub(crate) transaction_id: Option<String>,
    /// Postings made so far: what makes the key of the next one.
    pub(crate) postings: i64,
    pub(crate) version: i64,
    pub(crate) created_at: String,
    pub(crate) updated_at: String,
}

/// How a claim came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    /// A member logged it.
    Member,
    /// An import brought it.
    Import,
}

impl Origin {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Member => "MEMBER",
            Self::Import => "IMPORT",
        }
    }
}

impl std::str::FromStr for Origin {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "MEMBER" => Ok(Self::Member),
            "IMPORT" => Ok(Self::Import),
            _ => Err("no origin of a claim"),
        }
    }
}

impl ClaimRow {
    /// What it takes to compute the claim again and to explain it.
    pub(crate) fn figures(&self) -> ClaimFigures {
        ClaimFigures {
            ledger: self.ledger,
            claimed_micro: self.claimed_micro,
            accepted_micro: self.accepted_micro,
            factor_kg_per_unit: self.factor,
            points_per_kg: self.points_per_kg,
            grams: self.grams,
            points: self.points,
            adjustments: self
                .adjustments
                .iter()
                .map(|less| AdjustmentFigures {
                    code: less.code.clone(),
                    units_micro: less.units_micro,
                    factor_kg_per_unit: less.factor.0,
                    grams: less.grams,
                    points: less.points,
                })
                .collect(),
        }
    }

    /// Whether it counts against caps: accepted, or waiting.
    pub(crate) const fn counts(&self) -> bool {
        matches!(
            self.state,
            ClaimState::Accepted | ClaimState::PartlyAccepted | ClaimState::InReview
        )
    }

    /// The state it has once accepted.
    pub(crate) const fn accepted_state(&self) -> ClaimState {
        if self.accepted_micro < self.claimed_micro {
            ClaimState::PartlyAccepted
        } else {
            ClaimState::Accepted
        }
    }
}
