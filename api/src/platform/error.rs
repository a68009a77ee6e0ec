//! Why the platform could not be opened. Shown to the operator at start, nobody else.

use super::{
    broker::BrokerError, cache::BadRedisUrl, db::StoreError, mail::MailError, secret::SecretError,
    storage::StorageError,
};

/// Why the platform could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum PlatformError {
    /// The database.
    #[error("database (SAXAUL_DATABASE_URL): {0}")]
    Database(#[from] StoreError),
    /// The live bus.
    #[error("live bus (SAXAUL_REDIS_URL): {0}")]
    Broker(#[from] BrokerError),
    /// The cache.
    #[error("cache (SAXAUL_REDIS_URL): {0}")]
    Cache(#[from] BadRedisUrl),
    /// The files.
    #[error("files (SAXAUL_FILES_URL): {0}")]
    Storage(#[from] StorageError),
    /// The server's secret.
    #[error("secret (SAXAUL_SECRET): {0}")]
    Secret(#[from] SecretError),
    /// Mail.
    #[error("mail (SAXAUL_SMTP_URL, SAXAUL_MAIL_FROM): {0}")]
    Mail(#[from] MailError),
}
