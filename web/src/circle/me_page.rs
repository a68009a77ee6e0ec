//! Me: what is held, what was done, who may see it, and how the app looks.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::figures;
use super::parts::{LinkRow, name_page};
use super::queue;
use super::state::{Circle, use_circle};
use crate::client::enums::{CreditBook, Role};
use crate::client::session;
use crate::i18n::{self, language, t};
use crate::locales::{circle, circle_me as words, shell};
use crate::shell::{LanguageMenu, ThemeMenu};
use crate::ui::{Avatar, Button, ButtonKind, Dialog, icon, toast};

/// Who has something to do in the console.
const CONSOLE_ROLES: [Role; 6] = [
    Role::Owner,
    Role::Accountant,
    Role::DataOwner,
    Role::Approver,
    Role::Verifier,
    Role::ProgrammeManager,
];

/// `/circle/me`.
#[component]
pub fn MePage() -> impl IntoView {
    name_page(words::TITLE);
    let circle = use_circle();
    let viewer = Memo::new(|_| session::viewer());
    let name = Signal::derive(move || viewer.get().map(|viewer| viewer.name).unwrap_or_default());
    let email = move || viewer.get().map(|viewer| viewer.email);
    let company = move || viewer.get().map(|viewer| viewer.organisation.name);
    let group = move || {
        circle.seat().map(|seat| {
            [seat.department_name, seat.team_name]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(" · ")
        })
    };
    let joined = move || {
        circle
            .seat()
            .map(|seat| words::JOINED.fill(language(), &[("day", &seat.joined_on.0)]))
    };
    let has_console = Memo::new(move |_| {
        viewer.with(|viewer| {
            viewer
                .as_ref()
                .is_some_and(|viewer| viewer.has_any(&CONSOLE_ROLES))
        })
    });
    view! {
        <h1 class="visually-hidden">{t(words::TITLE)}</h1>
        <header class="me-head">
            <Avatar name=name />
            <div class="stack-tight">
                <strong class="me-name">{name}</strong>
                <span class="muted">{company} " · " {email}</span>
                <span class="muted">{group}</span>
                <span class="muted">{joined}</span>
            </div>
        </header>
        <Holdings circle=circle />
        <nav class="card card-flush links" aria-label=t(words::TITLE)>
            <LinkRow href="/me/points" icon=icon::RECEIPT label=words::CREDITS />
            <LinkRow href="/me/claims" icon=icon::HISTORY label=words::CLAIMS />
            <LinkRow href="/me/give" icon=icon::GIFT label=words::GIVE />
            <LinkRow href="/statement" icon=icon::CHART label=words::STATEMENT />
            <LinkRow href="/quiz" icon=icon::FOOTPRINT label=words::FOOTPRINT />
            <LinkRow href="/import" icon=icon::SHOE label=words::IMPORT />
            <LinkRow href="/me/privacy" icon=icon::EYE label=words::PRIVACY />
        </nav>
        <section class="card preferences">
            <h2>{t(words::PREFERENCES)}</h2>
            <div class="preference"><span class="grow">{t(shell::LANGUAGE)}</span> <span class="muted">{move || i18n::own_name(language())}</span> <LanguageMenu up=true /></div>
            <div class="preference"><span class="grow">{t(shell::THEME)}</span> <ThemeMenu up=true /></div>
            {move || has_console.get().then(|| view! {
                <a class="preference preference-link" href="/" rel="external"><span class="grow">{t(words::CONSOLE)}</span> <span class="preference-mark">{icon::BUILDING.view()}</span></a>
            })}
        </section>
        <SignOut />
    }
}

#[component]
fn Holdings(circle: Circle) -> impl IntoView {
    let point = Memo::new(move |_| circle.balance(CreditBook::Point));
    let gram = Memo::new(move |_| circle.balance(CreditBook::Gram));
    let points = move || point.get().map(|balance| figures::count(balance.available));
    let grams = move || gram.get().map(|balance| figures::grams(balance.available));
    let expiry = move || {
        point
            .get()
            .and_then(|balance| balance.expiring)
            .map(|(amount, day)| {
                words::EXPIRY.fill(
                    language(),
                    &[("amount", &figures::count(amount)), ("day", &day)],
                )
            })
    };
    let used = move || {
        let balance = gram.get()?;
        let part = |amount: i64, text: i18n::Text| {
            (amount > 0).then(|| text.fill(language(), &[("amount", &figures::grams(amount))]))
        };
        let parts: Vec<String> = [
            part(balance.locked, words::LOCKED),
            part(balance.retired, words::RETIRED),
        ]
        .into_iter()
        .flatten()
        .collect();
        (!parts.is_empty()).then(|| parts.join(" · "))
    };
    let none = || "\u{2013}".to_owned();
    view! {
        <section class="holdings" aria-label=t(words::HOLDINGS)>
            <div class="holding holding-points">
                <span class="holding-name">{t(words::POINTS)}</span>
                <strong class="holding-value">{move || points().unwrap_or_else(none)}</strong>
                <span class="holding-note">{move || expiry().unwrap_or_else(|| words::AVAILABLE.now().to_owned())}</span>
            </div>
            <div class="holding holding-grams">
                <span class="holding-name">{t(words::GRAMS)}</span>
                <strong class="holding-value">{move || grams().unwrap_or_else(none)}</strong>
                <span class="holding-note">{move || used().unwrap_or_else(|| words::AVAILABLE.now().to_owned())}</span>
            </div>
        </section>
    }
}

/// Signing out loses what was not sent: only then it asks.
#[component]
fn SignOut() -> impl IntoView {
    let asks = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let leave = move || {
        asks.set(false);
        busy.set(true);
        spawn_local(async move {
            if let Err(error) = session::end().await {
                toast(error.message(i18n::current()));
            }
            busy.try_set(false);
        });
    };
    let press = move || {
        if queue::waiting_now() > 0 {
            asks.set(true);
        } else {
            leave();
        }
    };
    let warning = move || {
        words::SIGN_OUT_WAITING.fill(
            language(),
            &[("count", &queue::waiting(&queue::entries()).to_string())],
        )
    };
    view! {
        <Button icon=icon::SIGN_OUT busy=busy on_press=press>{t(shell::SIGN_OUT)}</Button>
        <Dialog title=shell::SIGN_OUT open=asks>
            <p>{warning}</p>
            <div class="panel-foot">
                <Button on_press=move || asks.set(false)>{t(circle::BACK)}</Button>
                <Button kind=ButtonKind::Danger on_press=leave>{t(words::SIGN_OUT_ANYWAY)}</Button>
            </div>
        </Dialog>
    }
}
