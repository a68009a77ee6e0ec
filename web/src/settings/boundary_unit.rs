//! One unit of the boundary: what it is, who controls it, how much of it is ours, its figures per year.

use leptos::prelude::*;

use super::boundary_page::Unit;
use super::operations::{
    BoundaryUnitCreate, BoundaryUnitDelete, BoundaryUnitUpdate, boundary_unit_create,
    boundary_unit_delete, boundary_unit_update,
};
use super::words as names;
use super::year_figures::YearFigures;
use crate::client::enums::{FinancialTie, UnitKind};
use crate::client::scalars::{Date, Decimal};
use crate::client::send;
use crate::i18n::{self, Text, t};
use crate::locales::{common, settings as words};
use crate::ui::form::{FormError, UserError, error_at, error_elsewhere, user_errors};
use crate::ui::{
    Button, ButtonKind, CheckField, Choice, Combobox, DateField, Dialog, IconButton, NumberField,
    Select, TextField, act, close_sheet, icon, toast, use_submit,
};

/// Fields that show their own error.
const SHOWN: &[&str] = &[
    "name",
    "kind",
    "parentId",
    "region",
    "industry",
    "financialTie",
];

#[derive(Clone, Copy)]
struct Share {
    key: u32,
    from: RwSignal<String>,
    percent: RwSignal<String>,
}

/// What the form holds, as the mutation wants it; both mutations have an input type of their own.
struct Entered {
    kind: UnitKind,
    name: String,
    parent_id: Option<String>,
    region: Option<String>,
    industry: Option<String>,
    operational_control: bool,
    financial_tie: FinancialTie,
    ownership: Vec<(Date, Decimal)>,
}

macro_rules! input_of {
    ($module:ident, $entered:expr) => {{
        let entered = $entered;
        $module::BoundaryUnitInput {
            kind: entered.kind,
            name: entered.name,
            parent_id: entered.parent_id,
            region: entered.region,
            industry: entered.industry,
            operational_control: entered.operational_control,
            financial_tie: entered.financial_tie,
            ownership: entered
                .ownership
                .into_iter()
                .map(|(from, share_percent)| $module::OwnershipShareInput {
                    from,
                    share_percent,
                })
                .collect(),
        }
    }};
}

/// Adds a unit, or changes one.
#[component]
pub fn UnitForm(
    /// The unit to change; none: a new one.
    unit: Option<Unit>,
    /// Where a new one goes.
    parent: Option<String>,
    parents: Vec<Choice>,
    industries: Vec<Choice>,
    regions: Vec<Choice>,
    on_saved: UnsyncCallback<()>,
    sheet: &'static str,
) -> impl IntoView {
    let some = |text: Option<&String>| RwSignal::new(text.cloned().unwrap_or_default());
    let id = unit.as_ref().map(|unit| unit.id.clone());
    let name = some(unit.as_ref().map(|unit| &unit.name));
    let kind = RwSignal::new(
        unit.as_ref()
            .map_or(UnitKind::Site, |unit| unit.kind)
            .to_string(),
    );
    let parent_id = some(
        unit.as_ref()
            .and_then(|unit| unit.parent_id.as_ref())
            .or(parent.as_ref()),
    );
    let region = some(unit.as_ref().and_then(|unit| unit.region.as_ref()));
    let industry = some(
        unit.as_ref()
            .and_then(|unit| unit.industry.as_ref())
            .map(|industry| &industry.code),
    );
    let operational = RwSignal::new(unit.as_ref().is_none_or(|unit| unit.operational_control));
    let financial = RwSignal::new(
        unit.as_ref()
            .map_or(FinancialTie::Subsidiary, |unit| unit.financial_tie)
            .to_string(),
    );
    let next_key = StoredValue::new(0_u32);
    let share = move |from: String, percent: String| {
        next_key.update_value(|key| *key += 1);
        Share {
            key: next_key.get_value(),
            from: RwSignal::new(from),
            percent: RwSignal::new(percent),
        }
    };
    let shares = unit.iter().flat_map(|unit| &unit.ownership);
    let shares = RwSignal::new(
        shares
            .map(|one| {
                share(
                    one.from.0.clone(),
                    one.share_percent.normalize().to_string(),
                )
            })
            .collect::<Vec<_>>(),
    );

    // What a unit is cannot change: its data depends on it.
    let is_known = unit.is_some();
    let submit = use_submit();
    let close = StoredValue::new_local(close_sheet(sheet));
    let done = move || {
        toast(common::SAVED.get(i18n::current()));
        on_saved.run(());
        close.with_value(|close| close());
    };
    let saved_id = id.clone();
    let on_submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let filled = |text: RwSignal<String>| {
            Some(text.get_untracked()).filter(|text| !text.trim().is_empty())
        };
        let ownership = shares.get_untracked().into_iter().map(|share| {
            let percent = share.percent.get_untracked().trim().parse::<Decimal>();
            percent.map(|percent| (Date(share.from.get_untracked()), percent))
        });
        let Ok(ownership) = ownership.collect::<Result<Vec<_>, _>>() else {
            let message = words::OWNERSHIP_NOT_A_NUMBER
                .get(i18n::current())
                .to_owned();
            submit.errors.set(vec![UserError {
                message,
                field: Vec::new(),
            }]);
            return;
        };
        let entered = Entered {
            kind: kind.get_untracked().parse().unwrap_or(UnitKind::Site),
            name: name.get_untracked(),
            parent_id: filled(parent_id),
            region: filled(region),
            industry: filled(industry),
            operational_control: operational.get_untracked(),
            financial_tie: financial
                .get_untracked()
                .parse()
                .unwrap_or(FinancialTie::Subsidiary),
            ownership,
        };
        let id = saved_id.clone();
        submit.run(async move {
            let errors = if let Some(id) = id {
                let input = input_of!(boundary_unit_update, entered);
                let variables = boundary_unit_update::Variables { id, input };
                let payload = send::<BoundaryUnitUpdate>(variables)
                    .await?
                    .boundary_unit_update;
                user_errors(payload.user_errors)
            } else {
                let input = input_of!(boundary_unit_create, entered);
                let variables = boundary_unit_create::Variables { input };
                let payload = send::<BoundaryUnitCreate>(variables)
                    .await?
                    .boundary_unit_create;
                user_errors(payload.user_errors)
            };
            if errors.is_empty() {
                Ok(Ok(done))
            } else {
                Ok(Err(errors))
            }
        });
    };
    let at = move |field| error_at(submit.errors, field);
    let parents = Signal::derive(move || {
        let mut choices = vec![Choice::new("", words::UNIT_TOP.now())];
        choices.extend(parents.iter().cloned());
        choices
    });
    view! {
        <form class="stack" on:submit=on_submit novalidate=true>
            <FormError message=error_elsewhere(submit.errors, SHOWN) />
            <div class="fields">
                <TextField label=words::UNIT_NAME value=name error=at("name") />
                <Select
                    label=words::UNIT_KIND
                    value=kind
                    disabled=is_known
                    options=Signal::derive(|| names::choices(UnitKind::ALL, names::unit_kind))
                    error=at("kind")
                />
                <Select label=words::UNIT_PARENT value=parent_id options=parents error=at("parentId") />
                <Combobox label=words::REGION value=region options=regions optional=true error=at("region") />
                <Combobox label=words::INDUSTRY value=industry options=industries optional=true error=at("industry") />
            </div>
            <fieldset class="stack-tight">
                <legend class="field-label">{t(words::CONTROL)}</legend>
                <CheckField label=words::HAS_OPERATIONAL_CONTROL value=operational />
                <Select
                    label=words::FINANCIAL_TIE
                    value=financial
                    hint=Signal::derive(move || financial.with(|tie| tie_hint(tie).now().to_owned()))
                    options=Signal::derive(|| names::choices(FinancialTie::ALL, names::financial_tie))
                    error=at("financialTie")
                />
            </fieldset>
            <fieldset class="stack-tight">
                <legend class="field-label">{t(words::OWNERSHIP)}</legend>
                {move || shares.with(Vec::is_empty).then(|| view! { <p class="field-hint">{t(words::OWNERSHIP_NONE)}</p> })}
                <For each=move || shares.get() key=|share| share.key let:share>
                    <div class="share-row">
                        <DateField label=words::OWNERSHIP_FROM value=share.from />
                        <NumberField label=words::OWNERSHIP_SHARE value=share.percent unit="%" />
                        <IconButton
                            icon=icon::TRASH
                            label=words::REMOVE
                            on_press=move || shares.update(|shares| shares.retain(|other| other.key != share.key))
                        />
                    </div>
                </For>
                <div>
                    <Button
                        small=true
                        icon=icon::PLUS
                        on_press=move || shares.update(|shares| shares.push(share(String::new(), "100".to_owned())))
                    >
                        {t(words::OWNERSHIP_ADD)}
                    </Button>
                </div>
            </fieldset>
            <div class="panel-foot">
                {id.map(|id| view! { <DeleteUnit id=id name=name done=UnsyncCallback::new(move |()| {
                    on_saved.run(());
                    close.with_value(|close| close());
                }) /> })}
                <Button kind=ButtonKind::Primary submit=true busy=submit.busy>{t(common::SAVE)}</Button>
            </div>
        </form>
        {unit.map(|unit| view! { <YearFigures unit=unit on_saved=on_saved /> })}
    }
}

/// What the tie means for what counts.
fn tie_hint(tie: &str) -> Text {
    match tie.parse() {
        Ok(FinancialTie::Joint) => words::TIE_HINT_JOINT,
        Ok(FinancialTie::Associate) => words::TIE_HINT_ASSOCIATE,
        Ok(FinancialTie::Investment) => words::TIE_HINT_INVESTMENT,
        Ok(FinancialTie::Subsidiary) | Err(_) => words::TIE_HINT_SUBSIDIARY,
    }
}

/// Deleting cannot be undone, so it asks.
#[component]
fn DeleteUnit(id: String, name: RwSignal<String>, done: UnsyncCallback<()>) -> impl IntoView {
    let asking = RwSignal::new(false);
    let id = StoredValue::new(id);
    let delete = move || {
        asking.set(false);
        let variables = boundary_unit_delete::Variables { id: id.get_value() };
        act(
            async move {
                Ok(user_errors(
                    send::<BoundaryUnitDelete>(variables)
                        .await?
                        .boundary_unit_delete
                        .user_errors,
                ))
            },
            move || {
                toast(words::UNIT_DELETED.get(i18n::current()));
                done.run(());
            },
        );
    };
    let title = Signal::derive(move || {
        words::UNIT_DELETE_TITLE.fill(i18n::language(), &[("name", &name.get())])
    });
    view! {
        <Button kind=ButtonKind::Danger on_press=move || asking.set(true)>{t(words::UNIT_DELETE)}</Button>
        <Dialog title=title open=asking>
            <p>{t(words::UNIT_DELETE_LEAD)}</p>
            <div class="panel-foot">
                <Button on_press=move || asking.set(false)>{t(common::CANCEL)}</Button>
                <Button kind=ButtonKind::Danger on_press=delete>{t(words::UNIT_DELETE)}</Button>
            </div>
        </Dialog>
    }
}
