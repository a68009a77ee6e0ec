//! A file of activity data, from upload to inventory.

use std::{fmt::Write as _, time::Duration};

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use crate::support::{
    TestApp,
    people::{Caller, browser},
    spawn_app,
};

/// A company with two sites.
struct Company {
    app: TestApp,
    owner: Caller,
}

async fn company() -> Company {
    let app = spawn_app().await;
    let owner = app.sign_up().await;
    for name in ["佛山工厂", "苏州工厂"] {
        let answer = owner
            .graphql(
                "mutation($input: BoundaryUnitInput!) { boundaryUnitCreate(input: $input) { boundaryUnit { id } userErrors { message } } }",
                json!({ "input": { "kind": "SITE", "name": name, "region": "CN-GD" } }),
            )
            .await;
        assert!(
            answer["data"]["boundaryUnitCreate"]["boundaryUnit"]["id"].is_string(),
            "{answer}"
        );
    }
    Company { app, owner }
}

const IMPORT: &str = "id state encoding failure rowsTotal rowsCalculated rowsEstimated rowsRefused rowsDuplicate rowsImported \
     sheets { name include headerRow columns { index header field } sample } \
     problems(first: 100) { totalCount edges { node { id row status values { field text } refusals { code message remedy suggestions field } } } }";

impl Company {
    async fn upload(&self, name: &str, bytes: Vec<u8>) -> reqwest::Response {
        browser()
            .post(self.app.url("/uploads"))
            .bearer_auth(&self.owner.token)
            .header("x-file-name", name)
            .header("content-type", "application/octet-stream")
            .body(bytes)
            .send()
            .await
            .unwrap()
    }

    /// Uploads a file and begins an import of it: the payload.
    async fn begin(&self, bytes: impl Into<Vec<u8>>) -> Value {
        let uploaded: Value = self
            .upload("bills.csv", bytes.into())
            .await
            .json()
            .await
            .unwrap();
        let query = format!(
            "mutation($id: ID!) {{ importCreate(uploadId: $id, fileName: \"\") {{ import {{ {IMPORT} }} userErrors {{ code message }} }} }}"
        );
        let answer = self
            .owner
            .graphql(&query, json!({ "id": uploaded["uploadId"] }))
            .await;
        answer["data"]["importCreate"].clone()
    }

    /// Maps the columns as suggested and waits until every row is checked.
    async fn check(&self, import: &Value) -> Value {
        let sheets: Vec<Value> = import["sheets"]
            .as_array()
            .unwrap()
            .iter()
            .map(|sheet| {
                let columns: Vec<Value> = sheet["columns"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|column| json!({ "index": column["index"], "field": column["field"] }))
                    .collect();
                json!({ "name": sheet["name"], "include": sheet["include"], "columns": columns })
            })
            .collect();
        self.step(
            "mutation($id: ID!, $sheets: [ImportSheetInput!]!) { r: importMap(id: $id, sheets: $sheets) { userErrors { code message } } }",
            json!({ "id": import["id"], "sheets": sheets }),
        )
        .await;
        self.wait(import, "CHECKED").await
    }

    async fn start(&self, import: &Value, skip_refused: bool) -> Value {
        self.step(
            "mutation($id: ID!, $skip: Boolean!) { r: importStart(id: $id, skipRefused: $skip) { userErrors { code message } } }",
            json!({ "id": import["id"], "skip": skip_refused }),
        )
        .await;
        self.wait(import, "IMPORTED").await
    }

    async fn step(&self, query: &str, variables: Value) {
        let answer = self.owner.graphql(query, variables).await;
        assert_eq!(answer["data"]["r"]["userErrors"], json!([]), "{answer}");
    }

    async fn read(&self, id: &Value) -> Value {
        let query = format!("query($id: ID!) {{ import(id: $id) {{ {IMPORT} }} }}");
        let answer = self.owner.graphql(&query, json!({ "id": id })).await;
        assert!(answer["data"]["import"].is_object(), "{answer}");
        answer["data"]["import"].clone()
    }

    async fn wait(&self, import: &Value, state: &str) -> Value {
        for _ in 0..300 {
            let now = self.read(&import["id"]).await;
            if now["state"] == state {
                return now;
            }
            assert_ne!(now["state"], "FAILED", "{now}");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("the import did not become {state}");
    }

    async fn records(&self) -> i64 {
        let answer = self
            .owner
            .graphql("{ activityRecords(first: 1) { totalCount } }", json!({}))
            .await;
        answer["data"]["activityRecords"]["totalCount"]
            .as_i64()
            .unwrap()
    }
}

const HEADER: &str = "场所,活动,数量,单位,开始日期,结束日期,单据号\n";

fn bills(rows: usize) -> String {
    let mut text = HEADER.to_owned();
    for row in 0..rows {
        let month = row % 12 + 1;
        writeln!(
            text,
            "佛山工厂,外购电力,{}.5,kWh,2024-{month:02}-01,2024-{month:02}-28,B-{row}",
            1000 + row
        )
        .unwrap();
    }
    text
}

#[tokio::test]
async fn a_file_of_bills_becomes_records_and_the_same_file_twice_adds_nothing() {
    let company = company().await;
    let begun = company.begin(bills(30)).await;
    let import = &begun["import"];
    assert_eq!(import["state"], "UPLOADED", "{begun}");
    assert_eq!(import["sheets"][0]["columns"][2]["field"], "QUANTITY");
    let checked = company.check(import).await;
    assert_eq!(
        (&checked["rowsTotal"], &checked["rowsRefused"]),
        (&json!(30), &json!(0)),
        "{checked}"
    );
    assert_eq!(company.records().await, 0, "a check writes nothing");
    let done = company.start(&checked, false).await;
    assert_eq!(done["rowsImported"], 30, "{done}");
    assert_eq!(company.records().await, 30);

    let again = company
        .check(&company.begin(bills(30)).await["import"])
        .await;
    assert_eq!(again["rowsDuplicate"], 30, "{again}");
    let done = company.start(&again, false).await;
    assert_eq!(done["rowsImported"], 0);
    assert_eq!(company.records().await, 30);
}

#[tokio::test]
async fn wrong_rows_are_named_all_at_once_mended_in_place_and_imported() {
    let company = company().await;
    let mut text = bills(5);
    text.push_str("广州工厂,外购电力,100,kWh,2024-01-01,2024-01-31,X-1\n");
    text.push_str("佛山工厂,外购电里,100,kWh,2024-01-01,2024-01-31,X-2\n");
    text.push_str("佛山工厂,外购电力,一百,公里,2024-01-01,2024-01-31,X-3\n");
    let checked = company.check(&company.begin(text).await["import"]).await;
    assert_eq!(
        (&checked["rowsTotal"], &checked["rowsRefused"]),
        (&json!(8), &json!(3)),
        "{checked}"
    );
    let problems = checked["problems"]["edges"].as_array().unwrap().clone();
    let codes: Vec<Vec<&str>> = problems
        .iter()
        .map(|edge| {
            edge["node"]["refusals"]
                .as_array()
                .unwrap()
                .iter()
                .map(|r| r["code"].as_str().unwrap())
                .collect()
        })
        .collect();
    assert_eq!(codes[0], ["UNKNOWN_SITE"]);
    assert_eq!(codes[1], ["UNKNOWN_ACTIVITY"]);
    assert_eq!(codes[2], ["BAD_NUMBER"]);
    assert_eq!(problems[0]["node"]["row"], 7);
    let near = &problems[1]["node"]["refusals"][0]["suggestions"];
    assert!(!near.as_array().unwrap().is_empty());

    let refused = company
        .owner
        .graphql(
            "mutation($id: ID!) { importStart(id: $id, skipRefused: false) { userErrors { code } } }",
            json!({ "id": checked["id"] }),
        )
        .await;
    assert_eq!(
        refused["data"]["importStart"]["userErrors"][0]["code"],
        "REFUSED"
    );

    let fixes = [
        json!([{ "field": "SITE", "text": "佛山工厂" }]),
        json!([{ "field": "ACTIVITY", "text": "外购电力" }]),
        json!([{ "field": "QUANTITY", "text": "100" }, { "field": "UNIT", "text": "kWh" }]),
    ];
    for (edge, values) in problems.iter().zip(fixes) {
        company
            .step(
                "mutation($id: ID!, $row: ID!, $values: [ImportValueInput!]!) { r: importRowUpdate(id: $id, rowId: $row, values: $values) \
                 { row { status refusals { code message } } userErrors { code message } } }",
                json!({ "id": checked["id"], "row": edge["node"]["id"], "values": values }),
            )
            .await;
    }
    let mended = company.read(&checked["id"]).await;
    assert_eq!(
        (
            &mended["rowsRefused"],
            &mended["rowsCalculated"].as_i64().is_some()
        ),
        (&json!(0), &true),
        "{mended}"
    );
    let done = company.start(&mended, false).await;
    assert_eq!(done["rowsImported"], 8, "{done}");
    assert_eq!(company.records().await, 8);
}

#[tokio::test]
async fn files_that_cannot_be_read_say_why() {
    let company = company().await;
    for (bytes, word) in [
        (Vec::new(), "nothing in the file"),
        (vec![0xff, 0xfe, b'a', 0, b',', 0], "UTF-16"),
        (b"%PDF-1.7".to_vec(), "PDF"),
        (b"PK\x03\x04 not an archive".to_vec(), "damaged"),
    ] {
        let payload = company.begin(bytes).await;
        assert_eq!(payload["import"], Value::Null, "{payload}");
        assert_eq!(payload["userErrors"][0]["code"], "INVALID", "{payload}");
        let message = payload["userErrors"][0]["message"].as_str().unwrap();
        assert!(
            message.contains(word) || message.chars().any(|c| c > '\u{4e00}'),
            "{message}"
        );
    }
}

#[tokio::test]
async fn ten_thousand_wrong_rows_are_all_reported_and_none_is_written() {
    let company = company().await;
    let mut text = HEADER.to_owned();
    for row in 0..10_000 {
        writeln!(
            text,
            "佛山工厂,外购电力,abc,kWh,2024-01-01,2024-01-31,W-{row}"
        )
        .unwrap();
    }
    let checked = company.check(&company.begin(text).await["import"]).await;
    assert_eq!(
        (&checked["rowsTotal"], &checked["rowsRefused"]),
        (&json!(10_000), &json!(10_000))
    );
    assert_eq!(checked["problems"]["totalCount"], 10_000);
    let done = company.start(&checked, true).await;
    assert_eq!(done["rowsImported"], 0);
    assert_eq!(company.records().await, 0);
}

#[tokio::test]
async fn an_upload_needs_a_sign_in_and_a_size_within_the_limit() {
    let company = company().await;
    let anonymous = browser()
        .post(company.app.url("/uploads"))
        .body("x")
        .send()
        .await
        .unwrap();
    assert_eq!(anonymous.status(), 401);
    let mut stream =
        tokio::net::TcpStream::connect(company.app.address.trim_start_matches("http://"))
            .await
            .unwrap();
    let head = format!(
        "POST /uploads HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\ncontent-length: {}\r\n\r\n",
        company.owner.token,
        200 * 1024 * 1024 + 1
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut answer = vec![0u8; 64];
    let read = stream.read(&mut answer).await.unwrap();
    let answer = String::from_utf8_lossy(&answer[..read]).into_owned();
    assert!(
        answer.starts_with("HTTP/1.1 413"),
        "refused before a byte of the file was sent: {answer}"
    );
}

#[tokio::test]
async fn templates_are_downloaded_without_a_sign_in() {
    let app = spawn_app().await;
    for (name, start) in [
        ("manufacturing.csv", &b"\xef\xbb\xbf"[..]),
        ("manufacturing.xlsx", &b"PK\x03\x04"[..]),
    ] {
        let answer = browser()
            .get(app.url(&format!("/templates/{name}?locale=en")))
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), 200);
        assert!(answer.bytes().await.unwrap().starts_with(start));
    }
    let missing = browser()
        .get(app.url("/templates/nothing.csv"))
        .send()
        .await
        .unwrap();
    assert_eq!(missing.status(), 404);
}
