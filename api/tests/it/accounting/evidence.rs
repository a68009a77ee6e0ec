//! Files that stand behind records.

use serde_json::{Value, json};

use super::support::{Company, company, create, electricity, text};
use crate::support::people::browser;

const ATTACH: &str = "mutation($record: ID!, $upload: ID!) { evidenceAttach(recordId: $record, uploadId: $upload) {
  activityRecord { evidence { id path name sizeBytes sha256 } createdBy { id } history { action } } userErrors { code field } } }";

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

/// A record of the company with a file attached to it: the path of the file.
async fn with_bill(company: &Company, name: &str, content: &'static str) -> String {
    let input = electricity(&company.site, "1000", "2023-03-01", "2023-03-31");
    let record = text(
        &create(&company.owner, "a", input).await,
        "/activityRecord/id",
    );
    let upload = company.owner.upload(name, content).await;
    let variables = json!({ "record": record, "upload": upload });
    let answer = company.owner.graphql(ATTACH, variables).await;
    text(
        &answer,
        "/data/evidenceAttach/activityRecord/evidence/0/path",
    )
}

#[tokio::test]
async fn whoever_may_see_the_record_gets_its_file_to_save_and_nobody_else() {
    let company = company().await;
    let path = with_bill(&company, "电费 三月.html", "<script>alert(1)</script>").await;

    let file = company.owner.get(&path).await;
    assert_eq!(file.status(), 200);
    let header = |name: &str| file.headers()[name].to_str().unwrap().to_owned();
    assert_eq!(
        header("content-disposition"),
        "attachment; filename=\"__ __.html\"; filename*=UTF-8''%E7%94%B5%E8%B4%B9%20%E4%B8%89%E6%9C%88.html"
    );
    assert_eq!(header("content-type"), "application/octet-stream");
    assert_eq!(header("x-content-type-options"), "nosniff");
    assert_eq!(header("cache-control"), "private, no-store");
    assert_eq!(header("content-length"), "25");
    assert_eq!(file.text().await.unwrap(), "<script>alert(1)</script>");

    // Somebody of the company without accounts, one limited to another site, a stranger, and nobody.
    let other = company.owner.add_site("苏州工厂", "CN-JS").await;
    for (role, site, status) in [
        ("VERIFIER", None, 200),
        ("DATA_OWNER", Some(company.site.as_str()), 200),
        ("DATA_OWNER", Some(other.as_str()), 404),
        ("EMPLOYEE", None, 403),
    ] {
        let sites: Vec<&str> = site.into_iter().collect();
        let person = company.app.join(&company.owner, &[role], &sites).await;
        assert_eq!(person.get(&path).await.status(), status, "{role} {site:?}");
    }
    let stranger = company.app.sign_up().await;
    let refused = stranger.get(&path).await;
    assert_eq!(refused.status(), 404);
    let refused = refused.text().await.unwrap();
    assert!(
        !refused.contains("alert") && refused.contains("NOT_FOUND"),
        "{refused}"
    );
    let nobody = browser().get(company.app.url(&path)).send().await.unwrap();
    assert_eq!(nobody.status(), 401);
}

#[tokio::test]
async fn the_same_content_in_two_companies_is_two_files_with_a_name_of_their_own() {
    let ours = company().await;
    let path = with_bill(&ours, "ours.pdf", "the same page").await;
    let stranger = ours.app.sign_up().await;
    let site = stranger.add_site("别家工厂", "CN-GD").await;
    let input = electricity(&site, "7", "2023-03-01", "2023-03-31");
    let record = text(&create(&stranger, "a", input).await, "/activityRecord/id");
    let upload = stranger.upload("theirs.pdf", "the same page").await;
    let variables = json!({ "record": record, "upload": upload });
    let answer = stranger.graphql(ATTACH, variables).await;
    let theirs = text(
        &answer,
        "/data/evidenceAttach/activityRecord/evidence/0/path",
    );
    assert_ne!(path, theirs);
    for (caller, path, status) in [
        (&ours.owner, &theirs, 404),
        (&stranger, &path, 404),
        (&ours.owner, &path, 200),
        (&stranger, &theirs, 200),
    ] {
        assert_eq!(caller.get(path).await.status(), status);
    }
}
