//! Files that prove a record: listed, and added by dropping them.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::figures;
use super::operations::{EvidenceAttach, activity_record_by_id, evidence_attach};
use crate::client::{ClientError, http, send};
use crate::i18n::{self, t};
use crate::locales::data;
use crate::ui::form::{user_error_from, user_errors};
use crate::ui::{FileDrop, FileDropState, format, toast};

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
            {files.into_iter().map(|file| view! {
                <li class="part">
                    <span class="part-name"><span>{file.name}</span><small>{figures::moment(&file.added_at.0)}</small></span>
                    <span class="muted nowrap">{format::bytes(file.size_bytes)}</span>
                </li>
            }).collect_view()}
        </ul>
    }
    .into_any()
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
