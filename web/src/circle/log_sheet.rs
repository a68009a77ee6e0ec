//! How much of an action, what it saves and earns and why, and what came of it.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::log_done::Done;
use super::log_draft::{self, Fields};
use super::log_fields::{DayField, EvidenceFields, TimeFields};
use super::log_preview::PreviewCard;
use super::log_send::{ActionDraft, Sent, send_action, take_back, tell};
use super::operations::Action;
use super::parts::AmountStepper;
use super::preview::{self, Preview};
use super::state::use_circle;
use super::{figures, log_fields};
use crate::i18n::{self, t};
use crate::locales::circle_log as words;
use crate::ui::form::{FormError, UserError};
use crate::ui::{Button, ButtonKind, SideSheet, close_sheet, sheet_value};

/// Opens on `?action=CODE`.
#[component]
pub fn LogSheet() -> impl IntoView {
    let circle = use_circle();
    let code = sheet_value("action");
    let title = Signal::derive(move || {
        code.get()
            .and_then(|code| circle.action(&code))
            .map(|action| action.name)
            .unwrap_or_default()
    });
    let is_there = Memo::new(move |_| circle.actions.with(|data| data.is_some()));
    view! {
        <SideSheet key="action" title=title let:code>
            {move || {
                is_there.get().then(|| {
                    // Made once for the action: what is typed stays while the list is loaded again.
                    match untrack(|| circle.action(&code)) {
                        Some(action) => view! { <Logging action=action /> }.into_any(),
                        None => view! { <p>{t(words::EMPTY)}</p> }.into_any(),
                    }
                })
            }}
        </SideSheet>
    }
}

#[component]
fn Logging(action: Action) -> impl IntoView {
    let sent = RwSignal::new(None::<Sent>);
    let fields = Fields::of(&action);
    let action = StoredValue::new(action);
    let close = close_sheet("action");
    let close = StoredValue::new_local(close);
    // The toast waits until the sheet is out of its way.
    let tell_last = move || {
        if let Some(last) = sent.get_untracked() {
            tell(last);
        }
    };
    let again = Callback::new(move |()| {
        tell_last();
        fields.amount.set(String::new());
        fields.number.set(String::new());
        fields.second.set(String::new());
        fields.photo.set(None);
        sent.set(None);
    });
    let done = Callback::new(move |()| {
        tell_last();
        close.with_value(|close| close());
    });
    let undo = Callback::new(move |()| {
        if let Some(last) = sent.get_untracked() {
            take_back(last);
        }
        close.with_value(|close| close());
    });
    move || match sent.get() {
        Some(Sent::Logged(claim)) => {
            view! { <Done sent=Sent::Logged(claim) on_again=again on_undo=undo on_close=done /> }
                .into_any()
        }
        Some(Sent::Later(key, name)) => {
            view! { <Done sent=Sent::Later(key, name) on_again=again on_undo=undo on_close=done /> }
                .into_any()
        }
        _ => view! { <LogForm action=action.get_value() fields=fields sent=sent /> }.into_any(),
    }
}

#[component]
fn LogForm(action: Action, fields: Fields, sent: RwSignal<Option<Sent>>) -> impl IntoView {
    let circle = use_circle();
    let Some(def) = preview::def_of(&action.code) else {
        return view! { <p>{t(words::EMPTY)}</p> }.into_any();
    };
    let unit = action.unit_name.clone();
    let unit = Signal::stored(unit);
    let step = log_draft::step_of(&action);
    let stored = StoredValue::new(action);
    let outcome = Memo::new(move |_| {
        let draft = fields.draft(def)?;
        let seat = circle.seat();
        stored.with_value(|action| preview::evaluate_draft(action, &draft, seat.as_ref()))
    });
    let busy = RwSignal::new(false);
    let refused = RwSignal::new(Vec::<UserError>::new());
    let was_sent = RwSignal::new(false);
    let amount_error = Signal::derive(move || {
        (was_sent.get() && fields.draft(def).is_none())
            .then(|| words::AMOUNT_WRONG.now().to_owned())
    });
    // What the rule or the server says about one field stands at the field, once it was tried.
    let error_at = move |name: &'static str| {
        Signal::derive(move || {
            let of_server = refused.with(|errors| {
                errors
                    .iter()
                    .find(|error| error.field.last().is_some_and(|field| field == name))
                    .map(|error| error.message.clone())
            });
            of_server.or_else(|| match outcome.get() {
                Some(Preview::Refused(reasons)) if was_sent.get() => reasons
                    .into_iter()
                    .find(|(field, _)| field.as_deref() == Some(name))
                    .map(|(_, message)| message),
                _ => None,
            })
        })
    };
    let elsewhere = Signal::derive(move || {
        refused.with(|errors| {
            errors
                .iter()
                .find(|error| {
                    error
                        .field
                        .last()
                        .is_none_or(|field| !log_fields::SHOWN.contains(&field.as_str()))
                })
                .map(|error| error.message.clone())
        })
    });
    let on_submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        was_sent.set(true);
        refused.set(Vec::new());
        let Some(draft) = untrack(|| fields.draft(def)) else {
            return;
        };
        // A refusal that is certain needs no trip to the server.
        if matches!(outcome.get_untracked(), Some(Preview::Refused(_))) || busy.get_untracked() {
            return;
        }
        busy.set(true);
        let draft = stored.with_value(|action| ActionDraft {
            entry: fields.entry(&action.code, &draft),
            name: action.name.clone(),
            amount: figures::amount(draft.units, &action.unit_name),
        });
        spawn_local(async move {
            let came = send_action(draft).await;
            if busy.try_set(false).is_some() {
                // The sheet is closed: the toast says it alone.
                return tell(came);
            }
            match came {
                Sent::Refused(errors) => refused.set(errors),
                Sent::Failed(error) => refused.set(vec![UserError {
                    message: error.message(i18n::current()),
                    field: Vec::new(),
                }]),
                came => sent.set(Some(came)),
            }
        });
    };
    view! {
        <form class="stack" on:submit=on_submit novalidate=true>
            <FormError message=elsewhere />
            <AmountStepper value=fields.amount unit=unit step=step error=amount_error />
            <log_fields::QuickPicks action=stored fields=fields />
            <DayField fields=fields most_days=def.rule.max_backdate_days error=error_at("day") />
            <log_fields::TripFields fields=fields def=def />
            <EvidenceFields fields=fields def=def number_error=error_at("evidenceNumber") second_error=error_at("secondNumber") />
            <PreviewCard action=stored def=def outcome=outcome fields=fields />
            <TimeFields fields=fields def=def error=error_at("durationMinutes") />
            <Button kind=ButtonKind::Primary submit=true busy=busy>{t(words::SUBMIT)}</Button>
        </form>
    }
    .into_any()
}
