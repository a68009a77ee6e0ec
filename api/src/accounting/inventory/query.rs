//! Queries of inventories.

use std::sync::Arc;

use async_graphql::{Context, ID, Lookahead, Object, Value};
use saxaul_shared::{accounting::activity::Scope, identity::Action, page::Page};

use super::{
    super::access::{Caller, page},
    explanation::{self, Explanation},
    line_filter::LineFilter,
    line_object::{LinePages, LineRequest},
    line_store,
    object::{Inventory, InventoryConnection, known_gas, known_month},
    store,
};
use crate::error::ApiError;

/// Queries of inventories.
#[derive(Debug, Default)]
pub struct InventoryQuery;

#[Object]
impl InventoryQuery {
    /// Inventories, newest year and version first. The first pages of their lines are loaded together, whatever the
    /// number of inventories.
    #[graphql(
        complexity = "usize::try_from(first.unwrap_or(50)).unwrap_or(0) * child_complexity + 1"
    )]
    async fn inventories(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Entries wanted, 1 to 100; 50 when not given.")] first: Option<i32>,
        #[graphql(desc = "Cursor of the entry to go on behind.")] after: Option<String>,
    ) -> async_graphql::Result<InventoryConnection> {
        let caller = Caller::who_may(ctx, Action::ViewAccounting)?;
        let page = page(first, after.as_deref())?;
        let tx = caller.read().await?;
        let rows = store::page(&tx, &page).await?;
        let mut inventories: Vec<Inventory> =
            rows.iter().map(Inventory::of).collect::<Result<_, _>>()?;
        let lines = ctx.look_ahead().field("edges").field("node").field("lines");
        if let Some(wanted) = line_request(&lines) {
            let ids: Vec<String> = rows.iter().map(|row| row.id.clone()).collect();
            let pages = Arc::new(LinePages::load(&caller, &tx, &ids, wanted).await?);
            inventories = inventories
                .into_iter()
                .map(|inventory| inventory.with_pages(Arc::clone(&pages)))
                .collect();
        }
        Ok(InventoryConnection::of(inventories, &page))
    }

    /// One inventory.
    async fn inventory(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The inventory, `inv_…`.")] id: ID,
    ) -> async_graphql::Result<Option<Inventory>> {
        let caller = Caller::who_may(ctx, Action::ViewAccounting)?;
        let tx = caller.read().await?;
        Ok(store::find(&tx, &id)
            .await?
            .as_ref()
            .map(Inventory::of)
            .transpose()?)
    }

    /// The version of a year that is in force; none when the year has no data yet.
    async fn current_inventory(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Calendar year.")] year: i32,
    ) -> async_graphql::Result<Option<Inventory>> {
        let caller = Caller::who_may(ctx, Action::ViewAccounting)?;
        let tx = caller.read().await?;
        Ok(store::current(&tx, year)
            .await?
            .as_ref()
            .map(Inventory::of)
            .transpose()?)
    }

    /// How the figures of a line came about.
    async fn explanation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The line, `line_…`.")] line_id: ID,
    ) -> async_graphql::Result<Option<Explanation>> {
        let caller = Caller::who_may(ctx, Action::ViewAccounting)?;
        let tx = caller.read().await?;
        let Some(line) = line_store::find(&tx, &line_id).await? else {
            return Ok(None);
        };
        if !caller
            .principal
            .may_at(Action::ViewAccounting, &line.site_id)
        {
            return Ok(None);
        }
        Ok(Some(
            explanation::of_line(&tx, &line, caller.locale)
                .await
                .map_err(ApiError::internal)?,
        ))
    }
}

/// What the query asks of the lines of every inventory; none when it does not ask for them, or asks in several ways.
fn line_request(lines: &Lookahead<'_>) -> Option<LineRequest> {
    let fields = lines.selection_fields();
    let [field] = fields.as_slice() else {
        return None;
    };
    let mut filter = LineFilter::default();
    let (mut first, mut after) = (None, None);
    for (name, value) in field.arguments().ok()? {
        match (name.as_str(), value) {
            ("first", Value::Number(number)) => {
                first = number
                    .as_i64()
                    .and_then(|number| i32::try_from(number).ok());
            }
            ("after", Value::String(text)) => after = Some(text),
            ("siteId", Value::String(text)) => filter.site_id = Some(text),
            ("activity", Value::String(text)) => filter.activity = Some(text),
            ("scope", Value::Enum(scope)) => {
                filter.scope = Some(scope.as_str().parse::<Scope>().ok()?);
            }
            ("category", Value::String(text)) => filter.category = Some(text),
            // What is no gas or month is refused where the lines are resolved.
            ("gas", Value::String(text)) => filter.gas = Some(known_gas(&text).ok()?),
            ("month", Value::Number(number)) => {
                let number = number.as_i64().and_then(|n| i32::try_from(n).ok())?;
                filter.month = Some(known_month(number).ok()?);
            }
            (_, Value::Null) => {}
            _ => return None,
        }
    }
    let page = Page::new(first, after.as_deref()).ok()?;
    let records = lines.field("edges").field("node").field("record").exists();
    Some(LineRequest {
        page,
        filter,
        records,
    })
}
