//! A long list to choose one from by typing.

use leptos::prelude::*;

use super::field::{Choice, Field, described_by};
use super::form::fresh_id;
use crate::i18n::t;
use crate::locales::common;

/// Rows shown at once; typing narrows the rest.
const SHOWN: usize = 50;

/// An input that searches `options`. With `on_search` the caller searches (and changes `options`); without, the words
/// are looked for in label, value and note.
#[component]
pub fn Combobox(
    #[prop(into)] label: Signal<String>,
    value: RwSignal<String>,
    #[prop(into)] options: Signal<Vec<Choice>>,
    #[prop(optional, into)] hint: MaybeProp<String>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    #[prop(optional)] optional: bool,
    #[prop(optional, into)] disabled: Signal<bool>,
    #[prop(optional, into)] on_search: Option<UnsyncCallback<String>>,
) -> impl IntoView {
    let id = fresh_id("combobox");
    let list_id = format!("{id}-list");
    let typed = RwSignal::new(None::<String>);
    let open = RwSignal::new(false);
    let active = RwSignal::new(0_usize);
    let described = described_by(&id, hint, error);

    let chosen_label = Memo::new(move |_| {
        value.with(|value| {
            options.with(|options| {
                options
                    .iter()
                    .find(|option| option.value == *value)
                    .map(|option| option.label.clone())
            })
        })
    });
    let found = Memo::new(move |_| {
        let words = typed
            .get()
            .filter(|_| on_search.is_none())
            .map(|typed| typed.to_lowercase());
        options.with(|options| {
            let fits = |option: &&Choice| {
                words.as_ref().is_none_or(|words| {
                    let text = format!(
                        "{} {} {}",
                        option.label,
                        option.value,
                        option.note.as_deref().unwrap_or_default()
                    )
                    .to_lowercase();
                    words.split_whitespace().all(|word| text.contains(word))
                })
            };
            options
                .iter()
                .filter(fits)
                .take(SHOWN)
                .cloned()
                .collect::<Vec<_>>()
        })
    });
    let choose = move |option: &Choice| {
        value.set(option.value.clone());
        typed.set(None);
        open.set(false);
    };
    let close = move || {
        // An emptied field means: nothing chosen.
        if optional
            && typed
                .get_untracked()
                .is_some_and(|typed| typed.trim().is_empty())
        {
            value.set(String::new());
        }
        typed.set(None);
        open.set(false);
    };
    let on_key = move |event: leptos::ev::KeyboardEvent| {
        let count = found.with_untracked(Vec::len);
        match event.key().as_str() {
            "ArrowDown" | "ArrowUp" if !open.get_untracked() => {
                event.prevent_default();
                open.set(true);
            }
            "ArrowDown" => {
                event.prevent_default();
                active.update(|active| *active = (*active + 1) % count.max(1));
            }
            "ArrowUp" => {
                event.prevent_default();
                active.update(|active| *active = (*active + count.max(1) - 1) % count.max(1));
            }
            "Enter" if open.get_untracked() => {
                event.prevent_default();
                if let Some(option) =
                    found.with_untracked(|found| found.get(active.get_untracked()).cloned())
                {
                    choose(&option);
                }
            }
            "Escape" if open.get_untracked() => {
                event.prevent_default();
                event.stop_propagation();
                typed.set(None);
                open.set(false);
            }
            "Tab" => close(),
            _ => {}
        }
    };
    let option_id = {
        let list_id = list_id.clone();
        move |index: usize| format!("{list_id}-{index}")
    };
    let active_id = {
        let option_id = option_id.clone();
        move || {
            (open.get() && found.with(|found| !found.is_empty())).then(|| option_id(active.get()))
        }
    };
    let shown_list_id = list_id.clone();

    view! {
        <Field label=label id=id.clone() hint=hint error=error optional=optional>
            <div class="popup-anchor">
                <input
                    class="input"
                    id=id
                    type="text"
                    role="combobox"
                    autocomplete="off"
                    aria-autocomplete="list"
                    aria-expanded=move || if open.get() { "true" } else { "false" }
                    aria-controls=list_id
                    aria-activedescendant=active_id
                    aria-invalid=move || error.get().map(|_| "true")
                    aria-describedby=described
                    placeholder=t(common::TYPE_TO_SEARCH)
                    disabled=move || disabled.get()
                    prop:value=move || typed.get().or_else(|| chosen_label.get()).unwrap_or_default()
                    on:input=move |event| {
                        let words = event_target_value(&event);
                        active.set(0);
                        open.set(true);
                        if let Some(on_search) = on_search {
                            on_search.run(words.clone());
                        }
                        typed.set(Some(words));
                    }
                    on:click=move |_| open.set(true)
                    on:keydown=on_key
                    on:blur=move |_| close()
                />
                <div class="popup" id=shown_list_id role="listbox" aria-label=move || label.get() hidden=move || !open.get()>
                    {move || {
                        let option_id = option_id.clone();
                        let rows = found.get();
                        if rows.is_empty() {
                            return view! { <p class="popup-empty">{t(common::NOTHING_FOUND)}</p> }.into_any();
                        }
                        rows.into_iter()
                            .enumerate()
                            .map(|(index, option)| {
                                let picked = option.clone();
                                let is_chosen = value.with(|value| *value == option.value);
                                view! {
                                    <div
                                        class="option"
                                        class:option-active=move || active.get() == index
                                        id=option_id(index)
                                        role="option"
                                        aria-selected=if is_chosen { "true" } else { "false" }
                                        // Before the input loses the focus and closes the list.
                                        on:mousedown=move |event| {
                                            event.prevent_default();
                                            choose(&picked);
                                        }
                                    >
                                        <span>{option.label}</span>
                                        {option.note.map(|note| view! { <span class="option-note">{note}</span> })}
                                    </div>
                                }
                            })
                            .collect_view()
                            .into_any()
                    }}
                </div>
            </div>
        </Field>
    }
}
