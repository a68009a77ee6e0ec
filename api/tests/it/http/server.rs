//! The program as the operator meets it: metrics, readiness, signals, wrong settings.

use std::{
    io::{BufRead as _, BufReader},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use crate::support::{spawn_app, spawn_app_with};

#[tokio::test]
async fn metrics_are_for_the_same_machine_or_the_holder_of_the_token() {
    let app = spawn_app().await;
    app.client.get(app.url("/healthz")).send().await.unwrap();
    let response = app.client.get(app.url("/metrics")).send().await.unwrap();
    assert_eq!(response.status(), 200);
    let text = response.text().await.unwrap();
    assert!(
        text.contains(
            "saxaul_http_requests_total{method=\"GET\",route=\"/healthz\",status=\"200\"}"
        ),
        "{text}"
    );
    let forwarded = app
        .client
        .get(app.url("/metrics"))
        .header("X-Forwarded-For", "127.0.0.1");
    assert_eq!(forwarded.send().await.unwrap().status(), 403);

    let app = spawn_app_with(&[("metrics_token", "let-me-read")]).await;
    assert_eq!(
        app.client
            .get(app.url("/metrics"))
            .send()
            .await
            .unwrap()
            .status(),
        403
    );
    let request = app
        .client
        .get(app.url("/metrics"))
        .bearer_auth("let-me-read");
    assert_eq!(request.send().await.unwrap().status(), 200);
}

#[tokio::test]
async fn a_server_without_its_database_is_alive_but_not_ready() {
    let app = spawn_app().await;
    app.platform.database.close().await;
    assert_eq!(
        app.client
            .get(app.url("/healthz"))
            .send()
            .await
            .unwrap()
            .status(),
        200
    );
    assert_eq!(
        app.client
            .get(app.url("/readyz"))
            .send()
            .await
            .unwrap()
            .status(),
        503
    );
}

#[tokio::test]
async fn a_fault_of_the_database_is_masked_behind_an_id() {
    let app = spawn_app().await;
    app.platform.database.close().await;
    let sign_in = "mutation { sessionCreate(input: { email: \"a@example.com\", password: \"long enough\" }) { userErrors { code } } }";
    let answer = app.graphql(sign_in, serde_json::Value::Null).await;
    let error = &answer["errors"][0];
    assert_eq!(error["extensions"]["code"], "INTERNAL", "{answer}");
    assert_eq!(
        error["extensions"]["errorId"].as_str().map(str::len),
        Some(36)
    );
    let text = answer.to_string().to_lowercase();
    for secret in ["sql", "select", "pool", "connection", "/tmp", "panicked"] {
        assert!(!text.contains(secret), "{secret}: {text}");
    }
}

#[test]
fn a_wrong_setting_is_named_at_start() {
    let output = Command::new(env!("CARGO_BIN_EXE_saxaul"))
        .args(["serve", "--socket-init-seconds", "soon"])
        .env("SAXAUL_LISTEN", "nowhere")
        .output()
        .unwrap();
    assert!(!output.status.success());
    let printed = String::from_utf8(output.stderr).unwrap();
    assert!(
        printed.contains("SAXAUL_LISTEN: `nowhere`: expected an address"),
        "{printed}"
    );
    assert!(
        printed.contains("--socket-init-seconds: `soon`: expected a whole number from 1 to 60"),
        "{printed}"
    );
}

#[test]
fn sigterm_ends_the_program_in_order() {
    let folder = tempfile::tempdir().unwrap();
    let mut server = Command::new(env!("CARGO_BIN_EXE_saxaul"))
        .args([
            "serve",
            "--listen",
            "127.0.0.1:0",
            "--shutdown-seconds",
            "5",
            "--workers",
            "1",
        ])
        .current_dir(folder.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(server.stdout.take().unwrap()).lines();
    let listening = lines.find(|line| {
        line.as_ref()
            .is_ok_and(|line| line.contains("http://127.0.0.1:"))
    });
    assert!(listening.is_some());
    let start = Instant::now();
    let killed = Command::new("kill")
        .arg(server.id().to_string())
        .status()
        .unwrap();
    assert!(killed.success());
    let status = server.wait().unwrap();
    assert!(status.success(), "{status}");
    assert!(
        start.elapsed() < Duration::from_secs(8),
        "{:?}",
        start.elapsed()
    );
}
