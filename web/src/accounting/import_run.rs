//! While the server works, and what came of it.

use leptos::prelude::*;

use super::figures;
use super::import_page::{Import, Progress};
use super::operations::{ImportCancel, import_cancel};
use crate::client::{Load, send};
use crate::i18n::{Text, language, t, tf};
use crate::locales::import as words;
use crate::ui::form::{FormError, error_elsewhere, user_error_from, user_errors};
use crate::ui::{
    Button, ButtonKind, EmptyState, LinkButton, Notice, Progress as Bar, icon, use_submit,
};

user_error_from!(import_cancel, ImportCancelImportCancelUserErrors);

/// A stage with its progress; one can leave.
#[component]
pub fn Running(
    stage: Text,
    id: String,
    progress: RwSignal<Progress>,
    load: Load<Option<Import>>,
) -> impl IntoView {
    let submit = use_submit();
    let cancel = move || {
        let variables = import_cancel::Variables { id: id.clone() };
        submit.run(async move {
            let errors = user_errors(
                send::<ImportCancel>(variables)
                    .await?
                    .import_cancel
                    .user_errors,
            );
            Ok(if errors.is_empty() {
                Ok(move || load.reload())
            } else {
                Err(errors)
            })
        });
    };
    let fraction = Signal::derive(move || {
        let Progress { done, total } = progress.get();
        let thousandths = (done * 1000).checked_div(total)?;
        i32::try_from(thousandths)
            .ok()
            .map(|thousandths| f64::from(thousandths) / 1000.0)
    });
    let label = Signal::derive(move || {
        let Progress { done, total } = progress.get();
        // All rows are written; what remains is the sum.
        let text = if stage == words::IMPORTING && total > 0 && done >= total {
            words::RECALCULATING
        } else {
            stage
        };
        text.now().to_owned()
    });
    let detail = Signal::derive(move || {
        let Progress { done, total } = progress.get();
        (total > 0).then(|| {
            words::OF_ROWS.fill(
                language(),
                &[
                    ("done", &figures::count(done)),
                    ("total", &figures::count(total)),
                ],
            )
        })
    });
    view! {
        <section class="card stack">
            <Bar label=label fraction=fraction detail=detail />
            <p class="muted">{t(words::LEAVE)}</p>
            <FormError message=error_elsewhere(submit.errors, &[]) />
            <div><Button busy=submit.busy on_press=cancel>{t(words::CANCEL_IMPORT)}</Button></div>
        </section>
    }
}

/// What was written, and where to see it.
#[component]
pub fn Summary(import: Import) -> impl IntoView {
    let (imported, refused, duplicate) = (
        import.rows_imported,
        import.rows_refused,
        import.rows_duplicate,
    );
    let records = format!("/data?import={}", import.id);
    view! {
        <section class="card stack">
            <div class="row">{icon::CHECK.sized("28")} <h2>{tf(words::DONE_TITLE, move || [("count", figures::count(imported))])}</h2></div>
            <p>{t(words::DONE_TEXT)}</p>
            {(refused + duplicate > 0).then(|| view! {
                <p class="muted">{tf(words::DONE_SKIPPED, move || [("refused", figures::count(refused)), ("duplicate", figures::count(duplicate))])}</p>
            })}
            <div class="row">
                <LinkButton href="/".to_owned() kind=ButtonKind::Primary>{t(words::SEE_OVERVIEW)}</LinkButton>
                <LinkButton href="/inventory".to_owned()>{t(words::SEE_INVENTORY)}</LinkButton>
                <LinkButton href=records>{t(words::SEE_RECORDS)}</LinkButton>
                <LinkButton href="/data/import/new".to_owned() icon=icon::UPLOAD>{t(words::ANOTHER)}</LinkButton>
            </div>
        </section>
    }
}

/// A file that could not be read, with the server's words for it.
#[component]
pub fn Failed(import: Import) -> impl IntoView {
    view! {
        <section class="card stack">
            <Notice warning=true>
                <p><strong>{t(words::FAILED)}</strong></p>
                <p>{import.failure}</p>
            </Notice>
            <div><LinkButton href="/data/import/new".to_owned() kind=ButtonKind::Primary icon=icon::UPLOAD>{t(words::ANOTHER)}</LinkButton></div>
        </section>
    }
}

/// Given up.
#[component]
pub fn Cancelled() -> impl IntoView {
    view! {
        <EmptyState icon=icon::FILE words=words::CANCELLED>
            <LinkButton href="/data/import/new".to_owned() kind=ButtonKind::Primary icon=icon::UPLOAD>{t(words::ANOTHER)}</LinkButton>
        </EmptyState>
    }
}
