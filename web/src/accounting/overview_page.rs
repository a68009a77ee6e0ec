//! The overview: how much, how complete, from where, and what waits for somebody.

use leptos::prelude::*;
use saxaul_shared::decimal::Decimal;

use super::explanation::{ExplanationSheets, use_figure_sheet};
use super::inventory_model::{Totals, totals_from};
use super::operations::{InventoryRecalculated, Overview, inventory_recalculated, overview};
use super::overview_attention::{Attention, WorkList};
use super::overview_empty::Teach;
use super::overview_head::{Headline, Kinds, ScopeSplit};
use super::pictures::{self, Basis, Month, Share};
use crate::client::socket::reconnections;
use crate::client::{send, subscribe, use_load};
use crate::i18n::{language, t, tf};
use crate::locales::overview as words;
use crate::shell::reporting_year;
use crate::ui::chart::Chart;
use crate::ui::{ErrorState, Skeleton, SkeletonKind, Tab, Tabs, toast};

totals_from!(overview::OverviewNowTotals);

/// What the overview shows of a year.
#[derive(Debug, Clone, PartialEq)]
pub struct Year {
    /// `inv_…`.
    pub inventory_id: String,
    /// The year.
    pub number: i64,
    /// Sums.
    pub totals: Totals,
    /// Total of the year before on both bases, if it has an inventory: location, market.
    pub before: Option<(Decimal, Decimal)>,
    /// Emissions of each month.
    pub months: Vec<Month>,
    sources: Vec<(Share, Decimal)>,
}

/// How much did we emit, and is it complete?
#[component]
pub fn OverviewPage() -> impl IntoView {
    let year = Memo::new(|_| reporting_year());
    let load = use_load(move || {
        reconnections();
        let year = year.get();
        async move {
            let answer = send::<Overview>(overview::Variables {
                year,
                year_before: year - 1,
            })
            .await?;
            Ok((
                answer.now.map(|now| read(now, answer.before)),
                answer.attention,
            ))
        }
    });
    follow(year, move || load.reload());

    let shown = Memo::new(move |_| {
        load.with(|found| found.and_then(|(now, _)| now.clone()))
            .filter(|now| now.totals.record_count > 0)
    });
    let is_empty =
        Memo::new(move |_| load.with(|found| found.is_some()) && shown.with(Option::is_none));
    let attention = Memo::new(move |_| {
        load.with(|found| {
            found
                .map(|(_, items)| {
                    items
                        .iter()
                        .cloned()
                        .map(Attention::from)
                        .collect::<Vec<_>>()
                })
                .unwrap_or_default()
        })
    });
    let error = move || load.error().map(|error| error.message(language()));
    view! {
        <div class="overview">
            <div class="page-head">
                <div>
                    <h1>{t(words::TITLE)}</h1>
                    <p class="page-question">{tf(words::QUESTION, move || [("year", year.get().to_string())])}</p>
                </div>
            </div>
            {move || error().map(|words| view! { <ErrorState words=words on_retry=move || load.reload() /> })}
            <Show when=move || load.with(|found| found.is_none()) && load.error().is_none()>
                <Waiting />
            </Show>
            <Show when=move || is_empty.get()>
                <Teach year=year />
                // An import that waits is what a company without figures waits for.
                <Show when=move || attention.with(|items| !items.is_empty())>
                    <section class="card">
                        <h2>{t(words::ATTENTION)}</h2>
                        <WorkList items=attention />
                    </section>
                </Show>
            </Show>
            <Show when=move || shown.with(Option::is_some)>
                <Figures shown=shown attention=attention />
            </Show>
        </div>
        <ExplanationSheets inventory_id=Signal::derive(move || shown.with(|shown| shown.as_ref().map(|year| year.inventory_id.clone()))) />
    }
}

/// Runs `react` when the inventory of the year was computed again, wherever in the company that came from.
pub fn follow(year: Memo<i64>, react: impl Fn() + Copy + 'static) {
    Effect::new(move |_| {
        let year = year.get();
        let newest = StoredValue::new(-1_i64);
        subscribe::<InventoryRecalculated>(
            inventory_recalculated::Variables { year: Some(year) },
            move |event| {
                let version = event.inventory_recalculated.version;
                // Events may come twice or late.
                if newest.try_get_value().is_some_and(|known| version > known) {
                    newest.set_value(version);
                    react();
                }
            },
        )
        .until_cleanup();
    });
}

fn read(now: overview::OverviewNow, before: Option<overview::OverviewBefore>) -> Year {
    Year {
        inventory_id: now.id,
        number: now.year,
        totals: now.totals.into(),
        before: before.map(|before| (before.totals.location_kg_co2e, before.totals.market_kg_co2e)),
        months: now
            .by_month
            .into_iter()
            .map(|month| Month {
                number: month.month,
                scope1: month.scope1_kg_co2e,
                scope2_location: month.scope2_kg_co2e,
                scope2_market: month.scope2_market_kg_co2e,
                scope3: month.scope3_kg_co2e,
            })
            .collect(),
        sources: now
            .by_source
            .into_iter()
            .map(|source| {
                let share = Share {
                    key: source.key,
                    label: source.label,
                    kg_co2e: source.kg_co2e,
                    scope: source.scope,
                };
                (share, source.market_kg_co2e)
            })
            .collect(),
    }
}

/// Places in the sizes of what will come.
#[component]
fn Waiting() -> impl IntoView {
    view! {
        <div class="card"><Skeleton kind=SkeletonKind::Block /></div>
        <div class="card"><Skeleton kind=SkeletonKind::Tall /></div>
    }
}

#[component]
fn Figures(shown: Memo<Option<Year>>, attention: Memo<Vec<Attention>>) -> impl IntoView {
    let open = use_figure_sheet();
    let basis = RwSignal::new(Basis::default());
    let suffix = move || {
        if basis.get_untracked() == Basis::Market {
            "@market"
        } else {
            ""
        }
    };
    let pick = Callback::new(move |key: String| open.run(format!("{key}{}", suffix())));
    let picture = RwSignal::new("map".to_owned());
    let year =
        Signal::derive(move || shown.with(|shown| shown.as_ref().map_or(0, |year| year.number)));
    let months = Signal::derive(move || {
        shown.with(|shown| {
            shown
                .as_ref()
                .map(|year| year.months.clone())
                .unwrap_or_default()
        })
    });
    let by_month =
        Signal::derive(move || pictures::by_month(year.get(), &months.get(), basis.get()));
    let sources = Memo::new(move |_| {
        let is_market = basis.get() == Basis::Market;
        shown.with(|shown| {
            let sources = shown
                .as_ref()
                .map(|year| year.sources.as_slice())
                .unwrap_or_default();
            let of = |(share, market): &(Share, Decimal)| {
                if is_market {
                    Share {
                        kg_co2e: *market,
                        ..share.clone()
                    }
                } else {
                    share.clone()
                }
            };
            sources.iter().map(of).collect::<Vec<_>>()
        })
    });
    let file =
        move |name: &'static str| Signal::derive(move || format!("saxaul-{name}-{}", year.get()));

    // Says that figures moved, to those who do not see them move.
    let first = StoredValue::new(true);
    Effect::new(move |before: Option<Option<Decimal>>| {
        let total = shown.with(|shown| shown.as_ref().map(|year| year.totals.location_kg));
        if !first.get_value() && before.flatten().is_some() && before.flatten() != total {
            toast(words::RECALCULATED.get(crate::i18n::current()));
        }
        first.set_value(false);
        total
    });

    view! {
        <section class="card overview-head">
            <Headline shown=shown basis=basis open=pick />
            <ScopeSplit shown=shown basis=basis open=open />
        </section>
        <div class="overview-main">
            <section class="card">
                <Chart title=words::BY_MONTH model=by_month file=file("months") on_pick=pick />
            </section>
            <section class="card">
                <h2>{t(words::ATTENTION)}</h2>
                <WorkList items=attention />
            </section>
            <section class="card span">
                <h2>{t(words::KINDS)}</h2>
                <Kinds shown=shown open=open />
            </section>
            <section class="card span">
                <Tabs
                    label=words::BY_SOURCE
                    tabs=Signal::derive(|| vec![Tab::new("map", words::BY_SOURCE.now()), Tab::new("flow", words::FLOW.now())])
                    chosen=picture
                >
                    {move || if picture.with(|picture| picture == "flow") {
                        view! { <Chart title=words::FLOW model=Signal::derive(move || pictures::flow(&sources.get())) file=file("flow") on_pick=pick /> }.into_any()
                    } else {
                        view! { <Chart title=words::BY_SOURCE model=Signal::derive(move || pictures::by_source(&sources.get())) file=file("sources") on_pick=pick /> }.into_any()
                    }}
                </Tabs>
            </section>
        </div>
    }
}
