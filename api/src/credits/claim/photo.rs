//! Pictures that stand behind claims: kept by the hash of their content, shown to reviewers only.

use saxaul_shared::{id::UploadId, identity::Action, violation::ErrorCode};

use super::{row::Photo, store};
use crate::{
    accounting::{
        access::{Answer, Refused},
        import::upload,
    },
    auth::Principal,
    credits::{programme::store as members, review::service as reviews},
    error::ApiError,
    platform::{Platform, db::TenantTx},
};

/// Room of the file store that pictures are kept in.
const ROOM: &str = "claims";
/// Pictures that are taken: those that cannot carry a script.
const MEDIA_TYPES: &[&str] = &["image/jpeg", "image/png", "image/webp", "image/heic"];
/// Largest picture.
const SIZE_BYTES_MAX: i64 = 20 * 1024 * 1024;

/// An upload of the person as the picture of a claim.
pub(super) async fn found(
    tx: &TenantTx,
    person_id: &str,
    upload_id: &str,
) -> Answer<(Photo, String)> {
    let upload = match UploadId::parse(upload_id) {
        Ok(_) => upload::found(tx, upload_id).await?,
        Err(_) => None,
    };
    // Somebody else's upload is as good as none.
    let Some(upload) = upload.filter(|upload| upload.created_by == person_id) else {
        return Err(Refused::field(
            ErrorCode::NotFound,
            "photoUploadId",
            "没有该上传文件，请重新上传照片。",
            "There is no such upload. Upload the photo again.",
        ));
    };
    if !MEDIA_TYPES.contains(&upload.media_type.as_str()) {
        return Err(Refused::field(
            ErrorCode::Invalid,
            "photoUploadId",
            "上传的不是照片，请上传 JPEG、PNG、WebP 或 HEIC 图片。",
            "The upload is no photo. Upload a JPEG, PNG, WebP or HEIC picture.",
        ));
    }
    if upload.size_bytes > SIZE_BYTES_MAX {
        return Err(Refused::field(
            ErrorCode::LimitExceeded,
            "photoUploadId",
            "照片超过 20 MB，请压缩后上传。",
            "The photo is larger than 20 MB. Upload a smaller one.",
        ));
    }
    let photo = Photo {
        sha256: upload.sha256,
        media_type: upload.media_type,
        size_bytes: upload.size_bytes,
    };
    Ok((photo, upload.id))
}

/// Keeps the bytes where nothing overwrites them. Before the row that names them: a crash between leaves a file without a
/// claim, never a claim without its file.
pub(super) async fn keep(
    platform: &Platform,
    tx: &TenantTx,
    photo: &Photo,
    upload_id: &str,
) -> Answer<()> {
    platform
        .storage
        .copy(
            tx.tenant(),
            (upload::ROOM, upload_id),
            (ROOM, &photo.sha256),
        )
        .await
        .map_err(ApiError::internal)?;
    Ok(())
}

/// The picture behind a claim with its media type, for its own member and for whoever reviews claims; nobody else learns
/// that there is one.
pub(crate) async fn shown(
    platform: &Platform,
    principal: &Principal,
    claim_id: &str,
) -> Result<Option<(String, Vec<u8>)>, ApiError> {
    let tx = platform
        .database
        .read(&principal.tenant)
        .await
        .map_err(ApiError::internal)?;
    let found = store::find(&tx, claim_id)
        .await
        .map_err(ApiError::internal)?;
    let Some((claim, photo)) = found.and_then(|claim| {
        let photo = claim.photo.clone()?;
        Some((claim, photo))
    }) else {
        return Ok(None);
    };
    let member = members::member_by_id(&tx, &claim.member_id)
        .await
        .map_err(ApiError::internal)?;
    let own = member.is_some_and(|member| member.person_id == principal.person_id);
    let reviewed = principal.may(Action::ReviewClaims)
        && reviews::has_review(&tx, claim_id)
            .await
            .map_err(ApiError::internal)?;
    if !own && !reviewed {
        return Ok(None);
    }
    let bytes = platform
        .storage
        .get(tx.tenant(), ROOM, &photo.sha256)
        .await
        .map_err(ApiError::internal)?;
    Ok(Some((photo.media_type, bytes)))
}
