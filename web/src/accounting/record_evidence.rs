//! Files that prove a record: listed, saved, and added by dropping them.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::figures;
use super::operations::{EvidenceAttach, activity_record_by_id, evidence_attach};
use crate::client::{ClientError, http, send};
use crate::i18n::{self, t, tf};
use crate::locales::data;
use crate::ui::form::{user_error_from, user_errors};
use crate::ui::{FileDrop, FileDropState, download, format, icon, toast};

user_error_from!(evidence_attach, EvidenceAttachEvidenceAttachUserErrors);

type File = activity_record_by_id::ActivityRecordByIdActivityRecordEvidence;

/// The files of a record.
#[component]
pub fn EvidenceList(files: Vec<File>) -> impl IntoView {
    if files.is_empty() {
        return view! { <p class="muted">{t(data::EVIDENCE_NONE)}</p> }.into_any();
    }
    view! {
        <ul class="part-list">
            {files.into_iter().map(|file| view! { <OneFile file /> }).collect_view()}
        </ul>
    }
    .into_any()
}

/// A file with the button that saves it.
#[component]
fn OneFile(file: File) -> impl IntoView {
    let busy = RwSignal::new(false);
    let label = tf(data::EVIDENCE_SAVE_FILE, {
        let name = file.name.clone();
        move || [("name", name.clone())]
    });
    let (path, name) = (file.path, file.name.clone());
    let save = move |_| {
        let (path, name) = (path.clone(), name.clone());
        busy.set(true);
        spawn_local(async move {
            match http::get_file(&path).await {
                Ok(blob) => download::save_blob(&name, &blob),
                Err(error) => toast(error.message(i18n::current())),
            }
            busy.try_set(false);
        });
    };
    view! {
        <li class="part">
            <span class="part-name"><span>{file.name}</span><small>{figures::moment(&file.added_at.0)} " · " {format::bytes(file.size_bytes)}</small></span>
            <button
                type="button" class="button button-small" aria-label=label
                disabled=move || busy.get() aria-busy=move || busy.get().then_some("true") on:click=save
            >
                <span class="button-words">{icon::DOWNLOAD.view()} {t(data::EVIDENCE_SAVE)}</span>
                {move || busy.get().then(|| view! { <span class="spinner" aria-hidden="true"></span> })}
            </button>
        </li>
    }
}

/// A place to drop a file that proves the record.
#[component]
pub fn AddEvidence(record_id: String, added: Callback<()>) -> impl IntoView {
    let state = RwSignal::new(FileDropState::default());
    let take = move |file: web_sys::File| {
        let (record_id, name) = (record_id.clone(), file.name());
        state.set(FileDropState::Sending {
            name: name.clone(),
            fraction: 0.0,
        });
        let upload = http::upload(&file, move |sent, all| {
            let fraction = if all > 0.0 { sent / all } else { 0.0 };
            drop(state.try_set(FileDropState::Sending {
                name: name.clone(),
                fraction,
            }));
        });
        spawn_local(async move {
            let refused = attach(record_id, upload)
                .await
                .unwrap_or_else(|error| Some(error.message(i18n::current())));
            match refused {
                None => {
                    drop(state.try_set(FileDropState::Idle));
                    toast(data::EVIDENCE_ADDED.get(i18n::current()));
                    added.try_run(());
                }
                Some(why) => drop(state.try_set(FileDropState::Failed(why))),
            }
        });
    };
    view! { <FileDrop label=data::EVIDENCE_ADD accept=".pdf,.png,.jpg,.jpeg,.webp,.csv,.xlsx,.txt" state=state on_file=take /> }
}

/// Nothing when it was attached, else why it was not.
async fn attach(
    record_id: String,
    upload: Result<http::Upload, ClientError>,
) -> Result<Option<String>, ClientError> {
    let upload_id = upload?.finish().await?.upload_id;
    let answer = send::<EvidenceAttach>(evidence_attach::Variables {
        record_id,
        upload_id,
    })
    .await?;
    Ok(user_errors(answer.evidence_attach.user_errors)
        .into_iter()
        .next()
        .map(|error| error.message))
}
