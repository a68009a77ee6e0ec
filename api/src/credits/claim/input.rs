//! What is asked for when an action is logged.

use async_graphql::{ID, InputObject};
use saxaul_shared::{
    credits::{TrustLevel, claim::MealSlot},
    decimal::{Decimal, WireDecimal},
    period::Date,
};

use crate::{graphql::scalar::DateTime, platform::clock::Timestamp};

/// An action to log.
#[derive(Debug, InputObject)]
pub struct ActionLogInput {
    /// Code of the action, such as `TRV_METRO_CN`.
    #[graphql(validator(max_length = 40))]
    code: String,
    /// How much, in the action's unit: over 0, at most a million, at most six decimal places.
    units: WireDecimal,
    /// The day it was done, where the company is.
    day: Date,
    /// When it began.
    started_at: Option<DateTime>,
    /// How long it took, in minutes; the length of the meeting for video meetings.
    duration_minutes: Option<i64>,
    /// How many trips it was; there and back when left out.
    trips: Option<i64>,
    /// Which meal; that of the time when left out.
    meal_slot: Option<MealSlot>,
    /// Minutes worked at home that day, for a day without the car.
    home_work_minutes: Option<i64>,
    /// Number of the document behind it, as the action's `evidenceNote` names it.
    #[graphql(validator(max_length = 200))]
    evidence_number: Option<String>,
    /// The number asked for beside it: travel order, recycler's order, device.
    #[graphql(validator(max_length = 200))]
    second_number: Option<String>,
    /// A photo: answer of `POST /uploads`.
    photo_upload_id: Option<ID>,
    /// Remarks of the member, at most 500 characters.
    #[graphql(validator(max_length = 2000))]
    note: Option<String>,
}

/// A claim before anything is known about it.
#[derive(Debug, Clone)]
pub(crate) struct NewClaim {
    pub(crate) code: String,
    pub(crate) units: Decimal,
    pub(crate) day: Date,
    pub(crate) started_at: Option<Timestamp>,
    pub(crate) duration_minutes: Option<i64>,
    pub(crate) trips: Option<i64>,
    pub(crate) meal: Option<MealSlot>,
    pub(crate) home_work_minutes: Option<i64>,
    pub(crate) number: Option<String>,
    pub(crate) second_number: Option<String>,
    pub(crate) photo_upload_id: Option<String>,
    pub(crate) note: Option<String>,
    pub(crate) import: Option<ImportOrigin>,
}

/// The import that a claim comes from.
#[derive(Debug, Clone)]
pub(crate) struct ImportOrigin {
    /// How far it can be relied on.
    pub(crate) trust: TrustLevel,
    /// What it is: the import's id and the record in it.
    pub(crate) id: String,
}

impl NewClaim {
    /// So many units of an action on a day.
    pub(crate) fn of(code: &str, units: Decimal, day: Date) -> Self {
        Self {
            code: code.to_owned(),
            units,
            day,
            started_at: None,
            duration_minutes: None,
            trips: None,
            meal: None,
            home_work_minutes: None,
            number: None,
            second_number: None,
            photo_upload_id: None,
            note: None,
            import: None,
        }
    }
}

fn filled(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.trim().is_empty())
}

impl From<ActionLogInput> for NewClaim {
    fn from(input: ActionLogInput) -> Self {
        Self {
            started_at: input.started_at.map(|at| at.0),
            duration_minutes: input.duration_minutes,
            trips: input.trips,
            meal: input.meal_slot,
            home_work_minutes: input.home_work_minutes,
            number: filled(input.evidence_number),
            second_number: filled(input.second_number),
            photo_upload_id: input.photo_upload_id.map(|id| id.0),
            note: filled(input.note),
            ..Self::of(&input.code, input.units.0, input.day)
        }
    }
}
