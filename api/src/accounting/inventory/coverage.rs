//! Which days of a year the records of each source cover.

use std::collections::BTreeMap;

use saxaul_shared::period::{Period, days_in_month};

use super::coverage_store::CoverRow;

/// How one source is covered in one month.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct MonthCover {
    /// Records that touch the month.
    pub(crate) records: i64,
    /// Days that at least one record covers.
    pub(crate) days: i32,
}

/// Coverage of a year, by site and activity.
#[derive(Debug, Clone, Default)]
pub(crate) struct Coverage<'r> {
    pub(crate) year: i32,
    pub(crate) sources: BTreeMap<(&'r str, &'r str), [MonthCover; 12]>,
}

/// The coverage of one year from its kept months.
pub(crate) fn of_year(year: i32, rows: &[CoverRow]) -> Coverage<'_> {
    let mut sources: BTreeMap<(&str, &str), [MonthCover; 12]> = BTreeMap::new();
    for row in rows {
        let months = sources
            .entry((&row.site_id, &row.activity_code))
            .or_default();
        if let Some(cover) = months.get_mut(usize::from(row.month.saturating_sub(1))) {
            *cover = MonthCover {
                records: row.record_count,
                days: row.covered_days,
            };
        }
    }
    Coverage { year, sources }
}

impl Coverage<'_> {
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
    use super::*;

    #[test]
    fn a_source_that_reports_one_month_is_expected_to_report_the_year() {
        let row = |activity: &str, month, covered_days| CoverRow {
            site_id: "unit_a".to_owned(),
            activity_code: activity.to_owned(),
            month,
            record_count: 2,
            covered_days,
        };
        let rows = [
            row("diesel_mobile", 3, 31),
            row("lpg", 1, 20),
            row("lpg", 2, 29),
        ];
        let coverage = of_year(2024, &rows);
        assert_eq!(coverage.days(), (80, 2 * 366));
        let lpg = coverage.sources[&("unit_a", "lpg")];
        assert_eq!(
            lpg[1],
            MonthCover {
                records: 2,
                days: 29
            }
        );
        assert_eq!(lpg[2], MonthCover::default());
    }
}
