//! Claims in the database.

use std::collections::HashMap;

use saxaul_shared::{
    credits::{claim::Earlier, statement::Reduction},
    page::Page,
    period::{Date, Period},
};
use sea_orm::{QueryResult, Value};

use super::row::{ClaimRow, Photo};
use crate::{
    accounting::cells::{Cells, marks, to_json},
    platform::db::{StoreResult, TenantTx},
};

/// Days over which the frequent actions of a member are counted.
const RECENT_DAYS: i64 = 90;

/// States that count against caps.
const COUNTING: &str = "('ACCEPTED', 'PARTLY_ACCEPTED', 'IN_REVIEW')";

const COLUMNS: &str = "id, member_id, idempotency_key, fingerprint, action_code, day, ledger, inventory_link, unit, \
     units_claimed_micro, units_accepted_micro, factor, factor_version, rule_version, points_per_kg, grams, points, \
     adjustments, net_grams, net_points, state, trust, self_reported, order_mark, number_hint, photo_sha256, \
     photo_media_type, photo_size_bytes, started_minute, logged_minute, duration_minutes, trips, meal, reasons, signals, \
     note, origin, origin_id, transaction_id, postings, version, created_at, updated_at";

fn claim(row: &QueryResult) -> StoreResult<ClaimRow> {
    let mut cells = Cells::of(row);
    Ok(ClaimRow {
        id: cells.take()?,
        member_id: cells.take()?,
        idempotency_key: cells.take()?,
        fingerprint: cells.take()?,
        action_code: cells.take()?,
        day: cells.parsed()?,
        ledger: cells.parsed()?,
        inventory_link: cells.parsed()?,
        unit: cells.take()?,
        claimed_micro: cells.take()?,
        accepted_micro: cells.take()?,
        factor: cells.parsed()?,
        factor_version: cells.take()?,
        rule_version: cells.take()?,
        points_per_kg: cells.take()?,
        grams: cells.take()?,
        points: cells.take()?,
        adjustments: cells.json()?,
        net_grams: cells.take()?,
        net_points: cells.take()?,
        state: cells.parsed()?,
        trust: cells.parsed()?,
        self_reported: cells.take()?,
        order_mark: cells.take()?,
        number_hint: cells.take()?,
        photo: photo(cells.take()?, cells.take()?, cells.take()?),
        started_minute: cells.take()?,
        logged_minute: cells.take()?,
        duration_minutes: cells.take()?,
        trips: cells.take()?,
        meal: cells.parsed_option()?,
        reasons: cells.json()?,
        signals: cells.json()?,
        note: cells.take()?,
        origin: cells.parsed()?,
        origin_id: cells.take()?,
        transaction_id: cells.take()?,
        postings: cells.take()?,
        version: cells.take()?,
        created_at: cells.take()?,
        updated_at: cells.take()?,
    })
}

fn photo(
    sha256: Option<String>,
    media_type: Option<String>,
    size_bytes: Option<i64>,
) -> Option<Photo> {
    Some(Photo {
        sha256: sha256?,
        media_type: media_type?,
        size_bytes: size_bytes?,
    })
}

/// Locks a member's claims until the transaction ends, so that two at once do not both see the same cap left.
pub(super) async fn lock_member(tx: &TenantTx, member_id: &str) -> StoreResult<()> {
    tx.execute(
        "UPDATE programme_members SET version = version WHERE organisation_id = $1 AND id = $2",
        vec![tx.organisation_id().into(), member_id.into()],
    )
    .await?;
    Ok(())
}

/// Adds a claim.
pub(super) async fn insert(tx: &TenantTx, claim: &ClaimRow) -> StoreResult<()> {
    let values: Vec<Value> = vec![
        claim.id.as_str().into(),
        claim.member_id.as_str().into(),
        claim.idempotency_key.as_str().into(),
        claim.fingerprint.as_str().into(),
        claim.action_code.as_str().into(),
        claim.day.to_string().into(),
        claim.ledger.as_str().into(),
        claim.inventory_link.as_str().into(),
        claim.unit.as_str().into(),
        claim.claimed_micro.into(),
        claim.accepted_micro.into(),
        claim.factor.to_string().into(),
        claim.factor_version.as_str().into(),
        claim.rule_version.into(),
        claim.points_per_kg.into(),
        claim.grams.into(),
        claim.points.into(),
        to_json(&claim.adjustments)?.into(),
        claim.net_grams.into(),
        claim.net_points.into(),
        claim.state.as_str().into(),
        claim.trust.as_str().into(),
        claim.self_reported.into(),
        claim.order_mark.clone().into(),
        claim.number_hint.clone().into(),
        claim
            .photo
            .as_ref()
            .map(|photo| photo.sha256.clone())
            .into(),
        claim
            .photo
            .as_ref()
            .map(|photo| photo.media_type.clone())
            .into(),
        claim.photo.as_ref().map(|photo| photo.size_bytes).into(),
        claim.started_minute.into(),
        claim.logged_minute.into(),
        claim.duration_minutes.into(),
        claim.trips.into(),
        claim
            .meal
            .map(saxaul_shared::credits::claim::MealSlot::as_str)
            .into(),
        to_json(&claim.reasons)?.into(),
        to_json(&claim.signals)?.into(),
        claim.note.clone().into(),
        claim.origin.as_str().into(),
        claim.origin_id.clone().into(),
        claim.transaction_id.clone().into(),
        claim.postings.into(),
        claim.version.into(),
        claim.created_at.as_str().into(),
        claim.updated_at.as_str().into(),
        tx.organisation_id().into(),
    ];
    let sql = format!(
        "INSERT INTO action_claims ({COLUMNS}, organisation_id) VALUES ({})",
        marks(0, values.len())
    );
    tx.execute(&sql, values).await?;
    Ok(())
}

/// Writes a new state and posting of a claim that was read at `version`; `false` when somebody else changed it since.
pub(crate) async fn update_state(
    tx: &TenantTx,
    claim: &ClaimRow,
    read_version: i64,
) -> StoreResult<bool> {
    let changed = tx
        .execute(
            "UPDATE action_claims SET state = $3, transaction_id = $4, postings = $5, version = $6, updated_at = $7, \
             signals = $8 WHERE organisation_id = $1 AND id = $2 AND version = $9",
            vec![
                tx.organisation_id().into(),
                claim.id.as_str().into(),
                claim.state.as_str().into(),
                claim.transaction_id.clone().into(),
                claim.postings.into(),
                claim.version.into(),
                claim.updated_at.as_str().into(),
                to_json(&claim.signals)?.into(),
                read_version.into(),
            ],
        )
        .await?;
    Ok(changed == 1)
}

/// One claim, whoever's.
pub(crate) async fn find(tx: &TenantTx, id: &str) -> StoreResult<Option<ClaimRow>> {
    let sql = format!("SELECT {COLUMNS} FROM action_claims WHERE organisation_id = $1 AND id = $2");
    let row = tx
        .query_one(&sql, vec![tx.organisation_id().into(), id.into()])
        .await?;
    row.as_ref().map(claim).transpose()
}

/// The claims with these ids, whoever's.
pub(crate) async fn find_all(tx: &TenantTx, ids: &[String]) -> StoreResult<Vec<ClaimRow>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT {COLUMNS} FROM action_claims WHERE organisation_id = $1 AND id IN ({}) ORDER BY id",
        marks(1, ids.len())
    );
    let mut values: Vec<Value> = vec![tx.organisation_id().into()];
    values.extend(ids.iter().map(|id| Value::from(id.as_str())));
    let rows = tx.query_all(&sql, values).await?;
    rows.iter().map(claim).collect()
}

/// The claim a member made with this key.
pub(super) async fn by_key(
    tx: &TenantTx,
    member_id: &str,
    key: &str,
) -> StoreResult<Option<ClaimRow>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM action_claims WHERE organisation_id = $1 AND member_id = $2 AND idempotency_key = $3"
    );
    let values = vec![tx.organisation_id().into(), member_id.into(), key.into()];
    let row = tx.query_one(&sql, values).await?;
    row.as_ref().map(claim).transpose()
}

/// A page of a member's claims, latest logged first; one more than asked for tells that there are more.
pub(crate) async fn page(
    tx: &TenantTx,
    member_id: &str,
    page: &Page,
) -> StoreResult<Vec<ClaimRow>> {
    let before = page.after.as_ref().and_then(|cursor| cursor.0.first());
    let mut sql = format!(
        "SELECT {COLUMNS} FROM action_claims WHERE organisation_id = $1 AND member_id = $2"
    );
    let mut values: Vec<Value> = vec![tx.organisation_id().into(), member_id.into()];
    if let Some(id) = before {
        sql.push_str(" AND id < $3");
        values.push(id.as_str().into());
    }
    sql.push_str(&format!(" ORDER BY id DESC LIMIT {}", page.size + 1));
    let rows = tx.query_all(&sql, values).await?;
    rows.iter().map(claim).collect()
}

/// How many claims a member made.
pub(super) async fn count(tx: &TenantTx, member_id: &str) -> StoreResult<i64> {
    one_number(
        tx,
        "SELECT COUNT(*) FROM action_claims WHERE organisation_id = $1 AND member_id = $2",
        vec![tx.organisation_id().into(), member_id.into()],
    )
    .await
}

/// Claims of the organisation behind `after`, in order of id, at most `most`: to compute all of them again.
pub(crate) async fn in_order(
    tx: &TenantTx,
    after: &str,
    most: usize,
) -> StoreResult<Vec<ClaimRow>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM action_claims WHERE organisation_id = $1 AND id > $2 ORDER BY id LIMIT {most}"
    );
    let rows = tx
        .query_all(&sql, vec![tx.organisation_id().into(), after.into()])
        .await?;
    rows.iter().map(claim).collect()
}

/// What a member claimed in a span and counts or waits.
pub(super) async fn earlier(
    tx: &TenantTx,
    member_id: &str,
    span: Period,
) -> StoreResult<Vec<Earlier>> {
    let sql = format!(
        "SELECT action_code, day, units_accepted_micro, net_grams, started_minute, logged_minute, duration_minutes, \
         trips, meal, self_reported, order_mark FROM action_claims WHERE organisation_id = $1 AND member_id = $2 \
         AND day >= $3 AND day <= $4 AND state IN {COUNTING}"
    );
    let values = of_span(tx, member_id, span);
    let rows = tx.query_all(&sql, values).await?;
    rows.iter()
        .map(|row| {
            let mut cells = Cells::of(row);
            Ok(Earlier {
                code: cells.take()?,
                day: cells.parsed()?,
                accepted_micro: cells.take()?,
                grams: cells.take()?,
                started_minute: cells.take()?,
                logged_minute: cells.take()?,
                duration_minutes: cells.take()?,
                trips: cells.take()?,
                meal: cells.parsed_option()?,
                self_reported: cells.take()?,
                has_travel_order: cells.take::<Option<String>>()?.is_some(),
            })
        })
        .collect()
}

fn of_span(tx: &TenantTx, member_id: &str, span: Period) -> Vec<Value> {
    vec![
        tx.organisation_id().into(),
        member_id.into(),
        span.start().to_string().into(),
        span.end().to_string().into(),
    ]
}

/// Units of an action that a member had accepted in a span.
pub(super) async fn accepted_micro(
    tx: &TenantTx,
    member_id: &str,
    code: &str,
    span: Period,
) -> StoreResult<i64> {
    let sql = format!(
        "SELECT CAST(COALESCE(SUM(units_accepted_micro), 0) AS BIGINT) FROM action_claims WHERE organisation_id = $1 \
         AND member_id = $2 AND day >= $3 AND day <= $4 AND action_code = $5 AND state IN {COUNTING}"
    );
    let mut values = of_span(tx, member_id, span);
    values.push(code.into());
    one_number(tx, &sql, values).await
}

/// Claims of these actions that a member has in a span.
pub(super) async fn times(
    tx: &TenantTx,
    member_id: &str,
    codes: &[&str],
    span: Period,
) -> StoreResult<i64> {
    let sql = format!(
        "SELECT COUNT(*) FROM action_claims WHERE organisation_id = $1 AND member_id = $2 AND day >= $3 AND day <= $4 \
         AND state IN {COUNTING} AND action_code IN ({})",
        marks(4, codes.len())
    );
    let mut values = of_span(tx, member_id, span);
    values.extend(codes.iter().map(|code| Value::from(*code)));
    one_number(tx, &sql, values).await
}

/// Whether a member has a claim of these actions on this travel order.
pub(super) async fn has_on_order(
    tx: &TenantTx,
    member_id: &str,
    codes: &[&str],
    order_mark: &str,
) -> StoreResult<bool> {
    let sql = format!(
        "SELECT COUNT(*) FROM action_claims WHERE organisation_id = $1 AND member_id = $2 AND order_mark = $3 \
         AND state IN {COUNTING} AND action_code IN ({})",
        marks(3, codes.len())
    );
    let mut values: Vec<Value> = vec![
        tx.organisation_id().into(),
        member_id.into(),
        order_mark.into(),
    ];
    values.extend(codes.iter().map(|code| Value::from(*code)));
    Ok(one_number(tx, &sql, values).await? > 0)
}

/// Days before `day`, latest first and at most `most`, on which a member claimed an action on their word alone, with the
/// amount of each.
pub(super) async fn amounts_before(
    tx: &TenantTx,
    member_id: &str,
    code: &str,
    day: Date,
    most: usize,
) -> StoreResult<Vec<(Date, i64)>> {
    let sql = format!(
        "SELECT day, CAST(SUM(units_claimed_micro) AS BIGINT) FROM action_claims WHERE organisation_id = $1 \
         AND member_id = $2 AND action_code = $3 AND day < $4 AND self_reported = $5 AND state IN {COUNTING} \
         GROUP BY day ORDER BY day DESC LIMIT {most}"
    );
    let values = vec![
        tx.organisation_id().into(),
        member_id.into(),
        code.into(),
        day.to_string().into(),
        true.into(),
    ];
    let rows = tx.query_all(&sql, values).await?;
    rows.iter()
        .map(|row| {
            let mut cells = Cells::of(row);
            Ok((cells.parsed()?, cells.take()?))
        })
        .collect()
}

/// What a member used of an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Usage {
    /// Units accepted today.
    pub(crate) today_micro: i64,
    /// Units accepted this calendar year.
    pub(crate) this_year_micro: i64,
    /// Claims of the past ninety days.
    pub(crate) recent_times: i64,
    /// Units of the latest of them.
    pub(crate) last_claimed_micro: Option<i64>,
}

/// What a member used of each action, by code.
pub(crate) async fn usage(
    tx: &TenantTx,
    member_id: &str,
    today: Date,
) -> StoreResult<HashMap<String, Usage>> {
    let recent = Date::from_day_number(today.day_number() - RECENT_DAYS).unwrap_or(today);
    let new_year = Date::new(today.year(), 1, 1).unwrap_or(today);
    let sql = format!(
        "SELECT action_code, \
         CAST(COALESCE(SUM(CASE WHEN day = $3 THEN units_accepted_micro ELSE 0 END), 0) AS BIGINT), \
         CAST(COALESCE(SUM(CASE WHEN day >= $4 THEN units_accepted_micro ELSE 0 END), 0) AS BIGINT), \
         CAST(SUM(CASE WHEN day >= $5 THEN 1 ELSE 0 END) AS BIGINT), MAX(id) \
         FROM action_claims WHERE organisation_id = $1 AND member_id = $2 AND (day >= $4 OR day >= $5) \
         AND state IN {COUNTING} GROUP BY action_code"
    );
    let values = vec![
        tx.organisation_id().into(),
        member_id.into(),
        today.to_string().into(),
        new_year.to_string().into(),
        recent.to_string().into(),
    ];
    let mut usage = HashMap::new();
    let mut latest = HashMap::new();
    for row in tx.query_all(&sql, values).await? {
        let mut cells = Cells::of(&row);
        let code: String = cells.take()?;
        let used = Usage {
            today_micro: cells.take()?,
            this_year_micro: cells.take()?,
            recent_times: cells.take()?,
            last_claimed_micro: None,
        };
        latest.insert(cells.take::<String>()?, code.clone());
        usage.insert(code, used);
    }
    let ids: Vec<String> = latest.keys().cloned().collect();
    for claim in find_all(tx, &ids).await? {
        if let Some(used) = latest.get(&claim.id).and_then(|code| usage.get_mut(code)) {
            used.last_claimed_micro = Some(claim.claimed_micro);
        }
    }
    Ok(usage)
}

/// Grams that a member's claims of a span saved and that count, by place in the employer's inventory.
pub(crate) async fn reductions(
    tx: &TenantTx,
    member_id: &str,
    span: Period,
) -> StoreResult<Vec<Reduction>> {
    let rows = tx
        .query_all(
            "SELECT inventory_link, CAST(SUM(net_grams) AS BIGINT) FROM action_claims WHERE organisation_id = $1 \
             AND member_id = $2 AND day >= $3 AND day <= $4 AND state IN ('ACCEPTED', 'PARTLY_ACCEPTED') \
             GROUP BY inventory_link",
            of_span(tx, member_id, span),
        )
        .await?;
    rows.iter()
        .map(|row| {
            let mut cells = Cells::of(row);
            Ok(Reduction {
                link: cells.parsed()?,
                grams: cells.take()?,
            })
        })
        .collect()
}

/// What one member claimed of one action on one day.
pub(crate) struct MemberDay {
    pub(crate) member_id: String,
    pub(crate) day: Date,
    pub(crate) action_code: String,
    pub(crate) micro: i64,
}

/// Units that members claimed in a span and that count: for the employer's inventory.
pub(crate) async fn by_member_day(tx: &TenantTx, span: Period) -> StoreResult<Vec<MemberDay>> {
    let rows = tx
        .query_all(
            "SELECT member_id, day, action_code, CAST(SUM(units_accepted_micro) AS BIGINT) FROM action_claims \
             WHERE organisation_id = $1 AND day >= $2 AND day <= $3 AND state IN ('ACCEPTED', 'PARTLY_ACCEPTED') \
             GROUP BY member_id, day, action_code",
            vec![
                tx.organisation_id().into(),
                span.start().to_string().into(),
                span.end().to_string().into(),
            ],
        )
        .await?;
    rows.iter()
        .map(|row| {
            let mut cells = Cells::of(row);
            Ok(MemberDay {
                member_id: cells.take()?,
                day: cells.parsed()?,
                action_code: cells.take()?,
                micro: cells.take()?,
            })
        })
        .collect()
}

async fn one_number(tx: &TenantTx, sql: &str, values: Vec<Value>) -> StoreResult<i64> {
    let row = tx.query_one(sql, values).await?;
    row.as_ref()
        .map_or(Ok(0), |row| Cells::of(row).take::<i64>())
}
