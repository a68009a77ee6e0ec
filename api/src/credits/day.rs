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
}
