//! How passwords are kept, and new ones by link.

use std::time::{Duration, Instant};

use saxaul_api::auth::{PasswordCost, PasswordHasher};
use sea_orm::{ConnectionTrait as _, Statement};
use serde_json::{Value, json};

use crate::support::{
    TestApp,
    people::{PASSWORD, browser, new_email},
    spawn_app,
};

async fn stored(app: &TestApp, sql: &str) -> Vec<String> {
    let connection = app.database.as_owner().await;
    let statement = Statement::from_string(connection.get_database_backend(), sql);
    let rows = connection.query_all_raw(statement).await.unwrap();
    rows.iter()
        .map(|row| row.try_get_by_index(0).unwrap())
        .collect()
}

#[tokio::test]
async fn a_hash_made_at_another_cost_is_made_again_at_the_next_sign_in() {
    let app = spawn_app().await;
    let owner = app.sign_up().await;
    let dearer = PasswordHasher::new(PasswordCost {
        passes: 3,
        ..PasswordCost::FOR_TESTS
    });
    let old = dearer.hash(PASSWORD).await.unwrap();
    let connection = app.database.as_owner().await;
    let sql = "UPDATE people SET password_hash = $1";
    let statement = Statement::from_sql_and_values(
        connection.get_database_backend(),
        sql,
        [old.clone().into()],
    );
    connection.execute_raw(statement).await.unwrap();
    app.sign_in(&owner.email).await;
    let now = stored(&app, "SELECT password_hash FROM people").await;
    assert_ne!(now, [old]);
    assert!(
        now[0].starts_with("$argon2id$v=19$m=16,t=1,p=1$"),
        "{now:?}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_unknown_address_takes_as_long_as_a_wrong_password() {
    let hasher = PasswordHasher::new(PasswordCost::default());
    let known = hasher.hash(PASSWORD).await.unwrap();
    hasher.check("warm up", None).await.unwrap();
    // The least time of each, because noise only ever adds; other work on the machine may take many rounds to settle,
    // while a check that skips the hashing never comes near.
    let (mut known_least, mut unknown_least) = (Duration::MAX, Duration::MAX);
    for round in 1.. {
        let start = Instant::now();
        hasher.check("wrong password", Some(&known)).await.unwrap();
        known_least = known_least.min(start.elapsed());
        let start = Instant::now();
        hasher.check("wrong password", None).await.unwrap();
        unknown_least = unknown_least.min(start.elapsed());
        let ratio = unknown_least.as_secs_f64() / known_least.as_secs_f64();
        if round >= 10 && (0.9..1.1).contains(&ratio) {
            break;
        }
        assert!(
            round < 150,
            "wrong password {known_least:?}, unknown address {unknown_least:?}"
        );
    }
}

const REQUEST: &str = "mutation($email: String!) { passwordResetRequest(email: $email) { accepted userErrors { code } } }";
const RESET: &str = "mutation($input: PasswordResetInput!) { passwordReset(input: $input) { \
                     session { viewer { id } } userErrors { field code } } }";

#[tokio::test]
async fn asking_for_a_link_tells_nobody_who_has_an_account() {
    let app = spawn_app().await;
    let owner = app.sign_up().await;
    let known = app.graphql(REQUEST, json!({ "email": owner.email })).await;
    let unknown = app.graphql(REQUEST, json!({ "email": new_email() })).await;
    // The budget that is left grows with time, so `extensions` may differ between any two requests.
    assert_eq!(known["data"], unknown["data"]);
    assert_eq!(
        (&known["errors"], &unknown["errors"]),
        (&Value::Null, &Value::Null)
    );
    assert_eq!(known["data"]["passwordResetRequest"]["accepted"], true);
    let start = Instant::now();
    while stored(&app, "SELECT id FROM password_resets")
        .await
        .is_empty()
    {
        assert!(
            start.elapsed() < Duration::from_secs(10),
            "no link was made"
        );
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(
        stored(&app, "SELECT id FROM password_resets").await.len(),
        1,
        "a link for nobody"
    );
}

/// Puts a reset of the test's own into the database, because the link itself is stored nowhere.
async fn plant_reset(app: &TestApp, person_id: &str, secret: &str, expires_at: &str) {
    let connection = app.database.as_owner().await;
    let sql = "INSERT INTO password_resets (id, organisation_id, person_id, token_hash, created_at, expires_at) \
               SELECT $1, organisation_id, id, $2, created_at, $3 FROM people WHERE id = $4";
    let values = [
        format!("pwr_{}", secret.len()).into(),
        saxaul_api::platform::storage::sha256_hex(secret.as_bytes()).into(),
        expires_at.into(),
        person_id.into(),
    ];
    let statement = Statement::from_sql_and_values(connection.get_database_backend(), sql, values);
    assert_eq!(
        connection
            .execute_raw(statement)
            .await
            .unwrap()
            .rows_affected(),
        1
    );
}

#[tokio::test]
async fn a_link_sets_a_new_password_once_and_ends_every_session() {
    let app = spawn_app().await;
    let owner = app.sign_up().await;
    plant_reset(
        &app,
        &owner.person_id,
        "a-secret",
        "2999-01-01T00:00:00.000Z",
    )
    .await;
    plant_reset(
        &app,
        &owner.person_id,
        "an-old-secret",
        "2020-01-01T00:00:00.000Z",
    )
    .await;
    let reset = |secret: &str, password: &str| {
        let variables = json!({ "input": { "token": secret, "password": password } });
        let app = &app;
        async move { app.graphql(RESET, variables).await["data"]["passwordReset"].clone() }
    };
    let code = |payload: &Value| {
        payload["userErrors"][0]["code"]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    };
    assert_eq!(
        code(&reset("an-old-secret", "a new password").await),
        "EXPIRED"
    );
    assert_eq!(code(&reset("no-secret", "a new password").await), "EXPIRED");
    assert_eq!(code(&reset("a-secret", "short").await), "TOO_SHORT");
    assert_eq!(
        code(&reset("a-secret", &owner.email.to_uppercase()).await),
        "INVALID"
    );
    let done = reset("a-secret", "a new password").await;
    assert_eq!(
        done["session"]["viewer"]["id"].as_str(),
        Some(owner.person_id.as_str()),
        "{done}"
    );
    assert_eq!(
        code(&reset("a-secret", "another password").await),
        "EXPIRED",
        "the link worked twice"
    );
    assert_eq!(
        owner.error_code("{ sessions { id } }", json!({})).await,
        "UNAUTHENTICATED"
    );
    let old = app.try_sign_in(&browser(), &owner.email, PASSWORD).await;
    assert_eq!(code(&old["data"]["sessionCreate"]), "BAD_CREDENTIALS");
    let new = app
        .try_sign_in(&browser(), &owner.email, "a new password")
        .await;
    assert_eq!(new["data"]["sessionCreate"]["userErrors"], json!([]));
}
