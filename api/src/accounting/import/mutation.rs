//! Mutations of imports.

use async_graphql::{Context, ID, InputObject, Object};
use saxaul_shared::{accounting::import::columns::ImportField, identity::Action};

use super::{
    super::access::{Caller, payload_type},
    object::{Import, ImportRow},
    service::{self, SheetChoice},
    store,
};
use crate::error::ApiError;

payload_type! {
    /// The import after a step.
    ImportPayload {
        /// The import; none when nothing was changed.
        import: Import
    }
}

payload_type! {
    /// The row after it was changed and checked anew.
    ImportRowPayload {
        /// The row; none when nothing was changed.
        row: ImportRow
    }
}

/// How a sheet is to be read.
#[derive(Debug, InputObject)]
pub struct ImportSheetInput {
    /// Its name, as `sheets` gives it.
    name: String,
    /// Whether its rows are imported.
    include: bool,
    /// What its columns hold; columns that are left out are ignored.
    #[graphql(validator(max_items = 200))]
    columns: Vec<ImportColumnInput>,
}

/// What a column holds.
#[derive(Debug, InputObject)]
pub struct ImportColumnInput {
    /// Place in the sheet, from 0.
    index: i32,
    /// What it holds; none to ignore it.
    field: Option<ImportField>,
}

/// A new content of a cell.
#[derive(Debug, InputObject)]
pub struct ImportValueInput {
    /// Which cell of the row.
    field: ImportField,
    /// Its content as text; empty to clear it.
    #[graphql(validator(max_length = 4000))]
    text: String,
}

/// Mutations of imports.
#[derive(Debug, Default)]
pub struct ImportMutation;

#[Object]
impl ImportMutation {
    /// Begins an import of an uploaded file: reads its head and suggests what its columns hold.
    async fn import_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Answer of `POST /uploads`.")] upload_id: ID,
        #[graphql(
            desc = "Name shown to people; the uploaded name when empty.",
            validator(max_length = 255)
        )]
        file_name: String,
    ) -> async_graphql::Result<ImportPayload> {
        let caller = Caller::who_may(ctx, Action::RunImports)?;
        let answer = service::create(&caller, &upload_id, &file_name)
            .await
            .map(Import);
        ImportPayload::of(answer, caller.locale)
    }

    /// Says what the columns hold, and checks every row. Progress comes over `importProgressed`.
    async fn import_map(
        &self,
        ctx: &Context<'_>,
        id: ID,
        #[graphql(
            desc = "Every sheet; sheets that are left out keep what they have.",
            validator(max_items = 60)
        )]
        sheets: Vec<ImportSheetInput>,
    ) -> async_graphql::Result<ImportPayload> {
        let caller = Caller::who_may(ctx, Action::RunImports)?;
        let choices = sheets.into_iter().map(choice).collect();
        let answer = service::map(&caller, &id, choices).await.map(Import);
        ImportPayload::of(answer, caller.locale)
    }

    /// Changes cells of a row that was refused, and checks the row anew.
    async fn import_row_update(
        &self,
        ctx: &Context<'_>,
        id: ID,
        row_id: ID,
        #[graphql(validator(max_items = 20))] values: Vec<ImportValueInput>,
    ) -> async_graphql::Result<ImportRowPayload> {
        let caller = Caller::who_may(ctx, Action::RunImports)?;
        let values = values
            .into_iter()
            .map(|value| (value.field, value.text))
            .collect();
        let answer = match service::update_row(&caller, &id, &row_id, values).await {
            Ok(row) => {
                let tx = caller.read().await?;
                let import = store::find(&tx, &id)
                    .await
                    .map_err(ApiError::internal)?
                    .ok_or_else(ApiError::not_found)?;
                Ok(ImportRow::of(&import, &row))
            }
            Err(refused) => Err(refused),
        };
        ImportRowPayload::of(answer, caller.locale)
    }

    /// Leaves rows out of the import, at most 100 at once. They stay in the file.
    async fn import_row_discard(
        &self,
        ctx: &Context<'_>,
        id: ID,
        #[graphql(validator(max_items = 100))] row_ids: Vec<ID>,
    ) -> async_graphql::Result<ImportPayload> {
        let caller = Caller::who_may(ctx, Action::RunImports)?;
        let row_ids: Vec<String> = row_ids.into_iter().map(|id| id.0).collect();
        let answer = service::discard_rows(&caller, &id, &row_ids)
            .await
            .map(Import);
        ImportPayload::of(answer, caller.locale)
    }

    /// Writes the good rows. Rows that are still refused stop it, unless `skipRefused` leaves them out.
    async fn import_start(
        &self,
        ctx: &Context<'_>,
        id: ID,
        #[graphql(desc = "Leave out rows that are still refused.")] skip_refused: bool,
    ) -> async_graphql::Result<ImportPayload> {
        let caller = Caller::who_may(ctx, Action::RunImports)?;
        let answer = service::start(&caller, &id, skip_refused).await.map(Import);
        ImportPayload::of(answer, caller.locale)
    }

    /// Gives an import up and takes back the rows it has written so far. One that is complete stays.
    async fn import_cancel(
        &self,
        ctx: &Context<'_>,
        id: ID,
    ) -> async_graphql::Result<ImportPayload> {
        let caller = Caller::who_may(ctx, Action::RunImports)?;
        let answer = service::cancel(&caller, &id).await.map(Import);
        ImportPayload::of(answer, caller.locale)
    }
}

fn choice(sheet: ImportSheetInput) -> SheetChoice {
    let columns = sheet
        .columns
        .into_iter()
        .filter_map(|column| Some((usize::try_from(column.index).ok()?, column.field?)))
        .collect();
    SheetChoice {
        name: sheet.name,
        include: sheet.include,
        columns,
    }
}
