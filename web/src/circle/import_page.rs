//! Steps and sport from a file: the consent, the file, its progress, and what came of it day by day.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::figures;
use super::import_operations::{
    SportImport, SportImportCreate, SportImportDelete, SportImportProgressed, SportImports,
    sport_import_create, sport_import_delete, sport_import_progressed, sport_imports,
};
use super::operations::{HealthConsent, health_consent};
use super::parts::ScreenHead;
use super::state::{self, use_circle};
use crate::client::enums::{SportImportState, SportSource};
use crate::client::{http, send, subscribe, use_kept};
use crate::i18n::{self, Text, language, t, tf};
use crate::locales::{circle, circle_import as words};
use crate::ui::form::{UserError, user_errors};
use crate::ui::{
    Badge, Button, CheckField, EmptyState, FileDrop, FileDropState, Loaded, Progress, Tone, act,
    icon, toast,
};
use saxaul_shared::credits::member::CONSENT_VERSION;

/// Days of an import that are listed.
const SHOWN_DAYS: usize = 31;

/// `/circle/import`.
#[component]
pub fn ImportPage() -> impl IntoView {
    let shared = use_circle();
    let load = use_kept::<SportImports>(|| {
        state::changes();
        language();
        sport_imports::Variables {}
    });
    let has_consented = Memo::new(move |_| {
        shared
            .seat()
            .is_some_and(|seat| seat.health_consent_version.is_some())
    });
    let agreed = RwSignal::new(false);
    Effect::new(move |_| agreed.set(has_consented.get()));
    let consent = UnsyncCallback::new(move |on: bool| {
        act(
            async move {
                let version = on.then_some(CONSENT_VERSION);
                let payload = send::<HealthConsent>(health_consent::Variables { version })
                    .await?
                    .circle_member_update;
                Ok(user_errors(payload.user_errors))
            },
            move || shared.seat.reload(),
        );
    });
    view! {
        <ScreenHead title=words::TITLE back="/" />
        <p class="muted">{t(words::LEAD)}</p>
        <section class="card stack">
            <CheckField label=words::CONSENT value=agreed hint=words::CONSENT_HINT on_change=consent />
            <Drop agreed=agreed />
            <details class="how">
                <summary>{t(words::HOW)}</summary>
                <ul>
                    <li>{t(words::APPLE)}</li>
                    <li>{t(words::STRAVA)}</li>
                    <li>{t(words::GOOGLE)}</li>
                    <li>{t(words::HUAWEI)}</li>
                </ul>
            </details>
        </section>
        <section class="stack-tight">
            <h2>{t(words::PAST)}</h2>
            <Loaded load=load let:data>
                {if data.sport_imports.iter().all(|import| import.state == SportImportState::Deleted) {
                    view! { <EmptyState icon=icon::SHOE words=words::NONE /> }.into_any()
                } else {
                    data.sport_imports.into_iter().filter(|import| import.state != SportImportState::Deleted).map(|import| view! { <Import import=import /> }).collect_view().into_any()
                }}
            </Loaded>
        </section>
    }
}

#[component]
fn Drop(agreed: RwSignal<bool>) -> impl IntoView {
    let state = RwSignal::new(FileDropState::Idle);
    let running = RwSignal::new(None::<String>);
    let canceller = StoredValue::new_local(None::<Box<dyn Fn()>>);
    let take = move |file: web_sys::File| {
        if !agreed.get_untracked() {
            state.set(FileDropState::Failed(
                words::CONSENT_FIRST.get(i18n::current()).to_owned(),
            ));
            return;
        }
        let name = file.name();
        let sending = move |fraction| FileDropState::Sending {
            name: name.clone(),
            fraction,
        };
        state.set(sending(0.0));
        let progressed = move |sent: f64, all: f64| {
            state.try_set(sending(if all > 0.0 { sent / all } else { 0.0 }));
        };
        let upload = match http::upload(&file, progressed) {
            Ok(upload) => upload,
            Err(error) => {
                return state.set(FileDropState::Failed(error.message(i18n::current())));
            }
        };
        let cancel = upload.canceller();
        canceller.set_value(Some(Box::new(cancel)));
        spawn_local(async move {
            let made = async {
                let upload_id = upload.finish().await?.upload_id;
                let payload = send::<SportImportCreate>(sport_import_create::Variables {
                    upload_id,
                    consent: true,
                })
                .await?
                .sport_import_create;
                Ok::<_, crate::client::ClientError>((
                    payload.import.map(|import| import.id),
                    user_errors(payload.user_errors),
                ))
            }
            .await;
            canceller.try_set_value(None);
            let next = match made {
                Ok((Some(id), _)) => {
                    running.try_set(Some(id));
                    state::note_change();
                    FileDropState::Idle
                }
                Ok((None, errors)) => FileDropState::Failed(first_message(errors)),
                Err(error) => FileDropState::Failed(error.message(i18n::current())),
            };
            state.try_set(next);
        });
    };
    let cancel = move || {
        canceller.with_value(|cancel| {
            if let Some(cancel) = cancel {
                cancel();
            }
        });
    };
    view! {
        <FileDrop label=words::DROP hint=words::DROP_HINT accept=".zip,.xml,.csv,.json" state=state on_file=take on_cancel=cancel />
        {move || running.get().map(|id| view! { <Running id=id running=running /> })}
    }
}

fn first_message(errors: Vec<UserError>) -> String {
    errors
        .into_iter()
        .next()
        .map(|error| error.message)
        .unwrap_or_default()
}

/// An import on its way; its end reloads the list.
#[component]
fn Running(id: String, running: RwSignal<Option<String>>) -> impl IntoView {
    let at = RwSignal::new((0_i64, 0_i64));
    subscribe::<SportImportProgressed>(sport_import_progressed::Variables { id }, move |event| {
        let event = event.sport_import_progressed;
        at.try_set((event.done, event.total));
        if !matches!(
            event.import.state,
            SportImportState::Queued | SportImportState::Reading
        ) {
            running.try_set(None);
            state::note_change();
        }
    })
    .until_cleanup();
    let fraction = Signal::derive(move || {
        let (done, total) = at.get();
        (total > 0).then(|| fraction(done, total))
    });
    view! {
        <Progress label=words::READING fraction=fraction />
        <p class="field-hint">{t(words::LEAVE)}</p>
    }
}

#[component]
fn Import(import: SportImport) -> impl IntoView {
    let SportImport {
        id,
        source,
        state,
        days,
        rides,
        accepted,
        manual,
        older,
        messages,
        created_at,
        ..
    } = import;
    let id = StoredValue::new(id);
    let delete = move || {
        act(
            async move {
                let payload = send::<SportImportDelete>(sport_import_delete::Variables {
                    id: id.get_value(),
                })
                .await?
                .sport_import_delete;
                Ok(user_errors(payload.user_errors))
            },
            || {
                state::note_change();
                toast(words::DELETED.get(i18n::current()));
            },
        );
    };
    let count = days.len();
    let running = matches!(state, SportImportState::Queued | SportImportState::Reading);
    let left_out = [(manual, words::MANUAL), (older, words::OLDER)]
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, text)| text.fill(language(), &[("count", &figures::count(count))]));
    let remarks: Vec<String> = left_out
        .chain(messages.into_iter().map(|message| message.message))
        .collect();
    view! {
        <article class="card stack-tight import">
            <header class="row-between">
                <strong>{source.map(|source| t(source_name(source)))}</strong>
                <span class="muted">{created_at.get(..10).unwrap_or_default().to_owned()}</span>
                {(state == SportImportState::Failed).then(|| view! { <Badge tone=Tone::Danger>{t(words::FAILED)}</Badge> })}
                {running.then(|| view! { <Badge tone=Tone::Info>{t(words::READING)}</Badge> })}
            </header>
            <p class="muted">
                {tf(words::DAYS, move || {
                    [("days", count.to_string()), ("rides", rides.to_string()), ("accepted", accepted.to_string())]
                })}
            </p>
            {remarks.into_iter().map(|remark| view! { <p class="import-message">{icon::INFO.sized("16")} <span>{remark}</span></p> }).collect_view()}
            {(!days.is_empty()).then(|| view! {
                <div class="table-box">
                    <table class="table">
                        <thead>
                            <tr>
                                <th scope="col">{t(words::DAY_COLUMN)}</th>
                                <th scope="col" class="number">{t(words::STEPS)}</th>
                                <th scope="col" class="number">{t(circle::POINTS_COLUMN)}</th>
                            </tr>
                        </thead>
                        <tbody>
                            {days
                                .into_iter()
                                .take(SHOWN_DAYS)
                                .map(|day| view! {
                                    <tr>
                                        <th scope="row">{day.day.0} {day.message.map(|why| view! { <span class="import-why">{why}</span> })}</th>
                                        <td class="number">{figures::count(day.steps)}</td>
                                        <td class="number">{figures::count(day.points)}</td>
                                    </tr>
                                })
                                .collect_view()}
                        </tbody>
                    </table>
                </div>
            })}
            <div><Button small=true icon=icon::TRASH on_press=delete>{t(words::DELETE)}</Button></div>
        </article>
    }
}

/// Name of where an import comes from.
const fn source_name(source: SportSource) -> Text {
    match source {
        SportSource::AppleHealth => words::SOURCE_APPLE,
        SportSource::Strava => words::SOURCE_STRAVA,
        SportSource::GoogleFit => words::SOURCE_GOOGLE,
        SportSource::HuaweiHealth => words::SOURCE_HUAWEI,
        SportSource::Zepp => words::SOURCE_ZEPP,
        SportSource::Table => words::SOURCE_TABLE,
        SportSource::Report => words::SOURCE_REPORT,
    }
}

/// A part of a whole between 0 and 1, for a bar.
fn fraction(done: i64, total: i64) -> f64 {
    let hundredths = (done.saturating_mul(100) / total.max(1)).clamp(0, 100);
    f64::from(u8::try_from(hundredths).unwrap_or(100)) / 100.0
}
