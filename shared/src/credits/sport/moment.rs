//! Points in time as the exports write them.

use crate::period::Date;

const DAY_S: i64 = 86_400;
/// Offsets from UTC that exist, in seconds.
const OFFSET_S_MAX: i32 = 14 * 3600;

/// A point in time and the offset of the place it was noted at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Moment {
    /// Seconds since 1970-01-01T00:00:00Z.
    pub utc_s: i64,
    /// Seconds that the local clock is ahead of UTC.
    pub offset_s: i32,
}

impl Moment {
    /// A point in time from milliseconds since 1970 and an offset such as `+0800`.
    pub fn from_unix_ms(ms: i64, offset: &str) -> Option<Self> {
        Some(Self {
            utc_s: ms.div_euclid(1000),
            offset_s: offset_s(offset)?,
        })
    }

    /// Reads `2026-03-01 08:00:00 +0800`, as Apple Health writes it.
    pub fn parse_apple(text: &str) -> Option<Self> {
        let (day, rest) = text.trim().split_once(' ')?;
        let (time, offset) = rest.split_once(' ')?;
        let offset_s = offset_s(offset)?;
        let local = date(day)?.day_number() * DAY_S + second_of_day(time)?;
        Some(Self {
            utc_s: local - i64::from(offset_s),
            offset_s,
        })
    }

    /// Reads `Mar 2, 2026, 12:20:00 AM`, as Strava writes it: UTC. Some exports put a narrow space before the half-day, or
    /// write a 24-hour clock.
    pub fn parse_strava(text: &str) -> Option<Self> {
        let mut parts = text.split(',').map(str::trim);
        let (day, year, time) = (parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some() {
            return None;
        }
        let (month, day) = day.split_once(' ')?;
        let (month, _) = (1..)
            .zip(MONTHS)
            .find(|(_, name)| month.eq_ignore_ascii_case(name))?;
        let date = Date::new(year.parse().ok()?, month, number(day)?.try_into().ok()?)?;
        let (clock, half) = match time.split_once(char::is_whitespace) {
            Some((clock, half)) => (clock, Some(half.trim())),
            None => (time, None),
        };
        let mut second = second_of_day(clock)?;
        if let Some(half) = half {
            let (hour, rest) = (second / 3600, second % 3600);
            if !(1..=12).contains(&hour) {
                return None;
            }
            let hour = match half.to_ascii_uppercase().as_str() {
                "AM" => hour % 12,
                "PM" => hour % 12 + 12,
                _ => return None,
            };
            second = hour * 3600 + rest;
        }
        Some(Self {
            utc_s: date.day_number() * DAY_S + second,
            offset_s: 0,
        })
    }

    /// Reads a local day and time without an offset (`2018-03-24`, `18:26`), taken as it stands.
    pub fn parse_local(day: &str, time: &str) -> Option<Self> {
        Some(Self {
            utc_s: date(day)?.day_number() * DAY_S + second_of_day(time)?,
            offset_s: 0,
        })
    }

    /// The day on the local clock, if it lies between 1900 and 2199.
    pub fn local_day(self) -> Option<Date> {
        let local = self.utc_s.checked_add(i64::from(self.offset_s))?;
        Date::from_day_number(local.div_euclid(DAY_S))
    }
}

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// One or two digits, nothing else.
fn number(text: &str) -> Option<i64> {
    let good = (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    good.then(|| text.parse().ok()).flatten()
}

fn date(text: &str) -> Option<Date> {
    Date::parse(text).ok().filter(|_| text.len() == 10)
}

/// `08:10:00`, `8:10` or `08:10:00.000`.
fn second_of_day(text: &str) -> Option<i64> {
    let text = text.split('.').next()?;
    let mut parts = text.split(':');
    let (hour, minute) = (number(parts.next()?)?, number(parts.next()?)?);
    let second = parts.next().map_or(Some(0), number)?;
    let good = parts.next().is_none() && hour < 24 && minute < 60 && second < 61;
    good.then_some(hour * 3600 + minute * 60 + second)
}

/// `+0800`, `+08:00` or `Z`.
fn offset_s(text: &str) -> Option<i32> {
    if text == "Z" {
        return Some(0);
    }
    let (sign, digits) = match text.as_bytes().first()? {
        b'+' => (1, text.get(1..)?),
        b'-' => (-1, text.get(1..)?),
        _ => return None,
    };
    let (hours, minutes) = match digits.split_once(':') {
        Some(parts) => parts,
        None if digits.len() == 4 && digits.is_ascii() => digits.split_at(2),
        None => return None,
    };
    let (hours, minutes) = (number(hours)?, number(minutes)?);
    let seconds = i32::try_from(hours * 3600 + minutes * 60).ok()?;
    (minutes < 60 && seconds <= OFFSET_S_MAX).then_some(sign * seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn apple_times_carry_the_day_of_their_own_place() {
        let at = Moment::parse_apple("2026-03-01 00:30:00 +0800").unwrap();
        assert_eq!(at.utc_s, 1_772_296_200);
        assert_eq!(at.local_day().unwrap().to_string(), "2026-03-01");
        let west = Moment::parse_apple("2026-02-28 20:30:00 -0330").unwrap();
        assert_eq!(west.offset_s, -12_600);
        assert_eq!(west.local_day().unwrap().to_string(), "2026-02-28");
    }

    #[test]
    fn strava_times_are_utc_on_a_twelve_hour_clock() {
        let at = |text: &str| Moment::parse_strava(text).map(|moment| moment.utc_s);
        assert_eq!(at("Mar 2, 2026, 12:20:00 AM"), Some(1_772_410_800));
        assert_eq!(at("Mar 2, 2026, 12:20:00\u{202f}PM"), Some(1_772_454_000));
        assert_eq!(at("Oct 7, 2020, 2:43:11 PM"), Some(1_602_081_791));
        assert_eq!(at("Oct 7, 2020, 14:43:11"), Some(1_602_081_791));
    }

    #[test]
    fn huawei_times_are_milliseconds_with_an_offset() {
        let at = Moment::from_unix_ms(1_772_323_200_000, "+0800").unwrap();
        assert_eq!(at.local_day().unwrap().to_string(), "2026-03-01");
    }

    #[test]
    fn what_is_no_time_is_none() {
        for bad in [
            "",
            "2026-03-01",
            "2026-03-01 08:00:00",
            "2026-02-30 08:00:00 +0800",
            "2026-03-01 24:00:00 +0800",
            "2026-03-01 08:00:00 +9900",
            "2026-03-01 08:00:00 +08é0",
            "2026-03-01 08:00:00 0800",
            "٢٠٢٦-03-01 08:00:00 +0800",
        ] {
            assert_eq!(Moment::parse_apple(bad), None, "{bad:?}");
        }
        for bad in [
            "",
            "Mar 2, 2026",
            "Mar 32, 2026, 1:00:00 AM",
            "Foo 2, 2026, 1:00:00 AM",
            "Mar 2, 2026, 13:00:00 PM",
            "Mar 2, 2026, 0:10:00 AM",
            "Mar 2, 2026, 1:00:00 XM, x",
        ] {
            assert_eq!(Moment::parse_strava(bad), None, "{bad:?}");
        }
        assert_eq!(Moment::from_unix_ms(0, "8"), None);
    }
}
