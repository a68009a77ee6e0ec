//! Third step: what the check found, and mending it on the spot.

use leptos::prelude::*;

use super::figures;
use super::import_page::Import;
use super::import_problems::Problems;
use super::operations::{ImportStart, import_start};
use crate::client::{Load, send};
use crate::i18n::{Text, language, t, tf};
use crate::locales::import as words;
use crate::ui::form::{FormError, error_elsewhere, user_error_from, user_errors};
use crate::ui::{Button, ButtonKind, Notice, use_submit};

user_error_from!(import_start, ImportStartImportStartUserErrors);

/// Counts, problems, and the button that imports.
#[component]
pub fn Check(load: Load<Option<Import>>, again: RwSignal<bool>) -> impl IntoView {
    let count = move |read: fn(&Import) -> i64| {
        Signal::derive(move || {
            load.with(|found| {
                found
                    .and_then(|import| import.as_ref())
                    .map(read)
                    .unwrap_or_default()
            })
        })
    };
    let total = count(|import| import.rows_total);
    let refused = count(|import| import.rows_refused);
    let ready = count(|import| import.rows_calculated + import.rows_estimated);
    let id = StoredValue::new(
        untrack(|| {
            load.with(|found| {
                found
                    .and_then(|import| import.as_ref())
                    .map(|import| import.id.clone())
            })
        })
        .unwrap_or_default(),
    );
    let submit = use_submit();
    let start = move || {
        let variables = import_start::Variables {
            id: id.get_value(),
            skip_refused: refused.get_untracked() > 0,
        };
        submit.run(async move {
            let errors = user_errors(
                send::<ImportStart>(variables)
                    .await?
                    .import_start
                    .user_errors,
            );
            Ok(if errors.is_empty() {
                Ok(move || load.reload())
            } else {
                Err(errors)
            })
        });
    };
    let start_words = move || {
        let (ready, refused) = (figures::count(ready.get()), refused.get());
        if refused > 0 {
            words::START_SKIPPING.fill(
                language(),
                &[("count", &ready), ("refused", &figures::count(refused))],
            )
        } else {
            words::START.fill(language(), &[("count", &ready)])
        }
    };
    view! {
        <section class="card stack">
            <h2>{tf(words::CHECK_RESULT, move || [("total", figures::count(total.get()))])}</h2>
            <div class="counts">
                <Count name=words::ROWS_OK value=count(|import| import.rows_calculated) />
                <Count name=words::ROWS_ESTIMATED value=count(|import| import.rows_estimated) />
                <Count name=words::ROWS_REFUSED value=refused />
                <Count name=words::ROWS_DUPLICATE value=count(|import| import.rows_duplicate) />
            </div>
            <Show when=move || refused.get() == 0><Notice>{t(words::ALL_GOOD)}</Notice></Show>
            <FormError message=error_elsewhere(submit.errors, &[]) />
            <div class="panel-foot">
                <Button on_press=move || again.set(true)>{t(words::MAP_AGAIN)}</Button>
                <Button kind=ButtonKind::Primary busy=submit.busy disabled=Signal::derive(move || ready.get() == 0) on_press=start>{start_words}</Button>
            </div>
        </section>
        <Show when=move || { refused.get() > 0 }>
            <Problems id=id.get_value() import=load />
        </Show>
    }
}

#[component]
fn Count(name: Text, value: Signal<i64>) -> impl IntoView {
    view! { <div class="count"><span class="muted">{t(name)}</span><strong>{move || figures::count(value.get())}</strong></div> }
}
