//! Sign-up of a company with its first person.

use leptos::prelude::*;
use leptos_router::components::A;

use super::gate::{Gate, enter, leave_when_signed_in};
use super::operations::{OrganisationSignUp, organisation_sign_up};
use crate::client::operation::send_once;
use crate::i18n::{self, t};
use crate::locales::identity as words;
use crate::ui::form::{FormError, error_at, error_elsewhere, user_errors};
use crate::ui::{Button, ButtonKind, TextField, use_submit};

/// `/sign-up`.
#[component]
pub fn SignUpPage() -> impl IntoView {
    leave_when_signed_in();
    let [company, name, email, password] = std::array::from_fn(|_| RwSignal::new(String::new()));
    let submit = use_submit();
    let on_submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let input = organisation_sign_up::OrganisationSignUpInput {
            organisation_name: company.get_untracked(),
            name: name.get_untracked(),
            email: email.get_untracked(),
            password: password.get_untracked(),
            locale: i18n::current(),
        };
        submit.run(async move {
            let payload =
                send_once::<OrganisationSignUp>(organisation_sign_up::Variables { input })
                    .await?
                    .organisation_sign_up;
            if payload.user_errors.is_empty() {
                Ok(Ok(move || enter(payload.session)))
            } else {
                Ok(Err(user_errors(payload.user_errors)))
            }
        });
    };
    view! {
        <Gate title=words::SIGN_UP_TITLE lead=words::SIGN_UP_LEAD>
            <form class="stack" on:submit=on_submit novalidate=true>
                <FormError message=error_elsewhere(submit.errors, &["organisationName", "name", "email", "password"]) />
                <TextField
                    label=words::COMPANY
                    value=company
                    autocomplete="organization"
                    autofocus=true
                    error=error_at(submit.errors, "organisationName")
                />
                <TextField label=words::YOUR_NAME value=name autocomplete="name" error=error_at(submit.errors, "name") />
                <TextField
                    label=words::EMAIL
                    value=email
                    kind="email"
                    autocomplete="username"
                    error=error_at(submit.errors, "email")
                />
                <TextField
                    label=words::PASSWORD
                    value=password
                    kind="password"
                    autocomplete="new-password"
                    hint=words::PASSWORD_HINT
                    error=error_at(submit.errors, "password")
                />
                <Button kind=ButtonKind::Primary submit=true busy=submit.busy>{t(words::SIGN_UP)}</Button>
            </form>
            <p>{t(words::HAVE_ACCOUNT)} " " <A href="/sign-in">{t(words::SIGN_IN)}</A></p>
        </Gate>
    }
}
