//! How one calculated record came about: formula with its numbers, inputs, factor, GWPs, who and when, evidence, history.

use leptos::prelude::*;

use super::operations::{
    ActivityRecordById, LineExplanation, activity_record_by_id, line_explanation,
};
use super::parts::{History, HistoryEntry, Pairs};
use super::record_evidence::EvidenceList;
use super::record_sheet::Record;
use super::{figures, words};
use crate::client::{send, use_load};
use crate::i18n::{language, t, tf};
use crate::locales::{accounting as w, data, inventory as iw};
use crate::ui::{Badge, EmptyState, Loaded, Notice, SkeletonKind};

use line_explanation::{
    LineExplanationExplanation as Explanation, LineExplanationExplanationFactor as Factor,
};

/// Stands in the address between a line and the record it was computed from.
const BEHIND: char = '~';

/// How the address names a line together with its record.
pub fn line_address(line_id: &str, record_id: &str) -> String {
    format!("{line_id}{BEHIND}{record_id}")
}

/// The explanation of the line that the address names; with its record, where it names that too.
#[component]
pub fn LineExplanationView(address: String) -> impl IntoView {
    let (line_id, record_id) = match address.split_once(BEHIND) {
        Some((line_id, record_id)) => (line_id.to_owned(), Some(record_id.to_owned())),
        None => (address, None),
    };
    let load = use_load(move || {
        language();
        let (line_id, record_id) = (line_id.clone(), record_id.clone());
        async move {
            let explanation = send::<LineExplanation>(line_explanation::Variables { line_id })
                .await?
                .explanation;
            let record = match record_id {
                Some(id) => {
                    send::<ActivityRecordById>(activity_record_by_id::Variables { id })
                        .await?
                        .activity_record
                }
                None => None,
            };
            Ok((explanation, record))
        }
    });
    view! {
        <Loaded load=load skeleton=SkeletonKind::Tall let:found>
            {match found {
                (Some(explanation), record) => view! { <Explained explanation record /> }.into_any(),
                (None, _) => view! { <EmptyState words=iw::NO_LINES /> }.into_any(),
            }}
        </Loaded>
    }
}

#[component]
fn Explained(explanation: Explanation, record: Option<Record>) -> impl IntoView {
    let gwp_set = explanation.gwp_set;
    let gwps = explanation.gwps.clone();
    let choice = explanation.choice.clone();
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
    view! {
        {record.clone().map(|record| view! { <Result record /> })}
        <section class="stack-tight">
            <h3>{t(iw::FORMULA)}</h3>
            <p class="formula">{explanation.headline}</p>
        </section>
        <Steps steps=explanation.steps />
        {record.clone().map(|record| view! { <Inputs record /> })}
        {explanation.factor.map(|factor| view! { <FactorCard factor /> })}
        {(!choice.is_empty()).then(|| view! {
            <section class="stack-tight">
                <h3>{t(iw::WHY_THIS)}</h3>
                <ul>{choice.into_iter().map(|reason| view! { <li>{reason}</li> }).collect_view()}</ul>
            </section>
        })}
        {(!gwps.is_empty()).then(|| view! {
            <section class="stack-tight">
                <h3>{tf(iw::GWPS, move || [("set", words::gwp_set(gwp_set).now().to_owned())])}</h3>
                <ul class="part-list">
                    {gwps.into_iter().map(|gwp| {
                        let (gas, code) = (gwp.gas, gwp.gas_code);
                        view! {
                            <li class="part">
                                <span class="part-name">
                                    // A blend or a single HFC has a name of its own within its group.
                                    <span>{move || gas.filter(|gas| gas.as_str() == code).map_or_else(|| code.clone(), |gas| words::gas(gas).now().to_owned())}</span>
                                    <small>{gwp.source}</small>
                                </span>
                                <span class="number">{figures::exact(gwp.value)}</span>
                            </li>
                        }
                    }).collect_view()}
                </ul>
            </section>
        })}
        <section class="stack-tight">
            <h3>{t(iw::WHO_WHEN)}</h3>
            <p>{computed}</p>
            <p class="muted">{t(iw::INPUT_HASH)} " " <code class="mono">{explanation.input_hash}</code></p>
        </section>
        {record.map(|record| view! {
            <section class="stack-tight">
                <h3>{t(w::EVIDENCE)}</h3>
                <EvidenceList files=record.evidence.clone() />
            </section>
            <section class="stack-tight">
                <h3>{t(w::HISTORY)}</h3>
                <History entries=record.history.into_iter().map(HistoryEntry::from).collect() />
            </section>
        })}
    }
}

/// What was accounted for, and what it came to.
#[component]
fn Result(record: Record) -> impl IntoView {
    let status = record.status;
    let scope = record.activity.scope;
    view! {
        <section class="stack-tight">
            <div class="row">
                <strong>{record.activity.name}</strong>
                <span class="muted">{record.site.name}</span>
                {scope.map(|scope| view! { <Badge>{t(words::scope(scope))}</Badge> })}
                <Badge tone=super::parts::status_tone(status)>{t(words::status(status))}</Badge>
            </div>
            {record.result.filter(|_| scope.is_some()).map(|result| {
                let (market, biogenic, energy) = (result.co2e_market_kg, result.biogenic_co2_kg, result.energy_gj);
                view! {
                    <p class="live-card-value">{move || figures::emissions_text(result.co2e_kg)}</p>
                    <p class="muted">
                        {move || market.map(|kg| data::MARKET.fill(language(), &[("amount", &figures::emissions_text(kg))]))}
                        {move || (!biogenic.is_zero()).then(|| format!(" {} {} kg", w::BIOGENIC.now(), figures::exact(biogenic)))}
                        {move || energy.map(|gj| format!(" {}", data::ENERGY.fill(language(), &[("amount", &figures::quantity(gj, "GJ"))])))}
                    </p>
                }
            })}
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
        let (who, when) = (super::parts::author(&record), record.created_at.0.clone());
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
fn FactorCard(factor: Factor) -> impl IntoView {
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
        </section>
    }
}
