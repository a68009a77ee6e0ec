//! What is typed about an action before it is sent.

use leptos::prelude::*;
use saxaul_shared::credits::action::{ActionDef, AdjustedBy, Evidence, Group};
use saxaul_shared::credits::claim::{Draft, MealSlot};
use saxaul_shared::decimal::{self, Decimal};
use saxaul_shared::period::Date;

use super::figures;
use super::join_form::filled;
use super::operations::Action;
use super::queue::ActionEntry;
use crate::client::session;

/// The fields of the sheet.
#[derive(Clone, Copy)]
pub struct Fields {
    /// How much, as typed.
    pub amount: RwSignal<String>,
    /// Which day, ISO.
    pub day: RwSignal<String>,
    /// Trips, as a number.
    pub trips: RwSignal<String>,
    /// Which meal, as a key.
    pub meal: RwSignal<String>,
    /// Number of the document.
    pub number: RwSignal<String>,
    /// The number beside it.
    pub second: RwSignal<String>,
    /// A picture that was uploaded.
    pub photo: RwSignal<Option<String>>,
    /// When it began, `08:30`.
    pub started: RwSignal<String>,
    /// How long, in minutes.
    pub minutes: RwSignal<String>,
    /// Minutes worked at home.
    pub home_work: RwSignal<String>,
}

impl Fields {
    /// The amount of the last time, today.
    pub fn of(action: &Action) -> Self {
        let text = |text: String| RwSignal::new(text);
        Self {
            amount: text(
                action
                    .last_units
                    .map(|units| units.normalize().to_string())
                    .unwrap_or_default(),
            ),
            day: text(figures::today()),
            trips: text("2".to_owned()),
            meal: text(String::new()),
            number: text(String::new()),
            second: text(String::new()),
            photo: RwSignal::new(None),
            started: text(String::new()),
            minutes: text(String::new()),
            home_work: text(String::new()),
        }
    }

    /// The draft the rule is asked about; tracked. Nothing while there is no amount.
    pub fn draft(self, def: &ActionDef) -> Option<Draft> {
        let units = decimal::parse(self.amount.get().trim()).ok()?;
        if units <= Decimal::ZERO {
            return None;
        }
        let mut draft = Draft::of(units, Date::parse(&self.day.get()).ok()?);
        draft.started_minute = minute_of(&self.started.get());
        draft.duration_minutes = whole(&self.minutes.get());
        draft.trips = def
            .rule
            .trips_per_day
            .and_then(|_| whole(&self.trips.get()));
        draft.meal = meal_from(&self.meal.get());
        draft.home_work_minutes = whole(&self.home_work.get());
        draft.number = text_of(&self.number.get());
        draft.second_number = text_of(&self.second.get());
        draft.has_photo = self.photo.with(Option::is_some);
        let is_today = draft.day.to_string() == figures::today();
        draft.logged_minute = is_today.then(|| minute_of(&figures::clock())).flatten();
        Some(draft)
    }

    /// What is sent.
    pub fn entry(self, code: &str, draft: &Draft) -> ActionEntry {
        ActionEntry {
            code: code.to_owned(),
            units: draft.units,
            day: draft.day.to_string(),
            started_at: filled(self.started)
                .map(|clock| figures::moment_at(&draft.day.to_string(), &clock, &zone())),
            duration_minutes: draft.duration_minutes,
            trips: draft.trips,
            meal: draft.meal,
            home_work_minutes: draft.home_work_minutes,
            evidence_number: filled(self.number),
            second_number: filled(self.second),
            photo_upload_id: self.photo.get_untracked(),
        }
    }
}

fn zone() -> String {
    session::viewer_now()
        .map(|viewer| viewer.organisation.time_zone)
        .unwrap_or_default()
}

fn whole(text: &str) -> Option<i64> {
    text.trim().parse().ok()
}

fn text_of(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// Minute of the day of `08:30`.
fn minute_of(clock: &str) -> Option<i64> {
    let (hours, minutes) = clock.split_once(':')?;
    Some(hours.parse::<i64>().ok()? * 60 + minutes.parse::<i64>().ok()?)
}

/// The meal behind a key.
pub fn meal_from(key: &str) -> Option<MealSlot> {
    match key {
        "BREAKFAST" => Some(MealSlot::Breakfast),
        "LUNCH" => Some(MealSlot::Lunch),
        "DINNER" => Some(MealSlot::Dinner),
        _ => None,
    }
}

/// Whether a picture can stand behind the action.
pub fn takes_photo(def: &ActionDef) -> bool {
    def.rule.evidence.contains(&Evidence::Photo)
}

/// Whether the length of it must be told.
pub fn needs_minutes(def: &ActionDef) -> bool {
    def.rule
        .adjustment
        .as_ref()
        .is_some_and(|adjustment| adjustment.by == AdjustedBy::Duration)
}

/// Whether time worked at home is taken off.
pub fn takes_home_work(def: &ActionDef) -> bool {
    def.rule
        .adjustment
        .as_ref()
        .is_some_and(|adjustment| adjustment.by == AdjustedBy::HomeWork)
}

/// Whether beginning and length help to check it.
pub fn takes_times(def: &ActionDef) -> bool {
    def.rule.speed.is_some() || def.rule.is_in(Group::Timed) || def.rule.minutes_apart.is_some()
}

/// By how much a press of a button changes the amount: about a tenth of what a day may hold, as a round number.
pub fn step_of(action: &Action) -> Decimal {
    let most = action.cap_per_day;
    let steps = [1_i64, 5, 10, 50, 100];
    steps
        .into_iter()
        .rev()
        .map(Decimal::from)
        .find(|step| *step * Decimal::from(40) <= most)
        .unwrap_or(if most < Decimal::ONE {
            Decimal::new(1, 1)
        } else {
            Decimal::ONE
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_of_day_is_a_minute_of_the_day() {
        assert_eq!(minute_of("08:30"), Some(510));
        assert_eq!(minute_of(""), None);
    }
}
