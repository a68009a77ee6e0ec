//! Language and appearance, remembered in this browser.

use leptos::prelude::*;

use crate::client::session;
use crate::i18n::{self, Language, Text};
use crate::locales::shell as words;
use crate::ui::{Menu, MenuItem, browser, icon};

const THEME_STORED_AS: &str = "saxaul.theme";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Theme {
    System,
    Light,
    Dark,
}

impl Theme {
    const fn tag(self) -> Option<&'static str> {
        match self {
            Self::System => None,
            Self::Light => Some("light"),
            Self::Dark => Some("dark"),
        }
    }

    fn stored() -> Self {
        match browser::stored(THEME_STORED_AS).as_deref() {
            Some("light") => Self::Light,
            Some("dark") => Self::Dark,
            _ => Self::System,
        }
    }
}

thread_local! {
    static THEME: ArcRwSignal<Theme> = ArcRwSignal::new(Theme::stored());
}

fn set_theme(theme: Theme) {
    match theme.tag() {
        Some(tag) => browser::store(THEME_STORED_AS, tag),
        None => browser::unstore(THEME_STORED_AS),
    }
    browser::set_document_theme(theme.tag());
    THEME.with(|signal| signal.set(theme));
}

/// Switches the language here, and for the letters of who is signed in.
pub fn choose_language(language: Language) {
    i18n::set_language(language);
    session::remember_language(language);
}

/// Applies what was remembered; at start.
pub fn restore_preferences() {
    browser::set_document_theme(Theme::stored().tag());
    browser::set_document_language(i18n::current().tag());
}

/// Switches the language.
#[component]
pub fn LanguageMenu(#[prop(optional)] up: bool) -> impl IntoView {
    let items = Language::ALL
        .iter()
        .map(|&language| {
            MenuItem::new(i18n::own_name(language), move || {
                choose_language(language);
            })
            .with_check(Signal::derive(move || i18n::language() == language))
        })
        .collect::<Vec<_>>();
    view! { <Menu label=words::LANGUAGE items=items up=up>{icon::LANGUAGE.view()}</Menu> }
}

/// Switches between light, dark and as the system.
#[component]
pub fn ThemeMenu(#[prop(optional)] up: bool) -> impl IntoView {
    let item = |theme: Theme, words: Text, icon| {
        MenuItem::new(words, move || set_theme(theme))
            .with_icon(icon)
            .with_check(Signal::derive(move || THEME.with(Get::get) == theme))
    };
    let items = vec![
        item(Theme::System, words::THEME_SYSTEM, icon::CONTRAST),
        item(Theme::Light, words::THEME_LIGHT, icon::SUN),
        item(Theme::Dark, words::THEME_DARK, icon::MOON),
    ];
    view! { <Menu label=words::THEME items=items up=up>{icon::CONTRAST.view()}</Menu> }
}
