use serde_json::{Value, json};

use crate::support::spawn_app;

#[tokio::test]
async fn a_started_server_is_alive_and_ready() {
    let app = spawn_app().await;
    for path in ["/healthz", "/readyz"] {
        let response = app.client.get(app.url(path)).send().await.unwrap();
        assert_eq!(response.status(), 200, "{path}");
    }
}

#[tokio::test]
async fn anyone_may_ask_for_the_version() {
    let app = spawn_app().await;
    let answer = app.graphql("{ serverInfo { version } }", Value::Null).await;
    assert_eq!(
        answer["data"],
        json!({ "serverInfo": { "version": env!("CARGO_PKG_VERSION") } })
    );
}
