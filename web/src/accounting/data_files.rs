//! Files that were imported, newest first, each with where it stands.

use leptos::prelude::*;
use leptos_router::components::A;

use super::operations::{Imports, imports};
use super::{figures, words};
use crate::client::enums::ImportState;
use crate::client::socket::reconnections;
use crate::client::{send, use_load};
use crate::i18n::{t, tf};
use crate::locales::import as iw;
use crate::locales::{data, overview as ow};
use crate::ui::{Badge, ButtonKind, EmptyState, LinkButton, Loaded, SkeletonKind, Tone, icon};

type Import = imports::ImportsImportsEdgesNode;

/// The list on the data screen.
#[component]
pub fn Files() -> impl IntoView {
    let load = use_load(move || {
        reconnections();
        send::<Imports>(imports::Variables { first: Some(50) })
    });
    view! {
        <Loaded load=load skeleton=SkeletonKind::Tall let:found>
            {if found.imports.edges.is_empty() {
                view! {
                    <EmptyState icon=icon::FILE words=data::EMPTY_TEXT>
                        <LinkButton href="/data/import/new".to_owned() kind=ButtonKind::Primary icon=icon::UPLOAD>{t(ow::EMPTY_UPLOAD)}</LinkButton>
                    </EmptyState>
                }.into_any()
            } else {
                view! { <section class="card"><FileList files=found.imports.edges.into_iter().map(|edge| edge.node).collect() /></section> }.into_any()
            }}
        </Loaded>
    }
}

/// Files with their state, each leading to where it can be gone on with.
#[component]
pub fn FileList(files: Vec<Import>) -> impl IntoView {
    view! {
        <ul class="work-list">
            {files.into_iter().map(|file| {
                let state = file.state;
                let rows = file.rows_imported;
                view! {
                    <li class="work-item">
                        <Badge tone=tone(state)>{t(words::import_state(state))}</Badge>
                        <span class="part-name">
                            <A href=format!("/data/import/{}", file.id)>{file.file_name}</A>
                            <small>
                                {figures::moment(&file.created_at)}
                                " · " {tf(iw::RECENT_ROWS, move || [("imported", figures::count(rows))])}
                            </small>
                        </span>
                        <span></span>
                    </li>
                }
            }).collect_view()}
        </ul>
    }
}

/// Colour of an import's state.
pub fn tone(state: ImportState) -> Tone {
    match state {
        ImportState::Imported => Tone::Good,
        ImportState::Failed => Tone::Danger,
        ImportState::Uploaded | ImportState::Checked => Tone::Warning,
        ImportState::Mapped | ImportState::Checking | ImportState::Importing => Tone::Info,
        ImportState::Cancelled => Tone::Neutral,
    }
}
