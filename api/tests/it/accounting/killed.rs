//! The server dies in the middle of an import and is started again: nothing is lost, nothing is there twice.

use std::{process::Output, time::Duration};

use saxaul_shared::decimal::Decimal;
use serde_json::{Value, json};

use super::support::add_site;
use crate::support::{
    database::TestDatabase,
    people::{Caller, sign_up_at},
    program::Program,
};

/// Rows of the file: ten transactions of an import and more.
const ROWS: usize = 20_000;

/// Uploads the file, maps its columns as suggested, and waits until every row is checked. The import's id.
async fn checked_import(program: &Program, owner: &Caller, file: Vec<u8>) -> String {
    let request = owner
        .client
        .post(program.url("/uploads"))
        .bearer_auth(&owner.token)
        .header("x-file-name", "year.csv")
        .body(file);
    let uploaded: Value = request.send().await.unwrap().json().await.unwrap();
    let answer = owner
        .graphql(
            "mutation($id: ID!) { importCreate(uploadId: $id, fileName: \"\") { import { id sheets { name columns { index field } } } } }",
            json!({ "id": uploaded["uploadId"] }),
        )
        .await;
    let import = &answer["data"]["importCreate"]["import"];
    let id = import["id"].as_str().unwrap_or_else(|| panic!("{answer}"));
    let sheet = &import["sheets"][0];
    let sheets = json!([{ "name": sheet["name"], "include": true, "columns": sheet["columns"] }]);
    let answer = owner
        .graphql(
            "mutation($id: ID!, $sheets: [ImportSheetInput!]!) { importMap(id: $id, sheets: $sheets) { userErrors { code message } } }",
            json!({ "id": id, "sheets": sheets }),
        )
        .await;
    assert_eq!(
        answer["data"]["importMap"]["userErrors"],
        json!([]),
        "{answer}"
    );
    until(owner, id, |import| import["state"] == "CHECKED").await;
    id.to_owned()
}

/// Polls the import until it is as wanted, and returns it.
async fn until(owner: &Caller, id: &str, wanted: impl Fn(&Value) -> bool) -> Value {
    for _ in 0..12_000 {
        let answer = owner
            .graphql(
                "query($id: ID!) { import(id: $id) { state failure rowsTotal rowsRefused rowsImported } }",
                json!({ "id": id }),
            )
            .await;
        let import = &answer["data"]["import"];
        assert!(import.is_object(), "{answer}");
        assert_ne!(import["state"], "FAILED", "{import}");
        if wanted(import) {
            return import.clone();
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("the import never came to be as wanted");
}

async fn start(owner: &Caller, id: &str) {
    let answer = owner
        .graphql(
            "mutation($id: ID!) { importStart(id: $id, skipRefused: false) { userErrors { code message } } }",
            json!({ "id": id }),
        )
        .await;
    assert_eq!(
        answer["data"]["importStart"]["userErrors"],
        json!([]),
        "{answer}"
    );
}

/// The sums of all years together, and how many records there are.
async fn books(owner: &Caller) -> Value {
    let answer = owner
        .graphql(
            "{ activityRecords(first: 1) { totalCount } inventories(first: 10) { edges { node { year current totals {
               locationKgCo2e marketKgCo2e biogenicCo2Kg energyGj recordCount refusedCount } } } } }",
            json!({}),
        )
        .await;
    let inventories: Vec<&Value> = answer["data"]["inventories"]["edges"]
        .as_array()
        .unwrap_or_else(|| panic!("{answer}"))
        .iter()
        .map(|edge| &edge["node"])
        .filter(|inventory| inventory["current"] == true)
        .collect();
    assert_eq!(inventories.len(), 2, "{answer}");
    let sum = |name: &str| -> String {
        let total: Decimal = inventories
            .iter()
            .map(|inventory| {
                inventory["totals"][name]
                    .as_str()
                    .unwrap()
                    .parse::<Decimal>()
                    .unwrap()
            })
            .sum();
        total.normalize().to_string()
    };
    json!({
        "records": answer["data"]["activityRecords"]["totalCount"],
        "co2e_kg": sum("locationKgCo2e"), "co2e_market_kg": sum("marketKgCo2e"),
        "biogenic_co2_kg": sum("biogenicCo2Kg"), "energy_gj": sum("energyGj"),
    })
}

fn printed(output: &Output) -> String {
    assert!(
        output.status.success(),
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_import_that_was_killed_goes_on_and_comes_to_what_the_command_line_says() {
    let database = TestDatabase::fresh().await;
    let folder = tempfile::tempdir().unwrap();
    let mut program = Program::serve(&database, folder.path()).await;
    let owner = sign_up_at(&program.url("")).await;
    for site in ["Plant 1", "Plant 2"] {
        add_site(&owner, site, "CN").await;
    }
    let file = folder.path().join("year.csv");
    let (rows, path) = (ROWS.to_string(), file.to_str().unwrap());
    printed(
        &program
            .run(&["generate", "--rows", &rows, "--output", path])
            .await,
    );
    let id = checked_import(&program, &owner, std::fs::read(&file).unwrap()).await;

    start(&owner, &id).await;
    let seen = until(&owner, &id, |import| {
        assert_ne!(import["state"], "IMPORTED", "it was too quick to be killed");
        import["rowsImported"].as_u64() > Some(0)
    })
    .await;
    program.kill();
    program.start().await;
    let owner = owner.at(&program.url(""));
    let done = until(&owner, &id, |import| import["state"] == "IMPORTED").await;

    assert!(seen["rowsImported"].as_u64() < Some(ROWS as u64), "{seen}");
    assert_eq!(
        (&done["rowsImported"], &done["rowsRefused"]),
        (&json!(ROWS), &json!(0)),
        "{done}"
    );
    let told = printed(
        &program
            .run(&["account", path, "--format", "json", "--totals"])
            .await,
    );
    let told: Value = serde_json::from_str(&told).unwrap();
    let totals = told.get("totals").unwrap_or(&told);
    let wanted = json!({
        "records": ROWS, "co2e_kg": totals["co2e_kg"], "co2e_market_kg": totals["co2e_market_kg"],
        "biogenic_co2_kg": totals["biogenic_co2_kg"], "energy_gj": totals["energy_gj"],
    });
    assert_eq!(books(&owner).await, wanted);
    let audit = printed(&program.run(&["audit"]).await);
    assert!(audit.contains(": sound, "), "{audit}");
}
