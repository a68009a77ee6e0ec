//! Any object by its id, for those who may see it.

use serde_json::{Value, json};

use super::support::{company, create, electricity, text};

const NODE: &str = "query($id: ID!) { node(id: $id) { __typename id
  ... on BoundaryUnit { name } ... on EvidenceFile { path } ... on Import { fileName } ... on Person { email } } }";

#[tokio::test]
async fn each_kind_of_thing_is_found_by_its_id_by_those_who_may_see_it() {
    let company = company().await;
    let owner = &company.owner;
    let input = electricity(&company.site, "1000", "2023-03-01", "2023-03-31");
    let record = text(&create(owner, "a", input).await, "/activityRecord/id");
    let upload = owner.upload("bill.pdf", "one page of a bill").await;
    let attach = "mutation($record: ID!, $upload: ID!) { evidenceAttach(recordId: $record, uploadId: $upload) {
      activityRecord { evidence { id } } userErrors { message } } }";
    let variables = json!({ "record": record, "upload": upload });
    let answer = owner.graphql(attach, variables).await;
    let evidence = text(&answer, "/data/evidenceAttach/activityRecord/evidence/0/id");
    let upload = owner
        .upload("bills.csv", "site,activity,quantity,unit,start,end\n")
        .await;
    let begin = "mutation($id: ID!) { importCreate(uploadId: $id, fileName: \"\") { import { id } userErrors { message } } }";
    let answer = owner.graphql(begin, json!({ "id": upload })).await;
    let import = text(&answer, "/data/importCreate/import/id");

    let other = owner.add_site("苏州工厂", "CN-JS").await;
    let elsewhere = company
        .app
        .join(owner, &["DATA_OWNER"], &[other.as_str()])
        .await;
    let verifier = company.app.join(owner, &["VERIFIER"], &[]).await;
    let stranger = company.app.sign_up().await;

    // What each sees: the type, nothing, or a refusal.
    let none = "none";
    for (id, kind, elsewhere_sees, verifier_sees) in [
        (&record, "ActivityRecord", none, "ActivityRecord"),
        (&evidence, "EvidenceFile", none, "EvidenceFile"),
        (&company.site, "BoundaryUnit", none, "BoundaryUnit"),
        (&other, "BoundaryUnit", "BoundaryUnit", "BoundaryUnit"),
        (&import, "Import", "Import", "FORBIDDEN"),
        (&owner.person_id, "Person", "FORBIDDEN", "Person"),
        (&elsewhere.person_id, "Person", "Person", "Person"),
    ] {
        for (caller, wanted) in [
            (owner, kind),
            (&elsewhere, elsewhere_sees),
            (&verifier, verifier_sees),
            (&stranger, none),
        ] {
            let answer = caller.graphql(NODE, json!({ "id": id })).await;
            assert_eq!(seen(&answer), wanted, "{id}: {answer}");
            if wanted == kind {
                assert_eq!(answer["data"]["node"]["id"], json!(id));
            }
        }
    }
}

/// The type of the object, `none`, or the code of the refusal.
fn seen(answer: &Value) -> String {
    let node = &answer["data"]["node"];
    match (
        answer["errors"][0]["extensions"]["code"].as_str(),
        node["__typename"].as_str(),
    ) {
        (Some(code), _) => code.to_owned(),
        (None, Some(kind)) => kind.to_owned(),
        (None, None) => "none".to_owned(),
    }
}
