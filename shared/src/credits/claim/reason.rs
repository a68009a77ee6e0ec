//! What limited a claim, with the numbers it was limited by.

use serde::{Deserialize, Serialize};

use super::plain;
use crate::{credits::action::unit_name, format::Locale};

/// Why less than the claimed units count. Amounts are micro-units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Reason {
    /// The cap of the day.
    DayCap {
        /// The cap.
        cap: i64,
        /// What was left of it.
        left: i64,
    },
    /// The cap of the year.
    YearCap {
        /// The cap.
        cap: i64,
        /// What was left of it.
        left: i64,
    },
    /// What the member's word alone is good for in a day.
    SelfReportLimit {
        /// The limit.
        cap: i64,
        /// What was left of it.
        left: i64,
    },
    /// Farther than the registered way to the office explains.
    OfficeDistance {
        /// The distance believed, for all trips of the claim.
        most: i64,
        /// Trips of the claim.
        trips: i64,
    },
    /// One per meal or per half hour.
    OneAtATime {
        /// One, in micro-units.
        most: i64,
    },
    /// Part of it was already counted that day from another report.
    AlreadyCounted {
        /// What was counted.
        counted: i64,
    },
}

impl Reason {
    /// Stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::DayCap { .. } => "DAY_CAP",
            Self::YearCap { .. } => "YEAR_CAP",
            Self::SelfReportLimit { .. } => "SELF_REPORT_LIMIT",
            Self::OfficeDistance { .. } => "OFFICE_DISTANCE",
            Self::OneAtATime { .. } => "ONE_AT_A_TIME",
            Self::AlreadyCounted { .. } => "ALREADY_COUNTED",
        }
    }

    /// One sentence for the member.
    pub fn message(&self, unit: &str, locale: Locale) -> String {
        let unit = unit_name(unit, locale);
        match (*self, locale) {
            (Self::DayCap { cap, left }, Locale::ZhCn) => format!(
                "每天至多计 {} {unit}，今天还剩 {}。",
                plain(cap),
                plain(left)
            ),
            (Self::DayCap { cap, left }, Locale::En) => format!(
                "At most {} {unit} count in a day; {} were left.",
                plain(cap),
                plain(left)
            ),
            (Self::YearCap { cap, left }, Locale::ZhCn) => format!(
                "每年至多计 {} {unit}，今年还剩 {}。",
                plain(cap),
                plain(left)
            ),
            (Self::YearCap { cap, left }, Locale::En) => format!(
                "At most {} {unit} count in a year; {} were left.",
                plain(cap),
                plain(left)
            ),
            (Self::SelfReportLimit { cap, left }, Locale::ZhCn) => format!(
                "没有凭证时每天至多计 {} {unit}，今天还剩 {}。",
                plain(cap),
                plain(left)
            ),
            (Self::SelfReportLimit { cap, left }, Locale::En) => format!(
                "Without evidence at most {} {unit} count in a day; {} were left.",
                plain(cap),
                plain(left)
            ),
            (Self::OfficeDistance { most, trips }, Locale::ZhCn) => format!(
                "按登记的通勤距离，{trips} 趟至多计 {} {unit}；有乘车凭证号可不受此限。",
                plain(most)
            ),
            (Self::OfficeDistance { most, trips }, Locale::En) => format!(
                "By the registered distance to the office {trips} trips count at most {} {unit}; a ride code lifts this.",
                plain(most)
            ),
            (Self::OneAtATime { .. }, Locale::ZhCn) => "一次只计一份，请每次分别记录。".to_owned(),
            (Self::OneAtATime { .. }, Locale::En) => {
                "One counts at a time; log each as it happens.".to_owned()
            }
            (Self::AlreadyCounted { counted }, Locale::ZhCn) => format!(
                "当天已从另一来源计入 {} {unit}，取较大值，只补差额。",
                plain(counted)
            ),
            (Self::AlreadyCounted { counted }, Locale::En) => format!(
                "{} {unit} of that day were counted from another report; the larger one counts.",
                plain(counted)
            ),
        }
    }
}
