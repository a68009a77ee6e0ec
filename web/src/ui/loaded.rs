//! The three faces of loaded data: on its way, there, or not to be had.

use leptos::prelude::*;

use super::state::{ErrorState, Skeleton, SkeletonKind};
use crate::client::Load;
use crate::i18n::language;

/// Shows `children` with the value once it is there; before, a skeleton; if it fails, the error with a way to retry.
/// A value that is there stays while it is loaded again, also when that fails.
#[component]
pub fn Loaded<T, F, V>(
    load: Load<T>,
    #[prop(optional)] skeleton: SkeletonKind,
    children: F,
) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
    F: Fn(T) -> V + Send + Sync + 'static,
    V: IntoView + 'static,
{
    let error = Signal::derive(move || load.error().map(|error| error.message(language())));
    let is_there = Memo::new(move |_| load.with(|value| value.is_some()));
    view! {
        {move || {
            error.get().map(|words| view! { <ErrorState words=words on_retry=move || load.reload() /> })
        }}
        {move || load.get().map(|value| children(value).into_any())}
        {move || (!is_there.get() && error.get().is_none()).then(|| view! { <Skeleton kind=skeleton /> })}
    }
}
