//! The live bus: facts that just happened, to whoever listens now. In the process, or through Redis between
//! processes.
//!
//! Delivery is best effort: a listener that is slow or cut off misses events, may see one twice, and heals by
//! reading the newer version from the database. What must not be lost goes through the outbox.

mod memory;
mod redis;

use std::sync::Arc;

use futures_util::Stream;
use serde::{Deserialize, Serialize};

use self::{memory::Channels, redis::RedisBroker};
use super::db::Tenant;

/// One fact, in the past tense, about one organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// The event's id, the same in every delivery: listeners that count drop doubles by it.
    pub id: String,
    /// The organisation it happened in.
    pub organisation_id: String,
    /// What happened, past tense: `inventoryRecalculated`.
    pub topic: String,
    /// The version of the thing it happened to; a listener that has seen a higher one ignores this one.
    pub version: i64,
    /// Ids and figures, in the shape the topic's owner gives it.
    pub payload: serde_json::Value,
}

/// The live bus, in the process or through Redis.
#[derive(Clone)]
pub enum Broker {
    /// For one process.
    Memory(Arc<Channels>),
    /// For many processes on one Redis.
    Redis(Arc<RedisBroker>),
}

/// The bus could not be reached.
#[derive(Debug, thiserror::Error)]
#[error("the live bus cannot be reached: {0}")]
pub struct BrokerError(String);

impl Broker {
    /// A bus inside this process.
    pub fn memory() -> Self {
        Self::Memory(Arc::new(Channels::default()))
    }

    /// A bus through the Redis at `url`. Returns at once when Redis cannot be reached and keeps trying: until then
    /// events reach the listeners of this process only.
    pub fn redis(url: &str) -> Result<Self, BrokerError> {
        RedisBroker::start(url).map(|broker| Self::Redis(Arc::new(broker)))
    }

    /// Tells every listener of the event's organisation and topic. When it fails, listeners of this process were
    /// told all the same.
    pub async fn publish(&self, event: &Event) -> Result<(), BrokerError> {
        match self {
            Self::Memory(channels) => {
                channels.deliver(event);
                Ok(())
            }
            Self::Redis(redis) => redis.publish(event).await,
        }
    }

    /// Listens to one topic of one organisation, from now on.
    pub fn subscribe(
        &self,
        tenant: &Tenant,
        topic: &str,
    ) -> impl Stream<Item = Event> + Send + 'static + use<> {
        let channels = match self {
            Self::Memory(channels) => channels,
            Self::Redis(redis) => redis.channels(),
        };
        channels.subscribe(tenant.organisation_id(), topic)
    }

    /// Answers whether events reach the other processes now.
    pub async fn ping(&self) -> Result<(), BrokerError> {
        match self {
            Self::Memory(_) => Ok(()),
            Self::Redis(redis) => redis.ping().await,
        }
    }
}

impl std::fmt::Debug for Broker {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Memory(_) => "Broker::Memory",
            Self::Redis(_) => "Broker::Redis",
        })
    }
}
