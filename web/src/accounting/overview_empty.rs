//! The overview of a company that has no data yet: what to do first.

use leptos::prelude::*;

use crate::i18n::{t, tf};
use crate::locales::overview as words;
use crate::ui::{ButtonKind, LinkButton, icon};

/// Picture, one sentence, the next step.
#[component]
pub fn Teach(year: Memo<i64>) -> impl IntoView {
    view! {
        <section class="card teach">
            {icon::MARK.sized("56")}
            <div class="stack-tight">
                <h2>{tf(words::EMPTY_TITLE, move || [("year", year.get().to_string())])}</h2>
                <p class="muted">{t(words::EMPTY_TEXT)}</p>
            </div>
            <div class="row">
                <LinkButton href="/data/import/new".to_owned() kind=ButtonKind::Primary icon=icon::UPLOAD>{t(words::EMPTY_UPLOAD)}</LinkButton>
                <LinkButton href="/data?record=new".to_owned() icon=icon::PLUS>{t(words::EMPTY_ADD)}</LinkButton>
                <LinkButton href="/data/import/new#templates".to_owned() icon=icon::DOWNLOAD>{t(words::EMPTY_TEMPLATE)}</LinkButton>
            </div>
            <ol class="teach-steps">
                <li>{t(words::STEP_1)}</li>
                <li>{t(words::STEP_2)}</li>
                <li>{t(words::STEP_3)}</li>
            </ol>
        </section>
    }
}
