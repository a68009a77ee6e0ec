//! Revenue, output, area and head count of a unit, year by year: what intensities are divided by.

use leptos::prelude::*;

use super::boundary_page::Unit;
use super::operations::{YearFiguresSet, boundary, year_figures_set};
use crate::client::scalars::Decimal;
use crate::client::{send, session};
use crate::i18n::{self, t};
use crate::locales::{common, settings as words};
use crate::shell::reporting_year;
use crate::ui::form::{FormError, UserError, error_at, error_elsewhere, user_errors};
use crate::ui::{Button, Column, NumberField, Table, TextField, toast, use_submit};

type Figures = boundary::BoundaryBoundaryYearFigures;

/// Fields that show their own error.
const SHOWN: &[&str] = &[
    "year",
    "revenue",
    "output",
    "outputUnit",
    "floorAreaM2",
    "headCount",
];

/// The figures there are, and a form for one year. Pressing a row takes it into the form.
#[component]
pub fn YearFigures(unit: Unit, on_saved: UnsyncCallback<()>) -> impl IntoView {
    let year = RwSignal::new(untrack(reporting_year).to_string());
    let [revenue, output, output_unit, area, heads] =
        std::array::from_fn(|_| RwSignal::new(String::new()));
    let text = |value: Option<Decimal>| {
        value
            .map(|value| value.normalize().to_string())
            .unwrap_or_default()
    };
    let take = move |figures: &Figures| {
        year.set(figures.year.to_string());
        revenue.set(text(figures.revenue));
        output.set(text(figures.output));
        output_unit.set(figures.output_unit.clone().unwrap_or_default());
        area.set(text(figures.floor_area_m2));
        heads.set(text(figures.head_count));
    };
    let known = unit.year_figures.clone();
    if let Some(figures) = known
        .iter()
        .find(|figures| figures.year.to_string() == year.get_untracked())
    {
        take(figures);
    }
    let currency = session::viewer_now()
        .map(|viewer| viewer.organisation.currency)
        .unwrap_or_default();
    let columns = vec![
        Column::text(words::YEAR, |row: &Figures| row.year.to_string()),
        Column::number(words::REVENUE, move |row: &Figures| {
            with_unit(row.revenue, row.currency.as_deref().unwrap_or_default())
        }),
        Column::number(words::OUTPUT, |row: &Figures| {
            with_unit(row.output, row.output_unit.as_deref().unwrap_or_default())
        }),
        Column::number(words::FLOOR_AREA, |row: &Figures| {
            with_unit(row.floor_area_m2, "m²")
        }),
        Column::number(words::HEAD_COUNT, |row: &Figures| {
            with_unit(row.head_count, "")
        }),
    ];
    let submit = use_submit();
    let unit_id = unit.id.clone();
    let sent_currency = currency.clone();
    let on_submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let mut wrong = Vec::new();
        let mut number = |value: RwSignal<String>, field: &str| {
            let value = value.get_untracked();
            if value.trim().is_empty() {
                return None;
            }
            let parsed = value
                .trim()
                .replace([',', ' ', '\u{202f}'], "")
                .parse::<Decimal>();
            if parsed.is_err() {
                let message = common::NOT_A_NUMBER.get(i18n::current()).to_owned();
                wrong.push(UserError {
                    message,
                    field: vec![field.to_owned()],
                });
            }
            parsed.ok()
        };
        let revenue = number(revenue, "revenue");
        let input = year_figures_set::YearFiguresInput {
            year: year.get_untracked().trim().parse().unwrap_or_default(),
            currency: revenue.map(|_| sent_currency.clone()),
            revenue,
            output: number(output, "output"),
            output_unit: Some(output_unit.get_untracked()).filter(|unit| !unit.trim().is_empty()),
            floor_area_m2: number(area, "floorAreaM2"),
            head_count: number(heads, "headCount"),
        };
        if !wrong.is_empty() {
            submit.errors.set(wrong);
            return;
        }
        let variables = year_figures_set::Variables {
            unit_id: unit_id.clone(),
            input,
        };
        submit.run(async move {
            let payload = send::<YearFiguresSet>(variables).await?.year_figures_set;
            if !payload.user_errors.is_empty() {
                return Ok(Err(user_errors(payload.user_errors)));
            }
            Ok(Ok(move || {
                toast(common::SAVED.get(i18n::current()));
                on_saved.run(());
            }))
        });
    };
    let at = move |field| error_at(submit.errors, field);
    let rows = known;
    view! {
        <section class="stack">
            <div>
                <h3>{t(words::YEAR_FIGURES)}</h3>
                <p class="field-hint">{t(words::YEAR_FIGURES_LEAD)}</p>
            </div>
            <Table
                caption=words::YEAR_FIGURES
                caption_hidden=true
                columns=columns
                rows=Signal::stored(rows)
                row_key=|row| row.year.to_string()
                on_row=move |row: Figures| take(&row)
                empty=|| view! { <p class="muted">{t(words::YEAR_FIGURES_NONE)}</p> }
            />
            <form class="stack" on:submit=on_submit novalidate=true>
                <FormError message=error_elsewhere(submit.errors, SHOWN) />
                <div class="fields">
                    <NumberField label=words::YEAR value=year error=at("year") />
                    <NumberField label=words::REVENUE value=revenue unit=currency optional=true error=at("revenue") />
                    <NumberField label=words::OUTPUT value=output optional=true error=at("output") />
                    <TextField label=words::OUTPUT_UNIT value=output_unit optional=true error=at("outputUnit") />
                    <NumberField label=words::FLOOR_AREA value=area unit="m²" optional=true error=at("floorAreaM2") />
                    <NumberField label=words::HEAD_COUNT value=heads unit=words::PERSONS optional=true error=at("headCount") />
                </div>
                <div class="panel-foot"><Button submit=true busy=submit.busy>{t(words::YEAR_FIGURES_EDIT)}</Button></div>
            </form>
        </section>
    }
}

fn with_unit(value: Option<Decimal>, unit: &str) -> String {
    value.map_or_else(
        || "–".to_owned(),
        |value| {
            format!("{} {unit}", value.normalize())
                .trim_end()
                .to_owned()
        },
    )
}
