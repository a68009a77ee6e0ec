//! What most tests of this slice begin with: a company with a site and some data.

use serde_json::{Value, json};

use crate::support::{TestApp, people::Caller, spawn_app};

/// A company with one site in Guangdong.
pub struct Company {
    pub app: TestApp,
    pub owner: Caller,
    pub site: String,
}

/// Signs a company up and adds a site.
pub async fn company() -> Company {
    let app = spawn_app().await;
    let owner = app.sign_up().await;
    let site = add_site(&owner, "佛山工厂", "CN-GD").await;
    Company { app, owner, site }
}

/// Adds a site at the root of the boundary.
pub async fn add_site(caller: &Caller, name: &str, region: &str) -> String {
    caller.add_site(name, region).await
}

/// A text in an answer.
pub fn text(answer: &Value, path: &str) -> String {
    answer
        .pointer(path)
        .and_then(Value::as_str)
        .unwrap_or_else(|| panic!("no text at {path} in {answer}"))
        .to_owned()
}

/// Electricity of a month.
pub fn electricity(site: &str, quantity: &str, start: &str, end: &str) -> Value {
    json!({
        "siteId": site, "activity": "purchased_electricity", "quantity": quantity, "unit": "kWh",
        "start": start, "end": end, "quality": "INVOICED",
    })
}

const CREATE: &str = "mutation($input: ActivityRecordInput!, $key: ID!) {
  activityRecordCreate(input: $input, idempotencyKey: $key) {
    activityRecord { id version status result { lineId co2eKg co2eMarketKg energyGj factor { id } } refusal { code } }
    userErrors { code field message }
  }
}";

/// Adds a record and returns the payload.
pub async fn create(caller: &Caller, key: &str, input: Value) -> Value {
    let answer = caller
        .graphql(CREATE, json!({ "input": input, "key": key }))
        .await;
    answer
        .pointer("/data/activityRecordCreate")
        .cloned()
        .unwrap_or_else(|| panic!("{answer}"))
}

/// The totals of a year as the inventory in force gives them.
pub async fn totals(caller: &Caller, year: i32) -> Value {
    let answer = caller
        .graphql(
            "query($year: Int!) { currentInventory(year: $year) { id state version revision totals {
               locationKgCo2e marketKgCo2e scope1KgCo2e scope2LocationKgCo2e scope2MarketKgCo2e scope3KgCo2e
               energyGj recordCount calculatedCount estimatedCount refusedCount completenessPct } } }",
            json!({ "year": year }),
        )
        .await;
    answer
        .pointer("/data/currentInventory")
        .cloned()
        .unwrap_or_else(|| panic!("{answer}"))
}
