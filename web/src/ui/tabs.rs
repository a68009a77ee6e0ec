//! One of a few: panels and switches.

use leptos::prelude::*;

use super::browser;
use super::field::Choice;
use super::form::fresh_id;

/// One tab.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tab {
    /// What the signal holds when it is chosen.
    pub key: String,
    /// What it says.
    pub label: String,
}

impl Tab {
    /// A tab.
    pub fn new(key: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            key: key.into(),
            label: label.into(),
        }
    }
}

/// Index after an arrow key, going round; `None` for other keys.
fn arrow(key: &str, index: usize, count: usize) -> Option<usize> {
    match key {
        "ArrowRight" | "ArrowDown" => Some((index + 1) % count),
        "ArrowLeft" | "ArrowUp" => Some((index + count - 1) % count),
        "Home" => Some(0),
        "End" => Some(count - 1),
        _ => None,
    }
}

/// Tabs over one panel; `children` is the panel.
#[component]
pub fn Tabs(
    #[prop(into)] label: Signal<String>,
    #[prop(into)] tabs: Signal<Vec<Tab>>,
    chosen: RwSignal<String>,
    children: Children,
) -> impl IntoView {
    let id = fresh_id("tabs");
    let panel_id = format!("{id}-panel");
    let tab_id = {
        let id = id.clone();
        move |index: usize| format!("{id}-{index}")
    };
    let controls = panel_id.clone();
    let buttons = move || {
        let all = tabs.get();
        let keys: Vec<String> = all.iter().map(|tab| tab.key.clone()).collect();
        all.into_iter()
            .enumerate()
            .map(|(index, tab)| {
                let key = tab.key.clone();
                let is_chosen = Memo::new(move |_| chosen.with(|chosen| *chosen == key));
                let (keys, ids) = (keys.clone(), tab_id.clone());
                view! {
                    <button
                        class="tab"
                        id=tab_id(index)
                        role="tab"
                        type="button"
                        aria-selected=move || if is_chosen.get() { "true" } else { "false" }
                        aria-controls=controls.clone()
                        tabindex=move || if is_chosen.get() { "0" } else { "-1" }
                        on:click=move |_| chosen.set(tab.key.clone())
                        on:keydown=move |event| {
                            if let Some(next) = arrow(&event.key(), index, keys.len()) {
                                event.prevent_default();
                                chosen.set(keys[next].clone());
                                browser::focus(&ids(next));
                            }
                        }
                    >
                        {tab.label}
                    </button>
                }
            })
            .collect_view()
    };
    view! {
        <div class="stack">
            <div class="tabs" role="tablist" aria-label=move || label.get()>{buttons}</div>
            <div id=panel_id role="tabpanel" aria-label=move || {
                tabs.with(|tabs| tabs.iter().find(|tab| chosen.with(|chosen| *chosen == tab.key)).map(|tab| tab.label.clone()))
            }>{children()}</div>
        </div>
    }
}

/// A switch between a few ways to see the same.
#[component]
pub fn Segments(
    #[prop(into)] label: Signal<String>,
    #[prop(into)] options: Signal<Vec<Choice>>,
    chosen: RwSignal<String>,
) -> impl IntoView {
    let id = fresh_id("segments");
    let buttons = move || {
        let all = options.get();
        let values: Vec<String> = all.iter().map(|option| option.value.clone()).collect();
        all.into_iter()
            .enumerate()
            .map(|(index, option)| {
                let value = option.value.clone();
                let is_chosen = Memo::new(move |_| chosen.with(|chosen| *chosen == value));
                let (values, id) = (values.clone(), id.clone());
                view! {
                    <button
                        class="segment"
                        id=format!("{id}-{index}")
                        type="button"
                        role="radio"
                        aria-checked=move || if is_chosen.get() { "true" } else { "false" }
                        tabindex=move || if is_chosen.get() { "0" } else { "-1" }
                        on:click=move |_| chosen.set(option.value.clone())
                        on:keydown=move |event| {
                            if let Some(next) = arrow(&event.key(), index, values.len()) {
                                event.prevent_default();
                                chosen.set(values[next].clone());
                                browser::focus(&format!("{id}-{next}"));
                            }
                        }
                    >
                        {option.label}
                    </button>
                }
            })
            .collect_view()
    };
    view! { <div class="segments" role="radiogroup" aria-label=move || label.get()>{buttons}</div> }
}

#[cfg(test)]
mod tests {
    use super::arrow;

    #[test]
    fn arrows_go_round() {
        assert_eq!(arrow("ArrowRight", 2, 3), Some(0));
        assert_eq!(arrow("ArrowLeft", 0, 3), Some(2));
        assert_eq!(arrow("Enter", 0, 3), None);
    }
}
