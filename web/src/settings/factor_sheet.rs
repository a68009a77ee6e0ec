//! One factor: what it says, where it stands in print, and what it was in other years.

use leptos::prelude::*;

use super::factor_value::FactorValue;
use super::operations::{
    FactorApprove, FactorDetails, FactorRetire, factor_approve, factor_details, factor_retire,
};
use super::words as names;
use crate::client::enums::{Confidence, FactorState};
use crate::client::scalars::{Date, Decimal};
use crate::client::{send, use_load};
use crate::i18n::{self, Text, t};
use crate::locales::{common, settings as words, shell};
use crate::ui::form::user_errors;
use crate::ui::{
    Badge, Button, ButtonKind, Column, ErrorState, Loaded, Notice, SkeletonKind, Table, act, icon,
    toast,
};

type Factor = factor_details::FactorDetailsFactor;
type Sibling = factor_details::FactorDetailsFactorSeries;

/// The sheet of one factor.
#[component]
pub fn FactorSheet(id: String, #[prop(into)] on_changed: UnsyncCallback<()>) -> impl IntoView {
    let load =
        use_load(move || send::<FactorDetails>(factor_details::Variables { id: id.clone() }));
    let changed = move || {
        toast(common::SAVED.get(i18n::current()));
        load.reload();
        on_changed.run(());
    };
    view! {
        <Loaded load=load skeleton=SkeletonKind::Tall children=move |data: factor_details::ResponseData| match data.factor {
            Some(factor) => view! { <Details factor=factor series=data.factor_series changed=UnsyncCallback::new(move |()| changed()) /> }.into_any(),
            None => view! { <ErrorState words=shell::NOT_FOUND /> }.into_any(),
        } />
    }
}

#[component]
fn Details(factor: Factor, series: Vec<Sibling>, changed: UnsyncCallback<()>) -> impl IntoView {
    let (confidence, tone) = names::confidence(factor.confidence);
    let (state, state_tone) = names::factor_state(factor.state);
    let is_own = matches!(factor.confidence, Confidence::Own | Confidence::Supplier);
    let fact = |name: Text, value: Option<String>| {
        value.map(|value| view! { <dt>{t(name)}</dt> <dd>{value}</dd> })
    };
    let number = |value: Option<Decimal>, unit: &str| {
        value.map(|value| format!("{} {unit}", value.normalize()))
    };
    let day = |day: Option<&Date>| day.map(|day| day.0.clone());
    let validity = match (
        day(factor.valid_from.as_ref()),
        day(factor.valid_to.as_ref()),
    ) {
        (None, None) => None,
        (from, to) => {
            let open = || words::VALIDITY_OPEN.get(i18n::current()).to_owned();
            Some(format!(
                "{} – {}",
                from.unwrap_or_else(open),
                to.unwrap_or_else(open)
            ))
        }
    };
    let per = factor.unit.clone();
    let gases = FactorValue::from(&factor).gases();
    let columns = vec![
        Column::text(words::YEAR, |row: &Sibling| row.year.to_string()),
        Column::number(words::VALUE, |row: &Sibling| {
            FactorValue::from(row).line(i18n::current())
        }),
        Column::text(words::UNIT, |row: &Sibling| row.unit.clone()),
        Column::text(words::VERSION, |row: &Sibling| {
            format!("{} {}", row.dataset, row.version)
        }),
    ];
    let has_series = series.len() > 1;
    let id = factor.id.clone();
    view! {
        <div class="stack-tight">
            <h3 class="sheet-title">{factor.name}</h3>
            <div class="row">
                <Badge tone=tone>{t(confidence)}</Badge>
                {is_own.then(|| view! { <Badge tone=state_tone>{t(state)}</Badge> })}
            </div>
        </div>
        {(factor.confidence == Confidence::Recalled).then(|| view! { <Notice warning=true><p>{t(words::RECALLED_NOTICE)}</p></Notice> })}
        <dl class="facts">
            {fact(words::FACTOR_VALUE, number(factor.total_kg_co2e_per_unit, &format!("kg CO2e / {per}")))}
            {fact(words::GASES, gases)}
            {fact(words::BIOGENIC, number(factor.biogenic_co2_kg_per_unit, &format!("kg / {per}")))}
            {fact(words::NCV, number(factor.ncv_gj_per_unit, &format!("GJ / {per}")))}
            {fact(words::CARBON_CONTENT, number(factor.carbon_content_tc_per_gj, "tC / GJ"))}
            {fact(words::OXIDATION, number(factor.oxidation_rate, ""))}
            {factor.gwp_set.map(|set| view! { <dt>{t(words::GWP)}</dt> <dd>{t(names::gwp_set(set))}</dd> })}
            {fact(words::REGION, Some(format!("{} ({})", factor.region_name, factor.region)))}
            {fact(words::YEAR, Some(factor.year.to_string()))}
            {fact(words::VALIDITY, validity)}
            {fact(words::PUBLISHER, Some(factor.publisher))}
            {fact(words::DATASET, Some(format!("{} {}", factor.dataset, factor.version)))}
            {fact(words::SOURCE, Some(factor.source_ref))}
            {fact(words::LICENCE, Some(factor.licence))}
            {fact(words::BASIS, Some(names::basis(&factor.basis)).filter(|basis| !basis.is_empty()))}
            {fact(words::NOTE, factor.note)}
        </dl>
        {has_series.then(|| view! {
            <section class="stack-tight">
                <h3>{t(words::FACTOR_SERIES)}</h3>
                <Table caption=words::FACTOR_SERIES caption_hidden=true columns=columns rows=Signal::stored(series) row_key=|row| row.id.clone() copy=true />
            </section>
        })}
        {is_own.then(|| view! { <Approval id=id state=factor.state changed=changed /> })}
    }
}

#[component]
fn Approval(id: String, state: FactorState, changed: UnsyncCallback<()>) -> impl IntoView {
    let id = StoredValue::new(id);
    let approve = move || {
        let variables = factor_approve::Variables { id: id.get_value() };
        act(
            async move {
                Ok(user_errors(
                    send::<FactorApprove>(variables)
                        .await?
                        .factor_approve
                        .user_errors,
                ))
            },
            move || changed.run(()),
        );
    };
    let retire = move || {
        let variables = factor_retire::Variables { id: id.get_value() };
        act(
            async move {
                Ok(user_errors(
                    send::<FactorRetire>(variables)
                        .await?
                        .factor_retire
                        .user_errors,
                ))
            },
            move || changed.run(()),
        );
    };
    match state {
        FactorState::Draft => view! {
            <p class="muted">{t(words::FACTOR_APPROVE_LEAD)}</p>
            <div class="panel-foot">
                <Button kind=ButtonKind::Primary icon=icon::CHECK on_press=approve>{t(words::FACTOR_APPROVE)}</Button>
            </div>
        }
        .into_any(),
        FactorState::Approved => {
            view! { <div class="panel-foot"><Button kind=ButtonKind::Danger on_press=retire>{t(words::FACTOR_RETIRE)}</Button></div> }.into_any()
        }
        FactorState::Retired => ().into_any(),
    }
}
