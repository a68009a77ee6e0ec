//! What looks unlike walking. A signal never removes a day: it has a person look before the day counts.

use std::collections::HashMap;

use super::{DayTotal, merge::Sample};

crate::wire_enum! {
    /// Why a day should be looked at.
    pub enum StepSignal {
        /// More than 220 steps in a minute; walking is 90 to 150, running up to 200.
        Cadence = "CADENCE",
        /// Active for more than 18 hours.
        ActiveHours = "ACTIVE_HOURS",
        /// The same count minute after minute for more than an hour: a machine.
        Constant = "CONSTANT",
        /// The same count on five days or more.
        Repeated = "REPEATED",
        /// More steps than anybody walks in a day.
        TooMany = "TOO_MANY",
    }
}

/// Steps in a minute that nobody walks or runs.
const CADENCE_MAX: u64 = 220;
/// Seconds of activity in a day beyond which somebody looks.
const ACTIVE_S_MAX: u64 = 18 * 3600;
/// Samples longer than this are totals, not activity.
const TOTAL_S: u32 = 3600;
/// Equal samples in a row that together last longer than this are a machine.
const CONSTANT_S_MAX: u64 = 3600;
/// A few long samples may be equal by chance.
const CONSTANT_SAMPLES_MIN: u32 = 6;
/// Days with the same count.
const REPEATED_DAYS: usize = 5;

impl StepSignal {
    /// Words for people, in Chinese and English: what was seen.
    pub const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Cadence => (
                "有些分钟的步数超过 220，需要复核。",
                "Some minutes have more than 220 steps; the day waits for a review.",
            ),
            Self::ActiveHours => (
                "当天活动超过 18 小时，需要复核。",
                "More than 18 hours of activity; the day waits for a review.",
            ),
            Self::Constant => (
                "连续一小时以上每分钟步数完全相同，需要复核。",
                "The same count every minute for more than an hour; the day waits for a review.",
            ),
            Self::Repeated => (
                "至少五天的步数完全相同，需要复核。",
                "The same count on five days or more; the day waits for a review.",
            ),
            Self::TooMany => (
                "当天步数超过 200,000，需要复核。",
                "More than 200,000 steps in a day; the day waits for a review.",
            ),
        }
    }
}

/// Signals of one day's merged samples, which are in the order of their start.
pub(super) fn of_samples(samples: &[Sample], steps: i64) -> Vec<StepSignal> {
    let mut signals = of_total(steps);
    // Over a minute at least: a burst of ten seconds is no minute.
    let too_fast = |sample: &Sample| {
        u64::from(sample.milli) * 60 > CADENCE_MAX * 1000 * u64::from(sample.length_s.max(60))
    };
    if samples.iter().any(too_fast) {
        signals.push(StepSignal::Cadence);
    }
    let active: u64 = samples
        .iter()
        .filter(|sample| sample.length_s <= TOTAL_S)
        .map(|sample| u64::from(sample.length_s))
        .sum();
    if active > ACTIVE_S_MAX {
        signals.push(StepSignal::ActiveHours);
    }
    if has_constant_run(samples) {
        signals.push(StepSignal::Constant);
    }
    signals
}

/// Signals of a day of which only the total is known.
pub fn of_total(steps: i64) -> Vec<StepSignal> {
    if steps > super::STEPS_SANE_MAX {
        vec![StepSignal::TooMany]
    } else {
        Vec::new()
    }
}

fn has_constant_run(samples: &[Sample]) -> bool {
    let (mut run, mut length) = (0u32, 0u64);
    let mut before: Option<Sample> = None;
    for sample in samples {
        let goes_on = before.is_some_and(|last| {
            last.milli == sample.milli
                && last.length_s == sample.length_s
                && sample.start_s.saturating_sub(last.start_s) <= last.length_s.max(60)
        });
        if goes_on {
            run += 1;
        } else {
            (run, length) = (1, 0);
        }
        length += u64::from(sample.length_s.max(1));
        if run >= CONSTANT_SAMPLES_MIN && length > CONSTANT_S_MAX {
            return true;
        }
        before = Some(*sample);
    }
    false
}

/// Marks days whose count stands on five days or more of the same file.
pub(super) fn mark_repeated(days: &mut [DayTotal]) {
    let mut seen: HashMap<i64, usize> = HashMap::new();
    for day in days.iter() {
        *seen.entry(day.steps).or_default() += 1;
    }
    for day in days {
        if seen
            .get(&day.steps)
            .is_some_and(|count| *count >= REPEATED_DAYS)
        {
            day.signals.push(StepSignal::Repeated);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{credits::TrustLevel, period::Date};

    fn minutes(from: u32, count: u32, steps: u32) -> Vec<Sample> {
        (0..count)
            .map(|minute| Sample {
                start_s: (from + minute) * 60,
                length_s: 60,
                milli: steps * 1000,
            })
            .collect()
    }

    #[test]
    fn more_than_220_steps_in_a_minute_is_looked_at() {
        assert_eq!(of_samples(&minutes(0, 1, 220), 220), []);
        assert_eq!(of_samples(&minutes(0, 1, 221), 221), [StepSignal::Cadence]);
        // A burst counts over a minute.
        let burst = Sample {
            start_s: 0,
            length_s: 10,
            milli: 40_000,
        };
        assert_eq!(of_samples(&[burst], 40), []);
    }

    #[test]
    fn more_than_eighteen_hours_of_activity_is_looked_at() {
        let varied = |count: u32| -> Vec<Sample> {
            let all = (0..count).flat_map(|minute| minutes(minute, 1, 90 + minute % 7));
            all.collect()
        };
        assert_eq!(of_samples(&varied(18 * 60), 100_000), []);
        let signals = of_samples(&varied(18 * 60 + 1), 100_000);
        assert_eq!(signals, [StepSignal::ActiveHours]);
    }

    #[test]
    fn the_same_count_for_more_than_an_hour_is_a_machine() {
        assert_eq!(of_samples(&minutes(0, 60, 100), 6000), []);
        assert_eq!(
            of_samples(&minutes(0, 61, 100), 6100),
            [StepSignal::Constant]
        );
        let mut apart = minutes(0, 40, 100);
        apart.extend(minutes(100, 40, 100));
        assert_eq!(of_samples(&apart, 8000), []);
    }

    #[test]
    fn the_same_count_on_five_days_is_looked_at_on_each() {
        let days = |count: i64| -> Vec<Vec<StepSignal>> {
            let mut days: Vec<DayTotal> = (0..count)
                .map(|day| DayTotal {
                    day: Date::from_day_number(20_000 + day).unwrap(),
                    steps: 8000,
                    trust: TrustLevel::DailyTotal,
                    signals: of_total(8000),
                })
                .collect();
            mark_repeated(&mut days);
            days.into_iter().map(|day| day.signals).collect()
        };
        assert!(days(4).iter().all(Vec::is_empty));
        assert!(
            days(5)
                .iter()
                .all(|signals| signals == &[StepSignal::Repeated])
        );
        assert_eq!(of_total(200_001), [StepSignal::TooMany]);
    }
}
