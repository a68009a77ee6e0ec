//! Everyday emissions: the other side of the statement, for oneself alone. The activities and their figures are part of
//! the program; only what is logged travels.

use leptos::prelude::*;
use saxaul_shared::credits::everyday::{self, EverydayCategory, EverydayDef};
use saxaul_shared::decimal::{self, Decimal};
use wasm_bindgen_futures::spawn_local;

use super::figures;
use super::operations::{EverydayEntries, EverydayUndo, everyday_entries, everyday_undo};
use super::parts::{AmountStepper, ScreenHead};
use super::queue::{self, Answered, Outcome, Queued, What};
use super::state;
use crate::client::{send, use_kept};
use crate::i18n::{self, language, t};
use crate::locales::{circle, circle_log as words};
use crate::ui::form::{FormError, fresh_id, user_errors};
use crate::ui::{
    Button, ButtonKind, DateField, EmptyState, IconButton, Loaded, SideSheet, act, close_sheet,
    icon, open_sheet, sheet_value, toast, toast_undo,
};

const SHOWN: i64 = 20;

type Entry = everyday_entries::EverydayEntriesEverydayEntriesEdgesNode;

/// `/circle/log/everyday`.
#[component]
pub fn EverydayPage() -> impl IntoView {
    let wanted = RwSignal::new(String::new());
    let id = fresh_id("find");
    let groups = move || {
        let wanted = wanted.with(|wanted| wanted.trim().to_lowercase());
        let fits = |def: &&EverydayDef| {
            wanted.is_empty()
                || def.name_zh.to_lowercase().contains(&wanted)
                || def.name_en.to_lowercase().contains(&wanted)
        };
        EverydayCategory::ALL
            .iter()
            .filter_map(|&category| {
                let defs: Vec<&'static EverydayDef> = everyday::all()
                    .iter()
                    .filter(|def| def.category == category)
                    .filter(fits)
                    .collect();
                (!defs.is_empty()).then(|| {
                    view! { <Group category=category defs=defs is_open=!wanted.is_empty() /> }
                })
            })
            .collect_view()
    };
    view! {
        <ScreenHead title=words::EVERYDAY_TITLE back="/log" />
        <p class="muted">{t(words::EVERYDAY_LEAD)}</p>
        <div class="find">
            <label class="visually-hidden" for=id.clone()>{t(words::EVERYDAY_SEARCH)}</label>
            {icon::SEARCH.view()}
            <input
                class="input"
                id=id
                type="search"
                autocomplete="off"
                placeholder=t(words::EVERYDAY_SEARCH)
                prop:value=move || wanted.get()
                on:input=move |event| wanted.set(event_target_value(&event))
            />
        </div>
        <div class="groups">{groups}</div>
        <Recent />
        <EverydaySheet />
    }
}

#[component]
fn Group(
    category: EverydayCategory,
    defs: Vec<&'static EverydayDef>,
    is_open: bool,
) -> impl IntoView {
    let open = StoredValue::new_local(open_sheet("emission"));
    view! {
        <details class="card card-flush group" open=is_open>
            <summary><h2>{move || category.name(language())}</h2> <span class="muted">{defs.len()}</span></summary>
            <ul class="plain">
                {defs
                    .into_iter()
                    .map(|def| view! {
                        <li>
                            <button class="link-row" type="button" on:click=move |_| open.with_value(|open| open(&def.code))>
                                <span class="grow">
                                    <span class="link-row-label">{move || def.name(language()).to_owned()}</span>
                                    <span class="link-row-note">{move || per_unit(def)}</span>
                                </span>
                                {icon::PLUS.view()}
                            </button>
                        </li>
                    })
                    .collect_view()}
            </ul>
        </details>
    }
}

fn unit_name(def: &EverydayDef) -> String {
    saxaul_shared::credits::action::unit_name(&def.unit, language()).to_owned()
}

fn per_unit(def: &EverydayDef) -> String {
    words::EVERYDAY_PER.fill(
        language(),
        &[
            ("unit", figures::one_of(&unit_name(def))),
            ("mass", &figures::mass(def.factor_kg_per_unit)),
        ],
    )
}

#[component]
fn EverydaySheet() -> impl IntoView {
    let code = sheet_value("emission");
    let title = Signal::derive(move || {
        code.get()
            .and_then(|code| everyday::by_code(&code))
            .map(|def| def.name(language()).to_owned())
            .unwrap_or_default()
    });
    view! {
        <SideSheet key="emission" title=title let:code>
            {everyday::by_code(&code).map(|def| view! { <EverydayForm def=def /> })}
        </SideSheet>
    }
}

#[component]
fn EverydayForm(def: &'static EverydayDef) -> impl IntoView {
    let (amount, day) = (
        RwSignal::new(String::new()),
        RwSignal::new(figures::today()),
    );
    let close = StoredValue::new_local(close_sheet("emission"));
    let (busy, was_sent) = (RwSignal::new(false), RwSignal::new(false));
    let refused = RwSignal::new(None::<String>);
    let units = move || {
        decimal::parse(amount.get().trim())
            .ok()
            .filter(|units| *units > Decimal::ZERO)
    };
    let kg = move || {
        let micro = decimal::to_micro(units()?).ok()?;
        Some(decimal::from_micro(def.emission_mg(micro).ok()?))
    };
    let error = Signal::derive(move || {
        (was_sent.get() && units().is_none()).then(|| words::AMOUNT_WRONG.now().to_owned())
    });
    let on_submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        was_sent.set(true);
        let Some(units) = untrack(units) else { return };
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let name = def.name(i18n::current()).to_owned();
        let queued = Queued::new(
            What::Everyday {
                code: def.code.clone(),
                units,
                day: day.get_untracked(),
            },
            name.clone(),
            figures::amount(units, &untrack(|| unit_name(def))),
        );
        let key = queued.key.clone();
        spawn_local(async move {
            let outcome = queue::log(queued).await;
            busy.try_set(false);
            match outcome {
                Ok(Outcome::Answered(Answered::Refused(errors))) => {
                    refused.try_set(errors.into_iter().next().map(|error| error.message));
                    return;
                }
                Ok(Outcome::Answered(Answered::Entry(id, kg))) => {
                    let said = words::EVERYDAY_LOGGED.fill(
                        i18n::current(),
                        &[("name", &name), ("mass", &figures::mass(kg))],
                    );
                    toast_undo(said, move || undo(id.clone(), name.clone()));
                }
                Ok(_) => toast_undo(circle::KEPT.get(i18n::current()), move || {
                    queue::remove(&key);
                }),
                Err(error) => {
                    refused.try_set(Some(error.message(i18n::current())));
                    return;
                }
            }
            close.try_with_value(|close| close());
        });
    };
    view! {
        <form class="stack" on:submit=on_submit novalidate=true>
            <FormError message=refused />
            <AmountStepper value=amount unit=Signal::derive(move || unit_name(def)) step=Decimal::ONE error=error />
            <DateField label=words::DAY value=day />
            <section class="preview preview-emits" aria-live="polite">
                <dl class="preview-figures">
                    <div>
                        <dt>{t(words::EVERYDAY_EMITS)}</dt>
                        <dd>{move || kg().map_or_else(|| "\u{2013}".to_owned(), figures::mass)}</dd>
                    </div>
                </dl>
                <p class="preview-note">{icon::INFO.sized("16")} <span>{move || per_unit(def)}</span></p>
            </section>
            <Button kind=ButtonKind::Primary submit=true busy=busy>{t(words::SUBMIT)}</Button>
        </form>
    }
}

fn undo(id: String, name: String) {
    act(
        async move {
            let payload = send::<EverydayUndo>(everyday_undo::Variables { id })
                .await?
                .everyday_undo;
            Ok(user_errors(payload.user_errors))
        },
        move || {
            state::note_change();
            toast(words::UNDONE.fill(i18n::current(), &[("name", &name)]));
        },
    );
}

/// What was logged lately, each with a way to take it back.
#[component]
fn Recent() -> impl IntoView {
    let load = use_kept::<EverydayEntries>(|| {
        state::changes();
        language();
        everyday_entries::Variables { first: SHOWN }
    });
    view! {
        <section class="stack-tight">
            <h2>{t(words::EVERYDAY_RECENT)}</h2>
            <Loaded load=load let:data>
                {
                    let entries: Vec<_> = data
                        .everyday_entries
                        .edges
                        .into_iter()
                        .map(|edge| edge.node)
                        .filter(|entry| !entry.is_undone)
                        .collect();
                    if entries.is_empty() {
                        view! { <EmptyState icon=icon::RECEIPT words=words::EVERYDAY_EMPTY /> }.into_any()
                    } else {
                        view! { <ul class="card card-flush entries">{entries.into_iter().map(row).collect_view()}</ul> }.into_any()
                    }
                }
            </Loaded>
        </section>
    }
}

fn row(entry: Entry) -> impl IntoView {
    let (id, name) = (entry.id, entry.name.clone());
    view! {
        <li class="entry entry-with-action">
            <span class="entry-what"><strong>{entry.name}</strong> <span class="muted">{entry.day.0}</span></span>
            <span class="entry-amount"><strong>{figures::mass(entry.emission_kg)}</strong></span>
            <IconButton icon=icon::TRASH label=crate::locales::common::UNDO on_press=move || undo(id.clone(), name.clone()) />
        </li>
    }
}
