//! What the rule of an action asks beside the amount.

use leptos::prelude::*;
use saxaul_shared::credits::EvidenceKind;
use saxaul_shared::credits::action::ActionDef;
use wasm_bindgen_futures::spawn_local;

use super::figures;
use super::log_draft::{self, Fields};
use super::operations::Action;
use crate::client::http;
use crate::i18n::{self, language, t};
use crate::locales::circle_log as words;
use crate::ui::{
    Choice, DateField, FileDrop, FileDropState, NumberField, Segments, TextField, icon,
};

/// Fields that show their own refusal.
pub const SHOWN: [&str; 5] = [
    "units",
    "day",
    "evidenceNumber",
    "secondNumber",
    "durationMinutes",
];
/// So many days are offered as buttons; a longer window gets a calendar.
const BUTTONS: i64 = 4;

/// The amount of the last time, and round ones.
#[component]
pub fn QuickPicks(action: StoredValue<Action>, fields: Fields) -> impl IntoView {
    let last = action.with_value(|action| {
        action
            .last_units
            .map(|units| (units, figures::amount(units, &action.unit_name)))
    });
    last.map(|(units, amount)| {
        let value = units.normalize().to_string();
        let mine = value.clone();
        view! {
            <div class="quick-picks">
                <button
                    class="quick-pick"
                    type="button"
                    aria-pressed=move || if fields.amount.with(|amount| *amount == mine) { "true" } else { "false" }
                    on:click=move |_| fields.amount.set(value.clone())
                >
                    {move || words::LAST_TIME.fill(language(), &[("amount", &amount)])}
                </button>
            </div>
        }
    })
}

/// Which day: a few buttons, or a calendar where the window is long.
#[component]
pub fn DayField(
    fields: Fields,
    most_days: i64,
    #[prop(into)] error: Signal<Option<String>>,
) -> impl IntoView {
    if most_days >= BUTTONS {
        return view! { <DateField label=words::DAY value=fields.day error=error /> }.into_any();
    }
    let days = Signal::derive(move || {
        let today = figures::today();
        (0..=most_days)
            .map(|back| {
                let day = figures::days_before(&today, back);
                let name = match back {
                    0 => words::TODAY.now().to_owned(),
                    1 => words::YESTERDAY.now().to_owned(),
                    _ => day.get(5..).unwrap_or(&day).to_owned(),
                };
                Choice::new(day, name)
            })
            .collect::<Vec<_>>()
    });
    view! {
        <div class="stack-tight">
            <span class="field-label">{t(words::DAY)}</span>
            <Segments label=words::DAY options=days chosen=fields.day />
        </div>
    }
    .into_any()
}

/// How many trips, or which meal, where the rule counts them.
#[component]
pub fn TripFields(fields: Fields, def: &'static ActionDef) -> impl IntoView {
    let trips = def.rule.trips_per_day.map(|most| {
        let options = Signal::derive(move || {
            (1..=most.min(4))
                .map(|count| {
                    let name = match count {
                        1 => words::TRIP_ONE.now().to_owned(),
                        2 => words::TRIP_BACK.now().to_owned(),
                        _ => words::TRIPS_MORE.fill(language(), &[("count", &count.to_string())]),
                    };
                    Choice::new(count.to_string(), name)
                })
                .collect::<Vec<_>>()
        });
        view! {
            <div class="stack-tight">
                <span class="field-label">{t(words::TRIPS)}</span>
                <Segments label=words::TRIPS options=options chosen=fields.trips />
            </div>
        }
    });
    let meal = def.rule.per_meal.then(|| {
        let options = Signal::derive(|| {
            vec![
                Choice::new("BREAKFAST", words::BREAKFAST.now()),
                Choice::new("LUNCH", words::LUNCH.now()),
                Choice::new("DINNER", words::DINNER.now()),
            ]
        });
        view! {
            <div class="stack-tight">
                <span class="field-label">{t(words::MEAL)}</span>
                <Segments label=words::MEAL options=options chosen=fields.meal />
            </div>
        }
    });
    (trips, meal)
}

/// The number and the picture the rule takes.
#[component]
pub fn EvidenceFields(
    fields: Fields,
    def: &'static ActionDef,
    #[prop(into)] number_error: Signal<Option<String>>,
    #[prop(into)] second_error: Signal<Option<String>>,
) -> impl IntoView {
    let named = |names: (&'static str, &'static str)| {
        Signal::derive(move || capitalised(language().pick(names.0, names.1)))
    };
    let is_needed = def.rule.least_evidence() == EvidenceKind::Number;
    let hint = Signal::derive(move || Some(def.rule.evidence_text(&def.unit, language())));
    let number = def.rule.number.map(|kind| {
        view! { <TextField label=named(kind.names()) value=fields.number autocomplete="off" hint=hint error=number_error optional=!is_needed /> }
    });
    let second = def.rule.second_number.map(|second| {
        view! { <TextField label=named(second.kind.names()) value=fields.second autocomplete="off" error=second_error optional=!second.required /> }
    });
    let photo = log_draft::takes_photo(def).then(|| view! { <Photo fields=fields /> });
    (number, second, photo)
}

/// A name at the beginning of a line.
fn capitalised(name: &str) -> String {
    let mut signs = name.chars();
    signs
        .next()
        .map(|first| first.to_uppercase().chain(signs).collect())
        .unwrap_or_default()
}

/// A picture as evidence.
#[component]
fn Photo(fields: Fields) -> impl IntoView {
    let state = RwSignal::new(FileDropState::Idle);
    let take = move |file: web_sys::File| {
        let name = file.name();
        let sending = move |fraction| FileDropState::Sending {
            name: name.clone(),
            fraction,
        };
        state.set(sending(0.0));
        let upload = http::upload(&file, move |sent, all| {
            state.try_set(sending(if all > 0.0 { sent / all } else { 0.0 }));
        });
        spawn_local(async move {
            let uploaded = match upload {
                Ok(upload) => upload.finish().await,
                Err(error) => Err(error),
            };
            let next = match uploaded {
                Ok(uploaded) => {
                    fields.photo.try_set(Some(uploaded.upload_id));
                    FileDropState::Idle
                }
                Err(crate::client::ClientError::Offline) => {
                    FileDropState::Failed(words::PHOTO_OFFLINE.get(i18n::current()).to_owned())
                }
                Err(error) => FileDropState::Failed(error.message(i18n::current())),
            };
            state.try_set(next);
        });
    };
    view! {
        <div class="stack-tight">
            <span class="field-label">{t(words::EVIDENCE_PHOTO)}</span>
            <FileDrop label=words::PHOTO_DROP accept="image/*" state=state on_file=take />
            {move || fields.photo.with(Option::is_some).then(|| view! { <p class="preview-note" role="status">{icon::CHECK.view()} {t(words::PHOTO_THERE)}</p> })}
        </div>
    }
}

/// When it began and how long it took: asked outright where the rule needs it, else kept out of the way.
#[component]
pub fn TimeFields(
    fields: Fields,
    def: &'static ActionDef,
    #[prop(into)] error: Signal<Option<String>>,
) -> impl IntoView {
    let minute = || Signal::derive(|| Some(words::MINUTE_UNIT.now().to_owned()));
    let home = log_draft::takes_home_work(def).then(|| {
        view! { <NumberField label=words::HOME_WORK value=fields.home_work unit=minute() optional=true /> }
    });
    let minutes = move |optional: bool| {
        view! { <NumberField label=words::MINUTES value=fields.minutes unit=minute() error=error optional=optional /> }
    };
    let times = if log_draft::needs_minutes(def) {
        Some(minutes(false).into_any())
    } else if log_draft::takes_times(def) {
        Some(
            view! {
                <details class="details">
                    <summary>{t(words::DETAILS)}</summary>
                    <div class="stack">
                        <p class="field-hint">{t(words::DETAILS_HINT)}</p>
                        <TextField label=words::STARTED value=fields.started kind="time" optional=true />
                        {minutes(true)}
                    </div>
                </details>
            }
            .into_any(),
        )
    } else {
        None
    };
    (home, times)
}
