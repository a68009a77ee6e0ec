//! Writing everyday emissions down, and adding them up.

use saxaul_shared::{
    credits::{
        action::{ActionCatalogue, Diet, TravelMode},
        everyday::{self, entry},
        everyday_travel::{TravelFact, TravelTotals, totals},
        statement::{Emission, Statement, statement},
    },
    decimal::Decimal,
    period::{Date, Month, Period},
    violation::ErrorCode,
};

use super::store;
pub(crate) use super::store::EntryRow;
use crate::{
    accounting::access::{Answer, Refused},
    credits::{
        claim::store as claims,
        day::day_of,
        programme::{settings, store::MemberRow},
    },
    platform::{
        Platform,
        db::{StoreResult, TenantTx},
    },
};

/// Longest key of a request, in bytes.
const KEY_BYTES_MAX: usize = 100;

/// An everyday emission before anything is known about it.
pub(crate) struct NewEntry {
    pub(crate) code: String,
    pub(crate) units: Decimal,
    pub(crate) day: Date,
    pub(crate) for_work: Option<bool>,
}

/// Writes an emission down. The same key gives the same entry again; with other content it is refused.
pub(crate) async fn log(
    platform: &Platform,
    tx: &TenantTx,
    member: &MemberRow,
    new: NewEntry,
    key: &str,
) -> Answer<EntryRow> {
    if key.is_empty() || key.len() > KEY_BYTES_MAX {
        return Err(Refused::field(
            ErrorCode::Invalid,
            "idempotencyKey",
            format!("幂等键应为 1 到 {KEY_BYTES_MAX} 字节。"),
            format!("An idempotency key has 1 to {KEY_BYTES_MAX} bytes."),
        ));
    }
    let today = day_of(tx, platform.clock.now()).await?;
    let read =
        entry(&new.code, new.units, new.day, new.for_work, today).map_err(Refused::Violations)?;
    let row = EntryRow {
        id: platform.ids.prefixed("evy"),
        member_id: member.id.clone(),
        idempotency_key: key.to_owned(),
        activity_code: read.def.code.clone(),
        category: read.def.category,
        day: new.day,
        unit: read.def.unit.clone(),
        units_micro: read.units_micro,
        factor: read.def.factor_kg_per_unit,
        factor_version: ActionCatalogue::embedded().version().to_owned(),
        emission_mg: read.emission_mg,
        inventory_link: read.inventory_link,
        created_at: platform.clock.now().to_rfc3339(),
        undone_at: None,
    };
    if store::insert(tx, &row).await? {
        return Ok(row);
    }
    match store::by_key(tx, &member.id, key).await? {
        Some(earlier) if same(&earlier, &row) => Ok(earlier),
        _ => Err(Refused::field(
            ErrorCode::Conflict,
            "idempotencyKey",
            "该幂等键已用于另一条内容不同的记录。",
            "This idempotency key was used for an entry with other content.",
        )),
    }
}

fn same(a: &EntryRow, b: &EntryRow) -> bool {
    a.activity_code == b.activity_code
        && a.day == b.day
        && a.units_micro == b.units_micro
        && a.inventory_link == b.inventory_link
}

/// Takes an own entry back. Taking back again changes nothing.
pub(crate) async fn undo(
    platform: &Platform,
    tx: &TenantTx,
    member: &MemberRow,
    id: &str,
) -> Answer<EntryRow> {
    let Some(entry) = store::find(tx, &member.id, id).await? else {
        return Err(Refused::not_found());
    };
    if entry.undone_at.is_some() {
        return Ok(entry);
    }
    let now = platform.clock.now().to_rfc3339();
    store::undo(tx, id, &now).await?;
    Ok(EntryRow {
        undone_at: Some(now),
        ..entry
    })
}

/// What a member said in the quiz they usually eat.
pub(crate) async fn diet(tx: &TenantTx, member_id: &str) -> StoreResult<Option<Diet>> {
    Ok(store::latest_quiz(tx, member_id)
        .await?
        .and_then(|quiz| quiz.diet))
}

/// A member's month: emissions, reductions and net, against the company's budget of a person.
pub(crate) async fn month(tx: &TenantTx, member_id: &str, month: Month) -> StoreResult<Statement> {
    let span = month.period();
    let emissions: Vec<Emission> = store::sums(tx, member_id, span)
        .await?
        .into_iter()
        .map(|sum| Emission {
            category: sum.category,
            mg: sum.mg,
            link: sum.link,
            is_flight: is_flight(&sum.activity_code),
        })
        .collect();
    let reductions = claims::reductions(tx, member_id, span).await?;
    let budget_kg = settings::current(tx).await?.rules.monthly_budget_kg;
    Ok(statement(&emissions, &reductions, budget_kg))
}

fn is_flight(code: &str) -> bool {
    everyday::by_code(code).is_some_and(|def| def.mode == Some(TravelMode::Flight))
}

/// Commuting and business travel of a span for the company's inventory (scope 3 categories 6 and 7), by way of
/// travelling: only totals of at least five people. The same trip in both logs counts once.
pub async fn travel_totals(tx: &TenantTx, span: Period) -> StoreResult<TravelTotals> {
    let catalogue = ActionCatalogue::embedded();
    let mut facts = Vec::new();
    for claimed in claims::by_member_day(tx, span).await? {
        let Some(def) = catalogue.by_code(&claimed.action_code) else {
            continue;
        };
        let Some(mode) = def.rule.mode else { continue };
        facts.push(TravelFact {
            member: claimed.member_id,
            day_number: claimed.day.day_number(),
            link: def.inventory_link,
            mode,
            unit: def.unit.clone(),
            micro: claimed.micro,
            is_claim: true,
        });
    }
    for logged in store::by_member_day(tx, span).await? {
        let Some(def) = everyday::by_code(&logged.activity_code) else {
            continue;
        };
        let Some(mode) = def.mode else { continue };
        facts.push(TravelFact {
            member: logged.member_id,
            day_number: logged.day.day_number(),
            link: logged.link,
            mode,
            unit: def.unit.clone(),
            micro: logged.micro,
            is_claim: false,
        });
    }
    Ok(totals(&facts))
}
