//! Labelled inputs: text, numbers, choices, days.

use leptos::prelude::*;

use super::form::fresh_id;
use super::icon;
use crate::i18n::t;
use crate::locales::common;

/// Label, hint and error around one control. The control carries `id`, and [`described_by`] for `aria-describedby`.
#[component]
pub fn Field(
    #[prop(into)] label: Signal<String>,
    #[prop(into)] id: String,
    #[prop(optional, into)] hint: MaybeProp<String>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    #[prop(optional)] optional: bool,
    children: Children,
) -> impl IntoView {
    let (hint_id, error_id) = (format!("{id}-hint"), format!("{id}-error"));
    view! {
        <div class="field">
            <label class="field-label" for=id>
                {move || label.get()}
                {optional.then(|| view! { <span class="optional">" " {t(common::OPTIONAL)}</span> })}
            </label>
            {children()}
            {move || {
                let hint_id = hint_id.clone();
                hint.get().map(|hint| view! { <span class="field-hint" id=hint_id>{hint}</span> })
            }}
            {move || {
                let error_id = error_id.clone();
                error.get().map(|error| {
                    view! { <span class="field-error" id=error_id>{icon::ALERT.sized("14")} <span>{error}</span></span> }
                })
            }}
        </div>
    }
}

/// Value of `aria-describedby` for a control inside [`Field`].
pub fn described_by(
    id: &str,
    hint: MaybeProp<String>,
    error: Signal<Option<String>>,
) -> impl Fn() -> Option<String> + Send + 'static + use<> {
    let id = id.to_owned();
    move || {
        let hint = hint.get().is_some().then(|| format!("{id}-hint"));
        let error = error.get().is_some().then(|| format!("{id}-error"));
        match (hint, error) {
            (Some(hint), Some(error)) => Some(format!("{error} {hint}")),
            (one, other) => one.or(other),
        }
    }
}

/// One line of text.
#[component]
pub fn TextField(
    #[prop(into)] label: Signal<String>,
    value: RwSignal<String>,
    #[prop(optional, into)] hint: MaybeProp<String>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    /// `text`, `email`, `password`, `search`, `date`, `month`.
    #[prop(default = "text")]
    kind: &'static str,
    #[prop(optional, into)] autocomplete: Option<&'static str>,
    #[prop(optional, into)] placeholder: MaybeProp<String>,
    #[prop(optional)] optional: bool,
    #[prop(optional, into)] disabled: Signal<bool>,
    #[prop(optional)] autofocus: bool,
) -> impl IntoView {
    let id = fresh_id("text");
    let described = described_by(&id, hint, error);
    let input = NodeRef::<leptos::html::Input>::new();
    if autofocus {
        Effect::new(move |_| {
            if let Some(input) = input.get() {
                drop(input.focus());
            }
        });
    }
    view! {
        <Field label=label id=id.clone() hint=hint error=error optional=optional>
            <input
                class="input"
                node_ref=input
                id=id
                type=kind
                autocomplete=autocomplete
                placeholder=move || placeholder.get()
                required=!optional
                disabled=move || disabled.get()
                aria-invalid=move || error.get().map(|_| "true")
                aria-describedby=described
                prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))
            />
        </Field>
    }
}

/// Several lines of text.
#[component]
pub fn TextArea(
    #[prop(into)] label: Signal<String>,
    value: RwSignal<String>,
    #[prop(optional, into)] hint: MaybeProp<String>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    #[prop(optional)] optional: bool,
) -> impl IntoView {
    let id = fresh_id("area");
    let described = described_by(&id, hint, error);
    view! {
        <Field label=label id=id.clone() hint=hint error=error optional=optional>
            <textarea
                class="input"
                id=id
                required=!optional
                aria-invalid=move || error.get().map(|_| "true")
                aria-describedby=described
                prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))
            ></textarea>
        </Field>
    }
}

/// An exact number, kept as the text that was typed, with its unit behind it.
#[component]
pub fn NumberField(
    #[prop(into)] label: Signal<String>,
    value: RwSignal<String>,
    /// Unit shown behind the number.
    #[prop(optional, into)]
    unit: MaybeProp<String>,
    #[prop(optional, into)] hint: MaybeProp<String>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    #[prop(optional)] optional: bool,
    #[prop(optional, into)] disabled: Signal<bool>,
) -> impl IntoView {
    let id = fresh_id("number");
    let described = described_by(&id, hint, error);
    view! {
        <Field label=label id=id.clone() hint=hint error=error optional=optional>
            <div class:input-affix=move || unit.get().is_some()>
                <input
                    class="input input-number"
                    id=id
                    type="text"
                    inputmode="decimal"
                    autocomplete="off"
                    required=!optional
                    disabled=move || disabled.get()
                    aria-invalid=move || error.get().map(|_| "true")
                    aria-describedby=described
                    prop:value=move || value.get()
                    on:input=move |event| value.set(event_target_value(&event))
                />
                {move || unit.get().map(|unit| view! { <span class="affix">{unit}</span> })}
            </div>
        </Field>
    }
}

/// One thing to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is shown.
    pub label: String,
    /// What stands beside it in small, if anything.
    pub note: Option<String>,
}

impl Choice {
    /// A choice without a note.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            label: label.into(),
            note: None,
        }
    }

    /// The choice with a note.
    #[must_use]
    pub fn with_note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }
}

/// A short list to choose one from; for long ones take [`super::Combobox`].
#[component]
pub fn Select(
    #[prop(into)] label: Signal<String>,
    value: RwSignal<String>,
    #[prop(into)] options: Signal<Vec<Choice>>,
    #[prop(optional, into)] hint: MaybeProp<String>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    #[prop(optional)] optional: bool,
    #[prop(optional, into)] disabled: Signal<bool>,
) -> impl IntoView {
    let id = fresh_id("select");
    let described = described_by(&id, hint, error);
    let is_listed = move || {
        value.with(|value| {
            options.with(|options| options.iter().any(|option| option.value == *value))
        })
    };
    view! {
        <Field label=label id=id.clone() hint=hint error=error optional=optional>
            <select
                class="input"
                id=id
                disabled=move || disabled.get()
                aria-invalid=move || error.get().map(|_| "true")
                aria-describedby=described
                on:change=move |event| value.set(event_target_value(&event))
            >
                {move || {
                    (!is_listed()).then(|| view! { <option value="" selected=true>{t(common::CHOOSE)}</option> })
                }}
                {move || {
                    options
                        .get()
                        .into_iter()
                        .map(|option| {
                            let mine = option.value.clone();
                            view! {
                                <option value=option.value prop:selected=move || value.with(|value| *value == mine)>{option.label}</option>
                            }
                        })
                        .collect_view()
                }}
            </select>
        </Field>
    }
}

/// A calendar day.
#[component]
pub fn DateField(
    #[prop(into)] label: Signal<String>,
    value: RwSignal<String>,
    #[prop(optional, into)] hint: MaybeProp<String>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    #[prop(optional)] optional: bool,
) -> impl IntoView {
    view! { <TextField label=label value=value hint=hint error=error kind="date" optional=optional /> }
}

/// Something that is so or not.
#[component]
pub fn CheckField(
    #[prop(into)] label: Signal<String>,
    value: RwSignal<bool>,
    #[prop(optional, into)] hint: MaybeProp<String>,
    #[prop(optional, into)] disabled: Signal<bool>,
    #[prop(optional, into)] on_change: Option<UnsyncCallback<bool>>,
) -> impl IntoView {
    view! {
        <label class="check">
            <input
                type="checkbox"
                disabled=move || disabled.get()
                prop:checked=move || value.get()
                on:change=move |event| {
                    let checked = event_target_checked(&event);
                    value.set(checked);
                    if let Some(on_change) = on_change {
                        on_change.run(checked);
                    }
                }
            />
            <span>
                {move || label.get()} {move || hint.get().map(|hint| view! { <span class="field-hint">{hint}</span> })}
            </span>
        </label>
    }
}
