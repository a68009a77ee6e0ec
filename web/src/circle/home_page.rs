//! Home: what today saved, what is held, and the next thing to do.

use leptos::prelude::*;
use leptos_router::components::A;
use saxaul_shared::credits::member::CONSENT_VERSION;
use saxaul_shared::decimal::Decimal;

use super::figures;
use super::frequent::Frequent;
use super::operations::{
    ActionClaims, CircleFootprint, CircleStatement, Statement, action_claims, circle_footprint,
    circle_statement,
};
use super::parts::{BudgetBar, Dunes, Ring, Trio, name_page};
use super::state::{self, Circle, use_circle};
use super::steps_card::Steps;
use super::waiting::WaitingList;
use crate::client::enums::{ClaimState, CreditBook};
use crate::client::{Load, session, use_kept};
use crate::i18n::{language, t, tf};
use crate::locales::circle as words;
use crate::ui::{ErrorState, Notice, Skeleton, SkeletonKind, icon};

/// Claims that are looked through for those of today: far more than anybody logs in a day.
const CLAIMS: i64 = 50;

/// `/circle`.
#[component]
pub fn HomePage() -> impl IntoView {
    name_page(words::HOME);
    let circle = use_circle();
    let statement = use_month(Signal::derive(this_month));
    let name = move || {
        session::viewer()
            .map(|viewer| viewer.name)
            .unwrap_or_default()
    };
    let hello = match figures::hour() {
        5..=11 => words::HELLO_MORNING,
        12..=17 => words::HELLO_DAY,
        _ => words::HELLO_EVENING,
    };
    view! {
        <h1 class="hello">{tf(hello, move || [("name", name())])}</h1>
        <WaitingList />
        <Today circle=circle statement=statement />
        {move || circle.seat().filter(|seat| seat.consent_version < CONSENT_VERSION).map(|_| view! {
            <A href="/me/privacy" {..} class="consent-new"><Notice warning=true>{t(words::CONSENT_NEW)}</Notice></A>
        })}
        <Expiring circle=circle />
        <Frequent />
        <Month statement=statement />
        <Steps />
        <Footprint />
    }
}

/// The month it is, `2026-03`.
pub fn this_month() -> String {
    figures::today().get(..7).unwrap_or_default().to_owned()
}

/// The own statement of a month.
pub fn use_month(month: Signal<String>) -> Load<circle_statement::ResponseData> {
    use_kept::<CircleStatement>(move || {
        state::changes();
        language();
        circle_statement::Variables { month: month.get() }
    })
}

/// A day's share of the budget of its month.
fn budget_of_a_day(statement: &Statement) -> Decimal {
    statement.budget_kg / Decimal::from(statement.days.max(1))
}

/// What the claims of today that count saved, kg.
fn saved_today(data: &action_claims::ResponseData) -> Decimal {
    let today = figures::today();
    let counts = |state| matches!(state, ClaimState::Accepted | ClaimState::PartlyAccepted);
    let grams = data
        .action_claims
        .edges
        .iter()
        .map(|edge| &edge.node)
        .filter(|claim| claim.day.0 == today && counts(claim.state))
        .map(|claim| claim.grams)
        .sum();
    Decimal::new(grams, 3)
}

#[component]
fn Today(circle: Circle, statement: Load<circle_statement::ResponseData>) -> impl IntoView {
    let claims = use_kept::<ActionClaims>(|| {
        state::changes();
        language();
        action_claims::Variables {
            first: CLAIMS,
            after: None,
        }
    });
    // Nothing until both are there: a zero would be a claim.
    let known = Memo::new(move |_| {
        let budget =
            statement.with(|data| data.map(|data| budget_of_a_day(&data.personal_statement)))?;
        let saved = claims.with(|data| data.map(saved_today))?;
        Some((saved, budget))
    });
    let saved = move || {
        known
            .get()
            .map_or_else(unknown, |(saved, _)| figures::mass(saved))
    };
    let share = Signal::derive(move || {
        known
            .get()
            .and_then(|(saved, budget)| figures::percent(saved, budget))
            .unwrap_or(0)
    });
    let has_none = move || known.get().is_some_and(|(saved, _)| saved.is_zero());
    let label = Signal::derive(move || {
        words::RING.fill(
            language(),
            &[("mass", &saved()), ("percent", &share.get().to_string())],
        )
    });
    let points = move || {
        circle
            .balance(CreditBook::Point)
            .map(|balance| figures::count(balance.available))
    };
    view! {
        <section class="hero">
            <Dunes />
            <Ring share=share label=label>
                <span class="ring-label">{t(words::TODAY_LESS)}</span>
                <span class="ring-value">{saved}</span>
                <span class="ring-note">
                    {move || {
                        let budget = known.get().map_or_else(unknown, |(_, budget)| figures::mass(budget));
                        words::RING_SHARE.fill(language(), &[("mass", &budget), ("percent", &share.get().to_string())])
                    }}
                </span>
            </Ring>
            <A href="/me/points" {..} class="hero-points">
                <span class="hero-points-value">{move || points().unwrap_or_else(unknown)}</span>
                <span class="hero-points-label">{t(words::POINTS)} {icon::CHEVRON_RIGHT.sized("16")}</span>
            </A>
            <p class="hero-words">{move || if has_none() { words::TODAY_NONE.now() } else { "" }}</p>
        </section>
    }
}

/// Stands where a figure will stand.
fn unknown() -> String {
    "\u{2013}".to_owned()
}

#[component]
fn Expiring(circle: Circle) -> impl IntoView {
    move || {
        let next = circle.balance(CreditBook::Point)?.expiring?;
        // Notice is given in the last thirty days.
        (next.1 <= figures::days_before(&figures::today(), -30)).then(|| {
            let (amount, day) = next;
            view! {
                <Notice warning=true>
                    {tf(words::EXPIRING, move || [("count", figures::count(amount)), ("day", day.clone())])}
                </Notice>
            }
        })
    }
}

#[component]
fn Month(statement: Load<circle_statement::ResponseData>) -> impl IntoView {
    let of = move |read: fn(&Statement) -> Decimal| {
        Signal::derive(move || {
            statement.with(|data| data.map_or(Decimal::ZERO, |data| read(&data.personal_statement)))
        })
    };
    let is_there = Memo::new(move |_| statement.with(|data| data.is_some()));
    let net = of(|month| month.net_kg);
    view! {
        <section class="card month">
            <div class="row-between">
                <h2>{t(words::MONTH)}</h2>
                <A href="/statement" {..} class="more">{t(words::MONTH_MORE)} {icon::CHEVRON_RIGHT.sized("16")}</A>
            </div>
            {move || statement.error().map(|error| view! { <ErrorState words=error.message(language()) on_retry=move || statement.reload() /> })}
            <Show when=move || !is_there.get() && statement.error().is_none()>
                <Skeleton kind=SkeletonKind::Block />
            </Show>
            <Show when=move || is_there.get()>
                <Trio emitted=of(|month| month.emissions_kg) saved=of(|month| month.reductions_kg) net=net />
                <BudgetBar net=net budget=of(|month| month.budget_kg) />
            </Show>
        </section>
    }
}

/// The way to the quiz, with what it came to last time.
#[component]
fn Footprint() -> impl IntoView {
    let load = use_kept::<CircleFootprint>(|| {
        state::changes();
        circle_footprint::Variables {}
    });
    let note = move || {
        load.with(|data| {
            let year = data?.footprint.as_ref()?;
            Some(words::QUIZ_LAST.fill(language(), &[("mass", &figures::mass(year.kg_per_year))]))
        })
    };
    view! {
        <A href="/quiz" {..} class="card nudge">
            <span class="nudge-mark">{icon::FOOTPRINT.sized("24")}</span>
            <span class="grow">
                <strong>{t(words::QUIZ_CARD)}</strong>
                <span class="nudge-note">{move || note().unwrap_or_else(|| words::QUIZ_CARD_HINT.now().to_owned())}</span>
            </span>
            {icon::CHEVRON_RIGHT.view()}
        </A>
    }
}
