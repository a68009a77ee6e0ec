//! Log: tiles by scene. A tile opens the amount and what it saves.

use leptos::prelude::*;
use leptos_router::components::A;

use super::figures;
use super::log_sheet::LogSheet;
use super::operations::Action;
use super::parts::{SceneMark, name_page};
use super::state::use_circle;
use crate::client::enums::{ActionLedger, ActionScene};
use crate::i18n::{Text, language, t};
use crate::locales::circle_log as words;
use crate::ui::form::fresh_id;
use crate::ui::{
    Choice, EmptyState, ErrorState, Segments, Skeleton, SkeletonKind, icon, open_sheet,
};

const SCENES: [ActionScene; 4] = [
    ActionScene::Travel,
    ActionScene::GreenOffice,
    ActionScene::LowCarbonLife,
    ActionScene::Sport,
];

/// `/circle/log`.
#[component]
pub fn LogPage() -> impl IntoView {
    name_page(crate::locales::circle::LOG);
    let circle = use_circle();
    let scene = RwSignal::new(String::new());
    let wanted = RwSignal::new(String::new());
    let scenes = Signal::derive(|| {
        let mut all = vec![Choice::new("", words::ALL.now())];
        all.extend(
            SCENES
                .iter()
                .enumerate()
                .map(|(index, scene)| Choice::new(index.to_string(), short_name(*scene).now())),
        );
        all
    });
    let is_there = Memo::new(move |_| circle.actions.with(|data| data.is_some()));
    let is_empty = Memo::new(move |_| {
        circle
            .actions
            .with(|data| data.is_some_and(|data| data.circle_actions.is_empty()))
    });
    let search_id = fresh_id("find");
    let groups = move || {
        let chosen = scene.with(|scene| scene.parse::<usize>().ok());
        let wanted = wanted.with(|wanted| wanted.trim().to_lowercase());
        SCENES
            .iter()
            .enumerate()
            .filter(|(index, _)| chosen.is_none_or(|chosen| chosen == *index))
            .filter_map(|(_, &scene)| {
                let actions = circle.actions.with(|data| {
                    data.map(|data| {
                        data.circle_actions
                            .iter()
                            .filter(|action| action.scene == scene && fits(action, &wanted))
                            .cloned()
                            .collect::<Vec<_>>()
                    })
                    .unwrap_or_default()
                });
                (!actions.is_empty()).then(|| view! { <Group scene=scene actions=actions /> })
            })
            .collect_view()
    };
    view! {
        <div class="stack-tight">
            <h1>{t(words::TITLE)}</h1>
            <p class="muted">{t(words::LEAD)}</p>
        </div>
        <div class="log-tools">
            <Segments label=words::SCENES options=scenes chosen=scene />
            <div class="find">
                <label class="visually-hidden" for=search_id.clone()>{t(words::SEARCH)}</label>
                {icon::SEARCH.view()}
                <input
                    class="input"
                    id=search_id
                    type="search"
                    autocomplete="off"
                    placeholder=t(words::SEARCH)
                    prop:value=move || wanted.get()
                    on:input=move |event| wanted.set(event_target_value(&event))
                />
            </div>
        </div>
        {move || circle.actions.error().map(|error| view! { <ErrorState words=error.message(language()) on_retry=move || circle.actions.reload() /> })}
        <Show when=move || !is_there.get() && circle.actions.error().is_none()>
            <Skeleton kind=SkeletonKind::Tall />
        </Show>
        <Show when=move || is_empty.get()>
            <EmptyState icon=icon::LEAF words=words::EMPTY />
        </Show>
        {groups}
        <A href="/log/everyday" {..} class="card nudge">
            <span class="nudge-mark nudge-dune">{icon::RECEIPT.sized("24")}</span>
            <span class="grow"><strong>{t(words::EVERYDAY)}</strong> <span class="nudge-note">{t(words::EVERYDAY_HINT)}</span></span>
            {icon::CHEVRON_RIGHT.view()}
        </A>
        <LogSheet />
    }
}

/// A name that fits beside four others.
const fn short_name(scene: ActionScene) -> Text {
    match scene {
        ActionScene::Travel => words::SCENE_TRAVEL,
        ActionScene::GreenOffice => words::SCENE_OFFICE,
        ActionScene::LowCarbonLife => words::SCENE_LIFE,
        ActionScene::Sport => words::SCENE_SPORT,
    }
}

fn fits(action: &Action, wanted: &str) -> bool {
    wanted.is_empty() || action.name.to_lowercase().contains(wanted)
}

#[component]
fn Group(scene: ActionScene, actions: Vec<Action>) -> impl IntoView {
    view! {
        <section class="stack-tight">
            <h2 class="group-title"><SceneMark scene=scene /> {t(figures::scene_name(scene))}</h2>
            <ul class="tiles">{actions.into_iter().map(|action| view! { <li><Tile action=action /></li> }).collect_view()}</ul>
        </section>
    }
}

#[component]
fn Tile(action: Action) -> impl IntoView {
    let open = StoredValue::new_local(open_sheet("action"));
    let code = action.code.clone();
    let gain = if action.ledger == ActionLedger::PointsOnly {
        words::POINTS_ONLY.get(crate::i18n::current()).to_owned()
    } else {
        words::PER_UNIT.fill(
            crate::i18n::current(),
            &[
                ("unit", figures::one_of(&action.unit_name)),
                ("mass", &figures::mass(action.factor_kg_per_unit)),
            ],
        )
    };
    view! {
        <button class="tile" type="button" on:click=move |_| open.with_value(|open| open(&code))>
            <span class="tile-name">{action.name}</span>
            <span class="tile-gain">{gain}</span>
        </button>
    }
}
