//! Short messages at the corner; what can be undone says so.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::button::{Button, ButtonKind, IconButton};
use super::{browser, icon};
use crate::i18n::t;
use crate::locales::common;

const SHOWN_MS: i32 = 5_000;
const SHOWN_WITH_UNDO_MS: i32 = 10_000;

#[derive(Clone, PartialEq, Eq)]
struct Toast {
    id: u32,
    words: String,
    undo: Option<ArcUndo>,
}

#[derive(Clone)]
struct ArcUndo(std::sync::Arc<dyn Fn() + Send + Sync>);

impl PartialEq for ArcUndo {
    fn eq(&self, other: &Self) -> bool {
        std::sync::Arc::ptr_eq(&self.0, &other.0)
    }
}
impl Eq for ArcUndo {}

thread_local! {
    static TOASTS: ArcRwSignal<Vec<Toast>> = ArcRwSignal::new(Vec::new());
    static NEXT: std::cell::Cell<u32> = const { std::cell::Cell::new(0) };
}

/// Says that something happened.
pub fn toast(words: impl Into<String>) {
    push(words.into(), None);
}

/// Says that something happened and offers to take it back.
pub fn toast_undo(words: impl Into<String>, undo: impl Fn() + Send + Sync + 'static) {
    push(words.into(), Some(ArcUndo(std::sync::Arc::new(undo))));
}

fn push(words: String, undo: Option<ArcUndo>) {
    let id = NEXT.get();
    NEXT.set(id.wrapping_add(1));
    let shown_ms = if undo.is_some() {
        SHOWN_WITH_UNDO_MS
    } else {
        SHOWN_MS
    };
    TOASTS.with(|toasts| toasts.update(|toasts| toasts.push(Toast { id, words, undo })));
    spawn_local(async move {
        browser::sleep(shown_ms).await;
        remove(id);
    });
}

fn remove(id: u32) {
    TOASTS.with(|toasts| {
        if toasts.with_untracked(|toasts| toasts.iter().any(|toast| toast.id == id)) {
            toasts.update(|toasts| toasts.retain(|toast| toast.id != id));
        }
    });
}

/// Where the messages appear; once, at the root.
#[component]
pub fn Toasts() -> impl IntoView {
    let toasts = TOASTS.with(Clone::clone);
    view! {
        <div class="toasts" role="status" aria-live="polite">
            <For each=move || toasts.get() key=|toast| toast.id let:toast>
                <div class="toast">
                    <span class="grow">{toast.words}</span>
                    {toast.undo.map(|undo| {
                        let press = move || {
                            remove(toast.id);
                            (undo.0)();
                        };
                        view! { <Button kind=ButtonKind::Link on_press=press>{t(common::UNDO)}</Button> }
                    })}
                    <IconButton icon=icon::CLOSE label=common::CLOSE on_press=move || remove(toast.id) />
                </div>
            </For>
        </div>
    }
}
