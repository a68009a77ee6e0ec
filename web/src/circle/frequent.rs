//! What is done often, logged again with one tap: it can be undone, so nobody is asked.

use leptos::prelude::*;
use leptos_router::components::A;
use saxaul_shared::credits::claim::Draft;
use saxaul_shared::decimal::Decimal;
use saxaul_shared::period::Date;
use wasm_bindgen_futures::spawn_local;

use super::figures;
use super::log_send::{ActionDraft, send_action, tell};
use super::operations::Action;
use super::parts::SceneMark;
use super::preview::{self, Preview};
use super::state::use_circle;
use crate::i18n::t;
use crate::locales::circle as words;
use crate::ui::icon;

/// How many are offered.
const OFFERED: usize = 4;

/// The most frequent actions with the amount of the last time.
#[component]
pub fn Frequent() -> impl IntoView {
    let circle = use_circle();
    let frequent = Memo::new(move |_| {
        circle.actions.with(|data| {
            data.map(|data| {
                data.circle_actions
                    .iter()
                    .filter(|action| action.last_units.is_some())
                    .take(OFFERED)
                    .cloned()
                    .collect::<Vec<_>>()
            })
            .unwrap_or_default()
        })
    });
    view! {
        <section class="stack-tight">
            <div class="row-between">
                <h2>{t(words::FREQUENT)}</h2>
                <A href="/log" {..} class="more">{t(words::ALL_ACTIONS)} {icon::CHEVRON_RIGHT.sized("16")}</A>
            </div>
            {move || {
                let actions = frequent.get();
                if actions.is_empty() {
                    view! { <p class="muted">{t(words::FREQUENT_EMPTY)}</p> }.into_any()
                } else {
                    view! {
                        <ul class="frequent">{actions.into_iter().map(|action| view! { <li><OneTap action=action /></li> }).collect_view()}</ul>
                    }
                        .into_any()
                }
            }}
        </section>
    }
}

#[component]
fn OneTap(action: Action) -> impl IntoView {
    let busy = RwSignal::new(false);
    let units = action.last_units.unwrap_or_default();
    let amount = figures::amount(units, &action.unit_name);
    let gain = preview_again(&action, units);
    let face = view! {
        <SceneMark scene=action.scene />
        <span class="one-tap-name">{action.name.clone()}</span>
        <span class="one-tap-amount">{amount.clone()}</span>
        <span class="one-tap-gain">{gain.clone()}</span>
    };
    if gain.is_none() {
        // It asks for more than an amount: a ticket's number, which meal it was.
        let address = format!("/log?action={}", action.code);
        return view! { <A href={address} {..} class="one-tap">{face}</A> }.into_any();
    }
    let action = StoredValue::new(action);
    let press = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let draft = action.with_value(|action| ActionDraft::again(action, units));
            let sent = send_action(draft).await;
            tell(sent);
            busy.try_set(false);
        });
    };
    view! {
        <button class="one-tap" type="button" aria-busy=move || busy.get().then_some("true") on:click=press>
            <span class="visually-hidden">{t(words::FREQUENT_VERB)}</span>
            {face}
        </button>
    }
    .into_any()
}

/// What the same again would come to today; nothing when it would need more than an amount.
fn preview_again(action: &Action, units: Decimal) -> Option<String> {
    let today = Date::parse(&figures::today()).ok()?;
    let circle = use_circle();
    let seat = circle.seat();
    match preview::evaluate_draft(action, &Draft::of(units, today), seat.as_ref())? {
        Preview::Worth(evaluation) => Some(preview::gain(&evaluation)),
        Preview::Refused(_) => None,
    }
}
