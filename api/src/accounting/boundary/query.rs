//! Queries of settings and boundary.

use std::collections::HashSet;

use async_graphql::{Context, Object};
use saxaul_shared::identity::Action;

use super::{
    super::{
        access::{Caller, locale},
        reference,
    },
    object::{BoundaryUnit, Industry, Organisation},
    store::{self, UnitRow},
};

/// Queries of settings and boundary.
#[derive(Debug, Default)]
pub struct BoundaryQuery;

#[Object]
impl BoundaryQuery {
    /// The caller's company with its accounting settings.
    async fn organisation(&self, ctx: &Context<'_>) -> async_graphql::Result<Organisation> {
        let caller = Caller::of(ctx)?;
        Ok(Organisation::of_tenant(caller.platform, &caller.principal.tenant).await?)
    }

    /// Industries of GB/T 4754-2017: sections and divisions, in their order.
    async fn industries(&self, ctx: &Context<'_>) -> Vec<Industry> {
        reference::industries(locale(ctx))
    }

    /// Every group, company and site of the company, oldest first. At most 10 000. A data owner sees the sites named
    /// for them and what stands above.
    async fn boundary(&self, ctx: &Context<'_>) -> async_graphql::Result<Vec<BoundaryUnit>> {
        let caller = Caller::who_may(ctx, Action::ViewAccounting)?;
        Ok(visible(&caller)
            .await?
            .into_iter()
            .map(BoundaryUnit)
            .collect())
    }
}

/// One unit as the caller may see it.
pub(crate) async fn load(
    caller: &Caller<'_>,
    id: &str,
) -> async_graphql::Result<Option<BoundaryUnit>> {
    let units = visible(caller).await?;
    Ok(units
        .into_iter()
        .find(|unit| unit.id == id)
        .map(BoundaryUnit))
}

/// The units the caller may see: all, or the sites named for a data owner and what stands above them.
async fn visible(caller: &Caller<'_>) -> async_graphql::Result<Vec<UnitRow>> {
    let tx = caller.read().await?;
    let mut units = store::units(&tx).await?;
    if let Some(sites) = caller.visible_sites()? {
        let mut visible: HashSet<String> = sites.into_iter().collect();
        loop {
            let above: Vec<String> = units
                .iter()
                .filter(|unit| visible.contains(&unit.id))
                .filter_map(|unit| unit.parent_id.clone())
                .filter(|parent| !visible.contains(parent))
                .collect();
            if above.is_empty() {
                break;
            }
            visible.extend(above);
        }
        units.retain(|unit| visible.contains(&unit.id));
    }
    Ok(units)
}
