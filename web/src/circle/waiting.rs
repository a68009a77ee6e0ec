//! What waits to be sent, and what was not accepted when it was.

use leptos::prelude::*;

use super::queue::{self, Queued};
use crate::i18n::t;
use crate::locales::circle as words;
use crate::ui::{Button, icon};

/// Everything that is kept on this device; nothing when nothing is.
#[component]
pub fn WaitingList() -> impl IntoView {
    let entries = Memo::new(|_| queue::entries());
    move || {
        let entries = entries.get();
        (!entries.is_empty()).then(|| {
            view! {
                <section class="card stack-tight waiting" aria-label=t(words::QUEUE_TITLE)>
                    <h2>{icon::HISTORY.view()} {t(words::QUEUE_TITLE)}</h2>
                    <ul class="plain">{entries.into_iter().map(row).collect_view()}</ul>
                </section>
            }
        })
    }
}

fn row(entry: Queued) -> impl IntoView {
    let Queued {
        key,
        name,
        amount,
        refused,
        ..
    } = entry;
    view! {
        <li class="waiting-row">
            <span class="grow"><strong>{name}</strong> " " <span class="muted">{amount}</span></span>
            {refused.map(|why| view! {
                <span class="waiting-why">{icon::ALERT.sized("16")} <span>{t(words::QUEUE_REFUSED)} ": " {why}</span></span>
                <Button small=true on_press=move || queue::remove(&key)>{t(words::QUEUE_DISCARD)}</Button>
            })}
        </li>
    }
}
