//! Transactions: the only way to a connection.

use std::sync::{Mutex, PoisonError};

use sea_orm::{
    AccessMode, ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, EntityTrait,
    ExecResult, QueryResult, Select, SqliteTransactionMode, Statement, TransactionOptions,
    TransactionTrait, Value,
};

use super::{NamesTenant, StoreResult, Tenant};

type AfterCommit = Box<dyn FnOnce() + Send>;

/// A transaction inside one organisation: the connection and the organisation's id, together.
///
/// Dropped without [`commit`](Self::commit) it rolls back. On PostgreSQL the organisation is also set for row-level
/// security, for this transaction only.
pub struct TenantTx {
    transaction: DatabaseTransaction,
    tenant: Tenant,
    backend: DbBackend,
    after_commit: Mutex<Vec<AfterCommit>>,
}

impl TenantTx {
    pub(super) async fn begin(
        pool: &DatabaseConnection,
        tenant: &Tenant,
        read_only: bool,
    ) -> StoreResult<Self> {
        let transaction = begin(pool, read_only).await?;
        set_for_transaction(&transaction, "saxaul.tenant", tenant.organisation_id()).await?;
        Ok(Self {
            backend: transaction.get_database_backend(),
            transaction,
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
        self.backend
    }

    /// The connection, for sea-orm's finders. Use [`find`](Self::find) to begin a query with the tenant's filter on.
    pub fn connection(&self) -> &DatabaseTransaction {
        &self.transaction
    }

    /// Begins a query over the rows of `E` that belong to the organisation.
    pub fn find<E: TenantEntity>(&self) -> Select<E> {
        use sea_orm::{ColumnTrait, QueryFilter};
        E::find().filter(E::organisation_column().eq(self.organisation_id()))
    }

    /// Runs a statement with `$1`, `$2`… placeholders (both databases take them) and returns its rows.
    pub async fn query_all(&self, sql: &str, values: Vec<Value>) -> StoreResult<Vec<QueryResult>> {
        Ok(self
            .transaction
            .query_all_raw(self.statement(sql, values))
            .await?)
    }

    /// Runs a statement and returns its first row, if it has one.
    pub async fn query_one(
        &self,
        sql: &str,
        values: Vec<Value>,
    ) -> StoreResult<Option<QueryResult>> {
        Ok(self
            .transaction
            .query_one_raw(self.statement(sql, values))
            .await?)
    }

    /// Runs a statement and returns how many rows it changed.
    pub async fn execute(&self, sql: &str, values: Vec<Value>) -> StoreResult<u64> {
        let result: ExecResult = self
            .transaction
            .execute_raw(self.statement(sql, values))
            .await?;
        Ok(result.rows_affected())
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
        self.transaction.commit().await?;
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
        Ok(self.transaction.rollback().await?)
    }

    fn statement(&self, sql: &str, values: Vec<Value>) -> Statement {
        Statement::from_sql_and_values(self.backend, sql, values)
    }
}

impl std::fmt::Debug for TenantTx {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TenantTx")
            .field("tenant", &self.tenant)
            .finish_non_exhaustive()
    }
}

/// An entity whose rows belong to an organisation.
pub trait TenantEntity: EntityTrait {
    /// The column that holds the organisation's id.
    fn organisation_column() -> Self::Column;
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
    transaction: DatabaseTransaction,
    backend: DbBackend,
    purpose: Purpose,
}

impl SystemTx {
    pub(super) async fn begin(
        pool: &DatabaseConnection,
        purpose: Purpose,
        read_only: bool,
    ) -> StoreResult<Self> {
        let transaction = begin(pool, read_only).await?;
        set_for_transaction(&transaction, "saxaul.system", purpose.setting()).await?;
        Ok(Self {
            backend: transaction.get_database_backend(),
            transaction,
            purpose,
        })
    }

    /// Why this transaction is outside any tenant.
    pub fn purpose(&self) -> Purpose {
        self.purpose
    }

    /// Which database this is.
    pub fn backend(&self) -> DbBackend {
        self.backend
    }

    /// Runs a statement with `$1`, `$2`… placeholders and returns its rows.
    pub async fn query_all(&self, sql: &str, values: Vec<Value>) -> StoreResult<Vec<QueryResult>> {
        let statement = Statement::from_sql_and_values(self.backend, sql, values);
        Ok(self.transaction.query_all_raw(statement).await?)
    }

    /// Runs a statement and returns its first row, if it has one.
    pub async fn query_one(
        &self,
        sql: &str,
        values: Vec<Value>,
    ) -> StoreResult<Option<QueryResult>> {
        let statement = Statement::from_sql_and_values(self.backend, sql, values);
        Ok(self.transaction.query_one_raw(statement).await?)
    }

    /// Runs a statement and returns how many rows it changed.
    pub async fn execute(&self, sql: &str, values: Vec<Value>) -> StoreResult<u64> {
        let statement = Statement::from_sql_and_values(self.backend, sql, values);
        Ok(self
            .transaction
            .execute_raw(statement)
            .await?
            .rows_affected())
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
        Ok(self.transaction.commit().await?)
    }
}

impl std::fmt::Debug for SystemTx {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SystemTx")
            .field("purpose", &self.purpose)
            .finish_non_exhaustive()
    }
}

/// `BEGIN IMMEDIATE` for writers on SQLite, so that a writer never fails half-way for want of the lock.
async fn begin(pool: &DatabaseConnection, read_only: bool) -> StoreResult<DatabaseTransaction> {
    let sqlite = pool.get_database_backend() == DbBackend::Sqlite;
    let options = TransactionOptions {
        isolation_level: None,
        access_mode: (!sqlite && read_only).then_some(AccessMode::ReadOnly),
        sqlite_transaction_mode: sqlite.then_some(if read_only {
            SqliteTransactionMode::Deferred
        } else {
            SqliteTransactionMode::Immediate
        }),
    };
    Ok(pool.begin_with_options(options).await?)
}

/// Sets a PostgreSQL setting until the end of the transaction; SQLite has no row-level security to tell.
async fn set_for_transaction(
    transaction: &DatabaseTransaction,
    name: &str,
    value: &str,
) -> StoreResult<()> {
    if transaction.get_database_backend() == DbBackend::Postgres {
        let sql = match name {
            "saxaul.tenant" => "SELECT set_config('saxaul.tenant', $1, true)",
            _ => "SELECT set_config('saxaul.system', $1, true)",
        };
        transaction
            .execute_raw(Statement::from_sql_and_values(
                DbBackend::Postgres,
                sql,
                [value.into()],
            ))
            .await?;
    }
    Ok(())
}
