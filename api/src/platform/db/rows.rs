//! Many rows in few statements, on both databases.

use std::fmt::Write as _;

use sea_orm::{DbBackend, Value};

use super::{StoreError, StoreResult, TenantTx};

/// Placeholders in one statement: below SQLite's limit of 32 766 and PostgreSQL's of 65 535.
const PLACEHOLDERS_MAX: usize = 30_000;
/// Rows in one statement: more gain nothing and keep the writer longer than other writers like.
const ROWS_MAX: usize = 1000;

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
        let per_statement = (PLACEHOLDERS_MAX / self.columns.len().max(1)).clamp(1, ROWS_MAX);
        let full = self.sql(tx.backend(), per_statement);
        let mut inserted = 0;
        let mut batch: Vec<Value> = Vec::with_capacity(per_statement * self.columns.len());
        let mut rows_in_batch = 0;
        for row in rows {
            if row.len() != self.columns.len() {
                let (table, got, want) = (self.table, row.len(), self.columns.len());
                return Err(StoreError::Corrupt(format!(
                    "row for {table} has {got} values, not {want}"
                )));
            }
            batch.extend(row);
            rows_in_batch += 1;
            if rows_in_batch == per_statement {
                inserted += tx.execute(&full, std::mem::take(&mut batch)).await?;
                batch.reserve(per_statement * self.columns.len());
                rows_in_batch = 0;
            }
        }
        if rows_in_batch > 0 {
            inserted += tx
                .execute(&self.sql(tx.backend(), rows_in_batch), batch)
                .await?;
        }
        Ok(inserted)
    }

    fn sql(&self, backend: DbBackend, rows: usize) -> String {
        let mut sql = format!(
            "INSERT INTO {} ({}) VALUES ",
            self.table,
            self.columns.join(", ")
        );
        let mut placeholder = 0;
        for row in 0..rows {
            sql.push_str(if row == 0 { "(" } else { ", (" });
            for column in 0..self.columns.len() {
                if column > 0 {
                    sql.push_str(", ");
                }
                placeholder += 1;
                match backend {
                    // SQLite numbers plain marks itself, and parses them faster than numbered ones.
                    DbBackend::Sqlite => sql.push('?'),
                    _ => {
                        let _ = write!(sql, "${placeholder}");
                    }
                }
            }
            sql.push(')');
        }
        if let Some(clause) = self.on_conflict {
            sql.push_str(" ON CONFLICT ");
            sql.push_str(clause);
        }
        sql
    }
}
