//! Inventories, live.

use async_graphql::{Context, SimpleObject, Subscription};
use futures_util::{Stream, StreamExt as _};
use saxaul_shared::identity::Action;

use super::{super::access::Caller, books::RECALCULATED, object::Inventory, store};
use crate::platform::Platform;

/// An inventory whose figures or state have changed.
#[derive(Clone, SimpleObject)]
pub struct InventoryRecalculated {
    /// The inventory as it is now.
    inventory: Inventory,
    /// Its revision; one not above the last one seen can be ignored.
    version: i64,
}

/// Inventories, live.
#[derive(Debug, Default)]
pub struct InventorySubscription;

#[Subscription]
impl InventorySubscription {
    /// An inventory's figures or state have changed: of one year, or of any. Several changes in a row may be told as one.
    async fn inventory_recalculated(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only this calendar year.")] year: Option<i32>,
    ) -> async_graphql::Result<
        impl Stream<Item = async_graphql::Result<InventoryRecalculated>> + use<>,
    > {
        let caller = Caller::who_may(ctx, Action::ViewAccounting)?;
        let tenant = caller.principal.tenant.clone();
        let platform: Platform = caller.platform.clone();
        let events = platform.broker.subscribe(&tenant, RECALCULATED);
        Ok(events.filter_map(move |event| {
            let (platform, tenant) = (platform.clone(), tenant.clone());
            async move {
                let of_year = event
                    .payload
                    .get("year")
                    .and_then(serde_json::Value::as_i64);
                if year.is_some_and(|year| of_year != Some(i64::from(year))) {
                    return None;
                }
                let id = event.payload.get("inventoryId")?.as_str()?.to_owned();
                let loaded = async {
                    let tx = platform.database.read(&tenant).await?;
                    store::find(&tx, &id)
                        .await?
                        .map(|row| Inventory::of(&row))
                        .transpose()
                }
                .await;
                match loaded {
                    Ok(None) => None,
                    Ok(Some(inventory)) => {
                        let version = inventory.version_seen();
                        Some(Ok(InventoryRecalculated { inventory, version }))
                    }
                    Err(error) => Some(Err(error.into())),
                }
            }
        }))
    }
}
