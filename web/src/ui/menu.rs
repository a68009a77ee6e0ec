//! A button that opens a short list of things to do.

use std::sync::Arc;

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::form::fresh_id;
use super::icon::Icon;

/// One thing to do.
#[derive(Clone)]
pub struct MenuItem {
    label: Signal<String>,
    icon: Option<Icon>,
    checked: Option<Signal<bool>>,
    run: Arc<dyn Fn() + Send + Sync>,
}

impl MenuItem {
    /// Something to do.
    pub fn new(label: impl Into<Signal<String>>, run: impl Fn() + Send + Sync + 'static) -> Self {
        Self {
            label: label.into(),
            icon: None,
            checked: None,
            run: Arc::new(run),
        }
    }

    /// With a drawing before the words.
    #[must_use]
    pub fn with_icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }

    /// As one of several of which one holds.
    #[must_use]
    pub fn with_check(mut self, checked: impl Into<Signal<bool>>) -> Self {
        self.checked = Some(checked.into());
        self
    }
}

/// A menu behind a button. `children` is what the button shows, `label` what a screen reader says.
#[component]
pub fn Menu(
    #[prop(into)] label: Signal<String>,
    #[prop(into)] items: Signal<Vec<MenuItem>>,
    /// Class of the button.
    #[prop(default = "icon-button")]
    class: &'static str,
    /// Opens above, for bars at the bottom.
    #[prop(optional)]
    up: bool,
    /// What stands above the items.
    #[prop(optional, into)]
    head: Option<ViewFn>,
    children: Children,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let list = NodeRef::<html::Div>::new();
    let button = NodeRef::<html::Button>::new();
    let id = fresh_id("menu");
    let focus_item = move |step: i32| {
        let Some(list) = list.get_untracked() else {
            return;
        };
        let Ok(items) = list.query_selector_all("[role^=menuitem]") else {
            return;
        };
        let active = super::browser::document().and_then(|document| document.active_element());
        let count = i32::try_from(items.length()).unwrap_or(0);
        let at = (0..count).find(|index| {
            items.item(index.unsigned_abs()).is_some_and(|item| {
                active
                    .as_ref()
                    .is_some_and(|active| item.is_same_node(Some(active)))
            })
        });
        let next = match at {
            Some(at) => (at + step).rem_euclid(count.max(1)),
            None => 0,
        };
        if let Some(item) = items
            .item(next.unsigned_abs())
            .and_then(|item| item.dyn_into::<web_sys::HtmlElement>().ok())
        {
            drop(item.focus());
        }
    };
    let close = move || {
        open.set(false);
        if let Some(button) = button.get_untracked() {
            drop(button.focus());
        }
    };
    // The first item gets the focus once the list is there.
    Effect::new(move |_| {
        if open.get() {
            request_animation_frame(move || focus_item(0));
        }
    });
    let on_key = move |event: leptos::ev::KeyboardEvent| match event.key().as_str() {
        "ArrowDown" if open.get_untracked() => {
            event.prevent_default();
            focus_item(1);
        }
        "ArrowUp" if open.get_untracked() => {
            event.prevent_default();
            focus_item(-1);
        }
        "Escape" if open.get_untracked() => {
            event.stop_propagation();
            close();
        }
        _ => {}
    };
    let on_focus_out = move |event: leptos::ev::FocusEvent| {
        let goes_to = event
            .related_target()
            .and_then(|target| target.dyn_into::<web_sys::Node>().ok());
        let stays = list
            .get_untracked()
            .is_some_and(|list| list.contains(goes_to.as_ref()))
            || button
                .get_untracked()
                .is_some_and(|button| button.contains(goes_to.as_ref()));
        if !stays {
            open.set(false);
        }
    };
    let rows = move || {
        items
            .get()
            .into_iter()
            .map(|item| {
                let run = item.run.clone();
                let (role, checked) = match item.checked {
                    Some(checked) => ("menuitemradio", Some(checked)),
                    None => ("menuitem", None),
                };
                view! {
                    <button
                        class="option"
                        type="button"
                        role=role
                        tabindex="-1"
                        aria-checked=move || checked.map(|checked| if checked.get() { "true" } else { "false" })
                        on:click=move |_| {
                            close();
                            run();
                        }
                    >
                        {item.icon.map(Icon::view)}
                        <span>{move || item.label.get()}</span>
                        {move || checked.filter(Get::get).map(|_| view! { <span class="option-note">{super::icon::CHECK.sized("16")}</span> })}
                    </button>
                }
            })
            .collect_view()
    };
    view! {
        <div class="popup-anchor" on:keydown=on_key on:focusout=on_focus_out>
            <button
                class=class
                node_ref=button
                type="button"
                aria-haspopup="menu"
                aria-expanded=move || if open.get() { "true" } else { "false" }
                aria-controls=id.clone()
                aria-label=move || label.get()
                title=move || label.get()
                on:click=move |_| open.update(|open| *open = !*open)
            >
                {children()}
            </button>
            <div
                class="popup popup-end"
                class:popup-up=up
                id=id
                node_ref=list
                hidden=move || !open.get()
            >
                {head.map(|head| view! { <div class="popup-head">{head.run()}</div> })}
                <div role="menu" aria-label=move || label.get()>{rows}</div>
            </div>
        </div>
    }
}
