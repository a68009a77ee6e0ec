//! What the clock says where the company is.

use jiff::{Timestamp as Instant, tz::TimeZone};
use saxaul_shared::period::Date;

use crate::{
    accounting::boundary::service::time_zone,
    platform::{
        clock::Timestamp,
        db::{StoreError, StoreResult, TenantTx},
    },
};

/// The day and the minute of that day at `at` in the time zone of the transaction's organisation; a zone this server does
/// not know counts as UTC.
pub(super) async fn day_and_minute(tx: &TenantTx, at: Timestamp) -> StoreResult<(Date, i64)> {
    let zone = time_zone(tx).await?;
    in_zone(&zone, at).ok_or_else(|| StoreError::Corrupt(format!("{at} is no day in {zone}")))
}

fn in_zone(zone: &str, at: Timestamp) -> Option<(Date, i64)> {
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    let local = Instant::from_millisecond(at.unix_ms())
        .ok()?
        .to_zoned_datetime(zone);
    let month = u8::try_from(local.month()).ok()?;
    let day = u8::try_from(local.day()).ok()?;
    let date = Date::new(i32::from(local.year()), month, day)?;
    Some((
        date,
        i64::from(local.hour()) * 60 + i64::from(local.minute()),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_minute_is_that_of_the_place() {
        let at: Timestamp = "2026-03-01T16:30:00.000Z".parse().unwrap();
        let told = |zone: &str| {
            let (day, minute) = in_zone(zone, at).unwrap();
            (day.to_string(), minute)
        };
        assert_eq!(told("Asia/Shanghai"), ("2026-03-02".to_owned(), 30));
        assert_eq!(
            told("Asia/Kathmandu"),
            ("2026-03-01".to_owned(), 22 * 60 + 15)
        );
    }
}
