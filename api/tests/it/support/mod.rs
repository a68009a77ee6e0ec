//! A server per test: its own port, folder and database.

pub mod database;
pub mod people;
pub mod platform;
pub mod program;
pub mod socket;
pub mod tenants;

use std::{path::Path, process::Command};

use saxaul_api::{
    auth::{Auth, Grant, PasswordCost},
    config::Config,
    platform::Platform,
    startup::Application,
};
use saxaul_shared::{format::Locale, identity::Role};
use serde_json::{Value, json};
use tokio::{sync::oneshot, task::JoinHandle};

use self::database::TestDatabase;

/// A running server of one test.
pub struct TestApp {
    pub address: String,
    pub client: reqwest::Client,
    /// What the server stands on, to look behind the API.
    pub platform: Platform,
    pub auth: Auth,
    stop: Option<oneshot::Sender<()>>,
    server: JoinHandle<()>,
    /// Files and secret; removed with the server.
    _folder: tempfile::TempDir,
    /// Dropped last, when nothing uses it any more.
    pub database: TestDatabase,
}

impl Drop for TestApp {
    fn drop(&mut self) {
        self.server.abort();
    }
}

/// Starts a server with a fresh database of the backend under test.
pub async fn spawn_app() -> TestApp {
    spawn_app_with(&[]).await
}

/// Starts a server with a fresh database of the backend under test and the given settings.
pub async fn spawn_app_with(settings: &[(&str, &str)]) -> TestApp {
    spawn_app_hashing(settings, PasswordCost::FOR_TESTS).await
}

/// The same, with passwords hashed at `cost`.
pub async fn spawn_app_hashing(settings: &[(&str, &str)], cost: PasswordCost) -> TestApp {
    let database = TestDatabase::fresh().await;
    let folder = tempfile::tempdir().unwrap();
    let files_url = format!("file:{}", folder.path().join("files").display());
    let data_folder = folder.path().display().to_string();
    let mut all = vec![
        ("listen", "127.0.0.1:0"),
        ("database_url", database.url.as_str()),
        ("database_connections", "4"),
        ("database_durability", "normal"),
        ("files_url", files_url.as_str()),
        ("data_folder", data_folder.as_str()),
        ("workers", "1"),
        ("introspection", "open"),
        ("log", "warn"),
        ("shutdown_seconds", "1"),
    ];
    all.retain(|(name, _)| settings.iter().all(|(other, _)| other != name));
    all.extend_from_slice(settings);
    let mut config = Config::with(&all).unwrap();
    config.password_cost = cost;
    saxaul_api::telemetry::start(&config);
    let application = Application::build(config).await.unwrap();
    let address = application.address();
    let (platform, auth) = (application.platform().clone(), application.auth().clone());
    let (stop, stopped) = oneshot::channel();
    let server = tokio::spawn(async move {
        let stopped = async {
            stopped.await.ok();
        };
        application.run_until(stopped).await.unwrap();
    });
    TestApp {
        address,
        client: reqwest::Client::builder()
            .cookie_store(true)
            .build()
            .unwrap(),
        platform,
        auth,
        stop: Some(stop),
        server,
        _folder: folder,
        database,
    }
}

impl TestApp {
    /// A full address of the path.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.address)
    }

    /// Posts a GraphQL document with variables and returns the whole answer.
    pub async fn graphql(&self, query: &str, variables: Value) -> Value {
        let body = json!({ "query": query, "variables": variables });
        let response = self
            .client
            .post(self.url("/graphql"))
            .json(&body)
            .send()
            .await
            .unwrap();
        response.json().await.unwrap()
    }

    /// Posts a GraphQL document as the holder of the token and returns the whole answer.
    pub async fn graphql_as(&self, token: &str, query: &str, variables: Value) -> Value {
        let body = json!({ "query": query, "variables": variables });
        let request = self
            .client
            .post(self.url("/graphql"))
            .bearer_auth(token)
            .json(&body);
        request.send().await.unwrap().json().await.unwrap()
    }

    /// The statements recorded so far, without those of the workers and the relay that run beside requests.
    pub fn statements_of_requests(&self) -> Vec<String> {
        let mut statements = self.platform.database.statements().stop_recording();
        statements.retain(|sql| !sql.contains(" jobs ") && !sql.contains(" outbox "));
        statements
    }

    /// A token of a person with the role in an organisation that nobody signed up, for tests below identity.
    pub async fn token(&self, role: Role) -> String {
        let (tenant, _) = tenants::two_tenants(&self.platform.database).await;
        let grant = Grant {
            tenant: &tenant,
            person_id: "per_test",
            session_id: "ses_test",
            name: "Test",
            roles: &[role],
            site_ids: &[],
            locale: Locale::En,
        };
        self.auth.authenticator.issue(&grant).await.unwrap().text
    }

    /// Asks the server to stop and waits until it has.
    pub async fn stop(mut self) {
        self.stop.take().unwrap().send(()).unwrap();
        (&mut self.server).await.unwrap();
    }
}

/// Runs a script of `tests/interop` with Node and returns what it printed. Its packages are installed when missing.
pub fn node(script: &str, arguments: &[&str]) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/interop");
    install_once(&folder);
    let output = Command::new("node")
        .arg(script)
        .args(arguments)
        .current_dir(&folder)
        .output()
        .unwrap();
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        output.status.success(),
        "{printed}{}",
        String::from_utf8_lossy(&output.stderr)
    );
    printed
}

/// Tests of several processes may want the packages at once: the first installs, the others wait for its lock.
fn install_once(folder: &Path) {
    let lock = std::fs::File::create(folder.join(".install.lock")).unwrap();
    lock.lock().unwrap();
    let installed = folder.join("node_modules/.package-lock.json");
    let wanted = folder.join("package-lock.json");
    let age = |path: &Path| {
        std::fs::metadata(path)
            .and_then(|data| data.modified())
            .ok()
    };
    if age(&installed) < age(&wanted) {
        let output = Command::new("npm")
            .arg("ci")
            .current_dir(folder)
            .output()
            .unwrap();
        assert!(
            output.status.success(),
            "npm ci: {}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
}
