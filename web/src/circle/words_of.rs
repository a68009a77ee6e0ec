//! What the enumerations of the programme are called.

use crate::client::enums::{ClaimState, TransactionKind, TrustLevel};
use crate::i18n::Text;
use crate::locales::circle_me as words;
use crate::ui::Tone;

/// Name of a claim's state.
pub const fn state_name(state: ClaimState) -> Text {
    match state {
        ClaimState::Accepted => words::STATE_ACCEPTED,
        ClaimState::PartlyAccepted => words::STATE_PARTLY,
        ClaimState::InReview => words::STATE_REVIEW,
        ClaimState::Rejected => words::STATE_REJECTED,
        ClaimState::Undone => words::STATE_UNDONE,
        ClaimState::Reversed => words::STATE_REVERSED,
    }
}

/// Colour of a claim's state.
pub const fn state_tone(state: ClaimState) -> Tone {
    match state {
        ClaimState::Accepted => Tone::Good,
        ClaimState::PartlyAccepted => Tone::Warning,
        ClaimState::InReview => Tone::Info,
        ClaimState::Rejected | ClaimState::Reversed => Tone::Danger,
        ClaimState::Undone => Tone::Neutral,
    }
}

/// Name of how far a claim can be relied on.
pub const fn trust_name(trust: TrustLevel) -> Text {
    match trust {
        TrustLevel::Manual => words::TRUST_MANUAL,
        TrustLevel::DailyTotal => words::TRUST_DAILY,
        TrustLevel::DeviceDaily => words::TRUST_DEVICE_DAILY,
        TrustLevel::DeviceInterval => words::TRUST_DEVICE,
        TrustLevel::Documented => words::TRUST_DOCUMENTED,
    }
}

/// Name of what a transaction is.
pub const fn kind_name(kind: TransactionKind) -> Text {
    match kind {
        TransactionKind::Earn => words::EARN,
        TransactionKind::Grant => words::GRANT,
        TransactionKind::Give => words::GAVE,
        TransactionKind::Spend => words::SPEND,
        TransactionKind::Hold => words::HOLD,
        TransactionKind::Settle => words::SETTLE,
        TransactionKind::Void => words::VOID,
        TransactionKind::Lock => words::LOCK,
        TransactionKind::Unlock => words::UNLOCK,
        TransactionKind::Retire => words::RETIRE,
        TransactionKind::Expire => words::EXPIRE,
        TransactionKind::Reverse => words::REVERSE,
    }
}
