//! The jobs of an import: check every row, write the good ones, take an import back.
//!
//! Each batch is one transaction that holds the job's lease and saves where it stands, so that after a crash the next
//! worker goes on behind the last batch that committed: nothing is lost and nothing is written twice.

use std::collections::HashMap;

use saxaul_shared::{
    accounting::{
        import::row::CellRefusal,
        record::{ImportState, RecordStatus},
    },
    format::Locale,
};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{
    super::{inventory::books::Books, record::store as record_store},
    assess::{Assessed, Assessor, Good, ReadRow},
    file::FileProblem,
    progress,
    rows::{self, DataRow},
    store::{self, ImportRecord, ProblemRow, RowState},
};
use crate::platform::{
    Platform,
    db::TenantTx,
    jobs::{JobContext, JobError, JobOutcome, JobRegistry},
};

/// Kind of the job that checks every row.
pub(crate) const CHECK: &str = "import_check";
/// Kind of the job that writes the good rows.
pub(crate) const WRITE: &str = "import_write";
/// Kind of the job that takes an import back.
pub(crate) const TAKE_BACK: &str = "import_take_back";

/// Rows that are kept to be mended; more are counted, and mended in the file itself.
const PROBLEM_ROWS_MAX: i64 = 20_000;

/// What a job of an import is given.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct ImportTask {
    /// The import.
    pub(crate) import_id: String,
    /// Language of suggestions and of a failure's reason.
    pub(crate) locale: Locale,
    /// Sites the person may enter data for; `None` = all.
    pub(crate) site_ids: Option<Vec<String>>,
}

/// Registers the jobs of imports.
pub(crate) fn register(platform: &Platform, registry: JobRegistry) -> JobRegistry {
    let (check, write, take_back) = (platform.clone(), platform.clone(), platform.clone());
    let (check_failed, write_failed) = (platform.clone(), platform.clone());
    registry
        .on(CHECK, move |context| check_rows(check.clone(), context))
        .on_given_up(CHECK, move |context, reason| {
            give_up(check_failed.clone(), context, reason)
        })
        .on(WRITE, move |context| write_rows(write.clone(), context))
        .on_given_up(WRITE, move |context, reason| {
            give_up(write_failed.clone(), context, reason)
        })
        .on(TAKE_BACK, move |context| {
            take_back_rows(take_back.clone(), context)
        })
}

fn task(context: &JobContext) -> Result<ImportTask, JobError> {
    serde_json::from_value(context.payload().clone())
        .map_err(|error| JobError::Fatal(error.to_string()))
}

/// The import as it stands; gone or in another state than the job was made for means that the job has no more work.
async fn current(tx: &TenantTx, id: &str, state: ImportState) -> Result<ImportRecord, JobError> {
    match store::find(tx, id).await? {
        Some(import) if import.state == state => Ok(import),
        _ => Err(JobError::Lost),
    }
}

/// Copies the uploaded file to a temporary one, which is removed when the handle is dropped.
pub(crate) async fn fetch(
    platform: &Platform,
    tx_tenant: &crate::platform::db::Tenant,
    upload_id: &str,
) -> Result<tempfile::NamedTempFile, JobError> {
    use futures_util::TryStreamExt as _;
    use tokio::io::AsyncWriteExt as _;
    let retry = |error: &dyn std::fmt::Display| JobError::Retry(error.to_string());
    let file = tempfile::Builder::new()
        .prefix("saxaul-import-")
        .tempfile()
        .map_err(|error| retry(&error))?;
    let mut out = tokio::fs::File::create(file.path())
        .await
        .map_err(|error| retry(&error))?;
    let mut pieces = platform
        .storage
        .stream(tx_tenant, "uploads", upload_id)
        .await
        .map_err(|error| retry(&error))?;
    while let Some(piece) = pieces.try_next().await.map_err(|error| retry(&error))? {
        out.write_all(&piece).await.map_err(|error| retry(&error))?;
    }
    out.flush().await.map_err(|error| retry(&error))?;
    Ok(file)
}

/// Where a job of an import stands, saved with each batch.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Checkpoint {
    rows_done: u64,
}

fn checkpoint(context: &JobContext) -> Checkpoint {
    context
        .checkpoint()
        .and_then(|saved| serde_json::from_value(saved.clone()).ok())
        .unwrap_or_default()
}

/// Reads all rows of the file once, computing each without writing anything, and keeps those that have to be mended.
async fn check_rows(platform: Platform, context: JobContext) -> JobOutcome {
    let task = task(&context)?;
    let tx = context.begin().await?;
    let mut import = current(&tx, &task.import_id, ImportState::Checking).await?;
    // A check that died begins anew: it wrote nothing but rows to be mended.
    store::clear_rows(&tx, &import.id).await?;
    import.counts = store::RowCounts::default();
    let mut assessor = Assessor::new(&platform, &tx, &task, &import).await?;
    progress::save(&platform, &tx, &mut import).await?;
    context.commit(tx, &json!({})).await?;

    let file = fetch(&platform, &context.tenant(), &import.upload_id).await?;
    let names = assessor.names();
    let mut batches = rows::read(file.path().to_owned(), import.sheets.clone(), move |row| {
        Some(ReadRow::read(row, &names))
    });
    while let Some(batch) = batches.recv().await {
        if context.should_stop() {
            return Err(JobError::Lost);
        }
        let batch = match batch {
            Ok(batch) => batch,
            Err(problem) => return fail(&platform, &context, &task, &problem).await,
        };
        let tx = context.begin().await?;
        let mut books = Books::open(&platform, &tx, Some(import.created_by.clone()));
        let assessed = assessor.assess(&tx, &mut books, batch.rows).await?;
        drop(books);
        tx.rollback().await?;

        let tx = context.begin().await?;
        import = current(&tx, &task.import_id, ImportState::Checking).await?;
        let mut problems = Vec::new();
        for Assessed { row, outcome } in assessed {
            import.counts.total += 1;
            match outcome {
                Ok(Good::Duplicate) => import.counts.duplicate += 1,
                Ok(Good::New(record)) if record.status == RecordStatus::Estimated => {
                    import.counts.estimated += 1;
                }
                Ok(Good::New(_)) => import.counts.calculated += 1,
                Err(refusals) => {
                    import.counts.refused += 1;
                    if import.counts.refused <= PROBLEM_ROWS_MAX {
                        problems.push(problem_row(&platform, row, refusals));
                    }
                }
            }
        }
        store::insert_rows(&tx, &import.id, &problems).await?;
        import.cursor_rows = import.counts.total;
        progress::save(&platform, &tx, &mut import).await?;
        context.commit(tx, &json!({})).await?;
    }
    let tx = context.begin().await?;
    let mut import = current(&tx, &task.import_id, ImportState::Checking).await?;
    import.state = ImportState::Checked;
    progress::save(&platform, &tx, &mut import).await?;
    context.commit(tx, &json!({})).await
}

fn problem_row(platform: &Platform, row: DataRow, refusals: Vec<CellRefusal>) -> ProblemRow {
    ProblemRow {
        id: platform.ids.prefixed("row"),
        sheet: i32::try_from(row.sheet).unwrap_or(i32::MAX),
        row_number: i32::try_from(row.number).unwrap_or(i32::MAX),
        state: RowState::Waiting,
        cells: row.cells,
        refusals,
    }
}

/// Writes the good rows, batch by batch, from behind the last one that committed.
async fn write_rows(platform: Platform, context: JobContext) -> JobOutcome {
    let task = task(&context)?;
    let done_before = checkpoint(&context).rows_done;
    let tx = context.begin().await?;
    let mut import = current(&tx, &task.import_id, ImportState::Importing).await?;
    let mut assessor = Assessor::new(&platform, &tx, &task, &import).await?;
    let looked_at: HashMap<(i32, i32), ProblemRow> = store::all_rows(&tx, &import.id)
        .await?
        .into_iter()
        .map(|row| ((row.sheet, row.row_number), row))
        .collect();
    tx.rollback().await?;

    let file = fetch(&platform, &context.tenant(), &import.upload_id).await?;
    let names = assessor.names();
    let mut batches = rows::read(file.path().to_owned(), import.sheets.clone(), move |row| {
        as_mended(row, &looked_at).map(|row| ReadRow::read(row, &names))
    });
    let mut done = 0u64;
    while let Some(batch) = batches.recv().await {
        if context.should_stop() {
            return Err(JobError::Lost);
        }
        let batch = match batch {
            Ok(batch) => batch,
            Err(problem) => return fail(&platform, &context, &task, &problem).await,
        };
        done += batch.size;
        if done <= done_before {
            continue;
        }
        let tx = context.begin().await?;
        import = current(&tx, &task.import_id, ImportState::Importing).await?;
        let mut books = Books::open(&platform, &tx, Some(import.created_by.clone()));
        let assessed = assessor.assess(&tx, &mut books, batch.rows).await?;
        let mut records = Vec::with_capacity(assessed.len());
        for Assessed { outcome, .. } in assessed {
            match outcome {
                Ok(Good::New(record)) => records.push(*record),
                Ok(Good::Duplicate) => {}
                // Something changed since the check (a year was closed, a site removed): counted, never written.
                Err(_) => import.counts.refused += 1,
            }
        }
        import.counts.imported += i64::try_from(records.len()).unwrap_or(0);
        record_store::insert(&tx, records).await?;
        books
            .close()
            .await
            .map_err(|error| JobError::Retry(error.to_string()))?;
        import.cursor_rows = i64::try_from(done).unwrap_or(i64::MAX);
        progress::save(&platform, &tx, &mut import).await?;
        context
            .commit(tx, &json!(Checkpoint { rows_done: done }))
            .await?;
    }
    let tx = context.begin().await?;
    let mut import = current(&tx, &task.import_id, ImportState::Importing).await?;
    import.state = ImportState::Imported;
    progress::finish(&platform, &tx, &mut import).await?;
    context
        .commit(tx, &json!(Checkpoint { rows_done: done }))
        .await
}

/// A row as it is to be written: mended where somebody mended it, `None` where it was refused and left so.
fn as_mended(mut row: DataRow, looked_at: &HashMap<(i32, i32), ProblemRow>) -> Option<DataRow> {
    let key = (
        i32::try_from(row.sheet).ok()?,
        i32::try_from(row.number).ok()?,
    );
    match looked_at.get(&key) {
        None => Some(row),
        Some(problem) if problem.state == RowState::Mended => {
            row.cells = problem.cells.clone();
            Some(row)
        }
        Some(_) => None,
    }
}

/// Removes what an import has written so far, batch by batch.
async fn take_back_rows(platform: Platform, context: JobContext) -> JobOutcome {
    const BATCH: i64 = 1000;
    let task = task(&context)?;
    loop {
        if context.should_stop() {
            return Err(JobError::Lost);
        }
        let tx = context.begin().await?;
        let records = record_store::of_import(&tx, &task.import_id, BATCH).await?;
        let mut books = Books::open(&platform, &tx, None);
        for record in &records {
            books
                .take_out_all(record)
                .await
                .map_err(|error| JobError::Retry(error.to_string()))?;
        }
        let ids: Vec<String> = records.iter().map(|record| record.id.clone()).collect();
        books
            .close()
            .await
            .map_err(|error| JobError::Retry(error.to_string()))?;
        record_store::erase(&tx, &ids).await?;
        let Some(mut import) = store::find(&tx, &task.import_id).await? else {
            return Err(JobError::Lost);
        };
        import.counts.imported -= i64::try_from(ids.len()).unwrap_or(0);
        progress::save(&platform, &tx, &mut import).await?;
        context.commit(tx, &json!({})).await?;
        if ids.is_empty() {
            return Ok(());
        }
    }
}

/// Ends the import because its file cannot be read; the reason is told in the person's language.
async fn fail(
    platform: &Platform,
    context: &JobContext,
    task: &ImportTask,
    problem: &FileProblem,
) -> JobOutcome {
    let tx = context.begin().await?;
    if let Some(mut import) = store::find(&tx, &task.import_id).await? {
        import.state = ImportState::Failed;
        import.failure = Some(problem.message(task.locale));
        progress::finish(platform, &tx, &mut import).await?;
    }
    context.commit(tx, &json!({})).await
}

/// The job was tried five times and is given up.
async fn give_up(platform: Platform, context: JobContext, reason: String) -> JobOutcome {
    tracing::error!(job.id = context.id(), reason, "an import was given up");
    let task = task(&context)?;
    let tx = context.database().begin(&context.tenant()).await?;
    if let Some(mut import) = store::find(&tx, &task.import_id).await? {
        import.state = ImportState::Failed;
        import.failure = Some(
            task.locale
                .pick("服务器多次尝试后仍未完成，请重试；如仍失败请联系管理员。", "The server tried several times and did not finish. Try again; if it fails again, tell the operator.")
                .to_owned(),
        );
        progress::finish(&platform, &tx, &mut import).await?;
    }
    tx.commit().await?;
    Ok(())
}
