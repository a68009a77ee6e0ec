//! Giving points to a colleague: how much, to whom, how often.
//!
//! Limits keep gifts what they are. A pair that gives each other points in the same month is noted, not refused: that is
//! for people to look at.

use crate::{
    credits::CreditBook,
    format::number,
    violation::{ErrorCode, Violation},
};

/// Longest message that goes with a gift, in characters.
pub const MESSAGE_MAX: usize = 200;

/// How much may be given in a calendar month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GiftLimits {
    /// Most points from one member to one other.
    pub pair_month_max: i64,
    /// Most points that one member receives from all others together.
    pub receiver_month_max: i64,
}

impl GiftLimits {
    /// The limits of a company that has set none: half a kilogram a pair, five kilograms a receiver, at one point a gram.
    pub const USUAL: Self = Self {
        pair_month_max: 500,
        receiver_month_max: 5_000,
    };
}

/// What was given in the month so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct GiftsSoFar {
    /// From the giver to the receiver.
    pub pair: i64,
    /// From everyone to the receiver.
    pub receiver: i64,
    /// From the receiver to the giver.
    pub back: i64,
}

/// Why a gift was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GiftRefusal {
    /// Giver and receiver are the same.
    ToOneself,
    /// Less than one point.
    NotPositive,
    /// More than may go from one member to another in a month.
    PairLimit {
        /// The limit.
        limit: i64,
        /// What may still go.
        left: i64,
    },
    /// More than one member may receive in a month.
    ReceiverLimit {
        /// The limit.
        limit: i64,
    },
    /// The message is too long.
    MessageTooLong,
    /// The message holds characters that cannot be shown.
    MessageUnreadable,
}

/// A gift that may be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gift {
    /// Whether the receiver gave points to the giver in the same month.
    pub is_reciprocal: bool,
}

/// Decides on a gift of `amount` points after what was given before in the month.
pub fn decide(limits: GiftLimits, so_far: GiftsSoFar, amount: i64) -> Result<Gift, GiftRefusal> {
    if amount < 1 {
        return Err(GiftRefusal::NotPositive);
    }
    let left = limits.pair_month_max.saturating_sub(so_far.pair).max(0);
    if amount > left {
        let limit = limits.pair_month_max;
        return Err(GiftRefusal::PairLimit { limit, left });
    }
    if so_far.receiver.saturating_add(amount) > limits.receiver_month_max {
        let limit = limits.receiver_month_max;
        return Err(GiftRefusal::ReceiverLimit { limit });
    }
    Ok(Gift {
        is_reciprocal: so_far.back > 0,
    })
}

/// Reads the message that goes with a gift; an empty one is none.
pub fn message(text: Option<&str>) -> Result<Option<String>, GiftRefusal> {
    let text = text.map(str::trim).filter(|text| !text.is_empty());
    match text {
        Some(text) if text.chars().count() > MESSAGE_MAX => Err(GiftRefusal::MessageTooLong),
        Some(text) if text.chars().any(|c| c.is_control() && c != '\n') => {
            Err(GiftRefusal::MessageUnreadable)
        }
        text => Ok(text.map(str::to_owned)),
    }
}

impl GiftRefusal {
    /// The refusal as a user error about a field of `creditTransfer`.
    pub fn violation(self) -> Violation {
        let n = |value: i64| number(value.into());
        match self {
            Self::ToOneself => Violation::field(
                ErrorCode::Invalid,
                "toMemberId",
                "积分不能转赠给自己，请选择一位同事。",
                "Points cannot be given to oneself. Choose a colleague.",
            ),
            Self::NotPositive => Violation::field(
                ErrorCode::OutOfRange,
                "amount",
                "至少转赠 1 积分。",
                "Give at least 1 point.",
            ),
            Self::PairLimit { limit, left } => Violation::field(
                ErrorCode::LimitExceeded,
                "amount",
                format!(
                    "每月最多向同一位同事转赠 {} 积分，本月还可转赠 {}。",
                    n(limit),
                    n(left)
                ),
                format!(
                    "At most {} points a month go to the same colleague; {} are left this month.",
                    n(limit),
                    n(left)
                ),
            ),
            // What others gave is theirs to know: the refusal does not say how much is left.
            Self::ReceiverLimit { limit } => Violation::field(
                ErrorCode::LimitExceeded,
                "amount",
                format!(
                    "该同事本月收到的积分将超过 {} 的上限，请减少数量或下月再赠。",
                    n(limit)
                ),
                format!(
                    "This colleague would receive more than {} points this month. Give less, or next month.",
                    n(limit)
                ),
            ),
            Self::MessageTooLong => Violation::field(
                ErrorCode::TooLong,
                "message",
                format!("留言最多 {MESSAGE_MAX} 个字符。"),
                format!("A message has at most {MESSAGE_MAX} characters."),
            ),
            Self::MessageUnreadable => Violation::field(
                ErrorCode::Invalid,
                "message",
                "留言含有无法显示的控制字符，请删除后重试。",
                "The message holds control characters that cannot be shown. Take them out and try again.",
            ),
        }
    }
}

/// The book that gifts are made in.
pub const BOOK: CreditBook = CreditBook::Point;

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: GiftLimits = GiftLimits {
        pair_month_max: 100,
        receiver_month_max: 150,
    };

    #[test]
    fn a_pair_and_a_receiver_have_limits_a_month() {
        let after = |pair, receiver| GiftsSoFar {
            pair,
            receiver,
            back: 0,
        };
        assert!(decide(LIMITS, after(0, 0), 100).is_ok());
        assert_eq!(
            decide(LIMITS, after(60, 60), 41),
            Err(GiftRefusal::PairLimit {
                limit: 100,
                left: 40
            })
        );
        assert!(decide(LIMITS, after(60, 60), 40).is_ok());
        assert_eq!(
            decide(LIMITS, after(0, 100), 51),
            Err(GiftRefusal::ReceiverLimit { limit: 150 })
        );
        assert!(decide(LIMITS, after(0, 100), 50).is_ok());
        assert_eq!(
            decide(LIMITS, after(0, 0), 0),
            Err(GiftRefusal::NotPositive)
        );
        assert_eq!(
            decide(LIMITS, after(0, 0), -5),
            Err(GiftRefusal::NotPositive)
        );
        assert_eq!(
            decide(LIMITS, after(0, 0), i64::MAX),
            Err(GiftRefusal::PairLimit {
                limit: 100,
                left: 100
            })
        );
    }

    #[test]
    fn giving_back_in_the_same_month_is_noted() {
        let so_far = GiftsSoFar {
            back: 1,
            ..GiftsSoFar::default()
        };
        assert!(decide(LIMITS, so_far, 5).unwrap().is_reciprocal);
        assert!(
            !decide(LIMITS, GiftsSoFar::default(), 5)
                .unwrap()
                .is_reciprocal
        );
    }

    #[test]
    fn messages_are_trimmed_and_have_a_length() {
        assert_eq!(message(Some("  ")), Ok(None));
        assert_eq!(message(Some(" 谢谢 ")), Ok(Some("谢谢".to_owned())));
        assert!(message(Some(&"谢".repeat(MESSAGE_MAX))).is_ok());
        assert_eq!(
            message(Some(&"谢".repeat(MESSAGE_MAX + 1))),
            Err(GiftRefusal::MessageTooLong)
        );
        assert_eq!(message(Some("a\0b")), Err(GiftRefusal::MessageUnreadable));
        assert!(message(Some("a\nb")).is_ok());
    }
}
