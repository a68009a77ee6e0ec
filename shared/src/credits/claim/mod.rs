//! Claims: one logged action, and the one function that says what it is worth.
//!
//! The browser calls the same [`evaluate`] for its preview as the server does when it posts.

mod evaluate;
mod exclusion;
mod explain;
mod figures;
mod limits;
mod reason;
mod refuse;

#[cfg(test)]
mod tests;

pub use evaluate::evaluate;
pub use explain::{Explained, explain};
pub use figures::{
    AdjustmentFigures, ClaimFigures, FigureError, grams_of, hours_micro, plain, points_of,
    recompute,
};
pub use limits::left;
pub use reason::Reason;

use super::{
    ClaimState, TrustLevel,
    action::{Diet, Side},
    honesty::Signal,
};
use crate::{decimal::Decimal, period::Date};

crate::wire_enum! {
    /// A meal of the day.
    pub enum MealSlot {
        /// Before 10:30.
        Breakfast = "BREAKFAST",
        /// From 10:30 to 15:30.
        Lunch = "LUNCH",
        /// After 15:30.
        Dinner = "DINNER",
    }
}

impl MealSlot {
    /// The meal at a minute of the day.
    pub const fn at(minute: i64) -> Self {
        match minute {
            ..630 => Self::Breakfast,
            630..930 => Self::Lunch,
            _ => Self::Dinner,
        }
    }
}

/// What a member claims.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// How much, in the action's unit.
    pub units: Decimal,
    /// The day it was done, in the organisation's time zone.
    pub day: Date,
    /// Minute of that day it began.
    pub started_minute: Option<i64>,
    /// How long it took.
    pub duration_minutes: Option<i64>,
    /// How many trips it was; there and back when left out.
    pub trips: Option<i64>,
    /// Which meal.
    pub meal: Option<MealSlot>,
    /// Minutes worked at home that day, for a day without the car.
    pub home_work_minutes: Option<i64>,
    /// Number of the document behind it.
    pub number: Option<String>,
    /// The number asked for beside it.
    pub second_number: Option<String>,
    /// Whether a picture comes along.
    pub has_photo: bool,
    /// Trust in the import it comes from; `None` when a person logged it.
    pub import: Option<TrustLevel>,
    /// Minute of the day it is logged at, when that is the day it was done.
    pub logged_minute: Option<i64>,
}

impl Draft {
    /// A claim of so many units, with nothing beside them.
    pub fn of(units: Decimal, day: Date) -> Self {
        Self {
            units,
            day,
            started_minute: None,
            duration_minutes: None,
            trips: None,
            meal: None,
            home_work_minutes: None,
            number: None,
            second_number: None,
            has_photo: false,
            import: None,
            logged_minute: None,
        }
    }

    /// When it happened, as far as is known: its beginning, else the moment of logging.
    pub(crate) fn minute(&self) -> Option<i64> {
        self.started_minute.or(self.logged_minute)
    }
}

/// A claim of the same member that already counts or waits for review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Earlier {
    /// Its action.
    pub code: String,
    /// Its day.
    pub day: Date,
    /// Units accepted.
    pub accepted_micro: i64,
    /// Grams, deductions included.
    pub grams: i64,
    /// Minute of the day it began.
    pub started_minute: Option<i64>,
    /// Minute of the day it was logged at, when that was the day it was done.
    pub logged_minute: Option<i64>,
    /// How long it took.
    pub duration_minutes: Option<i64>,
    /// Trips.
    pub trips: i64,
    /// Which meal.
    pub meal: Option<MealSlot>,
    /// What it rested on was the member's word alone.
    pub self_reported: bool,
    /// It names a travel order.
    pub has_travel_order: bool,
}

/// Who used a number or a picture before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Taken {
    /// The same member.
    pub by_self: bool,
    /// Side of the trade of the earlier claim.
    pub side: Option<Side>,
}

/// What is known before a claim is evaluated.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Before {
    /// The member's claims of the same calendar month that count or wait, in any order.
    pub claims: Vec<Earlier>,
    /// Units of this action accepted in the calendar year, in micro-units.
    pub year_accepted_micro: i64,
    /// Claims of the group that is limited by times a year.
    pub year_times: i64,
    /// Claims of this action with just as many units, on the days before, without another amount between.
    pub same_amount_days: i64,
    /// Who used the number.
    pub number_taken: Option<Taken>,
    /// Who used the second number.
    pub second_taken: Option<Taken>,
    /// Who used the picture.
    pub photo_taken: Option<Taken>,
    /// Members who claimed the same shared trip.
    pub riders: i64,
    /// Whether the member has a claim of the companion group on the same travel order.
    pub has_companion: bool,
}

/// What matters of the member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MemberFacts {
    /// First day in the programme.
    pub joined_on: Date,
    /// Registered way from home to the office.
    pub office_distance_m: Option<i64>,
    /// What the member says they usually eat.
    pub diet: Option<Diet>,
}

/// What a claim rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// An import.
    Import,
    /// A number.
    Number,
    /// A picture.
    Photo,
    /// The registered distance.
    OfficeDistance,
    /// The member's word.
    SelfReport,
}

/// A deduction beside a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AdjustmentOutcome {
    /// Its code.
    pub code: String,
    /// Its units, in micro-units.
    pub units_micro: i64,
    /// Its grams, negative.
    pub grams: i64,
    /// Its points, negative or nothing.
    pub points: i64,
}

/// What a claim is worth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evaluation {
    /// Units claimed.
    pub claimed_micro: i64,
    /// Units that count.
    pub accepted_micro: i64,
    /// Grams before deductions; 0 for actions that only earn points.
    pub grams: i64,
    /// Points before deductions.
    pub points: i64,
    /// Deduction posted with it.
    pub adjustment: Option<AdjustmentOutcome>,
    /// What limited it.
    pub reasons: Vec<Reason>,
    /// What it rests on.
    pub basis: Basis,
    /// How far that can be relied on.
    pub trust: TrustLevel,
    /// What a person should look at; nothing is posted before.
    pub signals: Vec<Signal>,
    /// What becomes of it: accepted, accepted in part, or in review.
    pub state: ClaimState,
    /// Trips it stands for.
    pub trips: i64,
    /// Meal it stands for.
    pub meal: Option<MealSlot>,
    /// The number in its one spelling.
    pub number: Option<String>,
    /// The second number in its one spelling.
    pub second_number: Option<String>,
}

impl Evaluation {
    /// Grams to post, deductions included.
    pub fn net_grams(&self) -> i64 {
        self.grams + self.adjustment.as_ref().map_or(0, |a| a.grams)
    }

    /// Points to post, deductions included, never below nothing.
    pub fn net_points(&self) -> i64 {
        (self.points + self.adjustment.as_ref().map_or(0, |a| a.points)).max(0)
    }
}
