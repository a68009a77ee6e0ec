//! The company: profile, how it accounts, and which factor packs it uses.

use leptos::prelude::*;

use super::frame::PageHead;
use super::operations::{
    CompanySettings, DataPackSet, OrganisationUpdate, company_settings, data_pack_set,
    organisation_update,
};
use super::words as names;
use crate::client::enums::{ConsolidationApproach, GwpSet};
use crate::client::{Load, send, use_load};
use crate::i18n::{self, t};
use crate::locales::{common, settings as words};
use crate::ui::form::{FormError, error_at, error_elsewhere, user_errors};
use crate::ui::{
    Badge, Button, ButtonKind, CheckField, Choice, Combobox, Loaded, NumberField, Select,
    SkeletonKind, Tone, act, browser, toast, use_submit,
};

type Settings = company_settings::ResponseData;
type Organisation = company_settings::CompanySettingsOrganisation;

/// Fields that show their own error.
const SHOWN: &[&str] = &[
    "industry",
    "region",
    "timeZone",
    "currency",
    "consolidationApproach",
    "gwpSet",
    "baseYear",
];

/// `/settings/company`.
#[component]
pub fn CompanyPage() -> impl IntoView {
    let load = use_load(|| send::<CompanySettings>(company_settings::Variables));
    view! {
        <PageHead title=words::COMPANY />
        <Loaded load=load skeleton=SkeletonKind::Tall children=move |settings: Settings| {
            let Settings { organisation, industries, regions } = settings;
            {
                let packs = organisation.packs.clone();
                let industries = industries
                    .into_iter()
                    .map(|industry| Choice::new(industry.code.clone(), industry.name).with_note(industry.code))
                    .collect();
                let regions = regions.into_iter().map(|region| Choice::new(region.code.clone(), region.name).with_note(region.code)).collect();
                view! {
                    <Profile organisation=organisation industries=industries regions=regions load=load />
                    <Packs packs=packs load=load />
                }
            }
        } />
    }
}

#[component]
fn Profile(
    organisation: Organisation,
    industries: Vec<Choice>,
    regions: Vec<Choice>,
    load: Load<Settings>,
) -> impl IntoView {
    let industry = RwSignal::new(organisation.industry.code);
    let region = RwSignal::new(organisation.region);
    let time_zone = RwSignal::new(organisation.time_zone);
    let currency = RwSignal::new(organisation.currency);
    let consolidation = RwSignal::new(organisation.consolidation_approach.to_string());
    let gwp = RwSignal::new(organisation.gwp_set.to_string());
    let base_year = RwSignal::new(
        organisation
            .base_year
            .map(|year| year.to_string())
            .unwrap_or_default(),
    );
    let submit = use_submit();
    let on_submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let input = organisation_update::OrganisationUpdateInput {
            industry: Some(industry.get_untracked()),
            region: Some(region.get_untracked()),
            time_zone: Some(time_zone.get_untracked()),
            currency: Some(currency.get_untracked()),
            consolidation_approach: consolidation
                .get_untracked()
                .parse::<ConsolidationApproach>()
                .ok(),
            gwp_set: gwp.get_untracked().parse::<GwpSet>().ok(),
            base_year: base_year.get_untracked().trim().parse().ok(),
            dataset_preference: None,
        };
        submit.run(async move {
            let payload = send::<OrganisationUpdate>(organisation_update::Variables { input })
                .await?
                .organisation_update;
            if !payload.user_errors.is_empty() {
                return Ok(Err(user_errors(payload.user_errors)));
            }
            Ok(Ok(move || {
                toast(common::SAVED.get(i18n::current()));
                load.reload();
            }))
        });
    };
    let zones = browser::supported_values("timeZone")
        .into_iter()
        .map(|zone| Choice::new(zone.clone(), zone))
        .collect::<Vec<_>>();
    let currencies = Signal::derive(|| {
        let tag = i18n::language().tag();
        let named = |code: String| {
            let name = browser::currency_name(&code, tag).unwrap_or_else(|| code.clone());
            Choice::new(code.clone(), name).with_note(code)
        };
        browser::supported_values("currency")
            .into_iter()
            .map(named)
            .collect::<Vec<_>>()
    });
    let at = move |field| error_at(submit.errors, field);
    view! {
        <form class="card stack" on:submit=on_submit novalidate=true>
            <h2>{organisation.name}</h2>
            <FormError message=error_elsewhere(submit.errors, SHOWN) />
            <div class="fields">
                <Combobox label=words::INDUSTRY value=industry options=industries error=at("industry") />
                <Combobox label=words::REGION value=region options=regions error=at("region") />
                <Combobox label=words::TIME_ZONE value=time_zone options=zones error=at("timeZone") />
                <Combobox label=words::CURRENCY value=currency options=currencies error=at("currency") />
            </div>
            <h2>{t(words::ACCOUNTING)}</h2>
            <div class="fields">
                <Select
                    label=words::CONSOLIDATION
                    value=consolidation
                    options=Signal::derive(|| names::choices(ConsolidationApproach::ALL, names::consolidation))
                    hint=words::CONSOLIDATION_HINT
                    error=at("consolidationApproach")
                />
                <Select
                    label=words::GWP
                    value=gwp
                    options=Signal::derive(|| names::choices(GwpSet::ALL, names::gwp_set))
                    hint=words::GWP_HINT
                    error=at("gwpSet")
                />
                <NumberField label=words::BASE_YEAR value=base_year optional=true error=at("baseYear") />
            </div>
            <div class="panel-foot"><Button kind=ButtonKind::Primary submit=true busy=submit.busy>{t(common::SAVE)}</Button></div>
        </form>
    }
}

#[component]
fn Packs(
    packs: Vec<company_settings::CompanySettingsOrganisationPacks>,
    load: Load<Settings>,
) -> impl IntoView {
    let is_empty = packs.is_empty();
    let rows = packs
        .into_iter()
        .map(|pack| {
            let enabled = RwSignal::new(pack.enabled);
            let code = pack.code;
            let on_change = move |on: bool| {
                let variables = data_pack_set::Variables { code: code.clone(), enabled: on };
                act(
                    async move {
                        let answer = send::<DataPackSet>(variables).await;
                        if answer.as_ref().map_or(true, |answer| !answer.data_pack_set.user_errors.is_empty()) {
                            // The switch shows what holds.
                            enabled.try_set(!on);
                        }
                        Ok(user_errors(answer?.data_pack_set.user_errors))
                    },
                    move || load.reload(),
                );
            };
            let terms = format!("{} · {}", pack.licence, pack.attribution);
            view! {
                <li class="row-between">
                    <CheckField label=pack.name value=enabled hint=terms on_change=UnsyncCallback::new(on_change) />
                    {pack.share_alike.then(|| view! { <Badge tone=Tone::Info>{t(words::PACK_SHARE_ALIKE)}</Badge> })}
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="card stack">
            <h2>{t(words::PACKS)}</h2>
            <p class="muted">{if is_empty { t(words::NO_PACKS) } else { t(words::PACKS_LEAD) }}</p>
            <ul class="stack">{rows}</ul>
        </section>
    }
}
