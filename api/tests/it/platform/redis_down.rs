//! Limits are counted together on one Redis, and by each instance for itself when Redis is gone (quality bar S13).

use std::{
    process::{Child, Command, Stdio},
    time::Duration,
};

use serde_json::Value;

use crate::support::{
    TestApp,
    database::{Backend, TestDatabase},
    people::{browser, new_email},
    spawn_app_with,
};

/// A Redis of this test's own, so that it can be ended.
struct Redis {
    process: Child,
    url: String,
}

impl Redis {
    async fn start() -> Self {
        let port = std::net::TcpListener::bind("127.0.0.1:0")
            .and_then(|listener| listener.local_addr())
            .unwrap()
            .port();
        let process = Command::new("redis-server")
            .args(["--port", &port.to_string(), "--bind", "127.0.0.1"])
            .args(["--save", "", "--appendonly", "no"])
            .stdout(Stdio::null())
            .spawn()
            .expect("redis-server: run scripts/setup-tests.sh");
        let redis = Self {
            process,
            url: format!("redis://127.0.0.1:{port}"),
        };
        for _ in 0..100 {
            if tokio::net::TcpStream::connect(("127.0.0.1", port))
                .await
                .is_ok()
            {
                return redis;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("Redis did not start");
    }

    /// SIGKILL.
    fn end(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

impl Drop for Redis {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Guesses at the account until it is braked, at most `most` times: how many were looked at.
async fn guesses(apps: &[&TestApp], email: &str, most: usize) -> usize {
    let client = browser();
    for number in 0..most {
        let app = apps[number % apps.len()];
        let answer: Value = app.try_sign_in(&client, email, "a wrong guess").await;
        match answer["data"]["sessionCreate"]["userErrors"][0]["code"].as_str() {
            Some("BAD_CREDENTIALS") => {}
            Some("LIMIT_EXCEEDED") => return number,
            _ => panic!("{answer}"),
        }
    }
    most
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn limits_hold_for_two_instances_together_and_go_on_when_redis_is_gone() {
    let database = TestDatabase::fresh_on(Backend::Postgres).await;
    let mut redis = Redis::start().await;
    let settings = [
        ("database_url", database.url.as_str()),
        ("redis_url", redis.url.as_str()),
        (
            "secret",
            "the same secret on every instance of one installation",
        ),
        ("public_url", "https://saxaul.example"),
    ];
    let one = spawn_app_with(&settings).await;
    let two = spawn_app_with(&settings).await;

    let email = new_email();
    assert_eq!(
        guesses(&[&one, &two], &email, 30).await,
        10,
        "counted together"
    );
    // Neither instance has a count of its own to begin with.
    assert_eq!(guesses(&[&two], &email, 30).await, 0);
    assert_eq!(guesses(&[&one], &email, 30).await, 0);

    redis.end();
    let email = new_email();
    assert_eq!(
        guesses(&[&one], &email, 30).await,
        10,
        "one counts for itself"
    );
    assert_eq!(guesses(&[&two], &email, 30).await, 10, "so does two");
    // Everything else goes on: no cache, but answers.
    let owner = one.sign_up().await;
    assert_eq!(
        owner
            .error_code("{ organisation { id } }", Value::Null)
            .await,
        ""
    );
}
