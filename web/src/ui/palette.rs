//! Everything one can go to or do, by typing (⌘K).

use std::sync::Arc;

use leptos::html;
use leptos::prelude::*;

use super::icon::Icon;
use crate::i18n::t;
use crate::locales::common;

/// One thing to go to or do.
#[derive(Clone)]
pub struct Command {
    label: String,
    note: String,
    icon: Icon,
    run: Arc<dyn Fn() + Send + Sync>,
}

impl Command {
    /// A command. `note` says what kind it is and is searched as well.
    pub fn new(
        icon: Icon,
        label: impl Into<String>,
        note: impl Into<String>,
        run: impl Fn() + Send + Sync + 'static,
    ) -> Self {
        Self {
            label: label.into(),
            note: note.into(),
            icon,
            run: Arc::new(run),
        }
    }

    fn fits(&self, words: &str) -> bool {
        let text = format!("{} {}", self.label, self.note).to_lowercase();
        words
            .to_lowercase()
            .split_whitespace()
            .all(|word| text.contains(word))
    }
}

/// The palette; opens with ⌘K or Ctrl K, or by its signal.
#[component]
pub fn CommandPalette(
    open: RwSignal<bool>,
    #[prop(into)] commands: Signal<Vec<Command>>,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    let typed = RwSignal::new(String::new());
    let active = RwSignal::new(0_usize);
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        if open.get() && !dialog.open() {
            typed.set(String::new());
            active.set(0);
            drop(dialog.show_modal());
        } else if !open.get() && dialog.open() {
            dialog.close();
        }
    });
    let shortcut = window_event_listener(leptos::ev::keydown, move |event| {
        if (event.meta_key() || event.ctrl_key()) && event.key().eq_ignore_ascii_case("k") {
            event.prevent_default();
            open.update(|open| *open = !*open);
        }
    });
    on_cleanup(move || shortcut.remove());

    let found = move || {
        let words = typed.get();
        commands.with(|commands| {
            commands
                .iter()
                .filter(|command| command.fits(&words))
                .cloned()
                .collect::<Vec<_>>()
        })
    };
    let run = move |command: &Command| {
        open.set(false);
        (command.run)();
    };
    let on_key = move |event: leptos::ev::KeyboardEvent| {
        let rows = untrack(found);
        let count = rows.len().max(1);
        match event.key().as_str() {
            "ArrowDown" => {
                event.prevent_default();
                active.update(|active| *active = (*active + 1) % count);
            }
            "ArrowUp" => {
                event.prevent_default();
                active.update(|active| *active = (*active + count - 1) % count);
            }
            "Enter" => {
                event.prevent_default();
                if let Some(command) = rows.get(active.get_untracked()) {
                    run(command);
                }
            }
            _ => {}
        }
    };
    let rows = move || {
        let rows = found();
        if rows.is_empty() {
            return view! { <p class="popup-empty">{t(common::NOTHING_FOUND)}</p> }.into_any();
        }
        rows.into_iter()
            .enumerate()
            .map(|(index, command)| {
                let chosen = command.clone();
                view! {
                    <div
                        class="option"
                        class:option-active=move || active.get() == index
                        id=format!("palette-{index}")
                        role="option"
                        aria-selected=move || if active.get() == index { "true" } else { "false" }
                        on:click=move |_| run(&chosen)
                    >
                        {command.icon.view()}
                        <span>{command.label}</span>
                        <span class="option-note">{command.note}</span>
                    </div>
                }
            })
            .collect_view()
            .into_any()
    };
    view! {
        <dialog class="palette" node_ref=dialog aria-label=t(common::COMMANDS) on:close=move |_| open.set(false)>
            <input
                class="palette-input"
                type="text"
                role="combobox"
                aria-expanded="true"
                aria-controls="palette-list"
                aria-activedescendant=move || format!("palette-{}", active.get())
                aria-label=t(common::COMMANDS)
                placeholder=t(common::COMMANDS_HINT)
                autocomplete="off"
                prop:value=move || typed.get()
                on:input=move |event| {
                    typed.set(event_target_value(&event));
                    active.set(0);
                }
                on:keydown=on_key
            />
            <div class="palette-list" id="palette-list" role="listbox" aria-label=t(common::COMMANDS)>{rows}</div>
        </dialog>
    }
}
