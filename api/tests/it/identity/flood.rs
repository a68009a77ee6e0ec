//! A flood of sign-ins at the real cost of a password leaves room for everyone else (quality bar S12).

use std::time::{Duration, Instant};

use saxaul_api::auth::PasswordCost;
use serde_json::{Value, json};

use crate::support::{people::new_email, spawn_app_hashing};

/// Sign-ins at the same time.
const SIGN_INS: usize = 200;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_hundred_sign_ins_at_once_do_not_keep_others_waiting() {
    // Each sign-in comes from an address of its own, or the brake on one address would answer most of them.
    let settings = [
        ("trusted_proxies", "127.0.0.1/32"),
        ("rate_cost_burst", "0"),
    ];
    let app = spawn_app_hashing(&settings, PasswordCost::default()).await;
    let query = "mutation($input: SessionCreateInput!) { sessionCreate(input: $input) { userErrors { code } } }";
    let began = Instant::now();
    let flood: Vec<_> = (0..SIGN_INS)
        .map(|number| {
            let input = json!({ "email": new_email(), "password": "a wrong guess" });
            let request = app
                .client
                .post(app.url("/graphql"))
                .header("X-Forwarded-For", format!("198.51.100.{}", number % 250))
                .json(&json!({ "query": query, "variables": { "input": input } }));
            tokio::spawn(async move {
                let answer: Value = request.send().await.unwrap().json().await.unwrap();
                answer["data"]["sessionCreate"]["userErrors"][0]["code"].clone()
            })
        })
        .collect();

    let mut waits = Vec::new();
    while !flood.iter().all(tokio::task::JoinHandle::is_finished) {
        let asked = Instant::now();
        let answer = app.graphql("{ serverInfo { version } }", Value::Null).await;
        assert!(
            answer["data"]["serverInfo"]["version"].is_string(),
            "{answer}"
        );
        waits.push(asked.elapsed());
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let flooded = began.elapsed();
    for sign_in in flood {
        assert_eq!(sign_in.await.unwrap(), "BAD_CREDENTIALS");
    }
    waits.sort_unstable();
    let at = |percent: usize| waits[(waits.len() - 1) * percent / 100];
    // Without a bound on hashing all would wait for all: the flood takes seconds of every core.
    assert!(
        waits.len() >= 20,
        "only {} questions were answered in {flooded:?}",
        waits.len()
    );
    assert!(
        at(90) < Duration::from_millis(250) && at(100) < flooded / 2,
        "90 % in {:?}, all in {:?}, of {flooded:?}",
        at(90),
        at(100)
    );
}
