//! Requests that no proper client sends (quality bar S25).

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    time::{Duration, timeout},
};

use crate::support::{TestApp, spawn_app};

/// Sends the bytes as they are; returns the status, or 0 without an answer, and whether the connection was closed.
async fn send(app: &TestApp, text: &str) -> (u16, bool, String) {
    let mut stream = TcpStream::connect(app.address.trim_start_matches("http://"))
        .await
        .unwrap();
    stream.write_all(text.as_bytes()).await.ok();
    let mut answer = Vec::new();
    let is_closed = timeout(Duration::from_secs(5), stream.read_to_end(&mut answer))
        .await
        .is_ok();
    let answer = String::from_utf8_lossy(&answer).into_owned();
    let status = answer
        .split(' ')
        .nth(1)
        .and_then(|status| status.parse().ok())
        .unwrap_or(0);
    (status, is_closed, answer)
}

#[tokio::test]
async fn ambiguous_lengths_are_refused_and_the_connection_closed() {
    let app = spawn_app().await;
    let smuggled = "0\r\n\r\nGET /healthz HTTP/1.1\r\nHost: x\r\n\r\n";
    let requests = [
        format!(
            "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n{smuggled}"
        ),
        format!(
            "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\n{smuggled}"
        ),
        format!(
            "POST /graphql HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: identity, chunked, x\r\n\r\n{smuggled}"
        ),
    ];
    for request in requests {
        let (status, is_closed, answer) = send(&app, &request).await;
        assert_eq!(status, 400, "{request}\n{answer}");
        assert!(is_closed, "{request}");
        assert_eq!(answer.matches("HTTP/1.1").count(), 1, "{answer}");
    }
}

#[tokio::test]
async fn trace_and_unknown_methods_are_refused_with_405_and_echo_nothing() {
    let app = spawn_app().await;
    for method in ["TRACE", "CONNECT", "PROPFIND"] {
        let request = format!("{method} /healthz HTTP/1.1\r\nHost: x\r\nX-Secret: echo-me\r\n\r\n");
        let (status, is_closed, answer) = send(&app, &request).await;
        assert_eq!(status, 405, "{method}\n{answer}");
        assert!(is_closed && !answer.contains("echo-me"), "{answer}");
    }
}

#[tokio::test]
async fn headers_that_are_too_large_or_too_many_are_refused_and_the_connection_closed() {
    let app = spawn_app().await;
    let large = format!(
        "GET /healthz HTTP/1.1\r\nHost: x\r\nX-Large: {}\r\n\r\n",
        "x".repeat(40_000)
    );
    let huge = format!(
        "GET /healthz HTTP/1.1\r\nHost: x\r\nX-Huge: {}\r\n\r\n",
        "x".repeat(400_000)
    );
    let many = format!(
        "GET /healthz HTTP/1.1\r\nHost: x\r\n{}\r\n",
        "X-Many: x\r\n".repeat(200)
    );
    for (request, statuses) in [
        (large, &[431][..]),
        (huge, &[0, 400, 431]),
        (many, &[400, 431]),
    ] {
        let (status, is_closed, answer) = send(&app, &request).await;
        assert!(statuses.contains(&status), "{status} {answer}");
        assert!(is_closed);
    }
}
