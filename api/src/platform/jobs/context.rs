//! What a running job may do.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use tokio::sync::watch;

use super::{Job, JobError};
use crate::platform::{
    db::{Database, Tenant, TenantTx},
    jobs::worker::Shared,
};

/// A running job: its payload, its tenant, and transactions that only commit while the lease is held.
#[derive(Clone)]
pub struct JobContext {
    pub(super) job: Arc<Job>,
    pub(super) shared: Arc<Shared>,
    pub(super) owner: Arc<str>,
    pub(super) lost: Arc<AtomicBool>,
    pub(super) stop: watch::Receiver<bool>,
}

impl JobContext {
    /// The job's id.
    pub fn id(&self) -> &str {
        &self.job.id
    }

    /// What [`Jobs::enqueue`](super::Jobs::enqueue) was given.
    pub fn payload(&self) -> &serde_json::Value {
        &self.job.payload
    }

    /// What an earlier run of this job saved last, if there was one.
    pub fn checkpoint(&self) -> Option<&serde_json::Value> {
        self.job.checkpoint.as_ref()
    }

    /// How often the job was begun, this time included.
    pub fn attempt(&self) -> i32 {
        self.job.attempts
    }

    /// The organisation the job works for.
    pub fn tenant(&self) -> Tenant {
        Tenant::named_by(&*self.job)
    }

    /// The database, for reading.
    pub fn database(&self) -> &Database {
        &self.shared.database
    }

    /// Begins a transaction in the job's organisation that holds the job's row: while it lasts no other worker can
    /// take the job, and when the lease is already another's it fails with [`JobError::Lost`].
    pub async fn begin(&self) -> Result<TenantTx, JobError> {
        if self.lost.load(Ordering::SeqCst) {
            return Err(JobError::Lost);
        }
        let tx = self.shared.database.begin(&self.tenant()).await?;
        let until = self
            .shared
            .clock
            .now()
            .plus(self.shared.config.lease)
            .to_rfc3339();
        let held = tx
            .execute(
                "UPDATE jobs SET lease_until = $1 \
                 WHERE id = $2 AND organisation_id = $3 AND state = 'RUNNING' AND lease_owner = $4 AND attempts = $5",
                vec![
                    until.into(),
                    self.job.id.clone().into(),
                    tx.organisation_id().into(),
                    (*self.owner).into(),
                    self.job.attempts.into(),
                ],
            )
            .await?;
        if held == 1 {
            Ok(tx)
        } else {
            self.lost.store(true, Ordering::SeqCst);
            Err(JobError::Lost)
        }
    }

    /// Saves where the job stands, in `tx` (from [`begin`](Self::begin)), and commits it: results and progress
    /// together, or neither.
    pub async fn commit(
        &self,
        tx: TenantTx,
        checkpoint: &serde_json::Value,
    ) -> Result<(), JobError> {
        tx.execute(
            "UPDATE jobs SET checkpoint = $1 WHERE id = $2 AND organisation_id = $3",
            vec![
                checkpoint.to_string().into(),
                self.job.id.clone().into(),
                tx.organisation_id().into(),
            ],
        )
        .await?;
        Ok(tx.commit().await?)
    }

    /// Whether the handler should stop at its next safe point: the server shuts down, or the lease is gone. It then
    /// returns [`JobError::Lost`]; the job goes on elsewhere or after the restart from its last checkpoint.
    pub fn should_stop(&self) -> bool {
        *self.stop.borrow() || self.lost.load(Ordering::SeqCst)
    }
}

impl std::fmt::Debug for JobContext {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("JobContext")
            .field("job", &self.job)
            .finish_non_exhaustive()
    }
}
