//! The daily run of each organisation: holds that have lapsed are voided, points whose last day is over expire, and
//! owners are told of those that are about to.
//!
//! The first posting of an organisation plans the first run; each run plans the next for the coming midnight where the
//! company is.

use saxaul_shared::{
    credits::{
        TransactionKind,
        ledger::{AccountRef, PostRequest, expire},
    },
    period::Date,
};
use serde_json::json;

use super::{notice, service, store};
use crate::{
    accounting::cells::Cells,
    credits::day::{day_of, next_midnight},
    platform::{
        Platform,
        db::{StoreResult, TenantTx},
        jobs::{JobContext, JobError, JobOutcome, JobRegistry},
    },
};

/// Kind of the job.
pub(super) const JOB: &str = "credit_expiry";

/// Accounts or holds in one transaction.
const BATCH: u32 = 200;

/// Registers the job.
pub(crate) fn register(platform: &Platform, registry: JobRegistry) -> JobRegistry {
    let (daily, given_up) = (platform.clone(), platform.clone());
    registry
        .on(JOB, move |context| run(daily.clone(), context))
        .on_given_up(JOB, move |context, _| {
            plan_after_failure(given_up.clone(), context)
        })
}

/// Plans the next run for the coming midnight.
pub(super) async fn plan(platform: &Platform, tx: &TenantTx) -> StoreResult<()> {
    let at = next_midnight(tx, platform.clock.now()).await?;
    platform.jobs.enqueue_at(tx, JOB, &json!({}), at).await?;
    Ok(())
}

/// A day's run that failed for good must not end the days after it.
async fn plan_after_failure(platform: Platform, context: JobContext) -> JobOutcome {
    let tx = context.begin().await?;
    plan(&platform, &tx).await?;
    tx.commit().await?;
    Ok(())
}

/// What a run does before it tells owners.
#[derive(Debug, Clone, Copy)]
enum Step {
    Holds,
    Lots,
}

async fn run(platform: Platform, context: JobContext) -> JobOutcome {
    // The next run was planned together with the last step of this one, before its process died.
    if context
        .checkpoint()
        .is_some_and(|saved| saved["planned"] == true)
    {
        return Ok(());
    }
    // Holds first: what they give back may have run out meanwhile.
    for step in [Step::Holds, Step::Lots] {
        loop {
            if context.should_stop() {
                return Err(JobError::Lost);
            }
            let tx = context.begin().await?;
            let today = today(&platform, &tx).await?;
            let more = match step {
                Step::Holds => void_lapsed(&platform, &tx, today).await?,
                Step::Lots => expire_lots(&platform, &tx, today).await?,
            };
            context.commit(tx, &json!({})).await?;
            if !more {
                break;
            }
        }
    }
    let mut place = (String::new(), String::new());
    loop {
        if context.should_stop() {
            return Err(JobError::Lost);
        }
        let tx = context.begin().await?;
        let today = today(&platform, &tx).await?;
        match notice::make(&platform, &tx, today, &place).await? {
            Some(next) => {
                place = next;
                context.commit(tx, &json!({})).await?;
            }
            None => {
                save_day(&tx, today).await?;
                plan(&platform, &tx).await?;
                context.commit(tx, &json!({ "planned": true })).await?;
                return Ok(());
            }
        }
    }
}

/// The day of the run where the company is; never before that of an earlier run, whatever the clock says.
async fn today(platform: &Platform, tx: &TenantTx) -> StoreResult<Date> {
    let today = day_of(tx, platform.clock.now()).await?;
    let sql = "SELECT expired_through FROM ledger_runs WHERE organisation_id = $1";
    let row = tx.query_one(sql, vec![tx.organisation_id().into()]).await?;
    let before: Option<Date> = row.map(|row| Cells::of(&row).parsed()).transpose()?;
    Ok(before.map_or(today, |before| before.max(today)))
}

async fn save_day(tx: &TenantTx, today: Date) -> StoreResult<()> {
    tx.execute(
        "INSERT INTO ledger_runs (organisation_id, expired_through) VALUES ($1, $2) \
         ON CONFLICT (organisation_id) DO UPDATE SET expired_through = excluded.expired_through",
        vec![tx.organisation_id().into(), today.to_string().into()],
    )
    .await?;
    Ok(())
}

/// Voids holds whose last day is over. Answers whether there may be more.
async fn void_lapsed(platform: &Platform, tx: &TenantTx, today: Date) -> StoreResult<bool> {
    store::lock_head(tx).await?;
    let sql = format!(
        "SELECT h.id FROM ledger_transactions h WHERE h.organisation_id = $1 AND h.kind = 'HOLD' AND h.expires_day < $2 \
         AND NOT EXISTS (SELECT 1 FROM ledger_transactions o WHERE o.organisation_id = h.organisation_id \
         AND o.refers_to = h.id) ORDER BY h.sequence LIMIT {BATCH}"
    );
    let values = vec![tx.organisation_id().into(), today.to_string().into()];
    let ids: Vec<String> = tx
        .query_all(&sql, values)
        .await?
        .iter()
        .map(|row| row.try_get_by_index(0))
        .collect::<Result<_, _>>()?;
    let requests: Vec<PostRequest> = store::posted(tx, &ids)
        .await?
        .iter()
        .map(|(held, _)| service::void(held, today))
        .collect();
    service::post(platform, tx, requests).await?;
    Ok(is_full(ids.len()))
}

/// Expires what has run out. Answers whether there may be more.
async fn expire_lots(platform: &Platform, tx: &TenantTx, today: Date) -> StoreResult<bool> {
    // Amounts are read behind the lock of the head: nobody spends between the look and the posting.
    store::lock_head(tx).await?;
    let sql = format!(
        "SELECT l.account, CAST(SUM(l.remaining) AS BIGINT), MAX(a.sequence) FROM ledger_lots l JOIN ledger_accounts a \
         ON a.organisation_id = l.organisation_id AND a.account = l.account AND a.book = l.book \
         WHERE l.organisation_id = $1 AND l.book = 'POINT' AND l.expires_day < $2 AND l.remaining > 0 \
         GROUP BY l.account ORDER BY l.account LIMIT {BATCH}"
    );
    let values = vec![tx.organisation_id().into(), today.to_string().into()];
    let mut requests = Vec::new();
    for row in &tx.query_all(&sql, values).await? {
        let mut cells = Cells::of(row);
        let account: AccountRef = cells.parsed()?;
        let (amount, sequence): (i64, i64) = (cells.take()?, cells.take()?);
        requests.push(PostRequest::new(
            format!("expire:{account}:{sequence}"),
            TransactionKind::Expire,
            expire(account, amount),
            today,
        ));
    }
    let found = requests.len();
    service::post(platform, tx, requests).await?;
    Ok(is_full(found))
}

fn is_full(found: usize) -> bool {
    found >= usize::try_from(BATCH).unwrap_or(usize::MAX)
}
