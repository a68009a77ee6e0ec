//! Rows and lists given to a statement as one JSON value: the text of the statement is the same for any number of them,
//! so that it is prepared once, and one value is bound instead of thousands.

use sea_orm::DbBackend;
use serde::Serialize;

use crate::platform::db::{StoreError, StoreResult};

/// The elements of the JSON array in the placeholder as rows `r(value)`; `r.value ->> 0` is the first cell of a row.
pub(super) fn rows(backend: DbBackend, placeholder: &str) -> String {
    match backend {
        DbBackend::Postgres => {
            format!("jsonb_array_elements(CAST({placeholder} AS TEXT)::jsonb) AS r(value)")
        }
        // `WHERE true` lets SQLite tell an ON CONFLICT of the insert from a join's ON.
        _ => format!("json_each({placeholder}) AS r WHERE true"),
    }
}

/// The texts of the JSON array in the placeholder, for `IN`.
pub(super) fn list(backend: DbBackend, placeholder: &str) -> String {
    match backend {
        DbBackend::Postgres => {
            format!("(SELECT jsonb_array_elements_text(CAST({placeholder} AS TEXT)::jsonb))")
        }
        _ => format!("(SELECT value FROM json_each({placeholder}))"),
    }
}

/// The JSON text of rows or a list.
pub(super) fn json<T: Serialize>(rows: &[T]) -> StoreResult<String> {
    serde_json::to_string(rows).map_err(|error| StoreError::Corrupt(error.to_string()))
}
