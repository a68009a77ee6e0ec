//! Evidence of records: files kept by the hash of their content.

use futures_util::Stream;
use saxaul_shared::{id::UploadId, identity::Action, violation::ErrorCode};
use sea_orm::{QueryResult, Value};

use super::{
    super::{
        access::{Answer, Refused},
        audit::{Actor, Change},
        cells::{Cells, marks},
        import::upload,
        trail,
    },
    service,
    store::{self as record_store, RecordRow},
};
use crate::{
    auth::Principal,
    error::ApiError,
    platform::{
        Platform,
        db::{StoreResult, TenantTx},
        storage::StorageError,
    },
};

/// Room of the file store that evidence is kept in, each file under the hash of its content.
const ROOM: &str = "evidence";

/// Attaches an upload of the organisation to a record that has not been removed. The bytes are copied to where nothing
/// overwrites them before the row that names them is written: a crash between the two leaves a file without a row,
/// never a row without its file.
pub(crate) async fn attach(
    platform: &Platform,
    tx: &TenantTx,
    actor: &Actor,
    record_id: &str,
    upload_id: &str,
) -> Answer<RecordRow> {
    let record = service::existing(tx, record_id).await?;
    let upload = match UploadId::parse(upload_id) {
        Ok(_) => upload::found(tx, upload_id).await?,
        Err(_) => None,
    };
    let Some(upload) = upload else {
        return Err(Refused::field(
            ErrorCode::NotFound,
            "uploadId",
            "没有该上传文件，请重新上传。",
            "There is no such upload. Upload the file again.",
        ));
    };
    platform
        .storage
        .copy(
            tx.tenant(),
            (upload::ROOM, &upload.id),
            (ROOM, &upload.sha256),
        )
        .await
        .map_err(ApiError::internal)?;
    let file = EvidenceRow {
        id: platform.ids.prefixed("evd"),
        record_id: record.id.clone(),
        name: upload.name,
        size_bytes: upload.size_bytes,
        sha256: upload.sha256,
        media_type: upload.media_type,
        added_at: platform.clock.now().to_rfc3339(),
    };
    if insert(tx, &file, &actor.id).await? {
        let changes = vec![
            Change::new("evidence", None, Some(file.name.clone())),
            Change::new("sha256", None, Some(file.sha256.clone())),
        ];
        trail::note(
            platform,
            tx,
            actor,
            "evidenceAttach",
            record_id,
            None,
            changes,
        )
        .await?;
    }
    Ok(record)
}

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

const COLUMNS: &str = "id, record_id, name, size_bytes, sha256, media_type, added_at";

fn evidence(row: &QueryResult) -> StoreResult<EvidenceRow> {
    let mut cells = Cells::of(row);
    Ok(EvidenceRow {
        id: cells.take()?,
        record_id: cells.take()?,
        name: cells.take()?,
        size_bytes: cells.take()?,
        sha256: cells.take()?,
        media_type: cells.take()?,
        added_at: cells.take()?,
    })
}

/// A file whose record the caller may see, also a removed record's.
pub(crate) async fn visible(
    tx: &TenantTx,
    principal: &Principal,
    id: &str,
) -> StoreResult<Option<EvidenceRow>> {
    let sql =
        format!("SELECT {COLUMNS} FROM evidence_files WHERE organisation_id = $1 AND id = $2");
    let row = tx
        .query_one(&sql, vec![tx.organisation_id().into(), id.into()])
        .await?;
    let Some(file) = row.as_ref().map(evidence).transpose()? else {
        return Ok(None);
    };
    let record = record_store::find(tx, &file.record_id).await?;
    let seen =
        record.is_some_and(|record| principal.may_at(Action::ViewAccounting, &record.site_id));
    Ok(seen.then_some(file))
}

/// Opens a file that the caller may see: what is known of it, and its bytes, piece by piece.
pub(crate) async fn open(
    platform: &Platform,
    principal: &Principal,
    id: &str,
) -> Result<
    (
        EvidenceRow,
        impl Stream<Item = Result<Vec<u8>, StorageError>> + Send + use<>,
    ),
    ApiError,
> {
    principal.require(Action::ViewAccounting)?;
    let tx = platform
        .database
        .read(&principal.tenant)
        .await
        .map_err(ApiError::internal)?;
    let file = visible(&tx, principal, id)
        .await
        .map_err(ApiError::internal)?
        .ok_or_else(ApiError::not_found)?;
    // The bytes may take minutes; the connection is somebody else's by then.
    drop(tx);
    let pieces = platform
        .storage
        .stream(&principal.tenant, ROOM, &file.sha256)
        .await
        .map_err(ApiError::internal)?;
    Ok((file, pieces))
}

/// The evidence of many records in one statement, oldest first.
pub(crate) async fn of_records(
    tx: &TenantTx,
    record_ids: &[String],
) -> StoreResult<Vec<EvidenceRow>> {
    let mut files = Vec::new();
    for ids in record_ids.chunks(1000) {
        let sql = format!(
            "SELECT {COLUMNS} FROM evidence_files \
             WHERE organisation_id = $1 AND record_id IN ({}) ORDER BY id",
            marks(1, ids.len())
        );
        let mut values: Vec<Value> = vec![tx.organisation_id().into()];
        values.extend(ids.iter().map(|id| Value::from(id.as_str())));
        for row in &tx.query_all(&sql, values).await? {
            files.push(evidence(row)?);
        }
    }
    Ok(files)
}

/// Adds a file to a record; the same content twice is one file.
async fn insert(tx: &TenantTx, file: &EvidenceRow, person_id: &str) -> StoreResult<bool> {
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
