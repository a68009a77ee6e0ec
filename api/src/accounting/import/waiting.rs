//! Imports that cannot go on without a person: columns to be mapped, rows to be mended, a start to be given, or a failure
//! to be looked at. A failed import leaves the list when it is given up.

use saxaul_shared::{
    accounting::record::{AttentionKind, ImportState},
    format::Locale,
};

use super::super::cells::{Cells, marks};
use crate::platform::db::{StoreResult, TenantTx};

/// Imports told of; more are in the list of imports.
const WAITING_MAX: u32 = 100;

/// States in which nothing moves until somebody acts.
const STATES: [ImportState; 3] = [
    ImportState::Uploaded,
    ImportState::Checked,
    ImportState::Failed,
];

/// An import that waits for a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Waiting {
    pub(crate) id: String,
    file_name: String,
    state: ImportState,
    rows_total: i64,
    rows_refused: i64,
    failure: Option<String>,
}

/// The imports that wait for a person, the latest first.
pub(crate) async fn imports(tx: &TenantTx) -> StoreResult<Vec<Waiting>> {
    let sql = format!(
        "SELECT id, file_name, state, rows_total, rows_refused, failure FROM imports \
         WHERE organisation_id = $1 AND state IN ({}) ORDER BY id DESC LIMIT {WAITING_MAX}",
        marks(1, STATES.len())
    );
    let mut values: Vec<sea_orm::Value> = vec![tx.organisation_id().into()];
    values.extend(STATES.map(|state| sea_orm::Value::from(state.as_str())));
    let rows = tx.query_all(&sql, values).await?;
    rows.iter()
        .map(|row| {
            let mut cells = Cells::of(row);
            Ok(Waiting {
                id: cells.take()?,
                file_name: cells.take()?,
                state: cells.parsed()?,
                rows_total: cells.take()?,
                rows_refused: cells.take()?,
                failure: cells.take()?,
            })
        })
        .collect()
}

impl Waiting {
    /// Why it is told.
    pub(crate) fn kind(&self) -> AttentionKind {
        if self.state == ImportState::Failed {
            AttentionKind::ImportFailed
        } else {
            AttentionKind::ImportWaiting
        }
    }

    /// Rows it is about; 1 before they have been counted.
    pub(crate) fn count(&self) -> i64 {
        match self.rows_refused {
            0 => self.rows_total.max(1),
            refused => refused,
        }
    }

    /// What has to be done, one sentence.
    pub(crate) fn message(&self, locale: Locale) -> String {
        let Self {
            file_name: name,
            rows_total: total,
            rows_refused: refused,
            ..
        } = self;
        match (self.state, locale) {
            (ImportState::Failed, _) => {
                let reason = self.failure.as_deref().unwrap_or_default();
                match locale {
                    Locale::ZhCn => format!("“{name}”导入失败：{reason}"),
                    Locale::En => format!("The import of {name} failed: {reason}"),
                }
            }
            (ImportState::Checked, Locale::ZhCn) if *refused > 0 => {
                format!("“{name}”：{total} 行中有 {refused} 行需要更正，尚未导入。")
            }
            (ImportState::Checked, Locale::En) if *refused > 0 => {
                format!(
                    "{name}: {refused} of {total} rows have to be mended; nothing is imported yet."
                )
            }
            (ImportState::Checked, Locale::ZhCn) => {
                format!("“{name}”：{total} 行已通过检查，等待导入。")
            }
            (ImportState::Checked, Locale::En) => {
                format!("{name}: {total} rows are checked and wait to be imported.")
            }
            (_, Locale::ZhCn) => format!("“{name}”：请确认各列的含义。"),
            (_, Locale::En) => format!("{name}: say what its columns hold."),
        }
    }
}
