//! Evidence of records: files kept by the hash of their content.

use sea_orm::Value;

use super::super::cells::{Cells, marks};
use crate::platform::db::{StoreResult, TenantTx};

/// A file that stands behind a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct EvidenceRow {
    pub(crate) id: String,
    pub(crate) record_id: String,
    pub(crate) name: String,
    pub(crate) size_bytes: i64,
    pub(crate) sha256: String,
    pub(crate) media_type: String,
    pub(crate) added_at: String,
}

/// The evidence of many records in one statement, oldest first.
pub(crate) async fn of_records(
    tx: &TenantTx,
    record_ids: &[String],
) -> StoreResult<Vec<EvidenceRow>> {
    let mut files = Vec::new();
    for ids in record_ids.chunks(1000) {
        let sql = format!(
            "SELECT id, record_id, name, size_bytes, sha256, media_type, added_at FROM evidence_files \
             WHERE organisation_id = $1 AND record_id IN ({}) ORDER BY id",
            marks(1, ids.len())
        );
        let mut values: Vec<Value> = vec![tx.organisation_id().into()];
        values.extend(ids.iter().map(|id| Value::from(id.as_str())));
        for row in tx.query_all(&sql, values).await? {
            let mut cells = Cells::of(&row);
            files.push(EvidenceRow {
                id: cells.take()?,
                record_id: cells.take()?,
                name: cells.take()?,
                size_bytes: cells.take()?,
                sha256: cells.take()?,
                media_type: cells.take()?,
                added_at: cells.take()?,
            });
        }
    }
    Ok(files)
}

/// Adds a file to a record; the same content twice is one file.
pub(crate) async fn insert(
    tx: &TenantTx,
    file: &EvidenceRow,
    person_id: &str,
) -> StoreResult<bool> {
    let added = tx
        .execute(
            "INSERT INTO evidence_files (id, organisation_id, record_id, name, size_bytes, sha256, media_type, added_by, \
             added_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (record_id, sha256) DO NOTHING",
            vec![
                file.id.as_str().into(),
                tx.organisation_id().into(),
                file.record_id.as_str().into(),
                file.name.as_str().into(),
                file.size_bytes.into(),
                file.sha256.as_str().into(),
                file.media_type.as_str().into(),
                person_id.into(),
                file.added_at.as_str().into(),
            ],
        )
        .await?;
    Ok(added == 1)
}
