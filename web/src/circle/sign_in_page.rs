//! Sign-in to the circle. There is no sign-up here: employees join by their company's link.

use leptos::prelude::*;
use leptos_router::components::A;

use crate::i18n::t;
use crate::identity::{Gate, SignInForm};
use crate::locales::{circle, identity as words};

/// `/circle/sign-in`.
#[component]
pub fn CircleSignInPage() -> impl IntoView {
    view! {
        <Gate title=circle::SIGN_IN_TITLE>
            <SignInForm />
            <p><A href="/reset">{t(words::FORGOT)}</A></p>
        </Gate>
    }
}
