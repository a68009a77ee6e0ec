//! Sport imports, live.

use async_graphql::{Context, ID, Subscription};
use futures_util::{Stream, StreamExt as _, stream};
use saxaul_shared::identity::Action;

use super::{
    object::{SportImport, SportImportProgress},
    service::{self, PROGRESSED},
    store::{self, ImportRow},
};
use crate::{
    accounting::access::{Caller, Refused},
    error::ApiError,
    platform::{
        Platform,
        broker::Event,
        db::{StoreResult, Tenant},
    },
};

/// Sport imports, live.
#[derive(Debug, Default)]
pub struct SportSubscription;

#[Subscription]
impl SportSubscription {
    /// An import of the caller moved on: the import as it stands first, then each change and how far reading is. For
    /// members.
    async fn sport_import_progressed(
        &self,
        ctx: &Context<'_>,
        id: ID,
    ) -> async_graphql::Result<impl Stream<Item = async_graphql::Result<SportImportProgress>> + use<>>
    {
        let caller = Caller::who_may(ctx, Action::TakePart)?;
        let (platform, tenant) = (caller.platform.clone(), caller.principal.tenant.clone());
        // Listening begins before the first reading, so that nothing falls between the two.
        let events = platform.broker.subscribe(&tenant, PROGRESSED);
        let tx = caller.read().await?;
        let first = match service::own(&caller, &tx, &id).await {
            Ok(import) => import,
            Err(Refused::Api(error)) => return Err(error.into()),
            Err(Refused::Violations(_)) => return Err(ApiError::not_found().into()),
        };
        drop(tx);
        let wanted = id.0;
        let later = events
            .filter(move |event| {
                let id = event.payload.get("importId").and_then(|id| id.as_str());
                std::future::ready(id == Some(wanted.as_str()))
            })
            .filter_map(move |event| changed(platform.clone(), tenant.clone(), event));
        let first = Ok(progress(first, 0, 0));
        Ok(stream::once(std::future::ready(first)).chain(later))
    }
}

fn progress(import: ImportRow, done: i64, total: i64) -> SportImportProgress {
    SportImportProgress {
        version: import.revision,
        import: SportImport(import),
        done,
        total,
    }
}

async fn changed(
    platform: Platform,
    tenant: Tenant,
    event: Event,
) -> Option<async_graphql::Result<SportImportProgress>> {
    let id = event.payload.get("importId")?.as_str()?.to_owned();
    let number = |name: &str| {
        let value = event.payload.get(name).and_then(serde_json::Value::as_i64);
        value.unwrap_or(0)
    };
    match read(&platform, &tenant, &id).await {
        Ok(import) => {
            let import = import?;
            Some(Ok(progress(import, number("done"), number("total"))))
        }
        Err(error) => Some(Err(ApiError::internal(error).into())),
    }
}

async fn read(platform: &Platform, tenant: &Tenant, id: &str) -> StoreResult<Option<ImportRow>> {
    let tx = platform.database.read(tenant).await?;
    store::find(&tx, id).await
}
