//! Files that prove a record.

use leptos::prelude::*;

use super::figures;
use super::operations::activity_record_by_id;
use crate::i18n::t;
use crate::locales::data;
use crate::ui::format;

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
