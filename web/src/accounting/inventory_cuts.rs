//! The inventory cut by scope, category, gas, site, month, source: a picture and its table, every figure a button.

use leptos::prelude::*;
use saxaul_shared::decimal::Decimal;

use super::explanation::{FigureButton, use_figure_sheet};
use super::inventory_model::{Cut, Figure, Inventory};
use super::pictures::{self, Basis, Share};
use super::{figures, words};
use crate::client::enums::Scope;
use crate::i18n::{Text, t};
use crate::locales::{accounting as w, inventory as iw};
use crate::ui::chart::Chart;
use crate::ui::{Choice, Segments, Tab, Tabs};

fn title(cut: Cut) -> Text {
    match cut {
        Cut::Scope => iw::BY_SCOPE,
        Cut::Category => iw::BY_CATEGORY,
        Cut::Gas => iw::BY_GAS,
        Cut::Site => iw::BY_SITE,
        Cut::Month => iw::BY_MONTH,
        Cut::Source => iw::BY_SOURCE,
    }
}

fn column(cut: Cut) -> Text {
    match cut {
        Cut::Scope => w::SCOPE,
        Cut::Category => w::CATEGORY,
        Cut::Gas => w::GAS,
        Cut::Site => w::SITE,
        Cut::Month => w::MONTH,
        Cut::Source => w::SOURCE,
    }
}

/// Name of a figure: the product's own for scopes and gases, the server's else.
fn name(figure: &Figure, cut: Cut) -> String {
    match (cut, figure.scope, figure.gas) {
        (Cut::Scope, Some(scope), _) => words::scope(scope).now().to_owned(),
        (Cut::Gas, _, Some(gas)) => words::gas(gas).now().to_owned(),
        _ => figure.label.clone(),
    }
}

/// All cuts in tabs, with the switch between the bases of scope 2.
#[component]
pub fn Cuts(shown: Memo<Option<Inventory>>) -> impl IntoView {
    let chosen = RwSignal::new(Cut::Scope.name().to_owned());
    let basis_name = RwSignal::new("location".to_owned());
    let basis = Memo::new(move |_| {
        if basis_name.with(|name| name == "market") {
            Basis::Market
        } else {
            Basis::Location
        }
    });
    let tabs = Signal::derive(|| {
        let mut tabs: Vec<Tab> = Cut::ALL
            .into_iter()
            .map(|cut| Tab::new(cut.name(), title(cut).now()))
            .collect();
        tabs.push(Tab::new("intensity", iw::INTENSITIES.now()));
        tabs
    });
    view! {
        <section class="card stack">
            <div class="row-between">
                <Total shown=shown basis=basis />
                <Segments
                    label=w::BASIS
                    options=Signal::derive(|| vec![Choice::new("location", w::LOCATION_BASED.now()), Choice::new("market", w::MARKET_BASED.now())])
                    chosen=basis_name
                />
            </div>
            <Tabs label=iw::CUTS tabs=tabs chosen=chosen>
                {move || match chosen.with(|chosen| Cut::read(chosen)) {
                    Some(Cut::Month) => view! { <Months shown=shown basis=basis /> }.into_any(),
                    Some(cut) => view! { <OneCut shown=shown basis=basis cut=cut /> }.into_any(),
                    None => view! { <Intensities shown=shown /> }.into_any(),
                }}
            </Tabs>
        </section>
    }
}

#[component]
fn Total(shown: Memo<Option<Inventory>>, basis: Memo<Basis>) -> impl IntoView {
    let open = use_figure_sheet();
    let value = Signal::derive(move || {
        let basis = basis.get();
        figures::emissions_text(shown.with(|shown| {
            shown
                .as_ref()
                .map(|inventory| inventory.total(basis))
                .unwrap_or_default()
        }))
    });
    view! {
        <button type="button" class="stat" on:click=move |_| open.run(with_basis("total".to_owned(), basis.get_untracked()))>
            <span class="stat-label">{t(w::TOTAL)}</span>
            <span class="stat-value">{value}</span>
        </button>
    }
}

fn with_basis(key: String, basis: Basis) -> String {
    if basis == Basis::Market {
        format!("{key}@market")
    } else {
        key
    }
}

#[component]
fn OneCut(shown: Memo<Option<Inventory>>, basis: Memo<Basis>, cut: Cut) -> impl IntoView {
    let open = use_figure_sheet();
    let pick = Callback::new(move |key: String| open.run(with_basis(key, basis.get_untracked())));
    let list = Memo::new(move |_| {
        let basis = basis.get();
        let mut list = shown.with(|shown| {
            shown
                .as_ref()
                .map(|inventory| inventory.cut(cut).to_vec())
                .unwrap_or_default()
        });
        // What is only counted, such as trees planted, has no part in an inventory of gases.
        list.retain(|figure| {
            let figures = [figure.location_kg, figure.market_kg, figure.biogenic_kg];
            cut == Cut::Scope
                || figure.energy_gj.is_some()
                || figures.iter().any(|kg| !kg.is_zero())
        });
        if !matches!(cut, Cut::Scope | Cut::Gas) {
            list.sort_by_key(|figure| std::cmp::Reverse(figure.kg(basis)));
        }
        list
    });
    let shares = Signal::derive(move || {
        let basis = basis.get();
        let of = |figure: &Figure| Share {
            label: name(figure, cut),
            ..figure.share(basis)
        };
        list.with(|list| {
            list.iter()
                .filter(|figure| !figure.kg(basis).is_zero())
                .map(of)
                .collect::<Vec<_>>()
        })
    });
    let file = Signal::derive(move || format!("saxaul-{}", cut.name()));
    let chart = move || {
        if cut == Cut::Source {
            let model = Signal::derive(move || pictures::by_source(&shares.get()));
            view! { <Chart title=title(cut) model=model file=file on_pick=pick /> }.into_any()
        } else {
            let model = Signal::derive(move || {
                pictures::ranked(cut.name(), column(cut).now(), &shares.get())
            });
            view! { <Chart title=title(cut) model=model file=file on_pick=pick /> }.into_any()
        }
    };
    view! {
        <div class="cut">
            {chart()}
            <FigureTable list=list shown=shown basis=basis cut=cut pick=pick />
        </div>
    }
}

#[component]
fn FigureTable(
    list: Memo<Vec<Figure>>,
    shown: Memo<Option<Inventory>>,
    basis: Memo<Basis>,
    cut: Cut,
    pick: Callback<String>,
) -> impl IntoView {
    let has_mass = cut == Cut::Gas;
    let has_energy = matches!(cut, Cut::Source | Cut::Site);
    let whole = Signal::derive(move || {
        shown.with(|shown| {
            shown
                .as_ref()
                .map(|inventory| inventory.total(basis.get()))
                .unwrap_or_default()
        })
    });
    let sum = Signal::derive(move || {
        let basis = basis.get();
        // What stands outside the scopes is shown, not counted.
        list.with(|list| {
            list.iter()
                .filter(|figure| figure.scope != Some(Scope::Outside))
                .map(|figure| figure.kg(basis))
                .sum::<Decimal>()
        })
    });
    let rows = move || {
        let basis = basis.get();
        list.get()
            .into_iter()
            .map(|figure| {
                let label = name(&figure, cut);
                let kg = figure.kg(basis);
                view! {
                    <tr>
                        <th scope="row">{label.clone()}</th>
                        <td class="number"><FigureButton figure=format!("{}:{}", cut.name(), figure.key) label=label value=figures::exact(kg) open=pick /></td>
                        <td class="number">{figures::share(kg, whole.get())}</td>
                        {has_mass.then(|| view! { <td class="number">{figure.mass_kg.map(figures::exact)}</td> })}
                        {has_energy.then(|| view! { <td class="number">{figure.energy_gj.map(figures::exact)}</td> })}
                        <td class="number">{(!figure.biogenic_kg.is_zero()).then(|| figures::exact(figure.biogenic_kg))}</td>
                        <td class="number">{figures::count(figure.record_count)}</td>
                    </tr>
                }
            })
            .collect_view()
    };
    view! {
        <div class="table-box" tabindex="0" role="region" aria-label=t(title(cut))>
            <table class="table">
                <caption class="visually-hidden">{t(title(cut))}</caption>
                <thead>
                    <tr>
                        <th scope="col">{t(column(cut))}</th>
                        <th scope="col" class="number">{t(iw::KG_CO2E)}</th>
                        <th scope="col" class="number">{t(w::SHARE)}</th>
                        {has_mass.then(|| view! { <th scope="col" class="number">{t(iw::MASS)}</th> })}
                        {has_energy.then(|| view! { <th scope="col" class="number">{t(iw::ENERGY_GJ)}</th> })}
                        <th scope="col" class="number">{t(iw::BIOGENIC_KG)}</th>
                        <th scope="col" class="number">{t(iw::RECORDS)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
                <tfoot>
                    <tr>
                        <th scope="row">{t(w::TOTAL)}</th>
                        <td class="number">{move || figures::exact(sum.get())}</td>
                        <td></td>
                        {has_mass.then(|| view! { <td></td> })}
                        {has_energy.then(|| view! { <td></td> })}
                        <td></td>
                        <td></td>
                    </tr>
                </tfoot>
            </table>
        </div>
    }
}

#[component]
fn Months(shown: Memo<Option<Inventory>>, basis: Memo<Basis>) -> impl IntoView {
    let open = use_figure_sheet();
    let pick = Callback::new(move |key: String| open.run(with_basis(key, basis.get_untracked())));
    let model = Signal::derive(move || {
        let (year, months) = shown.with(|shown| {
            shown
                .as_ref()
                .map(|inventory| (inventory.year, inventory.months.clone()))
                .unwrap_or_default()
        });
        pictures::by_month(year, &months, basis.get())
    });
    let rows = move || {
        let basis = basis.get();
        let (year, months) = shown.with(|shown| {
            shown
                .as_ref()
                .map(|inventory| (inventory.year, inventory.months.clone()))
                .unwrap_or_default()
        });
        months
            .into_iter()
            .map(|month| {
                let scope2 = if basis == Basis::Market { month.scope2_market } else { month.scope2_location };
                let label = figures::month_iso(year, month.number);
                view! {
                    <tr>
                        <th scope="row">{label.clone()}</th>
                        <td class="number">{figures::exact(month.scope1)}</td>
                        <td class="number">{figures::exact(scope2)}</td>
                        <td class="number">{figures::exact(month.scope3)}</td>
                        <td class="number">
                            <FigureButton figure=format!("month:{}", month.number) label=label value=figures::exact(month.scope1 + scope2 + month.scope3) open=pick />
                        </td>
                    </tr>
                }
            })
            .collect_view()
    };
    view! {
        <div class="cut">
            <Chart title=iw::BY_MONTH model=model file=Signal::derive(|| "saxaul-months".to_owned()) on_pick=pick />
            <div class="table-box" tabindex="0" role="region" aria-label=t(iw::BY_MONTH)>
                <table class="table">
                    <caption class="visually-hidden">{t(iw::BY_MONTH)} " " {t(iw::KG_CO2E)}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{t(w::MONTH)}</th>
                            <th scope="col" class="number">{t(w::SCOPE_1)}</th>
                            <th scope="col" class="number">{t(w::SCOPE_2)}</th>
                            <th scope="col" class="number">{t(w::SCOPE_3)}</th>
                            <th scope="col" class="number">{t(iw::KG_CO2E)}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </div>
    }
}

#[component]
fn Intensities(shown: Memo<Option<Inventory>>) -> impl IntoView {
    let list = Memo::new(move |_| {
        shown.with(|shown| {
            shown
                .as_ref()
                .map(|inventory| inventory.intensities.clone())
                .unwrap_or_default()
        })
    });
    view! {
        <Show when=move || list.with(|list| !list.is_empty()) fallback=|| view! { <p class="muted">{t(iw::INTENSITIES_NONE)}</p> }>
            <div class="stats">
                {move || list.get().into_iter().map(|intensity| view! {
                    <div class="stat">
                        <span class="stat-label">{intensity.label}</span>
                        <span class="stat-value">{saxaul_shared::format::quantity_headline(intensity.value, "").text} <span class="stat-unit">{intensity.unit}</span></span>
                    </div>
                }).collect_view()}
            </div>
        </Show>
    }
}
