//! The rows behind jobs.

use std::time::Duration;

use sea_orm::{DbBackend, QueryResult};

use crate::platform::{
    clock::Timestamp,
    db::{Database, Purpose, StoreError, StoreResult},
};

/// A job as a worker holds it.
#[derive(Debug, Clone)]
pub struct Job {
    /// `job_…`.
    pub id: String,
    /// The organisation it works for.
    pub organisation_id: String,
    /// Which handler does it.
    pub kind: String,
    /// What the handler needs.
    pub payload: serde_json::Value,
    /// Where the last commit left it, if it was begun before.
    pub checkpoint: Option<serde_json::Value>,
    /// How often it was begun, this time included.
    pub attempts: i32,
    /// How often it may be begun.
    pub attempts_max: i32,
}

/// Where a job stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobState {
    /// Waits for a worker.
    Queued,
    /// A worker holds its lease.
    Running,
    /// Done.
    Done,
    /// Given up.
    Failed,
    /// Cancelled by a person.
    Cancelled,
}

impl JobState {
    pub(super) const fn text(self) -> &'static str {
        match self {
            Self::Queued => "QUEUED",
            Self::Running => "RUNNING",
            Self::Done => "DONE",
            Self::Failed => "FAILED",
            Self::Cancelled => "CANCELLED",
        }
    }
}

/// Leases the job that has waited longest, or one whose lease ran out.
pub(super) async fn claim(
    database: &Database,
    owner: &str,
    now: Timestamp,
    lease: Duration,
) -> StoreResult<Option<Job>> {
    let lock = if database.backend() == DbBackend::Postgres {
        "FOR UPDATE SKIP LOCKED"
    } else {
        ""
    };
    let sql = format!(
        "UPDATE jobs SET state = 'RUNNING', attempts = attempts + 1, lease_owner = $1, lease_until = $2 \
         WHERE id = (SELECT id FROM jobs WHERE (state = 'QUEUED' AND run_at <= $3) \
                     OR (state = 'RUNNING' AND lease_until < $3) ORDER BY run_at, id LIMIT 1 {lock}) \
         RETURNING id, organisation_id, kind, payload, checkpoint, attempts, attempts_max"
    );
    let tx = database.begin_system(Purpose::Jobs).await?;
    let row = tx
        .query_one(
            &sql,
            vec![
                owner.into(),
                now.plus(lease).to_rfc3339().into(),
                now.to_rfc3339().into(),
            ],
        )
        .await?;
    tx.commit().await?;
    row.map(|row| job_of(&row)).transpose()
}

/// Whether anything could be claimed now: a reading question, so that an idle worker does not hold the writer.
pub(super) async fn any_waiting(database: &Database, now: Timestamp) -> StoreResult<bool> {
    let tx = database.read_system(Purpose::Jobs).await?;
    let sql = "SELECT 1 AS waiting FROM jobs WHERE (state = 'QUEUED' AND run_at <= $1) \
               OR (state = 'RUNNING' AND lease_until < $1) LIMIT 1";
    Ok(tx
        .query_one(sql, vec![now.to_rfc3339().into()])
        .await?
        .is_some())
}

/// Moves the lease's end to `until`. Answers whether the lease was still held.
pub(super) async fn renew(
    database: &Database,
    job: &Job,
    owner: &str,
    until: Timestamp,
) -> StoreResult<bool> {
    let tx = database.begin_system(Purpose::Jobs).await?;
    let sql = "UPDATE jobs SET lease_until = $1 \
               WHERE id = $2 AND state = 'RUNNING' AND lease_owner = $3 AND attempts = $4";
    let values = vec![
        until.to_rfc3339().into(),
        job.id.clone().into(),
        owner.into(),
        job.attempts.into(),
    ];
    let changed = tx.execute(sql, values).await?;
    tx.commit().await?;
    Ok(changed == 1)
}

/// Ends the lease: done, failed, or queued again for `run_at`.
pub(super) async fn release(
    database: &Database,
    job: &Job,
    owner: &str,
    state: JobState,
    failure: Option<&str>,
    run_at: Timestamp,
    now: Timestamp,
) -> StoreResult<bool> {
    let finished = matches!(state, JobState::Done | JobState::Failed).then(|| now.to_rfc3339());
    let tx = database.begin_system(Purpose::Jobs).await?;
    let sql = "UPDATE jobs SET state = $1, failure = $2, run_at = $3, finished_at = $4, \
               lease_owner = NULL, lease_until = NULL \
               WHERE id = $5 AND state = 'RUNNING' AND lease_owner = $6 AND attempts = $7";
    let values = vec![
        state.text().into(),
        failure.map(str::to_owned).into(),
        run_at.to_rfc3339().into(),
        finished.into(),
        job.id.clone().into(),
        owner.into(),
        job.attempts.into(),
    ];
    let changed = tx.execute(sql, values).await?;
    tx.commit().await?;
    Ok(changed == 1)
}

/// Hands a job back untouched, because its worker stops: the attempt does not count.
pub(super) async fn hand_back(database: &Database, job: &Job, owner: &str) -> StoreResult<()> {
    let tx = database.begin_system(Purpose::Jobs).await?;
    let sql = "UPDATE jobs SET state = 'QUEUED', attempts = attempts - 1, lease_owner = NULL, lease_until = NULL \
               WHERE id = $1 AND state = 'RUNNING' AND lease_owner = $2 AND attempts = $3";
    tx.execute(
        sql,
        vec![job.id.clone().into(), owner.into(), job.attempts.into()],
    )
    .await?;
    tx.commit().await
}

/// On SQLite, where one server owns the file: whatever was running when the process died can be taken up at once.
pub(super) async fn free_all_leases(database: &Database, now: Timestamp) -> StoreResult<u64> {
    let tx = database.begin_system(Purpose::Jobs).await?;
    let sql = "UPDATE jobs SET state = 'QUEUED', run_at = $1, lease_owner = NULL, lease_until = NULL \
               WHERE state = 'RUNNING'";
    let freed = tx.execute(sql, vec![now.to_rfc3339().into()]).await?;
    tx.commit().await?;
    Ok(freed)
}

/// Forgets jobs that ended before `before`.
pub(super) async fn forget_finished(database: &Database, before: Timestamp) -> StoreResult<u64> {
    let tx = database.begin_system(Purpose::Jobs).await?;
    let forgotten = tx
        .execute(
            "DELETE FROM jobs WHERE finished_at < $1",
            vec![before.to_rfc3339().into()],
        )
        .await?;
    tx.commit().await?;
    Ok(forgotten)
}

fn job_of(row: &QueryResult) -> StoreResult<Job> {
    let json = |text: String| {
        serde_json::from_str(&text)
            .map_err(|error| StoreError::Corrupt(format!("a job's JSON: {error}")))
    };
    let checkpoint: Option<String> = row.try_get("", "checkpoint")?;
    Ok(Job {
        id: row.try_get("", "id")?,
        organisation_id: row.try_get("", "organisation_id")?,
        kind: row.try_get("", "kind")?,
        payload: json(row.try_get("", "payload")?)?,
        checkpoint: checkpoint.map(json).transpose()?,
        attempts: row.try_get("", "attempts")?,
        attempts_max: row.try_get("", "attempts_max")?,
    })
}
