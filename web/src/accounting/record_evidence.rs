//! Files that prove a record: listed, and added by dropping them.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::figures;
use super::operations::{EvidenceAttach, activity_record_by_id, evidence_attach};
use crate::client::{http, send};
use crate::i18n::{self, t};
use crate::locales::data;
use crate::ui::form::{user_error_from, user_errors};
use crate::ui::{FileDrop, FileDropState, format, toast};

user_error_from!(evidence_attach, EvidenceAttachEvidenceAttachUserErrors);

type File = activity_record_by_id::ActivityRecordByIdNodeOnActivityRecordEvidence;

/// The files of a record.
#[component]
pub fn EvidenceList(record_id: String, files: Vec<File>, added: Callback<()>) -> impl IntoView {
    let state = RwSignal::new(FileDropState::default());
    let take = move |file: web_sys::File| {
        let record_id = record_id.clone();
        let name = file.name();
        state.set(FileDropState::Sending {
            name: name.clone(),
            fraction: 0.0,
        });
        spawn_local(async move {
            let result = attach(record_id, &file, move |sent, all| {
                let fraction = if all > 0.0 { sent / all } else { 0.0 };
                drop(state.try_set(FileDropState::Sending {
                    name: name.clone(),
                    fraction,
                }));
            })
            .await;
            match result {
                Ok(()) => {
                    drop(state.try_set(FileDropState::Idle));
                    toast(data::EVIDENCE_ADDED.get(i18n::current()));
                    added.try_run(());
                }
                Err(words) => drop(state.try_set(FileDropState::Failed(words))),
            }
        });
    };
    view! {
        {if files.is_empty() {
            view! { <p class="muted">{t(data::EVIDENCE_NONE)}</p> }.into_any()
        } else {
            view! {
                <ul class="part-list">
                    {files.into_iter().map(|file| view! {
                        <li class="part">
                            <span class="part-name"><span>{file.name}</span><small>{figures::moment(&file.added_at.0)}</small></span>
                            <span class="muted nowrap">{format::bytes(file.size_bytes)}</span>
                        </li>
                    }).collect_view()}
                </ul>
            }.into_any()
        }}
        <FileDrop label=data::EVIDENCE_ADD accept=".pdf,.png,.jpg,.jpeg,.webp,.csv,.xlsx,.txt,.eml" state=state on_file=take />
    }
}

async fn attach(
    record_id: String,
    file: &web_sys::File,
    on_progress: impl Fn(f64, f64) + 'static,
) -> Result<(), String> {
    let say = |error: crate::client::ClientError| error.message(i18n::current());
    let upload = http::upload(file, on_progress)
        .map_err(say)?
        .finish()
        .await
        .map_err(say)?;
    let answer = send::<EvidenceAttach>(evidence_attach::Variables {
        record_id,
        upload_id: upload.upload_id,
    })
    .await
    .map_err(say)?;
    match user_errors(answer.evidence_attach.user_errors)
        .into_iter()
        .next()
    {
        Some(error) => Err(error.message),
        None => Ok(()),
    }
}
