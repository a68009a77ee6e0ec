//! Each way a socket is refused or closed (quality bar S16).

use std::time::{Duration, Instant};

use futures_util::SinkExt as _;
use saxaul_shared::identity::Role;
use serde_json::json;
use tokio_tungstenite::tungstenite::{self, Message};

use crate::support::{
    socket::{Received, Socket, connect_with},
    spawn_app, spawn_app_with,
};

const BEATS: &str = "subscription { heartbeatSent(everyMs: 100) { sequence } }";

#[tokio::test]
async fn a_client_that_does_not_introduce_itself_is_closed_with_4408_after_three_seconds() {
    let app = spawn_app().await;
    let start = Instant::now();
    let mut socket = Socket::connect(&app).await;
    assert_eq!(socket.next().await, Received::Closed(4408));
    let waited = start.elapsed();
    assert!(
        waited > Duration::from_millis(2_800) && waited < Duration::from_secs(5),
        "{waited:?}"
    );
}

#[tokio::test]
async fn an_operation_before_the_introduction_is_closed_with_4401() {
    let app = spawn_app().await;
    let mut socket = Socket::connect(&app).await;
    socket.subscribe("1", "{ serverInfo { version } }").await;
    assert_eq!(socket.next().await, Received::Closed(4401));
}

#[tokio::test]
async fn a_bad_token_is_closed_with_4403() {
    let app = spawn_app().await;
    let mut socket = Socket::connect(&app).await;
    socket
        .send(
            json!({ "type": "connection_init", "payload": { "authorization": "Bearer nonsense" } }),
        )
        .await;
    assert_eq!(socket.next().await, Received::Closed(4403));
}

#[tokio::test]
async fn a_second_introduction_is_closed_with_4429() {
    let app = spawn_app().await;
    let mut socket = Socket::acknowledged(&app, None).await;
    socket.send(json!({ "type": "connection_init" })).await;
    assert_eq!(socket.next().await, Received::Closed(4429));
}

#[tokio::test]
async fn a_second_operation_of_the_same_id_is_closed_with_4409() {
    let app = spawn_app().await;
    let mut socket = Socket::acknowledged(&app, None).await;
    socket.subscribe("same", BEATS).await;
    socket.subscribe("same", BEATS).await;
    assert_eq!(socket.ending().await, Received::Closed(4409));
}

#[tokio::test]
async fn what_the_protocol_does_not_have_is_closed_with_4400() {
    let app = spawn_app().await;
    let messages = [
        "not json",
        "[]",
        "{}",
        r#"{"type":"start","id":"1","payload":{"query":"{__typename}"}}"#,
        r#"{"type":"subscribe","payload":{"query":"{__typename}"}}"#,
        r#"{"type":"subscribe","id":"1","payload":{"query":7}}"#,
        r#"{"type":"subscribe","id":"1"}"#,
        r#"{"type":"subscribe","id":"","payload":{"query":"{__typename}"}}"#,
        r#"{"type":"ping","payload":"text"}"#,
    ];
    for message in messages {
        let mut socket = Socket::acknowledged(&app, None).await;
        socket.send_text(message).await;
        assert_eq!(socket.next().await, Received::Closed(4400), "{message}");
    }
    let mut socket = Socket::acknowledged(&app, None).await;
    socket.0.send(Message::binary(vec![1, 2, 3])).await.unwrap();
    assert_eq!(socket.next().await, Received::Closed(4400), "binary");
}

#[tokio::test]
async fn a_message_over_64_kib_is_closed_with_1009() {
    let app = spawn_app().await;
    let mut socket = Socket::acknowledged(&app, None).await;
    let padding = "x".repeat(64 * 1024);
    socket
        .send(json!({ "type": "ping", "payload": { "padding": padding } }))
        .await;
    assert_eq!(socket.next().await, Received::Closed(1009));
}

#[tokio::test]
async fn a_foreign_page_is_refused_at_the_handshake_with_403() {
    let app = spawn_app().await;
    for origin in [
        "https://evil.example",
        "null",
        "http://127.0.0.1.evil.example",
    ] {
        let refusal = connect_with(&app, "graphql-transport-ws", Some(origin))
            .await
            .unwrap_err();
        let tungstenite::Error::Http(response) = refusal else {
            panic!("{refusal}")
        };
        assert_eq!(response.status(), 403, "{origin}");
    }
    let own = app.address.clone();
    connect_with(&app, "graphql-transport-ws", Some(&own))
        .await
        .unwrap();
}

#[tokio::test]
async fn only_graphql_transport_ws_is_spoken() {
    let app = spawn_app().await;
    for protocol in ["graphql-ws", "chat"] {
        let refusal = connect_with(&app, protocol, None).await.unwrap_err();
        let tungstenite::Error::Http(response) = refusal else {
            panic!("{refusal}")
        };
        assert_eq!(response.status(), 400, "{protocol}");
    }
}

#[tokio::test]
async fn a_token_that_runs_out_ends_the_socket_with_4403() {
    let app = spawn_app_with(&[("access_token_seconds", "2")]).await;
    let token = app.token(Role::Owner).await;
    let mut socket = Socket::acknowledged(&app, Some(&token)).await;
    socket.subscribe("1", BEATS).await;
    assert!(matches!(socket.next().await, Received::Message(_)));
    let start = Instant::now();
    assert_eq!(socket.ending().await, Received::Closed(4403));
    assert!(
        start.elapsed() < Duration::from_secs(7),
        "{:?}",
        start.elapsed()
    );
}

#[tokio::test]
async fn a_revoked_session_ends_its_sockets_within_five_seconds() {
    let app = spawn_app().await;
    let token = app.token(Role::Owner).await;
    let mut socket = Socket::acknowledged(&app, Some(&token)).await;
    socket.subscribe("1", BEATS).await;
    assert!(matches!(socket.next().await, Received::Message(_)));
    app.auth.authenticator.revoke_session("ses_test").await;
    let start = Instant::now();
    assert_eq!(socket.ending().await, Received::Closed(4403));
    assert!(
        start.elapsed() < Duration::from_secs(5),
        "{:?}",
        start.elapsed()
    );
}

#[tokio::test]
async fn a_stopping_server_closes_its_sockets_with_1001() {
    let app = spawn_app().await;
    let mut socket = Socket::acknowledged(&app, None).await;
    socket.subscribe("1", BEATS).await;
    assert!(matches!(socket.next().await, Received::Message(_)));
    let start = Instant::now();
    let (ending, ()) = tokio::join!(socket.ending(), app.stop());
    assert_eq!(ending, Received::Closed(1001));
    assert!(
        start.elapsed() < Duration::from_secs(4),
        "{:?}",
        start.elapsed()
    );
}

#[tokio::test]
async fn a_reader_that_is_too_slow_is_dropped_and_nothing_piles_up() {
    let app = spawn_app_with(&[
        ("socket_send_seconds", "1"),
        ("socket_ping_seconds", "3600"),
    ])
    .await;
    let mut socket = Socket::acknowledged(&app, None).await;
    // The answers are far larger than the buffers between the two ends, and nobody reads them.
    let introspection = "{ __schema { types { name description fields { name description } } } }";
    let dropped = async {
        for number in 0.. {
            let id = number.to_string();
            let message =
                json!({ "id": id, "type": "subscribe", "payload": { "query": introspection } });
            if socket
                .0
                .send(Message::text(message.to_string()))
                .await
                .is_err()
            {
                return;
            }
            if number > 20_000 {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        }
    };
    let waited = tokio::time::timeout(Duration::from_secs(30), dropped).await;
    assert!(waited.is_ok(), "the server neither reads nor drops");
}
