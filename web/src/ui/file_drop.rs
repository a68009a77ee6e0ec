//! Where files are dropped or picked, and their way up is watched.

use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::button::Button;
use super::form::fresh_id;
use super::icon;
use super::progress::Progress;
use crate::i18n::t;
use crate::locales::common;

/// What the drop shows.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum FileDropState {
    /// Nothing yet.
    #[default]
    Idle,
    /// A file is on its way.
    Sending {
        /// Name of the file.
        name: String,
        /// Between 0 and 1.
        fraction: f64,
    },
    /// It did not arrive; the words say why.
    Failed(String),
}

/// A place to drop one file on, or to pick it with.
#[component]
pub fn FileDrop(
    #[prop(into)] label: Signal<String>,
    #[prop(optional, into)] hint: MaybeProp<String>,
    /// As the `accept` of an input: `.csv,.xlsx`.
    accept: &'static str,
    #[prop(into)] state: Signal<FileDropState>,
    #[prop(into)] on_file: UnsyncCallback<web_sys::File>,
    #[prop(optional, into)] on_cancel: Option<UnsyncCallback<()>>,
) -> impl IntoView {
    let over = RwSignal::new(false);
    let id = fresh_id("file");
    let take = move |files: Option<web_sys::FileList>| {
        if let Some(file) = files.and_then(|files| files.get(0)) {
            on_file.run(file);
        }
    };
    let idle = {
        let id = id.clone();
        move || {
            view! {
                <label
                    class="file-drop"
                    class:file-drop-over=move || over.get()
                    for=id.clone()
                    on:dragover=move |event| {
                        event.prevent_default();
                        over.set(true);
                    }
                    on:dragleave=move |_| over.set(false)
                    on:drop=move |event| {
                        event.prevent_default();
                        over.set(false);
                        take(event.data_transfer().and_then(|data| data.files()));
                    }
                >
                    {icon::UPLOAD.sized("28")}
                    <strong>{move || label.get()}</strong>
                    {move || hint.get().map(|hint| view! { <span class="field-hint">{hint}</span> })}
                    <input
                        class="visually-hidden"
                        id=id.clone()
                        type="file"
                        accept=accept
                        on:change=move |event| {
                            let input = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok());
                            if let Some(input) = input {
                                take(input.files());
                                // The same file again is a new choice.
                                input.set_value("");
                            }
                        }
                    />
                </label>
            }
        }
    };
    let is_sending = Memo::new(move |_| matches!(state.get(), FileDropState::Sending { .. }));
    let name = move || match state.get() {
        FileDropState::Sending { name, .. } => name,
        _ => String::new(),
    };
    let fraction = Signal::derive(move || match state.get() {
        FileDropState::Sending { fraction, .. } => Some(fraction),
        _ => None,
    });
    view! {
        <div class="stack-tight">
            {move || {
                if is_sending.get() {
                    view! {
                        <div class="card stack-tight">
                            <Progress label=Signal::derive(name) fraction=fraction />
                            {on_cancel.map(|on_cancel| {
                                view! { <div><Button small=true on_press=on_cancel>{t(common::CANCEL)}</Button></div> }
                            })}
                        </div>
                    }
                        .into_any()
                } else {
                    idle().into_any()
                }
            }}
            <div role="alert">
                {move || match state.get() {
                    FileDropState::Failed(why) => {
                        Some(view! { <p class="form-error">{icon::ALERT.view()} <span>{why}</span></p> })
                    }
                    _ => None,
                }}
            </div>
        </div>
    }
}
