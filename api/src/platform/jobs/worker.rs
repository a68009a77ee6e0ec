//! Workers: claim, run, renew, release.

use std::{
    panic::AssertUnwindSafe,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use futures_util::FutureExt as _;
use sea_orm::DbBackend;
use tokio::{
    sync::{oneshot, watch},
    task::JoinHandle,
};

use super::{
    Job, JobContext, JobError, JobOutcome, JobRegistry, JobState, Jobs, pause_after, store,
};
use crate::platform::{clock::Clock, db::Database};

/// How long ended jobs are kept for inspection.
const KEPT: Duration = Duration::from_hours(7 * 24);

/// How workers behave.
#[derive(Debug, Clone, Copy)]
pub struct WorkersConfig {
    /// Jobs done at the same time in this process.
    pub concurrency: usize,
    /// How long a worker may be silent before its job is another's. Renewed at a third of it.
    pub lease: Duration,
    /// How often to look for jobs that other processes queued.
    pub poll: Duration,
}

impl Default for WorkersConfig {
    fn default() -> Self {
        Self {
            concurrency: 2,
            lease: Duration::from_secs(30),
            poll: Duration::from_secs(1),
        }
    }
}

/// What the workers of one process share.
pub(super) struct Shared {
    pub(super) database: Database,
    pub(super) clock: Clock,
    pub(super) config: WorkersConfig,
    jobs: Jobs,
    registry: JobRegistry,
}

/// The workers of this process.
#[derive(Debug)]
pub struct Workers {
    stop: watch::Sender<bool>,
    tasks: Vec<JoinHandle<()>>,
}

impl Workers {
    /// Starts `config.concurrency` workers. On SQLite, whose file belongs to one server, jobs that were running when
    /// the last process died are freed at once; on PostgreSQL their leases run out.
    pub async fn start(
        database: Database,
        jobs: &Jobs,
        registry: JobRegistry,
        config: WorkersConfig,
    ) -> crate::platform::db::StoreResult<Self> {
        let now = jobs.clock.now();
        if database.backend() == DbBackend::Sqlite {
            let freed = store::free_all_leases(&database, now).await?;
            if freed > 0 {
                tracing::info!(jobs = freed, "jobs of the last run are taken up again");
            }
        }
        store::forget_finished(&database, now.minus(KEPT)).await?;
        let (stop, stopped) = watch::channel(false);
        let shared = Arc::new(Shared {
            database,
            clock: jobs.clock.clone(),
            config,
            jobs: jobs.clone(),
            registry,
        });
        let tasks = (0..config.concurrency.max(1))
            .map(|_| {
                tokio::spawn(work(
                    Arc::clone(&shared),
                    jobs.ids.prefixed("wrk"),
                    stopped.clone(),
                ))
            })
            .collect();
        Ok(Self { stop, tasks })
    }

    /// Asks every worker to stop at its job's next safe point and waits for them, at most `patience`. A job cut off
    /// after that is taken up from its last checkpoint by the next server.
    pub async fn drain(self, patience: Duration) {
        self.stop.send_replace(true);
        let deadline = tokio::time::Instant::now() + patience;
        for task in self.tasks {
            let abort = task.abort_handle();
            if tokio::time::timeout_at(deadline, task).await.is_err() {
                abort.abort();
            }
        }
    }
}

async fn work(shared: Arc<Shared>, owner: String, mut stop: watch::Receiver<bool>) {
    let owner: Arc<str> = owner.into();
    while !*stop.borrow() {
        match claim(&shared, &owner).await {
            Ok(Some(job)) => run(&shared, Arc::new(job), &owner, &stop).await,
            Ok(None) => {
                tokio::select! {
                    () = shared.jobs.wake.notified() => {}
                    () = tokio::time::sleep(shared.config.poll) => {}
                    _ = stop.changed() => {}
                }
            }
            Err(error) => {
                tracing::warn!(%error, "jobs cannot be claimed");
                tokio::time::sleep(shared.config.poll).await;
            }
        }
    }
}

async fn claim(shared: &Shared, owner: &str) -> crate::platform::db::StoreResult<Option<Job>> {
    let now = shared.clock.now();
    if !store::any_waiting(&shared.database, now).await? {
        return Ok(None);
    }
    let claimed = store::claim(&shared.database, owner, now, shared.config.lease).await?;
    if claimed.is_some() {
        // There may be more where this came from: let the next idle worker look.
        shared.jobs.wake.notify_one();
    }
    Ok(claimed)
}

async fn run(shared: &Arc<Shared>, job: Arc<Job>, owner: &Arc<str>, stop: &watch::Receiver<bool>) {
    let context = JobContext {
        job: Arc::clone(&job),
        shared: Arc::clone(shared),
        owner: Arc::clone(owner),
        lost: Arc::new(AtomicBool::new(false)),
        stop: stop.clone(),
    };
    let outcome = if job.attempts > job.attempts_max {
        // Died with its process again and again: most likely it is what kills the process.
        Err(JobError::Fatal(
            "its process died each time it was begun".to_owned(),
        ))
    } else {
        handle(shared, &context).await
    };
    if let Err(error) = conclude(shared, &context, outcome).await {
        tracing::warn!(%error, job = job.id, "a job's end could not be saved; it will be taken up again");
    }
}

/// Runs the handler while the lease is renewed beside it; a panic counts as a failure of this job only.
async fn handle(shared: &Arc<Shared>, context: &JobContext) -> JobOutcome {
    let job = &context.job;
    let Some(handler) = shared.registry.handlers.get(job.kind.as_str()) else {
        return Err(JobError::Retry(format!(
            "this server knows no job {:?}",
            job.kind
        )));
    };
    let running = AssertUnwindSafe(handler(context.clone())).catch_unwind();
    let (lost, told) = oneshot::channel();
    // Beside the handler, not between its steps: a renewal waits while a transaction of the handler holds the job's row
    // (or SQLite's only writer), and the handler must be able to end that transaction meanwhile.
    let renewal = tokio::spawn(renew(Arc::clone(shared), context.clone(), lost));
    let outcome = tokio::select! {
        outcome = running => {
            outcome.unwrap_or_else(|_| Err(JobError::Retry("the handler panicked".to_owned())))
        }
        Ok(()) = told => Err(JobError::Lost),
    };
    renewal.abort();
    outcome
}

/// Renews the lease at a third of its length until it is aborted, or tells that the lease is another's.
async fn renew(shared: Arc<Shared>, context: JobContext, lost: oneshot::Sender<()>) {
    let mut pause = tokio::time::interval(shared.config.lease / 3);
    pause.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    pause.tick().await;
    loop {
        pause.tick().await;
        let until = shared.clock.now().plus(shared.config.lease);
        match store::renew(&shared.database, &context.job, &context.owner, until).await {
            Ok(true) => {}
            Ok(false) => {
                context.lost.store(true, Ordering::SeqCst);
                let _ = lost.send(());
                return;
            }
            Err(error) => {
                tracing::warn!(%error, job = context.job.id, "a lease could not be renewed");
            }
        }
    }
}

async fn conclude(
    shared: &Arc<Shared>,
    context: &JobContext,
    outcome: JobOutcome,
) -> crate::platform::db::StoreResult<()> {
    let (job, now) = (&context.job, shared.clock.now());
    let release = |state, failure, run_at| {
        store::release(
            &shared.database,
            job,
            &context.owner,
            state,
            failure,
            run_at,
            now,
        )
    };
    match outcome {
        Ok(()) => {
            release(JobState::Done, None, now).await?;
        }
        Err(JobError::Lost) => {
            if !context.lost.load(Ordering::SeqCst) {
                store::hand_back(&shared.database, job, &context.owner).await?;
            }
        }
        Err(JobError::Retry(reason)) if job.attempts < job.attempts_max => {
            tracing::warn!(
                job = job.id,
                kind = job.kind,
                reason,
                attempt = job.attempts,
                "a job will be tried again"
            );
            release(
                JobState::Queued,
                Some(&reason),
                now.plus(pause_after(job.attempts)),
            )
            .await?;
        }
        Err(JobError::Retry(reason) | JobError::Fatal(reason)) => {
            tracing::error!(job = job.id, kind = job.kind, reason, "a job is given up");
            if let Some(action) = shared.registry.given_up.get(job.kind.as_str())
                && let Err(error) = action(context.clone(), reason.clone()).await
            {
                tracing::error!(%error, job = job.id, "nobody could be told that a job was given up");
            }
            release(JobState::Failed, Some(&reason), now).await?;
        }
    }
    Ok(())
}
