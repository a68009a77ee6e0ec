//! The circle: the employees' app. Its start, and which address shows which of its screens.
//!
//! Addresses are written without `/circle`, which the router puts in front; so the pages of `identity` serve here too.

mod frame;
mod home_page;
mod sign_in_page;

use leptos::prelude::*;
use leptos_router::components::{ParentRoute, Route, Router, Routes};
use leptos_router::path;

use self::frame::CircleFrame;
use self::home_page::HomePage;
use self::sign_in_page::CircleSignInPage;
use crate::identity::{ForgotPage, ResetPage};
use crate::page;
use crate::shell::NotFoundPage;
use crate::ui::Toasts;

/// Where the circle lives on the server.
pub const BASE: &str = "/circle";

/// Puts the circle on the page.
pub fn start() {
    page::take_over(App);
}

#[component]
fn App() -> impl IntoView {
    view! {
        <Router base=BASE>
            <Routes fallback=|| view! { <main class="gate"><NotFoundPage /></main> }>
                <Route path=path!("/sign-in") view=CircleSignInPage />
                <Route path=path!("/reset") view=ForgotPage />
                <Route path=path!("/reset/:token") view=ResetPage />
                <ParentRoute path=path!("") view=CircleFrame>
                    <Route path=path!("") view=HomePage />
                    <Route path=path!("*any") view=NotFoundPage />
                </ParentRoute>
            </Routes>
        </Router>
        <Toasts />
    }
}
