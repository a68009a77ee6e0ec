//! Rust types of the schema's custom scalars, named as in the schema so that graphql_client finds them.

use serde::{Deserialize, Serialize};

/// Exact decimal; text on the wire.
pub use saxaul_shared::decimal::Decimal;

/// Calendar day, `2025-01-31`. Text, because the browser shows it and sends it back, never reckons with it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Date(pub String);

/// Moment, RFC 3339 in UTC.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DateTime(pub String);

impl DateTime {
    /// Milliseconds since 1970, if the text is a moment.
    pub fn millis(&self) -> Option<f64> {
        let millis = js_sys::Date::parse(&self.0);
        millis.is_finite().then_some(millis)
    }
}
