//! Transactions: the only way to a connection.

use std::sync::{Mutex, PoisonError};

use sea_orm::{DatabaseConnection, DbBackend, QueryResult, Value};

use super::{
    NamesTenant, StatementCounter, StoreResult, Tenant,
    work::{Setting, Work},
};

type AfterCommit = Box<dyn FnOnce() + Send>;

/// A transaction inside one organisation: the connection and the organisation's id, together.
///
/// Dropped without [`commit`](Self::commit) it rolls back. On PostgreSQL the organisation is also set for row-level
/// security, for this transaction only.
pub struct TenantTx {
    work: Work,
    tenant: Tenant,
    after_commit: Mutex<Vec<AfterCommit>>,
}

impl TenantTx {
    pub(super) async fn begin(
        pool: &DatabaseConnection,
        statements: &StatementCounter,
        tenant: &Tenant,
        read_only: bool,
    ) -> StoreResult<Self> {
        let setting = Setting::Tenant(tenant.organisation_id());
        Ok(Self {
            work: Work::begin(pool, statements, setting, read_only).await?,
            tenant: tenant.clone(),
            after_commit: Mutex::new(Vec::new()),
        })
    }

    /// The organisation this transaction is confined to.
    pub fn tenant(&self) -> &Tenant {
        &self.tenant
    }

    /// The organisation's id (`org_…`), for the filter or the column of a statement.
    pub fn organisation_id(&self) -> &str {
        self.tenant.organisation_id()
    }

    /// Which database this is.
    pub fn backend(&self) -> DbBackend {
        self.work.backend()
    }

    /// Runs a statement with `$1`, `$2`… placeholders (both databases take them) and returns its rows.
    pub async fn query_all(&self, sql: &str, values: Vec<Value>) -> StoreResult<Vec<QueryResult>> {
        self.work.query_all(sql, values).await
    }

    /// Runs a statement and returns its first row, if it has one.
    pub async fn query_one(
        &self,
        sql: &str,
        values: Vec<Value>,
    ) -> StoreResult<Option<QueryResult>> {
        self.work.query_one(sql, values).await
    }

    /// Runs a statement and returns how many rows it changed.
    pub async fn execute(&self, sql: &str, values: Vec<Value>) -> StoreResult<u64> {
        self.work.execute(sql, values).await
    }

    /// The connection and its open transaction, for [`InsertRows`](super::InsertRows).
    pub(super) fn work(&self) -> &Work {
        &self.work
    }

    /// Runs `action` once the transaction has committed; not at all when it rolls back.
    pub fn after_commit(&self, action: impl FnOnce() + Send + 'static) {
        self.after_commit
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(Box::new(action));
    }

    /// Commits, then runs what waited for it.
    pub async fn commit(self) -> StoreResult<()> {
        self.work.commit().await?;
        let actions = self
            .after_commit
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        for action in actions {
            action();
        }
        Ok(())
    }

    /// Gives everything up. Dropping does the same, later.
    pub async fn rollback(self) -> StoreResult<()> {
        self.work.rollback().await
    }
}

impl std::fmt::Debug for TenantTx {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TenantTx")
            .field("tenant", &self.tenant)
            .finish_non_exhaustive()
    }
}

/// Why something runs outside any tenant. On PostgreSQL each purpose opens only the policies written for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Find the person or session behind an e-mail address, a refresh token or a link.
    SignIn,
    /// Pick up, lease and finish jobs of all organisations.
    Jobs,
    /// Publish and clear what transactions left in the outbox.
    Outbox,
    /// List organisations for an operator's command (audit verification, demo data).
    Operator,
}

impl Purpose {
    /// The value of `saxaul.system` that the policies of the migrations compare with.
    pub const fn setting(self) -> &'static str {
        match self {
            Self::SignIn => "sign_in",
            Self::Jobs => "jobs",
            Self::Outbox => "outbox",
            Self::Operator => "operator",
        }
    }
}

/// A transaction outside any tenant, for one stated [`Purpose`].
pub struct SystemTx {
    work: Work,
    purpose: Purpose,
}

impl SystemTx {
    pub(super) async fn begin(
        pool: &DatabaseConnection,
        statements: &StatementCounter,
        purpose: Purpose,
        read_only: bool,
    ) -> StoreResult<Self> {
        let setting = Setting::System(purpose.setting());
        Ok(Self {
            work: Work::begin(pool, statements, setting, read_only).await?,
            purpose,
        })
    }

    /// Why this transaction is outside any tenant.
    pub fn purpose(&self) -> Purpose {
        self.purpose
    }

    /// Which database this is.
    pub fn backend(&self) -> DbBackend {
        self.work.backend()
    }

    /// Runs a statement with `$1`, `$2`… placeholders and returns its rows.
    pub async fn query_all(&self, sql: &str, values: Vec<Value>) -> StoreResult<Vec<QueryResult>> {
        self.work.query_all(sql, values).await
    }

    /// Runs a statement and returns its first row, if it has one.
    pub async fn query_one(
        &self,
        sql: &str,
        values: Vec<Value>,
    ) -> StoreResult<Option<QueryResult>> {
        self.work.query_one(sql, values).await
    }

    /// Runs a statement and returns how many rows it changed.
    pub async fn execute(&self, sql: &str, values: Vec<Value>) -> StoreResult<u64> {
        self.work.execute(sql, values).await
    }

    /// Every organisation of this installation, oldest first: for operators' commands.
    pub async fn tenants(&self) -> StoreResult<Vec<Tenant>> {
        struct Listed(String);
        impl NamesTenant for Listed {
            fn organisation_id(&self) -> &str {
                &self.0
            }
        }
        let rows = self
            .query_all("SELECT id FROM organisations ORDER BY id", vec![])
            .await?;
        rows.iter()
            .map(|row| Ok(Tenant::named_by(&Listed(row.try_get_by_index(0)?))))
            .collect()
    }

    /// Commits.
    pub async fn commit(self) -> StoreResult<()> {
        self.work.commit().await
    }
}

impl std::fmt::Debug for SystemTx {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SystemTx")
            .field("purpose", &self.purpose)
            .finish_non_exhaustive()
    }
}
