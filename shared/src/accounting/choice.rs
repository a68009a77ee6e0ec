//! The one rule by which a factor is chosen, and why. `docs/methods/factor-choice.md` says the same in prose.
//!
//! 1. A factor named by the record.
//! 2. Otherwise, of the factors that serve the activity, are switched on, are meant for inventories, stand for the region or
//!    a wider one, can be applied to the unit, and are not of a later time than the activity: own before supplier's before the
//!    library's; then the nearest region; then the best fit of method; then valid on the day before carried forward, newest
//!    first; then the unit without a conversion over fuel properties; then the company's preferred data sets; then the default
//!    order of data sets; then published before recalled. The id settles what is left, so the choice never depends on order.

mod reason;
mod steady;

use std::cmp::Reverse;

use serde::{Deserialize, Serialize};

use super::activity::{ActivityType, Method, Scope};
use super::engine::Settings;
use super::engine::fuel::bridges;
use super::factor::{Confidence, Factor};
use super::refusal::{Refusal, RefusalCode};
use super::source::FactorSource;
use crate::period::Date;
use crate::quantity::{Bridge, Conversion, Unit, conversion};

pub use reason::Reason;
pub use steady::steady_days;

/// Which of the two scope 2 figures a factor is wanted for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Purpose {
    /// Everything but the market-based figure.
    Location,
    /// Market-based scope 2: the residual mix.
    Market,
}

/// What a factor is wanted for.
#[derive(Debug, Clone, Copy)]
pub struct Query<'a> {
    /// The activity.
    pub activity: &'a ActivityType,
    /// Unit of the quantity.
    pub unit: Unit,
    /// Region of the site.
    pub region: &'a str,
    /// Day of the activity; the first day of the year most of the period lies in.
    pub day: Date,
    /// Factor named by the record.
    pub factor_id: Option<&'a str>,
    /// Supplier named by the record.
    pub supplier: Option<&'a str>,
    /// Location or market.
    pub purpose: Purpose,
}

/// Where a factor comes from, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Origin {
    /// Named by the record.
    Named,
    /// The company's own.
    Own,
    /// The supplier's.
    Supplier,
    /// The library's.
    Library,
}

/// The order of candidates; smaller is taken first. Fields in order of weight.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Rank<'s> {
    origin: Origin,
    region_steps: usize,
    fit: u8,
    carried_years: i32,
    bridged: bool,
    preference: usize,
    priority: u32,
    recalled: bool,
    variant: u8,
    year: Reverse<i32>,
    id: &'s str,
}

/// A factor that could be used, with the way from the record's unit to the factor's.
#[derive(Debug, Clone)]
pub struct Candidate<'s> {
    /// The factor.
    pub factor: &'s Factor,
    /// From the record's unit to the factor's.
    pub conversion: Conversion,
    /// Why it stands where it stands.
    pub reasons: Vec<Reason>,
    rank: Rank<'s>,
}

impl Candidate<'_> {
    /// Where the factor comes from.
    pub fn origin(&self) -> Origin {
        self.rank.origin
    }
}

/// Most alternatives that a choice names.
pub const ALTERNATIVES_MAX: usize = 20;

/// The outcome: the factor taken and the ones that were passed over, best first.
#[derive(Debug, Clone)]
pub struct Choice<'s> {
    /// The factor the engine takes.
    pub chosen: Candidate<'s>,
    /// The next best ones, at most [`ALTERNATIVES_MAX`].
    pub alternatives: Vec<Candidate<'s>>,
}

/// Bases that are never taken without being named: rates of power saved, of plants to be built, of fossil plants only, of
/// products.
const NEVER_AUTOMATIC: &[&str] = &[
    "non-baseload",
    "combined margin",
    "build margin",
    "fossil only",
    "product footprint",
    "marginal",
];

fn has(factor: &Factor, token: &str) -> bool {
    factor.basis.iter().any(|basis| basis == token)
}

pub(super) fn is_market(factor: &Factor) -> bool {
    has(factor, "market") || has(factor, "residual mix")
}

fn automatic(factor: &Factor, query: &Query<'_>) -> bool {
    if factor
        .basis
        .iter()
        .any(|basis| NEVER_AUTOMATIC.contains(&basis.as_str()))
    {
        return false;
    }
    // Upstream emissions belong to scope 3; taking them into scope 1 or 2 would count them in the wrong place.
    let upstream = ["WTT", "WTW", "T&D loss"]
        .iter()
        .any(|token| has(factor, token));
    if upstream && query.activity.scope != Some(Scope::Scope3) {
        return false;
    }
    match query.purpose {
        Purpose::Location => {
            !is_market(factor) || !matches!(query.activity.method, Method::PurchasedElectricity)
        }
        Purpose::Market => is_market(factor),
    }
}

/// 0 best. Direct emissions before operating margins before life-cycle figures, and stand-ins last.
fn fit(factor: &Factor, activity: &ActivityType) -> u8 {
    let direct_scope = matches!(activity.scope, Some(Scope::Scope1 | Scope::Scope2));
    if factor.basis.iter().any(|basis| basis.starts_with("proxy ")) {
        3
    } else if direct_scope && has(factor, "lifecycle") {
        2
    } else {
        u8::from(has(factor, "operating margin"))
    }
}

/// Of two variants of the same factor the one bills and publishers use: gross calorific values, radiative forcing included.
fn variant(factor: &Factor) -> u8 {
    u8::from(has(factor, "net_cv")) + u8::from(has(factor, "without_RF"))
}

/// Years between the end of a factor's validity and the day; `None` when the factor is of a later time than the day.
fn carried_years(factor: &Factor, day: Date) -> Option<i32> {
    if factor.valid_from.is_some_and(|from| day < from) {
        return None;
    }
    match factor.valid_to {
        Some(to) if to < day => Some((day.year() - to.year()).max(1)),
        _ => Some(0),
    }
}

fn origin(factor: &Factor) -> Origin {
    match factor.confidence {
        Confidence::Own => Origin::Own,
        Confidence::Supplier => Origin::Supplier,
        Confidence::Published | Confidence::Recalled => Origin::Library,
    }
}

fn switched_on(factor: &Factor, settings: &Settings) -> bool {
    factor
        .pack
        .as_ref()
        .is_none_or(|pack| settings.packs.contains(pack))
}

/// Chooses the factor. A refusal says what was missing: the factor, its unit, or its time.
pub fn choose<'s, S: FactorSource + ?Sized>(
    query: &Query<'_>,
    source: &'s S,
    settings: &Settings,
) -> Result<Choice<'s>, Refusal> {
    if let Some(id) = query.factor_id {
        return named(query, id, source, settings);
    }
    let chain = source.region_chain(query.region);
    if chain.is_empty() {
        return Err(Refusal::new(RefusalCode::UnknownRegion, query.region));
    }
    let (mut wrong_unit, mut too_late): (Option<&Factor>, Option<i32>) = (None, None);
    let mut candidates = Vec::new();
    for factor in source.factors_for(&query.activity.code) {
        let region_steps = chain.iter().position(|region| *region == factor.region);
        let Some(region_steps) = region_steps else {
            continue;
        };
        if !switched_on(factor, settings)
            || !automatic(factor, query)
            || !of_supplier(factor, query.supplier)
        {
            continue;
        }
        let Some(carried_years) = carried_years(factor, query.day) else {
            too_late = Some(too_late.map_or(factor.year, |year: i32| year.min(factor.year)));
            continue;
        };
        let Some(conversion) = convertible(query, factor, settings)? else {
            wrong_unit = Some(factor);
            continue;
        };
        let rank = Rank {
            origin: origin(factor),
            region_steps,
            fit: fit(factor, query.activity),
            carried_years,
            bridged: !conversion.steps.is_empty(),
            preference: preference(factor, settings),
            priority: source.dataset_priority(&factor.dataset_code),
            recalled: factor.confidence == Confidence::Recalled,
            variant: variant(factor),
            year: Reverse(factor.year),
            id: &factor.id,
        };
        candidates.push(Candidate {
            factor,
            conversion,
            reasons: Vec::new(),
            rank,
        });
    }
    candidates.sort_by(|a, b| a.rank.cmp(&b.rank));
    candidates.truncate(1 + ALTERNATIVES_MAX);
    let mut candidates = candidates.into_iter().map(|mut candidate| {
        candidate.reasons = reasons(query, &candidate, settings);
        candidate
    });
    match candidates.next() {
        Some(chosen) => Ok(Choice {
            chosen,
            alternatives: candidates.collect(),
        }),
        None => Err(nothing(query, &chain, wrong_unit, too_late)),
    }
}

fn named<'s, S: FactorSource + ?Sized>(
    query: &Query<'_>,
    id: &str,
    source: &'s S,
    settings: &Settings,
) -> Result<Choice<'s>, Refusal> {
    let factor = source
        .factor(id)
        .filter(|factor| switched_on(factor, settings))
        .ok_or_else(|| Refusal::new(RefusalCode::UnknownFactor, id))?;
    let listed = factor.activity_codes.contains(&query.activity.code);
    if !listed
        && factor.scope.is_some()
        && factor.scope != query.activity.scope
        && !factor.activity_codes.is_empty()
    {
        return Err(
            Refusal::new(RefusalCode::FactorMismatch, id).context(query.activity.code.as_str())
        );
    }
    let conversion = convertible(query, factor, settings)?.ok_or_else(|| {
        Refusal::new(RefusalCode::WrongDimension, query.unit.code()).context(factor.unit.as_str())
    })?;
    let mut reasons = vec![Reason::Named];
    let wanted = query.day.year();
    match carried_years(factor, query.day) {
        None => reasons.push(Reason::LaterThanActivity {
            wanted,
            used: factor.year,
        }),
        Some(0) => reasons.push(Reason::Valid {
            day: query.day,
            year: factor.year,
        }),
        Some(_) => reasons.push(Reason::CarriedForward {
            wanted,
            used: factor.year,
        }),
    }
    if !listed && !factor.activity_codes.is_empty() {
        reasons.push(Reason::OtherActivity);
    }
    common(factor, &conversion, &mut reasons);
    let rank = Rank {
        origin: Origin::Named,
        region_steps: 0,
        fit: 0,
        carried_years: 0,
        bridged: false,
        preference: 0,
        priority: 0,
        recalled: false,
        variant: 0,
        year: Reverse(factor.year),
        id: &factor.id,
    };
    Ok(Choice {
        chosen: Candidate {
            factor,
            conversion,
            reasons,
            rank,
        },
        alternatives: Vec::new(),
    })
}

/// A supplier's factor serves only records that name the supplier.
fn of_supplier(factor: &Factor, supplier: Option<&str>) -> bool {
    if factor.confidence != Confidence::Supplier {
        return true;
    }
    match (&factor.supplier, supplier) {
        (Some(given), Some(wanted)) => given.trim().to_lowercase() == wanted.trim().to_lowercase(),
        _ => false,
    }
}

fn preference(factor: &Factor, settings: &Settings) -> usize {
    let place = settings
        .dataset_preference
        .iter()
        .position(|code| *code == factor.dataset_code);
    place.unwrap_or(settings.dataset_preference.len())
}

fn convertible(
    query: &Query<'_>,
    factor: &Factor,
    settings: &Settings,
) -> Result<Option<Conversion>, Refusal> {
    let Some(unit) = Unit::from_code(&factor.unit).or_else(|| Unit::parse(&factor.unit).ok())
    else {
        return Ok(None);
    };
    let bridges = bridges(query.activity, query.unit, unit, Some(factor), settings);
    match conversion(query.unit, unit, &bridges) {
        None => Ok(None),
        Some(Ok(conversion)) => Ok(Some(conversion)),
        Some(Err(_)) => Err(Refusal::new(RefusalCode::TooLarge, query.unit.code())),
    }
}

fn reasons(query: &Query<'_>, candidate: &Candidate<'_>, settings: &Settings) -> Vec<Reason> {
    let Candidate {
        factor,
        conversion,
        rank,
        ..
    } = candidate;
    let mut reasons = Vec::new();
    match rank.origin {
        Origin::Named => reasons.push(Reason::Named),
        Origin::Own => reasons.push(Reason::OwnFactor),
        Origin::Supplier => {
            reasons.push(Reason::SupplierFactor {
                supplier: factor.supplier.clone().unwrap_or_default(),
            });
        }
        Origin::Library => {}
    }
    reasons.push(if rank.region_steps == 0 {
        Reason::ExactRegion {
            region: factor.region.clone(),
        }
    } else {
        Reason::WiderRegion {
            wanted: query.region.to_owned(),
            used: factor.region.clone(),
        }
    });
    reasons.push(if rank.carried_years == 0 {
        Reason::Valid {
            day: query.day,
            year: factor.year,
        }
    } else {
        Reason::CarriedForward {
            wanted: query.day.year(),
            used: factor.year,
        }
    });
    if rank.preference < settings.dataset_preference.len() {
        reasons.push(Reason::PreferredDataset {
            dataset: factor.dataset_code.clone(),
        });
    }
    if rank.fit == 2 {
        reasons.push(Reason::LifeCycle);
    }
    common(factor, conversion, &mut reasons);
    reasons
}

fn common(factor: &Factor, conversion: &Conversion, reasons: &mut Vec<Reason>) {
    if let Some(region) = factor
        .basis
        .iter()
        .find_map(|basis| basis.strip_prefix("proxy "))
    {
        reasons.push(Reason::StandIn {
            region: region.to_owned(),
        });
    }
    if factor.confidence == Confidence::Recalled {
        reasons.push(Reason::Recalled);
    }
    for step in &conversion.steps {
        match step.bridge {
            Bridge::UndeflatedSpend | Bridge::Exchanged { .. } => reasons.push(Reason::NotDeflated),
            Bridge::MeteredGas => reasons.push(Reason::MeteredGas),
            _ => {}
        }
    }
}

fn nothing(
    query: &Query<'_>,
    chain: &[String],
    wrong_unit: Option<&Factor>,
    too_late: Option<i32>,
) -> Refusal {
    if let Some(factor) = wrong_unit {
        return Refusal::new(RefusalCode::WrongDimension, query.unit.code())
            .context(factor.unit.as_str())
            .suggestions(query.activity.units.clone());
    }
    let mut context = format!("{}; {}", chain.join(" → "), query.day.year());
    if let Some(year) = too_late {
        use std::fmt::Write;
        // Writing into a string cannot fail.
        let _ = write!(context, "; ≥ {year}");
    }
    Refusal::new(RefusalCode::NoFactor, query.activity.code.as_str()).context(context)
}
