//! Opening the database.

use std::{path::Path, sync::Arc, time::Duration};

use sea_orm::{ConnectOptions, ConnectionTrait, DatabaseConnection, DbBackend, Statement};

use super::{Database, Inner, StatementCounter, StoreError, StoreResult};

/// The role whose rights and row-level security the server takes on PostgreSQL; the migrations create it.
const APPLICATION_ROLE: &str = "saxaul_app";

/// How long SQLite waits for another process that holds the lock.
const BUSY_TIMEOUT_MS: u32 = 10_000;

/// What an acknowledged write on SQLite survives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Durability {
    /// `synchronous = FULL`: every commit is on the disk before it is acknowledged. A power cut loses nothing that a
    /// person was told is saved. The default, because figures here are signed and filed.
    #[default]
    Full,
    /// `synchronous = NORMAL`: a process that dies loses nothing, a power cut may lose the last moments. For tests.
    Normal,
}

/// Where the database is and how many connections to hold.
#[derive(Debug, Clone)]
pub struct DatabaseConfig {
    /// `sqlite:PATH` or `postgres://…`.
    pub url: String,
    /// The URL of the role that owns the tables, for migrations; the same as `url` when absent.
    pub migrate_url: Option<String>,
    /// Connections to PostgreSQL, or readers on SQLite (one more writes).
    pub connections_max: u32,
    /// What an acknowledged write on SQLite survives.
    pub durability: Durability,
    /// Bring the schema up to date before use.
    pub migrate: bool,
}

impl DatabaseConfig {
    /// The usual settings for `url`: ten connections, full durability, migrations applied.
    pub fn new(url: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            migrate_url: None,
            connections_max: 10,
            durability: Durability::Full,
            migrate: true,
        }
    }
}

impl Database {
    /// Opens the database, brings its schema up to date when asked to, and takes the application's role.
    pub async fn connect(config: &DatabaseConfig) -> StoreResult<Self> {
        let statements = StatementCounter::default();
        let sqlite = config.url.starts_with("sqlite:");
        if sqlite {
            create_parent_folder(&config.url)?;
        }
        if config.migrate {
            migrate(config).await?;
        }
        let (writer, reader) = if sqlite {
            (
                open_sqlite(config, 1, false).await?,
                Some(open_sqlite(config, config.connections_max.max(1), true).await?),
            )
        } else {
            (
                open_postgres(&config.url, config.connections_max, true).await?,
                None,
            )
        };
        if !sqlite {
            warn_when_rls_is_bypassed(&writer).await?;
        }
        let backend = writer.get_database_backend();
        let reader = reader.unwrap_or_else(|| writer.clone());
        Ok(Self {
            inner: Arc::new(Inner {
                writer,
                reader,
                backend,
                statements,
            }),
        })
    }
}

/// Applies every migration that the database does not have yet.
async fn migrate(config: &DatabaseConfig) -> StoreResult<()> {
    use saxaul_migration::{Migrator, MigratorTrait};
    let url = config.migrate_url.as_deref().unwrap_or(&config.url);
    let connection = if url.starts_with("sqlite:") {
        open_sqlite(config, 1, false).await?
    } else {
        open_postgres(url, 1, false).await?
    };
    let outcome = Migrator::up(&connection, None).await;
    connection.close_by_ref().await?;
    Ok(outcome?)
}

async fn open_sqlite(
    config: &DatabaseConfig,
    connections: u32,
    read_only: bool,
) -> StoreResult<DatabaseConnection> {
    let mut options = ConnectOptions::new(config.url.clone());
    let synchronous = match config.durability {
        Durability::Full => "FULL",
        Durability::Normal => "NORMAL",
    };
    options
        .max_connections(connections)
        .min_connections(1)
        .idle_timeout(None)
        .max_lifetime(None)
        .acquire_timeout(Duration::from_mins(1))
        .test_before_acquire(false)
        .sqlx_logging(false)
        .record_stmt_in_spans(false)
        .map_sqlx_sqlite_opts(move |options| {
            let options = options
                .create_if_missing(true)
                .foreign_keys(true)
                .busy_timeout(Duration::from_millis(u64::from(BUSY_TIMEOUT_MS)))
                .statement_cache_capacity(256)
                .pragma("journal_mode", "WAL")
                .pragma("synchronous", synchronous)
                .pragma("temp_store", "MEMORY")
                .pragma("cache_size", "-16000");
            if read_only {
                options.pragma("query_only", "ON")
            } else {
                options
            }
        });
    Ok(sea_orm::Database::connect(options).await?)
}

async fn open_postgres(
    url: &str,
    connections: u32,
    take_role: bool,
) -> StoreResult<DatabaseConnection> {
    let role = if take_role {
        application_role(url).await?
    } else {
        None
    };
    let mut options = ConnectOptions::new(url.to_owned());
    options
        .max_connections(connections.max(1))
        .min_connections(1)
        .connect_timeout(Duration::from_secs(10))
        .acquire_timeout(Duration::from_secs(30))
        // A connection that was closed meanwhile is found out by the BEGIN of its next transaction.
        .test_before_acquire(false)
        .sqlx_logging(false)
        .record_stmt_in_spans(false)
        .set_application_name("saxaul")
        .map_sqlx_postgres_opts(move |options| {
            let options = options.statement_cache_capacity(256);
            // Given at the start of every connection, so that no statement runs before it.
            if let Some(role) = role {
                options.options([("role", role)])
            } else {
                options
            }
        });
    Ok(sea_orm::Database::connect(options).await?)
}

/// The role to take, when the login of `url` is another one but a member of it (superusers count as members).
///
/// Row-level security then holds even where one login owns the tables.
async fn application_role(url: &str) -> StoreResult<Option<&'static str>> {
    let mut options = ConnectOptions::new(url.to_owned());
    options
        .max_connections(1)
        .connect_timeout(Duration::from_secs(10))
        .sqlx_logging(false);
    let connection = sea_orm::Database::connect(options).await?;
    let sql = "SELECT rolname <> current_user AND pg_has_role(current_user, oid, 'MEMBER') \
               FROM pg_roles WHERE rolname = $1";
    let statement =
        Statement::from_sql_and_values(DbBackend::Postgres, sql, [APPLICATION_ROLE.into()]);
    let row = connection.query_one_raw(statement).await?;
    connection.close_by_ref().await?;
    let take = row
        .map(|row| row.try_get_by_index::<bool>(0))
        .transpose()?
        .unwrap_or(false);
    Ok(take.then_some(APPLICATION_ROLE))
}

/// Says so when the login reads past row-level security: then only the server's own filters part the tenants.
async fn warn_when_rls_is_bypassed(connection: &DatabaseConnection) -> StoreResult<()> {
    let sql = "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user";
    let row = connection
        .query_one_raw(Statement::from_string(DbBackend::Postgres, sql))
        .await?;
    let bypassed = row
        .map(|row| row.try_get_by_index::<bool>(0))
        .transpose()?
        .unwrap_or(false);
    if bypassed {
        tracing::warn!(
            "the PostgreSQL role of SAXAUL_DATABASE_URL bypasses row-level security; make it a member of {APPLICATION_ROLE}"
        );
    }
    Ok(())
}

fn create_parent_folder(url: &str) -> StoreResult<()> {
    let path = url.trim_start_matches("sqlite:").trim_start_matches("//");
    let path = path.split('?').next().unwrap_or_default();
    if path.is_empty() || path.starts_with(':') {
        return Ok(());
    }
    match Path::new(path).parent() {
        Some(folder) if !folder.as_os_str().is_empty() => {
            std::fs::create_dir_all(folder).map_err(|error| {
                StoreError::Corrupt(format!(
                    "folder of the database {}: {error}",
                    folder.display()
                ))
            })
        }
        _ => Ok(()),
    }
}
