//! The settings' own navigation.

use leptos::prelude::*;
use leptos_router::components::{A, Outlet, Redirect};

use super::PAGES;
use crate::i18n::{Text, t};
use crate::locales::settings as words;

/// Navigation on top, the page below.
#[component]
pub fn SettingsFrame() -> impl IntoView {
    let links = PAGES
        .map(|(path, name, icon)| view! { <A href={path} {..} class="tab">{icon.view()} <span>{t(name)}</span></A> })
        .collect_view();
    view! {
        <nav class="tabs" aria-label=t(words::SETTINGS_NAVIGATION)>{links}</nav>
        <Outlet />
    }
}

/// `/settings` leads to the first page.
#[component]
pub fn SettingsIndex() -> impl IntoView {
    view! { <Redirect path=PAGES[0].0 /> }
}

/// Title of a page, with what can be done at its right.
#[component]
pub fn PageHead(
    title: Text,
    #[prop(optional)] lead: Option<Text>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <header class="screen-head">
            <div class="stack-tight">
                <h1>{t(title)}</h1>
                {lead.map(|lead| view! { <p class="muted">{t(lead)}</p> })}
            </div>
            {children.map(|children| view! { <div class="row">{children()}</div> })}
        </header>
    }
}
