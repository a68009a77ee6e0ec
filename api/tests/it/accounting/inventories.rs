//! The life of inventories, their groupings, and what stands behind a figure.

use saxaul_api::platform::db::Purpose;
use serde_json::{Value, json};

use super::support::{Company, add_site, company, create, electricity, text, totals};
use crate::support::people::Caller;

/// A company with electricity and gas at two sites over a year.
async fn year_of_data() -> Company {
    let company = company().await;
    let second = add_site(&company.owner, "苏州工厂", "CN-JS").await;
    for (number, site) in [company.site.clone(), second].iter().enumerate() {
        for month in 1..=4 {
            let (start, end) = (format!("2023-{month:02}-01"), format!("2023-{month:02}-28"));
            let quantity = format!("{}.{month}", 1000 + number * 37);
            let made = create(
                &company.owner,
                &format!("e{number}{month}"),
                electricity(site, &quantity, &start, &end),
            )
            .await;
            assert_eq!(made["userErrors"], json!([]), "{made}");
            let gas = json!({ "siteId": site, "activity": "natural_gas", "quantity": quantity, "unit": "Nm3", "start": start, "end": end });
            let made = create(&company.owner, &format!("g{number}{month}"), gas).await;
            assert_eq!(made["userErrors"], json!([]), "{made}");
        }
    }
    company
}

fn micro(value: &Value) -> i64 {
    value
        .as_str()
        .unwrap_or_else(|| panic!("{value}"))
        .replace('.', "")
        .parse()
        .unwrap()
}

#[tokio::test]
async fn totals_by_any_grouping_are_the_same_number() {
    let company = year_of_data().await;
    let answer = company
        .owner
        .graphql(
            "{ currentInventory(year: 2023) { totals { locationKgCo2e } byScope { kgCo2e } byCategory { kgCo2e } byGas { kgCo2e }
               bySite { kgCo2e } bySource { kgCo2e } byMonth { scope1KgCo2e scope2KgCo2e scope3KgCo2e } } }",
            json!({}),
        )
        .await;
    let inventory = &answer["data"]["currentInventory"];
    let whole = micro(&inventory["totals"]["locationKgCo2e"]);
    assert!(whole > 0, "{answer}");
    for grouping in ["byScope", "byCategory", "byGas", "bySite", "bySource"] {
        let sum: i64 = inventory[grouping]
            .as_array()
            .unwrap()
            .iter()
            .map(|figure| micro(&figure["kgCo2e"]))
            .sum();
        assert_eq!(sum, whole, "{grouping}");
    }
    let months: i64 = inventory["byMonth"]
        .as_array()
        .unwrap()
        .iter()
        .map(|month| {
            micro(&month["scope1KgCo2e"])
                + micro(&month["scope2KgCo2e"])
                + micro(&month["scope3KgCo2e"])
        })
        .sum();
    assert_eq!(months, whole);
}

#[tokio::test]
async fn every_line_explains_itself() {
    let company = year_of_data().await;
    let answer = company
        .owner
        .graphql(
            "{ currentInventory(year: 2023) { lines(first: 100) { totalCount edges { node { id co2eKg factor { id sourceRef }
               record { id site { name } } explanation { headline steps { label expression result unit } choice inputHash computedBy factor { id } } } } } } }",
            json!({}),
        )
        .await;
    let lines = &answer["data"]["currentInventory"]["lines"];
    assert_eq!(lines["totalCount"], 16, "{answer}");
    for edge in lines["edges"].as_array().unwrap() {
        let explanation = &edge["node"]["explanation"];
        assert!(
            !explanation["steps"].as_array().unwrap().is_empty(),
            "{edge}"
        );
        assert_eq!(explanation["inputHash"].as_str().unwrap().len(), 64);
        assert_eq!(explanation["factor"]["id"], edge["node"]["factor"]["id"]);
        assert!(!explanation["choice"].as_array().unwrap().is_empty());
    }
}

async fn step(caller: &Caller, mutation: &str, id: &str) -> Value {
    let arguments = if mutation == "inventoryReopen" {
        "id: $id, reason: \"late bill\""
    } else {
        "id: $id"
    };
    let query = format!(
        "mutation($id: ID!) {{ {mutation}({arguments}) {{ inventory {{ id state version }} userErrors {{ code }} }} }}"
    );
    let answer = caller.graphql(&query, json!({ "id": id })).await;
    answer
        .pointer(&format!("/data/{mutation}"))
        .cloned()
        .unwrap_or_else(|| panic!("{answer}"))
}

#[tokio::test]
async fn an_inventory_is_submitted_approved_by_another_locked_and_reopened_as_a_newer_version() {
    let company = year_of_data().await;
    let before = totals(&company.owner, 2023).await;
    let id = text(&before, "/id");
    let approver = company.app.join(&company.owner, &["APPROVER"], &[]).await;
    assert_eq!(
        step(&company.owner, "inventoryLock", &id).await["userErrors"][0]["code"],
        "WRONG_STATE"
    );
    assert_eq!(
        step(&company.owner, "inventorySubmit", &id).await["inventory"]["state"],
        "SUBMITTED"
    );
    assert_eq!(
        step(&company.owner, "inventoryApprove", &id).await["userErrors"][0]["code"],
        "FOUR_EYES"
    );
    assert_eq!(
        step(&approver, "inventoryApprove", &id).await["inventory"]["state"],
        "APPROVED"
    );
    assert_eq!(
        step(&approver, "inventoryLock", &id).await["inventory"]["state"],
        "LOCKED"
    );

    let late = electricity(&company.site, "5", "2023-06-01", "2023-06-30");
    let refused = create(&company.owner, "late", late.clone()).await;
    assert_eq!(refused["userErrors"][0]["code"], "LOCKED", "{refused}");
    assert_eq!(
        totals(&company.owner, 2023).await["totals"],
        before["totals"]
    );

    let newer = step(&approver, "inventoryReopen", &id).await;
    assert_eq!(
        (&newer["inventory"]["state"], &newer["inventory"]["version"]),
        (&json!("OPEN"), &json!(2)),
        "{newer}"
    );
    assert_eq!(
        totals(&company.owner, 2023).await["totals"],
        before["totals"],
        "a newer version begins with the same figures"
    );
    let made = create(&company.owner, "late2", late).await;
    assert_eq!(made["userErrors"], json!([]), "{made}");
    assert_ne!(
        totals(&company.owner, 2023).await["totals"],
        before["totals"]
    );
    let old = company
        .owner
        .graphql(
            "query($id: ID!) { inventory(id: $id) { state totals { locationKgCo2e } } }",
            json!({ "id": id }),
        )
        .await;
    assert_eq!(
        old["data"]["inventory"]["totals"]["locationKgCo2e"], before["totals"]["locationKgCo2e"],
        "{old}"
    );
}

/// Columns of a line and of a record that a copy keeps.
const LINE: &str = "organisation_id, site_id, activity_code, kind, scope, category, status, quantity, unit, start_date, \
     end_date, share_pct, parts, gases, co2e_mg, biogenic_mg, energy_kj, renewable_kj, calorific_gce, equivalent_gce, \
     water_ml, waste_mg, hazardous_mg, input_hash, engine_version, computed_at";
const RECORD: &str = "organisation_id, site_id, activity_code, kind, quantity, unit, start_date, end_date, quality, origin, \
     status, version, created_at, updated_at";

#[tokio::test]
async fn raw_sql_cannot_change_a_closed_inventory() {
    let company = year_of_data().await;
    // A record of an open year, to be smuggled into the closed one.
    create(
        &company.owner,
        "open",
        electricity(&company.site, "10", "2022-03-01", "2022-03-31"),
    )
    .await;
    let id = text(&totals(&company.owner, 2023).await, "/id");
    step(&company.owner, "inventorySubmit", &id).await;
    let smuggled_line = format!(
        "INSERT INTO inventory_lines (id, inventory_id, record_id, {LINE}) SELECT 'line_forged', '{id}', record_id, {LINE} \
         FROM inventory_lines WHERE inventory_id <> '{id}'"
    );
    let smuggled_record = format!(
        "INSERT INTO activity_records (id, fingerprint, start_year, end_year, {RECORD}) \
         SELECT 'rec_forged', 'forged', 2023, 2023, {RECORD} FROM activity_records WHERE start_year = 2022"
    );
    let database = &company.app.platform.database;
    let tenants = database
        .read_system(Purpose::Operator)
        .await
        .unwrap()
        .tenants()
        .await
        .unwrap();
    let tenant = tenants
        .into_iter()
        .find(|tenant| tenant.organisation_id() == company.owner.organisation_id)
        .unwrap();
    for sql in [
        smuggled_line.as_str(),
        smuggled_record.as_str(),
        "UPDATE inventory_coverage SET covered_days = 0",
        "UPDATE inventory_lines SET co2e_mg = co2e_mg + 1",
        "DELETE FROM inventory_lines",
        "UPDATE inventory_rollups SET co2e_mg = 0",
        "DELETE FROM inventory_gas_rollups",
        "UPDATE activity_records SET quantity = '1'",
        "DELETE FROM activity_records",
        "UPDATE inventories SET state = 'OPEN'",
        "UPDATE inventories SET gwp_set = 'SAR'",
        "DELETE FROM inventories",
    ] {
        let tx = database.begin(&tenant).await.unwrap();
        let error = tx.execute(sql, vec![]).await.expect_err(sql);
        assert!(
            error.mentions("LOCKED_PERIOD")
                || error.to_string().to_lowercase().contains("foreign key"),
            "{sql}: {error}"
        );
    }
}

#[tokio::test]
async fn many_inventories_with_lines_take_a_constant_number_of_statements() {
    let company = company().await;
    for year in 2015..2021 {
        let input = electricity(
            &company.site,
            "10",
            &format!("{year}-03-01"),
            &format!("{year}-03-31"),
        );
        create(&company.owner, &format!("k{year}"), input).await;
    }
    let query = "query($first: Int!) { inventories(first: $first) { edges { node { id year
        lines(first: 20) { edges { node { id co2eKg factor { id name } } } } } } } }";
    let counter = company.app.platform.database.statements().clone();
    let mut counts = Vec::new();
    for first in [2, 6] {
        counter.start_recording();
        let answer = company
            .owner
            .graphql(query, json!({ "first": first }))
            .await;
        let statements = counter.stop_recording();
        let edges = answer["data"]["inventories"]["edges"]
            .as_array()
            .unwrap_or_else(|| panic!("{answer}"))
            .clone();
        assert_eq!(edges.len(), first);
        counts.push(
            statements
                .iter()
                .filter(|sql| sql.contains("inventor") || sql.contains("boundary"))
                .count(),
        );
    }
    assert_eq!(counts[0], counts[1]);
    assert!(counts[1] <= 4, "{counts:?}");
}

#[tokio::test]
async fn equity_share_counts_a_site_by_its_share_and_control_counts_it_whole() {
    let company = company().await;
    let unit = company
        .owner
        .graphql(
            "mutation($input: BoundaryUnitInput!) { boundaryUnitCreate(input: $input) { boundaryUnit { id } userErrors { message } } }",
            json!({ "input": { "kind": "SITE", "name": "合资厂", "region": "CN-GD", "ownership": [{ "from": "2020-01-01", "sharePercent": "40" }] } }),
        )
        .await;
    let site = text(&unit, "/data/boundaryUnitCreate/boundaryUnit/id");
    create(
        &company.owner,
        "a",
        electricity(&site, "1000", "2023-03-01", "2023-03-31"),
    )
    .await;
    assert_eq!(
        totals(&company.owner, 2023).await["totals"]["energyGj"],
        "3.600000"
    );
    let changed = company
        .owner
        .graphql(
            "mutation { organisationUpdate(input: { consolidationApproach: EQUITY_SHARE }) { organisation { consolidationApproach } userErrors { code } } }",
            json!({}),
        )
        .await;
    assert_eq!(
        changed["data"]["organisationUpdate"]["userErrors"],
        json!([]),
        "{changed}"
    );
    assert_eq!(
        totals(&company.owner, 2023).await["totals"]["energyGj"],
        "1.440000"
    );
}

#[tokio::test]
async fn another_company_finds_nothing_of_this_one() {
    let company = year_of_data().await;
    let stranger = company.app.sign_up().await;
    let id = text(&totals(&company.owner, 2023).await, "/id");
    let answer = stranger
        .graphql(
            "query($id: ID!, $site: ID!) { inventory(id: $id) { id } currentInventory(year: 2023) { id }
               activityRecords(filter: { siteId: $site }) { totalCount edges { node { id } } } inventories { edges { node { id } } } }",
            json!({ "id": id, "site": company.site }),
        )
        .await;
    let data = &answer["data"];
    assert!(
        data["inventory"].is_null() && data["currentInventory"].is_null(),
        "{answer}"
    );
    assert_eq!(
        data["activityRecords"],
        json!({ "totalCount": 0, "edges": [] })
    );
    assert_eq!(data["inventories"]["edges"], json!([]));
}

#[tokio::test]
async fn a_list_in_one_pass_is_the_list_field_by_field() {
    let company = year_of_data().await;
    let factor = "id name publisher dataset version year region unit sourceRef confidence pack state note __typename";
    let line = "id siteName activityName scope category co2eKg co2eMarketKg biogenicCo2Kg energyGj status sharePercent __typename";
    let ask = async |node: String| {
        let query = format!(
            "{{ inventories(first: 5) {{ edges {{ node {{ lines(first: 20) {{ edges {{ cursor partKgCo2e partMarketKgCo2e node {{ {node} }} }} }} }} }} }} }}"
        );
        let answer = company.owner.graphql(&query, json!({})).await;
        assert_eq!(answer["errors"], Value::Null, "{answer}");
        answer["data"]["inventories"]["edges"][0]["node"]["lines"]["edges"].clone()
    };
    let in_one_pass = ask(format!("{line} renamed: co2eKg factor {{ {factor} }}")).await;
    // A fragment goes the usual way.
    let field_by_field = ask(format!(
        "... on InventoryLine {{ {line} renamed: co2eKg factor {{ {factor} }} }}"
    ))
    .await;
    assert_eq!(in_one_pass.as_array().map(Vec::len), Some(16));
    assert_eq!(in_one_pass, field_by_field);
    // So does a field that has to be loaded, and one that is asked for twice.
    let loaded = ask("id record { id } factor { id } factor { name }".to_owned()).await;
    let (loaded, first) = (&loaded[0]["node"], &in_one_pass[0]["node"]);
    assert_eq!(loaded["id"], first["id"]);
    assert_eq!(loaded["factor"]["name"], first["factor"]["name"]);
    assert!(
        loaded["factor"]["name"].is_string() && loaded["record"]["id"].is_string(),
        "{loaded}"
    );
}
