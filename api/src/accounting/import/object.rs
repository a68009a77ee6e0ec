//! Imports as GraphQL shows them.

use async_graphql::{ComplexObject, Context, ID, Object, SimpleObject};
use saxaul_shared::{
    accounting::{
        import::columns::ImportField,
        record::{ImportState, RecordStatus},
        refusal::RefusalCode,
    },
    page::Cursor,
};

use super::{
    super::access::{Caller, connection_type, locale, page},
    store::{self, ImportRecord, ProblemRow, RowState},
};
use crate::error::ApiError;

/// An import of activity data from a file.
#[derive(Debug, Clone)]
pub struct Import(pub(crate) ImportRecord);

/// One sheet of an imported file. A text file has one, without a name.
#[derive(Debug, Clone, SimpleObject)]
pub struct ImportSheet {
    /// Name in the workbook.
    name: String,
    /// Row of the headers, as spreadsheet programs count.
    header_row: i32,
    /// Its columns, in order.
    columns: Vec<ImportColumn>,
    /// The first rows below the headers, at most five, as text.
    sample: Vec<Vec<String>>,
    /// Whether its rows are imported.
    include: bool,
}

/// One column of a sheet.
#[derive(Debug, Clone, SimpleObject)]
pub struct ImportColumn {
    /// Place in the sheet, from 0.
    index: i32,
    /// Its header.
    header: String,
    /// What it holds, as suggested, remembered or chosen; none when it is ignored.
    field: Option<ImportField>,
}

/// A row of a file that could not be imported as it stood.
#[derive(Debug, Clone, SimpleObject)]
#[graphql(complex)]
pub struct ImportRow {
    /// The row.
    id: ID,
    /// Name of its sheet.
    sheet: String,
    /// Its number, as spreadsheet programs count.
    row: i32,
    /// Its cells, by what they hold.
    values: Vec<ImportValue>,
    /// `REFUSED` until it is mended.
    status: RecordStatus,
    #[graphql(skip)]
    refusals: Vec<saxaul_shared::accounting::import::row::CellRefusal>,
    #[graphql(skip)]
    headers: Vec<(ImportField, String)>,
}

/// One cell of a row.
#[derive(Debug, Clone, SimpleObject)]
pub struct ImportValue {
    /// What it holds.
    field: ImportField,
    /// Its content as text.
    text: String,
}

/// One reason why a row cannot be imported.
#[derive(Debug, Clone, SimpleObject)]
pub struct ImportRefusal {
    /// The column it concerns; none when the row as a whole is meant.
    field: Option<ImportField>,
    /// Stable code.
    code: RefusalCode,
    /// What is wrong, in the reader's language.
    message: String,
    /// What to do about it, in the reader's language.
    remedy: String,
    /// What was probably meant, the likeliest first; each can be written into the cell as it is.
    suggestions: Vec<String>,
    /// Header of the column in the file.
    column: Option<String>,
}

#[ComplexObject]
impl ImportRow {
    /// Every reason why it cannot be imported; empty once it is mended.
    async fn refusals(&self, ctx: &Context<'_>) -> Vec<ImportRefusal> {
        let locale = locale(ctx);
        self.refusals
            .iter()
            .map(|found| ImportRefusal {
                field: found.field,
                code: found.refusal.code,
                message: found.refusal.message(locale),
                remedy: found.refusal.remedy(locale),
                suggestions: found.refusal.suggestions.clone(),
                column: found.field.and_then(|field| {
                    self.headers
                        .iter()
                        .find(|(held, _)| *held == field)
                        .map(|(_, header)| header.clone())
                }),
            })
            .collect()
    }
}

impl ImportRow {
    /// The row of an import.
    pub(crate) fn of(import: &ImportRecord, row: &ProblemRow) -> Self {
        let sheet = usize::try_from(row.sheet)
            .ok()
            .and_then(|index| import.sheets.get(index));
        let headers = sheet
            .map(|sheet| {
                let pairs = sheet.headers.iter().zip(&sheet.mapping);
                pairs
                    .filter_map(|(header, field)| Some(((*field)?, header.clone())))
                    .collect()
            })
            .unwrap_or_default();
        Self {
            id: ID(row.id.clone()),
            sheet: sheet.map(|sheet| sheet.name.clone()).unwrap_or_default(),
            row: row.row_number,
            values: row
                .cells
                .iter()
                .map(|(field, cell)| ImportValue {
                    field: *field,
                    text: cell.shown(),
                })
                .collect(),
            status: if row.state == RowState::Mended {
                RecordStatus::Calculated
            } else {
                RecordStatus::Refused
            },
            refusals: row.refusals.clone(),
            headers,
        }
    }
}

connection_type! {
    /// Rows that wait to be mended, in the order of the file.
    ImportRowConnection, ImportRowEdge, ImportRow
}

connection_type! {
    /// Imports of the company, the latest first.
    ImportConnection, ImportEdge, Import
}

#[Object]
impl Import {
    /// `imp_…`.
    pub(crate) async fn id(&self) -> ID {
        ID(self.0.id.clone())
    }

    /// Name of the file as it was uploaded.
    async fn file_name(&self) -> &str {
        &self.0.file_name
    }

    /// Bytes of the file.
    async fn size_bytes(&self) -> i64 {
        self.0.size_bytes
    }

    /// Where it stands.
    async fn state(&self) -> ImportState {
        self.0.state
    }

    /// When it was begun.
    async fn created_at(&self) -> &str {
        &self.0.created_at
    }

    /// When it last moved on.
    async fn updated_at(&self) -> &str {
        &self.0.updated_at
    }

    /// Encoding of a text file: `UTF-8` or `GBK`.
    async fn encoding(&self) -> Option<&str> {
        self.0.encoding.as_deref()
    }

    /// Grows with every change.
    async fn version(&self) -> i64 {
        self.0.revision
    }

    /// Its sheets, at most 60.
    async fn sheets(&self) -> Vec<ImportSheet> {
        self.0
            .sheets
            .iter()
            .map(|sheet| ImportSheet {
                name: sheet.name.clone(),
                header_row: i32::try_from(sheet.header_row).unwrap_or(i32::MAX),
                columns: sheet
                    .headers
                    .iter()
                    .zip(&sheet.mapping)
                    .enumerate()
                    .map(|(index, (header, field))| ImportColumn {
                        index: i32::try_from(index).unwrap_or(i32::MAX),
                        header: header.clone(),
                        field: *field,
                    })
                    .collect(),
                sample: sheet.sample.clone(),
                include: sheet.include,
            })
            .collect()
    }

    /// Data rows of the included sheets.
    async fn rows_total(&self) -> i64 {
        self.0.counts.total
    }

    /// Rows that can be computed from measured or invoiced data, mended ones among them.
    async fn rows_calculated(&self) -> i64 {
        self.0.counts.calculated
    }

    /// Rows that can be computed, but from estimates or a factor carried forward.
    async fn rows_estimated(&self) -> i64 {
        self.0.counts.estimated
    }

    /// Rows that cannot be imported as they stand.
    async fn rows_refused(&self) -> i64 {
        self.0.counts.refused
    }

    /// Rows whose data is there already; they add nothing.
    async fn rows_duplicate(&self) -> i64 {
        self.0.counts.duplicate
    }

    /// Rows that a person left out.
    async fn rows_discarded(&self) -> i64 {
        self.0.counts.discarded
    }

    /// Rows that were written.
    async fn rows_imported(&self) -> i64 {
        self.0.counts.imported
    }

    /// Why the import failed, in the language of who began it.
    async fn failure(&self) -> Option<&str> {
        self.0.failure.as_deref()
    }

    /// Rows that wait to be mended, in the order of the file. `first` 1 to 100, 50 when left out. At most 20 000 rows
    /// of a file are kept to be mended; `rowsRefused` counts them all.
    #[graphql(complexity = "1 + first.unwrap_or(50) as usize * child_complexity")]
    async fn problems(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only rows with this reason.")] code: Option<RefusalCode>,
        #[graphql(desc = "Entries wanted, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "Cursor of the entry to go on behind.")] after: Option<String>,
    ) -> async_graphql::Result<ImportRowConnection> {
        let caller = Caller::of(ctx)?;
        let page = page(first, after.as_deref())?;
        let tx = caller.read().await?;
        let (rows, total) = store::waiting_rows(&tx, &self.0.id, code, &page)
            .await
            .map_err(ApiError::internal)?;
        let entries = rows
            .iter()
            .map(|row| {
                let cursor =
                    Cursor(vec![row.sheet.to_string(), row.row_number.to_string()]).encode();
                (cursor, ImportRow::of(&self.0, row))
            })
            .collect();
        Ok(ImportRowConnection::of(
            entries,
            page.size,
            page.after.is_some(),
            total,
        ))
    }
}
