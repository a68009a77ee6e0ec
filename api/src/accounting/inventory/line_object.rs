//! Inventory lines as GraphQL shows them, loaded for many inventories at once.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use async_graphql::{
    ComplexObject, Context, ID, ScalarType as _, SimpleObject, Value, connection::PageInfo,
    parser::types::SelectionSet,
};
use saxaul_shared::{
    accounting::{activity::Scope, record::RecordStatus},
    decimal::WireDecimal,
    format::Locale,
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
    line_list::{self, ListedLine},
    line_store,
    overview::micro,
};
use crate::{
    graphql::plain::{self, InOnePass, Plain},
    platform::db::{StoreResult, TenantTx},
};

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
    inventory_id: String,
    #[graphql(skip)]
    record_id: String,
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
        let records = record_store::find_many(&tx, std::slice::from_ref(&self.record_id)).await?;
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
        let line = line_store::find(&tx, &self.id)
            .await?
            .ok_or("the line is gone")?;
        Ok(explanation::of_line(&tx, &line, caller.locale).await?)
    }
}

/// A page of lines, oldest first.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct InventoryLineConnection {
    /// The entries of this page, in order.
    edges: InOnePass<Vec<InventoryLineEdge>>,
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
    node: Arc<InventoryLine>,
}

impl Plain for InventoryLineEdge {
    fn plain(&self, wanted: &SelectionSet, locale: Locale) -> Option<Value> {
        plain::object(wanted, "InventoryLineEdge", |name, wanted| match name {
            "cursor" => Some(self.cursor.as_str().into()),
            "partKgCo2e" => Some(self.part_kg_co2e.to_value()),
            "partMarketKgCo2e" => Some(self.part_market_kg_co2e.to_value()),
            "node" => self.node.plain(wanted, locale),
            _ => None,
        })
    }
}

impl Plain for InventoryLine {
    fn plain(&self, wanted: &SelectionSet, locale: Locale) -> Option<Value> {
        plain::object(wanted, "InventoryLine", |name, wanted| {
            Some(match name {
                "id" => self.id.as_str().into(),
                "siteName" => self.site_name.as_str().into(),
                "activityName" => self.activity_name.as_str().into(),
                "scope" => plain::spelled(self.scope.as_str()),
                "category" => self.category.as_str().into(),
                "co2eKg" => self.co2e_kg.to_value(),
                "co2eMarketKg" => plain::optional(self.co2e_market_kg.map(|kg| kg.to_value())),
                "biogenicCo2Kg" => self.biogenic_co2_kg.to_value(),
                "energyGj" => plain::optional(self.energy_gj.map(|gj| gj.to_value())),
                "status" => plain::spelled(self.status.as_str()),
                "sharePercent" => self.share_percent.to_value(),
                "factor" => return self.factor.plain(wanted, locale),
                _ => return None,
            })
        })
    }
}

#[ComplexObject]
impl InventoryLineConnection {
    /// Entries of the whole list.
    async fn total_count(&self, ctx: &Context<'_>) -> async_graphql::Result<i64> {
        let caller = Caller::of(ctx)?;
        let tx = caller.read().await?;
        Ok(line_list::count(&tx, &self.inventory_id, &visible(&caller, &self.filter)?).await?)
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
    lines: HashMap<String, Vec<Entry>>,
}

/// A line, and how much of it counts in the figure it is listed for, mg CO2e: location-based and market-based.
type Entry = (Arc<InventoryLine>, (i64, i64));

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
        let rows = line_list::pages(tx, inventory_ids, &filter, &request.page).await?;
        let parts: Vec<(i64, i64)> = rows.iter().map(|line| filter.part_of(line)).collect();
        let nodes = lines_of(caller, tx, rows, request.records).await?;
        let mut lines: HashMap<String, Vec<Entry>> = HashMap::new();
        for (node, part) in nodes.into_iter().zip(parts) {
            match lines.get_mut(&node.inventory_id) {
                Some(entries) => entries.push((Arc::new(node), part)),
                None => {
                    lines.insert(node.inventory_id.clone(), vec![(Arc::new(node), part)]);
                }
            }
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
            .map(|(line, (location, market))| InventoryLineEdge {
                cursor: Cursor(vec![line.id.to_string()]).encode(),
                part_kg_co2e: micro(*location),
                part_market_kg_co2e: micro(*market),
                node: Arc::clone(line),
            })
            .collect();
        let page_info = PageInfo {
            has_previous_page: self.request.page.after.is_some(),
            has_next_page: lines.len() > size,
            start_cursor: edges.first().map(|edge| edge.cursor.clone()),
            end_cursor: edges.last().map(|edge| edge.cursor.clone()),
        };
        InventoryLineConnection {
            edges: InOnePass(edges),
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
    let Some(line) = line_list::find(&tx, id).await? else {
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
    rows: Vec<ListedLine>,
    with_records: bool,
) -> async_graphql::Result<Vec<InventoryLine>> {
    let sites: BTreeSet<&str> = rows.iter().map(|line| line.site_id.as_str()).collect();
    let names: HashMap<String, String> = boundary_store::units_by_id(tx, &sites)
        .await?
        .into_iter()
        .map(|unit| (unit.id, unit.name))
        .collect();
    let wanted = rows
        .iter()
        .map(|line| (line.inventory_id.as_str(), line.factor_id.as_deref()));
    let factors = bundle::factors_of(tx, wanted).await?;
    let records = if with_records {
        records_of(tx, &rows).await?
    } else {
        HashMap::new()
    };
    let mut activities: HashMap<String, String> = HashMap::new();
    let mut lines = Vec::with_capacity(rows.len());
    for row in rows {
        let factor = factors.of(&row.inventory_id, row.factor_id.as_deref());
        let activity_name = match activities.get(&row.activity_code) {
            Some(name) => name.clone(),
            None => {
                let name = reference::activity_name(&row.activity_code, caller.locale);
                activities.insert(row.activity_code, name.clone());
                name
            }
        };
        let node = InventoryLine {
            id: ID(row.id),
            site_name: names.get(&row.site_id).cloned().unwrap_or_default(),
            activity_name,
            scope: row.scope,
            category: row.category,
            co2e_kg: micro(row.co2e_mg),
            co2e_market_kg: row.market_mg.map(micro),
            biogenic_co2_kg: micro(row.biogenic_mg),
            energy_gj: (row.energy_kj != 0).then(|| micro(row.energy_kj)),
            status: row.status,
            share_percent: row.share_pct.parse().unwrap_or_default(),
            factor: factor.map(Factor::shared),
            record: records.get(&row.record_id).cloned(),
            record_id: row.record_id,
            inventory_id: row.inventory_id,
        };
        lines.push(node);
    }
    Ok(lines)
}

async fn records_of(
    tx: &TenantTx,
    lines: &[ListedLine],
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
