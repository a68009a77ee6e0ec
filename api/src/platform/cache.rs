//! Short-lived values: in the process, or in Redis so that many processes share them. Never the truth.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use redis::{AsyncCommands as _, aio::ConnectionManager, aio::ConnectionManagerConfig};
use tokio::sync::OnceCell;

use super::{
    clock::{Clock, Timestamp},
    db::Tenant,
};

/// Entries kept in the process before expired ones, then any, are dropped.
const ENTRIES_MAX: usize = 50_000;
const ANSWER: Duration = Duration::from_millis(500);

/// Short-lived values, by key.
#[derive(Clone)]
pub struct Cache {
    memory: Arc<Memory>,
    redis: Option<Arc<Redis>>,
}

struct Memory {
    clock: Clock,
    entries: Mutex<HashMap<String, Entry>>,
}

struct Entry {
    bytes: Vec<u8>,
    count: u64,
    until: Timestamp,
}

struct Redis {
    client: redis::Client,
    connection: OnceCell<ConnectionManager>,
}

/// A Redis URL that cannot be understood.
#[derive(Debug, thiserror::Error)]
#[error("the Redis URL cannot be understood: {0}")]
pub struct BadRedisUrl(String);

impl Cache {
    /// A cache inside this process.
    pub fn memory(clock: Clock) -> Self {
        Self {
            memory: Arc::new(Memory {
                clock,
                entries: Mutex::default(),
            }),
            redis: None,
        }
    }

    /// A cache in the Redis at `url`. When Redis does not answer within half a second the process's own memory
    /// stands in: limits go on being counted, only not shared.
    pub fn redis(clock: Clock, url: &str) -> Result<Self, BadRedisUrl> {
        let client = redis::Client::open(url).map_err(|error| BadRedisUrl(error.to_string()))?;
        let redis = Some(Arc::new(Redis {
            client,
            connection: OnceCell::new(),
        }));
        Ok(Self {
            redis,
            ..Self::memory(clock)
        })
    }

    /// A connection to the Redis that processes share, for what can be built anew when Redis loses it; none without one.
    pub(crate) async fn shared(&self) -> Option<redis::RedisResult<ConnectionManager>> {
        match &self.redis {
            Some(redis) => Some(redis.connection().await),
            None => None,
        }
    }

    /// A key inside one organisation: no other organisation can name it.
    pub fn tenant_key(tenant: &Tenant, key: &str) -> String {
        format!("{}:{key}", tenant.organisation_id())
    }

    /// The bytes under `key`, if they have not expired.
    pub async fn get(&self, key: &str) -> Option<Vec<u8>> {
        if let Some(redis) = &self.redis {
            match redis.get(key).await {
                Ok(found) => return found,
                Err(error) => tracing::debug!(%error, "the cache does not answer"),
            }
        }
        self.memory.get(key)
    }

    /// Keeps `bytes` under `key` for `span`.
    pub async fn set(&self, key: &str, bytes: Vec<u8>, span: Duration) {
        if let Some(redis) = &self.redis {
            match redis.set(key, &bytes, span).await {
                Ok(()) => return,
                Err(error) => tracing::debug!(%error, "the cache does not answer"),
            }
        }
        self.memory.set(key, bytes, span);
    }

    /// Forgets `key`.
    pub async fn remove(&self, key: &str) {
        if let Some(redis) = &self.redis
            && let Err(error) = redis.remove(key).await
        {
            tracing::debug!(%error, "the cache does not answer");
        }
        self.memory.lock().remove(key);
    }

    /// Adds one to the count under `key` and returns it; the count begins again `span` after its first addition.
    pub async fn count(&self, key: &str, span: Duration) -> u64 {
        if let Some(redis) = &self.redis {
            match redis.count(key, span).await {
                Ok(count) => return count,
                Err(error) => tracing::debug!(%error, "the cache does not answer"),
            }
        }
        self.memory.count(key, span)
    }
}

impl std::fmt::Debug for Cache {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Cache")
            .field("redis", &self.redis.is_some())
            .finish_non_exhaustive()
    }
}

impl Memory {
    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, Entry>> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn get(&self, key: &str) -> Option<Vec<u8>> {
        let now = self.clock.now();
        self.lock()
            .get(key)
            .filter(|entry| entry.until > now)
            .map(|entry| entry.bytes.clone())
    }

    fn set(&self, key: &str, bytes: Vec<u8>, span: Duration) {
        let now = self.clock.now();
        let mut entries = self.lock();
        make_room(&mut entries, now);
        entries.insert(
            key.to_owned(),
            Entry {
                bytes,
                count: 0,
                until: now.plus(span),
            },
        );
    }

    fn count(&self, key: &str, span: Duration) -> u64 {
        let now = self.clock.now();
        let mut entries = self.lock();
        make_room(&mut entries, now);
        let fresh = || Entry {
            bytes: Vec::new(),
            count: 0,
            until: now.plus(span),
        };
        let entry = entries.entry(key.to_owned()).or_insert_with(fresh);
        if entry.until <= now {
            *entry = fresh();
        }
        entry.count += 1;
        entry.count
    }
}

/// Keeps the map bounded: expired entries go first, then the one that expires soonest.
fn make_room(entries: &mut HashMap<String, Entry>, now: Timestamp) {
    if entries.len() < ENTRIES_MAX {
        return;
    }
    entries.retain(|_, entry| entry.until > now);
    if entries.len() >= ENTRIES_MAX
        && let Some(key) = entries
            .iter()
            .min_by_key(|(_, entry)| entry.until)
            .map(|(key, _)| key.clone())
    {
        entries.remove(&key);
    }
}

impl Redis {
    async fn connection(&self) -> redis::RedisResult<ConnectionManager> {
        let connect = || {
            let config = ConnectionManagerConfig::new()
                .set_number_of_retries(1)
                .set_connection_timeout(Some(ANSWER))
                .set_response_timeout(Some(ANSWER));
            ConnectionManager::new_with_config(self.client.clone(), config)
        };
        self.connection.get_or_try_init(connect).await.cloned()
    }

    async fn get(&self, key: &str) -> redis::RedisResult<Option<Vec<u8>>> {
        self.connection().await?.get(named(key)).await
    }

    async fn set(&self, key: &str, bytes: &[u8], span: Duration) -> redis::RedisResult<()> {
        let ms = u64::try_from(span.as_millis()).unwrap_or(u64::MAX).max(1);
        self.connection()
            .await?
            .pset_ex(named(key), bytes, ms)
            .await
    }

    async fn remove(&self, key: &str) -> redis::RedisResult<()> {
        self.connection().await?.del(named(key)).await
    }

    async fn count(&self, key: &str, span: Duration) -> redis::RedisResult<u64> {
        let ms = i64::try_from(span.as_millis()).unwrap_or(i64::MAX).max(1);
        let mut connection = self.connection().await?;
        let (count,): (u64,) = redis::pipe()
            .atomic()
            .incr(named(key), 1)
            .cmd("PEXPIRE")
            .arg(named(key))
            .arg(ms)
            .arg("NX")
            .ignore()
            .query_async(&mut connection)
            .await?;
        Ok(count)
    }
}

fn named(key: &str) -> String {
    format!("saxaul:cache:{key}")
}
