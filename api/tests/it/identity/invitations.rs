//! Inviting by link.

use serde_json::json;

use crate::support::{
    people::{PASSWORD, new_email},
    spawn_app,
};

const ACCEPT: &str = "mutation($input: InvitationAcceptInput!) { invitationAccept(input: $input) { \
                      session { viewer { roles siteIds } } userErrors { field code } } }";
const CREATE: &str = "mutation($input: InvitationCreateInput!) { invitationCreate(input: $input) { \
                      invitation { id link } userErrors { field code } } }";

#[tokio::test]
async fn an_invited_person_comes_in_once_with_the_roles_given() {
    let app = spawn_app().await;
    let owner = app.sign_up().await;
    let site = owner.add_site("佛山工厂", "CN-GD").await;
    let roles = ["DATA_OWNER", "EMPLOYEE"];
    let secret = app.invite(&owner, &new_email(), &roles, &[&site]).await;
    let input = json!({ "input": { "token": secret, "name": "王强", "password": PASSWORD, "locale": "EN" } });
    let accepted = app.graphql(ACCEPT, input.clone()).await["data"]["invitationAccept"].clone();
    assert_eq!(
        accepted["session"]["viewer"],
        json!({ "roles": ["DATA_OWNER", "EMPLOYEE"], "siteIds": [site] })
    );
    let again = app.graphql(ACCEPT, input).await["data"]["invitationAccept"].clone();
    assert_eq!(
        again["userErrors"],
        json!([{ "field": ["token"], "code": "EXPIRED" }])
    );
}

#[tokio::test]
async fn of_parallel_acceptances_one_makes_a_person() {
    let app = spawn_app().await;
    let owner = app.sign_up().await;
    let secret = app.invite(&owner, &new_email(), &["VERIFIER"], &[]).await;
    let input = json!({ "input": { "token": secret, "name": "王强", "password": PASSWORD, "locale": "EN" } });
    let answers =
        futures_util::future::join_all((0..5).map(|_| app.graphql(ACCEPT, input.clone()))).await;
    let good = answers
        .iter()
        .filter(|answer| answer["data"]["invitationAccept"]["userErrors"] == json!([]))
        .count();
    assert_eq!(good, 1, "{answers:?}");
    let people = owner
        .graphql("{ people { edges { node { name } } } }", json!({}))
        .await;
    assert_eq!(
        people["data"]["people"]["edges"].as_array().unwrap().len(),
        2
    );
}

#[tokio::test]
async fn a_data_owner_needs_sites_and_everyone_a_role() {
    let app = spawn_app().await;
    let owner = app.sign_up().await;
    let told = |roles: serde_json::Value, sites: serde_json::Value| {
        let input = json!({ "input": { "email": new_email(), "roles": roles, "siteIds": sites } });
        let owner = &owner;
        async move {
            owner.graphql(CREATE, input).await["data"]["invitationCreate"]["userErrors"].clone()
        }
    };
    assert_eq!(
        told(json!([]), json!([])).await,
        json!([{ "field": ["roles"], "code": "REQUIRED" }])
    );
    assert_eq!(
        told(json!(["DATA_OWNER"]), json!([])).await,
        json!([{ "field": ["siteIds"], "code": "REQUIRED" }])
    );
    assert_eq!(
        told(json!(["DATA_OWNER"]), json!(["x"])).await,
        json!([{ "field": ["siteIds"], "code": "INVALID" }])
    );
}

#[tokio::test]
async fn an_invitation_taken_back_opens_nothing() {
    let app = spawn_app().await;
    let owner = app.sign_up().await;
    let secret = app.invite(&owner, &new_email(), &["VERIFIER"], &[]).await;
    let open = owner
        .graphql("{ invitations { id link } }", json!({}))
        .await["data"]["invitations"]
        .clone();
    assert_eq!(open.as_array().unwrap().len(), 1);
    assert_eq!(open[0]["link"], json!(null), "the link is told once only");
    let revoke = "mutation($id: ID!) { invitationRevoke(id: $id) { invitation { id } userErrors { code } } }";
    let id = open[0]["id"].clone();
    let stranger = app.sign_up().await;
    assert_eq!(
        stranger.error_code(revoke, json!({ "id": id })).await,
        "NOT_FOUND"
    );
    let done = owner.graphql(revoke, json!({ "id": id })).await;
    assert_eq!(done["data"]["invitationRevoke"]["invitation"]["id"], id);
    let input = json!({ "input": { "token": secret, "name": "王强", "password": PASSWORD, "locale": "EN" } });
    let accepted = app.graphql(ACCEPT, input).await;
    assert_eq!(
        accepted["data"]["invitationAccept"]["userErrors"][0]["code"],
        "EXPIRED"
    );
    let again = owner.graphql(revoke, json!({ "id": id })).await;
    assert_eq!(
        again["data"]["invitationRevoke"]["userErrors"][0]["code"],
        "WRONG_STATE"
    );
}
