//! Which day it is where the company is.

use jiff::{Timestamp as Instant, tz::TimeZone};
use saxaul_shared::period::Date;

use crate::{
    accounting::boundary::service::time_zone,
    platform::{
        clock::Timestamp,
        db::{StoreError, StoreResult, TenantTx},
    },
};

/// The day of `now` in the time zone of the transaction's organisation.
///
/// The server's clock decides, never the caller's; a zone this server does not know counts as UTC.
pub(crate) async fn day_of(tx: &TenantTx, now: Timestamp) -> StoreResult<Date> {
    let zone = time_zone(tx).await?;
    day_in(&zone, now).ok_or_else(|| StoreError::Corrupt(format!("{now} is no day in {zone}")))
}

/// The next midnight in the time zone of the transaction's organisation, after `now`.
pub(crate) async fn next_midnight(tx: &TenantTx, now: Timestamp) -> StoreResult<Timestamp> {
    let zone = time_zone(tx).await?;
    midnight_after(&zone, now)
        .ok_or_else(|| StoreError::Corrupt(format!("{now} has no next day in {zone}")))
}

fn midnight_after(zone: &str, now: Timestamp) -> Option<Timestamp> {
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    let local = Instant::from_millisecond(now.unix_ms())
        .ok()?
        .to_zoned_datetime(zone);
    let midnight = local.tomorrow().ok()?.start_of_day().ok()?;
    Some(Timestamp::from_unix_ms(
        midnight.timestamp().as_millisecond(),
    ))
}

fn day_in(zone: &str, now: Timestamp) -> Option<Date> {
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    let local = Instant::from_millisecond(now.unix_ms())
        .ok()?
        .to_zoned_datetime(zone);
    let month = u8::try_from(local.month()).ok()?;
    let day = u8::try_from(local.day()).ok()?;
    Date::new(i32::from(local.year()), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_is_that_of_the_place() {
        let late: Timestamp = "2026-03-01T16:30:00.000Z".parse().unwrap();
        let day = |zone: &str| day_in(zone, late).unwrap().to_string();
        assert_eq!(day("Asia/Shanghai"), "2026-03-02");
        assert_eq!(day("Europe/London"), "2026-03-01");
        assert_eq!(day("Nowhere/Land"), "2026-03-01");
    }

    #[test]
    fn midnight_is_that_of_the_place_also_when_clocks_change() {
        let midnight = |zone: &str, now: &str| {
            midnight_after(zone, now.parse().unwrap())
                .unwrap()
                .to_string()
        };
        let now = "2026-03-28T23:30:00.000Z";
        assert_eq!(midnight("Asia/Shanghai", now), "2026-03-29T16:00:00.000Z");
        // London's clocks go forward on 29 March 2026: that day is 23 hours long.
        assert_eq!(midnight("Europe/London", now), "2026-03-29T00:00:00.000Z");
        assert_eq!(
            midnight("Europe/London", "2026-03-29T00:30:00.000Z"),
            "2026-03-29T23:00:00.000Z"
        );
    }
}
