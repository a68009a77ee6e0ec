//! What the ledger has for the steps of a day, brought to what the imports say together.
//!
//! A day is worth its best source, never their sum, and its points are those of its whole count less what was posted
//! before: importing twice, in another order, or a better file later comes to the same. Taking an import back reverses
//! the day's postings and posts what is left.

use std::collections::BTreeSet;

use saxaul_shared::{
    credits::{
        TransactionKind,
        action::EffectiveRule,
        ledger::{earn, expiry::last_day},
        sport::points_of_steps,
    },
    id::MemberId,
    period::Date,
};

use super::super::{
    action::service as actions,
    day::day_of,
    ledger::{
        PostOutcome,
        service::{self as ledger, PostRequest},
    },
    programme::settings,
};
use crate::{
    accounting::cells::Cells,
    platform::{
        Platform,
        db::{StoreError, StoreResult, TenantTx},
    },
};

/// The action of the catalogue.
const ACTION: &str = "SPT_STEPS_1000";

/// What the ledger has for a day.
#[derive(Debug, Clone, Copy, Default)]
struct Settled {
    steps: i64,
    points: i64,
    version: i64,
}

/// What settling came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Outcome {
    /// Points that came; below zero what went.
    pub(super) points: i64,
    /// Days whose points could not be taken back, because they are spent.
    pub(super) spent_days: u32,
    /// Steps earn nothing in this company.
    pub(super) is_switched_off: bool,
    /// The year's cap was reached.
    pub(super) is_year_full: bool,
}

/// Settles days of members. Members are locked in the order of their ids, then the ledger.
pub(super) async fn settle(
    platform: &Platform,
    tx: &TenantTx,
    days: &BTreeSet<(String, Date)>,
) -> StoreResult<Outcome> {
    let mut outcome = Outcome::default();
    let rule = match actions::rule_for(tx, ACTION).await? {
        Some(rule) if rule.enabled => rule,
        _ => {
            outcome.is_switched_off = true;
            return Ok(outcome);
        }
    };
    let members: BTreeSet<&String> = days.iter().map(|(member, _)| member).collect();
    for member in members {
        super::store::lock_member(tx, member).await?;
    }
    let today = day_of(tx, platform.clock.now()).await?;
    let months = settings::current(tx).await?.rules.expiry_months;
    let expires = last_day(today, months.and_then(|months| u32::try_from(months).ok()));
    for (member, day) in days {
        let change = one(platform, tx, &rule, member, *day, expires).await?;
        outcome.points = outcome.points.saturating_add(change.points);
        outcome.spent_days += change.spent_days;
        outcome.is_year_full |= change.is_year_full;
    }
    Ok(outcome)
}

async fn one(
    platform: &Platform,
    tx: &TenantTx,
    rule: &EffectiveRule<'_>,
    member: &str,
    day: Date,
    expires_day: Option<Date>,
) -> StoreResult<Outcome> {
    let mut outcome = Outcome::default();
    let before = settled(tx, member, day).await?;
    let most_a_day = rule.cap_per_day_micro / 1000;
    let left_this_year = rule.cap_per_year_micro / 1000 - other_days(tx, member, day).await?;
    let wanted = best(tx, member, day).await?.min(most_a_day);
    let steps = wanted.min(left_this_year.max(0));
    outcome.is_year_full = steps < wanted;
    if steps == before.steps {
        return Ok(outcome);
    }
    let worth = |steps| {
        let points = points_of_steps(steps, rule.def.factor_kg_per_unit, rule.points_per_kg);
        points.map_err(|error| StoreError::Corrupt(error.to_string()))
    };
    let id = MemberId::parse(member).map_err(|error| StoreError::Corrupt(error.to_string()))?;
    let origin = format!("steps:{member}:{day}");
    let earned = |key: String, points: i64| PostRequest {
        origin: Some(origin.clone()),
        rule_version: Some(rule.version),
        factor_version: Some(factor_version().to_owned()),
        claimed: Some(steps.saturating_mul(1000)),
        accepted: Some(steps.saturating_mul(1000)),
        expires_day,
        ..PostRequest::new(key, TransactionKind::Earn, earn(id, 0, points), day)
    };
    let version = before.version + 1;
    let mut requests = Vec::new();
    let points = if steps > before.steps {
        let more = worth(steps)? - worth(before.steps)?;
        if more > 0 {
            requests.push(earned(format!("steps:{member}:{day}:{version}"), more));
        }
        before.points + more
    } else {
        for posted in ledger::standing_of(tx, &origin).await? {
            requests.push(ledger::reverse(&posted, day));
        }
        let left = worth(steps)?;
        if left > 0 {
            requests.push(earned(format!("steps:{member}:{day}:{version}"), left));
        }
        left
    };
    let outcomes = ledger::post(platform, tx, requests).await?;
    let refused = outcomes
        .iter()
        .any(|outcome| matches!(outcome, PostOutcome::Refused(_) | PostOutcome::KeyMismatch));
    if refused {
        // Points that are spent stay spent; the day stays settled as it was.
        outcome.spent_days = 1;
        return Ok(outcome);
    }
    outcome.points = points - before.points;
    save(tx, member, day, steps, points, version).await?;
    Ok(outcome)
}

/// The version of the factors that points are computed with.
fn factor_version() -> &'static str {
    saxaul_shared::credits::action::ActionCatalogue::embedded().version()
}

/// The best source of a day.
async fn best(tx: &TenantTx, member: &str, day: Date) -> StoreResult<i64> {
    let row = tx
        .query_one(
            "SELECT COALESCE(MAX(credited), 0) FROM sport_days WHERE organisation_id = $1 AND member_id = $2 AND day = $3",
            vec![tx.organisation_id().into(), member.into(), day.to_string().into()],
        )
        .await?;
    Ok(row.map_or(Ok(0), |row| row.try_get_by_index(0))?)
}

/// Steps that were credited on other days of the same year.
async fn other_days(tx: &TenantTx, member: &str, day: Date) -> StoreResult<i64> {
    let row = tx
        .query_one(
            "SELECT CAST(COALESCE(SUM(steps), 0) AS BIGINT) FROM sport_settled WHERE organisation_id = $1 \
             AND member_id = $2 AND day LIKE $3 AND day <> $4",
            vec![
                tx.organisation_id().into(),
                member.into(),
                format!("{:04}-%", day.year()).into(),
                day.to_string().into(),
            ],
        )
        .await?;
    Ok(row.map_or(Ok(0), |row| row.try_get_by_index(0))?)
}

async fn settled(tx: &TenantTx, member: &str, day: Date) -> StoreResult<Settled> {
    let row = tx
        .query_one(
            "SELECT steps, points, version FROM sport_settled WHERE organisation_id = $1 AND member_id = $2 AND day = $3",
            vec![tx.organisation_id().into(), member.into(), day.to_string().into()],
        )
        .await?;
    let Some(row) = row else {
        return Ok(Settled::default());
    };
    let mut cells = Cells::of(&row);
    Ok(Settled {
        steps: cells.take()?,
        points: cells.take()?,
        version: cells.take()?,
    })
}

async fn save(
    tx: &TenantTx,
    member: &str,
    day: Date,
    steps: i64,
    points: i64,
    version: i64,
) -> StoreResult<()> {
    tx.execute(
        "INSERT INTO sport_settled (organisation_id, member_id, day, steps, points, version) \
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (organisation_id, member_id, day) \
         DO UPDATE SET steps = excluded.steps, points = excluded.points, version = excluded.version",
        vec![
            tx.organisation_id().into(),
            member.into(),
            day.to_string().into(),
            steps.into(),
            points.into(),
            version.into(),
        ],
    )
    .await?;
    Ok(())
}

/// Steps and points that the ledger has for the days of a member, by day.
pub(super) async fn of_days(
    tx: &TenantTx,
    member: &str,
    first: Date,
) -> StoreResult<Vec<(Date, i64, i64)>> {
    let rows = tx
        .query_all(
            "SELECT day, steps, points FROM sport_settled WHERE organisation_id = $1 AND member_id = $2 AND day >= $3",
            vec![tx.organisation_id().into(), member.into(), first.to_string().into()],
        )
        .await?;
    rows.iter()
        .map(|row| {
            let mut cells = Cells::of(row);
            Ok((cells.parsed()?, cells.take()?, cells.take()?))
        })
        .collect()
}
