//! A figure of an inventory taken apart: its parts, which add up to it exactly, and the records behind it.

use leptos::prelude::*;
use saxaul_shared::decimal::Decimal;

use super::explanation::use_figure_sheet;
use super::figure_lines::Lines;
use super::inventory_model::{Cut, Inventory};
use super::operations::{InventoryById, inventory_by_id, inventory_lines};
use super::pictures::Basis;
use super::{figures, words};
use crate::client::enums::Scope;
use crate::client::{send, use_load};
use crate::i18n::{language, t, tf};
use crate::locales::{accounting as w, inventory as iw, overview as ow};
use crate::ui::{EmptyState, Loaded, Notice, SkeletonKind};

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
            category: None,
            gas: None,
            month: None,
        };
        match self.cut {
            Some(Cut::Scope) => variables.scope = Some(self.key.parse::<Scope>().ok()?),
            Some(Cut::Site) => variables.site_id = Some(self.key.clone()),
            Some(Cut::Source) => variables.activity = Some(self.key.clone()),
            Some(Cut::Category) => variables.category = Some(self.key.clone()),
            Some(Cut::Gas) => variables.gas = Some(self.key.clone()),
            Some(Cut::Month) => variables.month = Some(self.key.parse().ok()?),
            None => {}
        }
        Some(variables)
    }
}

/// The figure with this key.
#[component]
pub fn FigureExplanation(inventory_id: String, figure: String) -> impl IntoView {
    let asked = Asked::read(&figure);
    let (lines, basis) = (asked.lines(&inventory_id), asked.basis);
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
        {lines.map(|variables| view! { <Lines variables basis /> })}
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
            {move || view.with(|view| view.records).map(|records| view! {
                <p>{tf(iw::SUM_OF, move || [("count", figures::count(records))])}</p>
            })}
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
    /// How many records, where the inventory says it without looking at them.
    records: Option<i64>,
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
    let emission = |name: String, kg: Decimal, records: Option<i64>, parts: Vec<Part>| TakenApart {
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
            records: Some(totals.record_count),
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
                Some(totals.calculated_count + totals.estimated_count),
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
            None,
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
    emission(name, figure.kg(basis), Some(figure.record_count), parts)
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
        let lines = |figure: &str| Asked::read(figure).lines("inv_1");
        assert_eq!(lines("gas:CO2").unwrap().gas.as_deref(), Some("CO2"));
        assert_eq!(lines("month:3@market").unwrap().month, Some(3));
        assert_eq!(
            lines("category:mobile_combustion")
                .unwrap()
                .category
                .as_deref(),
            Some("mobile_combustion")
        );
        assert!(lines("month:x").is_none());
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
