//! Group commit: gifts that are asked for at the same time in one organisation share one database transaction, and so one
//! wait for the disk. Each is answered after the commit, never before.
//!
//! There is one queue and one task for each organisation with gifts under way. The task takes what has gathered while the
//! last batch was committed; nobody waits for company. `docs/adr/0009-gifts-share-a-commit.md` says why.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use futures_util::FutureExt as _;
use tokio::sync::{
    mpsc::{self, error::TrySendError},
    oneshot,
};

use super::{
    service::retrying,
    transfer::{self, TransferOutcome, TransferRequest},
};
use crate::platform::{
    Platform,
    db::{StoreError, StoreResult, Tenant},
};

/// Gifts of one organisation that may wait; one more is told to come again.
const QUEUE_MAX: usize = 4096;
/// Gifts in one database transaction: more would make the first of them wait too long for the last.
const BATCH_MAX: usize = 256;
/// A queue without gifts for this long is given up.
const IDLE: Duration = Duration::from_secs(30);

/// The queue is full, or the server is stopping: nothing was done.
#[derive(Debug, thiserror::Error)]
#[error("too many gifts wait to be recorded")]
pub(crate) struct Busy;

/// Why a gift has no outcome.
#[derive(Debug, thiserror::Error)]
pub(crate) enum WriteError {
    /// Nothing was done.
    #[error(transparent)]
    Busy(#[from] Busy),
    /// The database failed: sending the same key again tells what became of it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Batches the gifts of each organisation. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Writer {
    inner: Arc<Inner>,
}

struct Inner {
    platform: Platform,
    queues: Mutex<HashMap<Tenant, mpsc::Sender<Job>>>,
}

struct Job {
    request: TransferRequest,
    answer: oneshot::Sender<StoreResult<TransferOutcome>>,
}

impl Writer {
    /// A writer without queues yet.
    pub(crate) fn new(platform: Platform) -> Self {
        Self {
            inner: Arc::new(Inner {
                platform,
                queues: Mutex::default(),
            }),
        }
    }

    /// Makes a gift together with others and answers once it is committed, or refused.
    pub(crate) async fn transfer(
        &self,
        tenant: &Tenant,
        request: TransferRequest,
    ) -> Result<TransferOutcome, WriteError> {
        let (answer, answered) = oneshot::channel();
        let mut job = Job { request, answer };
        loop {
            match self.queue(tenant).try_send(job) {
                Ok(()) => break,
                Err(TrySendError::Full(_)) => return Err(Busy.into()),
                // The queue was given up this very moment: the next one is new.
                Err(TrySendError::Closed(back)) => {
                    self.forget_closed(tenant);
                    job = back;
                }
            }
        }
        match answered.await {
            Ok(outcome) => Ok(outcome?),
            Err(_) => Err(StoreError::Corrupt(
                "a batch of gifts ended without an answer".to_owned(),
            )
            .into()),
        }
    }

    fn queue(&self, tenant: &Tenant) -> mpsc::Sender<Job> {
        let mut queues = self
            .inner
            .queues
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        queues
            .entry(tenant.clone())
            .or_insert_with(|| {
                let (sender, receiver) = mpsc::channel(QUEUE_MAX);
                tokio::spawn(work(self.inner.platform.clone(), tenant.clone(), receiver));
                sender
            })
            .clone()
    }

    fn forget_closed(&self, tenant: &Tenant) {
        let mut queues = self
            .inner
            .queues
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if queues.get(tenant).is_some_and(mpsc::Sender::is_closed) {
            queues.remove(tenant);
        }
    }
}

impl std::fmt::Debug for Writer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Writer")
    }
}

async fn work(platform: Platform, tenant: Tenant, mut queue: mpsc::Receiver<Job>) {
    let mut batch = Vec::with_capacity(BATCH_MAX);
    loop {
        match tokio::time::timeout(IDLE, queue.recv_many(&mut batch, BATCH_MAX)).await {
            Ok(0) => return,
            Ok(_) => commit(&platform, &tenant, std::mem::take(&mut batch)).await,
            Err(_) => {
                // Nobody can put anything in from here on; what was put in meanwhile is still taken out.
                queue.close();
                while queue.recv_many(&mut batch, BATCH_MAX).await > 0 {
                    commit(&platform, &tenant, std::mem::take(&mut batch)).await;
                }
                return;
            }
        }
    }
}

/// Records a batch in one transaction and answers everyone. A batch that the database will not take is recorded one by
/// one, so that what spoils it spoils itself only.
async fn commit(platform: &Platform, tenant: &Tenant, batch: Vec<Job>) {
    let (requests, answers): (Vec<_>, Vec<_>) = batch
        .into_iter()
        .map(|job| (job.request, job.answer))
        .unzip();
    let requests: Arc<[TransferRequest]> = requests.into();
    match record(platform, tenant, Arc::clone(&requests)).await {
        Ok(outcomes) => {
            for (outcome, answer) in outcomes.into_iter().zip(answers) {
                // Whoever asked may be gone; the gift is made all the same, and the key tells.
                let _ = answer.send(Ok(outcome));
            }
        }
        Err(error) => {
            // One alone is tried once more too: the first try may have met a connection that had died in the pool.
            tracing::warn!(%error, gifts = requests.len(), "a batch of gifts is recorded one by one");
            for (request, answer) in requests.iter().zip(answers) {
                let outcome = record(platform, tenant, Arc::new([request.clone()])).await;
                let _ = answer.send(outcome.and_then(|mut outcomes| {
                    outcomes
                        .pop()
                        .ok_or_else(|| StoreError::Corrupt("a gift without an outcome".to_owned()))
                }));
            }
        }
    }
}

async fn record(
    platform: &Platform,
    tenant: &Tenant,
    requests: Arc<[TransferRequest]>,
) -> StoreResult<Vec<TransferOutcome>> {
    retrying(platform, tenant, |tx| {
        let (platform, requests) = (platform.clone(), Arc::clone(&requests));
        async move { transfer::run(&platform, tx, &requests).await }.boxed()
    })
    .await
}
