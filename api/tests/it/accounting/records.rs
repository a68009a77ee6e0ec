//! Records and what they come to.

use serde_json::json;

use super::support::{company, create, electricity, text, totals};

#[tokio::test]
async fn a_record_is_computed_as_it_is_written_and_moves_the_totals() {
    let company = company().await;
    let input = electricity(&company.site, "1000", "2023-03-01", "2023-03-31");
    let payload = create(&company.owner, "a", input).await;
    assert_eq!(payload["userErrors"], json!([]), "{payload}");
    let co2e = text(&payload, "/activityRecord/result/co2eKg");
    assert_eq!(
        text(&payload, "/activityRecord/result/energyGj"),
        "3.600000"
    );
    let inventory = totals(&company.owner, 2023).await;
    assert_eq!(inventory["totals"]["scope2LocationKgCo2e"], json!(co2e));
    assert_eq!(inventory["totals"]["locationKgCo2e"], json!(co2e));
    assert_eq!(inventory["totals"]["recordCount"], 1);
    assert_eq!(inventory["state"], "OPEN");
}

#[tokio::test]
async fn the_same_key_gives_the_same_record_and_other_data_is_a_conflict() {
    let company = company().await;
    let input = electricity(&company.site, "1000", "2023-03-01", "2023-03-31");
    let first = create(&company.owner, "a", input.clone()).await;
    let again = create(&company.owner, "a", input).await;
    assert_eq!(first["activityRecord"]["id"], again["activityRecord"]["id"]);
    let other = electricity(&company.site, "2000", "2023-03-01", "2023-03-31");
    let refused = create(&company.owner, "a", other).await;
    assert_eq!(refused["userErrors"][0]["code"], "CONFLICT", "{refused}");
    assert_eq!(
        totals(&company.owner, 2023).await["totals"]["recordCount"],
        1
    );
}

#[tokio::test]
async fn the_same_data_twice_is_refused_as_a_double() {
    let company = company().await;
    let input = electricity(&company.site, "1000", "2023-03-01", "2023-03-31");
    create(&company.owner, "a", input.clone()).await;
    let double = create(&company.owner, "b", input).await;
    assert_eq!(double["userErrors"][0]["code"], "TAKEN", "{double}");
}

#[tokio::test]
async fn every_problem_of_an_input_is_told_at_once() {
    let company = company().await;
    let input = json!({
        "siteId": "unit_00000000000000000000000000000000", "activity": "elektricity purchased", "quantity": "-1",
        "unit": "kWhh", "start": "2023-03-31", "end": "2023-03-01",
    });
    let payload = create(&company.owner, "a", input).await;
    let mut fields: Vec<&str> = payload["userErrors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| error["field"][0].as_str().unwrap())
        .collect();
    fields.sort_unstable();
    assert_eq!(
        fields,
        ["activity", "end", "quantity", "siteId", "unit"],
        "{payload}"
    );
    assert!(payload["activityRecord"].is_null());
}

#[tokio::test]
async fn removing_a_record_takes_its_figures_out_and_restoring_brings_them_back() {
    let company = company().await;
    let kept = electricity(&company.site, "500", "2023-01-01", "2023-01-31");
    create(&company.owner, "kept", kept).await;
    let before = totals(&company.owner, 2023).await["totals"].clone();
    let input = electricity(&company.site, "1234.56", "2023-02-10", "2023-05-03");
    let id = text(
        &create(&company.owner, "a", input).await,
        "/activityRecord/id",
    );
    let with = totals(&company.owner, 2023).await["totals"].clone();
    assert_ne!(before, with);
    for (mutation, expected) in [
        ("activityRecordDelete", &before),
        ("activityRecordRestore", &with),
    ] {
        let query = format!(
            "mutation($id: ID!) {{ {mutation}(id: $id) {{ activityRecord {{ deletedAt }} userErrors {{ code }} }} }}"
        );
        let answer = company.owner.graphql(&query, json!({ "id": id })).await;
        assert_eq!(
            answer["data"][mutation]["userErrors"],
            json!([]),
            "{answer}"
        );
        assert_eq!(
            &totals(&company.owner, 2023).await["totals"],
            expected,
            "{mutation}"
        );
    }
}

#[tokio::test]
async fn an_update_of_an_old_version_is_a_conflict_and_changes_nothing() {
    let company = company().await;
    let input = electricity(&company.site, "1000", "2023-03-01", "2023-03-31");
    let id = text(
        &create(&company.owner, "a", input).await,
        "/activityRecord/id",
    );
    let update = "mutation($id: ID!, $version: Int!, $input: ActivityRecordInput!) {
      activityRecordUpdate(id: $id, version: $version, input: $input, reason: \"test\") {
        activityRecord { version result { energyGj } history { action reason changes { field old new } } } userErrors { code } } }";
    let input = electricity(&company.site, "2000", "2023-03-01", "2023-03-31");
    let answer = company
        .owner
        .graphql(update, json!({ "id": id, "version": 7, "input": input }))
        .await;
    assert_eq!(
        answer["data"]["activityRecordUpdate"]["userErrors"][0]["code"], "CONFLICT",
        "{answer}"
    );
    let answer = company
        .owner
        .graphql(update, json!({ "id": id, "version": 1, "input": input }))
        .await;
    let record = &answer["data"]["activityRecordUpdate"]["activityRecord"];
    assert_eq!(record["version"], 2, "{answer}");
    assert_eq!(record["result"]["energyGj"], "7.200000");
    let change = &record["history"][0];
    assert_eq!(change["reason"], "test");
    assert!(
        change["changes"]
            .as_array()
            .unwrap()
            .contains(&json!({ "field": "quantity", "old": "1000", "new": "2000" })),
        "{change}"
    );
}

#[tokio::test]
async fn a_record_over_new_year_is_shared_between_both_years_without_loss() {
    let company = company().await;
    let input = electricity(&company.site, "62", "2022-12-01", "2023-01-31");
    let payload = create(&company.owner, "a", input).await;
    assert_eq!(payload["userErrors"], json!([]), "{payload}");
    let mut micro = 0_i64;
    for year in [2022, 2023] {
        let energy = totals(&company.owner, year).await["totals"]["energyGj"]
            .as_str()
            .unwrap()
            .replace('.', "");
        assert_eq!(energy, "0111600", "{year}");
        micro += energy.parse::<i64>().unwrap();
    }
    assert_eq!(micro, 223_200);
}
