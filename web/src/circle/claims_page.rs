//! What was logged: what each counted, why, and what can be done about it.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::figures;
use super::log_send::undo_claim;
use super::operations::{ActionClaims, Claim, ClaimAppeal, action_claims, claim_appeal};
use super::parts::ScreenHead;
use super::state;
use super::waiting::WaitingList;
use super::words_of::{state_name, state_tone, trust_name};
use crate::client::{send, use_kept};
use crate::i18n::{self, language, t, tf};
use crate::locales::{circle_log, circle_me as words};
use crate::ui::form::{error_elsewhere, user_errors};
use crate::ui::{
    Badge, Button, ButtonKind, EmptyState, Loaded, SkeletonKind, TextArea, icon, toast, use_submit,
};

const PAGE: i64 = 20;

/// `/circle/me/claims`.
#[component]
pub fn ClaimsPage() -> impl IntoView {
    let load = use_kept::<ActionClaims>(|| {
        state::changes();
        language();
        action_claims::Variables {
            first: PAGE,
            after: None,
        }
    });
    view! {
        <ScreenHead title=words::CLAIMS back="/me" />
        <WaitingList />
        <Loaded load=load skeleton=SkeletonKind::Tall let:data>
            <Claims first={data.action_claims.edges.into_iter().map(|edge| edge.node).collect::<Vec<_>>()} after=data.action_claims.page_info.end_cursor.filter(|_| data.action_claims.page_info.has_next_page) />
        </Loaded>
    }
}

#[component]
fn Claims(first: Vec<Claim>, after: Option<String>) -> impl IntoView {
    let is_empty = first.is_empty();
    let claims = RwSignal::new(first);
    let after = RwSignal::new(after);
    let busy = RwSignal::new(false);
    let more = move || {
        busy.set(true);
        spawn_local(async move {
            let variables = action_claims::Variables {
                first: PAGE,
                after: after.get_untracked(),
            };
            match send::<ActionClaims>(variables).await {
                Ok(data) => {
                    let page = data.action_claims;
                    claims.try_update(|claims| {
                        claims.extend(page.edges.into_iter().map(|edge| edge.node));
                    });
                    after.try_set(
                        page.page_info
                            .end_cursor
                            .filter(|_| page.page_info.has_next_page),
                    );
                }
                Err(error) => toast(error.message(i18n::current())),
            }
            busy.try_set(false);
        });
    };
    view! {
        {is_empty.then(|| view! { <EmptyState icon=icon::LEAF words=words::CLAIMS_EMPTY /> })}
        <ul class="plain stack-tight">
            <For each=move || claims.get() key=|claim| claim.id.clone() let:claim>
                <li><ClaimCard claim=claim /></li>
            </For>
        </ul>
        <Show when=move || after.with(Option::is_some)>
            <Button busy=busy on_press=more>{t(words::MORE)}</Button>
        </Show>
    }
}

#[component]
fn ClaimCard(claim: Claim) -> impl IntoView {
    let Claim {
        id,
        name,
        day,
        units_claimed,
        units_accepted,
        unit_name,
        grams,
        points,
        state,
        trust,
        reasons,
        signals,
        can_appeal,
        decision_reason,
        appeal,
        explanation,
        undo_until,
        ..
    } = claim;
    let can_undo = undo_until
        .and_then(|until| until.millis())
        .is_some_and(|until| until > js_sys::Date::now());
    let partly = (units_accepted != units_claimed).then(|| {
        circle_log::PARTLY.fill(
            language(),
            &[
                ("claimed", &figures::amount(units_claimed, &unit_name)),
                ("accepted", &figures::amount(units_accepted, &unit_name)),
            ],
        )
    });
    let (undo_id, undo_name) = (id.clone(), name.clone());
    let appealed = appeal.map(|appeal| {
        view! {
            <div class="stack-tight">
                <p><strong>{t(words::APPEALED)}</strong> " " {appeal.text}</p>
                <p class="muted">{appeal.answer.unwrap_or_else(|| words::APPEAL_WAITS.get(language()).to_owned())}</p>
            </div>
        }
    });
    view! {
        <details class="card claim">
            <summary>
                <span class="claim-name"><strong>{name}</strong> <span class="muted">{day.0} " · " {figures::amount(units_claimed, &unit_name)}</span></span>
                <span class="claim-gain">
                    <span>{figures::grams(-grams)}</span>
                    <span class="muted">{format!("+{}", figures::count(points))}</span>
                </span>
                <span class="claim-state"><Badge tone=state_tone(state)>{t(state_name(state))}</Badge></span>
            </summary>
            <div class="claim-body">
                {partly.map(|partly| view! { <p>{partly}</p> })}
                {decision_reason.map(|reason| view! { <p>{t(words::DECISION)} ": " {reason}</p> })}
                {appealed}
                {signals.into_iter().map(|signal| signal.message).chain(reasons.into_iter().map(|reason| reason.message)).map(|message| view! { <p class="import-message">{icon::INFO.sized("16")} <span>{message}</span></p> }).collect_view()}
                <p class="formula">{explanation.formula}</p>
                <ul class="claim-steps">{explanation.steps.into_iter().map(|step| view! { <li>{step}</li> }).collect_view()}</ul>
                <p class="muted">
                    {explanation.source} " · "
                    {tf(words::FACTOR_VERSION, move || [("version", explanation.factor_version.clone())])} " · "
                    {tf(words::RULE_VERSION, move || [("version", explanation.rule_version.to_string())])} " · "
                    {t(words::TRUST)} ": " {t(trust_name(trust))}
                </p>
                <div class="row">
                    {can_undo.then(|| view! { <Button on_press=move || undo_claim(undo_id.clone(), undo_name.clone())>{t(words::UNDO_CLAIM)}</Button> })}
                </div>
                {can_appeal.then(|| view! { <Appeal id=id /> })}
            </div>
        </details>
    }
}

/// Asking a second reviewer, with a reason.
#[component]
fn Appeal(id: String) -> impl IntoView {
    let text = RwSignal::new(String::new());
    let submit = use_submit();
    let on_submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let variables = claim_appeal::Variables {
            id: id.clone(),
            text: text.get_untracked(),
        };
        submit.run(async move {
            let payload = send::<ClaimAppeal>(variables).await?.claim_appeal;
            if payload.user_errors.is_empty() {
                Ok(Ok(|| {
                    toast(words::APPEAL_SENT.get(i18n::current()));
                    state::note_change();
                }))
            } else {
                Ok(Err(user_errors(payload.user_errors)))
            }
        });
    };
    view! {
        <form class="stack-tight" on:submit=on_submit novalidate=true>
            <TextArea label=words::APPEAL_TEXT value=text hint=words::APPEAL_HINT error=error_elsewhere(submit.errors, &[]) />
            <div><Button kind=ButtonKind::Secondary submit=true busy=submit.busy>{t(words::APPEAL)}</Button></div>
        </form>
    }
}
