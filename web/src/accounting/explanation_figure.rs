//! A figure of an inventory taken apart: its parts, which add up to it exactly, and the records behind it.

use leptos::prelude::*;
use saxaul_shared::decimal::Decimal;
use wasm_bindgen_futures::spawn_local;

use super::explanation::{use_figure_sheet, use_line_sheet};
use super::explanation_line::line_address;
use super::inventory_model::{Cut, Inventory};
use super::operations::{InventoryById, InventoryLines, inventory_by_id, inventory_lines};
use super::pictures::Basis;
use super::{figures, parts, words};
use crate::client::enums::Scope;
use crate::client::{send, use_load};
use crate::i18n::{language, t, tf};
use crate::locales::{accounting as w, inventory as iw, overview as ow};
use crate::ui::{Button, EmptyState, Loaded, Notice, SkeletonKind};

/// What a figure's key asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Asked {
    cut: Option<Cut>,
    key: String,
    basis: Basis,
}

impl Asked {
    fn read(figure: &str) -> Self {
        let (name, basis) = match figure.split_once('@') {
            Some((name, "market")) => (name, Basis::Market),
            Some((name, _)) => (name, Basis::Location),
            None => (figure, Basis::Location),
        };
        let (cut, key) = name
            .split_once(':')
            .map_or((None, name), |(cut, key)| (Cut::read(cut), key));
        Self {
            cut,
            key: key.to_owned(),
            basis,
        }
    }

    /// What the list of records can be narrowed to; `None` when records cannot be told apart that way.
    fn lines(&self, inventory_id: &str) -> Option<inventory_lines::Variables> {
        let mut variables = inventory_lines::Variables {
            id: inventory_id.to_owned(),
            first: Some(20),
            after: None,
            site_id: None,
            activity: None,
            scope: None,
        };
        match self.cut {
            Some(Cut::Scope) => variables.scope = Some(self.key.parse::<Scope>().ok()?),
            Some(Cut::Site) => variables.site_id = Some(self.key.clone()),
            Some(Cut::Source) => variables.activity = Some(self.key.clone()),
            Some(Cut::Category | Cut::Gas | Cut::Month) => return None,
            None => {}
        }
        Some(variables)
    }
}

/// The figure with this key.
#[component]
pub fn FigureExplanation(inventory_id: String, figure: String) -> impl IntoView {
    let asked = Asked::read(&figure);
    let lines = asked.lines(&inventory_id);
    let load = use_load(move || {
        send::<InventoryById>(inventory_by_id::Variables {
            id: inventory_id.clone(),
        })
    });
    view! {
        <Loaded load=load skeleton=SkeletonKind::Tall let:found>
            {match found.inventory.map(Inventory::from) {
                Some(inventory) => view! { <Apart inventory asked=asked.clone() /> }.into_any(),
                None => view! { <EmptyState words=iw::NO_LINES /> }.into_any(),
            }}
        </Loaded>
        {lines.map(|variables| view! { <Lines variables /> })}
    }
}

#[component]
fn Apart(inventory: Inventory, asked: Asked) -> impl IntoView {
    let open = use_figure_sheet();
    let basis = asked.basis;
    let suffix = if basis == Basis::Market {
        "@market"
    } else {
        ""
    };
    let inventory = StoredValue::new(inventory);
    // Name and value of the figure, then its parts: key, name, kg.
    let view =
        Signal::derive(move || inventory.with_value(|inventory| take_apart(inventory, &asked)));
    let is_other = move || view.with(|view| view.kg.is_none());
    view! {
        <section class="stack-tight">
            <p class="muted">{move || view.with(|view| view.name.clone())}</p>
            <p class="live-card-value">{move || view.with(|view| view.value.clone())}</p>
            <p>{tf(iw::SUM_OF, move || [("count", figures::count(view.with(|view| view.records)))])}</p>
            <p class="muted">
                {move || if basis == Basis::Market { w::MARKET_BASED.now() } else { w::LOCATION_BASED.now() }} " · "
                {move || inventory.with_value(|inventory| words::gwp_set(inventory.gwp_set).now())} " · "
                {move || inventory.with_value(|inventory| iw::PIN_FACTORS.fill(language(), &[("release", &inventory.factor_release)]))}
            </p>
        </section>
        <Show when=move || view.with(|view| !view.parts.is_empty())>
            <section class="stack-tight">
                <h3>{t(iw::SUM_PARTS)}</h3>
                <ul class="part-list">
                    {move || view.get().parts.into_iter().map(|part| {
                        let key = format!("{}{suffix}", part.key);
                        let name = part.name.clone();
                        view! {
                            <li class="part">
                                <span>{part.name}</span>
                                <button
                                    type="button" class="figure-button number"
                                    aria-label=iw::EXPLAIN_OPEN.fill(language(), &[("label", &name), ("value", &format!("{} kg", figures::exact(part.kg)))])
                                    on:click=move |_| open.run(key.clone())
                                >{figures::exact(part.kg)} " kg"</button>
                            </li>
                        }
                    }).collect_view()}
                    <li class="part">
                        <strong>{t(w::TOTAL)}</strong>
                        <strong class="number">{move || view.with(|view| view.kg.map(|kg| format!("{} kg", figures::exact(kg))))}</strong>
                    </li>
                </ul>
            </section>
        </Show>
        <Show when=move || !is_other()><Notice>{t(iw::SUM_EXACT)}</Notice></Show>
    }
}

#[derive(Debug, Clone, PartialEq, Default)]
struct TakenApart {
    name: String,
    value: String,
    /// kg CO2e, when the figure is an emission.
    kg: Option<Decimal>,
    records: i64,
    parts: Vec<Part>,
}

#[derive(Debug, Clone, PartialEq)]
struct Part {
    key: String,
    name: String,
    kg: Decimal,
}

fn take_apart(inventory: &Inventory, asked: &Asked) -> TakenApart {
    let basis = asked.basis;
    let totals = &inventory.totals;
    let emission = |name: String, kg: Decimal, records: i64, parts: Vec<Part>| TakenApart {
        name,
        value: figures::emissions_text(kg),
        kg: Some(kg),
        records,
        parts,
    };
    let figure_parts = |cut: Cut, of: Option<Scope>| -> Vec<Part> {
        inventory
            .cut(cut)
            .iter()
            .filter(|figure| of.is_none() || figure.scope == of)
            .map(|figure| Part {
                key: format!("{}:{}", cut.name(), figure.key),
                name: figure.label.clone(),
                kg: figure.kg(basis),
            })
            .filter(|part| !part.kg.is_zero())
            .collect()
    };
    let Some(cut) = asked.cut else {
        let other = |name: &str, value: String| TakenApart {
            name: name.to_owned(),
            value,
            kg: None,
            records: totals.record_count,
            parts: Vec::new(),
        };
        return match asked.key.as_str() {
            "energy" => other(
                w::KIND_ENERGY.now(),
                figures::quantity(totals.energy_gj, "GJ"),
            ),
            "water" => other(
                ow::KIND_WATER.now(),
                figures::quantity(totals.water_m3, "m³"),
            ),
            "waste" => other(
                w::KIND_WASTE.now(),
                figures::quantity(totals.waste_kg, "kg"),
            ),
            "biogenic" => other(
                w::BIOGENIC.now(),
                figures::quantity(totals.biogenic_co2_kg, "kg CO₂"),
            ),
            _ => emission(
                w::TOTAL.now().to_owned(),
                inventory.total(basis),
                totals.calculated_count + totals.estimated_count,
                scope_parts(inventory, basis),
            ),
        };
    };
    if cut == Cut::Month {
        let month =
            asked.key.parse().ok().and_then(|number: i64| {
                inventory.months.iter().find(|month| month.number == number)
            });
        let Some(month) = month else {
            return TakenApart::default();
        };
        let scope2 = if basis == Basis::Market {
            month.scope2_market
        } else {
            month.scope2_location
        };
        let part = |scope: Scope, kg: Decimal| Part {
            key: format!("scope:{}", scope.as_str()),
            name: words::scope(scope).now().to_owned(),
            kg,
        };
        let parts = vec![
            part(Scope::Scope1, month.scope1),
            part(Scope::Scope2, scope2),
            part(Scope::Scope3, month.scope3),
        ];
        let kg = parts.iter().map(|part| part.kg).sum();
        return emission(
            figures::month_iso(inventory.year, month.number),
            kg,
            totals.calculated_count + totals.estimated_count,
            parts,
        );
    }
    let Some(figure) = inventory
        .cut(cut)
        .iter()
        .find(|figure| figure.key == asked.key)
    else {
        return TakenApart::default();
    };
    let name = if cut == Cut::Scope {
        figure.scope.map_or(figure.label.clone(), |scope| {
            words::scope(scope).now().to_owned()
        })
    } else {
        figure.label.clone()
    };
    let parts = if cut == Cut::Scope {
        figure_parts(Cut::Source, figure.scope)
    } else {
        Vec::new()
    };
    emission(name, figure.kg(basis), figure.record_count, parts)
}

fn scope_parts(inventory: &Inventory, basis: Basis) -> Vec<Part> {
    let totals = &inventory.totals;
    let scope2 = if basis == Basis::Market {
        totals.scope2_market_kg
    } else {
        totals.scope2_location_kg
    };
    [
        (Scope::Scope1, totals.scope1_kg),
        (Scope::Scope2, scope2),
        (Scope::Scope3, totals.scope3_kg),
    ]
    .into_iter()
    .map(|(scope, kg)| Part {
        key: format!("scope:{}", scope.as_str()),
        name: words::scope(scope).now().to_owned(),
        kg,
    })
    .collect()
}

type LinePage = inventory_lines::InventoryLinesInventoryLines;

/// The records behind a figure, a page at a time.
#[component]
fn Lines(variables: inventory_lines::Variables) -> impl IntoView {
    let open = use_line_sheet();
    let first = variables.clone();
    let load = use_load(move || {
        let variables = first.clone();
        async move {
            Ok(send::<InventoryLines>(variables)
                .await?
                .inventory
                .map(|inventory| inventory.lines))
        }
    });
    let more = RwSignal::new(false);
    let load_more = move || {
        let after = load.with(|page| {
            page.and_then(|page| page.as_ref())
                .and_then(|page: &LinePage| page.page_info.end_cursor.clone())
        });
        let variables = inventory_lines::Variables {
            after,
            ..variables.clone()
        };
        more.set(true);
        spawn_local(async move {
            let next = send::<InventoryLines>(variables).await;
            if more.try_set(false).is_some() {
                return;
            }
            match next {
                Ok(next) => load.change(|page| {
                    if let (Some(page), Some(next)) =
                        (page, next.inventory.map(|inventory| inventory.lines))
                    {
                        page.edges.extend(next.edges);
                        page.page_info = next.page_info;
                    }
                }),
                Err(error) => crate::ui::toast(error.message(crate::i18n::current())),
            }
        });
    };
    view! {
        <section class="stack-tight">
            <h3>{t(iw::LINES)}</h3>
            <Loaded load=load skeleton=SkeletonKind::Block let:page>
                {match page {
                    Some(page) if !page.edges.is_empty() => view! { <LineList page open /> }.into_any(),
                    _ => view! { <p class="muted">{t(iw::NO_LINES)}</p> }.into_any(),
                }}
            </Loaded>
            <Show when=move || load.with(|page| page.and_then(|page| page.as_ref()).is_some_and(|page| page.page_info.has_next_page))>
                <div><Button busy=more on_press=load_more.clone()>{t(w::LOAD_MORE)}</Button></div>
            </Show>
        </section>
    }
}

#[component]
fn LineList(page: LinePage, open: Callback<String>) -> impl IntoView {
    view! {
        <ul class="part-list">
            {page.edges.into_iter().map(|edge| {
                let line = edge.node;
                let id = line_address(&line.id, &line.record.id);
                let period = parts::period(&line.record.start.0, &line.record.end.0);
                let amount = format!("{}\u{a0}{}", figures::exact(line.record.quantity.value), line.record.quantity.unit_name);
                let kg = figures::exact(line.co2e_kg);
                let spoken = tf(iw::EXPLAIN_OPEN, {
                    let (name, kg) = (format!("{} {period}", line.activity_name), kg.clone());
                    move || [("label", name.clone()), ("value", format!("{kg} kg"))]
                });
                view! {
                    <li class="part">
                        <span class="part-name"><span>{line.activity_name}</span><small>{line.site_name} " · " {period} " · " {amount}</small></span>
                        <button type="button" class="figure-button number nowrap" aria-label=spoken on:click=move |_| open.run(id.clone())>{kg} " kg"</button>
                    </li>
                }
            }).collect_view()}
        </ul>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_in_the_address_says_cut_name_and_basis() {
        assert_eq!(
            Asked::read("scope:SCOPE_2@market"),
            Asked {
                cut: Some(Cut::Scope),
                key: "SCOPE_2".into(),
                basis: Basis::Market
            }
        );
        assert_eq!(
            Asked::read("total"),
            Asked {
                cut: None,
                key: "total".into(),
                basis: Basis::Location
            }
        );
        assert!(Asked::read("gas:CO2").lines("inv_1").is_none());
        assert_eq!(
            Asked::read("site:unit_1")
                .lines("inv_1")
                .unwrap()
                .site_id
                .as_deref(),
            Some("unit_1")
        );
    }
}
