//! Uploads, imports, their rows that people look at, and remembered mappings, in the database.

use std::collections::{BTreeMap, HashMap};

use saxaul_shared::{
    accounting::{
        import::{
            cell::Cell,
            columns::ImportField,
            duplicates::track_of,
            row::{CellRefusal, RowCells},
        },
        record::ImportState,
        refusal::RefusalCode,
    },
    page::{Cursor, Page},
    period::{Date, Period},
};
use sea_orm::Value;
use serde::{Deserialize, Serialize};

use super::super::cells::{Cells, to_json};
use crate::platform::db::{InsertRows, StoreError, StoreResult, TenantTx};

/// A file that was uploaded and waits to be used.
#[derive(Debug, Clone)]
pub(crate) struct UploadRow {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) size_bytes: i64,
    pub(crate) sha256: String,
    pub(crate) media_type: String,
    pub(crate) created_by: String,
    pub(crate) created_at: String,
}

/// One sheet of an imported file, as it was read and as people mapped it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SheetPlan {
    /// Name in the workbook; empty for a text file.
    pub(crate) name: String,
    /// Row of the headers as the person's program counts it; rows up to it are not data.
    pub(crate) header_row: u32,
    /// Headers, in order.
    pub(crate) headers: Vec<String>,
    /// What each column holds; `None` = ignored.
    pub(crate) mapping: Vec<Option<ImportField>>,
    /// The first rows below the headers, as text.
    pub(crate) sample: Vec<Vec<String>>,
    /// Whether its rows are imported.
    pub(crate) include: bool,
}

/// Counts of rows by how they ended.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct RowCounts {
    pub(crate) total: i64,
    pub(crate) calculated: i64,
    pub(crate) estimated: i64,
    pub(crate) refused: i64,
    pub(crate) duplicate: i64,
    pub(crate) discarded: i64,
    pub(crate) imported: i64,
}

/// One import.
#[derive(Debug, Clone)]
pub(crate) struct ImportRecord {
    pub(crate) id: String,
    pub(crate) upload_id: String,
    pub(crate) file_name: String,
    pub(crate) size_bytes: i64,
    pub(crate) state: ImportState,
    pub(crate) encoding: Option<String>,
    pub(crate) sheets: Vec<SheetPlan>,
    pub(crate) skip_refused: bool,
    pub(crate) counts: RowCounts,
    /// Rows dealt with in the present stage.
    pub(crate) cursor_rows: i64,
    /// Grows with every change: the version of the import's events.
    pub(crate) revision: i64,
    pub(crate) failure: Option<String>,
    pub(crate) created_by: String,
    pub(crate) created_at: String,
    pub(crate) updated_at: String,
}

const IMPORT_COLUMNS: &str = "id, upload_id, file_name, size_bytes, state, encoding, sheets, skip_refused, rows_total, \
     rows_calculated, rows_estimated, rows_refused, rows_duplicate, rows_discarded, rows_imported, cursor_rows, \
     revision, failure, created_by, created_at, updated_at";

fn read_import(cells: &mut Cells<'_>) -> StoreResult<ImportRecord> {
    Ok(ImportRecord {
        id: cells.take()?,
        upload_id: cells.take()?,
        file_name: cells.take()?,
        size_bytes: cells.take()?,
        state: cells.parsed()?,
        encoding: cells.take()?,
        sheets: cells.json()?,
        skip_refused: cells.take()?,
        counts: RowCounts {
            total: cells.take()?,
            calculated: cells.take()?,
            estimated: cells.take()?,
            refused: cells.take()?,
            duplicate: cells.take()?,
            discarded: cells.take()?,
            imported: cells.take()?,
        },
        cursor_rows: cells.take()?,
        revision: cells.take()?,
        failure: cells.take()?,
        created_by: cells.take()?,
        created_at: cells.take()?,
        updated_at: cells.take()?,
    })
}

pub(crate) async fn insert_upload(tx: &TenantTx, upload: &UploadRow) -> StoreResult<()> {
    tx.execute(
        "INSERT INTO uploads (id, organisation_id, name, size_bytes, sha256, media_type, created_by, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        vec![
            upload.id.as_str().into(),
            tx.organisation_id().into(),
            upload.name.as_str().into(),
            upload.size_bytes.into(),
            upload.sha256.as_str().into(),
            upload.media_type.as_str().into(),
            upload.created_by.as_str().into(),
            upload.created_at.as_str().into(),
        ],
    )
    .await?;
    Ok(())
}

pub(crate) async fn find_upload(tx: &TenantTx, id: &str) -> StoreResult<Option<UploadRow>> {
    let row = tx
        .query_one(
            "SELECT id, name, size_bytes, sha256, media_type, created_by, created_at FROM uploads \
             WHERE organisation_id = $1 AND id = $2",
            vec![tx.organisation_id().into(), id.into()],
        )
        .await?;
    row.map(|row| {
        let mut cells = Cells::of(&row);
        Ok(UploadRow {
            id: cells.take()?,
            name: cells.take()?,
            size_bytes: cells.take()?,
            sha256: cells.take()?,
            media_type: cells.take()?,
            created_by: cells.take()?,
            created_at: cells.take()?,
        })
    })
    .transpose()
}

/// Bytes a person has uploaded since an instant: for the quota.
pub(crate) async fn uploaded_bytes_since(
    tx: &TenantTx,
    person_id: &str,
    since: &str,
) -> StoreResult<i64> {
    let row = tx
        .query_one(
            "SELECT CAST(COALESCE(SUM(size_bytes), 0) AS BIGINT) FROM uploads \
             WHERE organisation_id = $1 AND created_by = $2 AND created_at >= $3",
            vec![tx.organisation_id().into(), person_id.into(), since.into()],
        )
        .await?;
    row.map_or(Ok(0), |row| Cells::of(&row).take())
}

pub(crate) async fn insert(tx: &TenantTx, import: &ImportRecord) -> StoreResult<()> {
    let counts = import.counts;
    let numbers = [
        counts.total,
        counts.calculated,
        counts.estimated,
        counts.refused,
        counts.duplicate,
        counts.discarded,
        counts.imported,
        import.cursor_rows,
        import.revision,
    ];
    let mut values: Vec<Value> = vec![
        tx.organisation_id().into(),
        import.id.as_str().into(),
        import.upload_id.as_str().into(),
        import.file_name.as_str().into(),
        import.size_bytes.into(),
        import.state.as_str().into(),
        import.encoding.clone().into(),
        to_json(&import.sheets)?.into(),
        import.skip_refused.into(),
    ];
    values.extend(numbers.map(Value::from));
    values.extend([
        import.failure.clone().into(),
        import.created_by.as_str().into(),
        import.created_at.as_str().into(),
        import.updated_at.as_str().into(),
    ]);
    let marks: Vec<String> = (1..=values.len()).map(|n| format!("${n}")).collect();
    let sql = format!(
        "INSERT INTO imports (organisation_id, {IMPORT_COLUMNS}) VALUES ({})",
        marks.join(", ")
    );
    tx.execute(&sql, values).await?;
    Ok(())
}

/// Writes an import that was read at the revision before; `Superseded` when somebody else was faster.
pub(crate) async fn update(tx: &TenantTx, import: &ImportRecord) -> StoreResult<()> {
    let counts = import.counts;
    let changed = tx
        .execute(
            "UPDATE imports SET state = $3, sheets = $4, skip_refused = $5, rows_total = $6, rows_calculated = $7, \
             rows_estimated = $8, rows_refused = $9, rows_duplicate = $10, rows_discarded = $11, rows_imported = $12, \
             cursor_rows = $13, revision = $14, failure = $15, updated_at = $16, encoding = $17 \
             WHERE organisation_id = $1 AND id = $2 AND revision = $14 - 1",
            vec![
                tx.organisation_id().into(),
                import.id.as_str().into(),
                import.state.as_str().into(),
                to_json(&import.sheets)?.into(),
                import.skip_refused.into(),
                counts.total.into(),
                counts.calculated.into(),
                counts.estimated.into(),
                counts.refused.into(),
                counts.duplicate.into(),
                counts.discarded.into(),
                counts.imported.into(),
                import.cursor_rows.into(),
                import.revision.into(),
                import.failure.clone().into(),
                import.updated_at.as_str().into(),
                import.encoding.clone().into(),
            ],
        )
        .await?;
    if changed == 1 {
        Ok(())
    } else {
        Err(StoreError::Superseded(import.id.clone()))
    }
}

pub(crate) async fn find(tx: &TenantTx, id: &str) -> StoreResult<Option<ImportRecord>> {
    let sql =
        format!("SELECT {IMPORT_COLUMNS} FROM imports WHERE organisation_id = $1 AND id = $2");
    let row = tx
        .query_one(&sql, vec![tx.organisation_id().into(), id.into()])
        .await?;
    row.map(|row| read_import(&mut Cells::of(&row))).transpose()
}

/// A page of imports, latest first, and one more to tell whether there is a next page.
pub(crate) async fn page(tx: &TenantTx, page: &Page) -> StoreResult<Vec<ImportRecord>> {
    let mut values: Vec<Value> = vec![tx.organisation_id().into(), i64::from(page.size + 1).into()];
    let mut after = String::new();
    if let Some(Cursor(parts)) = &page.after
        && let Some(id) = parts.first()
    {
        values.push(id.as_str().into());
        after = format!(" AND id < ${}", values.len());
    }
    let sql = format!(
        "SELECT {IMPORT_COLUMNS} FROM imports WHERE organisation_id = $1{after} ORDER BY id DESC LIMIT $2"
    );
    let rows = tx.query_all(&sql, values).await?;
    rows.iter()
        .map(|row| read_import(&mut Cells::of(row)))
        .collect()
}

/// What became of a row that somebody had to look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RowState {
    /// Waits to be mended.
    Waiting,
    /// Mended: it can be imported.
    Mended,
    /// Left out by a person.
    Discarded,
}

impl RowState {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "WAITING",
            Self::Mended => "MENDED",
            Self::Discarded => "DISCARDED",
        }
    }
}

impl std::str::FromStr for RowState {
    type Err = StoreError;

    fn from_str(text: &str) -> Result<Self, StoreError> {
        match text {
            "WAITING" => Ok(Self::Waiting),
            "MENDED" => Ok(Self::Mended),
            "DISCARDED" => Ok(Self::Discarded),
            _ => Err(StoreError::Corrupt(format!("row state {text:?}"))),
        }
    }
}

/// A row that could not be imported as it stood.
#[derive(Debug, Clone)]
pub(crate) struct ProblemRow {
    pub(crate) id: String,
    pub(crate) sheet: i32,
    pub(crate) row_number: i32,
    pub(crate) state: RowState,
    pub(crate) cells: RowCells,
    pub(crate) refusals: Vec<CellRefusal>,
}

fn cells_to_json(cells: &RowCells) -> StoreResult<String> {
    let named: BTreeMap<&str, &Cell> = cells
        .iter()
        .map(|(field, cell)| (field.as_str(), cell))
        .collect();
    to_json(&named)
}

fn cells_from_json(text: &str) -> StoreResult<RowCells> {
    let named: BTreeMap<String, Cell> =
        serde_json::from_str(text).map_err(|error| StoreError::Corrupt(error.to_string()))?;
    named
        .into_iter()
        .map(|(name, cell)| {
            let field = name
                .parse()
                .map_err(|_| StoreError::Corrupt(format!("import field {name:?}")))?;
            Ok((field, cell))
        })
        .collect()
}

/// The codes of a row's refusals as ` CODE CODE `, so that one code is found by `LIKE`.
fn codes(refusals: &[CellRefusal]) -> String {
    let mut names: Vec<&str> = refusals.iter().map(|r| r.refusal.code.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    format!(" {} ", names.join(" "))
}

const ROW_COLUMNS: &str = "id, sheet, row_number, state, cells, refusals";

fn read_row(cells: &mut Cells<'_>) -> StoreResult<ProblemRow> {
    Ok(ProblemRow {
        id: cells.take()?,
        sheet: cells.take()?,
        row_number: cells.take()?,
        state: cells.parsed()?,
        cells: cells_from_json(&cells.take::<String>()?)?,
        refusals: cells.json()?,
    })
}

pub(crate) async fn insert_rows(
    tx: &TenantTx,
    import_id: &str,
    rows: &[ProblemRow],
) -> StoreResult<()> {
    let values: Vec<Vec<Value>> = rows
        .iter()
        .map(|row| {
            Ok(vec![
                row.id.as_str().into(),
                tx.organisation_id().into(),
                import_id.into(),
                row.sheet.into(),
                row.row_number.into(),
                row.state.as_str().into(),
                cells_to_json(&row.cells)?.into(),
                to_json(&row.refusals)?.into(),
                codes(&row.refusals).into(),
            ])
        })
        .collect::<StoreResult<_>>()?;
    let columns = [
        "id",
        "organisation_id",
        "import_id",
        "sheet",
        "row_number",
        "state",
        "cells",
        "refusals",
        "codes",
    ];
    InsertRows::into("import_rows", &columns)
        .run(tx, values)
        .await?;
    Ok(())
}

pub(crate) async fn update_row(tx: &TenantTx, row: &ProblemRow) -> StoreResult<()> {
    tx.execute(
        "UPDATE import_rows SET state = $3, cells = $4, refusals = $5, codes = $6 WHERE organisation_id = $1 AND id = $2",
        vec![
            tx.organisation_id().into(),
            row.id.as_str().into(),
            row.state.as_str().into(),
            cells_to_json(&row.cells)?.into(),
            to_json(&row.refusals)?.into(),
            codes(&row.refusals).into(),
        ],
    )
    .await?;
    Ok(())
}

pub(crate) async fn clear_rows(tx: &TenantTx, import_id: &str) -> StoreResult<()> {
    tx.execute(
        "DELETE FROM import_rows WHERE organisation_id = $1 AND import_id = $2",
        vec![tx.organisation_id().into(), import_id.into()],
    )
    .await?;
    Ok(())
}

pub(crate) async fn find_row(
    tx: &TenantTx,
    import_id: &str,
    id: &str,
) -> StoreResult<Option<ProblemRow>> {
    let sql = format!(
        "SELECT {ROW_COLUMNS} FROM import_rows WHERE organisation_id = $1 AND import_id = $2 AND id = $3"
    );
    let row = tx
        .query_one(
            &sql,
            vec![tx.organisation_id().into(), import_id.into(), id.into()],
        )
        .await?;
    row.map(|row| read_row(&mut Cells::of(&row))).transpose()
}

/// Every row of an import that a person looked at, by sheet and row.
pub(crate) async fn all_rows(tx: &TenantTx, import_id: &str) -> StoreResult<Vec<ProblemRow>> {
    let sql = format!(
        "SELECT {ROW_COLUMNS} FROM import_rows WHERE organisation_id = $1 AND import_id = $2 ORDER BY sheet, row_number"
    );
    let rows = tx
        .query_all(&sql, vec![tx.organisation_id().into(), import_id.into()])
        .await?;
    rows.iter()
        .map(|row| read_row(&mut Cells::of(row)))
        .collect()
}

/// A page of the rows that wait to be mended, in the order of the file, and how many there are in all.
pub(crate) async fn waiting_rows(
    tx: &TenantTx,
    import_id: &str,
    code: Option<RefusalCode>,
    page: &Page,
) -> StoreResult<(Vec<ProblemRow>, i64)> {
    let mut values: Vec<Value> = vec![tx.organisation_id().into(), import_id.into()];
    let mut condition = "organisation_id = $1 AND import_id = $2 AND state = 'WAITING'".to_owned();
    if let Some(code) = code {
        values.push(format!("% {} %", code.as_str()).into());
        condition.push_str(" AND codes LIKE $3");
    }
    let count = format!("SELECT COUNT(*) FROM import_rows WHERE {condition}");
    let total = tx
        .query_one(&count, values.clone())
        .await?
        .map_or(Ok(0), |row| Cells::of(&row).take())?;
    if let Some(Cursor(parts)) = &page.after
        && let [sheet, row] = parts.as_slice()
        && let (Ok(sheet), Ok(row)) = (sheet.parse::<i32>(), row.parse::<i32>())
    {
        let next = values.len() + 1;
        let after = next + 1;
        condition = format!(
            "{condition} AND (sheet > ${next} OR (sheet = ${next} AND row_number > ${after}))"
        );
        values.extend([sheet.into(), row.into()]);
    }
    let sql = format!(
        "SELECT {ROW_COLUMNS} FROM import_rows WHERE {condition} ORDER BY sheet, row_number LIMIT {}",
        page.size + 1
    );
    let rows = tx.query_all(&sql, values).await?;
    let rows = rows
        .iter()
        .map(|row| read_row(&mut Cells::of(row)))
        .collect::<StoreResult<_>>()?;
    Ok((rows, total))
}

/// What columns held the last time, by folded header; `None` = ignored.
pub(crate) async fn mappings(tx: &TenantTx) -> StoreResult<BTreeMap<String, Option<ImportField>>> {
    let rows = tx
        .query_all(
            "SELECT header, field FROM import_mappings WHERE organisation_id = $1",
            vec![tx.organisation_id().into()],
        )
        .await?;
    rows.iter()
        .map(|row| {
            let mut cells = Cells::of(row);
            let header = cells.take()?;
            let field: Option<String> = cells.take()?;
            let field = field
                .map(|name| {
                    name.parse()
                        .map_err(|_| StoreError::Corrupt(format!("import field {name:?}")))
                })
                .transpose()?;
            Ok((header, field))
        })
        .collect()
}

pub(crate) async fn remember_mapping(
    tx: &TenantTx,
    header: &str,
    field: Option<ImportField>,
) -> StoreResult<()> {
    tx.execute(
        "INSERT INTO import_mappings (organisation_id, header, field) VALUES ($1, $2, $3) \
         ON CONFLICT (organisation_id, header) DO UPDATE SET field = excluded.field",
        vec![
            tx.organisation_id().into(),
            header.chars().take(128).collect::<String>().into(),
            field.map(ImportField::as_str).into(),
        ],
    )
    .await?;
    Ok(())
}

/// The name of a person of the organisation, for the audit trail; empty when the person is gone.
pub(crate) async fn person_name(tx: &TenantTx, person_id: &str) -> StoreResult<String> {
    let row = tx
        .query_one(
            "SELECT name FROM people WHERE organisation_id = $1 AND id = $2",
            vec![tx.organisation_id().into(), person_id.into()],
        )
        .await?;
    row.map_or(Ok(String::new()), |row| Cells::of(&row).take())
}

/// Days that a record of the books covers.
pub(crate) struct Covered {
    pub(crate) track: String,
    pub(crate) period: Period,
}

/// The days that records of other origins than this import cover, for pairs of site and activity within a span.
pub(crate) async fn covered(
    tx: &TenantTx,
    import_id: &str,
    pairs: &HashMap<(&str, &str), (Date, Date)>,
) -> StoreResult<Vec<Covered>> {
    let mut found = Vec::new();
    let pairs: Vec<_> = pairs.iter().collect();
    for part in pairs.chunks(200) {
        let mut values: Vec<Value> = vec![tx.organisation_id().into(), import_id.into()];
        let conditions: Vec<String> = part
            .iter()
            .map(|((site, activity), (start, end))| {
                let n = values.len();
                values.extend([
                    (*site).into(),
                    (*activity).into(),
                    end.to_string().into(),
                    start.to_string().into(),
                ]);
                format!(
                    "(site_id = ${} AND activity_code = ${} AND start_date <= ${} AND end_date >= ${})",
                    n + 1,
                    n + 2,
                    n + 3,
                    n + 4
                )
            })
            .collect();
        let sql = format!(
            "SELECT site_id, activity_code, source, supplier, reference, start_date, end_date FROM activity_records \
             WHERE organisation_id = $1 AND deleted_at IS NULL AND (import_id IS NULL OR import_id <> $2) AND ({})",
            conditions.join(" OR ")
        );
        for row in tx.query_all(&sql, values).await? {
            let mut cells = Cells::of(&row);
            let (site, activity): (String, String) = (cells.take()?, cells.take()?);
            let (source, supplier, reference): (Option<String>, Option<String>, Option<String>) =
                (cells.take()?, cells.take()?, cells.take()?);
            let (start, end): (Date, Date) = (cells.parsed()?, cells.parsed()?);
            found.push(Covered {
                track: track_of(&site, &activity, &source, &supplier, &reference),
                period: Period::new(start, end)
                    .map_err(|error| StoreError::Corrupt(error.to_string()))?,
            });
        }
    }
    Ok(found)
}

/// How many imports there are.
pub(crate) async fn count(tx: &TenantTx) -> StoreResult<i64> {
    let sql = "SELECT COUNT(*) FROM imports WHERE organisation_id = $1";
    let row = tx.query_one(sql, vec![tx.organisation_id().into()]).await?;
    row.map_or(Ok(0), |row| Cells::of(&row).take())
}
