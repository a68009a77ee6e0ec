//! Apple Health: what the elements of `export.xml` mean.
//!
//! Attributes are taken by name; their order is not fixed. Records inside a `Correlation` stand a second time at the top
//! level and are left out by the reader, as are those that carry `HKWasUserEntered`.

use super::{Moment, Ride, RideKind, SportSource};
use crate::decimal::{self, Decimal};

/// The type of a sample of steps.
pub const STEP_COUNT: &str = "HKQuantityTypeIdentifierStepCount";
/// The key of the mark of a sample that a person typed.
pub const WAS_USER_ENTERED: &str = "HKWasUserEntered";
/// The key of the mark of a workout without moving.
pub const INDOOR: &str = "HKIndoorWorkout";
/// Types of samples that hold the distance of a workout.
const DISTANCES: [&str; 2] = [
    "HKQuantityTypeIdentifierDistanceCycling",
    "HKQuantityTypeIdentifierDistanceWalkingRunning",
];

/// The attributes of a `Record` that matter here.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Record<'a> {
    /// Steps, as written.
    pub value: &'a str,
    /// Beginning, as written.
    pub start_date: &'a str,
    /// End, as written.
    pub end_date: &'a str,
}

impl Record<'_> {
    /// The sample: from when to when, and thousandths of a step; none when something is missing or not readable.
    pub fn sample(self) -> Option<(Moment, Moment, i64)> {
        let start = Moment::parse_apple(self.start_date)?;
        let end = Moment::parse_apple(self.end_date)?;
        Some((start, end, milli(self.value)?))
    }
}

/// Thousandths in a decimal, cut off below. Some programs write fractions of steps, more digits than are kept.
fn milli(text: &str) -> Option<i64> {
    let text = text.trim();
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || whole.len() > 12 || !digits(whole) || !digits(fraction) {
        return None;
    }
    let mut thousandths = whole.parse::<i64>().ok()?.checked_mul(1000)?;
    for (digit, worth) in fraction.bytes().zip([100, 10, 1]) {
        thousandths += i64::from(digit - b'0') * worth;
    }
    Some(thousandths)
}

/// The attributes of a `Workout`, its `WorkoutStatistics` and its `MetadataEntry`s that matter here.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Workout {
    /// `HKWorkoutActivityTypeCycling` and the like.
    pub activity_type: String,
    /// Length, as written.
    pub duration: String,
    /// Unit of the length.
    pub duration_unit: String,
    /// Distance, as written: on the workout in older exports, on its statistics in newer ones.
    pub distance: String,
    /// Unit of the distance.
    pub distance_unit: String,
    /// Beginning, as written.
    pub start_date: String,
    /// End, as written.
    pub end_date: String,
    /// Typed by a person.
    pub is_manual: bool,
    /// Indoors: on rollers.
    pub is_indoor: bool,
}

impl Workout {
    /// Whether statistics of this type are the distance.
    pub fn is_distance(kind: &str) -> bool {
        DISTANCES.contains(&kind)
    }

    /// The ride; none when something is missing or not readable. Apple Health does not know what a commute is.
    pub fn ride(&self) -> Option<Ride> {
        let start = Moment::parse_apple(&self.start_date)?;
        let end = Moment::parse_apple(&self.end_date)?;
        let elapsed_s = end.utc_s.checked_sub(start.utc_s)?;
        let kind = match self.activity_type.as_str() {
            "HKWorkoutActivityTypeCycling" => RideKind::Cycle,
            "HKWorkoutActivityTypeRunning" => RideKind::Run,
            "HKWorkoutActivityTypeWalking" => RideKind::Walk,
            _ => RideKind::Other,
        };
        // The international mile is 1,609.344 m by definition (1959).
        let per_unit = match self.distance_unit.as_str() {
            "km" => "1000",
            "mi" => "1609.344",
            _ => "1",
        };
        let distance_m = decimal::parse(&self.distance)
            .ok()
            .zip(decimal::parse(per_unit).ok())
            .and_then(|(distance, metres)| distance.checked_mul(metres))
            .map_or(Decimal::ZERO, |metres| decimal::round(metres, 3));
        Some(Ride {
            source: SportSource::AppleHealth,
            number: String::new(),
            kind,
            start_s: start.utc_s,
            elapsed_s,
            moving_s: self.duration_s().unwrap_or(elapsed_s),
            distance_m,
            is_commute: false,
            is_manual: self.is_manual,
            is_flagged: false,
            is_virtual: self.is_indoor,
        })
    }

    fn duration_s(&self) -> Option<i64> {
        let per_unit = match self.duration_unit.as_str() {
            "min" => 60,
            "s" | "sec" => 1,
            "h" | "hr" => 3600,
            _ => return None,
        };
        Some(milli(&self.duration)?.checked_mul(per_unit)? / 1000)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(value: &str) -> Record<'_> {
        Record {
            value,
            start_date: "2026-03-01 08:00:00 +0800",
            end_date: "2026-03-01 08:10:00 +0800",
        }
    }

    #[test]
    fn a_record_is_a_sample_in_thousandths_of_a_step() {
        let milli = |value: &str| record(value).sample().map(|sample| sample.2);
        assert_eq!(milli("920"), Some(920_000));
        assert_eq!(milli("12.7"), Some(12_700));
        assert_eq!(milli("12.70319999999999999999"), Some(12_703));
        for bad in ["", "-5", "1e3", "12,5", "NaN", ".5", "9999999999999"] {
            assert_eq!(milli(bad), None, "{bad:?}");
        }
        let mut broken = record("1");
        broken.end_date = "";
        assert_eq!(broken.sample(), None);
    }

    #[test]
    fn a_workout_is_a_ride_with_its_distance_in_metres() {
        let mut workout = Workout {
            activity_type: "HKWorkoutActivityTypeCycling".to_owned(),
            duration: "23.5".to_owned(),
            duration_unit: "min".to_owned(),
            distance: "7.2015".to_owned(),
            distance_unit: "km".to_owned(),
            start_date: "2026-03-02 08:20:00 +0800".to_owned(),
            end_date: "2026-03-02 08:45:00 +0800".to_owned(),
            ..Workout::default()
        };
        let ride = workout.ride().unwrap();
        assert_eq!(ride.distance_km().to_string(), "7.2015");
        assert_eq!((ride.moving_s, ride.elapsed_s), (1410, 1500));
        assert_eq!(ride.kind, RideKind::Cycle);
        workout.distance = "1".to_owned();
        workout.distance_unit = "mi".to_owned();
        let metres = workout.ride().unwrap().distance_m;
        assert_eq!(metres.to_string(), "1609.344");
    }
}
