//! Configuration: one table of settings, read from four places, checked as a whole before anything starts.
//!
//! Later places win: `config/default.toml` (built in), a TOML file named by `--config`, `SAXAUL_*` variables, flags.
//! Every value arrives as text and is parsed once, here, so a bad one is named with where it came from and why.

mod settings;
mod source;

use std::{
    fmt,
    net::SocketAddr,
    path::{Path, PathBuf},
    str::FromStr,
    time::Duration,
};

use url::Url;

pub use settings::{SETTINGS, Setting};
pub use source::{ConfigError, Overrides, Problem};

use crate::{
    auth::{AuthConfig, PasswordCost},
    platform::{
        PlatformConfig,
        db::{DatabaseConfig, Durability},
        jobs::WorkersConfig,
    },
};
use source::Values;

/// A value that must not reach a log: printing it shows only that it is set.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Wraps a secret text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text itself, for the one place that needs it.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(secret)")
    }
}

/// How lines of the log are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// For people at a terminal.
    Text,
    /// One JSON object per line, for collectors.
    Json,
}

/// Who may ask the schema about itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Introspection {
    /// Anyone; also bare `GET` queries and suggestions in errors. For public APIs and development.
    Open,
    /// Only signed-in callers; no suggestions in errors.
    SignedIn,
    /// Nobody; the SDL is published as a file instead.
    Off,
}

/// An address or a network in CIDR notation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network {
    address: std::net::IpAddr,
    prefix: u8,
}

impl Network {
    /// Whether the address lies in this network.
    pub fn contains(&self, other: std::net::IpAddr) -> bool {
        use std::net::IpAddr::{V4, V6};
        match (self.address, other.to_canonical()) {
            (V4(a), V4(b)) => {
                let shift = 32 - u32::from(self.prefix);
                u32::from(a).checked_shr(shift) == u32::from(b).checked_shr(shift)
            }
            (V6(a), V6(b)) => {
                let shift = 128 - u32::from(self.prefix);
                u128::from(a).checked_shr(shift) == u128::from(b).checked_shr(shift)
            }
            _ => false,
        }
    }
}

impl FromStr for Network {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let why = || format!("`{text}` is not an address or network such as 10.0.0.0/8");
        let (address, prefix) = match text.split_once('/') {
            Some((address, prefix)) => (address, Some(prefix)),
            None => (text, None),
        };
        let address: std::net::IpAddr = address.parse().map_err(|_| why())?;
        let widest = if address.is_ipv4() { 32 } else { 128 };
        let prefix = match prefix {
            Some(prefix) => prefix
                .parse()
                .ok()
                .filter(|p| *p <= widest)
                .ok_or_else(why)?,
            None => widest,
        };
        Ok(Self { address, prefix })
    }
}

/// Limits on one GraphQL document; each one's name is in the error that refuses.
#[derive(Debug, Clone)]
pub struct GraphqlLimits {
    /// Deepest nesting of fields, fragments expanded.
    pub depth: usize,
    /// Highest cost: objects the answer may hold, page size × children.
    pub cost: u64,
    /// Most aliases, fragments expanded.
    pub aliases: usize,
    /// Most fields at the root, fragments expanded.
    pub root_fields: usize,
    /// Most directives in one place.
    pub directives: usize,
    /// Most lexical tokens.
    pub tokens: usize,
    /// Largest request body in bytes.
    pub body_bytes: usize,
}

/// Limits on one WebSocket.
#[derive(Debug, Clone)]
pub struct SocketLimits {
    /// How long a client may take to send `connection_init`.
    pub init_timeout: Duration,
    /// How often the server pings.
    pub ping_interval: Duration,
    /// Largest message in bytes.
    pub message_bytes: usize,
    /// Most operations running at once.
    pub subscriptions: usize,
    /// How long one message may wait for a slow reader before the socket is dropped.
    pub send_timeout: Duration,
}

/// The whole configuration, checked.
#[derive(Debug, Clone)]
pub struct Config {
    /// Address to listen on; port 0 takes a free one.
    pub listen: SocketAddr,
    /// Address people use, for links, cookies and the Origin check. Defaults to the listening address.
    pub public_url: Url,
    /// `sqlite://path` or `postgres://…`.
    pub database_url: Secret,
    /// Most connections in the database pool.
    pub database_connections: u32,
    /// Whether the server brings the database up to date at start.
    pub database_migrate: bool,
    /// The same database as the owner of its tables, for migrations.
    pub database_migrate_url: Option<Secret>,
    /// What a saved row survives on SQLite.
    pub database_durability: Durability,
    /// Folder for what the server itself must keep.
    pub data_folder: PathBuf,
    /// Seals the signing keys and the audit trail; generated into the data folder when absent.
    pub secret: Option<Secret>,
    /// How long an access token is good.
    pub access_token: Duration,
    /// What hashing a password costs. No setting: only tests take less.
    pub password_cost: PasswordCost,
    /// Redis for the live bus and cache; in-process when absent.
    pub redis_url: Option<Secret>,
    /// `file:folder` or `s3://bucket/prefix?…`.
    pub files_url: Secret,
    /// `smtp://user:password@host:port`; mails are logged when absent.
    pub smtp_url: Option<Secret>,
    /// Sender of mails.
    pub mail_from: String,
    /// Filter of the log, in the syntax of `tracing_subscriber::EnvFilter`.
    pub log: String,
    /// How lines of the log are written.
    pub log_format: LogFormat,
    /// HTTP worker threads; 0 takes one per core.
    pub workers: usize,
    /// Background jobs running at once.
    pub job_workers: usize,
    /// How long requests, sockets and jobs may take to finish at shutdown.
    pub shutdown_timeout: Duration,
    /// Peers whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<Network>,
    /// Origins beside the public URL that a browser may call from.
    pub allowed_origins: Vec<String>,
    /// Who may ask the schema about itself.
    pub introspection: Introspection,
    /// Whether `/graphiql` is served.
    pub graphiql: bool,
    /// Bearer token for `/metrics`; without it only the same machine may read them.
    pub metrics_token: Option<Secret>,
    /// Limits on one GraphQL document.
    pub graphql: GraphqlLimits,
    /// Limits on one WebSocket.
    pub socket: SocketLimits,
    /// Cost units a caller may spend at once; 0 switches the budget off.
    pub rate_cost_burst: u64,
    /// Cost units a caller gets back per second.
    pub rate_cost_per_second: u64,
}

impl Config {
    /// Reads the built-in defaults, the file, the environment and the flags, in this order, and checks all of it.
    pub fn load(overrides: &Overrides) -> Result<Self, ConfigError> {
        let environment = std::env::vars().filter(|(name, _)| name.starts_with("SAXAUL_"));
        Self::from_sources(overrides.file(), environment, overrides)
    }

    /// The configuration of tests: defaults with the given settings, without file or environment.
    pub fn with(settings: &[(&str, &str)]) -> Result<Self, ConfigError> {
        Self::from_sources(None, std::iter::empty(), &Overrides::from_pairs(settings))
    }

    fn from_sources(
        file: Option<&Path>,
        environment: impl Iterator<Item = (String, String)>,
        overrides: &Overrides,
    ) -> Result<Self, ConfigError> {
        let mut values = Values::defaults();
        if let Some(file) = file {
            values.add_file(file);
        }
        values.add_environment(environment);
        values.add_flags(overrides);
        let config = Self::read(&mut values);
        values.finish(config)
    }

    fn read(values: &mut Values) -> Option<Self> {
        let listen = values.read("listen", |text| {
            text.parse::<SocketAddr>()
                .map_err(|_| "expected an address and port such as 127.0.0.1:8080".to_owned())
        });
        let public_url = values.optional("public_url", public_url);
        let database_url = values.read("database_url", database);
        let database_migrate = values.flag("database_migrate");
        let database_migrate_url = values.optional("database_migrate_url", database);
        let database_durability = values.read("database_durability", |text| match text {
            "full" => Ok(Durability::Full),
            "normal" => Ok(Durability::Normal),
            _ => Err("expected `full` or `normal`".to_owned()),
        });
        let data_folder = values.read("data_folder", |text| Ok(PathBuf::from(text)));
        let secret = values.optional("secret", |text| Ok(Secret::new(text)));
        let access_token = values.seconds("access_token_seconds", 1, 86_400);
        let redis_url = values.optional("redis_url", |text| {
            scheme(text, &["redis", "rediss", "unix"]).map(Secret::new)
        });
        let files_url = values.read("files_url", |text| {
            scheme(text, &["file", "s3"]).map(Secret::new)
        });
        let smtp_url = values.optional("smtp_url", |text| {
            scheme(text, &["smtp", "smtps"]).map(Secret::new)
        });
        let mail_from = values.read("mail_from", |text| {
            if text.contains('@') {
                Ok(text.to_owned())
            } else {
                Err("expected a mail address".to_owned())
            }
        });
        let log = values.read("log", |text| {
            tracing_subscriber::EnvFilter::try_new(text)
                .map(|_| text.to_owned())
                .map_err(|e| e.to_string())
        });
        let log_format = values.read("log_format", |text| match text {
            "text" => Ok(LogFormat::Text),
            "json" => Ok(LogFormat::Json),
            _ => Err("expected `text` or `json`".to_owned()),
        });
        let introspection = values.read("introspection", |text| match text {
            "open" => Ok(Introspection::Open),
            "signed-in" => Ok(Introspection::SignedIn),
            "off" => Ok(Introspection::Off),
            _ => Err("expected `open`, `signed-in` or `off`".to_owned()),
        });
        let graphql = GraphqlLimits {
            depth: values.number("graphql_depth", 1, 64),
            cost: values.number("graphql_cost", 1, 10_000_000),
            aliases: values.number("graphql_aliases", 0, 10_000),
            root_fields: values.number("graphql_root_fields", 1, 10_000),
            directives: values.number("graphql_directives", 0, 1_000),
            tokens: values.number("graphql_tokens", 10, 1_000_000),
            body_bytes: values.number("graphql_body_bytes", 1_024, 1 << 30),
        };
        let socket = SocketLimits {
            init_timeout: values.seconds("socket_init_seconds", 1, 60),
            ping_interval: values.seconds("socket_ping_seconds", 1, 3_600),
            message_bytes: values.number("socket_message_bytes", 1_024, 1 << 24),
            subscriptions: values.number("socket_subscriptions", 1, 1_000),
            send_timeout: values.seconds("socket_send_seconds", 1, 600),
        };
        let database_connections = values.number("database_connections", 1, 10_000);
        let workers = values.number("workers", 0, 1_024);
        let job_workers = values.number("job_workers", 1, 256);
        let shutdown_timeout = values.seconds("shutdown_seconds", 1, 3_600);
        let trusted_proxies = values.list("trusted_proxies", str::parse);
        let allowed_origins = values.list("allowed_origins", origin);
        let graphiql = values.flag("graphiql");
        let metrics_token = values.optional("metrics_token", |text| Ok(Secret::new(text)));
        let rate_cost_burst = values.number("rate_cost_burst", 0, u64::MAX);
        let rate_cost_per_second = values.number("rate_cost_per_second", 0, u64::MAX);
        // Only now may a missing value end the reading: every problem has been met.
        let listen = listen?;
        Some(Self {
            listen,
            public_url: match public_url {
                Some(url) => url,
                None => Url::parse(&format!("http://{listen}")).ok()?,
            },
            database_url: database_url?,
            database_connections,
            database_migrate,
            database_migrate_url,
            database_durability: database_durability?,
            data_folder: data_folder?,
            secret,
            access_token,
            password_cost: PasswordCost::default(),
            redis_url,
            files_url: files_url?,
            smtp_url,
            mail_from: mail_from?,
            log: log?,
            log_format: log_format?,
            workers,
            job_workers,
            shutdown_timeout,
            trusted_proxies,
            allowed_origins,
            introspection: introspection?,
            graphiql,
            metrics_token,
            graphql,
            socket,
            rate_cost_burst,
            rate_cost_per_second,
        })
    }

    /// What the platform needs of it.
    pub fn platform(&self) -> PlatformConfig {
        PlatformConfig {
            database: DatabaseConfig {
                url: self.database_url.expose().to_owned(),
                migrate_url: self
                    .database_migrate_url
                    .as_ref()
                    .map(|url| url.expose().to_owned()),
                connections_max: self.database_connections,
                durability: self.database_durability,
                migrate: self.database_migrate,
            },
            redis_url: self.redis_url.as_ref().map(|url| url.expose().to_owned()),
            files_url: self.files_url.expose().to_owned(),
            smtp_url: self.smtp_url.as_ref().map(|url| url.expose().to_owned()),
            mail_from: self.mail_from.clone(),
            data_folder: self.data_folder.clone(),
            secret: self
                .secret
                .as_ref()
                .map(|secret| secret.expose().to_owned()),
            workers: self.workers_config(),
        }
    }

    /// What authentication needs of it.
    pub fn auth(&self) -> AuthConfig {
        let issuer = self.public_url.as_str().trim_end_matches('/');
        AuthConfig {
            access_token: self.access_token,
            password_cost: self.password_cost,
            ..AuthConfig::new(issuer)
        }
    }

    /// How background jobs are worked.
    pub fn workers_config(&self) -> WorkersConfig {
        WorkersConfig {
            concurrency: self.job_workers,
            ..WorkersConfig::default()
        }
    }

    /// Whether people reach the server over TLS: then cookies are `Secure` and HSTS is sent.
    pub fn is_public_https(&self) -> bool {
        self.public_url.scheme() == "https"
    }
}

fn database(text: &str) -> Result<Secret, String> {
    scheme(text, &["sqlite", "postgres", "postgresql"]).map(Secret::new)
}

fn scheme(text: &str, allowed: &[&str]) -> Result<String, String> {
    let found = text.split_once(':').map_or("", |(scheme, _)| scheme);
    if allowed.contains(&found) {
        Ok(text.to_owned())
    } else {
        Err(format!(
            "expected a URL that begins with one of {}",
            allowed.join(", ")
        ))
    }
}

fn public_url(text: &str) -> Result<Url, String> {
    let url = Url::parse(text).map_err(|e| e.to_string())?;
    if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none() {
        return Err("expected an http or https URL".to_owned());
    }
    if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
        return Err("expected a URL without path, query or fragment".to_owned());
    }
    Ok(url)
}

/// An origin exactly as a browser writes it: scheme, host and, unless it is the usual one, port.
fn origin(text: &str) -> Result<String, String> {
    let url = public_url(text)?;
    Ok(url.origin().ascii_serialization())
}

#[cfg(test)]
mod tests;
