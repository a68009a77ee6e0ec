//! The first line of the overview: the total, the scopes, both bases of scope 2, the five kinds.

use leptos::prelude::*;
use saxaul_shared::decimal::Decimal;
use saxaul_shared::format::{Shown, change_percent, quantity_headline};

use super::figures;
use super::inventory_model::Totals;
use super::live_figure::LiveEmissions;
use super::overview_page::Year;
use super::pictures::{Basis, Month};
use super::words as names;
use crate::client::enums::Scope;
use crate::i18n::{Text, language, t, tf};
use crate::locales::{accounting as w, overview as words};
use crate::ui::chart::Sparkline;
use crate::ui::{Choice, Segments, Stat};

/// Sums of the year on screen, zero before it is there.
fn of(shown: Memo<Option<Year>>, read: fn(&Year) -> Decimal) -> Signal<Decimal> {
    Signal::derive(move || shown.with(|shown| shown.as_ref().map(read).unwrap_or_default()))
}

/// The total with its change and its completeness.
#[component]
pub fn Headline(
    shown: Memo<Option<Year>>,
    basis: RwSignal<Basis>,
    open: Callback<String>,
) -> impl IntoView {
    let chosen = RwSignal::new("location".to_owned());
    Effect::new(move |_| {
        basis.set(if chosen.with(|chosen| chosen == "market") {
            Basis::Market
        } else {
            Basis::Location
        });
    });
    let total = Signal::derive(move || {
        let is_market = basis.get() == Basis::Market;
        shown.with(|shown| {
            shown
                .as_ref()
                .map(|year| {
                    if is_market {
                        year.totals.market_kg
                    } else {
                        year.totals.location_kg
                    }
                })
                .unwrap_or_default()
        })
    });
    let change = move || {
        let is_market = basis.get() == Basis::Market;
        shown.with(|shown| {
            shown.as_ref().map(|year| {
                let before = year
                    .before
                    .map(|(location, market)| if is_market { market } else { location });
                compare(year.number - 1, total.get(), before)
            })
        })
    };
    let by_month = Signal::derive(move || {
        let is_market = basis.get() == Basis::Market;
        let of = |month: &Month| {
            month.scope1
                + month.scope3
                + if is_market {
                    month.scope2_market
                } else {
                    month.scope2_location
                }
        };
        shown.with(|shown| {
            shown
                .as_ref()
                .map(|year| year.months.iter().map(of).collect::<Vec<_>>())
                .unwrap_or_default()
        })
    });
    let complete = move || {
        shown.with(|shown| {
            shown
                .as_ref()
                .map(|year| figures::percent(year.totals.completeness_pct))
                .unwrap_or_default()
        })
    };
    view! {
        <div class="headline">
            <button type="button" class="stat stat-large" on:click=move |_| open.run("total".to_owned())>
                <span class="stat-label">{t(w::TOTAL)} " · " {move || if basis.get() == Basis::Market { w::MARKET_BASED.now() } else { w::LOCATION_BASED.now() }}</span>
                <span class="stat-value"><LiveEmissions kg=total /></span>
            </button>
            <p class="headline-notes">
                <span>{change}</span>
                <span title=t(words::COMPLETE_MEANS)>{tf(words::COMPLETE, move || [("percent", complete())])}</span>
            </p>
            <Sparkline values=by_month />
            <Segments
                label=w::BASIS
                options=Signal::derive(|| vec![Choice::new("location", w::LOCATION_BASED.now()), Choice::new("market", w::MARKET_BASED.now())])
                chosen=chosen
            />
            <p class="muted">{t(words::COMPLETE_MEANS)} " " {t(w::BIOGENIC_APART)}</p>
        </div>
    }
}

/// The change against the year before, in words and with an arrow, never by colour alone.
fn compare(year: i64, now: Decimal, before: Option<Decimal>) -> String {
    let year = year.to_string();
    let Some(before) = before.filter(|before| !before.is_zero()) else {
        return words::NO_YEAR_BEFORE.fill(language(), &[("year", &year)]);
    };
    let text = match now.cmp(&before) {
        std::cmp::Ordering::Equal => words::SAME,
        std::cmp::Ordering::Less => words::LESS,
        std::cmp::Ordering::Greater => words::MORE,
    };
    let percent = change_percent(now, before).unwrap_or_default();
    // The words and the arrow say which way.
    let unsigned = percent.trim_start_matches(['+', '−', '-']).to_owned();
    text.fill(language(), &[("year", &year), ("percent", &unsigned)])
}

/// The three scopes as one bar and as lines; scope 2 on both bases; biogenic apart.
#[component]
pub fn ScopeSplit(
    shown: Memo<Option<Year>>,
    basis: RwSignal<Basis>,
    open: Callback<String>,
) -> impl IntoView {
    let scope2 = Signal::derive(move || {
        let is_market = basis.get() == Basis::Market;
        shown.with(|shown| {
            shown
                .as_ref()
                .map(|year| {
                    if is_market {
                        year.totals.scope2_market_kg
                    } else {
                        year.totals.scope2_location_kg
                    }
                })
                .unwrap_or_default()
        })
    });
    let scopes = [
        (
            Scope::Scope1,
            w::SCOPE_1_MEANS,
            of(shown, |year| year.totals.scope1_kg),
        ),
        (Scope::Scope2, w::SCOPE_2_MEANS, scope2),
        (
            Scope::Scope3,
            w::SCOPE_3_MEANS,
            of(shown, |year| year.totals.scope3_kg),
        ),
    ];
    let total = Signal::derive(move || scopes.iter().map(|(_, _, kg)| kg.get()).sum::<Decimal>());
    let width = move |kg: Decimal| {
        let total = total.get();
        if total.is_zero() {
            "0%".to_owned()
        } else {
            format!("{}%", (kg / total * Decimal::ONE_HUNDRED).round_dp(2))
        }
    };
    let biogenic = of(shown, |year| year.totals.biogenic_co2_kg);
    let other_basis = Signal::derive(move || {
        if basis.get() == Basis::Market {
            w::LOCATION_BASED.now()
        } else {
            w::MARKET_BASED.now()
        }
    });
    let other_scope2 = Signal::derive(move || {
        let is_market = basis.get() == Basis::Market;
        shown.with(|shown| {
            shown
                .as_ref()
                .map(|year| {
                    if is_market {
                        year.totals.scope2_location_kg
                    } else {
                        year.totals.scope2_market_kg
                    }
                })
                .unwrap_or_default()
        })
    });
    let suffix = move |is_other: bool| {
        if (basis.get_untracked() == Basis::Market) == is_other {
            ""
        } else {
            "@market"
        }
    };
    view! {
        <div class="scope-split">
            <h2>{t(words::SCOPE_SPLIT)}</h2>
            <div class="scope-bar" aria-hidden="true">
                {scopes.map(|(scope, _, kg)| view! {
                    <span class=names::scope_paint(Some(scope)).class() style:width=move || width(kg.get())></span>
                }).collect_view()}
            </div>
            <div class="scope-list">
                {scopes.map(|(scope, means, kg)| view! {
                    <button type="button" class="scope-row" on:click=move |_| open.run(format!("scope:{}{}", scope.as_str(), suffix(false)))>
                        <span class=format!("swatch {}", names::scope_paint(Some(scope)).class())></span>
                        <span>{t(names::scope(scope))} " " <span class="muted">{t(means)}</span></span>
                        <span class="number">{move || figures::emissions_text(kg.get())}</span>
                        <span class="share">{move || figures::share(kg.get(), total.get())}</span>
                    </button>
                }).collect_view()}
                <button type="button" class="scope-row" on:click=move |_| open.run(format!("scope:SCOPE_2{}", suffix(true)))>
                    <span></span>
                    <span class="muted">{t(w::SCOPE_2)} " " {other_basis}</span>
                    <span class="number">{move || figures::emissions_text(other_scope2.get())}</span>
                    <span class="share"></span>
                </button>
                <button type="button" class="scope-row" on:click=move |_| open.run("biogenic".to_owned())>
                    <span class="swatch paint-biogenic"></span>
                    <span class="muted">{t(w::BIOGENIC)}</span>
                    <span class="number">{move || figures::quantity(biogenic.get() / Decimal::ONE_THOUSAND, "t")}</span>
                    <span class="share"></span>
                </button>
            </div>
        </div>
    }
}

/// The five kinds of data as one figure each.
#[component]
pub fn Kinds(shown: Memo<Option<Year>>, open: Callback<String>) -> impl IntoView {
    let thousandth = |value: Decimal| value / Decimal::ONE_THOUSAND;
    let text = move |read: fn(&Totals) -> String| {
        Signal::derive(move || {
            Some(shown.with(|shown| {
                shown
                    .as_ref()
                    .map(|year| read(&year.totals))
                    .unwrap_or_default()
            }))
        })
    };
    let figure = move |read: fn(&Totals) -> Shown| {
        let of = Memo::new(move |_| {
            // Units are words, and follow the language.
            language();
            shown.with(|shown| shown.as_ref().map(|year| read(&year.totals)))
        });
        let value = Signal::derive(move || {
            of.with(|of| of.as_ref().map(|of| of.text.clone()).unwrap_or_default())
        });
        (
            value,
            Signal::derive(move || of.with(|of| of.as_ref().map(|of| of.unit.clone()))),
        )
    };
    let stat = move |label: Text,
                     (value, unit): (Signal<String>, Signal<Option<String>>),
                     note: Signal<Option<String>>,
                     key: &'static str| {
        view! { <Stat label=label value=value unit=unit note=note on_press=move || open.run(key.to_owned()) /> }
    };
    let waste = figure(|totals| quantity_headline(totals.waste_kg / Decimal::ONE_THOUSAND, "t"));
    let hazardous = Signal::derive(move || {
        shown.with(|shown| {
            let kg = shown
                .as_ref()
                .map(|year| year.totals.hazardous_waste_kg)
                .unwrap_or_default();
            Some(words::KIND_WASTE_HAZARDOUS.fill(
                language(),
                &[("amount", &figures::quantity(thousandth(kg), "t"))],
            ))
        })
    });
    view! {
        <div class="stats">
            {stat(w::KIND_CARBON, figure(|totals| figures::emissions(totals.location_kg)), text(|_| words::KIND_CARBON_UNIT.now().to_owned()), "total")}
            {stat(
                w::KIND_ENERGY,
                figure(|totals| quantity_headline(totals.tce_calorific, "tce")),
                text(|totals| {
                    let share = figures::share(totals.renewable_energy_gj, totals.energy_gj).unwrap_or_default();
                    format!("{} · {}", words::KIND_ENERGY_UNIT.now(), words::KIND_RENEWABLE.fill(language(), &[("percent", &share)]))
                }),
                "energy",
            )}
            {stat(w::KIND_RESOURCE, figure(|totals| quantity_headline(totals.water_m3, "m³")), text(|_| words::KIND_WATER.now().to_owned()), "water")}
            {stat(w::KIND_WASTE, waste, hazardous, "waste")}
            <Stat
                label=words::KIND_RECORDS
                value=Signal::derive(move || shown.with(|shown| shown.as_ref().map(|year| figures::count(year.totals.record_count)).unwrap_or_default()))
                note=text(|totals| {
                    let values = [("estimated", figures::count(totals.estimated_count)), ("refused", figures::count(totals.refused_count))];
                    words::KIND_RECORDS_SPLIT.fill(language(), &values.each_ref().map(|(name, value)| (*name, value.as_str())))
                })
            />
        </div>
    }
}
