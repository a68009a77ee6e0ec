//! A database per test, copied from a migrated template: on SQLite a file, on PostgreSQL a database.
//!
//! `SAXAUL_TEST_BACKEND=postgres` runs every API test on the server of `SAXAUL_TEST_POSTGRES_URL`; the default is SQLite.

use std::{
    collections::hash_map::DefaultHasher,
    hash::{Hash as _, Hasher as _},
    path::PathBuf,
    time::UNIX_EPOCH,
};

use saxaul_api::platform::db::{Database, DatabaseConfig, Durability};
use sea_orm::{ConnectOptions, ConnectionTrait as _, DatabaseConnection, DbBackend, Statement};

/// Which database a test runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Backend {
    Sqlite,
    Postgres,
}

/// The backend this run of the suite asks for.
pub fn backend() -> Backend {
    match std::env::var("SAXAUL_TEST_BACKEND").as_deref() {
        Ok("postgres") => Backend::Postgres,
        Ok("sqlite") | Err(_) => Backend::Sqlite,
        Ok(other) => panic!("SAXAUL_TEST_BACKEND is sqlite or postgres, not {other:?}"),
    }
}

/// The URL of the throw-away PostgreSQL, as a superuser; tests that need one fail without it.
pub fn postgres_url() -> String {
    std::env::var("SAXAUL_TEST_POSTGRES_URL")
        .expect("SAXAUL_TEST_POSTGRES_URL: run through scripts/with-test-services.sh")
}

/// The URL of the throw-away Redis.
pub fn redis_url() -> String {
    std::env::var("SAXAUL_TEST_REDIS_URL")
        .expect("SAXAUL_TEST_REDIS_URL: run through scripts/with-test-services.sh")
}

/// A migrated database of one test; removed with it.
pub struct TestDatabase {
    pub url: String,
    place: Place,
}

enum Place {
    Folder(#[expect(dead_code, reason = "removes the folder when dropped")] tempfile::TempDir),
    Postgres(String),
}

impl TestDatabase {
    /// A database on the backend of this run.
    pub async fn fresh() -> Self {
        Self::fresh_on(backend()).await
    }

    /// A database on the given backend.
    pub async fn fresh_on(backend: Backend) -> Self {
        match backend {
            Backend::Sqlite => sqlite().await,
            Backend::Postgres => postgres().await,
        }
    }

    /// Settings to open it with.
    pub fn config(&self) -> DatabaseConfig {
        DatabaseConfig {
            connections_max: 4,
            durability: Durability::Normal,
            ..DatabaseConfig::new(self.url.clone())
        }
    }

    /// Opens it as the server does.
    pub async fn open(&self) -> Database {
        Database::connect(&self.config()).await.unwrap()
    }

    /// A connection with the owner's rights and no tenant, for looking behind the server's back.
    pub async fn as_owner(&self) -> DatabaseConnection {
        plain(&self.url).await
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        let Place::Postgres(name) = &self.place else {
            return;
        };
        let sql = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
        let url = postgres_url();
        // Dropping is synchronous and the runtime may be ending: a thread with its own runtime does it.
        let worker = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .unwrap();
            runtime.block_on(async move {
                let server = plain(&url).await;
                server.execute_unprepared(&sql).await.unwrap();
                server.close().await.unwrap();
            });
        });
        if worker.join().is_err() && !std::thread::panicking() {
            eprintln!("database {name} was left behind");
        }
    }
}

/// A plain connection to any URL.
pub async fn plain(url: &str) -> DatabaseConnection {
    let mut options = ConnectOptions::new(url.to_owned());
    options.max_connections(1).sqlx_logging(false);
    sea_orm::Database::connect(options).await.unwrap()
}

/// Tells builds apart, so that a template is never older than the migrations in this program.
fn build_id() -> String {
    let program = std::env::current_exe().unwrap();
    let metadata = std::fs::metadata(&program).unwrap();
    let mut hasher = DefaultHasher::new();
    program.hash(&mut hasher);
    metadata.len().hash(&mut hasher);
    metadata
        .modified()
        .unwrap()
        .duration_since(UNIX_EPOCH)
        .unwrap()
        .as_nanos()
        .hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

async fn sqlite() -> TestDatabase {
    let template = std::env::temp_dir().join(format!("saxaul-template-{}.db", build_id()));
    if !template.exists() {
        make_sqlite_template(&template).await;
    }
    let folder = tempfile::Builder::new()
        .prefix("saxaul-db-")
        .tempdir()
        .unwrap();
    let path = folder.path().join("saxaul.db");
    std::fs::copy(&template, &path).unwrap();
    TestDatabase {
        url: format!("sqlite://{}", path.display()),
        place: Place::Folder(folder),
    }
}

/// Migrates in a private place and moves the whole file where the others look: they see it complete or not at all.
async fn make_sqlite_template(template: &PathBuf) {
    let folder = tempfile::Builder::new()
        .prefix("saxaul-template-")
        .tempdir()
        .unwrap();
    let path = folder.path().join("template.db");
    let config = DatabaseConfig {
        connections_max: 1,
        durability: Durability::Normal,
        ..DatabaseConfig::new(format!("sqlite://{}", path.display()))
    };
    Database::connect(&config).await.unwrap().close().await;
    // Back to a plain file, so that copying one file copies everything.
    let connection = plain(&config.url).await;
    connection
        .execute_unprepared("PRAGMA wal_checkpoint(TRUNCATE)")
        .await
        .unwrap();
    connection.close().await.unwrap();
    if std::fs::rename(&path, template).is_err() {
        std::fs::copy(&path, template).unwrap();
    }
}

async fn postgres() -> TestDatabase {
    let template = format!("saxaul_template_{}", build_id());
    let server = plain(&postgres_url()).await;
    // One process makes the template, the others wait for it.
    server
        .execute_unprepared("SELECT pg_advisory_lock(20261124)")
        .await
        .unwrap();
    if !database_exists(&server, &template).await {
        let making = format!("{template}_making");
        server
            .execute_unprepared(&format!("DROP DATABASE IF EXISTS {making} WITH (FORCE)"))
            .await
            .unwrap();
        server
            .execute_unprepared(&format!("CREATE DATABASE {making}"))
            .await
            .unwrap();
        let config = DatabaseConfig {
            connections_max: 1,
            ..DatabaseConfig::new(beside(&making))
        };
        Database::connect(&config).await.unwrap().close().await;
        server
            .execute_unprepared(&format!("ALTER DATABASE {making} RENAME TO {template}"))
            .await
            .unwrap();
    }
    let name = format!("saxaul_test_{}", uuid::Uuid::now_v7().simple());
    // Copying needs the template for itself, so it stays within the lock.
    server
        .execute_unprepared(&format!("CREATE DATABASE {name} TEMPLATE {template}"))
        .await
        .unwrap();
    server
        .execute_unprepared("SELECT pg_advisory_unlock(20261124)")
        .await
        .unwrap();
    server.close().await.unwrap();
    TestDatabase {
        url: beside(&name),
        place: Place::Postgres(name),
    }
}

/// The URL of another database on the same server.
pub fn beside(name: &str) -> String {
    let url = postgres_url();
    let (server, _) = url.rsplit_once('/').unwrap();
    format!("{server}/{name}")
}

async fn database_exists(server: &DatabaseConnection, name: &str) -> bool {
    let sql = "SELECT 1 AS found FROM pg_database WHERE datname = $1";
    let statement = Statement::from_sql_and_values(DbBackend::Postgres, sql, [name.into()]);
    server.query_one_raw(statement).await.unwrap().is_some()
}
