//! What runs over a socket.

use serde_json::{Value, json};

use crate::support::{
    socket::{Received, Socket},
    spawn_app, spawn_app_with,
};

fn payload(received: Received, id: &str, kind: &str) -> Value {
    let Received::Message(mut message) = received else {
        panic!("{received:?}")
    };
    assert_eq!(
        (&message["id"], &message["type"]),
        (&json!(id), &json!(kind)),
        "{message}"
    );
    message["payload"].take()
}

#[tokio::test]
async fn a_subscription_sends_its_events_until_the_client_completes_it() {
    let app = spawn_app().await;
    let mut socket = Socket::acknowledged(&app, None).await;
    socket
        .subscribe(
            "a",
            "subscription { heartbeatSent(everyMs: 100) { sequence } }",
        )
        .await;
    for sequence in 1..=3 {
        let answer = payload(socket.next().await, "a", "next");
        assert_eq!(
            answer,
            json!({ "data": { "heartbeatSent": { "sequence": sequence } } })
        );
    }
    socket.send(json!({ "id": "a", "type": "complete" })).await;
    // After its completion the id is free again; beats under way may still arrive before the new one's first.
    socket.subscribe("b", "{ serverInfo { version } }").await;
    loop {
        let Received::Message(message) = socket.next().await else {
            panic!("closed")
        };
        if message["id"] == "b" {
            assert_eq!(
                message["payload"]["data"]["serverInfo"]["version"],
                env!("CARGO_PKG_VERSION")
            );
            break;
        }
    }
    assert_eq!(payload(socket.next().await, "b", "complete"), Value::Null);
}

#[tokio::test]
async fn a_document_that_is_refused_ends_with_its_errors() {
    let app = spawn_app().await;
    let mut socket = Socket::acknowledged(&app, None).await;
    let cases = [
        ("{ nowhere }", "GRAPHQL_VALIDATION_FAILED"),
        ("{ ", "GRAPHQL_PARSE_FAILED"),
        (
            "{ serverInfo { ...A } } fragment A on ServerInfo { ...A }",
            "FRAGMENT_CYCLE",
        ),
    ];
    for (query, code) in cases {
        socket.subscribe("x", query).await;
        let errors = payload(socket.next().await, "x", "error");
        assert_eq!(errors[0]["extensions"]["code"], code, "{errors}");
    }
}

#[tokio::test]
async fn a_bad_argument_of_a_subscription_is_told_with_its_code() {
    let app = spawn_app().await;
    let mut socket = Socket::acknowledged(&app, None).await;
    socket
        .subscribe(
            "x",
            "subscription { heartbeatSent(everyMs: 1) { sequence } }",
        )
        .await;
    let answer = payload(socket.next().await, "x", "next");
    assert_eq!(
        answer["errors"][0]["extensions"]["code"], "BAD_USER_INPUT",
        "{answer}"
    );
}

#[tokio::test]
async fn the_fifty_first_operation_is_refused_and_the_socket_stays() {
    let app = spawn_app().await;
    let mut socket = Socket::acknowledged(&app, None).await;
    for number in 0..51 {
        socket
            .subscribe(
                &number.to_string(),
                "subscription { heartbeatSent(everyMs: 60000) { sequence } }",
            )
            .await;
    }
    let mut beats = 0;
    let refused = loop {
        let Received::Message(message) = socket.next().await else {
            panic!("closed")
        };
        match message["type"].as_str().unwrap() {
            "next" => beats += 1,
            _ => break message,
        }
    };
    assert_eq!(
        (&refused["id"], &refused["type"]),
        (&json!("50"), &json!("error"))
    );
    assert_eq!(
        refused["payload"][0]["extensions"]["code"],
        "SUBSCRIPTION_LIMIT"
    );
    assert!(beats <= 50);
    socket.send(json!({ "type": "ping" })).await;
    loop {
        let Received::Message(message) = socket.next().await else {
            panic!("closed")
        };
        if message == json!({ "type": "pong" }) {
            break;
        }
    }
}

#[tokio::test]
async fn the_language_of_errors_is_that_of_the_screen() {
    let app = spawn_app().await;
    let mut socket = Socket::connect(&app).await;
    socket
        .send(json!({ "type": "connection_init", "payload": { "locale": "zh-CN" } }))
        .await;
    socket.next().await;
    socket.subscribe("x", &"{ a ".repeat(70)).await;
    let errors = payload(socket.next().await, "x", "error");
    assert_eq!(
        errors[0]["message"],
        "超出限制：括号嵌套层数 为 65，上限 64。"
    );
}

#[tokio::test]
async fn the_server_pings_and_drops_a_client_that_does_not_answer() {
    let app = spawn_app_with(&[("socket_ping_seconds", "1"), ("socket_send_seconds", "1")]).await;
    let mut socket = Socket::acknowledged(&app, None).await;
    // Reading answers pings; a client that does not read does not answer.
    tokio::time::sleep(std::time::Duration::from_millis(5_500)).await;
    // The closing frame may be lost behind the pongs that can no longer be sent.
    assert!(matches!(
        socket.ending().await,
        Received::Closed(1008) | Received::Gone
    ));
}
