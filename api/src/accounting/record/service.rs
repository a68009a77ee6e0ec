//! Adding, changing, removing and restoring activity records: check, compute, save record, line and sums, write the
//! audit trail; one transaction.

use saxaul_shared::{
    accounting::{
        boundary::UnitKind,
        import::row::ActivityDraft,
        record::{RecordOrigin, RecordStatus},
        refusal::{Refusal, RefusalCode},
    },
    period::Date,
    violation::{ErrorCode, Violation},
};
use serde_json::{Value, json};

use super::{
    super::{
        access::{Answer, Refused},
        audit::Actor,
        boundary::store as boundary_store,
        inventory::books::{BookError, Books},
        reference, trail,
    },
    rules::{self, RecordDraft},
    store::{self, RecordRow},
};
use crate::platform::{Platform, db::TenantTx};

/// Reads a draft against the catalogue and the boundary.
async fn checked(platform: &Platform, tx: &TenantTx, draft: RecordDraft) -> Answer<ActivityDraft> {
    let mut violations = Vec::new();
    let units = boundary_store::units(tx).await?;
    if !units
        .iter()
        .any(|unit| unit.id == draft.site_id && unit.kind == UnitKind::Site)
    {
        let refusal = Refusal::new(RefusalCode::UnknownSite, &draft.site_id);
        violations.push(rules::as_violation("siteId", &refusal));
    }
    let activity = reference::activity_code(&draft.activity);
    match rules::read(draft, activity, today(platform)) {
        Ok(draft) if violations.is_empty() => Ok(draft),
        Ok(_) => Err(Refused::Violations(violations)),
        Err(more) => {
            violations.extend(more);
            Err(Refused::Violations(violations))
        }
    }
}

/// The last day it can be anywhere on earth now; none for a clock outside 1900 to 2199.
pub(crate) fn today(platform: &Platform) -> Option<Date> {
    let seconds = platform.clock.now().unix_seconds();
    Date::from_day_number((seconds + 14 * 3600).div_euclid(86_400))
}

fn booked(error: BookError) -> Refused {
    match error.into_refusal() {
        Ok(refusal) => Refused::Violations(vec![rules::as_violation("start", &refusal)]),
        Err(error) => error.into(),
    }
}

async fn refuse_double(tx: &TenantTx, fingerprint: &str, own_id: &str) -> Answer<()> {
    let others = store::with_fingerprints(tx, &[fingerprint]).await?;
    match others.into_iter().find(|(_, id)| id != own_id) {
        None => Ok(()),
        Some((_, id)) => {
            let refusal = Refusal::bare(RefusalCode::Duplicate).context(id);
            Err(Refused::Violations(vec![rules::as_violation(
                "quantity", &refusal,
            )]))
        }
    }
}

/// Books a record, computed or refused.
async fn put_in(books: &mut Books<'_>, record: &mut RecordRow) -> Answer<()> {
    books.put_in_all(record).await.map_err(booked)?;
    if record.status == RecordStatus::Refused {
        let years: Vec<i32> = record.years().collect();
        books.keep_refused(&years, record).await.map_err(booked)?;
    }
    Ok(())
}

/// Adds a record. The same idempotency key with the same data gives the same record again; with other data it is
/// refused.
pub(crate) async fn create(
    platform: &Platform,
    tx: &TenantTx,
    actor: &Actor,
    draft: RecordDraft,
    origin: RecordOrigin,
    idempotency_key: Option<String>,
) -> Answer<RecordRow> {
    let draft = checked(platform, tx, draft).await?;
    let fingerprint = store::fingerprint_of_draft(&draft);
    if let Some(key) = &idempotency_key
        && let Some(earlier) = store::by_idempotency_key(tx, key).await?
    {
        if earlier.fingerprint == fingerprint {
            return Ok(earlier);
        }
        return Err(Refused::field(
            ErrorCode::Conflict,
            "idempotencyKey",
            "该幂等键已用于另一条内容不同的记录。",
            "This idempotency key was used for a record with other data.",
        ));
    }
    refuse_double(tx, &fingerprint, "").await?;
    let mut books = Books::open(platform, tx, Some(actor.id.clone()));
    let now = books.now().to_owned();
    let mut record = RecordRow {
        idempotency_key,
        created_by: Some(actor.id.clone()),
        ..store::from_draft(
            platform.ids.prefixed("rec"),
            draft,
            fingerprint,
            origin,
            now,
        )
    };
    put_in(&mut books, &mut record).await?;
    store::insert(tx, vec![record.clone()]).await?;
    books.close().await.map_err(booked)?;
    let changes = trail::created(&described(&record));
    trail::note(
        platform,
        tx,
        actor,
        "activityRecordCreate",
        &record.id,
        None,
        changes,
    )
    .await?;
    Ok(record)
}

/// Changes a record that was read at `version`.
pub(crate) async fn update(
    platform: &Platform,
    tx: &TenantTx,
    actor: &Actor,
    id: &str,
    version: i64,
    draft: RecordDraft,
    reason: Option<String>,
) -> Answer<RecordRow> {
    let before = existing(tx, id).await?;
    if before.version != version {
        return Err(Refused::conflict());
    }
    let draft = checked(platform, tx, draft).await?;
    let fingerprint = store::fingerprint_of_draft(&draft);
    refuse_double(tx, &fingerprint, id).await?;
    let mut books = Books::open(platform, tx, Some(actor.id.clone()));
    let now = books.now().to_owned();
    let mut after = RecordRow {
        import_id: before.import_id.clone(),
        import_sheet: before.import_sheet,
        import_row: before.import_row,
        idempotency_key: before.idempotency_key.clone(),
        version: before.version + 1,
        created_by: before.created_by.clone(),
        created_at: before.created_at.clone(),
        ..store::from_draft(before.id.clone(), draft, fingerprint, before.origin, now)
    };
    books
        .hold(before.years().chain(after.years()))
        .await
        .map_err(booked)?;
    books.take_out_all(&before).await.map_err(booked)?;
    put_in(&mut books, &mut after).await?;
    store::update(tx, &after).await?;
    books.close().await.map_err(booked)?;
    let changes = trail::changed(&described(&before), &described(&after));
    trail::note(
        platform,
        tx,
        actor,
        "activityRecordUpdate",
        id,
        reason,
        changes,
    )
    .await?;
    Ok(after)
}

/// Removes a record; it can be restored.
pub(crate) async fn delete(
    platform: &Platform,
    tx: &TenantTx,
    actor: &Actor,
    id: &str,
) -> Answer<RecordRow> {
    let before = existing(tx, id).await?;
    let mut books = Books::open(platform, tx, Some(actor.id.clone()));
    books.take_out_all(&before).await.map_err(booked)?;
    let after = RecordRow {
        version: before.version + 1,
        updated_at: books.now().to_owned(),
        deleted_at: Some(books.now().to_owned()),
        ..before.clone()
    };
    store::update(tx, &after).await?;
    books.close().await.map_err(booked)?;
    trail::note(
        platform,
        tx,
        actor,
        "activityRecordDelete",
        id,
        None,
        trail::removed(&described(&before)),
    )
    .await?;
    Ok(after)
}

/// Brings a removed record back, computed as of now.
pub(crate) async fn restore(
    platform: &Platform,
    tx: &TenantTx,
    actor: &Actor,
    id: &str,
) -> Answer<RecordRow> {
    let Some(before) = store::find(tx, id).await? else {
        return Err(Refused::not_found());
    };
    if before.deleted_at.is_none() {
        return Ok(before);
    }
    refuse_double(tx, &before.fingerprint, id).await?;
    let mut books = Books::open(platform, tx, Some(actor.id.clone()));
    let mut after = RecordRow {
        version: before.version + 1,
        updated_at: books.now().to_owned(),
        deleted_at: None,
        ..before
    };
    put_in(&mut books, &mut after).await?;
    store::update(tx, &after).await?;
    books.close().await.map_err(booked)?;
    trail::note(
        platform,
        tx,
        actor,
        "activityRecordRestore",
        id,
        None,
        trail::created(&described(&after)),
    )
    .await?;
    Ok(after)
}

/// The record, when it is there and has not been removed.
pub(crate) async fn existing(tx: &TenantTx, id: &str) -> Answer<RecordRow> {
    match store::find(tx, id).await? {
        Some(record) if record.deleted_at.is_none() => Ok(record),
        Some(_) => Err(Refused::Violations(vec![Violation::field(
            ErrorCode::WrongState,
            "id",
            "该记录已删除，可先恢复。",
            "The record has been removed; restore it first.",
        )])),
        None => Err(Refused::not_found()),
    }
}

fn described(record: &RecordRow) -> Value {
    json!({
        "siteId": record.site_id,
        "activity": record.activity_code,
        "quantity": record.quantity,
        "unit": record.unit,
        "start": record.start,
        "end": record.end,
        "factorId": record.factor_id,
        "supplier": record.supplier,
        "source": record.source,
        "quality": record.quality,
        "uncertaintyPct": record.uncertainty_pct,
        "reference": record.reference,
        "note": record.note,
        "status": record.status,
    })
}
