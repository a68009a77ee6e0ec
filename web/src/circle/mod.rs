//! The circle: the employees' app. Its start, and which address shows which of its screens.
//!
//! Addresses are written without `/circle`, which the router puts in front; so the pages of `identity` serve here too.

mod board_operations;
mod import_operations;
mod operations;

mod figures;
mod parts;
mod preview;
mod queue;
mod state;
mod words_of;

mod board_model;
mod board_page;
mod board_row;
mod claims_page;
mod credits_page;
mod enrol_page;
mod everyday_page;
mod frame;
mod frequent;
mod give_page;
mod home_page;
mod import_page;
mod join_form;
mod join_page;
mod log_done;
mod log_draft;
mod log_fields;
mod log_page;
mod log_preview;
mod log_send;
mod log_sheet;
mod me_page;
mod privacy_page;
mod quiz_page;
mod sign_in_page;
mod statement_page;
mod steps_card;
mod waiting;

use leptos::prelude::*;
use leptos_router::components::{ParentRoute, Route, Router, Routes};
use leptos_router::path;

use self::board_page::BoardPage;
use self::claims_page::ClaimsPage;
use self::credits_page::CreditsPage;
use self::everyday_page::EverydayPage;
use self::frame::CircleFrame;
use self::give_page::GivePage;
use self::home_page::HomePage;
use self::import_page::ImportPage;
use self::join_page::JoinPage;
use self::log_page::LogPage;
use self::me_page::MePage;
use self::privacy_page::PrivacyPage;
use self::quiz_page::QuizPage;
use self::sign_in_page::CircleSignInPage;
use self::statement_page::StatementPage;
use crate::identity::{ForgotPage, ResetPage};
use crate::page;
use crate::shell::NotFoundPage;
use crate::ui::{Toasts, browser};

/// Where the circle lives on the server.
pub const BASE: &str = "/circle";

/// Puts the circle on the page.
pub fn start() {
    page::take_over(App);
    browser::install_worker("/circle/sw.js", BASE);
}

#[component]
fn App() -> impl IntoView {
    view! {
        <Router base=BASE>
            <Routes fallback=|| view! { <main class="gate"><NotFoundPage /></main> }>
                <Route path=path!("/sign-in") view=CircleSignInPage />
                <Route path=path!("/reset") view=ForgotPage />
                <Route path=path!("/reset/:token") view=ResetPage />
                <Route path=path!("/join/:token") view=JoinPage />
                <ParentRoute path=path!("") view=CircleFrame>
                    <Route path=path!("") view=HomePage />
                    <Route path=path!("/log") view=LogPage />
                    <Route path=path!("/log/everyday") view=EverydayPage />
                    <Route path=path!("/board") view=BoardPage />
                    <Route path=path!("/quiz") view=QuizPage />
                    <Route path=path!("/statement") view=StatementPage />
                    <Route path=path!("/import") view=ImportPage />
                    <Route path=path!("/me") view=MePage />
                    <Route path=path!("/me/points") view=CreditsPage />
                    <Route path=path!("/me/claims") view=ClaimsPage />
                    <Route path=path!("/me/give") view=GivePage />
                    <Route path=path!("/me/privacy") view=PrivacyPage />
                    <Route path=path!("*any") view=NotFoundPage />
                </ParentRoute>
            </Routes>
        </Router>
        <Toasts />
    }
}
