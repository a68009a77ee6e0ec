//! Letters by a real SMTP conversation, with a server of the test's own.

use std::time::Duration;

use serde_json::json;
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    net::TcpListener,
    sync::mpsc,
};

use crate::support::{people::new_email, spawn_app_with};

/// Takes letters on a free port: the sender's and recipient's commands and the text, one message each.
async fn smtp_sink() -> (u16, mpsc::Receiver<(Vec<String>, String)>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let (sender, receiver) = mpsc::channel(8);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let sender = sender.clone();
            tokio::spawn(async move {
                let (reading, mut writing) = stream.into_split();
                let mut lines = BufReader::new(reading).lines();
                let (mut commands, mut text, mut in_data) = (Vec::new(), String::new(), false);
                writing.write_all(b"220 sink\r\n").await.unwrap();
                while let Ok(Some(line)) = lines.next_line().await {
                    let answer: &[u8] = if in_data && line == "." {
                        in_data = false;
                        sender
                            .send((std::mem::take(&mut commands), std::mem::take(&mut text)))
                            .await
                            .unwrap();
                        b"250 kept\r\n"
                    } else if in_data {
                        text.push_str(&line);
                        text.push('\n');
                        continue;
                    } else if line.starts_with("DATA") {
                        in_data = true;
                        b"354 go on\r\n"
                    } else if line.starts_with("EHLO") {
                        b"250-sink\r\n250 8BITMIME\r\n"
                    } else {
                        commands.push(line);
                        b"250 ok\r\n"
                    };
                    writing.write_all(answer).await.unwrap();
                }
            });
        }
    });
    (port, receiver)
}

/// The text of a letter, whatever its transfer encoding.
fn readable(letter: &str) -> String {
    use base64::Engine as _;
    let (head, body) = letter.split_once("\n\n").unwrap();
    if head.to_lowercase().contains("base64") {
        let bytes = base64::engine::general_purpose::STANDARD
            .decode(body.replace(['\n', '\r'], ""))
            .unwrap();
        String::from_utf8(bytes).unwrap()
    } else {
        body.replace("=\n", "").replace("=3D", "=")
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_invitation_and_a_password_link_arrive_by_smtp_and_work() {
    let (port, mut letters) = smtp_sink().await;
    let url = format!("smtp://127.0.0.1:{port}");
    let app = spawn_app_with(&[
        ("smtp_url", &url),
        ("mail_from", "Saxaul <robot@saxaul.example>"),
    ])
    .await;
    let owner = app.sign_up().await;
    let email = new_email();
    let secret = app.invite(&owner, &email, &["VERIFIER"], &[]).await;
    let (commands, letter) = tokio::time::timeout(Duration::from_secs(10), letters.recv())
        .await
        .unwrap()
        .unwrap();
    assert!(
        commands
            .iter()
            .any(|command| command.contains("<robot@saxaul.example>")),
        "{commands:?}"
    );
    assert!(
        commands
            .iter()
            .any(|command| command.contains(&format!("RCPT TO:<{email}>"))),
        "{commands:?}"
    );
    assert!(
        readable(&letter).contains(&format!("/invitation/{secret}")),
        "{letter}"
    );

    let request = "mutation($email: String!) { passwordResetRequest(email: $email) { accepted } }";
    app.graphql(request, json!({ "email": owner.email })).await;
    let (_, letter) = tokio::time::timeout(Duration::from_secs(10), letters.recv())
        .await
        .unwrap()
        .unwrap();
    let text = readable(&letter);
    let link = text
        .lines()
        .find(|line| line.contains("/reset/"))
        .unwrap_or_else(|| panic!("{text}"));
    let token = link.rsplit('/').next().unwrap().trim();
    let reset = "mutation($input: PasswordResetInput!) { passwordReset(input: $input) { userErrors { code } } }";
    let answer = app
        .graphql(
            reset,
            json!({ "input": { "token": token, "password": "a new password" } }),
        )
        .await;
    assert_eq!(
        answer["data"]["passwordReset"]["userErrors"],
        json!([]),
        "{answer}"
    );
}
