//! First step: a file, or a template to start from.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use wasm_bindgen_futures::spawn_local;

use super::data_files::FileList;
use super::import_page::steps;
use super::operations::{ImportCreate, Imports, import_create, imports};
use crate::client::socket::reconnections;
use crate::client::{ClientError, http, send, use_load};
use crate::i18n::{self, language, t};
use crate::locales::import as words;
use crate::ui::form::{user_error_from, user_errors};
use crate::ui::{FileDrop, FileDropState, LinkButton, Loaded, SkeletonKind, Stepper, icon};

user_error_from!(import_create, ImportCreateImportCreateUserErrors);

/// Drop, templates, recent files.
#[component]
pub fn NewFile() -> impl IntoView {
    let state = RwSignal::new(FileDropState::default());
    let navigate = StoredValue::new_local(use_navigate());
    let stop = StoredValue::new_local(None::<Box<dyn Fn()>>);
    let take = move |file: web_sys::File| {
        let name = file.name();
        state.set(FileDropState::Sending {
            name: name.clone(),
            fraction: 0.0,
        });
        let shown = name.clone();
        let upload = http::upload(&file, move |sent, all| {
            let fraction = if all > 0.0 { sent / all } else { 0.0 };
            drop(state.try_set(FileDropState::Sending {
                name: shown.clone(),
                fraction,
            }));
        });
        spawn_local(async move {
            let result = async {
                let upload = upload?;
                let cancel = upload.canceller();
                stop.try_update_value(|stop| *stop = Some(Box::new(cancel)));
                make_import(upload.finish().await?.upload_id, name).await
            };
            match result.await {
                Ok(Ok(id)) => {
                    navigate.try_with_value(|navigate| {
                        navigate(&format!("/data/import/{id}"), NavigateOptions::default());
                    });
                }
                Ok(Err(refused)) => drop(state.try_set(FileDropState::Failed(refused))),
                // An upload that was stopped looks like a broken connection; nothing went wrong.
                Err(_) if state.try_get_untracked() == Some(FileDropState::Idle) => {}
                Err(error) => {
                    drop(state.try_set(FileDropState::Failed(error.message(i18n::current()))));
                }
            }
        });
    };
    let cancel = move || {
        state.set(FileDropState::Idle);
        stop.try_with_value(|stop| {
            if let Some(stop) = stop {
                stop();
            }
        });
    };
    let load = use_load(move || {
        reconnections();
        language();
        send::<Imports>(imports::Variables { first: Some(5) })
    });
    view! {
        <Stepper steps=Signal::derive(steps) current=0 />
        <FileDrop
            label=Signal::derive(|| format!("{}{}", words::DROP.now(), words::CHOOSE.now()))
            hint=Signal::derive(|| Some(words::DROP_HINT.now().to_owned()))
            accept=".csv,.xlsx,.txt,.tsv"
            state=state
            on_file=take
            on_cancel=cancel
        />
        <Loaded load=load skeleton=SkeletonKind::Block let:found>
            <section class="card" id="templates">
                <h2>{t(words::TEMPLATES)}</h2>
                <div class="stack">
                    <p class="muted">{t(words::TEMPLATES_HINT)}</p>
                    <Templates templates=found.import_templates />
                </div>
            </section>
            {(!found.imports.edges.is_empty()).then(|| view! {
                <section class="card">
                    <h2>{t(words::RECENT)}</h2>
                    <FileList files=found.imports.edges.into_iter().map(|edge| edge.node).collect() />
                </section>
            })}
        </Loaded>
    }
}

#[component]
fn Templates(templates: Vec<imports::ImportsImportTemplates>) -> impl IntoView {
    view! {
        <ul class="template-list">
            {templates.into_iter().map(|template| {
                let name = template.name.clone();
                view! {
                    <li class="template">
                        <span>{template.name}</span>
                        <LinkButton href=template.xlsx_url small=true icon=icon::DOWNLOAD download=format!("{name}.xlsx")>"XLSX"</LinkButton>
                        <LinkButton href=template.csv_url small=true download=format!("{name}.csv")>"CSV"</LinkButton>
                    </li>
                }
            }).collect_view()}
        </ul>
    }
}

/// The id of the new import, or why there is none.
async fn make_import(
    upload_id: String,
    file_name: String,
) -> Result<Result<String, String>, ClientError> {
    let answer = send::<ImportCreate>(import_create::Variables {
        upload_id,
        file_name,
    })
    .await?
    .import_create;
    let refused = user_errors(answer.user_errors).into_iter().next();
    Ok(match (answer.import, refused) {
        (Some(import), None) => Ok(import.id),
        (_, Some(error)) => Err(error.message),
        (None, None) => Err(words::FAILED.get(i18n::current()).to_owned()),
    })
}
