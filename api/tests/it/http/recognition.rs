//! How a caller is recognised.

use saxaul_shared::identity::Role;
use serde_json::{Value, json};

use crate::support::spawn_app;

#[tokio::test]
async fn every_bad_token_gets_the_same_401() {
    let app = spawn_app().await;
    let good = app.token(Role::Owner).await;
    let mut bodies = Vec::new();
    for value in [
        "Bearer nonsense",
        "Basic dTpw",
        "Bearer",
        &format!("Bearer {good}x"),
        "bearer  ",
    ] {
        let request = app
            .client
            .post(app.url("/graphql"))
            .header("Authorization", value);
        let response = request
            .json(&json!({ "query": "{ serverInfo { version } }" }))
            .send()
            .await
            .unwrap();
        assert_eq!(response.status(), 401, "{value}");
        assert_eq!(response.headers()["www-authenticate"], "Bearer");
        bodies.push(response.text().await.unwrap());
    }
    bodies.dedup();
    assert_eq!(bodies.len(), 1, "{bodies:?}");
    let body: Value = serde_json::from_str(&bodies[0]).unwrap();
    assert_eq!(body["errors"][0]["extensions"]["code"], "UNAUTHENTICATED");
    let answer = app
        .graphql_as(&good, "{ serverInfo { version } }", Value::Null)
        .await;
    assert!(answer.get("errors").is_none());
}

#[tokio::test]
async fn errors_speak_the_language_that_is_asked_for_or_else_the_persons() {
    let app = spawn_app().await;
    let token = app.token(Role::Owner).await;
    let ask = |language: Option<&'static str>, token: Option<String>| {
        let mut request = app.client.post(app.url("/graphql"));
        if let Some(language) = language {
            request = request.header("Accept-Language", language);
        }
        if let Some(token) = token {
            request = request.bearer_auth(token);
        }
        let request =
            request.json(&json!({ "query": "{ people(first: 1000) { edges { cursor } } }" }));
        async move {
            let answer: Value = request.send().await.unwrap().json().await.unwrap();
            answer["errors"][0]["message"]
                .as_str()
                .unwrap()
                .starts_with("超出限制")
        }
    };
    assert!(ask(None, None).await);
    assert!(!ask(Some("en-GB,en;q=0.9"), None).await);
    assert!(!ask(None, Some(token.clone())).await);
    assert!(ask(Some("zh-CN"), Some(token)).await);
}
