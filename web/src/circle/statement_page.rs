//! The statement of a month: emissions, reductions and net side by side, and what stands in the company's inventory too.

use leptos::prelude::*;
use saxaul_shared::period::{Date, Month};

use super::figures;
use super::home_page::{this_month, use_month};
use super::operations::Statement;
use super::parts::{Bar, Bars, BudgetBar, ScreenHead, Trio};
use crate::i18n::{t, tf};
use crate::locales::circle_log as words;
use crate::ui::{EmptyState, IconButton, Loaded, Notice, SkeletonKind, icon};

/// `/circle/statement`.
#[component]
pub fn StatementPage() -> impl IntoView {
    let month = RwSignal::new(this_month());
    let load = use_month(month.into());
    let move_by = move |months: i64| {
        if let Some(next) = shifted(&month.get_untracked(), months) {
            month.set(next);
        }
    };
    let is_last = Signal::derive(move || month.get() >= this_month());
    view! {
        <ScreenHead title=words::STATEMENT_TITLE back="/" />
        <div class="month-picker">
            <IconButton icon=icon::ARROW_LEFT label=words::MONTH_BEFORE on_press=move || move_by(-1) />
            <h2>{tf(words::STATEMENT_QUESTION, move || [("month", month.get())])}</h2>
            <IconButton icon=icon::ARROW_RIGHT label=words::MONTH_AFTER disabled=is_last on_press=move || move_by(1) />
        </div>
        <Loaded load=load skeleton=SkeletonKind::Tall let:data>
            <Sheet statement=data.personal_statement />
        </Loaded>
    }
}

/// The month some months away, `2026-03`.
fn shifted(month: &str, by: i64) -> Option<String> {
    let month = Month::parse(month).ok()?;
    let first = month.first_day().day_number();
    let inside = if by < 0 {
        first - 1
    } else {
        first + month.days()
    };
    Some(Date::from_day_number(inside)?.calendar_month().to_string())
}

#[component]
fn Sheet(statement: Statement) -> impl IntoView {
    let Statement {
        emissions_kg,
        reductions_kg,
        net_kg,
        budget_kg,
        emissions_by_category,
        inside_employer,
        flights_kg,
        ..
    } = statement;
    let is_empty = emissions_kg.is_zero() && reductions_kg.is_zero();
    let emitted: Vec<Bar> = emissions_by_category
        .into_iter()
        .map(|part| Bar {
            name: part.name,
            kg: part.kg,
        })
        .collect();
    view! {
        <section class="card month">
            <Trio emitted=Signal::stored(emissions_kg) saved=Signal::stored(reductions_kg) net=Signal::stored(net_kg) />
            <BudgetBar net=Signal::stored(net_kg) budget=Signal::stored(budget_kg) />
            <p class="field-hint">{t(words::BUDGET_HINT)}</p>
        </section>
        {is_empty.then(|| view! { <EmptyState icon=icon::RECEIPT words=words::STATEMENT_EMPTY /> })}
        {(!emitted.is_empty()).then(|| view! {
            <section class="card stack-tight">
                <h2>{t(words::BY_CATEGORY)}</h2>
                <Bars bars=Signal::stored(emitted) class="bar-emitted" />
                {(!flights_kg.is_zero()).then(|| view! { <p class="muted">{tf(words::FLIGHTS, move || [("mass", figures::mass(flights_kg))])}</p> })}
            </section>
        })}
        {(!inside_employer.is_empty()).then(|| view! {
            <section class="card card-flush">
                <h2 class="card-title">{t(words::INSIDE_TITLE)}</h2>
                <div class="table-box">
                    <table class="table">
                        <thead>
                            <tr>
                                <th scope="col">{t(words::INSIDE_PART)}</th>
                                <th scope="col" class="number">{t(crate::locales::circle::EMITTED)}</th>
                                <th scope="col" class="number">{t(crate::locales::circle::SAVED)}</th>
                            </tr>
                        </thead>
                        <tbody>
                            {inside_employer
                                .into_iter()
                                .map(|part| view! {
                                    <tr>
                                        <th scope="row">{figures::inventory_name(part.link).map(t)}</th>
                                        <td class="number">{figures::mass(part.emissions_kg)}</td>
                                        <td class="number">{figures::mass(part.reductions_kg)}</td>
                                    </tr>
                                })
                                .collect_view()}
                        </tbody>
                    </table>
                </div>
                <div class="card-foot"><Notice>{t(words::INSIDE_HINT)}</Notice></div>
            </section>
        })}
    }
}

#[cfg(test)]
mod tests {
    use super::shifted;

    #[test]
    fn months_are_turned_over_the_end_of_a_year() {
        assert_eq!(shifted("2026-01", -1).as_deref(), Some("2025-12"));
        assert_eq!(shifted("2025-12", 1).as_deref(), Some("2026-01"));
    }
}
