//! An address that leads nowhere.

use leptos::prelude::*;

use crate::i18n::t;
use crate::locales::shell as words;
use crate::ui::{ButtonKind, EmptyState, LinkButton, icon};

/// Any address without a page.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    view! {
        <h1 class="visually-hidden">{t(words::NOT_FOUND)}</h1>
        <EmptyState icon=icon::SEARCH words=words::NOT_FOUND_HINT>
            <LinkButton href="/" kind=ButtonKind::Primary>{t(words::GO_HOME)}</LinkButton>
        </EmptyState>
    }
}
