//! The day on which a lot of points expires.

use std::{cmp::Ordering, fmt, str::FromStr};

use crate::period::{Date, DateError};

/// The last day on which points of a lot can be used; [`LotDay::NEVER`] for points that do not expire. Ordered by
/// what has to be used first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct LotDay(pub Option<Date>);

/// How a lot without an expiry day is written; it sorts behind every day as text too.
const NEVER: &str = "9999-12-31";

impl LotDay {
    /// The lot of points that do not expire.
    pub const NEVER: Self = Self(None);

    /// Whether the lot has run out on `today`: the day itself still counts.
    pub fn is_over(self, today: Date) -> bool {
        self.0.is_some_and(|day| day < today)
    }
}

impl Ord for LotDay {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self.0, other.0) {
            (Some(a), Some(b)) => a.cmp(&b),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => Ordering::Equal,
        }
    }
}

impl PartialOrd for LotDay {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl From<Date> for LotDay {
    fn from(day: Date) -> Self {
        Self(Some(day))
    }
}

impl fmt::Display for LotDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(day) => write!(f, "{day}"),
            None => f.write_str(NEVER),
        }
    }
}

impl FromStr for LotDay {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        if text == NEVER {
            return Ok(Self::NEVER);
        }
        Date::parse(text).map(|day| Self(Some(day)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lots_sort_by_what_must_be_used_first_also_as_text() {
        let day = |text: &str| text.parse::<LotDay>().unwrap();
        let sorted = [day("2026-01-31"), day("2027-12-31"), LotDay::NEVER];
        for pair in sorted.windows(2) {
            assert!(pair[0] < pair[1] && pair[0].to_string() < pair[1].to_string());
        }
        assert_eq!(day(&LotDay::NEVER.to_string()), LotDay::NEVER);
    }

    #[test]
    fn a_lot_is_good_through_its_day() {
        let day = Date::new(2026, 5, 4).unwrap();
        assert!(!LotDay::from(day).is_over(day));
        assert!(LotDay::from(day).is_over(day.next().unwrap()));
        assert!(!LotDay::NEVER.is_over(day));
    }
}
