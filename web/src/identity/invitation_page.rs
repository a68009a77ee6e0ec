//! Joining a company by the link of an invitation.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::gate::{Gate, enter, leave_when_signed_in};
use super::operations::{InvitationAccept, invitation_accept};
use crate::client::operation::send_once;
use crate::i18n::{self, t};
use crate::locales::identity as words;
use crate::ui::form::{FormError, error_at, error_elsewhere, user_errors};
use crate::ui::{Button, ButtonKind, TextField, use_submit};

/// `/invitation/:token`.
#[component]
pub fn InvitationPage() -> impl IntoView {
    leave_when_signed_in();
    let params = use_params_map();
    let (name, password) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let submit = use_submit();
    let on_submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let input = invitation_accept::InvitationAcceptInput {
            token: params.read_untracked().get("token").unwrap_or_default(),
            name: name.get_untracked(),
            password: password.get_untracked(),
            locale: i18n::current(),
        };
        submit.run(async move {
            let payload = send_once::<InvitationAccept>(invitation_accept::Variables { input })
                .await?
                .invitation_accept;
            if payload.user_errors.is_empty() {
                Ok(Ok(move || enter(payload.session)))
            } else {
                Ok(Err(user_errors(payload.user_errors)))
            }
        });
    };
    view! {
        <Gate title=words::INVITATION_TITLE lead=words::INVITATION_LEAD>
            <form class="stack" on:submit=on_submit novalidate=true>
                <FormError message=error_elsewhere(submit.errors, &["name", "password"]) />
                <TextField label=words::YOUR_NAME value=name autocomplete="name" autofocus=true error=error_at(submit.errors, "name") />
                <TextField
                    label=words::PASSWORD
                    value=password
                    kind="password"
                    autocomplete="new-password"
                    hint=words::PASSWORD_HINT
                    error=error_at(submit.errors, "password")
                />
                <Button kind=ButtonKind::Primary submit=true busy=submit.busy>{t(words::INVITATION_SUBMIT)}</Button>
            </form>
        </Gate>
    }
}
