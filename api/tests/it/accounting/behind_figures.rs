//! The lines behind a figure add up to it, whatever it is cut by.

use saxaul_shared::decimal::Decimal;
use serde_json::{Value, json};

use super::support::{Company, add_site, company, create};

/// Records of several gases and scopes at two sites, some over months and one beyond the year.
async fn company_with_data() -> Company {
    let company = company().await;
    let second = add_site(&company.owner, "苏州工厂", "CN-JS").await;
    for (number, (activity, quantity, unit, start, end)) in [
        (
            "purchased_electricity",
            "18000.7",
            "kWh",
            "2023-01-15",
            "2023-04-10",
        ),
        ("natural_gas", "2500.3", "Nm3", "2023-02-01", "2023-03-31"),
        ("diesel_mobile", "310.9", "L", "2023-03-05", "2023-03-20"),
        ("diesel_mobile", "77.1", "L", "2023-12-20", "2024-01-10"),
        ("gas_r_410a", "4", "kg", "2023-03-01", "2023-03-31"),
        (
            "travel_high_speed_rail",
            "2100",
            "pkm",
            "2023-05-01",
            "2023-06-30",
        ),
        ("tap_water", "240", "m3", "2023-01-01", "2023-12-31"),
    ]
    .into_iter()
    .enumerate()
    {
        for (place, site) in [&company.site, &second].into_iter().enumerate() {
            let input = json!({
                "siteId": site, "activity": activity, "quantity": quantity, "unit": unit, "start": start, "end": end,
            });
            let made = create(&company.owner, &format!("{number}-{place}"), input).await;
            assert_eq!(made["userErrors"], json!([]), "{made}");
            assert_eq!(made["activityRecord"]["refusal"], json!(null), "{made}");
        }
    }
    company
}

fn decimal(value: &Value) -> Decimal {
    value
        .as_str()
        .unwrap_or_else(|| panic!("{value}"))
        .parse()
        .unwrap()
}

/// The sums of the parts of all lines with this filter, page by page, and how many lines there are.
async fn parts(company: &Company, filter: &str) -> (Decimal, Decimal, i64) {
    let (mut location, mut market, mut lines) = (Decimal::ZERO, Decimal::ZERO, 0);
    let mut after = Value::Null;
    loop {
        let query = format!(
            "query($after: String) {{ currentInventory(year: 2023) {{ lines(first: 3, after: $after, {filter}) {{ \
             totalCount pageInfo {{ hasNextPage endCursor }} edges {{ partKgCo2e partMarketKgCo2e }} }} }} }}"
        );
        let answer = company
            .owner
            .graphql(&query, json!({ "after": after }))
            .await;
        let page = &answer["data"]["currentInventory"]["lines"];
        for edge in page["edges"]
            .as_array()
            .unwrap_or_else(|| panic!("{answer}"))
        {
            location += decimal(&edge["partKgCo2e"]);
            market += decimal(&edge["partMarketKgCo2e"]);
            lines += 1;
        }
        if page["pageInfo"]["hasNextPage"] == false {
            assert_eq!(page["totalCount"], json!(lines), "{filter}");
            return (location, market, lines);
        }
        after = page["pageInfo"]["endCursor"].clone();
    }
}

#[tokio::test]
async fn the_lines_behind_every_figure_add_up_to_it() {
    let company = company_with_data().await;
    let answer = company
        .owner
        .graphql(
            "{ currentInventory(year: 2023) { totals { locationKgCo2e marketKgCo2e }
               byScope { key kgCo2e marketKgCo2e } byCategory { key kgCo2e marketKgCo2e } byGas { key kgCo2e marketKgCo2e }
               bySite { key kgCo2e marketKgCo2e } bySource { key kgCo2e marketKgCo2e }
               byMonth { month scope1KgCo2e scope2KgCo2e scope2MarketKgCo2e scope3KgCo2e } } }",
            json!({}),
        )
        .await;
    let inventory = &answer["data"]["currentInventory"];
    let mut figures = Vec::new();
    for (cut, argument) in [
        ("byScope", "scope"),
        ("byCategory", "category"),
        ("byGas", "gas"),
        ("bySite", "siteId"),
        ("bySource", "activity"),
    ] {
        for figure in inventory[cut]
            .as_array()
            .unwrap_or_else(|| panic!("{answer}"))
        {
            let key = figure["key"].as_str().unwrap();
            let filter = match argument {
                "scope" => format!("scope: {key}"),
                _ => format!("{argument}: \"{key}\""),
            };
            figures.push((
                filter,
                decimal(&figure["kgCo2e"]),
                decimal(&figure["marketKgCo2e"]),
            ));
        }
    }
    for month in inventory["byMonth"].as_array().unwrap() {
        let rest = decimal(&month["scope1KgCo2e"]) + decimal(&month["scope3KgCo2e"]);
        figures.push((
            format!("month: {}", month["month"]),
            rest + decimal(&month["scope2KgCo2e"]),
            rest + decimal(&month["scope2MarketKgCo2e"]),
        ));
    }
    assert!(figures.len() > 25, "{figures:?}");
    for (filter, location, market) in figures {
        let behind = parts(&company, &filter).await;
        assert_eq!((behind.0, behind.1), (location, market), "{filter}");
        // Every cut but that by month holds something; nothing of 2023 happened in months without records.
        assert!(behind.2 > 0, "{filter}");
    }
    let (location, market, lines) = parts(&company, "scope: null").await;
    let totals = &inventory["totals"];
    assert_eq!(location, decimal(&totals["locationKgCo2e"]));
    assert_eq!(market, decimal(&totals["marketKgCo2e"]));
    assert_eq!(lines, 14);
    // A gas over the months of the year is the gas of the year.
    for figure in inventory["byGas"].as_array().unwrap() {
        let key = figure["key"].as_str().unwrap();
        let mut year = Decimal::ZERO;
        for month in 1..=12 {
            year += parts(&company, &format!("gas: \"{key}\", month: {month}"))
                .await
                .0;
        }
        assert_eq!(year, decimal(&figure["kgCo2e"]), "{key}");
    }
}

#[tokio::test]
async fn a_gas_or_a_month_that_there_is_not_is_refused() {
    let company = company_with_data().await;
    for (filter, word) in [
        ("gas: \"H2O\"", "H2O"),
        ("month: 13", "12"),
        ("month: 0", "12"),
    ] {
        let query =
            format!("{{ currentInventory(year: 2023) {{ lines({filter}) {{ totalCount }} }} }}");
        let answer = company.owner.graphql(&query, json!({})).await;
        assert_eq!(
            answer["errors"][0]["extensions"]["code"], "BAD_USER_INPUT",
            "{answer}"
        );
        let message = answer["errors"][0]["message"].as_str().unwrap();
        assert!(message.contains(word), "{message}");
    }
}
