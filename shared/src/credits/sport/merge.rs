//! Steps of several devices made into one figure a day: merged, never summed.
//!
//! A phone in the pocket and a watch on the wrist count the same steps. Of each day the source with the most steps counts
//! whole; of every other source only those samples count that overlap nothing counted so far. So the day is at least what
//! its best device saw, a walk with the phone alone is not lost, and no minute counts twice. Samples of one source that
//! overlap each other (one name for two devices) are held against each other the same way.

use std::collections::BTreeMap;

use super::{DayTotal, Moment, signal};
use crate::{credits::TrustLevel, period::Date};

/// Sources told apart; those beyond share one place and so are merged with each other.
const SOURCES_MAX: usize = 256;
/// Longest name kept of a source, in bytes.
const NAME_BYTES_MAX: usize = 200;
/// Samples kept in memory at once, about 100 MB: a year of a watch that writes every twenty seconds would be fewer.
const SAMPLES_MAX: usize = 6_000_000;
/// Longest sample, in seconds: a day and an hour, for the day the clocks go back.
const SAMPLE_S_MAX: i64 = 25 * 3600;
/// Most thousandths of a step in one sample.
const MILLI_MAX: u32 = 200_000_000;

/// Steps between two moments, as one device counted them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Sample {
    /// Seconds since 1970, UTC.
    pub(super) start_s: u32,
    /// Length in seconds; nothing for a sample at one moment.
    pub(super) length_s: u32,
    /// Thousandths of a step: some programs write fractions.
    pub(super) milli: u32,
}

impl Sample {
    fn end_s(self) -> u64 {
        u64::from(self.start_s) + u64::from(self.length_s.max(1))
    }

    fn overlaps(self, other: Self) -> bool {
        u64::from(self.start_s) < other.end_s() && u64::from(other.start_s) < self.end_s()
    }
}

/// What became of a sample that was offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// It is kept.
    Kept,
    /// Its day lies before those that are kept.
    Older,
    /// It is no sample of steps: no such day, ends before it starts, longer than a day, or not a sane count.
    Odd,
}

/// More samples than are kept at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("more than {SAMPLES_MAX} samples of steps")]
pub struct TooManySamples;

/// Collects samples and merges them by day. Bounded in memory, whatever the file holds.
#[derive(Debug)]
pub struct StepBook {
    keep_from: Date,
    sources: Vec<String>,
    days: BTreeMap<Date, Vec<(u16, Vec<Sample>)>>,
    samples: usize,
    older: u64,
    odd: u64,
}

impl StepBook {
    /// A book that keeps days from `keep_from` on.
    pub fn new(keep_from: Date) -> Self {
        Self {
            keep_from,
            sources: Vec::new(),
            days: BTreeMap::new(),
            samples: 0,
            older: 0,
            odd: 0,
        }
    }

    /// Samples of days before those that are kept.
    pub fn older(&self) -> u64 {
        self.older
    }

    /// Samples that were none.
    pub fn odd(&self) -> u64 {
        self.odd
    }

    /// Takes a sample: `milli_steps` thousandths of a step between two moments, counted by `source`. Its day is that of
    /// its start, where it was counted.
    pub fn add(
        &mut self,
        source: &str,
        start: Moment,
        end: Moment,
        milli_steps: i64,
    ) -> Result<Taken, TooManySamples> {
        let taken = self.keep(source, start, end, milli_steps)?;
        match taken {
            Taken::Kept => {}
            Taken::Older => self.older += 1,
            Taken::Odd => self.odd += 1,
        }
        Ok(taken)
    }

    fn keep(
        &mut self,
        source: &str,
        start: Moment,
        end: Moment,
        milli_steps: i64,
    ) -> Result<Taken, TooManySamples> {
        let Some(day) = start.local_day() else {
            return Ok(Taken::Odd);
        };
        let length = end.utc_s.checked_sub(start.utc_s);
        let length = length.filter(|seconds| (0..=SAMPLE_S_MAX).contains(seconds));
        let milli = u32::try_from(milli_steps).ok();
        let milli = milli.filter(|milli| *milli <= MILLI_MAX);
        let (Some(length), Some(milli), Ok(start_s)) = (length, milli, u32::try_from(start.utc_s))
        else {
            return Ok(Taken::Odd);
        };
        if day < self.keep_from {
            return Ok(Taken::Older);
        }
        if milli == 0 {
            return Ok(Taken::Kept);
        }
        if self.samples >= SAMPLES_MAX {
            return Err(TooManySamples);
        }
        let source = self.place_of(source);
        let sample = Sample {
            start_s,
            length_s: u32::try_from(length).unwrap_or(0),
            milli,
        };
        let of_day = self.days.entry(day).or_default();
        match of_day.iter_mut().find(|(place, _)| *place == source) {
            Some((_, samples)) => samples.push(sample),
            None => of_day.push((source, vec![sample])),
        }
        self.samples += 1;
        Ok(Taken::Kept)
    }

    fn place_of(&mut self, source: &str) -> u16 {
        let mut end = source.len().min(NAME_BYTES_MAX);
        while !source.is_char_boundary(end) {
            end -= 1;
        }
        let name = &source[..end];
        let at = match self.sources.iter().position(|known| known == name) {
            Some(at) => at,
            None if self.sources.len() < SOURCES_MAX => {
                self.sources.push(name.to_owned());
                self.sources.len() - 1
            }
            None => SOURCES_MAX - 1,
        };
        u16::try_from(at).unwrap_or(u16::MAX)
    }

    /// The days, oldest first, each with its steps; days without any are left out.
    pub fn finish(self) -> Vec<DayTotal> {
        let mut totals = Vec::with_capacity(self.days.len());
        for (day, of_day) in self.days {
            let merged = merge(of_day, &self.sources);
            let milli: i64 = merged.iter().map(|sample| i64::from(sample.milli)).sum();
            // Whole steps only: what is left of fractions is no step.
            let steps = milli / 1000;
            if steps > 0 {
                totals.push(DayTotal {
                    day,
                    steps,
                    trust: TrustLevel::DeviceInterval,
                    signals: signal::of_samples(&merged, steps),
                });
            }
        }
        signal::mark_repeated(&mut totals);
        totals
    }
}

/// The samples of a day that count, by start.
fn merge(of_day: Vec<(u16, Vec<Sample>)>, names: &[String]) -> Vec<Sample> {
    let mut sources: Vec<(i64, &str, Vec<Sample>)> = of_day
        .into_iter()
        .map(|(place, samples)| {
            let own = without_own_overlaps(samples);
            let total = own.iter().map(|sample| i64::from(sample.milli)).sum();
            let name = names.get(usize::from(place)).map_or("", String::as_str);
            (total, name, own)
        })
        .collect();
    // The most steps first; of equal ones the name decides, so that the order of the file never does.
    sources.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    let mut counted: Vec<Sample> = Vec::new();
    for (_, _, samples) in sources {
        let before = counted.len();
        for sample in samples {
            if !overlaps_any(&counted[..before], sample) {
                counted.push(sample);
            }
        }
        counted.sort_unstable();
    }
    counted
}

/// Of samples of one source that overlap each other, the one with more steps stays.
fn without_own_overlaps(mut samples: Vec<Sample>) -> Vec<Sample> {
    samples.sort_unstable();
    samples.dedup();
    let mut kept: Vec<Sample> = Vec::with_capacity(samples.len());
    for sample in samples {
        match kept.last_mut() {
            Some(last) if last.overlaps(sample) => {
                if sample.milli > last.milli {
                    *last = sample;
                }
            }
            _ => kept.push(sample),
        }
    }
    kept
}

/// Whether a sample overlaps one of `sorted`, which do not overlap each other.
fn overlaps_any(sorted: &[Sample], sample: Sample) -> bool {
    let behind = sorted.partition_point(|other| u64::from(other.start_s) < sample.end_s());
    sorted[..behind]
        .last()
        .is_some_and(|other| other.overlaps(sample))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(text: &str) -> Moment {
        Moment::parse_apple(text).unwrap()
    }

    fn book() -> StepBook {
        StepBook::new(Date::new(2026, 1, 1).unwrap())
    }

    fn add(book: &mut StepBook, source: &str, from: &str, to: &str, steps: i64) -> Taken {
        let moment = |time: &str| at(&format!("2026-03-01 {time} +0800"));
        book.add(source, moment(from), moment(to), steps * 1000)
            .unwrap()
    }

    fn steps(book: StepBook) -> Vec<(String, i64)> {
        let totals = book.finish();
        totals
            .iter()
            .map(|total| (total.day.to_string(), total.steps))
            .collect()
    }

    #[test]
    fn a_phone_and_a_watch_on_one_walk_are_one_walk() {
        let mut book = book();
        add(&mut book, "Lin's iPhone", "08:00:00", "08:10:00", 920);
        add(&mut book, "Lin's Watch", "08:01:00", "08:10:00", 1010);
        assert_eq!(steps(book), [("2026-03-01".to_owned(), 1010)]);
    }

    #[test]
    fn a_walk_with_the_phone_alone_is_added_to_what_the_watch_saw() {
        let mut book = book();
        add(&mut book, "Watch", "08:00:00", "08:10:00", 1200);
        add(&mut book, "Phone", "08:05:00", "08:15:00", 700);
        add(&mut book, "Phone", "12:00:00", "12:05:00", 300);
        add(&mut book, "Phone", "08:10:00", "08:10:00", 9);
        add(&mut book, "Ring", "12:04:59", "12:06:00", 90);
        assert_eq!(steps(book), [("2026-03-01".to_owned(), 1500)]);
    }

    #[test]
    fn the_same_sample_twice_and_samples_of_one_name_that_overlap_count_once() {
        let mut book = book();
        for _ in 0..3 {
            add(&mut book, "iPhone", "08:00:00", "08:10:00", 500);
        }
        add(&mut book, "iPhone", "08:09:00", "08:20:00", 800);
        add(&mut book, "iPhone", "08:20:00", "08:30:00", 100);
        assert_eq!(steps(book), [("2026-03-01".to_owned(), 900)]);
    }

    #[test]
    fn fractions_of_steps_are_added_exactly_and_cut_once_a_day() {
        let mut book = book();
        let minute = |number: u32| at(&format!("2026-03-01 08:0{number}:00 +0800"));
        book.add("app", minute(0), minute(1), 10_600).unwrap();
        book.add("app", minute(1), minute(2), 10_500).unwrap();
        assert_eq!(steps(book), [("2026-03-01".to_owned(), 21)]);
    }

    #[test]
    fn odd_and_older_samples_are_counted_and_left_out() {
        let mut book = book();
        let mut odd = |from: &str, to: &str, steps| add(&mut book, "x", from, to, steps);
        assert_eq!(odd("08:10:00", "08:00:00", 5), Taken::Odd);
        assert_eq!(odd("08:00:00", "08:10:00", -5), Taken::Odd);
        assert_eq!(odd("08:00:00", "08:10:00", 200_001), Taken::Odd);
        let old = at("2025-12-31 23:00:00 +0800");
        assert_eq!(book.add("x", old, old, 5000), Ok(Taken::Older));
        assert_eq!((book.odd(), book.older()), (3, 1));
        assert_eq!(steps(book), []);
    }

    #[test]
    fn however_many_names_there_are_the_book_stays_small() {
        let mut book = book();
        for number in 0..5000 {
            let long = format!("{}{number}", "好".repeat(100));
            add(&mut book, &long, "08:00:00", "08:10:00", 500);
        }
        assert_eq!(book.sources.len(), 1);
        for number in 0..5000 {
            add(&mut book, &number.to_string(), "08:00:00", "08:10:00", 500);
        }
        assert_eq!(book.sources.len(), SOURCES_MAX);
        assert_eq!(steps(book), [("2026-03-01".to_owned(), 500)]);
    }

    proptest! {
        #[test]
        fn the_order_of_the_file_never_matters_and_the_day_is_between_the_best_device_and_the_sum(
            samples in proptest::collection::vec((0u8..3, 0i64..600, 0i64..40, 1i64..300), 1..60),
            seed in 0usize..60,
        ) {
            let run = |list: &[(u8, i64, i64, i64)]| {
                let mut book = book();
                for (source, start, length, steps) in list {
                    let start = Moment { utc_s: 1_772_323_200 + start * 60, offset_s: 28_800 };
                    let end = Moment { utc_s: start.utc_s + length * 60, offset_s: 28_800 };
                    book.add(&source.to_string(), start, end, steps * 1000).unwrap();
                }
                book.finish().first().map_or(0, |total| total.steps)
            };
            let total = run(&samples);
            let mut turned = samples.clone();
            turned.rotate_left(seed % samples.len());
            turned.reverse();
            prop_assert_eq!(run(&turned), total);
            for source in 0..3 {
                let own: Vec<_> = samples.iter().filter(|sample| sample.0 == source).copied().collect();
                prop_assert!(run(&own) <= total);
            }
            prop_assert!(total <= samples.iter().map(|sample| sample.3).sum::<i64>());
            let mut twice = samples.clone();
            twice.extend(samples.iter().copied());
            prop_assert_eq!(run(&twice), total);
        }
    }
}
