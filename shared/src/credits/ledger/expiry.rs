//! When points run out of time, and when their owner is told.

use super::{Account, LotDay};
use crate::period::Date;

/// Days before the last day of a lot on which its owner is told.
pub const NOTICE_DAYS: [i64; 3] = [30, 7, 1];

/// The notice that is due on `today` for a lot: the nearest of [`NOTICE_DAYS`] that has been reached. A server that was
/// off on the day itself catches up.
pub fn notice_due(today: Date, lot: LotDay) -> Option<i64> {
    let left = lot.0?.day_number() - today.day_number();
    if left < 0 {
        return None;
    }
    NOTICE_DAYS.iter().rev().copied().find(|days| left <= *days)
}

/// The points of an account whose last day is over on `today`.
///
/// A lot can be spent through its last day; whatever is spent on that day comes before its expiry.
pub fn run_out(account: &Account, today: Date) -> i64 {
    account
        .lots
        .iter()
        .filter(|(lot, _)| lot.is_over(today))
        .map(|(_, amount)| amount)
        .sum()
}

/// What expires next on an account, and when.
pub fn next(account: &Account) -> Option<(Date, i64)> {
    let (lot, amount) = account.lots.first_key_value()?;
    lot.0.map(|day| (day, *amount))
}

/// The last day of points earned on `day` that are good for `months` months: the end of that month, so that a month's
/// points run out together. `None` when they do not expire.
pub fn last_day(day: Date, months: Option<u32>) -> Option<Date> {
    let months = i64::from(months?);
    let index = i64::from(day.year()) * 12 + i64::from(day.month()) - 1 + months;
    let year = i32::try_from(index.div_euclid(12)).ok()?;
    let month = u8::try_from(index.rem_euclid(12) + 1).ok()?;
    Date::new(year, month, crate::period::days_in_month(year, month))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    #[test]
    fn notices_come_at_thirty_seven_and_one_day_and_catch_up() {
        let lot = LotDay::from(day("2026-03-31"));
        let due = |today: &str| notice_due(day(today), lot);
        assert_eq!(due("2026-02-28"), None);
        assert_eq!(due("2026-03-01"), Some(30));
        assert_eq!(due("2026-03-23"), Some(30));
        assert_eq!(due("2026-03-24"), Some(7));
        assert_eq!(due("2026-03-29"), Some(7));
        assert_eq!(due("2026-03-30"), Some(1));
        assert_eq!(due("2026-03-31"), Some(1));
        assert_eq!(due("2026-04-01"), None);
        assert_eq!(notice_due(day("2026-03-01"), LotDay::NEVER), None);
    }

    #[test]
    fn only_lots_whose_day_is_over_run_out() {
        let lots = [
            (LotDay::from(day("2026-03-30")), 5),
            (LotDay::from(day("2026-03-31")), 7),
            (LotDay::NEVER, 11),
        ];
        let account = Account {
            balance: 23,
            sequence: 3,
            lots: lots.into(),
        };
        assert_eq!(run_out(&account, day("2026-03-30")), 0);
        assert_eq!(run_out(&account, day("2026-03-31")), 5);
        assert_eq!(run_out(&account, day("2026-04-01")), 12);
        assert_eq!(next(&account), Some((day("2026-03-30"), 5)));
    }

    #[test]
    fn points_last_to_the_end_of_a_month() {
        assert_eq!(
            last_day(day("2026-01-15"), Some(12)),
            Some(day("2027-01-31"))
        );
        assert_eq!(
            last_day(day("2026-12-31"), Some(14)),
            Some(day("2028-02-29"))
        );
        assert_eq!(last_day(day("2026-01-15"), None), None);
    }
}
