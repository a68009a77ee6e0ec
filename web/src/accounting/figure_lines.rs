//! The records behind a figure, each with what of it counts there.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::explanation::use_line_sheet;
use super::explanation_line::line_address;
use super::operations::{InventoryLines, inventory_lines};
use super::pictures::Basis;
use super::{figures, parts};
use crate::client::{send, use_load};
use crate::i18n::{t, tf};
use crate::locales::{accounting as w, inventory as iw};
use crate::ui::{Button, Loaded, SkeletonKind};

type LinePage = inventory_lines::InventoryLinesInventoryLines;

/// The records behind a figure, a page at a time.
#[component]
pub fn Lines(variables: inventory_lines::Variables, basis: Basis) -> impl IntoView {
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
            <h3>
                {t(iw::LINES)} " "
                <span class="muted number">{move || load.with(|page| page.and_then(|page| page.as_ref()).map(|page| figures::count(page.total_count)))}</span>
            </h3>
            <Loaded load=load skeleton=SkeletonKind::Block let:page>
                {match page {
                    Some(page) if !page.edges.is_empty() => view! { <LineList page basis open /> }.into_any(),
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
fn LineList(page: LinePage, basis: Basis, open: Callback<String>) -> impl IntoView {
    view! {
        <ul class="part-list">
            {page.edges.into_iter().map(|edge| {
                let line = edge.node;
                let id = line_address(&line.id, &line.record.id);
                let period = parts::period(&line.record.start.0, &line.record.end.0);
                let amount = format!("{}\u{a0}{}", figures::exact(line.record.quantity.value), line.record.quantity.unit_name);
                // What counts in the figure above: of a month or a gas only the part of the line that falls there.
                let kg = figures::exact(if basis == Basis::Market { edge.part_market_kg_co2e } else { edge.part_kg_co2e });
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
