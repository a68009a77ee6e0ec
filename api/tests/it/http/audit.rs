//! The public audits of GraphQL over HTTP.

use crate::support::{node, spawn_app};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn all_61_public_audits_pass() {
    let app = spawn_app().await;
    let printed = node("audit.mjs", &[&app.url("/graphql")]);
    assert_eq!(printed.trim(), "total 61 ok 61 notice 0 warn 0 error 0");
}
