//! Home of the circle.

use leptos::prelude::*;

use crate::client::session;
use crate::i18n::{t, tf};
use crate::locales::circle as words;
use crate::ui::browser;

/// `/circle`.
#[component]
pub fn HomePage() -> impl IntoView {
    let viewer = Memo::new(|_| session::viewer());
    let name = move || viewer.get().map(|viewer| viewer.name).unwrap_or_default();
    let company = move || viewer.get().map(|viewer| viewer.organisation.name);
    Effect::new(move |_| browser::set_title(words::PRODUCT.now()));
    view! {
        <h1>{tf(words::GREETING, move || [("name", name())])}</h1>
        <p class="muted">{company}</p>
        <p>{t(words::LEAD)}</p>
    }
}
