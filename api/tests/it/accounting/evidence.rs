//! Files that stand behind records.

use serde_json::{Value, json};

use super::support::{company, create, electricity, text};

const ATTACH: &str = "mutation($record: ID!, $upload: ID!) { evidenceAttach(recordId: $record, uploadId: $upload) {
  activityRecord { evidence { name sizeBytes sha256 } createdBy { id } history { action } } userErrors { code field } } }";

#[tokio::test]
async fn a_bill_is_attached_once_by_the_hash_of_its_content() {
    let company = company().await;
    let input = electricity(&company.site, "1000", "2023-03-01", "2023-03-31");
    let record = text(
        &create(&company.owner, "a", input).await,
        "/activityRecord/id",
    );
    let mut shown = Value::Null;
    for name in ["bill.pdf", "again.pdf"] {
        let uploaded: Value = company
            .owner
            .client
            .post(company.app.url("/uploads"))
            .bearer_auth(&company.owner.token)
            .header("x-file-name", name)
            .header("content-type", "application/octet-stream")
            .body("one page of a bill")
            .send()
            .await
            .unwrap()
            .json()
            .await
            .unwrap();
        let variables = json!({ "record": record, "upload": uploaded["uploadId"] });
        shown = company.owner.graphql(ATTACH, variables).await;
        let payload = &shown["data"]["evidenceAttach"];
        assert_eq!(payload["userErrors"], json!([]), "{shown}");
        assert_eq!(
            payload["activityRecord"]["evidence"][0]["sha256"],
            uploaded["sha256"]
        );
    }
    let record = &shown["data"]["evidenceAttach"]["activityRecord"];
    assert_eq!(record["evidence"].as_array().unwrap().len(), 1, "{shown}");
    assert_eq!(record["evidence"][0]["name"], "bill.pdf");
    assert_eq!(record["createdBy"]["id"], company.owner.person_id.as_str());
    assert_eq!(record["history"][0]["action"], "evidenceAttach");
}

#[tokio::test]
async fn an_upload_of_another_company_cannot_be_attached() {
    let company = company().await;
    let stranger = company.app.sign_up().await;
    let uploaded: Value = stranger
        .client
        .post(company.app.url("/uploads"))
        .bearer_auth(&stranger.token)
        .header("x-file-name", "theirs.pdf")
        .header("content-type", "application/octet-stream")
        .body("not yours")
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    let input = electricity(&company.site, "1000", "2023-03-01", "2023-03-31");
    let record = text(
        &create(&company.owner, "a", input).await,
        "/activityRecord/id",
    );
    let variables = json!({ "record": record, "upload": uploaded["uploadId"] });
    let answer = company.owner.graphql(ATTACH, variables).await;
    assert_eq!(
        answer["data"]["evidenceAttach"]["userErrors"][0]["code"], "NOT_FOUND",
        "{answer}"
    );
}
