//! What counts of a joint venture under each of the three approaches.

use std::time::Duration;

use serde_json::{Value, json};

use super::support::{company, create, electricity, text, totals};
use crate::support::people::Caller;

async fn unit(caller: &Caller, input: Value) -> String {
    let query = "mutation($input: BoundaryUnitInput!) { boundaryUnitCreate(input: $input) { boundaryUnit { id } userErrors { code message } } }";
    let answer = caller.graphql(query, json!({ "input": input })).await;
    text(&answer, "/data/boundaryUnitCreate/boundaryUnit/id")
}

/// Chooses the approach and waits until the year's total is as wanted, in kg CO2e.
async fn counts(caller: &Caller, approach: &str, wanted: &str) {
    let query = "mutation($approach: ConsolidationApproach!) { organisationUpdate(input: { consolidationApproach: $approach }) { userErrors { message } } }";
    let answer = caller.graphql(query, json!({ "approach": approach })).await;
    assert_eq!(
        answer["data"]["organisationUpdate"]["userErrors"],
        json!([]),
        "{answer}"
    );
    let mut seen = Value::Null;
    for _ in 0..200 {
        seen = totals(caller, 2023).await["totals"]["locationKgCo2e"].clone();
        if seen == wanted {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{approach}: {seen}, not {wanted}");
}

#[tokio::test]
async fn a_joint_venture_counts_by_share_under_financial_control() {
    let company = company().await;
    let owner = &company.owner;
    let venture = json!({
        "kind": "COMPANY", "name": "合营公司", "region": "CN-GD", "operationalControl": false, "financialTie": "JOINT",
        "ownership": [{ "from": "2020-01-01", "sharePercent": "40" }],
    });
    let venture = unit(owner, venture).await;
    let plant =
        json!({ "kind": "SITE", "name": "合营工厂", "region": "CN-GD", "parentId": venture });
    let plant = unit(owner, plant).await;
    let investment = json!({
        "kind": "SITE", "name": "参股电站", "region": "CN-GD", "operationalControl": false, "financialTie": "INVESTMENT",
        "ownership": [{ "from": "2020-01-01", "sharePercent": "2" }],
    });
    let investment = unit(owner, investment).await;
    let record = |key: &'static str, site: String| async move {
        let input = electricity(&site, "1000", "2023-03-01", "2023-03-31");
        let made = create(owner, key, input).await;
        assert_eq!(made["userErrors"], json!([]), "{made}");
        made
    };
    record("own", company.site.clone()).await;
    let own = text(&totals(owner, 2023).await, "/totals/locationKgCo2e");
    let own: saxaul_shared::decimal::Decimal = own.parse().unwrap();
    record("joint", plant).await;
    record("invested", investment).await;

    let times = |percent: i64| {
        let kg = own * saxaul_shared::decimal::Decimal::from(percent)
            / saxaul_shared::decimal::Decimal::ONE_HUNDRED;
        format!("{kg:.6}")
    };
    counts(owner, "FINANCIAL_CONTROL", &times(140)).await;
    counts(owner, "EQUITY_SHARE", &times(140)).await;
    counts(owner, "OPERATIONAL_CONTROL", &times(100)).await;
}
