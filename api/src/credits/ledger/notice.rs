//! Notices that points run out.

use saxaul_shared::{
    credits::ledger::{AccountRef, LotDay, expiry},
    id::MemberId,
    period::Date,
};
use serde_json::json;

use super::{
    object::ExpiryNotice,
    rows::{json as to_json, rows},
};
use crate::{
    accounting::cells::Cells,
    credits::day::day_of,
    graphql::scalar::DateTime,
    platform::{
        Platform,
        clock::Timestamp,
        db::{StoreResult, TenantTx},
    },
};

/// The topic of new notices.
pub(crate) const TOPIC: &str = "creditsExpiring";

/// Lots looked at in one statement.
const BATCH: u32 = 500;

/// Where a walk over lots stands: the account and day of the last one seen.
pub(super) type Place = (String, String);

/// Makes the notices that are due on `today` for the lots behind `after`. Returns where to go on, or nothing at the end.
///
/// A notice is made once for each lot and stage, however often this runs.
pub(super) async fn make(
    platform: &Platform,
    tx: &TenantTx,
    today: Date,
    after: &Place,
) -> StoreResult<Option<Place>> {
    let horizon = today.day_number() + expiry::NOTICE_DAYS[0];
    let horizon = Date::from_day_number(horizon).unwrap_or(today);
    let sql = format!(
        "SELECT account, expires_day, remaining FROM ledger_lots WHERE organisation_id = $1 AND book = 'POINT' \
         AND expires_day >= $2 AND expires_day <= $3 AND (account > $4 OR (account = $4 AND expires_day > $5)) \
         ORDER BY account, expires_day LIMIT {BATCH}"
    );
    let values = vec![
        tx.organisation_id().into(),
        today.to_string().into(),
        horizon.to_string().into(),
        after.0.clone().into(),
        after.1.clone().into(),
    ];
    let lots = tx.query_all(&sql, values).await?;
    let mut due = Vec::new();
    let mut last = None;
    for row in &lots {
        let mut cells = Cells::of(row);
        let account: AccountRef = cells.parsed()?;
        let (lot, remaining): (LotDay, i64) = (cells.parsed()?, cells.take()?);
        last = Some((account.to_string(), lot.to_string()));
        if let (Some(member), Some(days)) = (account.member(), expiry::notice_due(today, lot)) {
            let id = platform.ids.prefixed("lnt");
            due.push((id, member.to_string(), lot.to_string(), days, remaining));
        }
    }
    if !due.is_empty() {
        write(platform, tx, &due).await?;
    }
    let at_the_end = lots.len() < usize::try_from(BATCH).unwrap_or(usize::MAX);
    Ok(last.filter(|_| !at_the_end))
}

async fn write(
    platform: &Platform,
    tx: &TenantTx,
    due: &[(String, String, String, i64, i64)],
) -> StoreResult<()> {
    let sql = format!(
        "INSERT INTO ledger_notices (organisation_id, id, member_id, expires_day, days_before, amount, created_at) \
         SELECT $1, r.value ->> 0, r.value ->> 1, r.value ->> 2, CAST(r.value ->> 3 AS BIGINT), \
         CAST(r.value ->> 4 AS BIGINT), $3 FROM {} \
         ON CONFLICT (organisation_id, member_id, expires_day, days_before) DO NOTHING \
         RETURNING id, member_id, expires_day, days_before, amount",
        rows(tx.backend(), "$2")
    );
    let now = platform.clock.now();
    let values = vec![
        tx.organisation_id().into(),
        to_json(due)?.into(),
        now.to_rfc3339().into(),
    ];
    let mut notices = Vec::new();
    for row in &tx.query_all(&sql, values).await? {
        let mut cells = Cells::of(row);
        let id: String = cells.take()?;
        let (member_id, day): (String, String) = (cells.take()?, cells.take()?);
        let (days_before, amount): (i64, i64) = (cells.take()?, cells.take()?);
        notices.push(json!({
            "noticeId": id, "memberId": member_id, "day": day, "daysBefore": days_before, "amount": amount,
        }));
    }
    if !notices.is_empty() {
        let payload = json!({ "notices": notices });
        platform
            .outbox
            .emit(tx, TOPIC, now.unix_ms(), payload)
            .await?;
    }
    Ok(())
}

/// The latest notice of a member for each day that is still to come, the nearest first.
pub(super) async fn open(
    tx: &TenantTx,
    member: MemberId,
    now: Timestamp,
) -> StoreResult<Vec<ExpiryNotice>> {
    let today = day_of(tx, now).await?;
    let sql = "SELECT n.id, n.expires_day, n.days_before, n.amount, n.created_at FROM ledger_notices n \
               WHERE n.organisation_id = $1 AND n.member_id = $2 AND n.expires_day >= $3 AND NOT EXISTS (\
               SELECT 1 FROM ledger_notices o WHERE o.organisation_id = n.organisation_id \
               AND o.member_id = n.member_id AND o.expires_day = n.expires_day AND o.days_before < n.days_before) \
               ORDER BY n.expires_day";
    let values = vec![
        tx.organisation_id().into(),
        member.to_string().into(),
        today.to_string().into(),
    ];
    tx.query_all(sql, values)
        .await?
        .iter()
        .map(|row| {
            let mut cells = Cells::of(row);
            let id: String = cells.take()?;
            Ok(ExpiryNotice {
                id: id.into(),
                expires_on: cells.parsed()?,
                days_before: cells.take()?,
                amount: cells.take()?,
                created_at: DateTime::from_stored(&cells.take::<String>()?)?,
            })
        })
        .collect()
}
