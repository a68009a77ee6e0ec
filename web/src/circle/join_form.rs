//! What is asked of everybody who takes part: the consent, and how to be seen.

use leptos::prelude::*;

use crate::client::enums::BoardVisibility;
use crate::i18n::{Text, t, tf};
use crate::locales::circle as words;
use crate::ui::form::{FormErrors, error_at};
use crate::ui::{CheckField, Choice, NumberField, Select, TextField};

use super::parts::RadioCards;

/// How somebody wants to take part.
#[derive(Clone, Copy)]
pub struct Taking {
    /// The department, empty for none.
    pub department: RwSignal<String>,
    /// `HIDDEN`, `ALIAS` or `NAME`.
    pub visibility: RwSignal<String>,
    /// The alias.
    pub alias: RwSignal<String>,
    /// Kilometres to the office, as typed.
    pub distance: RwSignal<String>,
    /// Whether the same is declared on another scheme.
    pub elsewhere: RwSignal<bool>,
}

impl Taking {
    /// Private, and nothing told.
    pub fn new() -> Self {
        Self {
            department: RwSignal::new(String::new()),
            visibility: RwSignal::new(visibility_key(BoardVisibility::Hidden).to_owned()),
            alias: RwSignal::new(String::new()),
            distance: RwSignal::new(String::new()),
            elsewhere: RwSignal::new(false),
        }
    }

    /// The visibility that was chosen.
    pub fn chosen_visibility(self) -> BoardVisibility {
        visibility_from(&self.visibility.get_untracked())
    }

    /// The alias, if one was typed.
    pub fn typed_alias(self) -> Option<String> {
        filled(self.alias)
    }

    /// The department, if one was chosen.
    pub fn chosen_department(self) -> Option<String> {
        filled(self.department)
    }
}

/// What was typed, if anything.
pub fn filled(text: RwSignal<String>) -> Option<String> {
    let text = text.get_untracked();
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// The key of a visibility in a form.
pub const fn visibility_key(visibility: BoardVisibility) -> &'static str {
    match visibility {
        BoardVisibility::Hidden => "HIDDEN",
        BoardVisibility::Alias => "ALIAS",
        BoardVisibility::Name => "NAME",
    }
}

/// The visibility behind a key.
pub fn visibility_from(key: &str) -> BoardVisibility {
    match key {
        "ALIAS" => BoardVisibility::Alias,
        "NAME" => BoardVisibility::Name,
        _ => BoardVisibility::Hidden,
    }
}

/// The points of the consent, to be read.
#[component]
pub fn ConsentPoints(points: Vec<(String, String)>, version: i64) -> impl IntoView {
    view! {
        <dl class="consent">
            {points
                .into_iter()
                .map(|(title, text)| view! { <div><dt>{title}</dt> <dd>{text}</dd></div> })
                .collect_view()}
        </dl>
        <p class="field-hint">{tf(words::JOIN_CONSENT_VERSION, move || [("version", version.to_string())])}</p>
    }
}

/// How to appear on boards.
#[component]
pub fn VisibilityFields(
    visibility: RwSignal<String>,
    alias: RwSignal<String>,
    errors: FormErrors,
) -> impl IntoView {
    let options = Signal::derive(|| {
        let option = |visibility, label: Text, hint: Text| {
            (
                visibility_key(visibility).to_owned(),
                label.now().to_owned(),
                Some(hint.now().to_owned()),
            )
        };
        vec![
            option(BoardVisibility::Hidden, words::HIDDEN, words::HIDDEN_HINT),
            option(BoardVisibility::Alias, words::ALIAS, words::ALIAS_HINT),
            option(BoardVisibility::Name, words::NAME, words::NAME_HINT),
        ]
    });
    view! {
        <RadioCards legend=words::VISIBILITY value=visibility options=options />
        <Show when=move || visibility.with(|visibility| visibility == "ALIAS")>
            <TextField label=words::ALIAS_FIELD value=alias autocomplete="off" error=error_at(errors, "alias") />
        </Show>
    }
}

/// Department, visibility, distance, and whether the same is declared elsewhere.
#[component]
pub fn TakingFields(
    taking: Taking,
    /// Departments to choose from: id and name; empty where nothing is to be chosen.
    departments: Vec<(String, String)>,
    errors: FormErrors,
) -> impl IntoView {
    let has_choice = !departments.is_empty();
    let departments = StoredValue::new(departments);
    let options = Signal::derive(move || {
        let mut all = vec![Choice::new("", words::NO_DEPARTMENT.now())];
        departments.with_value(|departments| {
            all.extend(
                departments
                    .iter()
                    .map(|(id, name)| Choice::new(id.clone(), name.clone())),
            );
        });
        all
    });
    view! {
        {has_choice.then(|| view! { <Select label=words::DEPARTMENT value=taking.department options=options optional=true error=error_at(errors, "departmentId") /> })}
        <VisibilityFields visibility=taking.visibility alias=taking.alias errors=errors />
        <NumberField
            label=words::DISTANCE
            value=taking.distance
            unit=Signal::derive(|| Some("km".to_owned()))
            hint=words::DISTANCE_HINT
            optional=true
            error=error_at(errors, "officeDistanceKm")
        />
        <CheckField label=words::ELSEWHERE value=taking.elsewhere hint=words::ELSEWHERE_HINT />
    }
}

/// The tick under the consent.
#[component]
pub fn Agreement(agreed: RwSignal<bool>, missing: RwSignal<bool>) -> impl IntoView {
    view! {
        <CheckField label=words::JOIN_AGREE value=agreed on_change=move |on: bool| if on { missing.set(false) } />
        <div role="alert">
            {move || missing.get().then(|| view! { <p class="field-error">{crate::ui::icon::ALERT.sized("14")} <span>{t(words::JOIN_AGREE_NEEDED)}</span></p> })}
        </div>
    }
}
