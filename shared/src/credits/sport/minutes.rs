//! Steps by the minute: of devices that noted the same minute the highest count stands, never the sum.

use std::collections::BTreeMap;

use super::{
    DayTotal, Moment,
    merge::{Sample, Taken, TooManySamples},
    signal,
};
use crate::{credits::TrustLevel, period::Date};

/// Minutes kept at once: a year of four devices that note every minute would be half of it.
const MINUTES_MAX: usize = 4_000_000;

/// What one device noted from one moment on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Note {
    start_s: u32,
    device: i64,
    version: i64,
    length_s: u32,
    steps: u32,
}

/// Collects minutes and makes days of them. Bounded in memory, whatever the file holds.
#[derive(Debug)]
pub struct MinuteBook {
    keep_from: Date,
    days: BTreeMap<Date, Vec<Note>>,
    notes: usize,
    older: u64,
    odd: u64,
}

impl MinuteBook {
    /// A book that keeps days from `keep_from` on.
    pub fn new(keep_from: Date) -> Self {
        Self {
            keep_from,
            days: BTreeMap::new(),
            notes: 0,
            older: 0,
            odd: 0,
        }
    }

    /// Minutes of days before those that are kept.
    pub fn older(&self) -> u64 {
        self.older
    }

    /// Minutes that were none.
    pub fn odd(&self) -> u64 {
        self.odd
    }

    /// Takes the steps that a device noted from `start` to `end`. A later version of the same note replaces it.
    pub fn add(
        &mut self,
        device: i64,
        version: i64,
        start: Moment,
        end: Moment,
        steps: i64,
    ) -> Result<Taken, TooManySamples> {
        let length = end.utc_s.checked_sub(start.utc_s);
        let length = length.filter(|seconds| (0..=86_400).contains(seconds));
        let steps = u32::try_from(steps).ok().filter(|steps| *steps <= 200_000);
        let (Some(day), Some(length), Some(steps), Ok(start_s)) =
            (start.local_day(), length, steps, u32::try_from(start.utc_s))
        else {
            self.odd += 1;
            return Ok(Taken::Odd);
        };
        if day < self.keep_from {
            self.older += 1;
            return Ok(Taken::Older);
        }
        if self.notes >= MINUTES_MAX {
            return Err(TooManySamples);
        }
        self.notes += 1;
        self.days.entry(day).or_default().push(Note {
            start_s,
            device,
            version,
            length_s: u32::try_from(length).unwrap_or(0),
            steps,
        });
        Ok(Taken::Kept)
    }

    /// The days, oldest first, each with its steps; days without any are left out.
    pub fn finish(self) -> Vec<DayTotal> {
        let mut totals = Vec::with_capacity(self.days.len());
        for (day, mut notes) in self.days {
            notes.sort_unstable();
            let mut samples: Vec<Sample> = Vec::with_capacity(notes.len());
            let same = |a: &Note, b: &Note| (a.start_s, a.device) == (b.start_s, b.device);
            // Sorted by version and then count: the last of each device is the highest version.
            for note in notes.chunk_by(same).filter_map(<[Note]>::last) {
                let sample = Sample {
                    start_s: note.start_s,
                    length_s: note.length_s,
                    milli: note.steps * 1000,
                };
                match samples.last_mut() {
                    Some(last) if last.start_s == sample.start_s => {
                        if sample.milli > last.milli {
                            *last = sample;
                        }
                    }
                    _ => samples.push(sample),
                }
            }
            samples.retain(|sample| sample.milli > 0);
            let steps = samples
                .iter()
                .map(|sample| i64::from(sample.milli / 1000))
                .sum();
            if steps > 0 {
                totals.push(DayTotal {
                    day,
                    steps,
                    trust: TrustLevel::DeviceInterval,
                    signals: signal::of_samples(&samples, steps),
                });
            }
        }
        signal::mark_repeated(&mut totals);
        totals
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Moment = Moment {
        utc_s: 1_772_323_200,
        offset_s: 28_800,
    };

    fn book() -> MinuteBook {
        MinuteBook::new(Date::new(2026, 1, 1).unwrap())
    }

    #[test]
    fn of_two_devices_in_one_minute_the_higher_stands_and_the_highest_version_replaces() {
        let mut book = book();
        let later = |minute: i64| Moment {
            utc_s: START.utc_s + minute * 60,
            ..START
        };
        let mut add = |device, version, minute, steps| {
            book.add(device, version, later(minute), later(minute + 1), steps)
                .unwrap();
        };
        add(11, 2, 0, 104);
        add(27, 2, 0, 98);
        add(11, 1, 0, 140);
        add(27, 2, 1, 50);
        add(27, 3, 1, 40);
        add(27, 3, 1, 40);
        let totals = book.finish();
        assert_eq!(totals.len(), 1);
        assert_eq!(totals[0].day.to_string(), "2026-03-01");
        assert_eq!(totals[0].steps, 144);
    }

    #[test]
    fn minutes_that_are_none_are_counted() {
        let mut book = book();
        assert_eq!(book.add(1, 1, START, START, -1), Ok(Taken::Odd));
        let old = Moment {
            utc_s: 0,
            offset_s: 0,
        };
        assert_eq!(book.add(1, 1, old, old, 1), Ok(Taken::Older));
        assert_eq!((book.odd(), book.older()), (1, 1));
        assert_eq!(book.finish(), []);
    }
}
