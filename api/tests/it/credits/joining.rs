//! Joining by link, taking a second seat, changing the own one.

use saxaul_shared::credits::member::CONSENT_VERSION;
use serde_json::{Value, json};

use crate::support::{
    TestApp,
    people::{Caller, PASSWORD, browser, new_email, post},
    spawn_app,
};

const JOIN: &str = "mutation($input: CircleJoinInput!) { circleJoin(input: $input) { \
     session { accessToken viewer { id roles organisation { id } } } userErrors { field code message } } }";
const OFFER: &str = "query($token: String!) { circleJoinOffer(token: $token) { organisationName emailDomain \
     consentVersion consent { title text } departments { name } } }";
const MEMBER: &str = "{ circleMember { id name visibility alias officeDistanceKm consentVersion version joinedOn leftOn } }";

async fn link(manager: &Caller, input: Value) -> (String, String) {
    let query = "mutation($input: CircleJoinLinkInput!) { circleJoinLinkCreate(input: $input) { \
                 joinLink { id address } userErrors { field code } } }";
    let answer = manager.graphql(query, json!({ "input": input })).await;
    let link = &answer["data"]["circleJoinLinkCreate"]["joinLink"];
    let address = link["address"]
        .as_str()
        .unwrap_or_else(|| panic!("{answer}"));
    (
        link["id"].as_str().unwrap().to_owned(),
        address.rsplit('/').next().unwrap().to_owned(),
    )
}

fn newcomer(token: &str, email: &str) -> Value {
    json!({
        "token": token, "email": email, "name": "陈晨", "password": PASSWORD, "locale": "ZH_CN",
        "consentVersion": CONSENT_VERSION, "officeDistanceKm": "7.2",
    })
}

async fn join(app: &TestApp, input: Value) -> Value {
    post(
        &browser(),
        &app.url("/graphql"),
        None,
        JOIN,
        json!({ "input": input }),
    )
    .await["data"]["circleJoin"]
        .clone()
}

async fn as_token(app: &TestApp, token: &str, query: &str) -> Value {
    post(
        &browser(),
        &app.url("/graphql"),
        Some(token),
        query,
        json!({}),
    )
    .await["data"]
        .clone()
}

#[tokio::test]
async fn an_employee_joins_by_link_and_is_private_at_first() {
    let app = spawn_app().await;
    let owner = app.sign_up().await;
    let (_, token) = link(&owner, json!({})).await;
    let offer = post(
        &browser(),
        &app.url("/graphql"),
        None,
        OFFER,
        json!({ "token": token }),
    )
    .await["data"]["circleJoinOffer"]
        .clone();
    assert_eq!(offer["organisationName"], "梭梭集团");
    assert_eq!(offer["consent"].as_array().unwrap().len(), 5);

    let joined = join(&app, newcomer(&token, &new_email())).await;
    assert_eq!(joined["userErrors"], json!([]), "{joined}");
    let viewer = &joined["session"]["viewer"];
    assert_eq!(viewer["roles"], json!(["EMPLOYEE"]));
    assert_eq!(viewer["organisation"]["id"], owner.organisation_id.as_str());
    let access = joined["session"]["accessToken"].as_str().unwrap();
    let member = as_token(&app, access, MEMBER).await["circleMember"].clone();
    assert_eq!(member["visibility"], "HIDDEN");
    assert_eq!(member["officeDistanceKm"], "7.2");
    assert_eq!(member["leftOn"], Value::Null);

    // One link serves many.
    let second = join(&app, newcomer(&token, &new_email())).await;
    assert_eq!(second["userErrors"], json!([]));
}

#[tokio::test]
async fn what_is_wrong_with_a_newcomer_is_named_and_nothing_is_written() {
    let app = spawn_app().await;
    let owner = app.sign_up().await;
    let (id, token) = link(&owner, json!({ "emailDomain": "@Saxaul.example" })).await;
    let code = |joined: &Value| {
        (
            joined["userErrors"][0]["field"][0]
                .as_str()
                .unwrap_or("")
                .to_owned(),
            joined["userErrors"][0]["code"]
                .as_str()
                .unwrap_or("")
                .to_owned(),
        )
    };
    let refused = |field: &str, code: &str| (field.to_owned(), code.to_owned());

    let elsewhere = join(&app, newcomer(&token, "chen@example.com")).await;
    assert_eq!(code(&elsewhere), refused("email", "INVALID"));
    let mut old = newcomer(&token, "chen@saxaul.example");
    old["consentVersion"] = json!(CONSENT_VERSION - 1);
    assert_eq!(
        code(&join(&app, old).await),
        refused("consentVersion", "INVALID")
    );
    let mut far = newcomer(&token, "chen@saxaul.example");
    far["officeDistanceKm"] = json!("301");
    assert_eq!(
        code(&join(&app, far).await),
        refused("officeDistanceKm", "OUT_OF_RANGE")
    );
    let mut nameless = newcomer(&token, "chen@saxaul.example");
    nameless["visibility"] = json!("ALIAS");
    assert_eq!(
        code(&join(&app, nameless).await),
        refused("alias", "REQUIRED")
    );
    let mut nowhere = newcomer(&token, "chen@saxaul.example");
    nowhere["departmentId"] = json!("dep_00000000000000000000000000000000");
    assert_eq!(
        code(&join(&app, nowhere).await),
        refused("departmentId", "NOT_FOUND")
    );

    // None of the failed tries has taken the address.
    let joined = join(&app, newcomer(&token, "chen@saxaul.example")).await;
    assert_eq!(joined["userErrors"], json!([]), "{joined}");
    let again = join(&app, newcomer(&token, "chen@saxaul.example")).await;
    assert_eq!(code(&again), refused("email", "TAKEN"));

    let revoke = "mutation($id: ID!) { circleJoinLinkRevoke(id: $id) { joinLink { revokedAt } userErrors { code } } }";
    let answer = owner.graphql(revoke, json!({ "id": id })).await;
    assert_eq!(
        answer["data"]["circleJoinLinkRevoke"]["userErrors"],
        json!([]),
        "{answer}"
    );
    let late = join(&app, newcomer(&token, "li@saxaul.example")).await;
    assert_eq!(code(&late), refused("token", "EXPIRED"));
}

#[tokio::test]
async fn a_person_of_the_console_takes_a_second_seat_and_changes_it() {
    let app = spawn_app().await;
    let owner = app.sign_up().await;
    let accountant = app.join(&owner, &["ACCOUNTANT"], &[]).await;
    assert_eq!(
        accountant.graphql(MEMBER, json!({})).await["data"]["circleMember"],
        Value::Null
    );
    let enrol = "mutation($input: CircleEnrolInput!) { circleEnrol(input: $input) { member { id version } userErrors { code } } }";
    let input = json!({ "input": { "consentVersion": CONSENT_VERSION } });
    let first = accountant.graphql(enrol, input.clone()).await;
    assert_eq!(
        first["data"]["circleEnrol"]["member"]["version"], 1,
        "{first}"
    );
    let twice = accountant.graphql(enrol, input.clone()).await;
    assert_eq!(
        twice["data"]["circleEnrol"]["userErrors"][0]["code"],
        "WRONG_STATE"
    );

    let update = "mutation($input: CircleMemberUpdateInput!) { circleMemberUpdate(input: $input) { \
                  member { visibility alias officeDistanceKm version } userErrors { field code } } }";
    let change = |input: Value| accountant.graphql(update, json!({ "input": input }));
    let named =
        change(json!({ "visibility": "ALIAS", "alias": "小梭", "officeDistanceKm": "3" })).await;
    let member = &named["data"]["circleMemberUpdate"]["member"];
    assert_eq!(
        *member,
        json!({ "visibility": "ALIAS", "alias": "小梭", "officeDistanceKm": "3", "version": 2 })
    );
    let hidden = change(json!({ "visibility": "HIDDEN", "officeDistanceKm": null })).await;
    let member = &hidden["data"]["circleMemberUpdate"]["member"];
    assert_eq!(member["officeDistanceKm"], Value::Null, "{hidden}");
    assert_eq!(member["alias"], "小梭");

    let verifier = app.join(&owner, &["VERIFIER"], &[]).await;
    assert_eq!(verifier.error_code(enrol, input).await, "FORBIDDEN");
}

#[tokio::test]
async fn only_those_who_run_the_programme_make_links() {
    let app = spawn_app().await;
    let owner = app.sign_up().await;
    let query =
        "mutation { circleJoinLinkCreate(input: {}) { joinLink { id } userErrors { code } } }";
    let manager = app.join(&owner, &["PROGRAMME_MANAGER"], &[]).await;
    link(&manager, json!({ "days": 7 })).await;
    let listed = manager
        .graphql("{ circleJoinLinks { id address } }", json!({}))
        .await;
    let links = listed["data"]["circleJoinLinks"].as_array().unwrap();
    assert_eq!(links.len(), 1, "{listed}");
    assert_eq!(links[0]["address"], Value::Null);
    for role in ["ACCOUNTANT", "EMPLOYEE", "APPROVER"] {
        let other = app.join(&owner, &[role], &[]).await;
        assert_eq!(
            other.error_code(query, json!({})).await,
            "FORBIDDEN",
            "{role}"
        );
        assert_eq!(
            other
                .error_code("{ circleJoinLinks { id } }", json!({}))
                .await,
            "FORBIDDEN",
            "{role}"
        );
    }
}
