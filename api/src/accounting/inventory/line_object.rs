//! Inventory lines as GraphQL shows them, loaded for many inventories at once.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use async_graphql::{ComplexObject, Context, ID, SimpleObject, connection::PageInfo};
use saxaul_shared::{
    accounting::{activity::Scope, record::RecordStatus},
    decimal::WireDecimal,
    identity::Action,
    page::{Cursor, Page},
};

use super::{
    super::{
        access::Caller,
        boundary::store as boundary_store,
        factor::object::Factor,
        record::{
            bundle::{self, RecordBundle, Wanted},
            object::ActivityRecord,
            store as record_store,
        },
        reference,
    },
    explanation::{self, Explanation},
    line_filter::LineFilter,
    line_store::{self, LineRow},
    overview::micro,
};
use crate::platform::db::{StoreResult, TenantTx};

/// What a record comes to in one inventory.
#[derive(Clone, SimpleObject)]
#[graphql(complex)]
pub struct InventoryLine {
    #[graphql(skip)]
    id: ID,
    /// Name of the site.
    site_name: String,
    /// Name of the activity in the reader's language.
    activity_name: String,
    /// Scope; OUTSIDE where it has none.
    scope: Scope,
    /// Category within the scope.
    category: String,
    /// kg CO2e, location-based, consolidated.
    #[graphql(name = "co2eKg")]
    co2e_kg: WireDecimal,
    /// kg CO2e, market-based; none where the two do not differ.
    #[graphql(name = "co2eMarketKg")]
    co2e_market_kg: Option<WireDecimal>,
    /// kg of biogenic CO2, apart.
    biogenic_co2_kg: WireDecimal,
    /// GJ of energy; none where it is no energy.
    energy_gj: Option<WireDecimal>,
    /// How it ended.
    status: RecordStatus,
    /// Percent of the record that counts for the organisation.
    share_percent: WireDecimal,
    /// The factor it was computed with, as it was then.
    factor: Option<Factor>,
    #[graphql(skip)]
    line: Arc<LineRow>,
    #[graphql(skip)]
    record: Option<Arc<RecordBundle>>,
}

#[ComplexObject]
impl InventoryLine {
    /// Id, `line_…`.
    pub(crate) async fn id(&self) -> ID {
        self.id.clone()
    }

    /// The record as it is now.
    async fn record(&self, ctx: &Context<'_>) -> async_graphql::Result<ActivityRecord> {
        if let Some(bundle) = &self.record {
            return Ok(ActivityRecord(bundle.as_ref().clone()));
        }
        let caller = Caller::of(ctx)?;
        let tx = caller.read().await?;
        let records =
            record_store::find_many(&tx, std::slice::from_ref(&self.line.record_id)).await?;
        let bundle = bundle::load(&tx, records, Wanted::ALL)
            .await?
            .pop()
            .ok_or("the record of a line is missing")?;
        Ok(ActivityRecord(bundle))
    }

    /// How its figures came about: formula with numbers, conversions, factor, GWP, who and when.
    async fn explanation(&self, ctx: &Context<'_>) -> async_graphql::Result<Explanation> {
        let caller = Caller::of(ctx)?;
        let tx = caller.read().await?;
        Ok(explanation::of_line(&tx, &self.line, caller.locale).await?)
    }
}

/// A page of lines, oldest first.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct InventoryLineConnection {
    /// The entries of this page, in order.
    edges: Vec<InventoryLineEdge>,
    /// Whether and where the list goes on.
    page_info: PageInfo,
    #[graphql(skip)]
    inventory_id: String,
    #[graphql(skip)]
    filter: LineFilter,
}

/// A line and its place in the list.
#[derive(SimpleObject)]
pub struct InventoryLineEdge {
    /// Opaque place in the list; give it as `after` to go on behind this entry.
    cursor: String,
    /// kg CO2e of the line that count in the figure these lines stand behind, location-based: its part in the month and
    /// of the gas that were asked for, the whole line without either. The parts of a whole list add up to the figure.
    #[graphql(name = "partKgCo2e")]
    part_kg_co2e: WireDecimal,
    /// The same, market-based.
    #[graphql(name = "partMarketKgCo2e")]
    part_market_kg_co2e: WireDecimal,
    /// The line.
    node: InventoryLine,
}

#[ComplexObject]
impl InventoryLineConnection {
    /// Entries of the whole list.
    async fn total_count(&self, ctx: &Context<'_>) -> async_graphql::Result<i64> {
        let caller = Caller::of(ctx)?;
        let tx = caller.read().await?;
        Ok(line_store::count(&tx, &self.inventory_id, &visible(&caller, &self.filter)?).await?)
    }
}

/// Which lines are asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LineRequest {
    pub(crate) page: Page,
    pub(crate) filter: LineFilter,
    /// Whether the records behind the lines are asked for.
    pub(crate) records: bool,
}

/// Pages of lines of several inventories.
pub(crate) struct LinePages {
    pub(crate) request: LineRequest,
    lines: HashMap<String, Vec<InventoryLine>>,
}

/// The filter, narrowed to what the caller may see.
fn visible(caller: &Caller<'_>, filter: &LineFilter) -> Result<LineFilter, crate::error::ApiError> {
    Ok(LineFilter {
        site_ids: caller.visible_sites()?,
        ..filter.clone()
    })
}

impl LinePages {
    /// Loads the lines of all these inventories in one statement, names and factors in one each, and records, where
    /// they are asked for, in a constant number more.
    pub(crate) async fn load(
        caller: &Caller<'_>,
        tx: &TenantTx,
        inventory_ids: &[String],
        request: LineRequest,
    ) -> async_graphql::Result<Self> {
        let filter = visible(caller, &request.filter)?;
        let rows = line_store::pages(tx, inventory_ids, &filter, &request.page).await?;
        let mut lines: HashMap<String, Vec<InventoryLine>> = HashMap::new();
        for node in lines_of(caller, tx, rows, request.records).await? {
            lines
                .entry(node.line.inventory_id.clone())
                .or_default()
                .push(node);
        }
        Ok(Self { request, lines })
    }

    /// The page of one inventory.
    pub(crate) fn connection(&self, inventory_id: &str) -> InventoryLineConnection {
        let size = usize::try_from(self.request.page.size).unwrap_or(usize::MAX);
        let lines = self.lines.get(inventory_id).map_or(&[][..], Vec::as_slice);
        let edges: Vec<InventoryLineEdge> = lines
            .iter()
            .take(size)
            .map(|line| {
                let (location, market) = self.request.filter.part_of(&line.line);
                InventoryLineEdge {
                    cursor: Cursor(vec![line.id.to_string()]).encode(),
                    part_kg_co2e: micro(location),
                    part_market_kg_co2e: micro(market),
                    node: line.clone(),
                }
            })
            .collect();
        let page_info = PageInfo {
            has_previous_page: self.request.page.after.is_some(),
            has_next_page: lines.len() > size,
            start_cursor: edges.first().map(|edge| edge.cursor.clone()),
            end_cursor: edges.last().map(|edge| edge.cursor.clone()),
        };
        InventoryLineConnection {
            edges,
            page_info,
            inventory_id: inventory_id.to_owned(),
            filter: self.request.filter.clone(),
        }
    }
}

/// One line as the caller may see it.
pub(crate) async fn load(
    caller: &Caller<'_>,
    id: &str,
) -> async_graphql::Result<Option<InventoryLine>> {
    let tx = caller.read().await?;
    let Some(line) = line_store::find(&tx, id).await? else {
        return Ok(None);
    };
    if !caller
        .principal
        .may_at(Action::ViewAccounting, &line.site_id)
    {
        return Ok(None);
    }
    Ok(lines_of(caller, &tx, vec![line], true).await?.pop())
}

/// Lines with names and factors in one statement each, and records, where they are asked for, in a constant number more.
async fn lines_of(
    caller: &Caller<'_>,
    tx: &TenantTx,
    rows: Vec<LineRow>,
    with_records: bool,
) -> async_graphql::Result<Vec<InventoryLine>> {
    let sites: BTreeSet<&str> = rows.iter().map(|line| line.site_id.as_str()).collect();
    let names: HashMap<String, String> = boundary_store::units_by_id(tx, &sites)
        .await?
        .into_iter()
        .map(|unit| (unit.id, unit.name))
        .collect();
    let factors = bundle::factors_of(tx, rows.iter()).await?;
    let records = if with_records {
        records_of(tx, &rows).await?
    } else {
        HashMap::new()
    };
    let mut shown: HashMap<String, Factor> = HashMap::new();
    let mut lines = Vec::with_capacity(rows.len());
    for row in rows {
        let factor = factors.of(&row).map(|factor| {
            let key = format!("{} {}", row.inventory_id, factor.id);
            shown
                .entry(key)
                .or_insert_with(|| Factor::shared(factor))
                .clone()
        });
        let node = InventoryLine {
            id: ID(row.id.clone()),
            site_name: names.get(&row.site_id).cloned().unwrap_or_default(),
            activity_name: reference::activity_name(&row.activity_code, caller.locale),
            scope: row.scope,
            category: row.category.clone(),
            co2e_kg: micro(row.figures.co2e_mg),
            co2e_market_kg: row.dual.then(|| micro(row.figures.market_mg)),
            biogenic_co2_kg: micro(row.figures.biogenic_mg),
            energy_gj: (row.figures.energy_kj != 0).then(|| micro(row.figures.energy_kj)),
            status: row.status,
            share_percent: row.share_pct.parse().unwrap_or_default(),
            factor,
            record: records.get(&row.record_id).cloned(),
            line: Arc::new(row),
        };
        lines.push(node);
    }
    Ok(lines)
}

async fn records_of(
    tx: &TenantTx,
    lines: &[LineRow],
) -> StoreResult<HashMap<String, Arc<RecordBundle>>> {
    let ids: BTreeSet<String> = lines.iter().map(|line| line.record_id.clone()).collect();
    let ids: Vec<String> = ids.into_iter().collect();
    let records = record_store::find_many(tx, &ids).await?;
    let bundles = bundle::load(tx, records, Wanted::ALL).await?;
    Ok(bundles
        .into_iter()
        .map(|bundle| (bundle.record.id.clone(), Arc::new(bundle)))
        .collect())
}
