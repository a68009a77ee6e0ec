//! Background work that survives the death of its process.
//!
//! A job is a row written in the transaction that makes it necessary. A worker leases it, renews the lease while it
//! works, and saves its progress in the same transactions as its results. When its process dies the lease runs out
//! and another worker takes up the job where the last commit left it; a worker that only seemed dead finds its
//! lease gone at its next commit and can write nothing more. `docs/adr/0003-jobs-are-rows-of-our-own.md` says why this
//! is not a library.

mod context;
mod store;
mod worker;

use std::{collections::HashMap, future::Future, pin::Pin, sync::Arc, time::Duration};

use tokio::sync::Notify;

pub use self::{
    context::JobContext,
    store::{Job, JobState},
    worker::{Workers, WorkersConfig},
};
use super::{
    clock::{Clock, Timestamp},
    db::{NamesTenant, StoreError, StoreResult, TenantTx},
    ids::IdSource,
};

/// Times a job is begun before it is given up.
const ATTEMPTS_MAX: i32 = 5;

/// Writes jobs into transactions and wakes this process's workers.
#[derive(Debug, Clone)]
pub struct Jobs {
    clock: Clock,
    ids: IdSource,
    wake: Arc<Notify>,
}

impl Jobs {
    /// A queue without workers yet.
    pub fn new(clock: Clock, ids: IdSource) -> Self {
        Self {
            clock,
            ids,
            wake: Arc::new(Notify::new()),
        }
    }

    /// Writes a job into `tx` and returns its id; workers see it once `tx` has committed.
    ///
    /// `payload` is what the handler of `kind` needs, as JSON: ids rather than data.
    pub async fn enqueue(
        &self,
        tx: &TenantTx,
        kind: &str,
        payload: &serde_json::Value,
    ) -> StoreResult<String> {
        self.enqueue_at(tx, kind, payload, self.clock.now()).await
    }

    /// Like [`enqueue`](Self::enqueue), but not begun before `run_at`.
    pub async fn enqueue_at(
        &self,
        tx: &TenantTx,
        kind: &str,
        payload: &serde_json::Value,
        run_at: Timestamp,
    ) -> StoreResult<String> {
        let id = self.ids.prefixed("job");
        tx.execute(
            "INSERT INTO jobs (id, organisation_id, kind, payload, state, attempts, attempts_max, run_at, created_at) \
             VALUES ($1, $2, $3, $4, 'QUEUED', 0, $5, $6, $7)",
            vec![
                id.clone().into(),
                tx.organisation_id().into(),
                kind.into(),
                payload.to_string().into(),
                ATTEMPTS_MAX.into(),
                run_at.to_rfc3339().into(),
                self.clock.now().to_rfc3339().into(),
            ],
        )
        .await?;
        let wake = Arc::clone(&self.wake);
        tx.after_commit(move || wake.notify_one());
        Ok(id)
    }

    /// Cancels a job of the organisation. One that is running can commit nothing more and stops at its next step.
    /// Answers whether there was anything to cancel.
    pub async fn cancel(&self, tx: &TenantTx, id: &str) -> StoreResult<bool> {
        let changed = tx
            .execute(
                "UPDATE jobs SET state = 'CANCELLED', finished_at = $3, lease_owner = NULL, lease_until = NULL \
                 WHERE id = $1 AND organisation_id = $2 AND state IN ('QUEUED', 'RUNNING')",
                vec![id.into(), tx.organisation_id().into(), self.clock.now().to_rfc3339().into()],
            )
            .await?;
        Ok(changed > 0)
    }
}

/// Why a job's step did not succeed.
#[derive(Debug, thiserror::Error)]
pub enum JobError {
    /// Try again later, with growing pauses, at most five times in all.
    #[error("{0}")]
    Retry(String),
    /// Never try again: the same would happen.
    #[error("{0}")]
    Fatal(String),
    /// The job was cancelled or another worker holds it now; this one stops without a trace.
    #[error("the job is no longer this worker's")]
    Lost,
}

impl From<StoreError> for JobError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Superseded(_) => Self::Lost,
            StoreError::Database(_) => Self::Retry(error.to_string()),
            StoreError::Corrupt(_) => Self::Fatal(error.to_string()),
        }
    }
}

/// What a handler's run came to.
pub type JobOutcome = Result<(), JobError>;

type HandlerFuture = Pin<Box<dyn Future<Output = JobOutcome> + Send>>;
type Handler = Arc<dyn Fn(JobContext) -> HandlerFuture + Send + Sync>;
/// Told, in the job's own last transaction, that a job was given up, so that its subject can say so.
type GivenUp = Arc<dyn Fn(JobContext, String) -> HandlerFuture + Send + Sync>;

/// Which function does which kind of job.
#[derive(Clone, Default)]
pub struct JobRegistry {
    handlers: HashMap<&'static str, Handler>,
    given_up: HashMap<&'static str, GivenUp>,
}

impl JobRegistry {
    /// No kinds yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Has `handler` do jobs of `kind`.
    ///
    /// A handler writes only through [`JobContext::begin`] and [`JobContext::commit`]; it may be run again after a
    /// crash and then finds its last [`JobContext::checkpoint`].
    #[must_use]
    pub fn on<F, Fut>(mut self, kind: &'static str, handler: F) -> Self
    where
        F: Fn(JobContext) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = JobOutcome> + Send + 'static,
    {
        self.handlers
            .insert(kind, Arc::new(move |context| Box::pin(handler(context))));
        self
    }

    /// Has `action` told, with the reason, when a job of `kind` failed for good.
    #[must_use]
    pub fn on_given_up<F, Fut>(mut self, kind: &'static str, action: F) -> Self
    where
        F: Fn(JobContext, String) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = JobOutcome> + Send + 'static,
    {
        self.given_up.insert(
            kind,
            Arc::new(move |context, reason| Box::pin(action(context, reason))),
        );
        self
    }
}

impl std::fmt::Debug for JobRegistry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.handlers.keys()).finish()
    }
}

impl NamesTenant for Job {
    fn organisation_id(&self) -> &str {
        &self.organisation_id
    }
}

/// The pause before attempt `attempts + 1`: 2, 4, 8, 16 seconds.
fn pause_after(attempts: i32) -> Duration {
    Duration::from_secs(1 << attempts.clamp(1, 6))
}
