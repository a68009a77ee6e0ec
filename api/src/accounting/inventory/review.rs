//! Queries that help to review a year: how complete it is, and what asks for attention.

use async_graphql::{Context, ID, Object, SimpleObject};
use saxaul_shared::{accounting::record::AttentionKind, identity::Action};

use super::{
    super::{
        access::Caller,
        boundary::store as boundary_store,
        factor::{object::ActivityType, store as factor_store},
        import::waiting,
        record::service::today,
        reference,
    },
    attention::{self, Ground},
    coverage, pinned_factors, store, sums,
};
use crate::platform::db::TenantTx;

/// How one source is covered in one month.
#[derive(Debug, Clone, SimpleObject)]
pub struct CompletenessCell {
    /// The site.
    site_id: ID,
    /// The activity.
    activity: ActivityType,
    /// 1 to 12.
    month: i32,
    /// Records that touch the month.
    record_count: i64,
    /// Days that at least one record covers.
    covered_days: i32,
    /// Days of the month.
    days_in_month: i32,
}

/// Something that asks for a person's attention.
#[derive(Debug, Clone, SimpleObject)]
pub struct AttentionItem {
    /// Why.
    kind: AttentionKind,
    /// What, one sentence in the reader's language.
    message: String,
    /// How many records, factors or months.
    count: i64,
    /// The site, where it is about one.
    site_id: Option<ID>,
    /// Code of the activity, where it is about one.
    activity: Option<String>,
    /// The month, such as `2025-03`, where it is about one.
    month: Option<String>,
    /// The import, where it is about one.
    import_id: Option<ID>,
    /// The inventory, where it is about one.
    inventory_id: Option<ID>,
}

/// Queries that help to review a year.
#[derive(Debug, Default)]
pub struct ReviewQuery;

#[Object]
impl ReviewQuery {
    /// Site × activity × month: which days of a year are covered by records. Every source that reports in the year has
    /// all its twelve months here.
    async fn completeness(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Calendar year.")] year: i32,
    ) -> async_graphql::Result<Vec<CompletenessCell>> {
        let caller = Caller::who_may(ctx, Action::ViewAccounting)?;
        let tx = caller.read().await?;
        let Some(inventory) = store::current(&tx, year).await? else {
            return Ok(Vec::new());
        };
        let sums = sums::of(&tx, &inventory.id, caller.visible_sites()?.as_deref()).await?;
        let coverage = coverage::of_year(year, &sums.covered);
        let mut cells = Vec::with_capacity(coverage.sources.len() * 12);
        for ((site, activity), months) in &coverage.sources {
            let activity =
                ActivityType::of_code(activity, reference::kind_of(activity), caller.locale);
            for (cover, month) in months.iter().zip(1_u8..) {
                cells.push(CompletenessCell {
                    site_id: ID((*site).to_owned()),
                    activity: activity.clone(),
                    month: i32::from(month),
                    record_count: cover.records,
                    covered_days: cover.days,
                    days_in_month: i32::from(coverage.days_in(month)),
                });
            }
        }
        Ok(cells)
    }

    /// What asks for attention, the most pressing first; at most 100 of each kind: imports that wait for a person, whatever
    /// their year, and what there is in the year's inventory. Imports are told to those who may run them.
    async fn attention(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Calendar year.")] year: i32,
    ) -> async_graphql::Result<Vec<AttentionItem>> {
        let caller = Caller::who_may(ctx, Action::ViewAccounting)?;
        let tx = caller.read().await?;
        let mut items = imports(&caller, &tx).await?;
        let Some(inventory) = store::current(&tx, year).await? else {
            return Ok(items);
        };
        let sums = sums::of(&tx, &inventory.id, caller.visible_sites()?.as_deref()).await?;
        let factors = pinned_factors::factors_of_inventory(&tx, &inventory.id).await?;
        let own: Vec<_> = factor_store::all(&tx)
            .await?
            .into_iter()
            .map(|own| own.state)
            .collect();
        let ground = Ground {
            inventory: &inventory,
            rows: &sums.rows,
            coverage: &coverage::of_year(year, &sums.covered),
            factors: &factors,
            own: &own,
            sites: &boundary_store::unit_names(&tx).await?.into_iter().collect(),
            today: today(caller.platform),
            locale: caller.locale,
        };
        let of_year = attention::items(&ground).into_iter();
        items.extend(of_year.map(|item| AttentionItem {
            kind: item.kind,
            message: item.message,
            count: item.count,
            site_id: item.site_id.map(ID),
            activity: item.activity,
            month: item.month.map(|month| month.to_string()),
            import_id: None,
            inventory_id: item.inventory_id.map(ID),
        }));
        Ok(items)
    }
}

/// The imports that wait for a person, when the caller may run imports.
async fn imports(caller: &Caller<'_>, tx: &TenantTx) -> async_graphql::Result<Vec<AttentionItem>> {
    if caller.principal.require(Action::RunImports).is_err() {
        return Ok(Vec::new());
    }
    let waiting = waiting::imports(tx).await?;
    Ok(waiting
        .into_iter()
        .map(|import| AttentionItem {
            kind: import.kind(),
            message: import.message(caller.locale),
            count: import.count(),
            site_id: None,
            activity: None,
            month: None,
            import_id: Some(ID(import.id)),
            inventory_id: None,
        })
        .collect())
}
