//! What is wrong with something a person entered: a code for programs, a field, a sentence in both languages.

use serde::{Deserialize, Serialize};

use crate::format::Locale;

crate::wire_enum! {
    /// Stable codes of user errors.
    pub enum ErrorCode {
        /// Must be given.
        Required = "REQUIRED",
        /// Not of the accepted form.
        Invalid = "INVALID",
        /// Longer than allowed.
        TooLong = "TOO_LONG",
        /// Shorter than allowed.
        TooShort = "TOO_SHORT",
        /// Outside the accepted range.
        OutOfRange = "OUT_OF_RANGE",
        /// Already taken.
        Taken = "TAKEN",
        /// Does not exist, or the caller may not see it.
        NotFound = "NOT_FOUND",
        /// The role of the caller does not allow it.
        Forbidden = "FORBIDDEN",
        /// Somebody else changed it meanwhile.
        Conflict = "CONFLICT",
        /// Not possible in the present state.
        WrongState = "WRONG_STATE",
        /// Belongs to a period that is locked.
        Locked = "LOCKED",
        /// Still in use by something else.
        InUse = "IN_USE",
        /// No longer valid.
        Expired = "EXPIRED",
        /// Wrong name or password, or too many attempts.
        BadCredentials = "BAD_CREDENTIALS",
        /// More than the limit allows.
        LimitExceeded = "LIMIT_EXCEEDED",
        /// The engine refused the record; its refusal says why.
        Refused = "REFUSED",
        /// The same person may not do both steps.
        FourEyes = "FOUR_EYES",
        /// The account holds less than is needed.
        Insufficient = "INSUFFICIENT",
        /// The idempotency key was used for another request; nothing was done.
        IdempotencyMismatch = "IDEMPOTENCY_MISMATCH",
    }
}

/// One thing wrong with an input.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Violation {
    /// Stable code.
    pub code: ErrorCode,
    /// Path to the field in the input, `None` when the whole is meant.
    pub field: Option<Vec<String>>,
    /// Sentence in Chinese.
    pub message_zh: String,
    /// Sentence in English.
    pub message_en: String,
}

impl Violation {
    /// A violation of a named field.
    pub fn field(
        code: ErrorCode,
        field: &str,
        zh: impl Into<String>,
        en: impl Into<String>,
    ) -> Self {
        let field = Some(field.split('.').map(str::to_owned).collect());
        Self {
            code,
            field,
            message_zh: zh.into(),
            message_en: en.into(),
        }
    }

    /// A violation of the input as a whole.
    pub fn whole(code: ErrorCode, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            code,
            field: None,
            message_zh: zh.into(),
            message_en: en.into(),
        }
    }

    /// The sentence in the reader's language.
    pub fn message(&self, locale: Locale) -> &str {
        locale.pick(&self.message_zh, &self.message_en)
    }
}
