//! The inventory: one version of a year, cut every way, each figure able to say why, and its way to being locked.

use leptos::prelude::*;

use super::explanation::ExplanationSheets;
use super::inventory_cuts::Cuts;
use super::inventory_model::Inventory;
use super::inventory_workflow::Workflow;
use super::operations::{Inventories, InventoryById, inventories, inventory_by_id};
use super::overview_page::follow;
use super::{figures, words};
use crate::client::enums::InventoryState;
use crate::client::socket::reconnections;
use crate::client::{send, use_load};
use crate::i18n::{language, t, tf};
use crate::locales::{accounting as w, inventory as iw, overview as ow};
use crate::shell::reporting_year;
use crate::ui::{
    Badge, ButtonKind, Choice, EmptyState, ErrorState, LinkButton, Select, Skeleton, SkeletonKind,
    Tone, icon, open_sheet, sheet_value,
};

/// Name of the version in the address.
const VERSION: &str = "version";

/// One version as the picker knows it.
#[derive(Debug, Clone, PartialEq)]
struct Version {
    id: String,
    number: i64,
    state: InventoryState,
}

/// The inventory of the reporting year, newest version unless the address names another.
#[component]
pub fn InventoryPage() -> impl IntoView {
    let year = Memo::new(|_| reporting_year());
    let all = use_load(move || {
        reconnections();
        async move {
            Ok(
                send::<Inventories>(inventories::Variables { first: Some(100) })
                    .await?
                    .inventories,
            )
        }
    });
    let versions = Memo::new(move |_| {
        let year = year.get();
        let mut versions: Vec<Version> = all.with(|all| {
            let edges = all.map(|all| all.edges.as_slice()).unwrap_or_default();
            let of_year = edges
                .iter()
                .map(|edge| &edge.node)
                .filter(|node| node.year == year);
            of_year
                .map(|node| Version {
                    id: node.id.clone(),
                    number: node.version,
                    state: node.state,
                })
                .collect()
        });
        versions.sort_by_key(|version| std::cmp::Reverse(version.number));
        versions
    });
    let asked = sheet_value(VERSION);
    // An address may name a version of any year; without one the newest of the year is meant.
    let id = Memo::new(move |_| {
        asked.get().or_else(|| {
            versions.with(|versions| versions.first().map(|version| version.id.clone()))
        })
    });
    let load = use_load(move || {
        let id = id.get();
        reconnections();
        async move {
            let Some(id) = id else { return Ok(None) };
            Ok(send::<InventoryById>(inventory_by_id::Variables { id })
                .await?
                .inventory
                .map(Inventory::from))
        }
    });
    follow(year, move || {
        all.reload();
        load.reload();
    });
    let shown = Memo::new(move |_| load.with(|found| found.cloned().flatten()));
    let knows_versions = Memo::new(move |_| all.with(|all| all.is_some()));
    let has_nothing = Memo::new(move |_| knows_versions.get() && id.with(Option::is_none));
    let error = move || {
        all.error()
            .or_else(|| load.error())
            .map(|error| error.message(language()))
    };

    view! {
        <div class="stack">
            <div class="page-head">
                <div>
                    <h1>{t(iw::TITLE)}</h1>
                    <p class="page-question">{tf(iw::QUESTION, move || [("year", shown.with(|shown| shown.as_ref().map_or_else(|| year.get(), |inventory| inventory.year)).to_string())])}</p>
                </div>
                <VersionPicker versions=versions id=id />
            </div>
            {move || error().map(|words| view! {
                <ErrorState words=words on_retry=move || { all.reload(); load.reload(); } />
            })}
            <Show when=move || has_nothing.get()>
                <EmptyState icon=icon::INVENTORY words=Signal::derive(move || {
                    format!("{}。{}", iw::EMPTY_TITLE.fill(language(), &[("year", &year.get().to_string())]), iw::EMPTY_TEXT.now())
                })>
                    <LinkButton href="/data/import/new".to_owned() kind=ButtonKind::Primary icon=icon::UPLOAD>{t(ow::EMPTY_UPLOAD)}</LinkButton>
                </EmptyState>
            </Show>
            <Show when=move || !has_nothing.get() && shown.with(Option::is_none) && error().is_none()>
                <Skeleton kind=SkeletonKind::Block />
                <Skeleton kind=SkeletonKind::Tall />
            </Show>
            <Show when=move || shown.with(Option::is_some)>
                <Head shown=shown changed=Callback::new(move |()| { all.reload(); load.reload(); }) />
                <Cuts shown=shown />
            </Show>
        </div>
        <ExplanationSheets inventory_id=id />
    }
}

#[component]
fn VersionPicker(versions: Memo<Vec<Version>>, id: Memo<Option<String>>) -> impl IntoView {
    let open = open_sheet(VERSION);
    let chosen = RwSignal::new(String::new());
    Effect::new(move |_| {
        if let Some(id) = id.get() {
            chosen.set(id);
        }
    });
    Effect::new(move |_| {
        let chosen = chosen.get();
        if !chosen.is_empty() && id.get_untracked().is_some_and(|id| id != chosen) {
            open(&chosen);
        }
    });
    let options = Signal::derive(move || {
        let word = |version: &Version| {
            let state = words::inventory_state(version.state).now();
            iw::VERSION_N.fill(
                language(),
                &[("version", &version.number.to_string()), ("state", state)],
            )
        };
        versions.with(|versions| {
            versions
                .iter()
                .map(|version| Choice::new(version.id.clone(), word(version)))
                .collect::<Vec<_>>()
        })
    });
    view! {
        <Show when=move || { versions.with(|versions| versions.len() > 1) }>
            <Select label=iw::VERSION value=chosen options=options />
        </Show>
    }
}

#[component]
fn Head(shown: Memo<Option<Inventory>>, changed: Callback<()>) -> impl IntoView {
    let read = move |read: fn(&Inventory) -> String| {
        Signal::derive(move || shown.with(|shown| shown.as_ref().map(read).unwrap_or_default()))
    };
    let tone = Signal::derive(move || {
        match shown.with(|shown| shown.as_ref().map(|inventory| inventory.state)) {
            Some(InventoryState::Approved | InventoryState::Locked) => Tone::Good,
            Some(InventoryState::Submitted) => Tone::Warning,
            _ => Tone::Info,
        }
    });
    let version = read(|inventory| {
        let state = words::inventory_state(inventory.state).now();
        iw::VERSION_N.fill(
            language(),
            &[
                ("version", &inventory.version.to_string()),
                ("state", state),
            ],
        )
    });
    let pins = read(|inventory| {
        [
            iw::PIN_FACTORS.fill(language(), &[("release", &inventory.factor_release)]),
            iw::PIN_GWP.fill(
                language(),
                &[("set", words::gwp_set(inventory.gwp_set).now())],
            ),
            words::approach(inventory.approach).now().to_owned(),
        ]
        .join(" · ")
    });
    let updated = read(|inventory| {
        iw::UPDATED.fill(
            language(),
            &[("when", &figures::moment(&inventory.updated_at))],
        )
    });
    let complete = read(|inventory| {
        ow::COMPLETE.fill(
            language(),
            &[(
                "percent",
                &figures::percent(inventory.totals.completeness_pct),
            )],
        )
    });
    view! {
        <section class="card stack-tight">
            <div class="row-between">
                <div class="row">
                    <Badge tone=tone>{version}</Badge>
                    <span class="muted">{updated}</span>
                    <span class="muted">{complete}</span>
                </div>
                <Workflow shown=shown changed=changed />
            </div>
            <p class="muted">{t(iw::PINNED)} " " {pins}</p>
            <p class="muted">{t(w::BIOGENIC_APART)}</p>
        </section>
    }
}
