//! The days a board counts.

use crate::{credits::BoardPeriod, period::Date};

/// The days a board counts, both ends included. A board of all time has neither.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// First day.
    pub starts_on: Option<Date>,
    /// Last day.
    pub ends_on: Option<Date>,
}

impl Span {
    /// Whether points of `day` count.
    pub fn contains(self, day: Date) -> bool {
        self.starts_on.is_none_or(|first| first <= day)
            && self.ends_on.is_none_or(|last| day <= last)
    }
}

impl BoardPeriod {
    /// The span of this kind that `day` lies in. Weeks begin on Monday (ISO 8601).
    pub fn span(self, day: Date) -> Span {
        let (first, last) = match self {
            Self::Week => {
                let number = day.day_number();
                // 1970-01-01, day 0, was a Thursday.
                let monday = number - (number + 3).rem_euclid(7);
                (
                    Date::from_day_number(monday),
                    Date::from_day_number(monday + 6),
                )
            }
            Self::Month => {
                let month = day.calendar_month();
                (Some(month.first_day()), Some(month.last_day()))
            }
            Self::Year => (Date::new(day.year(), 1, 1), Date::new(day.year(), 12, 31)),
            Self::AllTime => (None, None),
        };
        Span {
            starts_on: first,
            ends_on: last,
        }
    }

    /// The span before the one that `day` lies in; none before all time.
    pub fn span_before(self, day: Date) -> Option<Span> {
        let first = self.span(day).starts_on?;
        Date::from_day_number(first.day_number() - 1).map(|day| self.span(day))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn written(span: Span) -> String {
        let text = |day: Option<Date>| day.map_or_else(|| "-".to_owned(), |day| day.to_string());
        format!("{} {}", text(span.starts_on), text(span.ends_on))
    }

    #[test]
    fn a_week_runs_from_monday_to_sunday_also_over_new_year() {
        let span = |text: &str| written(BoardPeriod::Week.span(day(text)));
        assert_eq!(span("2026-11-26"), "2026-11-23 2026-11-29");
        assert_eq!(span("2026-11-23"), "2026-11-23 2026-11-29");
        assert_eq!(span("2026-11-29"), "2026-11-23 2026-11-29");
        assert_eq!(span("2027-01-01"), "2026-12-28 2027-01-03");
        assert_eq!(span("1970-01-01"), "1969-12-29 1970-01-04");
    }

    #[test]
    fn months_and_years_are_those_of_the_calendar_and_all_time_has_no_ends() {
        let month = written(BoardPeriod::Month.span(day("2028-02-10")));
        assert_eq!(month, "2028-02-01 2028-02-29");
        let year = written(BoardPeriod::Year.span(day("2026-11-26")));
        assert_eq!(year, "2026-01-01 2026-12-31");
        assert_eq!(written(BoardPeriod::AllTime.span(day("2026-11-26"))), "- -");
    }

    #[test]
    fn the_span_before_ends_the_day_before() {
        let before = |period: BoardPeriod| period.span_before(day("2026-03-02")).map(written);
        let week = before(BoardPeriod::Week);
        assert_eq!(week.as_deref(), Some("2026-02-23 2026-03-01"));
        let month = before(BoardPeriod::Month);
        assert_eq!(month.as_deref(), Some("2026-02-01 2026-02-28"));
        let year = before(BoardPeriod::Year);
        assert_eq!(year.as_deref(), Some("2025-01-01 2025-12-31"));
        assert_eq!(before(BoardPeriod::AllTime), None);
    }

    #[test]
    fn every_day_lies_in_its_own_span() {
        for number in (0..40_000).step_by(13) {
            let day = Date::from_day_number(number).unwrap();
            for period in BoardPeriod::ALL {
                assert!(period.span(day).contains(day), "{period} {day}");
            }
        }
    }
}
