//! Reading rows of the database in the order of their columns.

use sea_orm::{QueryResult, TryGetable};
use serde::de::DeserializeOwned;

use crate::platform::db::{StoreError, StoreResult};

/// Takes the cells of one row, one after the other, in the order the statement names them.
pub(crate) struct Cells<'a> {
    row: &'a QueryResult,
    at: usize,
}

impl<'a> Cells<'a> {
    /// Begins at the first column.
    pub(crate) fn of(row: &'a QueryResult) -> Self {
        Self { row, at: 0 }
    }

    /// The next cell.
    pub(crate) fn take<T: TryGetable>(&mut self) -> StoreResult<T> {
        let value = self.row.try_get_by_index(self.at)?;
        self.at += 1;
        Ok(value)
    }

    /// The next cell, as a name or a number written as text.
    pub(crate) fn parsed<T: std::str::FromStr>(&mut self) -> StoreResult<T>
    where
        T::Err: std::fmt::Display,
    {
        let text: String = self.take()?;
        text.parse()
            .map_err(|error: T::Err| StoreError::Corrupt(format!("{text:?}: {error}")))
    }

    /// The next cell, as a name or a number written as text, or nothing.
    pub(crate) fn parsed_option<T: std::str::FromStr>(&mut self) -> StoreResult<Option<T>>
    where
        T::Err: std::fmt::Display,
    {
        let text: Option<String> = self.take()?;
        text.map(|text| {
            text.parse()
                .map_err(|error: T::Err| StoreError::Corrupt(format!("{text:?}: {error}")))
        })
        .transpose()
    }

    /// The next cell, as JSON.
    pub(crate) fn json<T: DeserializeOwned>(&mut self) -> StoreResult<T> {
        let text: String = self.take()?;
        serde_json::from_str(&text).map_err(|error| StoreError::Corrupt(error.to_string()))
    }

    /// The next cell, as JSON, or nothing.
    pub(crate) fn json_option<T: DeserializeOwned>(&mut self) -> StoreResult<Option<T>> {
        let text: Option<String> = self.take()?;
        text.map(|text| {
            serde_json::from_str(&text).map_err(|error| StoreError::Corrupt(error.to_string()))
        })
        .transpose()
    }
}

/// JSON text for a column. The types stored this way have no map keys or floats that could refuse.
pub(crate) fn to_json<T: serde::Serialize>(value: &T) -> StoreResult<String> {
    serde_json::to_string(value).map_err(|error| StoreError::Corrupt(error.to_string()))
}

/// `$1, $2, …, $n` shifted by `offset`.
pub(crate) fn marks(offset: usize, count: usize) -> String {
    let mut text = String::with_capacity(count * 5);
    for number in 1..=count {
        if number > 1 {
            text.push_str(", ");
        }
        text.push('$');
        text.push_str(&(offset + number).to_string());
    }
    text
}
