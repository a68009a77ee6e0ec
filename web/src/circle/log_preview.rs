//! What it saves and earns, before it is sent, and why.

use leptos::prelude::*;
use saxaul_shared::credits::action::ActionDef;
use saxaul_shared::credits::claim::Evaluation;
use saxaul_shared::credits::{ActionLedger, ClaimState};
use saxaul_shared::decimal;

use super::figures;
use super::log_draft::Fields;
use super::operations::Action;
use super::preview::Preview;
use crate::i18n::{language, t};
use crate::locales::{circle, circle_log as words};
use crate::ui::icon;

/// The card under the fields.
#[component]
pub fn PreviewCard(
    action: StoredValue<Action>,
    def: &'static ActionDef,
    outcome: Memo<Option<Preview>>,
    fields: Fields,
) -> impl IntoView {
    let is_points_only = def.ledger == ActionLedger::PointsOnly;
    let figures_of = move || match outcome.get() {
        Some(Preview::Worth(evaluation)) => (
            figures::grams(-evaluation.net_grams()),
            figures::count(evaluation.net_points()),
        ),
        _ => ("\u{2013}".to_owned(), "\u{2013}".to_owned()),
    };
    view! {
        <section class="preview" aria-live="polite">
            <dl class="preview-figures">
                <div>
                    <dt>{t(words::SAVES)}</dt>
                    <dd>{move || if is_points_only { words::POINTS_ONLY.now().to_owned() } else { figures_of().0 }}</dd>
                </div>
                <div>
                    <dt>{t(words::EARNS)}</dt>
                    <dd>{move || circle::POINTS_OF.fill(language(), &[("count", &figures_of().1)])}</dd>
                </div>
            </dl>
            {move || match outcome.get() {
                Some(Preview::Worth(evaluation)) => notes(&evaluation, action).into_any(),
                Some(Preview::Refused(reasons)) => reasons
                    .into_iter()
                    .map(|(_, message)| view! { <p class="preview-note preview-warning">{icon::ALERT.sized("16")} <span>{message}</span></p> })
                    .collect_view()
                    .into_any(),
                None => view! { <p class="preview-note">{t(words::WAIT_AMOUNT)}</p> }.into_any(),
            }}
            <Left action=action fields=fields />
            {figures::inventory_name(def.inventory_link).map(|link| view! {
                <p class="preview-note">{icon::BUILDING.sized("16")} <span>{move || words::INSIDE.fill(language(), &[("link", link.now())])}</span></p>
            })}
            <Why action=action def=def outcome=outcome />
        </section>
    }
}

/// What limits it, and whether somebody looks at it first.
fn notes(evaluation: &Evaluation, action: StoredValue<Action>) -> impl IntoView + use<> {
    let over = (evaluation.accepted_micro < evaluation.claimed_micro).then(|| {
        action.with_value(|action| {
            let amount =
                |micro| figures::amount(decimal::from_micro(micro).normalize(), &action.unit_name);
            words::OVER_CAP.fill(
                language(),
                &[
                    ("accepted", &amount(evaluation.accepted_micro)),
                    (
                        "refused",
                        &amount(evaluation.claimed_micro - evaluation.accepted_micro),
                    ),
                ],
            )
        })
    });
    let is_reviewed = evaluation.state == ClaimState::InReview;
    view! {
        {over.map(|over| view! { <p class="preview-note preview-warning">{icon::ALERT.sized("16")} <span>{over}</span></p> })}
        {is_reviewed.then(|| view! { <p class="preview-note">{icon::INFO.sized("16")} <span>{t(words::REVIEWED)}</span></p> })}
    }
}

/// What the caps leave.
#[component]
fn Left(action: StoredValue<Action>, fields: Fields) -> impl IntoView {
    let text = move || {
        action.with_value(|action| {
            let amount = |value| figures::amount(value, &action.unit_name);
            let is_today = fields.day.with(|day| *day == figures::today());
            let year =
                words::LEFT_YEAR.fill(language(), &[("amount", &amount(action.left_this_year))]);
            if is_today {
                let day =
                    words::LEFT_TODAY.fill(language(), &[("amount", &amount(action.left_today))]);
                format!("{day} · {year}")
            } else {
                year
            }
        })
    };
    view! { <p class="preview-note">{icon::INFO.sized("16")} <span>{text}</span></p> }
}

/// Formula, baseline, source and rule.
#[component]
fn Why(
    action: StoredValue<Action>,
    def: &'static ActionDef,
    outcome: Memo<Option<Preview>>,
) -> impl IntoView {
    let formula = move || match outcome.get() {
        Some(Preview::Worth(evaluation)) => {
            let units = decimal::from_micro(evaluation.accepted_micro).normalize();
            let (factor, per_kg) = action
                .with_value(|action| (action.factor_kg_per_unit.normalize(), action.points_per_kg));
            if def.ledger == ActionLedger::PointsOnly {
                format!("{per_kg} × {units} × {factor} → {}", evaluation.points)
            } else {
                format!("1000 × {units} × {factor} → {} g", evaluation.grams)
            }
        }
        _ => action.with_value(|action| action.formula.clone()),
    };
    let (baseline, source, url, rule, is_estimate) = action.with_value(|action| {
        (
            action.baseline.clone(),
            action.source_title.clone(),
            action.source_url.clone(),
            action
                .rule_text
                .iter()
                .chain(Some(&action.formula_note).filter(|note| !note.is_empty()))
                .cloned()
                .collect::<Vec<_>>(),
            action.confidence == saxaul_shared::credits::action::ActionConfidence::Estimate,
        )
    });
    let source = match url {
        Some(url) => {
            view! { <a href=url rel="external noopener" target="_blank">{source}</a> }.into_any()
        }
        None => source.into_any(),
    };
    view! {
        <details class="why">
            <summary>{t(words::WHY)}</summary>
            <dl class="pair-list">
                <dt>{t(words::FORMULA)}</dt>
                <dd class="mono">{formula}</dd>
                <dt>{t(words::BASELINE)}</dt>
                <dd>{baseline}</dd>
                <dt>{t(words::SOURCE)}</dt>
                <dd>{source} {is_estimate.then(|| view! { <br /> {t(words::CONFIDENCE_ESTIMATE)} })}</dd>
                <dt>{t(words::RULE)}</dt>
                <dd>{rule.into_iter().map(|rule| view! { <p>{rule}</p> }).collect_view()}</dd>
            </dl>
        </details>
    }
}
