//! Giving points to a colleague who shows a name or an alias.

use leptos::prelude::*;
use saxaul_shared::decimal;
use wasm_bindgen_futures::spawn_local;

use super::figures;
use super::join_form::filled;
use super::operations::{CircleColleagues, CreditTransfer, circle_colleagues, credit_transfer};
use super::parts::ScreenHead;
use super::state::{self, use_circle};
use crate::client::enums::CreditBook;
use crate::client::send;
use crate::i18n::{self, language, t};
use crate::locales::{circle_me as words, common};
use crate::ui::form::{FormError, UserError, error_at, error_elsewhere, user_errors};
use crate::ui::{
    Button, ButtonKind, Choice, Combobox, NumberField, TextField, browser, toast, use_submit,
};

/// While somebody types, the server is asked when nothing came for so long.
const PAUSE_MS: i32 = 250;

/// `/circle/me/give`.
#[component]
pub fn GivePage() -> impl IntoView {
    let circle = use_circle();
    let text = || RwSignal::new(String::new());
    let (to, amount, message) = (text(), text(), text());
    let found = RwSignal::new(Vec::<Choice>::new());
    let newest = StoredValue::new(0_u32);
    let search = UnsyncCallback::new(move |wanted: String| {
        newest.update_value(|count| *count += 1);
        let mine = newest.get_value();
        spawn_local(async move {
            browser::sleep(PAUSE_MS).await;
            if newest.try_get_value() != Some(mine) {
                return;
            }
            let answer =
                send::<CircleColleagues>(circle_colleagues::Variables { search: wanted }).await;
            if let Ok(data) = answer
                && newest.try_get_value() == Some(mine)
            {
                let choices = data.circle_colleagues.into_iter().map(|colleague| {
                    let choice = Choice::new(colleague.member_id, colleague.name);
                    match colleague.department_name {
                        Some(department) => choice.with_note(department),
                        None => choice,
                    }
                });
                found.set(choices.collect());
            }
        });
    });
    search.run(String::new());
    // The key of this gift: the same until the server took it, however often it is pressed.
    let key = StoredValue::new(uuid::Uuid::now_v7().to_string());
    let submit = use_submit();
    let on_submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let wrong = |field: &str, text: i18n::Text| {
            submit.errors.set(vec![UserError {
                message: text.get(i18n::current()).to_owned(),
                field: vec![field.to_owned()],
            }]);
        };
        if to.with_untracked(String::is_empty) {
            return wrong("toMemberId", common::CHOOSE);
        }
        let points = decimal::parse(amount.get_untracked().trim())
            .ok()
            .filter(decimal::Decimal::is_integer)
            .and_then(|points| i64::try_from(points).ok());
        let Some(points) = points else {
            return wrong("amount", common::NOT_A_NUMBER);
        };
        let variables = credit_transfer::Variables {
            input: credit_transfer::CreditTransferInput {
                to_member_id: to.get_untracked(),
                amount: points,
                message: filled(message),
            },
            idempotency_key: key.get_value(),
        };
        submit.run(async move {
            let payload = send::<CreditTransfer>(variables).await?.credit_transfer;
            if payload.user_errors.is_empty() {
                Ok(Ok(move || {
                    key.set_value(uuid::Uuid::now_v7().to_string());
                    toast(
                        words::GIVEN.fill(i18n::current(), &[("count", &figures::count(points))]),
                    );
                    for field in [to, amount, message] {
                        field.set(String::new());
                    }
                    state::note_change();
                }))
            } else {
                // What is changed after a refusal is another gift.
                key.set_value(uuid::Uuid::now_v7().to_string());
                Ok(Err(user_errors(payload.user_errors)))
            }
        });
    };
    let available = Signal::derive(move || {
        let balance = circle.balance(CreditBook::Point)?;
        Some(
            words::GIVE_AVAILABLE
                .fill(language(), &[("count", &figures::count(balance.available))]),
        )
    });
    view! {
        <ScreenHead title=words::GIVE_TITLE back="/me" />
        <p class="muted">{t(words::GIVE_LEAD)}</p>
        <form class="card stack" on:submit=on_submit novalidate=true>
            <FormError message=error_elsewhere(submit.errors, &["toMemberId", "amount", "message"]) />
            <Combobox label=words::GIVE_TO value=to options=found hint=words::GIVE_TO_HINT error=error_at(submit.errors, "toMemberId") on_search=search />
            <NumberField label=words::GIVE_AMOUNT value=amount unit=words::POINTS hint=available error=error_at(submit.errors, "amount") />
            <TextField label=words::GIVE_MESSAGE value=message autocomplete="off" optional=true error=error_at(submit.errors, "message") />
            <Button kind=ButtonKind::Primary submit=true busy=submit.busy>{t(words::GIVE_SUBMIT)}</Button>
        </form>
    }
}
