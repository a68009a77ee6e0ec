//! How one calculated record came about: formula with its numbers, inputs, factor, GWPs, who and when, evidence, history.

use leptos::prelude::*;

use super::operations::{LineExplanation, line_explanation};
use super::parts::{History, HistoryEntry, Pairs};
use super::{figures, words};
use crate::client::{send, use_load};
use crate::i18n::{t, tf};
use crate::locales::{accounting as w, data, inventory as iw};
use crate::ui::{Badge, EmptyState, Loaded, Notice, SkeletonKind};

use line_explanation::{
    LineExplanationExplanation as Explanation, LineExplanationExplanationFactor as Factor,
    LineExplanationNode as Node, LineExplanationNodeOnInventoryLine as Line,
    LineExplanationNodeOnInventoryLineRecord as Record,
};

/// The explanation of the line with this id.
#[component]
pub fn LineExplanationView(line_id: String) -> impl IntoView {
    let load = use_load(move || {
        send::<LineExplanation>(line_explanation::Variables {
            line_id: line_id.clone(),
        })
    });
    view! {
        <Loaded load=load skeleton=SkeletonKind::Tall let:found>
            {match (found.explanation, found.node) {
                (Some(explanation), Some(Node::InventoryLine(line))) => view! { <Explained explanation line=*Box::new(line) /> }.into_any(),
                _ => view! { <EmptyState words=iw::NO_LINES /> }.into_any(),
            }}
        </Loaded>
    }
}

#[component]
fn Explained(explanation: Explanation, line: Line) -> impl IntoView {
    let status = line.status;
    let tone = super::parts::status_tone(status);
    let scope = line.scope;
    let (market, biogenic, energy) = (line.co2e_market_kg, line.biogenic_co2_kg, line.energy_gj);
    let gwp_set = explanation.gwp_set;
    let gwps = explanation.gwps.clone();
    let computed = tf(iw::COMPUTED, {
        let explanation = explanation.clone();
        move || {
            [
                ("who", explanation.computed_by.clone()),
                ("when", figures::moment(&explanation.computed_at.0)),
                ("engine", explanation.engine_version.clone()),
            ]
        }
    });
    let record = line.record;
    view! {
        <section class="stack-tight">
            <div class="row">
                <strong>{line.activity_name}</strong>
                <span class="muted">{line.site_name}</span>
                <Badge>{t(words::scope(scope))}</Badge>
                <Badge tone=tone>{t(words::status(status))}</Badge>
            </div>
            <p class="live-card-value">{move || figures::emissions_text(line.co2e_kg)}</p>
            <p class="muted">
                {move || market.map(|kg| data::MARKET.fill(crate::i18n::language(), &[("amount", &figures::emissions_text(kg))]))}
                {move || (!biogenic.is_zero()).then(|| format!(" {} {} kg", w::BIOGENIC.now(), figures::exact(biogenic)))}
                {move || energy.map(|gj| format!(" {}", data::ENERGY.fill(crate::i18n::language(), &[("amount", &figures::quantity(gj, "GJ"))])))}
            </p>
        </section>
        <section class="stack-tight">
            <h3>{t(iw::FORMULA)}</h3>
            <p class="formula">{explanation.headline}</p>
        </section>
        <Steps steps=explanation.steps />
        <Inputs record=record.clone() />
        {explanation.factor.map(|factor| view! { <FactorCard factor choice=explanation.choice /> })}
        {(!gwps.is_empty()).then(|| view! {
            <section class="stack-tight">
                <h3>{tf(iw::GWPS, move || [("set", words::gwp_set(gwp_set).now().to_owned())])}</h3>
                <ul class="part-list">
                    {gwps.into_iter().map(|gwp| view! {
                        <li class="part">
                            <span class="part-name"><span>{t(words::gas(gwp.gas))}</span><small>{gwp.source}</small></span>
                            <span class="number">{figures::exact(gwp.value)}</span>
                        </li>
                    }).collect_view()}
                </ul>
            </section>
        })}
        <section class="stack-tight">
            <h3>{t(iw::WHO_WHEN)}</h3>
            <p>{computed}</p>
            <p class="muted">{t(iw::INPUT_HASH)} " " <code class="mono">{explanation.input_hash}</code></p>
        </section>
        <Evidence record=record.clone() />
        <section class="stack-tight">
            <h3>{t(w::HISTORY)}</h3>
            <History entries=record.history.into_iter().map(HistoryEntry::from).collect() />
        </section>
    }
}

#[component]
fn Steps(steps: Vec<line_explanation::LineExplanationExplanationSteps>) -> impl IntoView {
    (!steps.is_empty()).then(|| view! {
        <section class="stack-tight">
            <h3>{t(iw::STEPS)}</h3>
            <ol class="explain-steps">
                {steps.into_iter().map(|step| view! {
                    <li>
                        <span class="muted">{step.label}</span>
                        <span class="formula">{step.expression}</span>
                        <span class="explain-result">{format!("= {}\u{a0}{}", step.result, step.unit)}</span>
                        {step.source.map(|source| view! { <small class="muted">{source}</small> })}
                    </li>
                }).collect_view()}
            </ol>
        </section>
    })
}

#[component]
fn Inputs(record: Record) -> impl IntoView {
    let quality = record.quality;
    let origin = record.origin;
    let row = record.import_row;
    let amount = format!(
        "{}\u{a0}{}",
        figures::exact(record.quantity.value),
        record.quantity.unit_name
    );
    let period = super::parts::period(&record.start.0, &record.end.0);
    let entered = tf(data::ENTERED_BY, {
        let (who, when) = (
            record.created_by.map(|person| person.name),
            record.created_at.0.clone(),
        );
        move || {
            [
                (
                    "who",
                    who.clone()
                        .unwrap_or_else(|| words::origin(origin).now().to_owned()),
                ),
                ("when", figures::moment(&when)),
            ]
        }
    });
    view! {
        <section class="stack-tight">
            <h3>{t(iw::INPUTS)}</h3>
            <Pairs pairs=vec![
                (w::FIELD_QUANTITY, Some(amount)),
                (data::COL_PERIOD, Some(period)),
                (w::FIELD_SUPPLIER, record.supplier),
                (w::FIELD_REFERENCE, record.reference),
                (w::FIELD_UNCERTAINTY, record.uncertainty_pct.map(figures::exact)),
                (w::FIELD_NOTE, record.note),
            ] />
            <p class="muted">
                {t(words::quality(quality))} " · " {t(words::origin(origin))}
                {move || row.map(|row| format!("，{}", data::FROM_ROW.fill(crate::i18n::language(), &[("row", &row.to_string())])))}
                " · " {entered}
            </p>
        </section>
    }
}

#[component]
fn FactorCard(factor: Factor, choice: Vec<String>) -> impl IntoView {
    let confidence = factor.confidence;
    let is_recalled = confidence == crate::client::enums::Confidence::Recalled;
    let valid = tf(iw::VALID_FROM_TO, {
        let (from, to) = (factor.valid_from.clone(), factor.valid_to.clone());
        let or_open = |day: &Option<crate::client::scalars::Date>| {
            day.as_ref()
                .map_or_else(|| iw::VALID_OPEN.now().to_owned(), |day| day.0.clone())
        };
        move || [("from", or_open(&from)), ("to", or_open(&to))]
    });
    view! {
        <section class="stack-tight">
            <h3>{t(iw::THE_FACTOR)}</h3>
            <p><strong>{factor.name}</strong></p>
            {is_recalled.then(|| view! { <Notice warning=true>{t(data::FACTOR_RECALLED)}</Notice> })}
            <Pairs pairs=vec![
                (iw::PUBLISHER, Some(factor.publisher)),
                (iw::DATASET, Some(format!("{} {}", factor.dataset, factor.version))),
                (iw::REGION, Some(factor.region_name)),
                (iw::SOURCE_REF, Some(factor.source_ref)),
                (iw::LICENCE, Some(factor.licence)),
                (w::FIELD_NOTE, factor.note),
            ] />
            <p class="muted">{t(iw::VALID)} " " {valid} " · " {t(words::confidence(confidence))}</p>
            <h3>{t(iw::WHY_THIS)}</h3>
            <ul>{choice.into_iter().map(|reason| view! { <li>{reason}</li> }).collect_view()}</ul>
        </section>
    }
}

#[component]
fn Evidence(record: Record) -> impl IntoView {
    view! {
        <section class="stack-tight">
            <h3>{t(w::EVIDENCE)}</h3>
            {if record.evidence.is_empty() {
                view! { <p class="muted">{t(data::EVIDENCE_NONE)}</p> }.into_any()
            } else {
                view! {
                    <ul class="part-list">
                        {record.evidence.into_iter().map(|file| view! {
                            <li class="part"><span>{file.name}</span><span class="muted nowrap">{crate::ui::format::bytes(file.size_bytes)}</span></li>
                        }).collect_view()}
                    </ul>
                }.into_any()
            }}
        </section>
    }
}
