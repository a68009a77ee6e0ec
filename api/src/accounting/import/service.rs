//! What people do with an import: begin it, map its columns, mend rows, start it, give it up.

use saxaul_shared::{
    accounting::{
        import::{
            cell::Cell,
            columns::{ImportField, fold_header},
            row::CellRefusal,
        },
        record::ImportState,
    },
    identity::Action,
    violation::ErrorCode,
};

use super::{
    super::{
        access::{Answer, Caller, Refused},
        trail,
    },
    assess, head, progress,
    rows::{DataRow, speaks_of_months},
    store::{self, ImportRecord, ProblemRow, RowCounts, RowState},
    work::{self, ImportTask},
};
use crate::{error::ApiError, platform::db::TenantTx};

/// How one sheet is to be read.
#[derive(Debug, Clone)]
pub(crate) struct SheetChoice {
    pub(crate) name: String,
    pub(crate) include: bool,
    /// Column index and what it holds; columns that are not named are ignored.
    pub(crate) columns: Vec<(usize, ImportField)>,
}

/// Reads the head of an uploaded file and suggests what its columns hold.
pub(crate) async fn create(
    caller: &Caller<'_>,
    upload_id: &str,
    file_name: &str,
) -> Answer<ImportRecord> {
    let tx = caller.read().await?;
    let Some(upload) = store::find_upload(&tx, upload_id).await? else {
        return Err(Refused::field(
            ErrorCode::NotFound,
            "uploadId",
            "没有找到上传的文件，请重新上传。",
            "The uploaded file was not found. Upload it again.",
        ));
    };
    let remembered = store::mappings(&tx).await?;
    drop(tx);
    let file = work::fetch(caller.platform, &caller.principal.tenant, &upload.id)
        .await
        .map_err(ApiError::internal)?;
    let path = file.path().to_owned();
    let read = tokio::task::spawn_blocking(move || head::read_head(&path, &remembered))
        .await
        .map_err(ApiError::internal)?;
    let head = match read {
        Ok(head) => head,
        Err(problem) => {
            use saxaul_shared::format::Locale;
            let (zh, en) = (problem.message(Locale::ZhCn), problem.message(Locale::En));
            return Err(Refused::field(ErrorCode::Invalid, "uploadId", zh, en));
        }
    };
    let now = caller.platform.clock.now().to_rfc3339();
    let name = if file_name.trim().is_empty() {
        &upload.name
    } else {
        file_name
    };
    let import = ImportRecord {
        id: caller.platform.ids.prefixed("imp"),
        upload_id: upload.id,
        file_name: name.chars().take(255).collect(),
        size_bytes: upload.size_bytes,
        state: ImportState::Uploaded,
        encoding: head.encoding.map(str::to_owned),
        sheets: head.sheets,
        skip_refused: false,
        counts: RowCounts::default(),
        cursor_rows: 0,
        revision: 1,
        failure: None,
        created_by: caller.principal.person_id.clone(),
        created_at: now.clone(),
        updated_at: now,
    };
    let tx = caller.begin().await?;
    store::insert(&tx, &import).await?;
    let made = serde_json::json!({ "fileName": import.file_name, "sha256": upload.sha256 });
    trail::note(
        caller.platform,
        &tx,
        &caller.actor(),
        "importCreate",
        &import.id,
        None,
        trail::created(&made),
    )
    .await?;
    tx.commit().await?;
    Ok(import)
}

/// The import for the caller, or not found.
async fn find(tx: &TenantTx, id: &str) -> Answer<ImportRecord> {
    store::find(tx, id).await?.ok_or_else(Refused::not_found)
}

fn wrong_state(import: &ImportRecord) -> Refused {
    let (zh, en) = match import.state {
        ImportState::Checking => ("文件正在检查中。", "The file is being checked."),
        ImportState::Importing => ("文件正在导入中。", "The file is being imported."),
        ImportState::Imported => ("文件已导入。", "The file has been imported."),
        ImportState::Cancelled => ("导入已取消。", "The import was cancelled."),
        ImportState::Failed => (
            "导入失败，请重新上传文件。",
            "The import failed. Upload the file again.",
        ),
        ImportState::Uploaded | ImportState::Mapped => {
            ("请先确认各列的含义。", "Say first what the columns hold.")
        }
        ImportState::Checked => ("文件已检查完毕。", "The file has been checked."),
    };
    Refused::field(ErrorCode::WrongState, "id", zh, en)
}

fn task(caller: &Caller<'_>, import: &ImportRecord) -> Answer<serde_json::Value> {
    let site_ids = caller
        .principal
        .sites_for(Action::RunImports)?
        .map(<[String]>::to_vec);
    let task = ImportTask {
        import_id: import.id.clone(),
        locale: caller.locale,
        site_ids,
    };
    Ok(serde_json::to_value(task).map_err(ApiError::internal)?)
}

/// Takes over what the columns hold, remembers it for the company, and begins to check every row.
pub(crate) async fn map(
    caller: &Caller<'_>,
    id: &str,
    choices: Vec<SheetChoice>,
) -> Answer<ImportRecord> {
    let tx = caller.begin().await?;
    let mut import = find(&tx, id).await?;
    if !matches!(
        import.state,
        ImportState::Uploaded | ImportState::Mapped | ImportState::Checked
    ) {
        return Err(wrong_state(&import));
    }
    for sheet in &mut import.sheets {
        let Some(choice) = choices.iter().find(|choice| choice.name == sheet.name) else {
            continue;
        };
        sheet.include = choice.include;
        sheet.mapping = vec![None; sheet.headers.len()];
        for (index, field) in &choice.columns {
            if sheet.mapping.contains(&Some(*field)) {
                let (zh, en) = field.header();
                return Err(Refused::field(
                    ErrorCode::Invalid,
                    "sheets",
                    format!("“{zh}”只能对应一列。"),
                    format!("Only one column can hold “{en}”."),
                ));
            }
            if let Some(slot) = sheet.mapping.get_mut(*index) {
                *slot = Some(*field);
            }
        }
    }
    check_required(&import)?;
    for sheet in import.sheets.iter().filter(|sheet| sheet.include) {
        for (header, field) in sheet.headers.iter().zip(&sheet.mapping) {
            let folded = fold_header(header);
            if !folded.is_empty() {
                store::remember_mapping(&tx, &folded, *field).await?;
            }
        }
    }
    store::clear_rows(&tx, &import.id).await?;
    import.state = ImportState::Checking;
    import.counts = RowCounts::default();
    import.cursor_rows = 0;
    progress::save(caller.platform, &tx, &mut import).await?;
    caller
        .platform
        .jobs
        .enqueue(&tx, work::CHECK, &task(caller, &import)?)
        .await?;
    tx.commit().await?;
    Ok(import)
}

fn check_required(import: &ImportRecord) -> Answer<()> {
    let mut included = import
        .sheets
        .iter()
        .filter(|sheet| sheet.include)
        .peekable();
    if included.peek().is_none() {
        return Err(Refused::field(
            ErrorCode::Required,
            "sheets",
            "请至少选择一个工作表。",
            "Choose at least one sheet.",
        ));
    }
    for sheet in included {
        for field in ImportField::REQUIRED {
            if !sheet.mapping.contains(&Some(*field)) {
                let (zh, en) = field.header();
                return Err(Refused::field(
                    ErrorCode::Required,
                    "sheets",
                    format!("{}缺少“{zh}”列。", sheet.name),
                    format!(
                        "{} has no column for “{en}”.",
                        if sheet.name.is_empty() {
                            "The file"
                        } else {
                            &sheet.name
                        }
                    ),
                ));
            }
        }
    }
    Ok(())
}

/// Changes cells of a row that was refused, and checks it anew.
pub(crate) async fn update_row(
    caller: &Caller<'_>,
    id: &str,
    row_id: &str,
    values: Vec<(ImportField, String)>,
) -> Answer<ProblemRow> {
    let tx = caller.read().await?;
    let import = find(&tx, id).await?;
    if import.state != ImportState::Checked {
        return Err(wrong_state(&import));
    }
    let Some(mut row) = store::find_row(&tx, id, row_id).await? else {
        return Err(Refused::not_found());
    };
    drop(tx);
    let was = row.state;
    for (field, text) in values {
        row.cells.insert(field, Cell::from_text(&text));
    }
    row.refusals = check_again(caller, &row, &import).await?;
    row.state = if row.refusals.is_empty() {
        RowState::Mended
    } else {
        RowState::Waiting
    };
    let tx = caller.begin().await?;
    let mut import = find(&tx, id).await?;
    if import.state != ImportState::Checked {
        return Err(wrong_state(&import));
    }
    store::update_row(&tx, &row).await?;
    count(&mut import, was, row.state);
    progress::save(caller.platform, &tx, &mut import).await?;
    tx.commit().await?;
    Ok(row)
}

/// What is wrong with a row as it stands now: read, compared with the books and computed, without writing anything.
async fn check_again(
    caller: &Caller<'_>,
    row: &ProblemRow,
    import: &ImportRecord,
) -> Answer<Vec<CellRefusal>> {
    let sheet = usize::try_from(row.sheet).unwrap_or_default();
    let data = DataRow {
        sheet,
        number: u32::try_from(row.row_number).unwrap_or_default(),
        cells: row.cells.clone(),
        start_is_month: import.sheets.get(sheet).is_some_and(speaks_of_months),
    };
    let site_ids = caller
        .principal
        .sites_for(Action::RunImports)?
        .map(<[String]>::to_vec);
    let task = ImportTask {
        import_id: import.id.clone(),
        locale: caller.locale,
        site_ids,
    };
    // Computing a first record of a year begins the year's inventory; the rollback takes that back.
    let tx = caller.begin().await?;
    let refusals = assess::refusals_of(caller.platform, &tx, &task, import, data)
        .await
        .map_err(ApiError::internal)?;
    tx.rollback().await?;
    Ok(refusals)
}

fn count(import: &mut ImportRecord, was: RowState, is: RowState) {
    let mut shift = |state: RowState, by: i64| match state {
        RowState::Waiting => import.counts.refused += by,
        RowState::Mended => import.counts.calculated += by,
        RowState::Discarded => import.counts.discarded += by,
    };
    shift(was, -1);
    shift(is, 1);
}

/// Leaves rows out of the import. They stay in the file.
pub(crate) async fn discard_rows(
    caller: &Caller<'_>,
    id: &str,
    row_ids: &[String],
) -> Answer<ImportRecord> {
    let tx = caller.begin().await?;
    let mut import = find(&tx, id).await?;
    if import.state != ImportState::Checked {
        return Err(wrong_state(&import));
    }
    for row_id in row_ids {
        let Some(mut row) = store::find_row(&tx, id, row_id).await? else {
            return Err(Refused::not_found());
        };
        count(&mut import, row.state, RowState::Discarded);
        row.state = RowState::Discarded;
        store::update_row(&tx, &row).await?;
    }
    progress::save(caller.platform, &tx, &mut import).await?;
    tx.commit().await?;
    Ok(import)
}

/// Begins to write the good rows. Rows that are still refused stop it, unless they are to be left out.
pub(crate) async fn start(
    caller: &Caller<'_>,
    id: &str,
    skip_refused: bool,
) -> Answer<ImportRecord> {
    let tx = caller.begin().await?;
    let mut import = find(&tx, id).await?;
    if import.state != ImportState::Checked {
        return Err(wrong_state(&import));
    }
    if import.counts.refused > 0 && !skip_refused {
        let rows = import.counts.refused;
        return Err(Refused::field(
            ErrorCode::Refused,
            "skipRefused",
            format!("还有 {rows} 行未更正。请更正，或选择跳过这些行。"),
            format!("{rows} rows still have to be mended. Mend them, or choose to leave them out."),
        ));
    }
    import.state = ImportState::Importing;
    import.skip_refused = skip_refused;
    import.cursor_rows = 0;
    progress::save(caller.platform, &tx, &mut import).await?;
    caller
        .platform
        .jobs
        .enqueue(&tx, work::WRITE, &task(caller, &import)?)
        .await?;
    let started = serde_json::json!({ "rows": import.counts.calculated + import.counts.estimated, "skipRefused": skip_refused });
    trail::note(
        caller.platform,
        &tx,
        &caller.actor(),
        "importStart",
        id,
        None,
        trail::created(&started),
    )
    .await?;
    tx.commit().await?;
    Ok(import)
}

/// Gives an import up. Rows that were already written are taken back.
pub(crate) async fn cancel(caller: &Caller<'_>, id: &str) -> Answer<ImportRecord> {
    let tx = caller.begin().await?;
    let mut import = find(&tx, id).await?;
    if matches!(import.state, ImportState::Imported | ImportState::Cancelled) {
        return Err(wrong_state(&import));
    }
    let was = import.state;
    import.state = ImportState::Cancelled;
    progress::save(caller.platform, &tx, &mut import).await?;
    store::clear_rows(&tx, &import.id).await?;
    if was == ImportState::Importing || import.counts.imported > 0 {
        caller
            .platform
            .jobs
            .enqueue(&tx, work::TAKE_BACK, &task(caller, &import)?)
            .await?;
    }
    trail::note(
        caller.platform,
        &tx,
        &caller.actor(),
        "importCancel",
        id,
        None,
        trail::created(&serde_json::json!({})),
    )
    .await?;
    tx.commit().await?;
    Ok(import)
}
