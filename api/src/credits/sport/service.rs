//! What a member does with imports: begin one, take one back.

use std::collections::BTreeSet;

use saxaul_shared::{
    credits::{member::CONSENT_VERSION, sport::SportImportState},
    period::Date,
    violation::ErrorCode,
};
use serde_json::json;

use super::{
    super::{claim, programme::store::MemberRow, seat::seat},
    settle,
    store::{self, ImportRow, Message},
    work,
};
use crate::{
    accounting::{
        access::{Answer, Caller, Refused},
        import::upload,
    },
    platform::{
        Platform,
        db::{StoreResult, TenantTx},
    },
};

/// Topic of the event that an import moved on.
pub(super) const PROGRESSED: &str = "sportImportProgressed";

/// Begins an import of an uploaded file.
pub(super) async fn create(
    caller: &Caller<'_>,
    upload_id: &str,
    consent: bool,
) -> Answer<ImportRow> {
    if !consent {
        return Err(Refused::field(
            ErrorCode::Required,
            "consent",
            "导入运动数据需要你的单独同意。",
            "Importing sport data needs your separate consent.",
        ));
    }
    let tx = caller.begin().await?;
    let member = seat(caller, &tx).await?;
    let found = upload::found(&tx, upload_id).await?;
    let own = found.filter(|upload| upload.created_by == caller.principal.person_id);
    let Some(upload) = own else {
        return Err(Refused::field(
            ErrorCode::NotFound,
            "uploadId",
            "没有找到上传的文件，请重新上传。",
            "The uploaded file was not found. Upload it again.",
        ));
    };
    let now = caller.platform.clock.now().to_rfc3339();
    let import = ImportRow {
        id: caller.platform.ids.prefixed("spi"),
        member_id: member.id,
        upload_id: Some(upload.id),
        source: None,
        state: SportImportState::Queued,
        consent_version: CONSENT_VERSION,
        rides_total: 0,
        rides_accepted: 0,
        refused: 0,
        manual: 0,
        older: 0,
        messages: Vec::new(),
        revision: 1,
        created_at: now.clone(),
        updated_at: now,
    };
    store::insert(&tx, &import).await?;
    let payload = json!({ "importId": import.id });
    let jobs = &caller.platform.jobs;
    jobs.enqueue(&tx, work::READ, &payload).await?;
    tx.commit().await?;
    Ok(import)
}

/// The caller's own import, or not found.
pub(super) async fn own(caller: &Caller<'_>, tx: &TenantTx, id: &str) -> Answer<ImportRow> {
    let member = seat(caller, tx).await?;
    let found = store::find(tx, id).await?;
    found
        .filter(|import| import.member_id == member.id)
        .filter(|import| import.state != SportImportState::Deleted)
        .ok_or_else(Refused::not_found)
}

/// Takes an import back: its days, its rides and what they gave.
pub(super) async fn delete(caller: &Caller<'_>, id: &str) -> Answer<ImportRow> {
    let tx = caller.begin().await?;
    let mut import = own(caller, &tx, id).await?;
    let member = seat(caller, &tx).await?;
    let upload = import.upload_id.take();
    let mut messages = Vec::new();
    let undone = take_rides_back(caller.platform, &tx, &member, &import).await?;
    if undone < 0 {
        messages.push(Message::fixed(
            "RIDES_KEPT",
            (
                "部分骑行记录已超过撤销时限或积分已使用，未能撤回。",
                "Some rides could not be taken back: their points are spent or their time to undo is over.",
            ),
        ));
    }
    let days = store::days_of(&tx, id, 400).await?;
    let days: BTreeSet<(String, Date)> = days
        .into_iter()
        .map(|day| (day.member_id, day.day))
        .collect();
    store::delete_days(&tx, id).await?;
    let outcome = settle::settle(caller.platform, &tx, &days).await?;
    if outcome.spent_days > 0 {
        messages.push(spent(outcome.spent_days));
    }
    import.state = SportImportState::Deleted;
    import.messages = messages;
    save(caller.platform, &tx, &mut import).await?;
    if let Some(upload) = &upload {
        store::forget_upload(&tx, upload).await?;
    }
    tx.commit().await?;
    if let Some(upload) = upload {
        work::remove_file(caller.platform, &caller.principal.tenant, &upload).await;
    }
    Ok(import)
}

/// Undoes the claims of an import's rides; answers how many, below zero when some could not be undone.
async fn take_rides_back(
    platform: &Platform,
    tx: &TenantTx,
    member: &MemberRow,
    import: &ImportRow,
) -> Answer<i64> {
    let (mut undone, mut kept) = (0, false);
    for claim in store::take_rides(tx, &import.id).await? {
        match claim::service::undo(platform, tx, member, &claim).await {
            Ok(_) => undone += 1,
            Err(Refused::Violations(_)) => kept = true,
            Err(error) => return Err(error),
        }
    }
    Ok(if kept { -1 } else { undone })
}

/// Words about points that could not be taken back.
pub(super) fn spent(days: u32) -> Message {
    Message {
        code: "POINTS_SPENT".to_owned(),
        zh: format!("{days} 天的积分已经使用，无法收回；数据已删除。"),
        en: format!(
            "The points of {days} days are spent and cannot be taken back; the data is deleted."
        ),
    }
}

/// Saves an import with its next revision and tells who listens once the transaction has committed.
pub(super) async fn save(
    platform: &Platform,
    tx: &TenantTx,
    import: &mut ImportRow,
) -> StoreResult<()> {
    import.revision += 1;
    import.updated_at = platform.clock.now().to_rfc3339();
    store::update(tx, import).await?;
    let payload = json!({ "importId": import.id });
    platform
        .outbox
        .emit(tx, PROGRESSED, import.revision, payload)
        .await
}
