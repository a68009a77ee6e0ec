//! Signing up, in and out; refresh tokens that turn over, and stolen ones.

use std::time::Duration;

use reqwest::header::{COOKIE, SET_COOKIE};
use serde_json::{Value, json};

use crate::support::{
    TestApp,
    people::{PASSWORD, browser, code_of, new_email, post},
    spawn_app,
};

const REFRESH: &str =
    "mutation { sessionRefresh { session { accessToken viewer { id } } userErrors { code } } }";
const VIEWER: &str = "{ viewer { id name email locale roles siteIds organisation { id name } } }";

#[tokio::test]
async fn a_company_signs_up_and_its_owner_is_in() {
    let app = spawn_app().await;
    let owner = app.sign_up().await;
    let viewer = &owner.graphql(VIEWER, json!({})).await["data"]["viewer"];
    assert_eq!(
        *viewer,
        json!({
            "id": owner.person_id, "name": "李娜", "email": owner.email, "locale": "ZH_CN", "roles": ["OWNER"],
            "siteIds": [], "organisation": { "id": owner.organisation_id, "name": "梭梭集团" },
        })
    );
    assert_eq!(
        owner.without_token(VIEWER).await["data"]["viewer"],
        Value::Null
    );
    let again = app.sign_in(&owner.email.to_uppercase()).await;
    assert_eq!(again.person_id, owner.person_id);
}

#[tokio::test]
async fn everything_wrong_with_a_sign_up_is_told_at_once_in_the_callers_language() {
    let app = spawn_app().await;
    let owner = app.sign_up().await;
    let query = "mutation($input: OrganisationSignUpInput!) { organisationSignUp(input: $input) { \
                 session { accessToken } userErrors { field code message } } }";
    let input = |name: &str, email: &str, password: &str| json!({ "input": { "organisationName": name, "name": "n", "email": email, "password": password, "locale": "EN" } });
    let answer = app.graphql(query, input(" ", "nobody", "short")).await;
    let errors = answer["data"]["organisationSignUp"]["userErrors"]
        .as_array()
        .unwrap()
        .clone();
    let told: Vec<_> = errors
        .iter()
        .map(|e| (e["field"][0].as_str().unwrap(), e["code"].as_str().unwrap()))
        .collect();
    assert_eq!(
        told,
        [
            ("organisationName", "REQUIRED"),
            ("email", "INVALID"),
            ("password", "TOO_SHORT")
        ]
    );
    assert_eq!(answer["data"]["organisationSignUp"]["session"], Value::Null);

    let answer = app.graphql(query, input("n", &owner.email, PASSWORD)).await;
    assert_eq!(
        answer["data"]["organisationSignUp"]["userErrors"][0]["code"],
        "TAKEN"
    );
    let english = app
        .client
        .post(app.url("/graphql"))
        .header("Accept-Language", "en");
    let english =
        english.json(&json!({ "query": query, "variables": input("n", &owner.email, PASSWORD) }));
    let english: Value = english.send().await.unwrap().json().await.unwrap();
    let message = english["data"]["organisationSignUp"]["userErrors"][0]["message"]
        .as_str()
        .unwrap();
    assert!(
        message.starts_with("This e-mail address is already in use"),
        "{message}"
    );
}

#[tokio::test]
async fn an_unknown_address_and_a_wrong_password_look_the_same() {
    let app = spawn_app().await;
    let owner = app.sign_up().await;
    let wrong = app
        .try_sign_in(&browser(), &owner.email, "not the password")
        .await;
    let unknown = app
        .try_sign_in(&browser(), &new_email(), "not the password")
        .await;
    assert_eq!(wrong["data"], unknown["data"]);
    assert_eq!(
        wrong["data"]["sessionCreate"]["userErrors"][0]["code"],
        "BAD_CREDENTIALS"
    );
    assert_eq!(wrong["data"]["sessionCreate"]["session"], Value::Null);
}

#[tokio::test]
async fn the_refresh_cookie_is_out_of_reach_of_scripts_and_other_sites() {
    let app = spawn_app().await;
    let owner = app.sign_up().await;
    let response = raw_refresh(&app, &refresh_cookie_of(&app, &owner.email).await).await;
    let cookie = response.headers()[SET_COOKIE].to_str().unwrap().to_owned();
    assert!(cookie.starts_with("saxaul_refresh="), "{cookie}");
    for part in [
        "HttpOnly",
        "SameSite=Strict",
        "Path=/graphql",
        "Max-Age=2592000",
    ] {
        assert!(cookie.contains(part), "{part} is missing in {cookie}");
    }
}

/// Signs in and returns the content of the refresh cookie.
async fn refresh_cookie_of(app: &TestApp, email: &str) -> String {
    let query = "mutation($input: SessionCreateInput!) { sessionCreate(input: $input) { userErrors { code } } }";
    let variables = json!({ "input": { "email": email, "password": PASSWORD } });
    let request = reqwest::Client::new().post(app.url("/graphql"));
    let response = request
        .json(&json!({ "query": query, "variables": variables }))
        .send()
        .await
        .unwrap();
    cookie_in(&response)
}

fn cookie_in(response: &reqwest::Response) -> String {
    let header = response.headers()[SET_COOKIE].to_str().unwrap();
    header
        .split(';')
        .next()
        .unwrap()
        .strip_prefix("saxaul_refresh=")
        .unwrap()
        .to_owned()
}

async fn raw_refresh(app: &TestApp, cookie: &str) -> reqwest::Response {
    let request = reqwest::Client::new()
        .post(app.url("/graphql"))
        .header(COOKIE, format!("saxaul_refresh={cookie}"));
    request
        .json(&json!({ "query": REFRESH }))
        .send()
        .await
        .unwrap()
}

async fn refresh_code(app: &TestApp, cookie: &str) -> String {
    let answer: Value = raw_refresh(app, cookie).await.json().await.unwrap();
    answer["data"]["sessionRefresh"]["userErrors"][0]["code"]
        .as_str()
        .unwrap_or("OK")
        .to_owned()
}

#[tokio::test]
async fn a_refresh_token_used_twice_ends_its_whole_session_and_is_noted() {
    let app = spawn_app().await;
    let owner = app.sign_up().await;
    let first = refresh_cookie_of(&app, &owner.email).await;
    let response = raw_refresh(&app, &first).await;
    let second = cookie_in(&response);
    let answer: Value = response.json().await.unwrap();
    let token = answer["data"]["sessionRefresh"]["session"]["accessToken"]
        .as_str()
        .unwrap()
        .to_owned();
    assert_ne!(first, second);
    tokio::time::sleep(Duration::from_millis(10)).await;

    assert_eq!(
        refresh_code(&app, &first).await,
        "EXPIRED",
        "the used token was taken again"
    );
    assert_eq!(
        refresh_code(&app, &second).await,
        "EXPIRED",
        "the thief's family lives on"
    );
    let answer = post(
        &browser(),
        &app.url("/graphql"),
        Some(&token),
        "{ sessions { id } }",
        json!({}),
    )
    .await;
    assert_eq!(
        code_of(&answer),
        "UNAUTHENTICATED",
        "the session's access token is still taken: {answer}"
    );

    let trail = owner
        .graphql(
            "{ auditTrail(first: 1) { edges { node { action } } } }",
            json!({}),
        )
        .await;
    assert_eq!(
        trail["data"]["auditTrail"]["edges"][0]["node"]["action"],
        "session.reuseDetected"
    );
    assert_eq!(
        owner.error_code("{ sessions { id } }", json!({})).await,
        "",
        "another session of the person ended too"
    );
}

#[tokio::test]
async fn of_parallel_refreshes_exactly_one_wins() {
    let app = spawn_app().await;
    let owner = app.sign_up().await;
    let cookie = refresh_cookie_of(&app, &owner.email).await;
    let codes = futures_util::future::join_all((0..8).map(|_| refresh_code(&app, &cookie))).await;
    assert_eq!(
        codes.iter().filter(|code| *code == "OK").count(),
        1,
        "{codes:?}"
    );
}

#[tokio::test]
async fn refresh_tokens_are_stored_as_hashes_only() {
    use sea_orm::{ConnectionTrait as _, Statement};
    let app = spawn_app().await;
    let owner = app.sign_up().await;
    let cookie = refresh_cookie_of(&app, &owner.email).await;
    let connection = app.database.as_owner().await;
    let statement = Statement::from_string(
        connection.get_database_backend(),
        "SELECT token_hash FROM refresh_tokens",
    );
    let hashes: Vec<String> = connection
        .query_all_raw(statement)
        .await
        .unwrap()
        .iter()
        .map(|row| row.try_get_by_index(0).unwrap())
        .collect();
    assert_eq!(hashes.len(), 2);
    assert!(
        hashes
            .iter()
            .all(|hash| hash.len() == 64 && *hash != cookie)
    );
    assert!(hashes.contains(&saxaul_api::platform::storage::sha256_hex(
        cookie.as_bytes()
    )));
}

#[tokio::test]
async fn a_session_that_is_ended_is_over_at_once() {
    let app = spawn_app().await;
    let owner = app.sign_up().await;
    let ended = owner
        .graphql(
            "mutation { sessionEnd { ended userErrors { code } } }",
            json!({}),
        )
        .await;
    assert_eq!(
        ended["data"]["sessionEnd"],
        json!({ "ended": true, "userErrors": [] })
    );
    assert_eq!(
        owner.error_code("{ sessions { id } }", json!({})).await,
        "UNAUTHENTICATED"
    );
    let refreshed = owner.without_token(REFRESH).await;
    assert_eq!(
        refreshed["data"]["sessionRefresh"]["userErrors"][0]["code"],
        "EXPIRED"
    );
}

#[tokio::test]
async fn sessions_are_listed_and_revoked_one_by_one() {
    let app = spawn_app().await;
    let owner = app.sign_up().await;
    let phone = app.sign_in(&owner.email).await;
    let list = "{ sessions { id current address userAgent } }";
    let sessions = owner.graphql(list, json!({})).await["data"]["sessions"]
        .as_array()
        .unwrap()
        .clone();
    assert_eq!(sessions.len(), 2);
    let other = sessions
        .iter()
        .find(|session| session["current"] == false)
        .unwrap()["id"]
        .clone();
    let revoke = "mutation($id: ID!) { sessionRevoke(id: $id) { session { id current } userErrors { code } } }";
    let answer = owner.graphql(revoke, json!({ "id": other })).await;
    assert_eq!(
        answer["data"]["sessionRevoke"]["session"],
        json!({ "id": other, "current": false })
    );
    assert_eq!(phone.error_code(list, json!({})).await, "UNAUTHENTICATED");
    assert_eq!(
        owner.graphql(list, json!({})).await["data"]["sessions"]
            .as_array()
            .unwrap()
            .len(),
        1
    );

    let stranger = app.sign_up().await;
    let mine = owner.graphql(list, json!({})).await["data"]["sessions"][0]["id"].clone();
    assert_eq!(
        stranger.error_code(revoke, json!({ "id": mine })).await,
        "NOT_FOUND"
    );
    let colleague = app.join(&owner, &["EMPLOYEE"], &[]).await;
    assert_eq!(
        colleague.error_code(revoke, json!({ "id": mine })).await,
        "NOT_FOUND"
    );
    assert_eq!(owner.error_code(list, json!({})).await, "");
}
