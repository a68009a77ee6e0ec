//! Calendar days, months and the spans activity data covers.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Why text is not a day, or two days are not a span.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum DateError {
    /// Not one of the accepted spellings of a day.
    #[error("not a date")]
    NotADate,
    /// Spelled like a day, but no such day exists (2025-02-30) or it lies outside the years 1900 to 2199.
    #[error("no such day")]
    NoSuchDay,
    /// The end lies before the start.
    #[error("the period ends before it starts")]
    Reversed,
}

/// A day of the proleptic Gregorian calendar that exists, from 1900 to 2199. Ordered; written `2025-01-31`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Date {
    year: i32,
    month: u8,
    day: u8,
}

/// True when February has 29 days.
pub fn is_leap_year(year: i32) -> bool {
    (year % 4 == 0 && year % 100 != 0) || year % 400 == 0
}

/// Days of a month; 0 for a month that does not exist.
pub fn days_in_month(year: i32, month: u8) -> u8 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if is_leap_year(year) => 29,
        2 => 28,
        _ => 0,
    }
}

impl Date {
    /// The day, if it exists.
    pub fn new(year: i32, month: u8, day: u8) -> Option<Self> {
        let exists =
            (1900..=2199).contains(&year) && (1..=days_in_month(year, month)).contains(&day);
        exists.then_some(Self { year, month, day })
    }

    /// Calendar year.
    pub fn year(self) -> i32 {
        self.year
    }

    /// 1 to 12.
    pub fn month(self) -> u8 {
        self.month
    }

    /// 1 to 31.
    pub fn day(self) -> u8 {
        self.day
    }

    /// The month it lies in.
    pub fn calendar_month(self) -> Month {
        Month {
            year: self.year,
            month: self.month,
        }
    }

    /// Days since 1970-01-01, negative before.
    pub fn day_number(self) -> i64 {
        // Counting years from March puts the leap day last (H. Hinnant, chrono-compatible low-level date algorithms).
        let month = i64::from(self.month);
        let year = i64::from(self.year) - i64::from(month <= 2);
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + i64::from(self.day) - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        era * 146_097 + day_of_era - 719_468
    }

    /// The day with that number, if it lies between 1900 and 2199.
    pub fn from_day_number(number: i64) -> Option<Self> {
        let shifted = number.checked_add(719_468)?;
        let era = shifted.div_euclid(146_097);
        let day_of_era = shifted.rem_euclid(146_097);
        let year_of_era =
            (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted_month = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
        let month = if shifted_month < 10 {
            shifted_month + 3
        } else {
            shifted_month - 9
        };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        Self::new(
            i32::try_from(year).ok()?,
            u8::try_from(month).ok()?,
            u8::try_from(day).ok()?,
        )
    }

    /// The day a spreadsheet's serial number means (1900 system: 1 = 1900-01-01, 45658 = 2025-01-01). Serial 60, the
    /// 29 February 1900 that never was, is refused.
    pub fn from_excel_serial(serial: i64) -> Option<Self> {
        match serial {
            1..=59 => Self::from_day_number(serial - 25_568),
            61.. => Self::from_day_number(serial.checked_sub(25_569)?),
            _ => None,
        }
    }

    /// Reads `2025-01-31`, `2025/1/31`, `2025.1.31`, `20250131`, `2025年1月31日`, each also with a time of midnight
    /// behind it as spreadsheets export it. Day-first and month-first spellings are refused: they are ambiguous.
    pub fn parse(text: &str) -> Result<Self, DateError> {
        let text = text.trim();
        let text = text
            .strip_suffix(" 00:00:00")
            .or_else(|| text.strip_suffix("T00:00:00"))
            .unwrap_or(text)
            .trim_end();
        let digits = |part: &str, max_len: usize| -> Result<u32, DateError> {
            if part.is_empty() || part.len() > max_len || !part.bytes().all(|b| b.is_ascii_digit())
            {
                return Err(DateError::NotADate);
            }
            part.parse().map_err(|_| DateError::NotADate)
        };
        let (year, month, day) = if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
            (&text[..4], &text[4..6], &text[6..])
        } else if let Some((year, rest)) = text.split_once('年') {
            let (month, rest) = rest.split_once('月').ok_or(DateError::NotADate)?;
            let day = rest.strip_suffix(['日', '号']).ok_or(DateError::NotADate)?;
            (year.trim(), month.trim(), day.trim())
        } else {
            let separator = text
                .chars()
                .find(|c| ['-', '/', '.'].contains(c))
                .ok_or(DateError::NotADate)?;
            let mut parts = text.split(separator);
            match (parts.next(), parts.next(), parts.next(), parts.next()) {
                (Some(year), Some(month), Some(day), None) => (year, month, day),
                _ => return Err(DateError::NotADate),
            }
        };
        if year.len() != 4 {
            return Err(DateError::NotADate);
        }
        let year = i32::try_from(digits(year, 4)?).map_err(|_| DateError::NotADate)?;
        let month = u8::try_from(digits(month, 2)?).map_err(|_| DateError::NotADate)?;
        let day = u8::try_from(digits(day, 2)?).map_err(|_| DateError::NotADate)?;
        Self::new(year, month, day).ok_or(DateError::NoSuchDay)
    }

    /// The day after, `None` at the end of 2199.
    pub fn next(self) -> Option<Self> {
        Self::from_day_number(self.day_number() + 1)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl FromStr for Date {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        Self::parse(text)
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        parse_iso(&text).map_err(serde::de::Error::custom)
    }
}

/// The wire knows one spelling only.
fn parse_iso(text: &str) -> Result<Date, DateError> {
    let date = Date::parse(text)?;
    if date.to_string() == text {
        Ok(date)
    } else {
        Err(DateError::NotADate)
    }
}

/// A calendar day, written `2025-01-31`.
#[cfg(feature = "graphql")]
#[async_graphql::Scalar(name = "Date")]
impl async_graphql::ScalarType for Date {
    fn parse(value: async_graphql::Value) -> async_graphql::InputValueResult<Self> {
        match &value {
            async_graphql::Value::String(text) => Ok(parse_iso(text)?),
            _ => Err(async_graphql::InputValueError::expected_type(value)),
        }
    }

    fn to_value(&self) -> async_graphql::Value {
        async_graphql::Value::String(self.to_string())
    }
}

/// A calendar month. Ordered; written `2025-01`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Month {
    year: i32,
    month: u8,
}

impl Month {
    /// The month, if it exists.
    pub fn new(year: i32, month: u8) -> Option<Self> {
        Date::new(year, month, 1).map(Date::calendar_month)
    }

    /// Calendar year.
    pub fn year(self) -> i32 {
        self.year
    }

    /// 1 to 12.
    pub fn number(self) -> u8 {
        self.month
    }

    /// Its first day.
    pub fn first_day(self) -> Date {
        Date {
            year: self.year,
            month: self.month,
            day: 1,
        }
    }

    /// Its last day.
    pub fn last_day(self) -> Date {
        Date {
            year: self.year,
            month: self.month,
            day: days_in_month(self.year, self.month),
        }
    }

    /// Its days.
    pub fn days(self) -> i64 {
        i64::from(days_in_month(self.year, self.month))
    }

    /// From its first to its last day.
    pub fn period(self) -> Period {
        Period {
            start: self.first_day(),
            end: self.last_day(),
        }
    }

    /// The month after, `None` at the end of 2199.
    pub fn next(self) -> Option<Self> {
        if self.month == 12 {
            Self::new(self.year + 1, 1)
        } else {
            Self::new(self.year, self.month + 1)
        }
    }

    /// Reads `2025-01`.
    pub fn parse(text: &str) -> Result<Self, DateError> {
        let day = Date::parse(&format!("{}-01", text.trim()))?;
        Ok(day.calendar_month())
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

impl Serialize for Month {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Month {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

/// A span of days, both ends inclusive, never reversed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct Period {
    start: Date,
    end: Date,
}

impl<'de> Deserialize<'de> for Period {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Ends {
            start: Date,
            end: Date,
        }
        let ends = Ends::deserialize(deserializer)?;
        Self::new(ends.start, ends.end).map_err(serde::de::Error::custom)
    }
}

impl Period {
    /// From `start` to `end`, both included.
    pub fn new(start: Date, end: Date) -> Result<Self, DateError> {
        if end < start {
            Err(DateError::Reversed)
        } else {
            Ok(Self { start, end })
        }
    }

    /// One day.
    pub fn of_day(day: Date) -> Self {
        Self {
            start: day,
            end: day,
        }
    }

    /// A whole calendar year; `None` outside 1900 to 2199.
    pub fn year(year: i32) -> Option<Self> {
        Some(Self {
            start: Date::new(year, 1, 1)?,
            end: Date::new(year, 12, 31)?,
        })
    }

    /// First day.
    pub fn start(self) -> Date {
        self.start
    }

    /// Last day, included.
    pub fn end(self) -> Date {
        self.end
    }

    /// Number of days, at least one.
    pub fn days(self) -> i64 {
        self.end.day_number() - self.start.day_number() + 1
    }

    /// True when the day lies inside.
    pub fn contains(self, day: Date) -> bool {
        self.start <= day && day <= self.end
    }

    /// The days both have in common.
    pub fn overlap(self, other: Self) -> Option<Self> {
        Self::new(self.start.max(other.start), self.end.min(other.end)).ok()
    }

    /// The part of it that lies in a calendar year.
    pub fn within_year(self, year: i32) -> Option<Self> {
        self.overlap(Self::year(year)?)
    }

    /// The calendar year most of its days lie in; the earlier one of two with as many.
    pub fn main_year(self) -> i32 {
        let mut best = (0, self.start.year);
        for year in self.start.year..=self.end.year {
            let days = self.within_year(year).map_or(0, Self::days);
            if days > best.0 {
                best = (days, year);
            }
        }
        best.1
    }

    /// The months it touches, in order, each with the days it has there.
    pub fn months(self) -> impl Iterator<Item = (Month, i64)> {
        let mut next = Some(self.start.calendar_month());
        std::iter::from_fn(move || {
            let month = next.filter(|m| m.first_day() <= self.end)?;
            next = month.next();
            month
                .period()
                .overlap(self)
                .map(|part| (month, part.days()))
        })
    }

    /// Splits a whole over the months by days, exactly: each running total is rounded (half away from zero) and the
    /// part is its step, so the parts always sum to the whole and a month's part does not depend on later months.
    pub fn split_by_days(self, total_fixed: i64) -> Vec<(Month, i64)> {
        let days = i128::from(self.days());
        let mut gone_days = 0_i128;
        let mut given = 0_i128;
        self.months()
            .map(|(month, month_days)| {
                gone_days += i128::from(month_days);
                let upto = divide_half_away(i128::from(total_fixed) * gone_days, days);
                let part = upto - given;
                given = upto;
                (month, i64::try_from(part).unwrap_or(0))
            })
            .collect()
    }

    /// The share of a whole that falls on the days up to and including `day`, by the same running rounding as
    /// [`Period::split_by_days`], so that shares of adjoining spans sum to the whole.
    pub fn share_until(self, total_fixed: i64, day: Date) -> i64 {
        let days = (day.day_number() - self.start.day_number() + 1).clamp(0, self.days());
        let share = divide_half_away(
            i128::from(total_fixed) * i128::from(days),
            i128::from(self.days()),
        );
        i64::try_from(share).unwrap_or(0)
    }
}

/// `numerator / denominator` rounded half away from zero; the denominator is positive.
fn divide_half_away(numerator: i128, denominator: i128) -> i128 {
    let half = denominator / 2;
    let odd_shift = if numerator < 0 { -half } else { half };
    (numerator + odd_shift) / denominator
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.start, self.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    #[test]
    fn days_are_read_in_the_usual_spellings() {
        for text in [
            "2025-01-31",
            "2025/1/31",
            "2025.1.31",
            "20250131",
            "2025年1月31日",
            "2025-01-31 00:00:00",
            " 2025-1-31 ",
        ] {
            assert_eq!(
                Date::parse(text).map(|d| d.to_string()),
                Ok("2025-01-31".into()),
                "{text}"
            );
        }
        for text in [
            "31/01/2025",
            "01/31/2025",
            "2025-01",
            "yesterday",
            "",
            "2025-1-31-1",
            "25-01-31",
            "2025年1月",
        ] {
            assert_eq!(Date::parse(text), Err(DateError::NotADate), "{text}");
        }
        for text in ["2025-02-29", "2025-13-01", "1899-12-31", "20250431"] {
            assert_eq!(Date::parse(text), Err(DateError::NoSuchDay), "{text}");
        }
        assert_eq!(Date::parse("2024-02-29").map(Date::day), Ok(29));
    }

    #[test]
    fn serial_numbers_are_those_of_spreadsheets() {
        assert_eq!(Date::from_excel_serial(1), Date::new(1900, 1, 1));
        assert_eq!(Date::from_excel_serial(59), Date::new(1900, 2, 28));
        assert_eq!(Date::from_excel_serial(60), None);
        assert_eq!(Date::from_excel_serial(61), Date::new(1900, 3, 1));
        assert_eq!(Date::from_excel_serial(45_658), Date::new(2025, 1, 1));
        assert_eq!(Date::from_excel_serial(0), None);
        assert_eq!(Date::from_excel_serial(i64::MAX), None);
    }

    #[test]
    fn a_bill_over_three_months_is_split_by_days() {
        let period = Period::new(day("2025-01-16"), day("2025-03-15")).unwrap();
        assert_eq!(period.days(), 16 + 28 + 15);
        let parts = period.split_by_days(100);
        assert_eq!(
            parts
                .iter()
                .map(|(m, p)| (m.to_string(), *p))
                .collect::<Vec<_>>(),
            [
                ("2025-01".into(), 27),
                ("2025-02".into(), 48),
                ("2025-03".into(), 25),
            ]
        );
        assert_eq!(parts.iter().map(|p| p.1).sum::<i64>(), 100);
    }

    #[test]
    fn main_year_has_most_days() {
        let span = |a: &str, b: &str| Period::new(day(a), day(b)).unwrap();
        assert_eq!(span("2024-12-20", "2025-01-19").main_year(), 2025);
        assert_eq!(span("2024-12-01", "2025-01-15").main_year(), 2024);
        assert_eq!(span("2024-12-31", "2025-01-01").main_year(), 2024);
        assert_eq!(
            Period::new(day("2025-02-01"), day("2025-01-31")),
            Err(DateError::Reversed)
        );
    }

    #[test]
    fn the_wire_has_one_spelling() {
        assert!(serde_json::from_str::<Date>("\"2025/1/31\"").is_err());
        assert_eq!(
            serde_json::to_string(&day("2025-01-31")).unwrap(),
            "\"2025-01-31\""
        );
        assert!(
            serde_json::from_str::<Period>(r#"{"start":"2025-02-01","end":"2025-01-01"}"#).is_err()
        );
    }
}
