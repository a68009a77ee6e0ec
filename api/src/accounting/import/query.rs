//! Queries of imports.

use async_graphql::{Context, ID, Object};
use saxaul_shared::{identity::Action, page::Cursor};

use super::{
    super::access::{Caller, page},
    object::{Import, ImportConnection},
    store,
};
use crate::error::ApiError;

/// Queries of imports.
#[derive(Debug, Default)]
pub struct ImportQuery;

#[Object]
impl ImportQuery {
    /// Imports of the company, the latest first.
    #[graphql(complexity = "1 + first.unwrap_or(50) as usize * child_complexity")]
    async fn imports(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Entries wanted, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "Cursor of the entry to go on behind.")] after: Option<String>,
    ) -> async_graphql::Result<ImportConnection> {
        let caller = Caller::who_may(ctx, Action::RunImports)?;
        let page = page(first, after.as_deref())?;
        let tx = caller.read().await?;
        let imports = store::page(&tx, &page).await.map_err(ApiError::internal)?;
        let total = store::count(&tx).await.map_err(ApiError::internal)?;
        let entries = imports
            .into_iter()
            .map(|import| (Cursor(vec![import.id.clone()]).encode(), Import(import)))
            .collect();
        Ok(ImportConnection::of(
            entries,
            page.size,
            page.after.is_some(),
            total,
        ))
    }

    /// One import; none when there is no such import in the caller's company.
    async fn import(&self, ctx: &Context<'_>, id: ID) -> async_graphql::Result<Option<Import>> {
        let caller = Caller::who_may(ctx, Action::RunImports)?;
        load(&caller, &id).await
    }
}

/// One import, for those who may run imports.
pub(crate) async fn load(caller: &Caller<'_>, id: &str) -> async_graphql::Result<Option<Import>> {
    caller.principal.require(Action::RunImports)?;
    let tx = caller.read().await?;
    Ok(store::find(&tx, id)
        .await
        .map_err(ApiError::internal)?
        .map(Import))
}
