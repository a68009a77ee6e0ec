//! A forgotten password: asking for the link, and using it.

use leptos::prelude::*;
use leptos_router::components::A;
use leptos_router::hooks::use_params_map;

use super::gate::{Gate, enter, leave_when_signed_in};
use super::operations::{
    PasswordReset, PasswordResetRequest, password_reset, password_reset_request,
};
use crate::client::operation::send_once;
use crate::i18n::t;
use crate::locales::identity as words;
use crate::ui::form::{FormError, error_at, error_elsewhere, user_errors};
use crate::ui::{Button, ButtonKind, Notice, TextField, use_submit};

/// `/reset`: asks for the link. The answer is the same whether the address is known or not.
#[component]
pub fn ForgotPage() -> impl IntoView {
    let email = RwSignal::new(String::new());
    let sent = RwSignal::new(false);
    let submit = use_submit();
    let on_submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let variables = password_reset_request::Variables {
            email: email.get_untracked(),
        };
        submit.run(async move {
            let payload = send_once::<PasswordResetRequest>(variables)
                .await?
                .password_reset_request;
            if payload.user_errors.is_empty() {
                Ok(Ok(move || sent.set(true)))
            } else {
                Ok(Err(user_errors(payload.user_errors)))
            }
        });
    };
    view! {
        <Gate title=words::FORGOT_TITLE lead=words::FORGOT_LEAD>
            <div role="status">
                {move || sent.get().then(|| view! { <Notice><p>{t(words::FORGOT_SENT)}</p></Notice> })}
            </div>
            <form class="stack" on:submit=on_submit novalidate=true>
                <FormError message=error_elsewhere(submit.errors, &["email"]) />
                <TextField
                    label=words::EMAIL
                    value=email
                    kind="email"
                    autocomplete="username"
                    autofocus=true
                    error=error_at(submit.errors, "email")
                />
                <Button kind=ButtonKind::Primary submit=true busy=submit.busy>{t(words::FORGOT_SEND)}</Button>
            </form>
            <p><A href="/sign-in">{t(words::BACK_TO_SIGN_IN)}</A></p>
        </Gate>
    }
}

/// `/reset/:token`: chooses the new password.
#[component]
pub fn ResetPage() -> impl IntoView {
    leave_when_signed_in();
    let params = use_params_map();
    let password = RwSignal::new(String::new());
    let submit = use_submit();
    let on_submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let input = password_reset::PasswordResetInput {
            token: params.read_untracked().get("token").unwrap_or_default(),
            password: password.get_untracked(),
        };
        submit.run(async move {
            let payload = send_once::<PasswordReset>(password_reset::Variables { input })
                .await?
                .password_reset;
            if payload.user_errors.is_empty() {
                Ok(Ok(move || enter(payload.session)))
            } else {
                Ok(Err(user_errors(payload.user_errors)))
            }
        });
    };
    view! {
        <Gate title=words::RESET_TITLE>
            <form class="stack" on:submit=on_submit novalidate=true>
                <FormError message=error_elsewhere(submit.errors, &["password"]) />
                <TextField
                    label=words::NEW_PASSWORD
                    value=password
                    kind="password"
                    autocomplete="new-password"
                    hint=words::PASSWORD_HINT
                    autofocus=true
                    error=error_at(submit.errors, "password")
                />
                <Button kind=ButtonKind::Primary submit=true busy=submit.busy>{t(words::RESET_SUBMIT)}</Button>
            </form>
            <p><A href="/sign-in">{t(words::BACK_TO_SIGN_IN)}</A></p>
        </Gate>
    }
}
