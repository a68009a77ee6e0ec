//! Inventories as GraphQL shows them.

use std::{collections::HashMap, sync::Arc};

use async_graphql::{ComplexObject, Context, ID, SimpleObject};
use saxaul_shared::{
    accounting::{
        activity::Scope, boundary::ConsolidationApproach, catalogue::category_name, gwp::GwpSet,
        inventory::InventoryState,
    },
    page::{Cursor, Page},
};
use tokio::sync::OnceCell;

use super::{
    super::{
        access::{Caller, locale, page},
        audit::AuditEntry,
        boundary::store as boundary_store,
        record::object::history,
        reference,
    },
    coverage,
    figures::GasKey,
    intensity::{self, Intensity},
    line_filter::LineFilter,
    line_object::{InventoryLineConnection, LinePages, LineRequest},
    names,
    overview::{self, Figure, InventoryTotals, MonthFigure},
    rollup::{self, RollupRow},
    store::{self, InventoryRow},
    sums::{self, YearSums},
};
use crate::{error::ApiError, graphql::scalar::DateTime, platform::db::StoreResult};

/// A version of a year's inventory: pinned to a factor release, a GWP set and a boundary, and never overwritten.
#[derive(Clone, SimpleObject)]
#[graphql(complex)]
pub struct Inventory {
    #[graphql(skip)]
    id: ID,
    /// Calendar year.
    year: i32,
    /// Version of the year, from 1.
    version: i32,
    /// Whether it is the version in force of its year.
    current: bool,
    /// Where it stands.
    state: InventoryState,
    /// Assessment report whose 100-year GWPs it uses.
    gwp_set: GwpSet,
    /// Release of the factor library it is pinned to.
    factor_release: String,
    /// How its boundary is drawn.
    consolidation_approach: ConsolidationApproach,
    /// When this version was begun.
    created_at: DateTime,
    /// When it was changed last.
    updated_at: DateTime,
    /// Grows with every change of its figures.
    revision: i64,
    #[graphql(skip)]
    sums: Arc<OnceCell<Sums>>,
    #[graphql(skip)]
    pages: Option<Arc<LinePages>>,
}

/// The kept sums of an inventory, read once for all the groupings a query asks for.
struct Sums {
    kept: Arc<YearSums>,
    sites: HashMap<String, String>,
}

impl Sums {
    fn rows(&self) -> &[RollupRow] {
        &self.kept.rows
    }
}

impl Inventory {
    /// An inventory as it is stored.
    pub(crate) fn of(row: &InventoryRow) -> StoreResult<Self> {
        Ok(Self {
            id: ID(row.id.clone()),
            year: row.year,
            version: row.version,
            current: row.is_current,
            state: row.state,
            gwp_set: row.gwp_set,
            factor_release: row.factor_release.clone(),
            consolidation_approach: row.consolidation_approach,
            created_at: DateTime::from_stored(&row.created_at)?,
            updated_at: DateTime::from_stored(&row.updated_at)?,
            revision: row.revision,
            sums: Arc::default(),
            pages: None,
        })
    }

    /// The same with the first pages of its lines, loaded together with those of other inventories.
    pub(crate) fn with_pages(mut self, pages: Arc<LinePages>) -> Self {
        self.pages = Some(pages);
        self
    }

    /// Its revision.
    pub(crate) fn version_seen(&self) -> i64 {
        self.revision
    }

    async fn sums(&self, ctx: &Context<'_>) -> async_graphql::Result<&Sums> {
        self.sums
            .get_or_try_init(|| async {
                let caller = Caller::of(ctx)?;
                let tx = caller.read().await?;
                let kept = sums::of(&tx, &self.id, caller.visible_sites()?.as_deref()).await?;
                let sites = boundary_store::unit_names(&tx).await?.into_iter().collect();
                Ok(Sums { kept, sites })
            })
            .await
    }
}

#[ComplexObject]
impl Inventory {
    /// Id, `inv_…`.
    pub(crate) async fn id(&self) -> ID {
        self.id.clone()
    }

    /// Its sums. A data owner sees those of the sites named for them.
    async fn totals(&self, ctx: &Context<'_>) -> async_graphql::Result<InventoryTotals> {
        let sums = self.sums(ctx).await?;
        let (covered, expected) = coverage::of_year(self.year, &sums.kept.covered).days();
        Ok(overview::totals(sums.rows(), covered, expected))
    }

    /// By scope.
    async fn by_scope(&self, ctx: &Context<'_>) -> async_graphql::Result<Vec<Figure>> {
        let locale = locale(ctx);
        Ok(overview::by_scope(self.sums(ctx).await?.rows(), |scope| {
            names::scope(scope, locale)
        }))
    }

    /// By category within the scopes, largest first.
    async fn by_category(&self, ctx: &Context<'_>) -> async_graphql::Result<Vec<Figure>> {
        let locale = locale(ctx);
        Ok(overview::by_category(
            self.sums(ctx).await?.rows(),
            |category| category_name(category, locale),
        ))
    }

    /// By gas, location-based; CO2e that its source does not split comes last. For those who see the whole organisation.
    async fn by_gas(&self, ctx: &Context<'_>) -> async_graphql::Result<Vec<Figure>> {
        let caller = Caller::of(ctx)?;
        if !caller.sees_everything() {
            return Ok(Vec::new());
        }
        let tx = caller.read().await?;
        let rows = rollup::gases(&tx, &self.id).await?;
        Ok(overview::by_gas(&rows, |gas| {
            names::gas(gas, caller.locale)
        }))
    }

    /// By site, largest first.
    async fn by_site(&self, ctx: &Context<'_>) -> async_graphql::Result<Vec<Figure>> {
        let sums = self.sums(ctx).await?;
        Ok(overview::by_site(sums.rows(), |site| {
            sums.sites
                .get(site)
                .cloned()
                .unwrap_or_else(|| site.to_owned())
        }))
    }

    /// All twelve months.
    async fn by_month(&self, ctx: &Context<'_>) -> async_graphql::Result<Vec<MonthFigure>> {
        Ok(overview::by_month(self.sums(ctx).await?.rows()))
    }

    /// By activity, largest first.
    async fn by_source(&self, ctx: &Context<'_>) -> async_graphql::Result<Vec<Figure>> {
        let locale = locale(ctx);
        Ok(overview::by_source(
            self.sums(ctx).await?.rows(),
            |activity| reference::activity_name(activity, locale),
        ))
    }

    /// kg CO2e per revenue, output, floor area and head, for the figures of this year that the boundary has.
    async fn intensities(&self, ctx: &Context<'_>) -> async_graphql::Result<Vec<Intensity>> {
        let caller = Caller::of(ctx)?;
        if !caller.sees_everything() {
            return Ok(Vec::new());
        }
        let sums = self.sums(ctx).await?;
        let tx = caller.read().await?;
        let pinned = store::pinned(&tx, &self.id).await?;
        Ok(intensity::of_year(
            self.year,
            overview::location_mg(sums.rows()),
            &pinned,
            caller.locale,
        ))
    }

    /// Its lines, oldest first; refused records have none.
    #[graphql(
        complexity = "usize::try_from(first.unwrap_or(50)).unwrap_or(0) * child_complexity + 1"
    )]
    async fn lines(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Entries wanted, 1 to 100; 50 when not given.")] first: Option<i32>,
        #[graphql(desc = "Cursor of the entry to go on behind.")] after: Option<String>,
        #[graphql(desc = "Only this site, `unit_…`.")] site_id: Option<ID>,
        #[graphql(desc = "Only this activity.")] activity: Option<String>,
        #[graphql(desc = "Only this scope.")] scope: Option<Scope>,
        #[graphql(desc = "Only this category, a key of `byCategory`.")] category: Option<String>,
        #[graphql(desc = "Only lines with this gas, a key of `byGas`.")] gas: Option<String>,
        #[graphql(desc = "Only lines that touch this month of the year, 1 to 12.")] month: Option<
            i32,
        >,
    ) -> async_graphql::Result<InventoryLineConnection> {
        let page: Page = page(first, after.as_deref())?;
        let filter = LineFilter {
            site_id: site_id.map(|id| id.0),
            site_ids: None,
            activity,
            scope,
            category,
            gas: gas.map(|gas| known_gas(&gas)).transpose()?,
            month: month.map(known_month).transpose()?,
        };
        let wanted = LineRequest {
            page,
            filter,
            records: ctx
                .look_ahead()
                .field("edges")
                .field("node")
                .field("record")
                .exists(),
        };
        let pages = match &self.pages {
            Some(pages) if pages.request == wanted => Arc::clone(pages),
            _ => {
                let caller = Caller::of(ctx)?;
                let tx = caller.read().await?;
                Arc::new(LinePages::load(&caller, &tx, &[self.id.to_string()], wanted).await?)
            }
        };
        Ok(pages.connection(&self.id))
    }

    /// Its changes from the audit trail, newest first, at most 100.
    async fn history(&self, ctx: &Context<'_>) -> async_graphql::Result<Vec<AuditEntry>> {
        history(ctx, &self.id).await
    }
}

/// The gas with this key of `byGas`.
pub(super) fn known_gas(key: &str) -> Result<GasKey, ApiError> {
    GasKey::parse(key).ok_or_else(|| {
        ApiError::bad_input(
            format!("没有气体 {key}。"),
            format!("There is no gas {key}."),
        )
    })
}

/// A month by its number.
pub(super) fn known_month(number: i32) -> Result<u8, ApiError> {
    u8::try_from(number)
        .ok()
        .filter(|month| (1..=12).contains(month))
        .ok_or_else(|| {
            ApiError::bad_input("月份应为 1 到 12。", "A month is a number from 1 to 12.")
        })
}

/// A page of inventories, newest year and version first.
#[derive(SimpleObject)]
pub struct InventoryConnection {
    /// The entries of this page, in order.
    edges: Vec<InventoryEdge>,
    /// Whether and where the list goes on.
    page_info: async_graphql::connection::PageInfo,
}

/// An inventory and its place in the list.
#[derive(SimpleObject)]
pub struct InventoryEdge {
    /// Opaque place in the list; give it as `after` to go on behind this entry.
    cursor: String,
    /// The inventory.
    node: Inventory,
}

impl InventoryConnection {
    /// A page from at most `size + 1` inventories.
    pub(crate) fn of(mut inventories: Vec<Inventory>, page: &Page) -> Self {
        let size = usize::try_from(page.size).unwrap_or(usize::MAX);
        let more = inventories.len() > size;
        inventories.truncate(size);
        let edges: Vec<InventoryEdge> = inventories
            .into_iter()
            .map(|node| InventoryEdge {
                cursor: Cursor(vec![node.year.to_string(), node.version.to_string()]).encode(),
                node,
            })
            .collect();
        let page_info = async_graphql::connection::PageInfo {
            has_previous_page: page.after.is_some(),
            has_next_page: more,
            start_cursor: edges.first().map(|edge| edge.cursor.clone()),
            end_cursor: edges.last().map(|edge| edge.cursor.clone()),
        };
        Self { edges, page_info }
    }
}
