//! What a caller can mend, in a payload.

use async_graphql::SimpleObject;
use saxaul_shared::{
    format::Locale,
    violation::{ErrorCode, Violation},
};

/// Something in the input that the caller can mend.
#[derive(Debug, Clone, PartialEq, Eq, SimpleObject)]
pub struct UserError {
    /// What is wrong and what to do, in the caller's language.
    pub message: String,
    /// Path to the field of the input; null when the whole is meant.
    pub field: Option<Vec<String>>,
    /// Stable code.
    pub code: ErrorCode,
}

impl UserError {
    /// The violation in the reader's language.
    pub fn of(violation: &Violation, locale: Locale) -> Self {
        Self {
            message: violation.message(locale).to_owned(),
            field: violation.field.clone(),
            code: violation.code,
        }
    }

    /// All violations in the reader's language.
    pub fn all(violations: &[Violation], locale: Locale) -> Vec<Self> {
        violations
            .iter()
            .map(|violation| Self::of(violation, locale))
            .collect()
    }
}
