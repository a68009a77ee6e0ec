//! Many rows in few statements, on both databases.

use std::sync::Arc;

use sea_orm::{
    DbBackend, Value,
    sqlx::{Arguments as _, postgres::PgArguments, sqlite::SqliteArguments},
};

use super::{
    StoreError, StoreResult, TenantTx,
    work::{Bind as _, no_column, unusable},
};

/// Rows in one statement on SQLite: enough that the way to its thread does not count, few enough that the statement
/// stays in the processor's cache.
const ROWS_MAX_SQLITE: usize = 50;
/// Rows in one statement on PostgreSQL.
const ROWS_MAX_POSTGRES: usize = 1000;

/// Inserts rows into one table with multi-row statements. Statements of full batches have one text, so that the
/// driver prepares them once.
///
/// ```ignore
/// InsertRows::into("activity_records", &["id", "organisation_id", "quantity"])
///     .run(&tx, rows)
///     .await?;
/// ```
#[derive(Debug)]
pub struct InsertRows<'a> {
    table: &'a str,
    columns: &'a [&'a str],
    on_conflict: Option<&'a str>,
}

impl<'a> InsertRows<'a> {
    /// Into `table`, giving `columns` in this order. Both come from code, never from input.
    pub const fn into(table: &'a str, columns: &'a [&'a str]) -> Self {
        Self {
            table,
            columns,
            on_conflict: None,
        }
    }

    /// Appends `ON CONFLICT` and `clause`, for example `(organisation_id, row_key) DO NOTHING`.
    #[must_use]
    pub const fn on_conflict(mut self, clause: &'a str) -> Self {
        self.on_conflict = Some(clause);
        self
    }

    /// Inserts `rows` and returns how many the database took.
    pub async fn run(
        &self,
        tx: &TenantTx,
        rows: impl IntoIterator<Item = Vec<Value>>,
    ) -> StoreResult<u64> {
        match tx.backend() {
            DbBackend::Postgres => self.run_by_columns(tx, rows).await,
            _ => self.run_by_rows(tx, rows).await,
        }
    }

    fn check(&self, row: &[Value]) -> StoreResult<()> {
        if row.len() == self.columns.len() {
            return Ok(());
        }
        let (table, got, want) = (self.table, row.len(), self.columns.len());
        Err(StoreError::Corrupt(format!(
            "row for {table} has {got} values, not {want}"
        )))
    }

    fn head(&self) -> String {
        format!("INSERT INTO {} ({}) ", self.table, self.columns.join(", "))
    }

    fn tail(&self) -> String {
        self.on_conflict
            .map_or_else(String::new, |clause| format!(" ON CONFLICT {clause}"))
    }

    /// SQLite: one mark for each value.
    async fn run_by_rows(
        &self,
        tx: &TenantTx,
        rows: impl IntoIterator<Item = Vec<Value>>,
    ) -> StoreResult<u64> {
        let full: Arc<str> = self.marked(ROWS_MAX_SQLITE).into();
        let room = ROWS_MAX_SQLITE * self.columns.len();
        let mut inserted = 0;
        let mut arguments = SqliteArguments::default();
        let mut waiting = 0;
        for row in rows {
            self.check(&row)?;
            if waiting == 0 {
                arguments.make_room(room);
            }
            for value in row {
                arguments.bind(value)?;
            }
            waiting += 1;
            if waiting == ROWS_MAX_SQLITE {
                let arguments = std::mem::take(&mut arguments);
                inserted += tx.work().execute_sqlite(&full, arguments).await?;
                waiting = 0;
            }
        }
        if waiting > 0 {
            let rest: Arc<str> = self.marked(waiting).into();
            inserted += tx.work().execute_sqlite(&rest, arguments).await?;
        }
        Ok(inserted)
    }

    fn marked(&self, rows: usize) -> String {
        // SQLite numbers plain marks itself, and parses them faster than numbered ones.
        let row = format!("({})", vec!["?"; self.columns.len()].join(", "));
        let rows = vec![row.as_str(); rows].join(", ");
        format!("{}VALUES {rows}{}", self.head(), self.tail())
    }

    /// PostgreSQL: one array for each column. The text of the statement is the same for any number of rows, so it is
    /// planned once, and there are no thousands of parameters to describe. (COPY is closed to tables under row-level
    /// security.)
    async fn run_by_columns(
        &self,
        tx: &TenantTx,
        rows: impl IntoIterator<Item = Vec<Value>>,
    ) -> StoreResult<u64> {
        let mut inserted = 0;
        let mut arrays: Vec<Column> = Vec::new();
        let mut waiting = 0;
        for row in rows {
            self.check(&row)?;
            if waiting == 0 {
                arrays = row.iter().map(Column::like).collect::<StoreResult<_>>()?;
            }
            for (array, value) in arrays.iter_mut().zip(row) {
                array.push(value)?;
            }
            waiting += 1;
            if waiting == ROWS_MAX_POSTGRES {
                inserted += self.insert_columns(tx, std::mem::take(&mut arrays)).await?;
                waiting = 0;
            }
        }
        if waiting > 0 {
            inserted += self.insert_columns(tx, arrays).await?;
        }
        Ok(inserted)
    }

    async fn insert_columns(&self, tx: &TenantTx, columns: Vec<Column>) -> StoreResult<u64> {
        let marks: Vec<String> = columns
            .iter()
            .zip(1..)
            .map(|(column, number)| format!("CAST(${number} AS {}[])", column.element()))
            .collect();
        let sql = format!(
            "{}SELECT * FROM UNNEST({}){}",
            self.head(),
            marks.join(", "),
            self.tail()
        );
        let mut arguments = PgArguments::default();
        for column in columns {
            let added = match column {
                Column::Bool(values) => arguments.add(values),
                Column::Int(values) => arguments.add(values),
                Column::BigInt(values) => arguments.add(values),
                Column::Text(values) => arguments.add(values),
            };
            added.map_err(unusable)?;
        }
        tx.work().execute_postgres(&sql, arguments).await
    }
}

/// The values of one column, row by row.
enum Column {
    Bool(Vec<Option<bool>>),
    Int(Vec<Option<i32>>),
    BigInt(Vec<Option<i64>>),
    Text(Vec<Option<String>>),
}

impl Column {
    /// An empty column for values such as this one.
    fn like(value: &Value) -> StoreResult<Self> {
        match value {
            Value::Bool(_) => Ok(Self::Bool(Vec::with_capacity(ROWS_MAX_POSTGRES))),
            Value::Int(_) => Ok(Self::Int(Vec::with_capacity(ROWS_MAX_POSTGRES))),
            Value::BigInt(_) => Ok(Self::BigInt(Vec::with_capacity(ROWS_MAX_POSTGRES))),
            Value::String(_) => Ok(Self::Text(Vec::with_capacity(ROWS_MAX_POSTGRES))),
            other => Err(no_column(other)),
        }
    }

    const fn element(&self) -> &'static str {
        match self {
            Self::Bool(_) => "boolean",
            Self::Int(_) => "integer",
            Self::BigInt(_) => "bigint",
            Self::Text(_) => "text",
        }
    }

    fn push(&mut self, value: Value) -> StoreResult<()> {
        match (self, value) {
            (Self::Bool(values), Value::Bool(value)) => values.push(value),
            (Self::Int(values), Value::Int(value)) => values.push(value),
            (Self::BigInt(values), Value::BigInt(value)) => values.push(value),
            (Self::Text(values), Value::String(value)) => values.push(value),
            (_, other) => return Err(no_column(&other)),
        }
        Ok(())
    }
}
