//! Imports, live.

use async_graphql::{Context, ID, SimpleObject, Subscription};
use futures_util::{Stream, StreamExt as _};
use saxaul_shared::{accounting::record::ImportState, identity::Action};

use super::{
    super::access::Caller,
    object::Import,
    progress,
    store::{self, ImportRecord},
};
use crate::{
    error::ApiError,
    platform::{
        Platform,
        db::{StoreResult, Tenant},
    },
};

/// An import that moved on.
#[derive(SimpleObject)]
pub struct ImportProgress {
    /// The import as it stands now.
    import: Import,
    /// Its stage.
    stage: ImportState,
    /// Rows dealt with in this stage.
    done: i64,
    /// Rows in all; 0 while they are still being counted.
    total: i64,
    /// Grows with every change; an older version than one already seen can be dropped.
    version: i64,
}

impl From<ImportRecord> for ImportProgress {
    fn from(import: ImportRecord) -> Self {
        let total = if import.state == ImportState::Checking {
            0
        } else {
            import.counts.total
        };
        Self {
            stage: import.state,
            done: import.cursor_rows,
            total,
            version: import.revision,
            import: Import(import),
        }
    }
}

/// Imports, live.
#[derive(Debug, Default)]
pub struct ImportSubscription;

#[Subscription]
impl ImportSubscription {
    /// An import moved on: the import as it stands first, then each change.
    async fn import_progressed<'ctx>(
        &self,
        ctx: &Context<'ctx>,
        id: ID,
    ) -> async_graphql::Result<impl Stream<Item = async_graphql::Result<ImportProgress>> + 'ctx>
    {
        let caller = Caller::who_may(ctx, Action::RunImports)?;
        let (platform, tenant) = (caller.platform.clone(), caller.principal.tenant.clone());
        // Listening begins before the first reading, so that nothing falls between the two.
        let events = platform.broker.subscribe(&tenant, progress::PROGRESSED);
        let first = read(&platform, &tenant, &id)
            .await
            .map_err(ApiError::internal)?
            .ok_or_else(ApiError::not_found)?;
        let mut seen = first.revision;
        let wanted = id.0;
        let later = events
            .filter(move |event| {
                let ours = event.payload.get("importId").and_then(|id| id.as_str())
                    == Some(wanted.as_str());
                let newer = ours && event.version > seen;
                if newer {
                    seen = event.version;
                }
                std::future::ready(newer)
            })
            .filter_map(move |event| changed(platform.clone(), tenant.clone(), event));
        Ok(futures_util::stream::once(std::future::ready(Ok(first.into()))).chain(later))
    }

    /// Any import of the company moved on.
    async fn imports_changed<'ctx>(
        &self,
        ctx: &Context<'ctx>,
    ) -> async_graphql::Result<impl Stream<Item = async_graphql::Result<ImportProgress>> + 'ctx>
    {
        let caller = Caller::who_may(ctx, Action::RunImports)?;
        let (platform, tenant) = (caller.platform.clone(), caller.principal.tenant.clone());
        let events = platform.broker.subscribe(&tenant, progress::PROGRESSED);
        Ok(events.filter_map(move |event| changed(platform.clone(), tenant.clone(), event)))
    }
}

async fn changed(
    platform: Platform,
    tenant: Tenant,
    event: crate::platform::broker::Event,
) -> Option<async_graphql::Result<ImportProgress>> {
    let id = event.payload.get("importId")?.as_str()?.to_owned();
    match read(&platform, &tenant, &id).await {
        Ok(import) => import.map(|import| Ok(import.into())),
        Err(error) => Some(Err(ApiError::internal(error).into())),
    }
}

async fn read(platform: &Platform, tenant: &Tenant, id: &str) -> StoreResult<Option<ImportRecord>> {
    let tx = platform.database.read(tenant).await?;
    store::find(&tx, id).await
}
