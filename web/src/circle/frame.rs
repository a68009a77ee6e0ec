//! The place for the screens of the circle.

use leptos::prelude::*;
use leptos_router::components::{A, Outlet};
use wasm_bindgen_futures::spawn_local;

use super::BASE;
use crate::client::session;
use crate::i18n::{self, t};
use crate::identity::use_signed_in;
use crate::locales::{circle as words, shell};
use crate::shell::{LanguageMenu, ThemeMenu};
use crate::ui::{Avatar, Menu, MenuItem, Skeleton, SkeletonKind, icon, toast};

/// Lets only signed-in people through; others go to sign-in and come back to where they wanted to go.
#[component]
pub fn CircleFrame() -> impl IntoView {
    let is_in = use_signed_in(BASE);
    move || {
        if is_in.get() {
            view! { <Frame /> }.into_any()
        } else {
            view! { <div class="starting"><Skeleton kind=SkeletonKind::Number /><Skeleton kind=SkeletonKind::Tall /></div> }.into_any()
        }
    }
}

#[component]
fn Frame() -> impl IntoView {
    view! {
        <a class="skip" href="#main">{t(shell::SKIP)}</a>
        <div class="circle">
            <header class="top-bar">
                <A href="/" {..} class="mark" aria-label=t(words::PRODUCT)>{icon::MARK.sized("26")} <span>{t(words::PRODUCT)}</span></A>
                <span class="grow"></span>
                <LanguageMenu />
                <ThemeMenu />
                <AccountMenu />
            </header>
            <main class="screen" id="main" tabindex="-1"><Outlet /></main>
        </div>
    }
}

#[component]
fn AccountMenu() -> impl IntoView {
    let viewer = Memo::new(|_| session::viewer());
    let name = Signal::derive(move || viewer.get().map(|viewer| viewer.name).unwrap_or_default());
    let email = move || viewer.get().map(|viewer| viewer.email);
    let sign_out = || {
        spawn_local(async {
            if let Err(error) = session::end().await {
                toast(error.message(i18n::current()));
            }
        });
    };
    let items = vec![MenuItem::new(shell::SIGN_OUT, sign_out).with_icon(icon::SIGN_OUT)];
    view! {
        <Menu label=shell::ACCOUNT items=items head=move || view! { <strong>{name}</strong> <div class="muted">{email}</div> }>
            <Avatar name=name />
        </Menu>
    }
}
