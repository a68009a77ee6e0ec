//! Scalars that belong to no slice.

use async_graphql::{InputValueError, InputValueResult, Scalar, ScalarType, Value};

use crate::platform::clock::Timestamp;

/// A moment: RFC 3339 in UTC with milliseconds, such as `2025-01-31T08:15:00.000Z`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct DateTime(pub Timestamp);

#[Scalar(name = "DateTime")]
impl ScalarType for DateTime {
    fn parse(value: Value) -> InputValueResult<Self> {
        match &value {
            Value::String(text) => text.parse().map(Self).map_err(InputValueError::custom),
            _ => Err(InputValueError::expected_type(value)),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_rfc3339())
    }
}

impl From<Timestamp> for DateTime {
    fn from(at: Timestamp) -> Self {
        Self(at)
    }
}

impl DateTime {
    /// Reads a moment as the database keeps it.
    pub fn from_stored(text: &str) -> Result<Self, crate::platform::db::StoreError> {
        text.parse()
            .map(Self)
            .map_err(|error| crate::platform::db::StoreError::Corrupt(format!("{error}")))
    }
}
