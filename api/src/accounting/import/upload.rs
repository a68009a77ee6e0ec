//! Uploaded files: kept as they came, named by an id, used by an import or as evidence.

use std::time::Duration;

use saxaul_shared::{format::Locale, identity::Action};

use super::store::{self, UploadRow};
use crate::{
    auth::Principal,
    error::ApiError,
    platform::{Platform, storage::StorageWriter},
};

/// Largest file that is taken.
pub const UPLOAD_BYTES_MAX: u64 = 200 * 1024 * 1024;
/// What one person may upload in a day.
const DAY_BYTES_MAX: i64 = 4 * 1024 * 1024 * 1024;
const DAY: Duration = Duration::from_hours(24);
/// Room of the file store that uploads go to.
pub(crate) const ROOM: &str = "uploads";

/// An upload under way.
pub struct Upload {
    id: String,
    name: String,
    media_type: String,
    writer: StorageWriter,
}

/// An upload that is complete.
#[derive(Debug, Clone, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Uploaded {
    /// `upl_…`.
    pub upload_id: String,
    /// Bytes.
    pub size_bytes: u64,
    /// SHA-256 of the content, hexadecimal.
    pub sha256: String,
}

/// Why a file was not taken.
#[derive(Debug)]
pub enum UploadError {
    /// Larger than [`UPLOAD_BYTES_MAX`].
    TooLarge,
    /// More in a day than one person may.
    Quota,
    /// Not allowed, or a fault.
    Api(ApiError),
}

impl UploadError {
    /// What the person reads.
    pub fn message(&self, locale: Locale) -> String {
        match self {
            Self::TooLarge => locale
                .pick(
                    "文件超过 200 MB。请拆分后分别上传。",
                    "The file is larger than 200 MB. Split it and upload the parts.",
                )
                .to_owned(),
            Self::Quota => locale
                .pick(
                    "今天上传的数据量已达上限，请明天再试。",
                    "You have uploaded as much as one person may in a day. Try again tomorrow.",
                )
                .to_owned(),
            Self::Api(error) => error.message(locale).to_owned(),
        }
    }
}

impl From<ApiError> for UploadError {
    fn from(error: ApiError) -> Self {
        Self::Api(error)
    }
}

impl Upload {
    /// Begins an upload by a person who may import or attach evidence.
    pub async fn begin(
        platform: &Platform,
        principal: &Principal,
        name: &str,
        media_type: &str,
    ) -> Result<Self, UploadError> {
        let may = [Action::RunImports, Action::WriteRecords, Action::TakePart];
        if !may.iter().any(|action| principal.may(*action)) {
            return Err(ApiError::forbidden().into());
        }
        let since = platform.clock.now().minus(DAY).to_rfc3339();
        let tx = platform
            .database
            .read(&principal.tenant)
            .await
            .map_err(ApiError::internal)?;
        let uploaded = store::uploaded_bytes_since(&tx, &principal.person_id, &since)
            .await
            .map_err(ApiError::internal)?;
        drop(tx);
        if uploaded >= DAY_BYTES_MAX {
            return Err(UploadError::Quota);
        }
        let id = platform.ids.prefixed("upl");
        let writer = platform
            .storage
            .writer(&principal.tenant, ROOM, &id)
            .await
            .map_err(ApiError::internal)?;
        let name: String = name.chars().filter(|c| !c.is_control()).take(255).collect();
        let media_type = media_type.chars().take(128).collect();
        Ok(Self {
            id,
            name,
            media_type,
            writer,
        })
    }

    /// Appends bytes.
    pub async fn write(&mut self, bytes: &[u8]) -> Result<(), UploadError> {
        if self.writer.size_bytes() + bytes.len() as u64 > UPLOAD_BYTES_MAX {
            return Err(UploadError::TooLarge);
        }
        Ok(self.writer.write(bytes).await.map_err(ApiError::internal)?)
    }

    /// Gives the upload up.
    pub async fn abort(self) {
        if let Err(error) = self.writer.abort().await {
            tracing::warn!(%error, "an upload that was given up may have left a part behind");
        }
    }

    /// Completes the upload.
    pub async fn finish(
        self,
        platform: &Platform,
        principal: &Principal,
    ) -> Result<Uploaded, UploadError> {
        let stored = self.writer.finish().await.map_err(ApiError::internal)?;
        let row = UploadRow {
            id: self.id,
            name: self.name,
            size_bytes: i64::try_from(stored.size_bytes).unwrap_or(i64::MAX),
            sha256: stored.sha256.clone(),
            media_type: self.media_type,
            created_by: principal.person_id.clone(),
            created_at: platform.clock.now().to_rfc3339(),
        };
        let tx = platform
            .database
            .begin(&principal.tenant)
            .await
            .map_err(ApiError::internal)?;
        store::insert_upload(&tx, &row)
            .await
            .map_err(ApiError::internal)?;
        tx.commit().await.map_err(ApiError::internal)?;
        Ok(Uploaded {
            upload_id: row.id,
            size_bytes: stored.size_bytes,
            sha256: stored.sha256,
        })
    }
}

/// An upload of the organisation: its name, media type and content hash, for whoever puts it to use.
pub(crate) async fn found(
    tx: &crate::platform::db::TenantTx,
    id: &str,
) -> crate::platform::db::StoreResult<Option<UploadRow>> {
    store::find_upload(tx, id).await
}
