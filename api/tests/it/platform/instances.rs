//! Two servers on one PostgreSQL and one Redis are one.

use std::{pin::pin, time::Duration};

use futures_util::StreamExt as _;
use saxaul_api::identity::ACCESS_CHANGED;
use serde_json::json;

use crate::support::{
    TestApp,
    database::{Backend, TestDatabase, redis_url},
    people::{code_of, post},
    spawn_app_with,
};

async fn pair(database: &TestDatabase) -> (TestApp, TestApp) {
    let redis = redis_url();
    let settings = [
        ("database_url", database.url.as_str()),
        ("redis_url", redis.as_str()),
        (
            "secret",
            "the same secret on every instance of one installation",
        ),
        ("public_url", "https://saxaul.example"),
    ];
    (
        spawn_app_with(&settings).await,
        spawn_app_with(&settings).await,
    )
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_happens_on_one_instance_is_heard_and_holds_on_the_other() {
    let database = TestDatabase::fresh_on(Backend::Postgres).await;
    let (one, two) = pair(&database).await;
    let owner = one.sign_up().await;
    let person = one.join(&owner, &["ACCOUNTANT"], &[]).await;

    // A token of one is good on the other.
    let sessions = "{ sessions { id } }";
    let answer = post(
        &person.client,
        &two.url("/graphql"),
        Some(&person.token),
        sessions,
        json!({}),
    )
    .await;
    assert_eq!(code_of(&answer), "", "{answer}");

    let principal = two.auth.authenticator.verify(&owner.token).await.unwrap();
    let mut heard = pin!(
        two.platform
            .broker
            .subscribe(&principal.tenant, ACCESS_CHANGED)
    );
    let update = "mutation($id: ID!, $input: PersonUpdateInput!) { personUpdate(id: $id, input: $input) { userErrors { code } } }";
    tokio::time::sleep(Duration::from_millis(300)).await;
    let input = json!({ "id": person.person_id, "input": { "active": false } });
    owner.graphql(update, input).await;
    let event = tokio::time::timeout(Duration::from_secs(5), heard.next())
        .await
        .unwrap()
        .unwrap();
    assert_eq!(event.payload["personId"], json!(person.person_id));

    // The end of a session on one holds on the other at once.
    let answer = post(
        &person.client,
        &two.url("/graphql"),
        Some(&person.token),
        sessions,
        json!({}),
    )
    .await;
    assert_eq!(code_of(&answer), "UNAUTHENTICATED");

    // Guesses are counted together.
    for n in 0..10 {
        let app = if n % 2 == 0 { &one } else { &two };
        app.try_sign_in(&app.client, &person.email, "a wrong guess")
            .await;
    }
    let answer = two
        .try_sign_in(&two.client, &person.email, "a wrong guess")
        .await;
    assert_eq!(
        answer["data"]["sessionCreate"]["userErrors"][0]["code"], "LIMIT_EXCEEDED",
        "{answer}"
    );
}
