//! One open transaction on a connection of either database: the statements themselves, through the driver.
//!
//! sea-orm opens the pools, migrates, and names values, rows and errors. Statements go to its driver directly: a long
//! list or a large import passes hundreds of thousands of values, and each layer between would copy them all once more.

use std::{fmt::Display, sync::Arc};

use sea_orm::{
    DatabaseConnection, DbBackend, DbErr, QueryResult, RuntimeErr, Value,
    sqlx::{
        self, Arguments as _, AssertSqlSafe, Postgres, Sqlite, Transaction, postgres::PgArguments,
        sqlite::SqliteArguments,
    },
};
use tokio::sync::Mutex;

use super::{StatementCounter, StoreError, StoreResult};

/// What row-level security is told for the length of the transaction.
#[derive(Debug, Clone, Copy)]
pub(super) enum Setting<'a> {
    /// The organisation's id.
    Tenant(&'a str),
    /// The purpose of a system transaction.
    System(&'static str),
}

/// A connection with its open transaction. Dropped without [`commit`](Self::commit) it rolls back.
pub(super) struct Work {
    open: Mutex<Open>,
    backend: DbBackend,
    statements: StatementCounter,
}

enum Open {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

impl Work {
    pub(super) async fn begin(
        pool: &DatabaseConnection,
        statements: &StatementCounter,
        setting: Setting<'_>,
        read_only: bool,
    ) -> StoreResult<Self> {
        let backend = pool.get_database_backend();
        let open = if backend == DbBackend::Postgres {
            Open::Postgres(begin_postgres(pool, setting, read_only).await?)
        } else {
            // `IMMEDIATE` for writers, so that one never fails half-way for want of the lock.
            let begin = if read_only {
                "BEGIN"
            } else {
                "BEGIN IMMEDIATE"
            };
            let pool = pool.get_sqlite_connection_pool();
            Open::Sqlite(pool.begin_with(begin).await.map_err(queried)?)
        };
        Ok(Self {
            open: Mutex::new(open),
            backend,
            statements: statements.clone(),
        })
    }

    pub(super) const fn backend(&self) -> DbBackend {
        self.backend
    }

    pub(super) async fn query_all(
        &self,
        sql: &str,
        values: Vec<Value>,
    ) -> StoreResult<Vec<QueryResult>> {
        self.statements.count(sql);
        let text = AssertSqlSafe(sql.to_owned());
        match &mut *self.open.lock().await {
            Open::Sqlite(open) => {
                let query = sqlx::query_with(text, arguments::<SqliteArguments>(values)?);
                let rows = query.fetch_all(&mut **open).await.map_err(queried)?;
                Ok(rows.into_iter().map(QueryResult::from).collect())
            }
            Open::Postgres(open) => {
                let query = sqlx::query_with(text, arguments::<PgArguments>(values)?);
                let rows = query.fetch_all(&mut **open).await.map_err(queried)?;
                Ok(rows.into_iter().map(QueryResult::from).collect())
            }
        }
    }

    pub(super) async fn query_one(
        &self,
        sql: &str,
        values: Vec<Value>,
    ) -> StoreResult<Option<QueryResult>> {
        self.statements.count(sql);
        let text = AssertSqlSafe(sql.to_owned());
        match &mut *self.open.lock().await {
            Open::Sqlite(open) => {
                let query = sqlx::query_with(text, arguments::<SqliteArguments>(values)?);
                let row = query.fetch_optional(&mut **open).await.map_err(queried)?;
                Ok(row.map(QueryResult::from))
            }
            Open::Postgres(open) => {
                let query = sqlx::query_with(text, arguments::<PgArguments>(values)?);
                let row = query.fetch_optional(&mut **open).await.map_err(queried)?;
                Ok(row.map(QueryResult::from))
            }
        }
    }

    pub(super) async fn execute(&self, sql: &str, values: Vec<Value>) -> StoreResult<u64> {
        if self.backend == DbBackend::Postgres {
            self.execute_postgres(sql, arguments(values)?).await
        } else {
            self.execute_sqlite(&Arc::from(sql), arguments(values)?)
                .await
        }
    }

    /// A statement with arguments made for SQLite; its text is shared, not copied.
    pub(super) async fn execute_sqlite(
        &self,
        sql: &Arc<str>,
        arguments: SqliteArguments,
    ) -> StoreResult<u64> {
        self.statements.count(sql);
        match &mut *self.open.lock().await {
            Open::Sqlite(open) => {
                let query = sqlx::query_with(AssertSqlSafe(Arc::clone(sql)), arguments);
                let done = query.execute(&mut **open).await.map_err(executed)?;
                Ok(done.rows_affected())
            }
            Open::Postgres(_) => Err(other_database()),
        }
    }

    /// A statement with arguments made for PostgreSQL.
    pub(super) async fn execute_postgres(
        &self,
        sql: &str,
        arguments: PgArguments,
    ) -> StoreResult<u64> {
        self.statements.count(sql);
        match &mut *self.open.lock().await {
            Open::Postgres(open) => {
                let query = sqlx::query_with(AssertSqlSafe(sql.to_owned()), arguments);
                let done = query.execute(&mut **open).await.map_err(executed)?;
                Ok(done.rows_affected())
            }
            Open::Sqlite(_) => Err(other_database()),
        }
    }

    pub(super) async fn commit(self) -> StoreResult<()> {
        let done = match self.open.into_inner() {
            Open::Sqlite(open) => open.commit().await,
            Open::Postgres(open) => open.commit().await,
        };
        done.map_err(executed)
    }

    pub(super) async fn rollback(self) -> StoreResult<()> {
        let done = match self.open.into_inner() {
            Open::Sqlite(open) => open.rollback().await,
            Open::Postgres(open) => open.rollback().await,
        };
        done.map_err(executed)
    }
}

/// Begins and tells row-level security for whom, in one message. A connection that the server has closed meanwhile is
/// found out here, before anything was done with it, and the next one is taken.
async fn begin_postgres(
    pool: &DatabaseConnection,
    setting: Setting<'_>,
    read_only: bool,
) -> StoreResult<Transaction<'static, Postgres>> {
    // Readers see one snapshot, whatever is committed while they look.
    let begin = if read_only {
        "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
    } else {
        "BEGIN"
    };
    let (name, value) = match setting {
        Setting::Tenant(id) => ("tenant", id),
        Setting::System(purpose) => ("system", purpose),
    };
    // Ids are ours and the setting takes no parameter here; anything that is no word ends the attempt.
    if !value
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    {
        return Err(StoreError::Corrupt(format!("{value:?} names no tenant")));
    }
    let sql: Arc<str> =
        format!("{begin}; SELECT set_config('saxaul.{name}', '{value}', true)").into();
    let pool = pool.get_postgres_connection_pool().clone();
    let mut left = pool.options().get_max_connections();
    // In a task of its own, which goes on when the caller is dropped: a transaction that had just begun would otherwise
    // return to the pool open, and the driver would not know.
    let begun = tokio::spawn(async move {
        loop {
            match pool.begin_with(AssertSqlSafe(Arc::clone(&sql))).await {
                Err(sqlx::Error::Io(_)) if left > 0 => left -= 1,
                outcome => return outcome,
            }
        }
    });
    let begun = begun
        .await
        .map_err(|error| DbErr::Conn(RuntimeErr::Internal(error.to_string())))?;
    begun.map_err(queried)
}

/// Arguments of one database from values of any.
fn arguments<A: Bind + Default>(values: Vec<Value>) -> StoreResult<A> {
    let mut arguments = A::default();
    arguments.make_room(values.len());
    for value in values {
        arguments.bind(value)?;
    }
    Ok(arguments)
}

/// Arguments that take a value.
pub(super) trait Bind {
    /// Makes room for so many more values.
    fn make_room(&mut self, values: usize);
    /// Adds a value without copying its text.
    fn bind(&mut self, value: Value) -> StoreResult<()>;
}

macro_rules! binds {
    ($arguments:ty) => {
        impl Bind for $arguments {
            fn make_room(&mut self, values: usize) {
                self.reserve(values, 0);
            }

            fn bind(&mut self, value: Value) -> StoreResult<()> {
                let added = match value {
                    Value::Bool(value) => self.add(value),
                    Value::SmallInt(value) => self.add(value),
                    Value::Int(value) => self.add(value),
                    Value::BigInt(value) => self.add(value),
                    Value::String(value) => self.add(value),
                    Value::Bytes(value) => self.add(value),
                    other => return Err(no_column(&other)),
                };
                added.map_err(unusable)
            }
        }
    };
}
binds!(SqliteArguments);
binds!(PgArguments);

/// No column of ours holds such a value.
pub(super) fn no_column(value: &Value) -> StoreError {
    StoreError::Corrupt(format!("no column holds a value such as {value:?}"))
}

/// A value that cannot be sent.
pub(super) fn unusable(error: impl Display) -> StoreError {
    StoreError::Corrupt(format!("a value cannot be sent: {error}"))
}

fn other_database() -> StoreError {
    StoreError::Corrupt("arguments made for the other database".to_owned())
}

fn queried(error: sqlx::Error) -> StoreError {
    DbErr::Query(RuntimeErr::SqlxError(Arc::new(error))).into()
}

fn executed(error: sqlx::Error) -> StoreError {
    DbErr::Exec(RuntimeErr::SqlxError(Arc::new(error))).into()
}
