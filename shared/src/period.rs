//! Calendar days, months and the spans activity data covers.

use serde::{Deserialize, Serialize};

/// A day of the proleptic Gregorian calendar. Ordered; written `2025-01-31`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Date {
    /// Calendar year.
    pub year: i32,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
}
