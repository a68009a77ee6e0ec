//! Queries of activity records.

use async_graphql::{Context, ID, InputObject, Object};
use saxaul_shared::{
    accounting::{activity::DataKind, record::RecordStatus},
    identity::Action,
    page::Cursor,
    period::{Month, Period},
};

use super::{
    super::access::{Caller, page},
    bundle::{self, Wanted},
    object::{ActivityRecord, ActivityRecordConnection},
    store::{self, RecordFilter},
};
use crate::error::ApiError;

/// Which activity records are wanted; what is left out does not narrow.
#[derive(Debug, Default, InputObject)]
pub struct ActivityRecordFilter {
    /// One of the five kinds of data.
    kind: Option<DataKind>,
    /// One site, `unit_…`.
    site_id: Option<ID>,
    /// Code of one activity.
    activity: Option<String>,
    /// Records that touch this calendar year.
    year: Option<i32>,
    /// Records that touch this month of `year`, 1 to 12.
    month: Option<i32>,
    /// How they ended.
    status: Option<RecordStatus>,
    /// Part of a reference, note, source, supplier or activity; case does not matter. At most 100 characters.
    #[graphql(validator(max_length = 100))]
    search: Option<String>,
    /// One import, `imp_…`.
    import_id: Option<ID>,
}

fn filter_of(
    input: ActivityRecordFilter,
    sites: Option<Vec<String>>,
) -> Result<RecordFilter, ApiError> {
    let bad_month = || ApiError::bad_input("年份或月份无效。", "There is no such month.");
    let span = match (input.year, input.month) {
        (None, None) => None,
        (Some(year), None) => Some(Period::year(year).ok_or_else(bad_month)?),
        (Some(year), Some(month)) => {
            let month = u8::try_from(month)
                .ok()
                .and_then(|month| Month::new(year, month));
            Some(month.map(Month::period).ok_or_else(bad_month)?)
        }
        (None, Some(_)) => return Err(bad_month()),
    };
    let site_ids = match (input.site_id, sites) {
        (None, sites) => sites,
        (Some(site), None) => Some(vec![site.0]),
        (Some(site), Some(visible)) => {
            Some(visible.into_iter().filter(|id| *id == site.0).collect())
        }
    };
    Ok(RecordFilter {
        kind: input.kind,
        site_ids,
        activity: input.activity,
        span,
        status: input.status,
        search: input.search.filter(|text| !text.trim().is_empty()),
        import_id: input.import_id.map(|id| id.0),
    })
}

/// Queries of activity records.
#[derive(Debug, Default)]
pub struct RecordQuery;

#[Object]
impl RecordQuery {
    /// Activity records, latest first. A data owner sees those of the sites named for them.
    #[graphql(
        complexity = "usize::try_from(first.unwrap_or(50)).unwrap_or(0) * child_complexity + 1"
    )]
    async fn activity_records(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Narrows the list.")] filter: Option<ActivityRecordFilter>,
        #[graphql(desc = "Entries wanted, 1 to 100; 50 when not given.")] first: Option<i32>,
        #[graphql(desc = "Cursor of the entry to go on behind.")] after: Option<String>,
    ) -> async_graphql::Result<ActivityRecordConnection> {
        let caller = Caller::who_may(ctx, Action::ViewAccounting)?;
        let page = page(first, after.as_deref())?;
        let filter = filter_of(filter.unwrap_or_default(), caller.visible_sites()?)?;
        let tx = caller.read().await?;
        let records = store::page(&tx, &filter, &page).await?;
        let total = if ctx.look_ahead().field("totalCount").exists() {
            store::count(&tx, &filter).await?
        } else {
            0
        };
        let wanted = wanted(|field| {
            ctx.look_ahead()
                .field("edges")
                .field("node")
                .field(field)
                .exists()
        });
        let entries = bundle::load(&tx, records, wanted)
            .await?
            .into_iter()
            .map(|bundle| {
                (
                    Cursor(vec![bundle.record.id.clone()]).encode(),
                    ActivityRecord(bundle),
                )
            })
            .collect();
        Ok(ActivityRecordConnection::of(
            entries,
            page.size,
            page.after.is_some(),
            total,
        ))
    }

    /// One activity record, also a removed one.
    async fn activity_record(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The record, `rec_…`.")] id: ID,
    ) -> async_graphql::Result<Option<ActivityRecord>> {
        let caller = Caller::who_may(ctx, Action::ViewAccounting)?;
        load(&caller, &id).await
    }
}

/// One record as the caller may see it.
pub(crate) async fn load(
    caller: &Caller<'_>,
    id: &str,
) -> async_graphql::Result<Option<ActivityRecord>> {
    let tx = caller.read().await?;
    let Some(record) = store::find(&tx, id).await? else {
        return Ok(None);
    };
    if !caller
        .principal
        .may_at(Action::ViewAccounting, &record.site_id)
    {
        return Ok(None);
    }
    let mut bundles = bundle::load(&tx, vec![record], Wanted::ALL).await?;
    Ok(bundles.pop().map(ActivityRecord))
}

/// What of records the fields asked for need.
fn wanted(asks: impl Fn(&str) -> bool) -> Wanted {
    Wanted {
        site: asks("site"),
        line: asks("result") || asks("status"),
        evidence: asks("evidence"),
        people: asks("createdBy"),
    }
}
