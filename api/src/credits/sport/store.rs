//! Imports and their days in the database.

use saxaul_shared::{
    credits::{
        TrustLevel,
        sport::{SportImportState, SportSource, StepReason, StepSignal},
    },
    period::Date,
};
use sea_orm::QueryResult;
use serde::{Deserialize, Serialize};

use crate::{
    accounting::cells::{Cells, to_json},
    platform::db::{InsertRows, StoreResult, TenantTx},
};

/// Something that a file or a row of it said wrong, in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Message {
    pub(super) code: String,
    pub(super) zh: String,
    pub(super) en: String,
}

impl Message {
    /// Words that stand in the code.
    pub(super) fn fixed(code: &str, (zh, en): (&str, &str)) -> Self {
        Self {
            code: code.to_owned(),
            zh: zh.to_owned(),
            en: en.to_owned(),
        }
    }
}

/// An import.
#[derive(Debug, Clone)]
pub(crate) struct ImportRow {
    pub(super) id: String,
    pub(super) member_id: String,
    /// The file, until it was read.
    pub(super) upload_id: Option<String>,
    pub(super) source: Option<SportSource>,
    pub(super) state: SportImportState,
    pub(super) consent_version: i64,
    pub(super) rides_total: i64,
    pub(super) rides_accepted: i64,
    pub(super) refused: i64,
    pub(super) manual: i64,
    pub(super) older: i64,
    pub(super) messages: Vec<Message>,
    pub(super) revision: i64,
    pub(super) created_at: String,
    pub(super) updated_at: String,
}

const IMPORT: &str = "SELECT id, member_id, upload_id, source, state, consent_version, rides_total, rides_accepted, \
     refused, manual, older, messages, revision, created_at, updated_at FROM sport_imports";

fn import(row: &QueryResult) -> StoreResult<ImportRow> {
    let mut cells = Cells::of(row);
    Ok(ImportRow {
        id: cells.take()?,
        member_id: cells.take()?,
        upload_id: cells.take()?,
        source: cells.parsed_option()?,
        state: cells.parsed()?,
        consent_version: cells.take()?,
        rides_total: cells.take()?,
        rides_accepted: cells.take()?,
        refused: cells.take()?,
        manual: cells.take()?,
        older: cells.take()?,
        messages: cells.json()?,
        revision: cells.take()?,
        created_at: cells.take()?,
        updated_at: cells.take()?,
    })
}

pub(super) async fn find(tx: &TenantTx, id: &str) -> StoreResult<Option<ImportRow>> {
    let sql = format!("{IMPORT} WHERE organisation_id = $1 AND id = $2");
    let row = tx
        .query_one(&sql, vec![tx.organisation_id().into(), id.into()])
        .await?;
    row.as_ref().map(import).transpose()
}

/// A member's imports, the latest first.
pub(super) async fn of_member(
    tx: &TenantTx,
    member_id: &str,
    most: usize,
) -> StoreResult<Vec<ImportRow>> {
    let sql = format!(
        "{IMPORT} WHERE organisation_id = $1 AND member_id = $2 AND state <> 'DELETED' ORDER BY id DESC LIMIT {most}"
    );
    let rows = tx
        .query_all(&sql, vec![tx.organisation_id().into(), member_id.into()])
        .await?;
    rows.iter().map(import).collect()
}

pub(super) async fn insert(tx: &TenantTx, row: &ImportRow) -> StoreResult<()> {
    tx.execute(
        "INSERT INTO sport_imports (id, organisation_id, member_id, upload_id, source, state, consent_version, \
         rides_total, rides_accepted, refused, manual, older, messages, revision, created_at, updated_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
        vec![
            row.id.clone().into(),
            tx.organisation_id().into(),
            row.member_id.clone().into(),
            row.upload_id.clone().into(),
            row.source.map(SportSource::as_str).into(),
            row.state.as_str().into(),
            row.consent_version.into(),
            row.rides_total.into(),
            row.rides_accepted.into(),
            row.refused.into(),
            row.manual.into(),
            row.older.into(),
            to_json(&row.messages)?.into(),
            row.revision.into(),
            row.created_at.clone().into(),
            row.updated_at.clone().into(),
        ],
    )
    .await?;
    Ok(())
}

pub(super) async fn update(tx: &TenantTx, row: &ImportRow) -> StoreResult<()> {
    tx.execute(
        "UPDATE sport_imports SET upload_id = $3, source = $4, state = $5, rides_total = $6, rides_accepted = $7, \
         refused = $8, manual = $9, older = $10, messages = $11, revision = $12, updated_at = $13 \
         WHERE organisation_id = $1 AND id = $2",
        vec![
            tx.organisation_id().into(),
            row.id.clone().into(),
            row.upload_id.clone().into(),
            row.source.map(SportSource::as_str).into(),
            row.state.as_str().into(),
            row.rides_total.into(),
            row.rides_accepted.into(),
            row.refused.into(),
            row.manual.into(),
            row.older.into(),
            to_json(&row.messages)?.into(),
            row.revision.into(),
            row.updated_at.clone().into(),
        ],
    )
    .await?;
    Ok(())
}

/// What an import said about a day of a member.
#[derive(Debug, Clone)]
pub(crate) struct DayRow {
    pub(super) member_id: String,
    pub(super) import_id: String,
    pub(super) day: Date,
    pub(super) steps: i64,
    /// Of which may earn.
    pub(super) credited: i64,
    pub(super) trust: TrustLevel,
    pub(super) source: SportSource,
    pub(super) reason: Option<StepReason>,
    pub(super) signals: Vec<StepSignal>,
}

/// Adds days; a day that the same import names again is replaced by the better one.
pub(super) async fn insert_days(tx: &TenantTx, days: &[DayRow]) -> StoreResult<()> {
    const COLUMNS: &[&str] = &[
        "organisation_id",
        "member_id",
        "import_id",
        "day",
        "steps",
        "credited",
        "trust",
        "source",
        "reason",
        "signals",
    ];
    let mut rows = Vec::with_capacity(days.len());
    for day in days {
        rows.push(vec![
            tx.organisation_id().into(),
            day.member_id.clone().into(),
            day.import_id.clone().into(),
            day.day.to_string().into(),
            day.steps.into(),
            day.credited.into(),
            day.trust.as_str().into(),
            day.source.as_str().into(),
            day.reason.map(StepReason::as_str).into(),
            to_json(&day.signals)?.into(),
        ]);
    }
    InsertRows::into("sport_days", COLUMNS)
        .run(tx, rows)
        .await?;
    Ok(())
}

/// The days of an import, the latest first.
pub(super) async fn days_of(
    tx: &TenantTx,
    import_id: &str,
    most: usize,
) -> StoreResult<Vec<DayRow>> {
    let sql = format!(
        "SELECT member_id, import_id, day, steps, credited, trust, source, reason, signals FROM sport_days \
         WHERE organisation_id = $1 AND import_id = $2 ORDER BY day DESC LIMIT {most}"
    );
    let rows = tx
        .query_all(&sql, vec![tx.organisation_id().into(), import_id.into()])
        .await?;
    rows.iter()
        .map(|row| {
            let mut cells = Cells::of(row);
            Ok(DayRow {
                member_id: cells.take()?,
                import_id: cells.take()?,
                day: cells.parsed()?,
                steps: cells.take()?,
                credited: cells.take()?,
                trust: cells.parsed()?,
                source: cells.parsed()?,
                reason: cells.parsed_option()?,
                signals: cells.json()?,
            })
        })
        .collect()
}

pub(super) async fn delete_days(tx: &TenantTx, import_id: &str) -> StoreResult<()> {
    tx.execute(
        "DELETE FROM sport_days WHERE organisation_id = $1 AND import_id = $2",
        vec![tx.organisation_id().into(), import_id.into()],
    )
    .await?;
    Ok(())
}

/// When credited rides of a member began and how long they were.
pub(super) async fn rides_of_member(
    tx: &TenantTx,
    member_id: &str,
) -> StoreResult<Vec<(i64, i64)>> {
    let rows = tx
        .query_all(
            "SELECT start_s, length_s FROM sport_rides WHERE organisation_id = $1 AND member_id = $2",
            vec![tx.organisation_id().into(), member_id.into()],
        )
        .await?;
    rows.iter()
        .map(|row| Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?)))
        .collect()
}

pub(super) async fn insert_ride(
    tx: &TenantTx,
    import: &ImportRow,
    start_s: i64,
    length_s: i64,
    claim_id: &str,
) -> StoreResult<()> {
    tx.execute(
        "INSERT INTO sport_rides (organisation_id, member_id, import_id, start_s, length_s, claim_id) \
         VALUES ($1, $2, $3, $4, $5, $6)",
        vec![
            tx.organisation_id().into(),
            import.member_id.clone().into(),
            import.id.clone().into(),
            start_s.into(),
            length_s.into(),
            claim_id.into(),
        ],
    )
    .await?;
    Ok(())
}

/// Takes the rides of an import out and returns their claims.
pub(super) async fn take_rides(tx: &TenantTx, import_id: &str) -> StoreResult<Vec<String>> {
    let values = vec![tx.organisation_id().into(), import_id.into()];
    let rows = tx
        .query_all(
            "SELECT claim_id FROM sport_rides WHERE organisation_id = $1 AND import_id = $2 ORDER BY claim_id",
            values.clone(),
        )
        .await?;
    tx.execute(
        "DELETE FROM sport_rides WHERE organisation_id = $1 AND import_id = $2",
        values,
    )
    .await?;
    rows.iter()
        .map(|row| Ok(row.try_get_by_index(0)?))
        .collect()
}

/// Holds a member until the end of the transaction: two imports settle one after the other.
pub(super) async fn lock_member(tx: &TenantTx, member_id: &str) -> StoreResult<()> {
    tx.execute(
        "UPDATE programme_members SET version = version WHERE organisation_id = $1 AND id = $2",
        vec![tx.organisation_id().into(), member_id.into()],
    )
    .await?;
    Ok(())
}

/// Forgets an upload that was read.
pub(super) async fn forget_upload(tx: &TenantTx, id: &str) -> StoreResult<()> {
    tx.execute(
        "DELETE FROM uploads WHERE organisation_id = $1 AND id = $2",
        vec![tx.organisation_id().into(), id.into()],
    )
    .await?;
    Ok(())
}
