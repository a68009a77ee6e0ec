//! Yearly average exchange rates of the yuan, so that spend in yuan meets factors per dollar.
//!
//! A rate exchanges, it does not deflate: the engine says so and marks the result as estimated.

use rust_decimal::Decimal;

use super::engine::Rate;
use super::table::Table;

/// Rates for spend of this year: its own average, or the newest known before it; for years before the table, its first.
/// One yuan is rounded to ten decimal places of the other currency.
pub fn rates(year: i32) -> Vec<Rate> {
    let table = Table::parse(include_str!("../../reference/cn/exchange_rates.csv"));
    let rows: Vec<(i32, Rate)> = table
        .rows()
        .filter_map(|row| {
            let known: i32 = row.get("year").parse().ok()?;
            let cny: Decimal = row.get("cny_per_unit").parse().ok()?;
            let recalled = if row.get("confidence") == "recalled" {
                " (recalled)"
            } else {
                ""
            };
            let rate = Rate {
                from: "CNY".to_owned(),
                to: row.get("currency").to_owned(),
                value: crate::decimal::round(Decimal::ONE.checked_div(cny)?, 10),
                source: format!(
                    "{}, {}: {cny} CNY/{}{recalled}",
                    row.get("source_publisher"),
                    row.get("source_doc"),
                    row.get("currency"),
                ),
            };
            Some((known, rate))
        })
        .collect();
    let own = rows
        .iter()
        .rev()
        .find(|(known, _)| *known <= year)
        .or(rows.first());
    own.map(|(_, rate)| rate.clone()).into_iter().collect()
}
