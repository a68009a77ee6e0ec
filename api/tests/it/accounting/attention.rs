//! What asks for attention: imports that cannot go on without a person.

use std::time::Duration;

use serde_json::{Value, json};

use super::support::{company, text};
use crate::support::people::Caller;

const FILE: &str = "site,activity,quantity,unit,start,end\n\
    佛山工厂,purchased_electricity,100,kWh,2024-01-01,2024-01-31\n\
    佛山工厂,purchased_electricity,abc,kWh,2024-02-01,2024-02-29\n";

/// Kind, message and import of everything that asks for attention.
async fn attention(caller: &Caller) -> Vec<(String, String, Value)> {
    let answer = caller
        .graphql(
            "{ attention(year: 2024) { kind message count importId } }",
            json!({}),
        )
        .await;
    let items = answer["data"]["attention"].as_array();
    items
        .unwrap_or_else(|| panic!("{answer}"))
        .iter()
        .map(|item| {
            let text = |name: &str| item[name].as_str().unwrap().to_owned();
            (text("kind"), text("message"), item["importId"].clone())
        })
        .collect()
}

/// Begins an import of an upload: its id and its sheets as they are to be mapped.
async fn begin(caller: &Caller, upload: &str) -> (String, Value) {
    let answer = caller
        .graphql(
            "mutation($id: ID!) { importCreate(uploadId: $id, fileName: \"\") { import { id sheets { name columns { index field } } } } }",
            json!({ "id": upload }),
        )
        .await;
    let import = &answer["data"]["importCreate"]["import"];
    let columns = &import["sheets"][0]["columns"];
    let sheets = json!([{ "name": "", "include": true, "columns": columns }]);
    (text(&answer, "/data/importCreate/import/id"), sheets)
}

/// Maps the columns and waits until the check has ended in `state`.
async fn check(caller: &Caller, id: &str, sheets: &Value, state: &str) {
    let map = "mutation($id: ID!, $sheets: [ImportSheetInput!]!) { importMap(id: $id, sheets: $sheets) { userErrors { message } } }";
    let answer = caller
        .graphql(map, json!({ "id": id, "sheets": sheets }))
        .await;
    assert_eq!(
        answer["data"]["importMap"]["userErrors"],
        json!([]),
        "{answer}"
    );
    for _ in 0..300 {
        let query = "query($id: ID!) { import(id: $id) { state } }";
        let answer = caller.graphql(query, json!({ "id": id })).await;
        if answer["data"]["import"]["state"] == state {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the import did not become {state}");
}

#[tokio::test]
async fn an_import_is_told_of_until_nothing_waits_for_a_person_any_more() {
    let company = company().await;
    let owner = &company.owner;
    assert_eq!(attention(owner).await, []);
    let upload = owner.upload("账单.csv", FILE).await;
    let (id, sheets) = begin(owner, &upload).await;
    let waits = attention(owner).await;
    assert_eq!(waits.len(), 1, "{waits:?}");
    assert_eq!(
        (waits[0].0.as_str(), &waits[0].2),
        ("IMPORT_WAITING", &json!(id))
    );
    assert!(waits[0].1.contains("账单.csv"), "{waits:?}");

    check(owner, &id, &sheets, "CHECKED").await;
    let waits = attention(owner).await;
    assert_eq!(waits.len(), 1, "{waits:?}");
    assert_eq!(
        (waits[0].0.as_str(), &waits[0].2),
        ("IMPORT_WAITING", &json!(id))
    );
    assert_eq!(waits[0].1, "“账单.csv”：2 行中有 1 行需要更正，尚未导入。");

    // Who may not run imports has nothing to do about them.
    let verifier = company.app.join(owner, &["VERIFIER"], &[]).await;
    assert_eq!(attention(&verifier).await, []);
    let stranger = company.app.sign_up().await;
    assert_eq!(attention(&stranger).await, []);

    let start =
        "mutation($id: ID!) { importStart(id: $id, skipRefused: true) { userErrors { message } } }";
    owner.graphql(start, json!({ "id": id })).await;
    for _ in 0..300 {
        if attention(owner).await.iter().all(|item| item.2.is_null()) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the finished import still waits for somebody");
}

#[tokio::test]
async fn a_failed_import_is_told_of_with_its_reason_until_it_is_given_up() {
    let company = company().await;
    let owner = &company.owner;
    let upload = owner.upload("bills.csv", FILE).await;
    let (id, sheets) = begin(owner, &upload).await;
    // The file is damaged in the store before its rows are read.
    let principal = company
        .app
        .auth
        .authenticator
        .verify(&owner.token)
        .await
        .unwrap();
    let storage = &company.app.platform.storage;
    storage
        .put(&principal.tenant, "uploads", &upload, b"%PDF-1.7".to_vec())
        .await
        .unwrap();
    check(owner, &id, &sheets, "FAILED").await;
    let told = attention(owner).await;
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(
        (told[0].0.as_str(), &told[0].2),
        ("IMPORT_FAILED", &json!(id))
    );
    assert!(
        told[0].1.contains("bills.csv") && told[0].1.contains("PDF"),
        "{told:?}"
    );

    let cancel = "mutation($id: ID!) { importCancel(id: $id) { userErrors { message } } }";
    owner.graphql(cancel, json!({ "id": id })).await;
    assert_eq!(attention(owner).await, []);
}
