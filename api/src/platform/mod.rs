//! What the slices stand on: database, live bus, cache, jobs, files, mail, clock and ids.
//!
//! **Invariant:** nothing here knows what carbon is.

pub mod broker;
pub mod cache;
pub mod clock;
pub mod db;
pub mod ids;
pub mod jobs;
pub mod mail;
pub mod outbox;
pub mod secret;
pub mod storage;

mod error;

use std::{path::PathBuf, sync::Arc, time::Duration};

use tokio::{sync::watch, task::JoinHandle};

pub use self::error::PlatformError;
use self::{
    broker::Broker,
    cache::Cache,
    clock::Clock,
    db::{Database, DatabaseConfig},
    ids::IdSource,
    jobs::{JobRegistry, Jobs, Workers, WorkersConfig},
    mail::Mailer,
    outbox::Outbox,
    secret::ServerSecret,
    storage::Storage,
};

/// Where everything is. One struct, from flags and environment by the server's configuration.
#[derive(Debug, Clone)]
pub struct PlatformConfig {
    /// The database.
    pub database: DatabaseConfig,
    /// `redis://…` for the live bus and the cache between processes; in the process without it.
    pub redis_url: Option<String>,
    /// Where files go: a folder or `s3://…`.
    pub files_url: String,
    /// `smtp://…`; letters go to the log without it.
    pub smtp_url: Option<String>,
    /// The sender of letters.
    pub mail_from: String,
    /// The folder for what the server itself keeps: a generated secret.
    pub data_folder: PathBuf,
    /// `SAXAUL_SECRET`, at least 32 bytes: seals the signing keys and the audit trail's heads. Made in the data folder
    /// on the first start without it.
    pub secret: Option<String>,
    /// How jobs are worked.
    pub workers: WorkersConfig,
}

impl PlatformConfig {
    /// Everything on this machine, under `data_folder`: SQLite, files in a folder, no Redis, letters to the log.
    pub fn local(data_folder: impl Into<PathBuf>) -> Self {
        let data_folder = data_folder.into();
        Self {
            database: DatabaseConfig::new(format!(
                "sqlite:{}",
                data_folder.join("saxaul.db").display()
            )),
            redis_url: None,
            files_url: data_folder.join("files").display().to_string(),
            smtp_url: None,
            mail_from: "saxaul@localhost".to_owned(),
            data_folder,
            secret: None,
            workers: WorkersConfig::default(),
        }
    }
}

/// What the slices stand on. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Platform {
    /// The database.
    pub database: Database,
    /// The live bus.
    pub broker: Broker,
    /// Short-lived values.
    pub cache: Cache,
    /// Files.
    pub storage: Storage,
    /// Letters.
    pub mailer: Mailer,
    /// Background work.
    pub jobs: Jobs,
    /// Events that must not be lost.
    pub outbox: Outbox,
    /// Seals what the server keeps for itself.
    pub secret: ServerSecret,
    /// The time.
    pub clock: Clock,
    /// Ids and secrets.
    pub ids: IdSource,
}

impl Platform {
    /// Opens everything, with the system's clock and random ids.
    pub async fn build(config: &PlatformConfig) -> Result<Self, PlatformError> {
        Self::build_with(config, Clock::System, IdSource::Random).await
    }

    /// Opens everything, with this clock and these ids.
    pub async fn build_with(
        config: &PlatformConfig,
        clock: Clock,
        ids: IdSource,
    ) -> Result<Self, PlatformError> {
        let database = Database::connect(&config.database).await?;
        let (broker, cache) = match &config.redis_url {
            Some(url) => (Broker::redis(url)?, Cache::redis(clock.clone(), url)?),
            None => (Broker::memory(), Cache::memory(clock.clone())),
        };
        Ok(Self {
            database,
            broker,
            cache,
            storage: Storage::open(&config.files_url)?,
            mailer: Mailer::new(config.smtp_url.as_deref(), &config.mail_from)?,
            jobs: Jobs::new(clock.clone(), ids.clone()),
            outbox: Outbox::new(clock.clone(), ids.clone()),
            secret: ServerSecret::load(config.secret.as_deref(), &config.data_folder)?,
            clock,
            ids,
        })
    }

    /// Starts what runs beside requests: the outbox's relay and the workers for the kinds in `registry`.
    pub async fn start(
        &self,
        registry: JobRegistry,
        config: WorkersConfig,
    ) -> Result<Background, PlatformError> {
        let workers = Workers::start(self.database.clone(), &self.jobs, registry, config).await?;
        let (stop, stopped) = watch::channel(false);
        let outbox = self.outbox.clone();
        let (database, broker) = (self.database.clone(), self.broker.clone());
        let relay = tokio::spawn(async move { outbox.relay(database, broker, stopped).await });
        Ok(Background {
            workers,
            relay,
            stop: Arc::new(stop),
        })
    }
}

/// What runs beside requests.
#[derive(Debug)]
pub struct Background {
    workers: Workers,
    relay: JoinHandle<()>,
    stop: Arc<watch::Sender<bool>>,
}

impl Background {
    /// Lets jobs reach a safe point, at most `patience`, then publishes what is still to be published.
    pub async fn shutdown(self, patience: Duration) {
        self.workers.drain(patience).await;
        self.stop.send_replace(true);
        if tokio::time::timeout(Duration::from_secs(5), self.relay)
            .await
            .is_err()
        {
            tracing::warn!("events stay in the outbox for the next server");
        }
    }
}
