//! The form of one record. Nothing typed is lost when the server refuses; what it will come to is shown while typing.

use leptos::prelude::*;
use saxaul_shared::decimal::{self, Decimal};

use super::data_page::Choices;
use super::figures;
use super::operations::{
    ActivityRecordCreate, ActivityRecordUpdate, UnitChoices, activity_record_create,
    activity_record_update, unit_choices,
};
use super::record_live::Live;
use super::record_sheet::Record;
use super::words;
use crate::client::enums::{DataQuality, GwpSet};
use crate::client::scalars::Date;
use crate::client::{send, use_load};
use crate::i18n::{self, t};
use crate::locales::{accounting as w, data};
use crate::ui::form::{
    FormError, UserError, error_at, error_elsewhere, user_error_from, user_errors,
};
use crate::ui::{
    Button, ButtonKind, Choice, Combobox, DateField, NumberField, Select, TextArea, TextField,
    browser, toast, use_submit,
};

user_error_from!(
    activity_record_create,
    ActivityRecordCreateActivityRecordCreateUserErrors
);
user_error_from!(
    activity_record_update,
    ActivityRecordUpdateActivityRecordUpdateUserErrors
);

/// Other names of an activity shown below it.
const NAMES_SHOWN: usize = 5;

/// Fields that show their own errors.
const SHOWN: &[&str] = &[
    "siteId",
    "activity",
    "quantity",
    "unit",
    "start",
    "end",
    "supplier",
    "source",
    "uncertaintyPct",
    "reference",
    "note",
    "reason",
];

/// What the form starts from.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Start {
    /// Record to be changed with its version; `None`: a new one.
    existing: Option<(String, i64)>,
    site: String,
    activity: String,
    quantity: String,
    unit: String,
    first_day: String,
    last_day: String,
    supplier: String,
    source: String,
    quality: String,
    uncertainty: String,
    reference: String,
    note: String,
}

impl Start {
    /// A new record; site, activity and month may stand in the address.
    pub fn from_address(year: i64) -> Self {
        let query = web_sys::window()
            .and_then(|window| window.location().search().ok())
            .and_then(|search| web_sys::UrlSearchParams::new_with_str(&search).ok());
        let get = |key: &str| {
            query
                .as_ref()
                .and_then(|query| query.get(key))
                .unwrap_or_default()
        };
        let month: Option<i64> = get("month")
            .rsplit('-')
            .next()
            .and_then(|month| month.parse().ok());
        let (start, end) = month
            .filter(|month| (1..=12).contains(month))
            .map(|month| figures::month_span(year, month))
            .unwrap_or_default();
        Self {
            site: get("site"),
            activity: get("activity"),
            first_day: start,
            last_day: end,
            quality: DataQuality::Invoiced.as_str().to_owned(),
            ..Self::default()
        }
    }

    /// As a record stands.
    pub fn from_record(record: &Record) -> Self {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        Self {
            existing: Some((record.id.clone(), record.version)),
            site: record.site.id.clone(),
            activity: record.activity.code.clone(),
            quantity: record.quantity.value.to_string(),
            unit: record.quantity.unit.clone(),
            first_day: record.start.0.clone(),
            last_day: record.end.0.clone(),
            supplier: text(&record.supplier),
            source: text(&record.source),
            quality: record.quality.as_str().to_owned(),
            uncertainty: record
                .uncertainty_pct
                .map(|percent| percent.to_string())
                .unwrap_or_default(),
            reference: text(&record.reference),
            note: text(&record.note),
        }
    }
}

/// What is typed.
#[derive(Clone, Copy)]
pub struct Fields {
    /// `unit_…` of the site.
    pub site: RwSignal<String>,
    /// Code of the activity.
    pub activity: RwSignal<String>,
    /// Quantity as typed.
    pub quantity: RwSignal<String>,
    /// Code of the unit.
    pub unit: RwSignal<String>,
    /// First day.
    pub start: RwSignal<String>,
    /// Last day.
    pub end: RwSignal<String>,
    /// Factor chosen by hand; empty: by the rule.
    pub factor: RwSignal<String>,
    supplier: RwSignal<String>,
    source: RwSignal<String>,
    quality: RwSignal<String>,
    uncertainty: RwSignal<String>,
    reference: RwSignal<String>,
    note: RwSignal<String>,
}

impl Fields {
    fn new(start: &Start) -> Self {
        let signal = |text: &String| RwSignal::new(text.clone());
        Self {
            site: signal(&start.site),
            activity: signal(&start.activity),
            quantity: signal(&start.quantity),
            unit: signal(&start.unit),
            start: signal(&start.first_day),
            end: signal(&start.last_day),
            factor: RwSignal::new(String::new()),
            supplier: signal(&start.supplier),
            source: signal(&start.source),
            quality: signal(&start.quality),
            uncertainty: signal(&start.uncertainty),
            reference: signal(&start.reference),
            note: signal(&start.note),
        }
    }

    /// What is wrong before the server is asked: only what is plainly missing or no number.
    fn check(self) -> Vec<UserError> {
        let mut errors = Vec::new();
        let mut refuse = |field: &str, text: i18n::Text| {
            errors.push(UserError {
                message: text.get(i18n::current()).to_owned(),
                field: vec![field.to_owned()],
            });
        };
        let needed = [
            ("siteId", self.site),
            ("activity", self.activity),
            ("unit", self.unit),
            ("start", self.start),
            ("end", self.end),
        ];
        for (name, value) in needed {
            if value.with_untracked(String::is_empty) {
                refuse(name, data::REQUIRED);
            }
        }
        if self.quantity.with_untracked(|text| parse(text).is_none()) {
            refuse("quantity", data::BAD_NUMBER);
        }
        if self
            .uncertainty
            .with_untracked(|text| !text.trim().is_empty() && parse(text).is_none())
        {
            refuse("uncertaintyPct", data::BAD_NUMBER);
        }
        // ISO days sort as text.
        if self.start.get_untracked() > self.end.get_untracked()
            && !self.end.with_untracked(String::is_empty)
        {
            refuse("end", data::END_BEFORE_START);
        }
        errors
    }

    fn input(self) -> activity_record_create::ActivityRecordInput {
        let some = |signal: RwSignal<String>| {
            Some(signal.get_untracked().trim().to_owned()).filter(|text| !text.is_empty())
        };
        activity_record_create::ActivityRecordInput {
            site_id: self.site.get_untracked(),
            activity: self.activity.get_untracked(),
            quantity: parse(&self.quantity.get_untracked()).unwrap_or_default(),
            unit: self.unit.get_untracked(),
            start: Date(self.start.get_untracked()),
            end: Date(self.end.get_untracked()),
            factor_id: some(self.factor),
            supplier: some(self.supplier),
            source: some(self.source),
            quality: some(self.quality).and_then(|quality| quality.parse().ok()),
            uncertainty_pct: some(self.uncertainty).and_then(|percent| parse(&percent)),
            reference: some(self.reference),
            note: some(self.note),
        }
    }
}

/// A number as people type it: spaces between thousands do not matter, everything else must be exact.
pub fn parse(text: &str) -> Option<Decimal> {
    let plain: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '\u{202f}')
        .collect();
    decimal::parse(&plain).ok()
}

impl From<activity_record_create::ActivityRecordInput>
    for activity_record_update::ActivityRecordInput
{
    fn from(input: activity_record_create::ActivityRecordInput) -> Self {
        Self {
            site_id: input.site_id,
            activity: input.activity,
            quantity: input.quantity,
            unit: input.unit,
            start: input.start,
            end: input.end,
            factor_id: input.factor_id,
            supplier: input.supplier,
            source: input.source,
            quality: input.quality,
            uncertainty_pct: input.uncertainty_pct,
            reference: input.reference,
            note: input.note,
        }
    }
}

/// The form.
#[component]
pub fn RecordForm(
    choices: Choices,
    start: Start,
    saved: Callback<()>,
    done: UnsyncCallback<()>,
) -> impl IntoView {
    let fields = Fields::new(&start);
    let submit = use_submit();
    let existing = StoredValue::new(start.existing.clone());
    let is_new = start.existing.is_none();
    let reason = RwSignal::new(String::new());
    // The same key until the record is there: a press repeated after a broken connection adds nothing twice.
    let key = StoredValue::new(fresh_key());
    let send_it = move |and_another: bool| {
        let errors = fields.check();
        if !errors.is_empty() {
            submit.errors.set(errors);
            return;
        }
        let (input, why) = (
            fields.input(),
            Some(reason.get_untracked()).filter(|why| !why.trim().is_empty()),
        );
        submit.run(async move {
            let (errors, words) = if let Some((id, version)) = existing.get_value() {
                let variables = activity_record_update::Variables {
                    id,
                    version,
                    input: input.into(),
                    reason: why,
                };
                let answer = send::<ActivityRecordUpdate>(variables)
                    .await?
                    .activity_record_update;
                let words = answer.activity_record.map(|record| {
                    told(
                        record.result.map(|result| result.co2e_kg),
                        record.refusal.map(|refusal| refusal.message),
                    )
                });
                (user_errors(answer.user_errors), words)
            } else {
                let variables = activity_record_create::Variables {
                    input,
                    idempotency_key: key.get_value(),
                };
                let answer = send::<ActivityRecordCreate>(variables)
                    .await?
                    .activity_record_create;
                let words = answer.activity_record.map(|record| {
                    told(
                        record.result.map(|result| result.co2e_kg),
                        record.refusal.map(|refusal| refusal.message),
                    )
                });
                (user_errors(answer.user_errors), words)
            };
            if !errors.is_empty() {
                return Ok(Err(errors));
            }
            Ok(Ok(move || {
                toast(words.unwrap_or_else(|| data::SAVED.get(i18n::current()).to_owned()));
                saved.run(());
                if and_another {
                    key.set_value(fresh_key());
                    for field in [fields.quantity, fields.reference, fields.note] {
                        field.set(String::new());
                    }
                    browser::focus("record-quantity");
                } else {
                    done.run(());
                }
            }))
        });
    };

    let sites = Signal::derive({
        let sites: Vec<Choice> = choices
            .sites
            .iter()
            .map(|site| Choice::new(site.id.clone(), site.name.clone()))
            .collect();
        move || sites.clone()
    });
    let activities =
        Signal::derive({
            let all = choices.activities.clone();
            move || {
                let note = |kind| words::kind(kind).now();
                all.iter()
                    .map(|activity| {
                        Choice::new(activity.code.clone(), activity.name.clone())
                            .with_note(format!("{} · {}", note(activity.kind), activity.category))
                    })
                    .collect::<Vec<_>>()
            }
        });
    let regions: Vec<(String, String)> = choices
        .sites
        .iter()
        .map(|site| (site.id.clone(), site.region.clone()))
        .collect();
    let gwp_set = choices.gwp_set.unwrap_or(GwpSet::Ar6);
    let known = StoredValue::new(choices.activities);
    let hint = Signal::derive(move || {
        let code = fields.activity.get();
        let names = known.with_value(|known| {
            known
                .iter()
                .find(|activity| activity.code == code)
                .and_then(|activity| activity.hint.clone())
        });
        // The first few are what people call it; the rest only serves the search.
        names.map(|names| {
            let separator = if names.contains('、') { "、" } else { ", " };
            let few = names
                .split(separator)
                .take(NAMES_SHOWN)
                .collect::<Vec<_>>()
                .join(separator);
            data::ALSO_CALLED.fill(i18n::language(), &[("names", &few)])
        })
    });
    let units = use_load(move || {
        let activity = fields.activity.get();
        i18n::language();
        async move {
            if activity.is_empty() {
                return Ok(Vec::new());
            }
            let found = send::<UnitChoices>(unit_choices::Variables { activity })
                .await?
                .units;
            Ok(found
                .into_iter()
                .map(|unit| Choice::new(unit.code, unit.name))
                .collect::<Vec<_>>())
        }
    });
    // An activity brings its usual unit; a unit that still fits stays.
    Effect::new(move |_| {
        let fits = units.with(|units| {
            units.is_some_and(|units| {
                units.is_empty()
                    || fields
                        .unit
                        .with_untracked(|unit| units.iter().any(|known| known.value == *unit))
            })
        });
        if !fits && units.with(|units| units.is_some()) {
            let code = fields.activity.get_untracked();
            let usual = known.with_value(|known| {
                known
                    .iter()
                    .find(|activity| activity.code == code)
                    .map(|activity| activity.default_unit.clone())
            });
            fields.unit.set(usual.unwrap_or_default());
        }
    });
    // The end of the month follows its first day, until the end is chosen.
    Effect::new(move |_| {
        let start = fields.start.get();
        if start.ends_with("-01") && fields.end.with_untracked(String::is_empty) {
            let year_month = start
                .get(..4)
                .and_then(|year| year.parse().ok())
                .zip(start.get(5..7).and_then(|month| month.parse().ok()));
            if let Some((year, month)) = year_month {
                fields.end.set(figures::month_span(year, month).1);
            }
        }
    });
    let qualities = Signal::derive(|| {
        DataQuality::ALL
            .iter()
            .map(|quality| Choice::new(quality.as_str(), words::quality(*quality).now()))
            .collect::<Vec<_>>()
    });
    let at = move |name: &'static str| error_at(submit.errors, name);
    view! {
        <form class="stack" novalidate on:submit=move |event| { event.prevent_default(); send_it(false); }>
            <FormError message=error_elsewhere(submit.errors, SHOWN) />
            <div class="fields">
                <Select label=w::FIELD_SITE value=fields.site options=sites error=at("siteId") />
                <Combobox label=w::FIELD_ACTIVITY value=fields.activity options=activities error=at("activity") hint=hint />
            </div>
            <div class="fields">
                <NumberField label=w::FIELD_QUANTITY value=fields.quantity error=at("quantity") />
                <Select label=w::FIELD_UNIT value=fields.unit options=Signal::derive(move || units.get().unwrap_or_default()) error=at("unit") />
            </div>
            <div class="fields">
                <DateField label=w::FIELD_START value=fields.start error=at("start") />
                <DateField label=w::FIELD_END value=fields.end error=at("end") />
            </div>
            <Live fields=fields regions=regions gwp_set=gwp_set />
            <details>
                <summary>{t(data::MORE_FIELDS)}</summary>
                <div class="fields">
                    <TextField label=w::FIELD_SUPPLIER value=fields.supplier error=at("supplier") optional=true />
                    <TextField label=w::FIELD_SOURCE value=fields.source error=at("source") optional=true />
                    <TextField label=w::FIELD_REFERENCE value=fields.reference error=at("reference") optional=true />
                    <Select label=w::FIELD_QUALITY value=fields.quality options=qualities />
                    <NumberField label=w::FIELD_UNCERTAINTY value=fields.uncertainty error=at("uncertaintyPct") unit=Signal::derive(|| Some("%".to_owned())) optional=true />
                    <div class="wide"><TextArea label=w::FIELD_NOTE value=fields.note error=at("note") optional=true /></div>
                </div>
            </details>
            {(!is_new).then(|| view! { <TextField label=data::EDIT_REASON value=reason error=at("reason") optional=true /> })}
            <div class="panel-foot">
                <Button on_press=move || done.run(())>{t(w::CANCEL)}</Button>
                {is_new.then(|| view! { <Button busy=submit.busy on_press=move || send_it(true)>{t(data::SAVE_NEXT)}</Button> })}
                <Button kind=ButtonKind::Primary submit=true busy=submit.busy>{t(w::SAVE)}</Button>
            </div>
        </form>
    }
}

fn fresh_key() -> String {
    uuid::Uuid::now_v7().to_string()
}

/// What to say after saving: what it came to, or why it came to nothing.
fn told(kg: Option<Decimal>, refused: Option<String>) -> String {
    let language = i18n::current();
    match (kg, refused) {
        (_, Some(reason)) => data::SAVED_REFUSED.fill(language, &[("reason", &reason)]),
        (Some(kg), None) => {
            data::SAVED_WITH.fill(language, &[("amount", &figures::emissions_text(kg))])
        }
        (None, None) => data::SAVED.get(language).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn spaces_between_thousands_are_read_over_and_letters_are_not() {
        assert_eq!(
            parse("1 234.50").map(|value| value.to_string()).as_deref(),
            Some("1234.50")
        );
        assert_eq!(
            parse("12\u{202f}000")
                .map(|value| value.to_string())
                .as_deref(),
            Some("12000")
        );
        assert!(parse("12kWh").is_none());
        assert!(parse("").is_none());
    }
}
