//! Sign-in.

use leptos::prelude::*;
use leptos_router::components::A;

use super::gate::{Gate, enter, leave_when_signed_in};
use super::operations::{SessionCreate, session_create};
use crate::client::operation::send_once;
use crate::i18n::t;
use crate::locales::identity as words;
use crate::ui::form::{FormError, error_at, error_elsewhere, user_errors};
use crate::ui::{Button, ButtonKind, TextField, use_submit};

/// `/sign-in` of the console.
#[component]
pub fn SignInPage() -> impl IntoView {
    view! {
        <Gate title=words::SIGN_IN_TITLE>
            <SignInForm />
            <p class="row-between">
                <A href="/reset">{t(words::FORGOT)}</A>
                <span>{t(words::NO_ACCOUNT)} " " <A href="/sign-up">{t(words::SIGN_UP)}</A></span>
            </p>
        </Gate>
    }
}

/// Email and password. Leads on to where the visitor wanted to go.
#[component]
pub fn SignInForm() -> impl IntoView {
    leave_when_signed_in();
    let (email, password) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let submit = use_submit();
    let on_submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let input = session_create::SessionCreateInput {
            email: email.get_untracked(),
            password: password.get_untracked(),
        };
        submit.run(async move {
            let payload = send_once::<SessionCreate>(session_create::Variables { input })
                .await?
                .session_create;
            if payload.user_errors.is_empty() {
                Ok(Ok(move || enter(payload.session)))
            } else {
                Ok(Err(user_errors(payload.user_errors)))
            }
        });
    };
    view! {
        <form class="stack" on:submit=on_submit novalidate=true>
            <FormError message=error_elsewhere(submit.errors, &["email", "password"]) />
            <TextField
                label=words::EMAIL
                value=email
                kind="email"
                autocomplete="username"
                autofocus=true
                error=error_at(submit.errors, "email")
            />
            <TextField
                label=words::PASSWORD
                value=password
                kind="password"
                autocomplete="current-password"
                error=error_at(submit.errors, "password")
            />
            <Button kind=ButtonKind::Primary submit=true busy=submit.busy>{t(words::SIGN_IN)}</Button>
        </form>
    }
}
