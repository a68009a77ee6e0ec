//! Buttons.

use leptos::prelude::*;

use super::icon::Icon;

/// How loudly a button asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ButtonKind {
    /// The one action of the screen.
    Primary,
    /// Any other.
    #[default]
    Secondary,
    /// Beside others, without a border.
    Quiet,
    /// Loses something.
    Danger,
    /// Inside a sentence.
    Link,
}

impl ButtonKind {
    const fn class(self) -> &'static str {
        match self {
            Self::Primary => "button button-primary",
            Self::Secondary => "button",
            Self::Quiet => "button button-quiet",
            Self::Danger => "button button-danger",
            Self::Link => "button button-link",
        }
    }
}

/// A button with words. While `busy` it shows a spinner in its own size and cannot be pressed.
#[component]
pub fn Button(
    children: Children,
    #[prop(optional)] kind: ButtonKind,
    #[prop(optional)] small: bool,
    #[prop(optional)] submit: bool,
    #[prop(optional, into)] icon: Option<Icon>,
    #[prop(optional, into)] disabled: Signal<bool>,
    #[prop(optional, into)] busy: Signal<bool>,
    #[prop(optional, into)] on_press: Option<UnsyncCallback<()>>,
) -> impl IntoView {
    let press = move |_| {
        if let Some(on_press) = on_press {
            on_press.run(());
        }
    };
    view! {
        <button
            class=kind.class()
            class:button-small=small
            type=if submit { "submit" } else { "button" }
            disabled=move || disabled.get() || busy.get()
            aria-busy=move || busy.get().then_some("true")
            on:click=press
        >
            <span class="button-words">{icon.map(Icon::view)} {children()}</span>
            {move || busy.get().then(|| view! { <span class="spinner" aria-hidden="true"></span> })}
        </button>
    }
}

/// A link that looks like a button.
#[component]
pub fn LinkButton(
    children: Children,
    #[prop(into)] href: Signal<String>,
    #[prop(optional)] kind: ButtonKind,
    #[prop(optional)] small: bool,
    #[prop(optional, into)] icon: Option<Icon>,
    /// Name of the file when the link fetches one.
    #[prop(optional, into)]
    download: Option<String>,
) -> impl IntoView {
    view! {
        <a class=kind.class() class:button-small=small href=move || href.get() download=download>
            <span class="button-words">{icon.map(Icon::view)} {children()}</span>
        </a>
    }
}

/// A button with a drawing only; `label` is what a screen reader says and what stands in the tip.
#[component]
pub fn IconButton(
    icon: Icon,
    #[prop(into)] label: Signal<String>,
    #[prop(optional, into)] disabled: Signal<bool>,
    #[prop(optional, into)] on_press: Option<UnsyncCallback<()>>,
) -> impl IntoView {
    view! {
        <button
            class="icon-button"
            type="button"
            aria-label=move || label.get()
            title=move || label.get()
            disabled=move || disabled.get()
            on:click=move |_| {
                if let Some(on_press) = on_press {
                    on_press.run(());
                }
            }
        >
            {icon.view()}
        </button>
    }
}
