//! Signals: what makes a person look at a claim before anything is posted.

use serde::{Deserialize, Serialize};

use super::action::Check;
use crate::{
    format::Locale,
    violation::{ErrorCode, Violation},
};

/// Grams of all actions of a day above which a claim without a travel order is looked at (employee data set,
/// “Plausibility caps”: 30 kg).
pub const DAY_GRAMS_MAX: i64 = 30_000;

/// The same amount on this many days in a row is a pattern.
pub const SAME_AMOUNT_DAYS: i64 = 5;

crate::wire_enum! {
    /// Why a claim waits for the programme manager.
    pub enum ReviewSignal {
        /// Faster or slower than people move that way.
        Speed = "SPEED",
        /// Farther than the registered way to the office explains.
        Distance = "DISTANCE",
        /// All actions of the day together save more than 30 kg, without a travel order.
        DayTotal = "DAY_TOTAL",
        /// The same amount five days in a row, reported by word alone.
        ConstantPattern = "CONSTANT_PATTERN",
        /// Buyer and seller of one order are both in the company.
        BuyerAndSeller = "BUYER_AND_SELLER",
        /// The rule of the action asks for a person's look.
        RuleAsks = "RULE_ASKS",
    }
}

crate::wire_enum! {
    /// Where the review of a claim stands.
    pub enum ReviewState {
        /// Waits for a first reviewer.
        Open = "OPEN",
        /// Accepted.
        Accepted = "ACCEPTED",
        /// Not accepted.
        Rejected = "REJECTED",
        /// Taken back after it had been accepted.
        Reversed = "REVERSED",
        /// The member appealed: waits for a second reviewer.
        Appealed = "APPEALED",
        /// Taken back by the member, or confirmed by the other riders: nothing is left to decide.
        Closed = "CLOSED",
    }
}

crate::wire_enum! {
    /// What a reviewer decides.
    pub enum ReviewDecision {
        /// The claim counts.
        Accept = "ACCEPT",
        /// It does not count.
        Reject = "REJECT",
        /// It counted and does no longer.
        Reverse = "REVERSE",
    }
}

/// Who has looked at a claim so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reviewers<'a> {
    /// Whose claim it is.
    pub claimant: &'a str,
    /// Who decided first.
    pub first: Option<&'a str>,
    /// Who decided on the appeal.
    pub second: Option<&'a str>,
}

/// Whether `person` may decide now, and what state the decision leads to.
///
/// Nobody decides on a claim of their own; an appeal is decided by another person than the first; a claim that waits is
/// accepted or rejected, one that counts is reversed.
pub fn decide(
    state: ReviewState,
    decision: ReviewDecision,
    person: &str,
    reviewers: &Reviewers<'_>,
) -> Result<ReviewState, Violation> {
    if person == reviewers.claimant {
        return Err(Violation::field(
            ErrorCode::FourEyes,
            "id",
            "不能复核自己的记录，请由另一位复核人处理。",
            "Nobody reviews a claim of their own. Ask another reviewer.",
        ));
    }
    if state == ReviewState::Appealed && reviewers.first == Some(person) {
        return Err(Violation::field(
            ErrorCode::FourEyes,
            "id",
            "申诉须由另一位复核人处理，不能由首次复核的人决定。",
            "An appeal is decided by another person than the first reviewer.",
        ));
    }
    match (state, decision) {
        (ReviewState::Open | ReviewState::Appealed, ReviewDecision::Accept) => {
            Ok(ReviewState::Accepted)
        }
        (ReviewState::Open | ReviewState::Appealed, ReviewDecision::Reject) => {
            Ok(ReviewState::Rejected)
        }
        (ReviewState::Accepted | ReviewState::Closed, ReviewDecision::Reverse) => {
            Ok(ReviewState::Reversed)
        }
        _ => Err(Violation::field(
            ErrorCode::WrongState,
            "decision",
            "待复核或申诉中的记录可以通过或驳回，已计入的记录可以撤回。",
            "A claim that waits or was appealed is accepted or rejected; one that counts is reversed.",
        )),
    }
}

/// A signal with what it was raised by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signal {
    /// Which.
    pub code: ReviewSignal,
    /// The value seen: km/h, km, kg.
    pub seen: Option<String>,
    /// The value believed.
    pub believed: Option<String>,
    /// What the rule asks to look at.
    pub check: Option<Check>,
}

impl Signal {
    /// A signal with the value seen and the value believed.
    pub fn new(code: ReviewSignal, seen: impl Into<String>, believed: impl Into<String>) -> Self {
        Self {
            code,
            seen: Some(seen.into()),
            believed: Some(believed.into()),
            check: None,
        }
    }

    /// A signal without values.
    pub fn bare(code: ReviewSignal) -> Self {
        Self {
            code,
            seen: None,
            believed: None,
            check: None,
        }
    }

    /// What the rule of the action asks.
    pub fn asked(check: Check) -> Self {
        Self {
            check: Some(check),
            ..Self::bare(ReviewSignal::RuleAsks)
        }
    }

    /// One sentence for the reviewer and the member.
    pub fn message(&self, locale: Locale) -> String {
        let seen = self.seen.as_deref().unwrap_or_default();
        let believed = self.believed.as_deref().unwrap_or_default();
        match (self.code, locale) {
            (ReviewSignal::Speed, Locale::ZhCn) => {
                format!("平均时速 {seen} 公里，通常为 {believed} 公里。")
            }
            (ReviewSignal::Speed, Locale::En) => {
                format!("{seen} km/h on average; {believed} km/h is usual.")
            }
            (ReviewSignal::Distance, Locale::ZhCn) => {
                format!("距离 {seen} 公里，按登记的通勤距离至多 {believed} 公里。")
            }
            (ReviewSignal::Distance, Locale::En) => {
                format!("{seen} km; the registered way to the office explains {believed} km.")
            }
            (ReviewSignal::DayTotal, Locale::ZhCn) => {
                format!("当天合计减排 {seen} 千克，超过 {believed} 千克且没有出差单。")
            }
            (ReviewSignal::DayTotal, Locale::En) => {
                format!("{seen} kg saved that day, over {believed} kg and without a travel order.")
            }
            (ReviewSignal::ConstantPattern, Locale::ZhCn) => {
                format!("连续 {seen} 天填报完全相同的数量。")
            }
            (ReviewSignal::ConstantPattern, Locale::En) => {
                format!("Exactly the same amount reported {seen} days in a row.")
            }
            (ReviewSignal::BuyerAndSeller, Locale::ZhCn) => {
                "同一订单的卖方也在本公司记录过，只应计买方。".to_owned()
            }
            (ReviewSignal::BuyerAndSeller, Locale::En) => {
                "The seller of the same order claimed it too; only the buyer counts.".to_owned()
            }
            (ReviewSignal::RuleAsks, locale) => {
                let (zh, en) = self
                    .check
                    .map_or(("请核对凭证。", "check the evidence."), Check::sentences);
                match locale {
                    Locale::ZhCn => format!("规则要求核对：{zh}"),
                    Locale::En => format!("The rule asks to check: {en}"),
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_first_and_a_second_person_decide_and_nobody_on_their_own() {
        let reviewers = Reviewers {
            claimant: "per_lin",
            first: Some("per_wang"),
            second: None,
        };
        let decided = |state, decision, person| {
            decide(state, decision, person, &reviewers).map_err(|v| v.code)
        };
        use ReviewDecision::{Accept, Reject, Reverse};
        assert_eq!(
            decided(ReviewState::Open, Accept, "per_lin"),
            Err(ErrorCode::FourEyes)
        );
        assert_eq!(
            decided(ReviewState::Appealed, Accept, "per_wang"),
            Err(ErrorCode::FourEyes)
        );
        assert_eq!(
            decided(ReviewState::Appealed, Accept, "per_zhao"),
            Ok(ReviewState::Accepted)
        );
        assert_eq!(
            decided(ReviewState::Appealed, Reject, "per_zhao"),
            Ok(ReviewState::Rejected)
        );
        assert_eq!(
            decided(ReviewState::Open, Reject, "per_wang"),
            Ok(ReviewState::Rejected)
        );
        assert_eq!(
            decided(ReviewState::Accepted, Reverse, "per_wang"),
            Ok(ReviewState::Reversed)
        );
        for (state, decision) in [
            (ReviewState::Open, Reverse),
            (ReviewState::Rejected, Accept),
            (ReviewState::Reversed, Accept),
            (ReviewState::Accepted, Reject),
        ] {
            assert_eq!(
                decided(state, decision, "per_zhao"),
                Err(ErrorCode::WrongState),
                "{state} {decision}"
            );
        }
    }
}
