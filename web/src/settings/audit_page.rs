//! Every change, who made it, and what it was before.

use leptos::prelude::*;
use leptos_router::components::A;
use leptos_router::hooks::use_query_map;
use wasm_bindgen_futures::spawn_local;

use super::audit_words;
use super::frame::PageHead;
use super::operations::{AuditTrail, audit_trail};
use crate::client::{ClientError, send, session, use_load};
use crate::i18n::{self, t, tf};
use crate::locales::settings as words;
use crate::ui::{Button, EmptyState, Loaded, Notice, SkeletonKind, format, icon, toast};

/// What stands where there was nothing.
const NONE: &str = "–";

type Entry = audit_trail::AuditTrailAuditTrailEdgesNode;

#[derive(Debug, Clone, PartialEq, Default)]
struct Page {
    entries: Vec<Entry>,
    next: Option<String>,
}

/// `/settings/audit`; `?object=rec_…` shows the history of one object.
#[component]
pub fn AuditPage() -> impl IntoView {
    let query = use_query_map();
    let object = Memo::new(move |_| query.read().get("object"));
    let load = use_load(move || fetch(object.get(), None));
    let loading_more = RwSignal::new(false);
    let more = move || {
        let Some(next) = load.with(|page| page.and_then(|page| page.next.clone())) else {
            return;
        };
        loading_more.set(true);
        spawn_local(async move {
            match fetch(object.get_untracked(), Some(next)).await {
                Ok(page) => load.change(|shown| {
                    shown.entries.extend(page.entries);
                    shown.next = page.next;
                }),
                Err(error) => toast(error.message(i18n::current())),
            }
            loading_more.set(false);
        });
    };
    let zone = session::viewer_now()
        .map(|viewer| viewer.organisation.time_zone)
        .unwrap_or_default();
    view! {
        <PageHead title=words::AUDIT lead=words::AUDIT_LEAD />
        {move || {
            object.get().map(|_| {
                view! { <Notice><p>{t(words::AUDIT_FILTERED)} " " <A href="/settings/audit">{t(words::SHOW_ALL)}</A></p></Notice> }
            })
        }}
        <Loaded load=load skeleton=SkeletonKind::Tall children=move |page: Page| {
            if page.entries.is_empty() {
                return view! { <EmptyState icon=icon::HISTORY words=words::AUDIT_EMPTY /> }.into_any();
            }
            let rows = page.entries.into_iter().map(|entry| view! { <EntryRow entry=entry zone=zone.clone() /> }).collect_view();
            view! {
                <ol class="list card card-flush">{rows}</ol>
                {page.next.map(|_| view! { <div><Button busy=loading_more on_press=more>{t(words::LOAD_MORE)}</Button></div> })}
            }
            .into_any()
        } />
    }
}

#[component]
fn EntryRow(entry: Entry, zone: String) -> impl IntoView {
    let action = entry.action;
    let changes = entry
        .changes
        .into_iter()
        .map(|change| {
            let shown = |value: Option<String>| {
                move || {
                    value
                        .as_deref()
                        .map_or_else(|| NONE.to_owned(), audit_words::value)
                }
            };
            let field = change.field;
            view! {
                <li>
                    <span class="muted">{move || audit_words::field(&field)}</span> " "
                    <del>{shown(change.old)}</del> " → " <ins>{shown(change.new)}</ins>
                </li>
            }
        })
        .collect_view();
    view! {
        <li class="audit-row">
            <div class="row-between">
                <strong>{move || audit_words::action(&action)}</strong>
                <span class="muted nowrap">{format::moment(&entry.at, &zone)}</span>
            </div>
            <p class="muted">{entry.actor} " · #" {entry.sequence.to_string()} " · " <code title=entry.hash.clone()>{short(&entry.hash)}</code></p>
            {entry.reason.map(|reason| view! { <p>{tf(words::AUDIT_REASON, move || [("reason", reason.clone())])}</p> })}
            <ul class="changes">{changes}</ul>
        </li>
    }
}

fn short(hash: &str) -> String {
    hash.chars().take(12).collect()
}

async fn fetch(object_id: Option<String>, after: Option<String>) -> Result<Page, ClientError> {
    let trail = send::<AuditTrail>(audit_trail::Variables { object_id, after })
        .await?
        .audit_trail;
    Ok(Page {
        entries: trail.edges.into_iter().map(|edge| edge.node).collect(),
        next: trail
            .page_info
            .end_cursor
            .filter(|_| trail.page_info.has_next_page),
    })
}
