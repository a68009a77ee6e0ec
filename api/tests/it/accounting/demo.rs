//! The demo company.

use saxaul_api::accounting::demo;
use saxaul_shared::format::Locale;
use serde_json::json;

use crate::support::{people::PASSWORD, spawn_app};

#[tokio::test]
async fn the_demo_company_is_made_once_with_a_filed_and_an_open_year() {
    let app = spawn_app().await;
    let hash = app.auth.passwords.hash(PASSWORD).await.unwrap();
    assert!(
        demo::make(&app.platform, &hash, Locale::ZhCn)
            .await
            .unwrap()
    );
    assert!(
        !demo::make(&app.platform, &hash, Locale::ZhCn)
            .await
            .unwrap(),
        "a second one was made"
    );
    let owner = app.sign_in(demo::PEOPLE[0].email).await;
    let answer = owner
        .graphql(
            "{ inventories { edges { node { year state totals { recordCount refusedCount } byCategory { key } byMonth { scope1KgCo2e } } } }
               boundary { kind } }",
            json!({}),
        )
        .await;
    let years: Vec<(i64, String)> = answer["data"]["inventories"]["edges"]
        .as_array()
        .unwrap_or_else(|| panic!("{answer}"))
        .iter()
        .map(|edge| {
            (
                edge["node"]["year"].as_i64().unwrap(),
                edge["node"]["state"].as_str().unwrap().to_owned(),
            )
        })
        .collect();
    assert_eq!(
        years,
        [(2025, "OPEN".to_owned()), (2024, "LOCKED".to_owned())]
    );
    let sites = answer["data"]["boundary"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|unit| unit["kind"] == "SITE")
        .count();
    assert_eq!(sites, 3);
}

#[tokio::test]
async fn another_assessment_report_recomputes_the_open_year_by_a_job_and_leaves_the_filed_one() {
    let app = spawn_app().await;
    let hash = app.auth.passwords.hash(PASSWORD).await.unwrap();
    demo::make(&app.platform, &hash, Locale::En).await.unwrap();
    let owner = app.sign_in(demo::PEOPLE[0].email).await;
    let query = "query($year: Int!) { currentInventory(year: $year) { gwpSet totals { locationKgCo2e recordCount }
        byGas { key kgCo2e massKg } bySite { kgCo2e } } }";
    let filed = owner.graphql(query, json!({ "year": 2024 })).await;
    let before = owner.graphql(query, json!({ "year": 2025 })).await;
    let changed = owner
        .graphql(
            "mutation { organisationUpdate(input: { gwpSet: SAR }) { userErrors { code } } }",
            json!({}),
        )
        .await;
    assert_eq!(
        changed["data"]["organisationUpdate"]["userErrors"],
        json!([]),
        "{changed}"
    );
    let methane = |answer: &serde_json::Value| {
        let gases = answer["data"]["currentInventory"]["byGas"]
            .as_array()
            .unwrap()
            .clone();
        gases.into_iter().find(|gas| gas["key"] == "CH4").unwrap()
    };
    let wanted = methane(&before)["massKg"]
        .as_str()
        .unwrap()
        .parse::<rust_decimal::Decimal>()
        .unwrap();
    for _ in 0..200 {
        let now = owner.graphql(query, json!({ "year": 2025 })).await;
        if now["data"]["currentInventory"]["totals"] != before["data"]["currentInventory"]["totals"]
            && stands_still(&app.platform).await
        {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    let after = owner.graphql(query, json!({ "year": 2025 })).await;
    let inventory = &after["data"]["currentInventory"];
    assert_eq!(inventory["gwpSet"], "SAR");
    assert_eq!(
        inventory["totals"]["recordCount"],
        before["data"]["currentInventory"]["totals"]["recordCount"],
        "no record was lost or doubled"
    );
    let mass = methane(&after)["massKg"]
        .as_str()
        .unwrap()
        .parse::<rust_decimal::Decimal>()
        .unwrap();
    assert_eq!(mass, wanted, "the gas itself weighs what it weighed");
    let micro = |value: &serde_json::Value| {
        value
            .as_str()
            .unwrap()
            .replace('.', "")
            .parse::<i64>()
            .unwrap()
    };
    let whole = micro(&inventory["totals"]["locationKgCo2e"]);
    for grouping in ["byGas", "bySite"] {
        let sum: i64 = inventory[grouping]
            .as_array()
            .unwrap()
            .iter()
            .map(|figure| micro(&figure["kgCo2e"]))
            .sum();
        assert_eq!(sum, whole, "{grouping}");
    }
    assert_eq!(
        owner.graphql(query, json!({ "year": 2024 })).await["data"],
        filed["data"]
    );
}

/// Whether no job waits or runs.
async fn stands_still(platform: &saxaul_api::platform::Platform) -> bool {
    let tx = platform
        .database
        .read_system(saxaul_api::platform::db::Purpose::Jobs)
        .await
        .unwrap();
    let waiting = tx
        .query_all(
            "SELECT id FROM jobs WHERE state IN ('QUEUED', 'RUNNING')",
            vec![],
        )
        .await
        .unwrap();
    waiting.is_empty()
}
