//! Activity records in the database.

use saxaul_shared::{
    accounting::{
        activity::DataKind,
        import::{duplicates, row::ActivityDraft},
        record::{DataQuality, RecordOrigin, RecordStatus},
        refusal::Refusal,
    },
    page::{Cursor, Page},
    period::{Date, Period},
};
use sea_orm::Value;

use super::super::{
    cells::{Cells, marks, to_json},
    reference,
};
use crate::platform::{
    db::{InsertRows, StoreError, StoreResult, TenantTx},
    storage::{digest_128, hex},
};

/// One piece of activity data.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct RecordRow {
    pub(crate) id: String,
    pub(crate) site_id: String,
    pub(crate) activity_code: String,
    pub(crate) kind: DataKind,
    pub(crate) source: Option<String>,
    pub(crate) quantity: String,
    pub(crate) unit: String,
    pub(crate) start: Date,
    pub(crate) end: Date,
    pub(crate) factor_id: Option<String>,
    pub(crate) supplier: Option<String>,
    pub(crate) quality: DataQuality,
    pub(crate) uncertainty_pct: Option<String>,
    pub(crate) reference: Option<String>,
    pub(crate) note: Option<String>,
    pub(crate) origin: RecordOrigin,
    pub(crate) import_id: Option<String>,
    pub(crate) import_sheet: Option<i32>,
    pub(crate) import_row: Option<i32>,
    pub(crate) status: RecordStatus,
    pub(crate) refusal: Option<Refusal>,
    pub(crate) fingerprint: String,
    pub(crate) idempotency_key: Option<String>,
    pub(crate) version: i64,
    pub(crate) created_by: Option<String>,
    pub(crate) created_at: String,
    pub(crate) updated_at: String,
    pub(crate) deleted_at: Option<String>,
}

impl RecordRow {
    /// The calendar years it touches.
    pub(crate) fn years(&self) -> std::ops::RangeInclusive<i32> {
        self.start.year()..=self.end.year()
    }
}

const COLUMNS: [&str; 31] = [
    "id",
    "organisation_id",
    "site_id",
    "activity_code",
    "kind",
    "source",
    "quantity",
    "unit",
    "start_date",
    "end_date",
    "start_year",
    "end_year",
    "factor_id",
    "supplier",
    "quality",
    "uncertainty_pct",
    "reference",
    "note",
    "origin",
    "import_id",
    "import_sheet",
    "import_row",
    "status",
    "refusal",
    "fingerprint",
    "idempotency_key",
    "version",
    "created_by",
    "created_at",
    "updated_at",
    "deleted_at",
];

fn values(organisation_id: &str, record: RecordRow) -> StoreResult<Vec<Value>> {
    Ok(vec![
        record.id.into(),
        organisation_id.into(),
        record.site_id.into(),
        record.activity_code.into(),
        record.kind.as_str().into(),
        record.source.into(),
        record.quantity.into(),
        record.unit.into(),
        record.start.to_string().into(),
        record.end.to_string().into(),
        record.start.year().into(),
        record.end.year().into(),
        record.factor_id.into(),
        record.supplier.into(),
        record.quality.as_str().into(),
        record.uncertainty_pct.into(),
        record.reference.into(),
        record.note.into(),
        record.origin.as_str().into(),
        record.import_id.into(),
        record.import_sheet.into(),
        record.import_row.into(),
        record.status.as_str().into(),
        record.refusal.as_ref().map(to_json).transpose()?.into(),
        record.fingerprint.into(),
        record.idempotency_key.into(),
        record.version.into(),
        record.created_by.into(),
        record.created_at.into(),
        record.updated_at.into(),
        record.deleted_at.into(),
    ])
}

/// Reads a row that begins with [`COLUMNS`].
pub(in crate::accounting) fn read(cells: &mut Cells<'_>) -> StoreResult<RecordRow> {
    let id = cells.take()?;
    let _organisation: String = cells.take()?;
    let site_id = cells.take()?;
    let activity_code = cells.take()?;
    let kind = cells.parsed()?;
    let source = cells.take()?;
    let quantity = cells.take()?;
    let unit = cells.take()?;
    let (start, end) = (cells.parsed()?, cells.parsed()?);
    let _years: (i32, i32) = (cells.take()?, cells.take()?);
    Ok(RecordRow {
        id,
        site_id,
        activity_code,
        kind,
        source,
        quantity,
        unit,
        start,
        end,
        factor_id: cells.take()?,
        supplier: cells.take()?,
        quality: cells.parsed()?,
        uncertainty_pct: cells.take()?,
        reference: cells.take()?,
        note: cells.take()?,
        origin: cells.parsed()?,
        import_id: cells.take()?,
        import_sheet: cells.take()?,
        import_row: cells.take()?,
        status: cells.parsed()?,
        refusal: cells.json_option()?,
        fingerprint: cells.take()?,
        idempotency_key: cells.take()?,
        version: cells.take()?,
        created_by: cells.take()?,
        created_at: cells.take()?,
        updated_at: cells.take()?,
        deleted_at: cells.take()?,
    })
}

/// Adds records, many rows in few statements.
pub(crate) async fn insert(tx: &TenantTx, records: Vec<RecordRow>) -> StoreResult<()> {
    let rows: Vec<Vec<Value>> = records
        .into_iter()
        .map(|record| values(tx.organisation_id(), record))
        .collect::<StoreResult<_>>()?;
    InsertRows::into("activity_records", &COLUMNS)
        .run(tx, rows)
        .await?;
    Ok(())
}

/// Writes a record that was read at the version before; `Superseded` when somebody else was faster.
pub(crate) async fn update(tx: &TenantTx, record: &RecordRow) -> StoreResult<()> {
    let sets: Vec<String> = COLUMNS
        .iter()
        .enumerate()
        .skip(2)
        .map(|(index, column)| format!("{column} = ${}", index + 1))
        .collect();
    let mut values = values(tx.organisation_id(), record.clone())?;
    values.push((record.version - 1).into());
    let sql = format!(
        "UPDATE activity_records SET {} WHERE id = $1 AND organisation_id = $2 AND version = ${}",
        sets.join(", "),
        values.len()
    );
    match tx.execute(&sql, values).await? {
        1 => Ok(()),
        _ => Err(StoreError::Superseded(record.id.clone())),
    }
}

/// Writes how records ended after they were computed anew.
pub(crate) async fn set_outcome(
    tx: &TenantTx,
    id: &str,
    status: RecordStatus,
    refusal: Option<&Refusal>,
) -> StoreResult<()> {
    tx.execute(
        "UPDATE activity_records SET status = $3, refusal = $4 WHERE organisation_id = $1 AND id = $2",
        vec![
            tx.organisation_id().into(),
            id.into(),
            status.as_str().into(),
            refusal.map(to_json).transpose()?.into(),
        ],
    )
    .await?;
    Ok(())
}

/// One record, removed or not.
pub(crate) async fn find(tx: &TenantTx, id: &str) -> StoreResult<Option<RecordRow>> {
    let sql = format!(
        "SELECT {} FROM activity_records WHERE organisation_id = $1 AND id = $2",
        COLUMNS.join(", ")
    );
    let row = tx
        .query_one(&sql, vec![tx.organisation_id().into(), id.into()])
        .await?;
    row.map(|row| read(&mut Cells::of(&row))).transpose()
}

/// Many records in one statement, in no order.
pub(crate) async fn find_many(tx: &TenantTx, ids: &[String]) -> StoreResult<Vec<RecordRow>> {
    let mut records = Vec::with_capacity(ids.len());
    for ids in ids.chunks(1000) {
        let sql = format!(
            "SELECT {} FROM activity_records WHERE organisation_id = $1 AND id IN ({})",
            COLUMNS.join(", "),
            marks(1, ids.len())
        );
        let mut values: Vec<Value> = vec![tx.organisation_id().into()];
        values.extend(ids.iter().map(|id| Value::from(id.as_str())));
        for row in tx.query_all(&sql, values).await? {
            records.push(read(&mut Cells::of(&row))?);
        }
    }
    Ok(records)
}

/// The record that was created with this key.
pub(crate) async fn by_idempotency_key(tx: &TenantTx, key: &str) -> StoreResult<Option<RecordRow>> {
    let sql = format!(
        "SELECT {} FROM activity_records WHERE organisation_id = $1 AND idempotency_key = $2",
        COLUMNS.join(", ")
    );
    let row = tx
        .query_one(&sql, vec![tx.organisation_id().into(), key.into()])
        .await?;
    row.map(|row| read(&mut Cells::of(&row))).transpose()
}

/// Which of these fingerprints belong to a record that is there, with that record's id.
pub(crate) async fn with_fingerprints(
    tx: &TenantTx,
    fingerprints: &[&str],
) -> StoreResult<Vec<(String, String)>> {
    let mut found = Vec::new();
    for part in fingerprints.chunks(1000) {
        let sql = format!(
            "SELECT fingerprint, id FROM activity_records WHERE organisation_id = $1 AND deleted_at IS NULL \
             AND fingerprint IN ({})",
            marks(1, part.len())
        );
        let mut values: Vec<Value> = vec![tx.organisation_id().into()];
        values.extend(part.iter().map(|text| Value::from(*text)));
        for row in tx.query_all(&sql, values).await? {
            let mut cells = Cells::of(&row);
            found.push((cells.take()?, cells.take()?));
        }
    }
    Ok(found)
}

/// Records that touch a year, after an id, in the order of their ids: for computing them anew in batches.
pub(crate) async fn touching_year(
    tx: &TenantTx,
    year: i32,
    after: &str,
    limit: i64,
) -> StoreResult<Vec<RecordRow>> {
    let sql = format!(
        "SELECT {} FROM activity_records WHERE organisation_id = $1 AND id > $2 AND start_year <= $3 AND end_year >= $3 \
         AND deleted_at IS NULL ORDER BY id LIMIT $4",
        COLUMNS.join(", ")
    );
    let values = vec![
        tx.organisation_id().into(),
        after.into(),
        year.into(),
        limit.into(),
    ];
    let rows = tx.query_all(&sql, values).await?;
    rows.iter().map(|row| read(&mut Cells::of(row))).collect()
}

/// Which records are wanted.
#[derive(Debug, Clone, Default)]
pub(crate) struct RecordFilter {
    pub(crate) kind: Option<DataKind>,
    pub(crate) site_ids: Option<Vec<String>>,
    pub(crate) activity: Option<String>,
    /// First and last day: records that touch the span.
    pub(crate) span: Option<Period>,
    pub(crate) status: Option<RecordStatus>,
    pub(crate) search: Option<String>,
    pub(crate) import_id: Option<String>,
}

impl RecordFilter {
    fn conditions(&self, values: &mut Vec<Value>) -> String {
        let mut sql = String::new();
        let mut and = |text: &str, value: Value, values: &mut Vec<Value>| {
            values.push(value);
            sql.push_str(&text.replace('?', &format!("${}", values.len())));
        };
        if let Some(kind) = self.kind {
            and(" AND kind = ?", kind.as_str().into(), values);
        }
        if let Some(activity) = &self.activity {
            and(" AND activity_code = ?", activity.as_str().into(), values);
        }
        if let Some(status) = self.status {
            and(" AND status = ?", status.as_str().into(), values);
        }
        if let Some(import_id) = &self.import_id {
            and(" AND import_id = ?", import_id.as_str().into(), values);
        }
        if let Some(span) = self.span {
            and(
                " AND start_date <= ?",
                span.end().to_string().into(),
                values,
            );
            and(
                " AND end_date >= ?",
                span.start().to_string().into(),
                values,
            );
        }
        if let Some(search) = &self.search {
            let pattern = format!("%{}%", search.to_lowercase().replace(['%', '_'], ""));
            and(
                " AND (LOWER(COALESCE(reference, '')) LIKE ? OR LOWER(COALESCE(note, '')) LIKE ? \
                 OR LOWER(COALESCE(source, '')) LIKE ? OR LOWER(COALESCE(supplier, '')) LIKE ? \
                 OR LOWER(activity_code) LIKE ?)",
                pattern.into(),
                values,
            );
        }
        if let Some(sites) = &self.site_ids {
            let offset = values.len();
            values.extend(sites.iter().map(|site| Value::from(site.as_str())));
            if sites.is_empty() {
                sql.push_str(" AND 1 = 0");
            } else {
                sql.push_str(&format!(" AND site_id IN ({})", marks(offset, sites.len())));
            }
        }
        sql
    }
}

/// A page of records, latest first, and one more to tell whether there is a next page.
pub(crate) async fn page(
    tx: &TenantTx,
    filter: &RecordFilter,
    page: &Page,
) -> StoreResult<Vec<RecordRow>> {
    let mut values: Vec<Value> = vec![tx.organisation_id().into(), i64::from(page.size + 1).into()];
    let mut conditions = filter.conditions(&mut values);
    if let Some(Cursor(parts)) = &page.after
        && let Some(id) = parts.first()
    {
        values.push(id.as_str().into());
        conditions.push_str(&format!(" AND id < ${}", values.len()));
    }
    let sql = format!(
        "SELECT {} FROM activity_records WHERE organisation_id = $1 AND deleted_at IS NULL{conditions} \
         ORDER BY id DESC LIMIT $2",
        COLUMNS.join(", ")
    );
    let rows = tx.query_all(&sql, values).await?;
    rows.iter().map(|row| read(&mut Cells::of(row))).collect()
}

/// How many records pass the filter.
pub(crate) async fn count(tx: &TenantTx, filter: &RecordFilter) -> StoreResult<i64> {
    let mut values: Vec<Value> = vec![tx.organisation_id().into()];
    let conditions = filter.conditions(&mut values);
    let sql = format!(
        "SELECT COUNT(*) FROM activity_records WHERE organisation_id = $1 AND deleted_at IS NULL{conditions}"
    );
    match tx.query_one(&sql, values).await? {
        Some(row) => Cells::of(&row).take(),
        None => Ok(0),
    }
}

/// Records of an import that are there, at most `limit`.
pub(crate) async fn of_import(
    tx: &TenantTx,
    import_id: &str,
    limit: i64,
) -> StoreResult<Vec<RecordRow>> {
    let sql = format!(
        "SELECT {} FROM activity_records WHERE organisation_id = $1 AND import_id = $2 AND deleted_at IS NULL LIMIT $3",
        COLUMNS.join(", ")
    );
    let rows = tx
        .query_all(
            &sql,
            vec![tx.organisation_id().into(), import_id.into(), limit.into()],
        )
        .await?;
    rows.iter().map(|row| read(&mut Cells::of(row))).collect()
}

/// Takes records away for good: only those of an import that is being withdrawn.
pub(crate) async fn erase(tx: &TenantTx, ids: &[String]) -> StoreResult<()> {
    for ids in ids.chunks(1000) {
        let sql = format!(
            "DELETE FROM activity_records WHERE organisation_id = $1 AND id IN ({})",
            marks(1, ids.len())
        );
        let mut values: Vec<Value> = vec![tx.organisation_id().into()];
        values.extend(ids.iter().map(|id| Value::from(id.as_str())));
        tx.execute(&sql, values).await?;
    }
    Ok(())
}

/// The same text for records that say the same, 128 bits of SHA-256: what keeps a file from being added twice.
pub(crate) fn fingerprint_of_draft(draft: &ActivityDraft) -> String {
    hex(&digest_128(duplicates::identity(draft).as_bytes()))
}

/// The row of a draft, not computed yet.
pub(crate) fn from_draft(
    id: String,
    draft: ActivityDraft,
    fingerprint: String,
    origin: RecordOrigin,
    now: String,
) -> RecordRow {
    RecordRow {
        id,
        kind: reference::kind_of(&draft.activity_code),
        site_id: draft.site_id,
        activity_code: draft.activity_code,
        source: draft.source,
        quantity: draft.quantity.to_string(),
        unit: draft.unit.code(),
        start: draft.period.start(),
        end: draft.period.end(),
        factor_id: draft.factor_id,
        supplier: draft.supplier,
        quality: draft.quality,
        uncertainty_pct: draft.uncertainty_pct.map(|pct| pct.to_string()),
        reference: draft.reference,
        note: draft.note,
        origin,
        import_id: None,
        import_sheet: None,
        import_row: None,
        status: RecordStatus::Calculated,
        refusal: None,
        fingerprint,
        idempotency_key: None,
        version: 1,
        created_by: None,
        created_at: now.clone(),
        updated_at: now,
        deleted_at: None,
    }
}
