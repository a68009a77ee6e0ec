//! Steps and rides from the exports of health and sport services: what a file says, what of it counts, and why not.
//!
//! The rules are those of the formats' descriptions: map by name and never by position alone, keep source, start and end
//! of each sample, never add two devices together, and let importing the same days again change nothing. Reading
//! archives and text is left to whoever has the bytes; everything that is decided about a record is decided here.

pub mod apple;
pub mod credit;
pub mod huawei;
pub mod merge;
pub mod minutes;
pub mod moment;
pub mod problem;
pub mod ride;
pub mod signal;
pub mod strava;
pub mod table;

pub use credit::{StepReason, Verdict, credited_steps, points_of_steps};
pub use merge::StepBook;
pub use moment::Moment;
pub use problem::{FileProblem, RowProblem};
pub use ride::{Ride, RideKind, RideReason};
pub use signal::StepSignal;

use crate::{credits::TrustLevel, period::Date};

/// Most steps of a day that earn points.
pub const STEPS_PER_DAY_MAX: i64 = 20_000;
/// Days back from today that still earn points.
pub const BACKDATE_DAYS: i64 = 7;
/// Days back from today that are kept at all; a file that goes back further is read, its older days are only counted.
pub const KEPT_DAYS: i64 = 366;
/// Most steps that anybody walks in a day; more is looked at by a person.
pub const STEPS_SANE_MAX: i64 = 200_000;

crate::wire_enum! {
    /// Where a file of steps or rides comes from.
    pub enum SportSource {
        /// Apple Health.
        AppleHealth = "APPLE_HEALTH",
        /// Strava.
        Strava = "STRAVA",
        /// Google Fit, by Takeout.
        GoogleFit = "GOOGLE_FIT",
        /// Huawei Health.
        HuaweiHealth = "HUAWEI_HEALTH",
        /// Zepp and Mi Fit.
        Zepp = "ZEPP",
        /// A table with a column of days and one of steps.
        Table = "TABLE",
        /// Another program, by the API.
        Report = "REPORT",
    }
}

crate::wire_enum! {
    /// Where an import stands.
    pub enum SportImportState {
        /// Waits to be read.
        Queued = "QUEUED",
        /// Is being read.
        Reading = "READING",
        /// Read, and its days credited.
        Done = "DONE",
        /// Could not be read; its messages say why.
        Failed = "FAILED",
        /// Taken back by its member, with everything it gave.
        Deleted = "DELETED",
    }
}

/// What a file says about one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayTotal {
    /// The day, where the device was.
    pub day: Date,
    /// Steps, devices merged.
    pub steps: i64,
    /// How far it can be relied on.
    pub trust: TrustLevel,
    /// What a person should look at before it counts.
    pub signals: Vec<StepSignal>,
}
