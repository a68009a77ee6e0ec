//! Start of the console, and which address shows which of its screens.

use leptos::prelude::*;
use leptos_router::components::{ParentRoute, Route, Router, Routes};
use leptos_router::path;

use crate::accounting::{DataPage, ImportPage, InventoryPage, OverviewPage};
use crate::identity::{ForgotPage, InvitationPage, ResetPage, SignInPage, SignUpPage};
use crate::page;
use crate::settings::{
    AuditPage, BoundaryPage, CompanyPage, FactorsPage, PeoplePage, SessionsPage, SettingsFrame,
    SettingsIndex,
};
use crate::shell::{NotFoundPage, Shell};
use crate::ui::Toasts;

/// Puts the console on the page.
pub fn start() {
    page::take_over(App);
}

#[component]
fn App() -> impl IntoView {
    view! {
        <Router>
            <Routes fallback=|| view! { <main class="gate"><NotFoundPage /></main> }>
                <Route path=path!("/sign-in") view=SignInPage />
                <Route path=path!("/sign-up") view=SignUpPage />
                <Route path=path!("/invitation/:token") view=InvitationPage />
                <Route path=path!("/reset") view=ForgotPage />
                <Route path=path!("/reset/:token") view=ResetPage />
                <ParentRoute path=path!("") view=Shell>
                    <Route path=path!("") view=OverviewPage />
                    <Route path=path!("/data") view=DataPage />
                    <Route path=path!("/data/import/:id") view=ImportPage />
                    <Route path=path!("/inventory") view=InventoryPage />
                    <ParentRoute path=path!("/settings") view=SettingsFrame>
                        <Route path=path!("") view=SettingsIndex />
                        <Route path=path!("/company") view=CompanyPage />
                        <Route path=path!("/boundary") view=BoundaryPage />
                        <Route path=path!("/people") view=PeoplePage />
                        <Route path=path!("/factors") view=FactorsPage />
                        <Route path=path!("/sessions") view=SessionsPage />
                        <Route path=path!("/audit") view=AuditPage />
                    </ParentRoute>
                    <Route path=path!("*any") view=NotFoundPage />
                </ParentRoute>
            </Routes>
        </Router>
        <Toasts />
    }
}
