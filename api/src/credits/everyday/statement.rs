//! The month's statement.

use async_graphql::{Context, Object, SimpleObject};
use saxaul_shared::{
    credits::{
        InventoryLink,
        everyday::EverydayCategory,
        statement::{Statement, statement},
    },
    decimal::{WireDecimal, from_micro},
    format::Locale,
    identity::Action,
    period::Month,
};

use super::service;
use crate::{
    accounting::access::Caller,
    credits::{programme::settings, seat::own_seat},
    error::ApiError,
};

/// Emissions of one part of life.
#[derive(Debug, SimpleObject)]
pub struct StatementCategory {
    /// Which part.
    category: EverydayCategory,
    /// Its name in the language of the request.
    name: String,
    /// kg CO2e.
    kg: WireDecimal,
}

/// What of the month lies inside one part of the employer's inventory.
#[derive(Debug, SimpleObject)]
pub struct InsideEmployer {
    /// Which part.
    link: InventoryLink,
    /// Emissions, kg CO2e.
    emissions_kg: WireDecimal,
    /// Reductions, kg CO2e: how the member lowered that part, not an extra offset.
    reductions_kg: WireDecimal,
}

/// A month of the caller: emissions, reductions and net side by side.
#[derive(Debug, SimpleObject)]
pub struct PersonalStatement {
    /// The month, such as `2026-03`.
    month: String,
    /// Emissions by part of life, those with any.
    emissions_by_category: Vec<StatementCategory>,
    /// All emissions, kg CO2e.
    emissions_kg: WireDecimal,
    /// All reductions that count, kg CO2e, deductions included.
    reductions_kg: WireDecimal,
    /// Emissions less reductions, kg CO2e.
    net_kg: WireDecimal,
    /// What the month may hold, kg CO2e: the company's budget of a person.
    budget_kg: WireDecimal,
    /// What lies inside the employer's inventory.
    inside_employer: Vec<InsideEmployer>,
    /// Flights among the emissions, kg CO2e: shown beside the rank.
    flights_kg: WireDecimal,
    /// Days of the month.
    days: i64,
}

fn kg(mg: i64) -> WireDecimal {
    WireDecimal(from_micro(mg))
}

impl PersonalStatement {
    fn of(month: Month, sums: Statement, locale: Locale) -> Self {
        Self {
            month: month.to_string(),
            emissions_by_category: sums
                .by_category
                .into_iter()
                .map(|(category, mg)| StatementCategory {
                    category,
                    name: category.name(locale).to_owned(),
                    kg: kg(mg),
                })
                .collect(),
            emissions_kg: kg(sums.emissions_mg),
            reductions_kg: kg(sums.reductions_mg),
            net_kg: kg(sums.net_mg),
            budget_kg: kg(sums.budget_mg),
            inside_employer: sums
                .inside_employer
                .into_iter()
                .map(|(link, inside)| InsideEmployer {
                    link,
                    emissions_kg: kg(inside.emissions_mg),
                    reductions_kg: kg(inside.reductions_mg),
                })
                .collect(),
            flights_kg: kg(sums.flights_mg),
            days: month.days(),
        }
    }
}

/// Queries of the month's statement.
#[derive(Debug, Default)]
pub struct StatementQuery;

#[Object]
impl StatementQuery {
    /// The caller's month; an empty one without a seat. For members.
    async fn personal_statement(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The month, such as `2026-03`.")] month: String,
    ) -> async_graphql::Result<PersonalStatement> {
        let caller = Caller::who_may(ctx, Action::TakePart)?;
        let month = Month::parse(&month)
            .map_err(|error| ApiError::bad_input("月份应写作 2026-03。", error.to_string()))?;
        let tx = caller.read().await?;
        let sums = match own_seat(&caller, &tx).await? {
            Some(member) => service::month(&tx, &member.id, month)
                .await
                .map_err(ApiError::internal)?,
            None => {
                let settings = settings::current(&tx).await.map_err(ApiError::internal)?;
                statement(&[], &[], settings.rules.monthly_budget_kg)
            }
        };
        Ok(PersonalStatement::of(month, sums, caller.locale))
    }
}
