//! Start of the program, and which address shows which screen.

use leptos::prelude::*;
use leptos_router::components::{ParentRoute, Route, Router, Routes};
use leptos_router::path;
use wasm_bindgen_futures::spawn_local;

use crate::accounting::{DataPage, ImportPage, InventoryPage, OverviewPage};
use crate::client::session;
use crate::identity::{ForgotPage, InvitationPage, ResetPage, SignInPage, SignUpPage};
use crate::settings::{
    AuditPage, BoundaryPage, CompanyPage, FactorsPage, PeoplePage, SessionsPage, SettingsFrame,
    SettingsIndex,
};
use crate::shell::{NotFoundPage, Shell, restore_preferences};
use crate::ui::{Toasts, browser};

/// Puts the console on the page.
pub fn start() {
    std::panic::set_hook(Box::new(|panic| {
        // A panic leaves the screen dead: say so instead of leaving people to press buttons in vain.
        browser::report_crash(&panic.to_string());
    }));
    restore_preferences();
    spawn_local(session::restore());
    leptos::mount::mount_to_body(App);
    browser::clear_boot();
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
