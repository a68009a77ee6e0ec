//! Which days of a year the records of each source cover, from the spans kept with the lines.

use std::collections::{BTreeMap, BTreeSet};

use saxaul_shared::period::{Period, days_in_month};

use super::rollup::SpanRow;

/// How one source is covered in one month.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct MonthCover {
    /// Records that touch the month.
    pub(crate) records: i64,
    /// Days that at least one record covers.
    pub(crate) days: u8,
}

/// Coverage of a year, by site and activity.
#[derive(Debug, Clone, Default)]
pub(crate) struct Coverage {
    pub(crate) year: i32,
    pub(crate) sources: BTreeMap<(String, String), [MonthCover; 12]>,
}

/// Adds up the spans of one year. They come ordered by site, activity and start.
pub(crate) fn of_year(year: i32, spans: &[SpanRow]) -> Coverage {
    let mut coverage = Coverage {
        year,
        sources: BTreeMap::new(),
    };
    let Some(whole) = Period::year(year) else {
        return coverage;
    };
    let mut covered: BTreeMap<(String, String), [BTreeSet<u8>; 12]> = BTreeMap::new();
    for span in spans {
        let Some(inside) = Period::new(span.start, span.end)
            .ok()
            .and_then(|period| period.overlap(whole))
        else {
            continue;
        };
        let key = (span.site_id.clone(), span.activity_code.clone());
        let months = coverage.sources.entry(key.clone()).or_default();
        let days = covered.entry(key).or_default();
        for (month, _) in inside.months() {
            let index = usize::from(month.number() - 1);
            let Some(part) = month.period().overlap(inside) else {
                continue;
            };
            if let Some(cover) = months.get_mut(index) {
                cover.records += span.record_count;
            }
            if let Some(seen) = days.get_mut(index) {
                seen.extend(part.start().day()..=part.end().day());
            }
        }
    }
    for (key, days) in covered {
        if let Some(months) = coverage.sources.get_mut(&key) {
            for (cover, seen) in months.iter_mut().zip(days) {
                cover.days = u8::try_from(seen.len()).unwrap_or(31);
            }
        }
    }
    coverage
}

impl Coverage {
    /// Days covered and days expected, over all sources: a source that reports at all is expected to report the year.
    pub(crate) fn days(&self) -> (i64, i64) {
        let year_days = Period::year(self.year).map_or(0, Period::days);
        let covered = self
            .sources
            .values()
            .flat_map(|months| months.iter().map(|cover| i64::from(cover.days)))
            .sum();
        let sources = i64::try_from(self.sources.len()).unwrap_or(i64::MAX);
        (covered, sources.saturating_mul(year_days))
    }

    /// Days of a month of this year.
    pub(crate) fn days_in(&self, month: u8) -> u8 {
        days_in_month(self.year, month)
    }
}

#[cfg(test)]
mod tests {
    use saxaul_shared::period::Date;

    use super::*;

    fn span(start: &str, end: &str) -> SpanRow {
        SpanRow {
            site_id: "unit_a".to_owned(),
            activity_code: "purchased_electricity".to_owned(),
            start: Date::parse(start).unwrap(),
            end: Date::parse(end).unwrap(),
            record_count: 1,
        }
    }

    #[test]
    fn days_covered_twice_count_once_and_days_of_other_years_not_at_all() {
        let coverage = of_year(
            2024,
            &[
                span("2023-12-15", "2024-01-14"),
                span("2024-01-10", "2024-01-20"),
                span("2024-02-01", "2024-02-29"),
            ],
        );
        let months = coverage.sources.values().next().unwrap();
        assert_eq!(
            months[0],
            MonthCover {
                records: 2,
                days: 20
            }
        );
        assert_eq!(
            months[1],
            MonthCover {
                records: 1,
                days: 29
            }
        );
        assert_eq!(coverage.days(), (49, 366));
    }
}
