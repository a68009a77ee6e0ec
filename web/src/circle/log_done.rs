//! What came of it: a leaf that grows, and in words what counted.

use leptos::prelude::*;
use saxaul_shared::credits::ClaimState;

use super::figures;
use super::log_send::Sent;
use super::operations::LoggedClaim;
use super::parts::Leaf;
use crate::i18n::{language, t};
use crate::locales::{circle, circle_log as words, common};
use crate::ui::{Button, ButtonKind, Notice, icon};

/// The end of logging.
#[component]
pub fn Done(
    sent: Sent,
    on_again: Callback<()>,
    on_undo: Callback<()>,
    on_close: Callback<()>,
) -> impl IntoView {
    let body = match sent {
        Sent::Logged(claim) => view! { <Counted claim=*claim /> }.into_any(),
        _ => view! {
            <h3>{t(words::DONE_LATER)}</h3>
            <p>{icon::OFFLINE.view()} {t(circle::KEPT)}</p>
        }
        .into_any(),
    };
    view! {
        <div class="done" role="status">
            <Leaf />
            {body}
            <div class="done-foot">
                <Button on_press=move || on_again.run(())>{t(words::DONE_AGAIN)}</Button>
                <Button kind=ButtonKind::Primary on_press=move || on_close.run(())>{t(words::DONE_CLOSE)}</Button>
            </div>
            <Button kind=ButtonKind::Quiet on_press=move || on_undo.run(())>{t(common::UNDO)}</Button>
        </div>
    }
}

#[component]
fn Counted(claim: LoggedClaim) -> impl IntoView {
    let title = match claim.state {
        ClaimState::PartlyAccepted => words::DONE_PARTLY,
        ClaimState::InReview => words::DONE_REVIEW,
        _ => words::DONE,
    };
    let is_counted = claim.state != ClaimState::InReview;
    let points = claim.points;
    let partly = (claim.units_accepted != claim.units_claimed).then(|| {
        words::PARTLY.fill(
            language(),
            &[
                (
                    "claimed",
                    &figures::amount(claim.units_claimed, &claim.unit_name),
                ),
                (
                    "accepted",
                    &figures::amount(claim.units_accepted, &claim.unit_name),
                ),
            ],
        )
    });
    let has_notes = partly.is_some() || !claim.reasons.is_empty();
    view! {
        <h3>{t(title)}</h3>
        {is_counted.then(|| view! {
            <p class="done-figures">
                {(claim.grams != 0).then(|| view! { <span class="good">{figures::grams(-claim.grams)}</span> })}
                <span>{move || circle::POINTS_PLUS.fill(language(), &[("count", &figures::count(points))])}</span>
            </p>
        })}
        <p class="muted mono">{claim.explanation.formula}</p>
        {(!is_counted).then(|| view! { <p>{t(words::REVIEWED)}</p> })}
        {has_notes.then(|| view! {
            <Notice warning=true>
                {partly.map(|partly| view! { <p>{partly}</p> })}
                {claim.reasons.into_iter().map(|reason| view! { <p>{reason.message}</p> }).collect_view()}
            </Notice>
        })}
    }
}
