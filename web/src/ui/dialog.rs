//! What opens over the screen: dialogs, and side sheets with an address of their own.

use leptos::html;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate, use_query_map};

use super::button::IconButton;
use super::form::fresh_id;
use super::icon;
use crate::locales::common;

/// Opens and closes the native dialog with a signal: focus trap, Escape and inert background come from the browser.
fn follow(dialog: NodeRef<html::Dialog>, open: Signal<bool>) {
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        if open.get() && !dialog.open() {
            drop(dialog.show_modal());
        } else if !open.get() && dialog.open() {
            dialog.close();
        }
    });
}

/// A question or a short form over the screen. Its content is made anew each time it opens.
#[component]
pub fn Dialog(
    #[prop(into)] title: Signal<String>,
    open: RwSignal<bool>,
    #[prop(optional)] wide: bool,
    children: ChildrenFn,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    follow(dialog, open.into());
    let title_id = fresh_id("dialog");
    let labelled_by = title_id.clone();
    view! {
        <dialog
            class="dialog"
            class:dialog-wide=wide
            node_ref=dialog
            aria-labelledby=labelled_by
            on:close=move |_| open.set(false)
        >
            <header class="panel-head">
                <h2 id=title_id>{move || title.get()}</h2>
                <IconButton icon=icon::CLOSE label=common::CLOSE on_press=move || open.set(false) />
            </header>
            <div class="panel-body">{move || open.get().then(|| children())}</div>
        </dialog>
    }
}

/// What the address says the sheet `key` shows: `?record=rec_…`.
pub fn sheet_value(key: &'static str) -> Memo<Option<String>> {
    let query = use_query_map();
    Memo::new(move |_| query.read().get(key).filter(|value| !value.is_empty()))
}

/// Opens the sheet `key` on `value` by changing the address. Call it while the component is made, run the result later.
pub fn open_sheet(key: &'static str) -> impl Fn(&str) + Clone + 'static {
    let go = go_to_query();
    move |value| go(key, Some(value))
}

/// Closes the sheet `key` by changing the address.
pub fn close_sheet(key: &'static str) -> impl Fn() + Clone + 'static {
    let go = go_to_query();
    move || go(key, None)
}

fn go_to_query() -> impl Fn(&'static str, Option<&str>) + Clone + 'static {
    let navigate = use_navigate();
    let location = use_location();
    move |key, value| {
        let mut query = location.query.get_untracked();
        match value {
            Some(value) => query.replace(key, value.to_owned()),
            None => drop(query.remove(key)),
        }
        let path = format!(
            "{}{}",
            location.pathname.get_untracked(),
            query.to_query_string()
        );
        navigate(
            &path,
            NavigateOptions {
                // The address is whole already, with whatever the router puts in front.
                resolve: false,
                scroll: false,
                ..NavigateOptions::default()
            },
        );
    }
}

/// Details at the side of the screen. Open while the address has `?key=value`; `children` gets the value.
#[component]
pub fn SideSheet<F, V>(
    /// Name in the query.
    key: &'static str,
    #[prop(into)] title: Signal<String>,
    children: F,
) -> impl IntoView
where
    F: Fn(String) -> V + Send + Sync + 'static,
    V: IntoView + 'static,
{
    let value = sheet_value(key);
    let dialog = NodeRef::<html::Dialog>::new();
    follow(dialog, Signal::derive(move || value.with(Option::is_some)));
    let close = UnsyncCallback::new({
        let close = close_sheet(key);
        move |()| {
            if value.with_untracked(Option::is_some) {
                close();
            }
        }
    });
    let title_id = fresh_id("sheet");
    let labelled_by = title_id.clone();
    view! {
        <dialog class="sheet" node_ref=dialog aria-labelledby=labelled_by on:close=move |_| close.run(())>
            <header class="panel-head">
                <h2 id=title_id>{move || title.get()}</h2>
                <IconButton icon=icon::CLOSE label=common::CLOSE on_press=close />
            </header>
            <div class="panel-body">{move || value.get().map(|value| children(value).into_any())}</div>
        </dialog>
    }
}
