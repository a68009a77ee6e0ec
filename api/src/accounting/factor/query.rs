//! Queries of the catalogue and the factor library.

use async_graphql::{Context, ID, Object};
use saxaul_shared::{
    accounting::{
        activity::DataKind,
        catalogue::Catalogue,
        choice::{Purpose, Query as ChoiceQuery, Reason, choose},
        factor::{Confidence, Factor as SharedFactor},
        library::FactorLibrary,
        region,
        search::{FactorFilter, FactorIndex, fold, similarity},
        source::FactorSource as _,
    },
    identity::Action,
    page::Cursor,
    period::Date,
    quantity::Unit,
};

use super::{
    super::{
        access::{Caller, locale, page},
        boundary::store as boundary_store,
        inventory::{explanation::preview_settings, source::CompanySource},
        reference,
    },
    object::{ActivityType, Factor, FactorChoice, FactorConnection, Region, UnitOption},
    store::{self, OwnFactor},
};
use crate::error::ApiError;

/// Factors that a search looks at; more typed narrows it.
const FOUND_MAX: usize = 2000;
/// Regions that a search returns.
const REGIONS_MAX: usize = 300;

/// Queries of the catalogue and the factor library.
#[derive(Debug, Default)]
pub struct FactorQuery;

#[Object]
impl FactorQuery {
    /// The activity catalogue: what can be accounted for. With `search` the nearest first, at most 50; slips of the
    /// finger are forgiven, in both languages.
    async fn activity_types(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only one of the five kinds.")] kind: Option<DataKind>,
        #[graphql(
            desc = "Part of a name in either language.",
            validator(max_length = 100)
        )]
        search: Option<String>,
    ) -> Vec<ActivityType> {
        let locale = locale(ctx);
        let fits = |entry: &saxaul_shared::accounting::activity::ActivityType| {
            kind.is_none_or(|kind| entry.kind == kind)
        };
        let catalogue = Catalogue::embedded();
        match search
            .as_deref()
            .map(str::trim)
            .filter(|text| !text.is_empty())
        {
            None => catalogue
                .all()
                .iter()
                .filter(|entry| fits(entry))
                .map(|entry| ActivityType::of(entry, locale))
                .collect(),
            Some(text) => catalogue
                .suggest(text, 50)
                .into_iter()
                .filter(|entry| fits(entry))
                .map(|entry| ActivityType::of(entry, locale))
                .collect(),
        }
    }

    /// Units that quantities can be given in; other spellings of them are accepted too.
    async fn units(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only units that measure this, such as `mass`.")] dimension: Option<
            String,
        >,
        #[graphql(desc = "Only units that fit this activity, those it is usually given in first.")]
        activity: Option<String>,
    ) -> Vec<UnitOption> {
        let locale = locale(ctx);
        let usual: Vec<Unit> = activity
            .as_deref()
            .and_then(reference::activity)
            .map(|entry| {
                entry
                    .units
                    .iter()
                    .filter_map(|code| Unit::parse(code).ok())
                    .collect()
            })
            .unwrap_or_default();
        let mut units: Vec<Unit> = usual.clone();
        for unit in Unit::all() {
            let fits = activity.is_none()
                || usual
                    .iter()
                    .any(|other| other.dimension() == unit.dimension());
            if fits && !units.contains(&unit) {
                units.push(unit);
            }
        }
        units
            .into_iter()
            .filter(|unit| {
                dimension
                    .as_deref()
                    .is_none_or(|name| unit.dimension().name() == name)
            })
            .map(|unit| UnitOption {
                code: unit.code(),
                name: unit.name(locale),
                dimension: unit.dimension().name().to_owned(),
            })
            .collect()
    }

    /// Regions, nearest to `search` first, at most 300.
    async fn regions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Part of a name or code.", validator(max_length = 100))] search: Option<
            String,
        >,
    ) -> Vec<Region> {
        let locale = locale(ctx);
        let shown = |region: &region::Region| Region {
            code: region.code.clone(),
            name: region.name(locale).to_owned(),
        };
        match search
            .as_deref()
            .map(str::trim)
            .filter(|text| !text.is_empty())
        {
            Some(text) => region::search(text, REGIONS_MAX)
                .into_iter()
                .map(shown)
                .collect(),
            None => region::all().iter().take(REGIONS_MAX).map(shown).collect(),
        }
    }

    /// Factors of the library and of the company: with `search` the best match first, in both languages and with slips
    /// of the finger forgiven; otherwise the newest first. The company's own come before the library's.
    async fn factors(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to look for.", validator(max_length = 100))] search: Option<String>,
        #[graphql(desc = "Only factors that serve this activity.")] activity: Option<String>,
        #[graphql(desc = "Only this region.")] region: Option<String>,
        #[graphql(desc = "Only the year the figure describes.")] year: Option<i32>,
        #[graphql(desc = "Publisher or data set, or part of either.")] publisher: Option<String>,
        #[graphql(desc = "How sure its figure is.")] confidence: Option<Confidence>,
        #[graphql(desc = "Entries wanted, 1 to 100; 50 when not given.")] first: Option<i32>,
        #[graphql(desc = "Cursor of the entry to go on behind.")] after: Option<String>,
    ) -> async_graphql::Result<FactorConnection> {
        let caller = Caller::who_may(ctx, Action::ViewAccounting)?;
        let page = page(first, after.as_deref())?;
        let tx = caller.read().await?;
        let packs = boundary_store::settings_or_start(&tx).await?.packs;
        let own = store::all(&tx).await?;
        drop(tx);
        let wanted = Narrowed {
            search,
            activity,
            region,
            year,
            publisher,
            confidence,
        };
        let mut found: Vec<Factor> = own
            .into_iter()
            .filter(|own| wanted.takes(&own.factor))
            .map(|own| Factor::in_state(own.factor, own.state))
            .collect();
        let filter = FactorFilter {
            activity: wanted.activity.as_deref(),
            region: wanted.region.as_deref(),
            year: wanted.year,
            publisher: wanted.publisher.as_deref(),
            confidence: wanted.confidence,
            packs: &packs,
        };
        let hits = FactorIndex::embedded().search(
            wanted.search.as_deref().unwrap_or(""),
            &filter,
            FOUND_MAX,
        );
        let total = i64::try_from(found.len() + hits.len()).unwrap_or(i64::MAX);
        // The list is the same for the same question, so the place in it is a number and the id that stood there.
        let start = match page.after.as_ref().map(|cursor| cursor.0.as_slice()) {
            None => 0,
            Some([place, _]) => place
                .parse::<usize>()
                .map_err(|_| ApiError::not_found())?
                .saturating_add(1),
            Some(_) => return Err(ApiError::not_found().into()),
        };
        let size = usize::try_from(page.size).unwrap_or(usize::MAX);
        let own_count = found.len();
        let mut entries = Vec::with_capacity(size + 1);
        for place in start..start.saturating_add(size + 1) {
            let factor = if place < own_count {
                found.get_mut(place).map(|factor| factor.clone())
            } else {
                hits.get(place - own_count)
                    .map(|hit| Factor::published(hit.factor))
            };
            let Some(factor) = factor else { break };
            let cursor = Cursor(vec![place.to_string(), factor.key().to_owned()]).encode();
            entries.push((cursor, factor));
        }
        Ok(FactorConnection::of(
            entries,
            page.size,
            page.after.is_some(),
            total,
        ))
    }

    /// One factor of the library or of the company.
    async fn factor(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the publication, or `fac_…`.")] id: ID,
    ) -> async_graphql::Result<Option<Factor>> {
        let caller = Caller::who_may(ctx, Action::ViewAccounting)?;
        load(&caller, &id).await
    }

    /// The same factor across its versions, oldest first.
    async fn factor_series(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Any of them.")] factor_id: ID,
    ) -> async_graphql::Result<Vec<Factor>> {
        let caller = Caller::who_may(ctx, Action::ViewAccounting)?;
        if let Some(factor) = FactorLibrary::embedded().get(&factor_id) {
            return Ok(FactorLibrary::embedded()
                .series(&factor.series_id)
                .into_iter()
                .map(Factor::published)
                .collect());
        }
        Ok(load(&caller, &factor_id).await?.into_iter().collect())
    }

    /// The factors that could serve an activity at a site on a day, best first: the first is what the engine takes. The
    /// reason says why, the warning what to beware of.
    async fn factor_choices(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Code, name or alias of the activity.")] activity: String,
        #[graphql(desc = "The site, `unit_…`.")] site_id: ID,
        #[graphql(desc = "Unit of the quantity.")] unit: String,
        #[graphql(desc = "A day of the activity.")] date: Date,
    ) -> async_graphql::Result<Vec<FactorChoice>> {
        let caller = Caller::who_may(ctx, Action::ViewAccounting)?;
        let tx = caller.read().await?;
        let settings = boundary_store::settings_or_start(&tx).await?;
        let units = boundary_store::units(&tx).await?;
        let source = CompanySource::new(store::approved(&tx).await?);
        drop(tx);
        let Some(site) = units.iter().find(|unit| unit.id == *site_id) else {
            return Err(ApiError::not_found().into());
        };
        let Ok(code) = reference::activity_code(&activity) else {
            return Ok(Vec::new());
        };
        let (Some(entry), Ok(unit)) = (source.activity(&code), Unit::parse(&unit)) else {
            return Ok(Vec::new());
        };
        let query = ChoiceQuery {
            activity: entry,
            unit,
            region: region_of(&units, site, &settings.region),
            day: date,
            factor_id: None,
            supplier: None,
            purpose: Purpose::Location,
        };
        let Ok(choice) = choose(&query, &source, &preview_settings(&settings)) else {
            return Ok(Vec::new());
        };
        let candidates = std::iter::once(choice.chosen).chain(choice.alternatives);
        Ok(candidates
            .zip(1..)
            .map(|(candidate, rank)| {
                let said = |reasons: Vec<&Reason>| -> String {
                    let sentences: Vec<String> = reasons
                        .iter()
                        .map(|reason| reason.sentence().get(caller.locale).to_owned())
                        .collect();
                    sentences.join(caller.locale.pick("", " "))
                };
                let (warnings, reasons): (Vec<&Reason>, Vec<&Reason>) =
                    candidate.reasons.iter().partition(|reason| {
                        reason.makes_estimate() || matches!(reason, Reason::Recalled)
                    });
                FactorChoice {
                    factor: Factor::published(candidate.factor),
                    rank,
                    warning: (!warnings.is_empty()).then(|| said(warnings)),
                    reason: said(reasons),
                }
            })
            .collect())
    }
}

/// The region of a site: its own, or that of the nearest unit above it that has one, or the company's.
fn region_of<'u>(
    units: &'u [boundary_store::UnitRow],
    site: &'u boundary_store::UnitRow,
    company: &'u str,
) -> &'u str {
    let mut at = Some(site);
    let mut steps = 0;
    while let Some(unit) = at {
        if let Some(region) = &unit.region {
            return region;
        }
        steps += 1;
        if steps > units.len() {
            break;
        }
        at = unit
            .parent_id
            .as_ref()
            .and_then(|id| units.iter().find(|other| &other.id == id));
    }
    company
}

/// One factor as the caller may see it.
pub(crate) async fn load(caller: &Caller<'_>, id: &str) -> async_graphql::Result<Option<Factor>> {
    if let Some(factor) = FactorLibrary::embedded().get(id) {
        return Ok(Some(Factor::published(factor)));
    }
    let tx = caller.read().await?;
    Ok(store::find(&tx, id)
        .await?
        .map(|OwnFactor { factor, state, .. }| Factor::in_state(factor, state)))
}

struct Narrowed {
    search: Option<String>,
    activity: Option<String>,
    region: Option<String>,
    year: Option<i32>,
    publisher: Option<String>,
    confidence: Option<Confidence>,
}

impl Narrowed {
    /// Whether an own factor is among those wanted.
    fn takes(&self, factor: &SharedFactor) -> bool {
        let near = |text: &str| {
            let wanted = fold(text);
            let names = [
                factor.name_zh.as_deref(),
                factor.name_en.as_deref(),
                Some(factor.publisher.as_str()),
            ];
            names
                .into_iter()
                .flatten()
                .any(|name| similarity(&wanted, &fold(name)) >= 400)
        };
        self.search
            .as_deref()
            .is_none_or(|text| text.trim().is_empty() || near(text))
            && self
                .activity
                .as_ref()
                .is_none_or(|code| factor.activity_codes.contains(code))
            && self
                .region
                .as_ref()
                .is_none_or(|region| *region == factor.region)
            && self.year.is_none_or(|year| year == factor.year)
            && self.publisher.as_ref().is_none_or(|text| {
                factor
                    .publisher
                    .to_lowercase()
                    .contains(&text.to_lowercase())
            })
            && self
                .confidence
                .is_none_or(|confidence| confidence == factor.confidence)
    }
}
