//! What stands where data does not stand yet, or cannot.

use leptos::prelude::*;

use super::button::Button;
use super::icon::{self, Icon};
use crate::i18n::t;
use crate::locales::common;

/// Nothing here: a picture, one sentence, one next step.
#[component]
pub fn EmptyState(
    #[prop(default = icon::DATA)] icon: Icon,
    #[prop(into)] words: Signal<String>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            {icon.sized("40")} <p>{move || words.get()}</p> {children.map(|children| children())}
        </div>
    }
}

/// It went wrong: what, and what to do.
#[component]
pub fn ErrorState(
    #[prop(into)] words: Signal<String>,
    #[prop(optional, into)] on_retry: Option<UnsyncCallback<()>>,
) -> impl IntoView {
    view! {
        <div class="error-state" role="alert">
            {icon::ALERT.view()}
            <div class="stack-tight">
                <p>{move || words.get()}</p>
                {on_retry.map(|on_retry| {
                    view! { <div><Button small=true icon=icon::RELOAD on_press=on_retry>{t(common::RETRY)}</Button></div> }
                })}
            </div>
        </div>
    }
}

/// A remark beside the work.
#[component]
pub fn Notice(#[prop(optional)] warning: bool, children: Children) -> impl IntoView {
    let icon = if warning { icon::ALERT } else { icon::INFO };
    view! { <div class="notice" class:notice-warning=warning>{icon.view()} <div class="grow">{children()}</div></div> }
}

/// Size of what is to come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SkeletonKind {
    /// Some lines of text.
    #[default]
    Lines,
    /// A card.
    Block,
    /// A table or a chart.
    Tall,
    /// A headline figure.
    Number,
}

/// Holds the place of what is being loaded.
#[component]
pub fn Skeleton(#[prop(optional)] kind: SkeletonKind) -> impl IntoView {
    let shape = match kind {
        SkeletonKind::Lines => view! {
            <span class="skeleton skeleton-line"></span>
            <span class="skeleton skeleton-line"></span>
            <span class="skeleton skeleton-line"></span>
        }
        .into_any(),
        SkeletonKind::Block => view! { <span class="skeleton skeleton-block"></span> }.into_any(),
        SkeletonKind::Tall => view! { <span class="skeleton skeleton-tall"></span> }.into_any(),
        SkeletonKind::Number => view! { <span class="skeleton skeleton-number"></span> }.into_any(),
    };
    view! {
        <div role="status">
            <span class="visually-hidden">{t(common::LOADING)}</span>
            {shape}
        </div>
    }
}
