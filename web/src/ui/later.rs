//! Parts of a program that are fetched when they are first shown, so that the first screen does not wait for the rest.
//!
//! [`fetched_when_shown`](crate::fetched_when_shown) marks where the program may be cut; the build cuts it there.

use futures_util::future::LocalBoxFuture;
use leptos::prelude::*;
use leptos::wasm_split::SplitLoaderError;
use wasm_bindgen_futures::spawn_local;

use super::state::{ErrorState, Skeleton, SkeletonKind};
use crate::locales::common;

/// A part on its way. Asking again for one that is there costs nothing.
pub type Fetching = LocalBoxFuture<'static, Result<(), SplitLoaderError>>;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    OnItsWay,
    There,
    Failed,
}

/// Fetches a part, and draws it once it is there; a part that cannot be fetched says so and can be asked for again.
#[component]
pub fn Later(
    fetch: fn() -> Fetching,
    /// Draws the part; nothing before it is there.
    draw: fn() -> Option<AnyView>,
) -> impl IntoView {
    let stage = RwSignal::new(Stage::OnItsWay);
    let ask = move || {
        spawn_local(async move {
            let next = match fetch().await {
                Ok(()) => Stage::There,
                Err(_) => Stage::Failed,
            };
            // The screen may be gone.
            let _gone = stage.try_set(next);
        });
    };
    ask();
    move || match stage.get() {
        Stage::There => draw().into_any(),
        Stage::OnItsWay => view! { <Skeleton kind=SkeletonKind::Tall /> }.into_any(),
        Stage::Failed => {
            let again = move || {
                stage.set(Stage::OnItsWay);
                ask();
            };
            view! { <ErrorState words=common::ERROR_PART on_retry=again /> }.into_any()
        }
    }
}

/// Makes components without properties that are fetched when they are first shown. Those of one part come together:
/// `fetched_when_shown! { settings: CompanyPage = company_page::CompanyPage, … }`.
#[macro_export]
macro_rules! fetched_when_shown {
    ($part:ident: $($screen:ident = $drawn:path),+ $(,)?) => {
        $(
            /// Comes with its part of the program.
            #[::leptos::component]
            pub fn $screen() -> impl ::leptos::prelude::IntoView {
                use ::futures_util::FutureExt;
                use ::leptos::prelude::{AnyView, IntoAny};
                use ::leptos::wasm_split::{SplitLoaderError, wasm_split};

                #[allow(non_snake_case, reason = "the marks of two screens are told apart by name")]
                #[wasm_split($part, wasm_split_path = ::leptos::wasm_split, preload(fetch), fallible)]
                fn $screen() -> Result<AnyView, SplitLoaderError> {
                    Ok($drawn().into_any())
                }
                $crate::ui::Later($crate::ui::LaterProps {
                    fetch: || fetch().boxed_local(),
                    draw: || $screen().now_or_never().and_then(Result::ok),
                })
            }
        )+
    };
}
