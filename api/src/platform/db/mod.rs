//! The database: SQLite in one file, or PostgreSQL by URL; one interface for both.
//!
//! **Invariant:** a business query runs inside a [`TenantTx`], which holds the connection and the organisation's id
//! together; there is no way to a connection without one or, for the few things that come before a tenant is known
//! (sign-in, picking up jobs, relaying events), a [`SystemTx`] that says its purpose.

mod connect;
mod rows;
mod statements;
mod tenant;
mod transaction;
mod work;

pub use self::{
    connect::{DatabaseConfig, Durability},
    rows::InsertRows,
    statements::StatementCounter,
    tenant::{NamesTenant, Tenant},
    transaction::{Purpose, SystemTx, TenantTx},
};

use std::sync::Arc;

use sea_orm::{DatabaseConnection, DbBackend, DbErr};

/// What can go wrong between the server and its database.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database refused or could not be reached.
    #[error(transparent)]
    Database(#[from] DbErr),
    /// A stored value does not mean anything to this version of the server.
    #[error("stored value cannot be read: {0}")]
    Corrupt(String),
    /// Someone else holds what this transaction needs: a job's lease was lost, or a row changed underneath.
    #[error("superseded: {0}")]
    Superseded(String),
}

impl StoreError {
    /// Whether the database refused a second row with the same key.
    pub fn is_unique_violation(&self) -> bool {
        matches!(self, Self::Database(error)
            if matches!(error.sql_err(), Some(sea_orm::SqlErr::UniqueConstraintViolation(_))))
    }

    /// Whether the message of the database contains `text`: triggers raise named errors (`LOCKED_ROW`).
    pub fn mentions(&self, text: &str) -> bool {
        matches!(self, Self::Database(error) if error.to_string().contains(text))
    }
}

/// The answer of a store function.
pub type StoreResult<T> = Result<T, StoreError>;

/// The connections to one database. Cheap to clone.
#[derive(Clone)]
pub struct Database {
    inner: Arc<Inner>,
}

struct Inner {
    /// On SQLite exactly one connection: writers queue here instead of meeting SQLITE_BUSY.
    writer: DatabaseConnection,
    /// On SQLite a pool of read-only connections; on PostgreSQL the same pool as `writer`.
    reader: DatabaseConnection,
    backend: DbBackend,
    statements: StatementCounter,
}

impl std::fmt::Debug for Database {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Database")
            .field("backend", &self.inner.backend)
            .finish_non_exhaustive()
    }
}

impl Database {
    /// Which database this is.
    pub fn backend(&self) -> DbBackend {
        self.inner.backend
    }

    /// The counter of statements sent through this database, for tests that count them.
    pub fn statements(&self) -> &StatementCounter {
        &self.inner.statements
    }

    /// Begins a transaction that reads and writes the rows of `tenant`.
    pub async fn begin(&self, tenant: &Tenant) -> StoreResult<TenantTx> {
        TenantTx::begin(&self.inner.writer, &self.inner.statements, tenant, false).await
    }

    /// Begins a transaction that only reads the rows of `tenant`, on one consistent snapshot.
    pub async fn read(&self, tenant: &Tenant) -> StoreResult<TenantTx> {
        TenantTx::begin(&self.inner.reader, &self.inner.statements, tenant, true).await
    }

    /// Begins a transaction outside any tenant, for `purpose` only.
    pub async fn begin_system(&self, purpose: Purpose) -> StoreResult<SystemTx> {
        SystemTx::begin(&self.inner.writer, &self.inner.statements, purpose, false).await
    }

    /// Begins a reading transaction outside any tenant, for `purpose` only.
    pub async fn read_system(&self, purpose: Purpose) -> StoreResult<SystemTx> {
        SystemTx::begin(&self.inner.reader, &self.inner.statements, purpose, true).await
    }

    /// Answers whether the database takes a statement now.
    pub async fn ping(&self) -> StoreResult<()> {
        Ok(self.inner.reader.ping().await?)
    }

    /// Closes every connection; on SQLite this also checkpoints the write-ahead log.
    pub async fn close(&self) {
        if self.inner.backend == DbBackend::Sqlite {
            self.inner.reader.close_by_ref().await.ok();
        }
        if let Err(error) = self.inner.writer.close_by_ref().await {
            tracing::warn!(%error, "the database did not close cleanly");
        }
    }
}
