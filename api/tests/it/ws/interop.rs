//! The public client of the protocol.

use crate::support::{node, spawn_app};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_public_graphql_ws_client_gets_its_answers() {
    let app = spawn_app().await;
    let address = app.url("/graphql").replacen("http", "ws", 1);
    let printed = node("subscribe.mjs", &[&address, "{ serverInfo { version } }"]);
    let lines: Vec<&str> = printed.lines().collect();
    assert_eq!(lines.len(), 2, "{printed}");
    assert!(lines[0].contains(env!("CARGO_PKG_VERSION")), "{printed}");
    assert_eq!(lines[1], "complete");

    let printed = node(
        "subscribe.mjs",
        &[
            &address,
            "subscription { heartbeatSent(everyMs: 100) { sequence } }",
            "",
            "3",
        ],
    );
    let sequences = printed
        .lines()
        .filter(|line| line.contains("sequence"))
        .count();
    assert_eq!(sequences, 3, "{printed}");

    let printed = node(
        "subscribe.mjs",
        &[&address, "{ serverInfo { version } }", "Bearer nonsense"],
    );
    assert_eq!(printed.trim(), "closed 4403 Forbidden");
}
