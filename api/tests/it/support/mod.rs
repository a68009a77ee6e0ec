//! A server per test: its own port, folder and database.

pub mod database;
pub mod platform;
pub mod tenants;

use std::sync::atomic::{AtomicU32, Ordering};

use saxaul_api::{auth::PasswordCost, config::Config, startup::Application};
use serde_json::{Value, json};

/// A running server of one test.
pub struct TestApp {
    pub address: String,
    pub client: reqwest::Client,
    /// Database and files; removed with the server.
    _folder: tempfile::TempDir,
    server: tokio::task::JoinHandle<()>,
}

impl Drop for TestApp {
    fn drop(&mut self) {
        self.server.abort();
    }
}

static COUNT: AtomicU32 = AtomicU32::new(0);

/// Starts a server with a fresh SQLite database.
pub async fn spawn_app() -> TestApp {
    spawn_app_with(&[]).await
}

/// Starts a server with a fresh SQLite database and the given settings.
pub async fn spawn_app_with(settings: &[(&str, &str)]) -> TestApp {
    let number = COUNT.fetch_add(1, Ordering::Relaxed);
    let folder = tempfile::Builder::new()
        .prefix(&format!("saxaul-test-{number}-"))
        .tempdir()
        .unwrap();
    let database_url = format!("sqlite://{}", folder.path().join("saxaul.db").display());
    let files_url = format!("file:{}", folder.path().join("files").display());
    let data_folder = folder.path().display().to_string();
    let mut all = vec![
        ("listen", "127.0.0.1:0"),
        ("database_url", database_url.as_str()),
        ("files_url", files_url.as_str()),
        ("workers", "1"),
        ("introspection", "open"),
        ("log", "warn"),
        ("database_durability", "normal"),
        ("data_folder", data_folder.as_str()),
        ("shutdown_seconds", "1"),
    ];
    all.extend_from_slice(settings);
    let mut config = Config::with(&all).unwrap();
    config.password_cost = PasswordCost::FOR_TESTS;
    saxaul_api::telemetry::start(&config);
    let application = Application::build(config).await.unwrap();
    let address = application.address();
    let server = tokio::spawn(async move { application.run().await.unwrap() });
    let client = reqwest::Client::builder()
        .cookie_store(true)
        .build()
        .unwrap();
    TestApp {
        address,
        client,
        _folder: folder,
        server,
    }
}

impl TestApp {
    /// A full address of the path.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.address)
    }

    /// Posts a GraphQL document with variables and returns the whole answer.
    pub async fn graphql(&self, query: &str, variables: Value) -> Value {
        let response = self
            .client
            .post(self.url("/graphql"))
            .json(&json!({ "query": query, "variables": variables }))
            .send()
            .await
            .unwrap();
        response.json().await.unwrap()
    }
}
