//! The sites a data owner is limited to are sites of the company, as long as anyone is limited to them.

use serde_json::{Value, json};

use crate::support::{people::new_email, spawn_app};

const INVITE: &str = "mutation($input: InvitationCreateInput!) { invitationCreate(input: $input) { \
                      invitation { id } userErrors { field code message } } }";
const UPDATE: &str = "mutation($id: ID!, $input: PersonUpdateInput!) { personUpdate(id: $id, input: $input) { \
                      person { siteIds active } userErrors { field code message } } }";
const REMOVE: &str = "mutation($id: ID!) { boundaryUnitDelete(id: $id) { boundaryUnit { id } userErrors { field code message } } }";

/// The one user error of an answer: field, code and message.
fn told(answer: &Value, field: &str) -> (String, String, String) {
    let errors = answer["data"][field]["userErrors"]
        .as_array()
        .unwrap_or_else(|| panic!("{answer}"));
    assert_eq!(errors.len(), 1, "{answer}");
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    (
        text(&errors[0]["field"][0]),
        text(&errors[0]["code"]),
        text(&errors[0]["message"]),
    )
}

#[tokio::test]
async fn an_unknown_site_is_refused_by_its_id_when_inviting_and_when_changing_rights() {
    let app = spawn_app().await;
    let owner = app.sign_up().await;
    let own = owner.add_site("佛山工厂", "CN-GD").await;
    let boundary = owner.graphql("{ boundary { id kind } }", json!({})).await;
    let company = boundary["data"]["boundary"]
        .as_array()
        .unwrap()
        .iter()
        .find(|unit| unit["kind"] == "COMPANY")
        .and_then(|unit| unit["id"].as_str())
        .unwrap()
        .to_owned();
    let strangers = app.sign_up().await.add_site("别家工厂", "CN-GD").await;
    let person = app.join(&owner, &["VERIFIER"], &[]).await;

    for wrong in [strangers.as_str(), company.as_str(), "unit_0nowhere"] {
        let sites = json!([own, wrong]);
        let input = json!({ "email": new_email(), "roles": ["DATA_OWNER"], "siteIds": sites });
        let answer = owner.graphql(INVITE, json!({ "input": input })).await;
        let (field, code, message) = told(&answer, "invitationCreate");
        assert_eq!((field.as_str(), code.as_str()), ("siteIds", "NOT_FOUND"));
        assert!(
            message.contains(wrong) && !message.contains(&own),
            "{message}"
        );

        let input = json!({ "roles": ["DATA_OWNER"], "siteIds": sites });
        let variables = json!({ "id": person.person_id, "input": input });
        let answer = owner.graphql(UPDATE, variables).await;
        let (field, code, message) = told(&answer, "personUpdate");
        assert_eq!((field.as_str(), code.as_str()), ("siteIds", "NOT_FOUND"));
        assert!(
            message.contains(wrong) && !message.contains(&own),
            "{message}"
        );
    }
    let open = owner.graphql("{ invitations { id } }", json!({})).await;
    assert_eq!(open["data"]["invitations"], json!([]));

    // Whoever is not limited to sites needs none: those given are left aside, as before.
    let input =
        json!({ "email": new_email(), "roles": ["VERIFIER"], "siteIds": ["unit_0nowhere"] });
    let answer = owner.graphql(INVITE, json!({ "input": input })).await;
    assert_eq!(answer["data"]["invitationCreate"]["userErrors"], json!([]));
}

#[tokio::test]
async fn a_site_stays_while_a_person_or_an_invitation_is_limited_to_it() {
    let app = spawn_app().await;
    let owner = app.sign_up().await;
    let site = owner.add_site("佛山工厂", "CN-GD").await;
    let other = owner.add_site("苏州工厂", "CN-JS").await;
    let person = app.join(&owner, &["DATA_OWNER"], &[&site, &other]).await;
    let email = new_email();
    app.invite(&owner, &email, &["DATA_OWNER"], &[&site]).await;

    let answer = owner.graphql(REMOVE, json!({ "id": site })).await;
    let (_, code, message) = told(&answer, "boundaryUnitDelete");
    assert_eq!(code, "IN_USE");
    assert!(
        message.contains("王强") && message.contains(&email),
        "{message}"
    );

    let open = owner.graphql("{ invitations { id } }", json!({})).await;
    let revoke = "mutation($id: ID!) { invitationRevoke(id: $id) { userErrors { code } } }";
    let variables = json!({ "id": open["data"]["invitations"][0]["id"] });
    owner.graphql(revoke, variables).await;
    let answer = owner.graphql(REMOVE, json!({ "id": site })).await;
    let (_, code, message) = told(&answer, "boundaryUnitDelete");
    assert_eq!(code, "IN_USE");
    assert!(
        message.contains("王强") && !message.contains(&email),
        "{message}"
    );

    // Somebody who is closed out holds nothing, and is looked at again when coming back.
    let set = |active: bool| json!({ "id": person.person_id, "input": { "active": active } });
    owner.graphql(UPDATE, set(false)).await;
    let answer = owner.graphql(REMOVE, json!({ "id": site })).await;
    assert_eq!(
        answer["data"]["boundaryUnitDelete"]["boundaryUnit"]["id"],
        json!(site),
        "{answer}"
    );
    let (field, code, message) = told(&owner.graphql(UPDATE, set(true)).await, "personUpdate");
    assert_eq!((field.as_str(), code.as_str()), ("siteIds", "NOT_FOUND"));
    assert!(message.contains(&site), "{message}");
    let input = json!({ "active": true, "siteIds": [other] });
    let variables = json!({ "id": person.person_id, "input": input });
    let answer = owner.graphql(UPDATE, variables).await;
    assert_eq!(
        answer["data"]["personUpdate"]["person"],
        json!({ "siteIds": [other], "active": true }),
        "{answer}"
    );
}
