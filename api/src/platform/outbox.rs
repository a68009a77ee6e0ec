//! Events that must not be lost: written in the transaction that makes them true, published after it commits.
//!
//! A process that dies between the two leaves the row behind; any process's relay publishes it. Hence at least once:
//! the event's id tells doubles, its version tells the order.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use sea_orm::QueryResult;
use tokio::sync::{mpsc, watch};

use super::{
    broker::{Broker, Event},
    clock::Clock,
    db::{Database, Purpose, StoreError, StoreResult, TenantTx},
    ids::IdSource,
};

/// Events that wait in memory to be published; beyond it the relay finds them in the table.
const QUEUE_MAX: usize = 1024;
/// How often published rows are cleared and left ones looked for.
const SWEEP: Duration = Duration::from_millis(500);
/// A row older than this was left behind by a process that died, or by a bus that could not be reached.
const LEFT_BEHIND: Duration = Duration::from_secs(3);
const BATCH: usize = 200;

/// Writes events into transactions.
#[derive(Debug, Clone)]
pub struct Outbox {
    sender: mpsc::Sender<Event>,
    receiver: Arc<Mutex<Option<mpsc::Receiver<Event>>>>,
    clock: Clock,
    ids: IdSource,
}

impl Outbox {
    /// An outbox whose relay is not started yet.
    pub fn new(clock: Clock, ids: IdSource) -> Self {
        let (sender, receiver) = mpsc::channel(QUEUE_MAX);
        Self {
            sender,
            receiver: Arc::new(Mutex::new(Some(receiver))),
            clock,
            ids,
        }
    }

    /// Writes a fact into `tx`; it is published once `tx` has committed.
    ///
    /// `topic` is past tense (`inventoryRecalculated`); `version` is that of the thing it happened to.
    pub async fn emit(
        &self,
        tx: &TenantTx,
        topic: &str,
        version: i64,
        payload: serde_json::Value,
    ) -> StoreResult<()> {
        let event = Event {
            id: self.ids.prefixed("evt"),
            organisation_id: tx.organisation_id().to_owned(),
            topic: topic.to_owned(),
            version,
            payload,
        };
        tx.execute(
            "INSERT INTO outbox (id, organisation_id, topic, version, payload, created_at) VALUES ($1, $2, $3, $4, $5, $6)",
            vec![
                event.id.clone().into(),
                event.organisation_id.clone().into(),
                event.topic.clone().into(),
                event.version.into(),
                event.payload.to_string().into(),
                self.clock.now().to_rfc3339().into(),
            ],
        )
        .await?;
        let sender = self.sender.clone();
        tx.after_commit(move || {
            // A full queue is no loss: the row stands in the table and the relay sweeps it up.
            let _ = sender.try_send(event);
        });
        Ok(())
    }

    /// Publishes until `stop` turns true, then what is still queued, then returns.
    pub async fn relay(&self, database: Database, broker: Broker, mut stop: watch::Receiver<bool>) {
        let Some(mut queue) = self
            .receiver
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take()
        else {
            return;
        };
        let mut published: Vec<String> = Vec::new();
        let mut sweep = tokio::time::interval(SWEEP);
        sweep.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                event = queue.recv() => match event {
                    Some(event) => publish(&broker, event, &mut published).await,
                    None => break,
                },
                _ = sweep.tick() => {
                    if let Err(error) = self.sweep(&database, &broker, &mut published).await {
                        tracing::warn!(%error, "the outbox could not be swept");
                    }
                }
                () = told_to_stop(&mut stop) => break,
            }
        }
        while let Ok(event) = queue.try_recv() {
            publish(&broker, event, &mut published).await;
        }
        if let Err(error) = clear(&database, &mut published).await {
            tracing::warn!(%error, "published events stay in the outbox and will be published again");
        }
    }

    async fn sweep(
        &self,
        database: &Database,
        broker: &Broker,
        published: &mut Vec<String>,
    ) -> StoreResult<()> {
        clear(database, published).await?;
        let before = self.clock.now().minus(LEFT_BEHIND).to_rfc3339();
        let tx = database.read_system(Purpose::Outbox).await?;
        let rows = tx
            .query_all(
                "SELECT id, organisation_id, topic, version, payload FROM outbox WHERE created_at < $1 \
                 ORDER BY id LIMIT 200",
                vec![before.into()],
            )
            .await?;
        drop(tx);
        for row in &rows {
            publish(broker, event_of(row)?, published).await;
        }
        clear(database, published).await
    }
}

/// Waits until the sender says so or is gone; holds no guard while it waits.
async fn told_to_stop(stop: &mut watch::Receiver<bool>) {
    while !*stop.borrow_and_update() {
        if stop.changed().await.is_err() {
            return;
        }
    }
}

async fn publish(broker: &Broker, event: Event, published: &mut Vec<String>) {
    match broker.publish(&event).await {
        Ok(()) => published.push(event.id),
        Err(error) => tracing::debug!(%error, event = event.id, "an event waits in the outbox"),
    }
}

async fn clear(database: &Database, published: &mut Vec<String>) -> StoreResult<()> {
    while !published.is_empty() {
        let batch: Vec<String> = published.iter().take(BATCH).cloned().collect();
        let marks: Vec<String> = (1..=batch.len()).map(|n| format!("${n}")).collect();
        let tx = database.begin_system(Purpose::Outbox).await?;
        let sql = format!("DELETE FROM outbox WHERE id IN ({})", marks.join(", "));
        tx.execute(&sql, batch.iter().map(|id| id.clone().into()).collect())
            .await?;
        tx.commit().await?;
        published.drain(..batch.len());
    }
    Ok(())
}

fn event_of(row: &QueryResult) -> StoreResult<Event> {
    let payload: String = row.try_get("", "payload")?;
    Ok(Event {
        id: row.try_get("", "id")?,
        organisation_id: row.try_get("", "organisation_id")?,
        topic: row.try_get("", "topic")?,
        version: row.try_get("", "version")?,
        payload: serde_json::from_str(&payload)
            .map_err(|error| StoreError::Corrupt(format!("outbox: {error}")))?,
    })
}
