//! A factor of the company's own. It is used once a second person has approved it.

use leptos::prelude::*;

use super::operations::{FactorCreate, FactorFormChoices, factor_create, factor_form_choices};
use super::words as names;
use crate::client::enums::GwpSet;
use crate::client::scalars::{Date, Decimal};
use crate::client::{send, use_load};
use crate::i18n::{self, t};
use crate::locales::{common, settings as words};
use crate::shell::reporting_year;
use crate::ui::form::{FormError, UserError, error_at, error_elsewhere, user_errors};
use crate::ui::{
    Button, ButtonKind, CheckField, Choice, Combobox, DateField, Loaded, NumberField, Select,
    SkeletonKind, TextArea, TextField, close_sheet, toast, use_submit,
};

/// Fields that show their own error.
const SHOWN: &[&str] = &[
    "name",
    "activityCodes",
    "kgCo2ePerUnit",
    "unit",
    "biogenicCo2KgPerUnit",
    "region",
    "year",
    "validFrom",
    "validTo",
    "supplier",
    "gwpSet",
    "sourceRef",
    "note",
];

/// The form in the sheet `sheet`.
#[component]
pub fn FactorForm(
    #[prop(into)] on_saved: UnsyncCallback<()>,
    sheet: &'static str,
) -> impl IntoView {
    let load = use_load(|| send::<FactorFormChoices>(factor_form_choices::Variables));
    view! {
        <Loaded load=load skeleton=SkeletonKind::Tall children=move |choices: factor_form_choices::ResponseData| {
            view! { <Form choices=choices on_saved=on_saved sheet=sheet /> }
        } />
    }
}

#[component]
fn Form(
    choices: factor_form_choices::ResponseData,
    on_saved: UnsyncCallback<()>,
    sheet: &'static str,
) -> impl IntoView {
    let [
        name,
        activity,
        value,
        unit,
        biogenic,
        region,
        supplier,
        from,
        to,
        source,
        note,
        gwp,
    ] = std::array::from_fn(|_| RwSignal::new(String::new()));
    let year = RwSignal::new(untrack(reporting_year).to_string());
    let market_based = RwSignal::new(false);
    let default_units: Vec<(String, String)> = choices
        .activity_types
        .iter()
        .map(|activity| (activity.code.clone(), activity.default_unit.clone()))
        .collect();
    // The unit most often meant with an activity is offered, until one is chosen.
    Effect::new(move |_| {
        let default = activity.with(|activity| {
            default_units
                .iter()
                .find(|(code, _)| code == activity)
                .map(|(_, unit)| unit.clone())
        });
        if let Some(default) = default.filter(|_| unit.with_untracked(String::is_empty)) {
            unit.set(default);
        }
    });
    let submit = use_submit();
    let close = StoredValue::new_local(close_sheet(sheet));
    let on_submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let filled = |text: RwSignal<String>| {
            Some(text.get_untracked()).filter(|text| !text.trim().is_empty())
        };
        let mut wrong = Vec::new();
        let mut number = |value: RwSignal<String>, field: &str| {
            let parsed = value.get_untracked().trim().parse::<Decimal>();
            if parsed.is_err() {
                let message = common::NOT_A_NUMBER.get(i18n::current()).to_owned();
                wrong.push(UserError {
                    message,
                    field: vec![field.to_owned()],
                });
            }
            parsed.unwrap_or_default()
        };
        let total = number(value, "kgCo2ePerUnit");
        let biogenic = filled(biogenic).map(|_| number(biogenic, "biogenicCo2KgPerUnit"));
        if !wrong.is_empty() {
            submit.errors.set(wrong);
            return;
        }
        let input = factor_create::FactorInput {
            name: name.get_untracked(),
            activity_codes: filled(activity).into_iter().collect(),
            supplier: filled(supplier),
            unit: unit.get_untracked(),
            region: region.get_untracked(),
            year: year.get_untracked().trim().parse().unwrap_or_default(),
            valid_from: filled(from).map(Date),
            valid_to: filled(to).map(Date),
            kg_co2e_per_unit: Some(total),
            gases: Vec::new(),
            gwp_set: gwp.get_untracked().parse().ok(),
            biogenic_co2_kg_per_unit: biogenic,
            market_based: market_based.get_untracked(),
            source_ref: source.get_untracked(),
            note: filled(note),
        };
        submit.run(async move {
            let payload = send::<FactorCreate>(factor_create::Variables { input })
                .await?
                .factor_create;
            if !payload.user_errors.is_empty() {
                return Ok(Err(user_errors(payload.user_errors)));
            }
            Ok(Ok(move || {
                toast(words::FACTOR_SAVED.get(i18n::current()));
                on_saved.run(());
                close.with_value(|close| close());
            }))
        });
    };
    let activities: Vec<Choice> = choices
        .activity_types
        .into_iter()
        .map(|activity| Choice::new(activity.code, activity.name))
        .collect();
    let units: Vec<Choice> = choices
        .units
        .into_iter()
        .map(|unit| Choice::new(unit.code.clone(), unit.name).with_note(unit.code))
        .collect();
    let regions: Vec<Choice> = choices
        .regions
        .into_iter()
        .map(|region| Choice::new(region.code.clone(), region.name).with_note(region.code))
        .collect();
    let gwp_sets = Signal::derive(|| {
        let mut choices = vec![Choice::new("", words::GWP_UNKNOWN.now())];
        choices.extend(names::choices(GwpSet::ALL, names::gwp_set));
        choices
    });
    let at = move |field| error_at(submit.errors, field);
    view! {
        <form class="stack" on:submit=on_submit novalidate=true>
            <p class="muted">{t(words::FACTOR_APPROVE_LEAD)}</p>
            <FormError message=error_elsewhere(submit.errors, SHOWN) />
            <div class="fields">
                <TextField label=words::FACTOR_NAME value=name error=at("name") />
                <Combobox label=words::ACTIVITY value=activity options=activities error=at("activityCodes") />
                <NumberField label=words::FACTOR_VALUE value=value unit="kg CO2e" error=at("kgCo2ePerUnit") />
                <Combobox label=words::UNIT value=unit options=units error=at("unit") />
                <NumberField label=words::BIOGENIC value=biogenic unit="kg" optional=true error=at("biogenicCo2KgPerUnit") />
                <Select label=words::GWP_INSIDE value=gwp options=gwp_sets optional=true error=at("gwpSet") />
                <TextField label=words::SUPPLIER value=supplier hint=words::SUPPLIER_HINT optional=true error=at("supplier") />
                <Combobox label=words::REGION value=region options=regions error=at("region") />
                <NumberField label=words::YEAR value=year error=at("year") />
                <DateField label=words::VALID_FROM value=from optional=true error=at("validFrom") />
                <DateField label=words::VALID_TO value=to optional=true error=at("validTo") />
            </div>
            <CheckField label=words::MARKET_BASED value=market_based />
            <TextField label=words::SOURCE value=source hint=words::SOURCE_HINT error=at("sourceRef") />
            <TextArea label=words::NOTE value=note optional=true error=at("note") />
            <div class="panel-foot"><Button kind=ButtonKind::Primary submit=true busy=submit.busy>{t(common::SAVE)}</Button></div>
        </form>
    }
}
