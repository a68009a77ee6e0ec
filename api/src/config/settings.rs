//! The table of settings: the one list from which flags, variables and the documentation follow.

/// One setting: `listen` is the flag `--listen`, the variable `SAXAUL_LISTEN` and the key `listen` of a file.
#[derive(Debug, Clone, Copy)]
pub struct Setting {
    /// Name in snake case.
    pub name: &'static str,
    /// What it does, with its unit and limits, in one sentence.
    pub help: &'static str,
    /// Whether the value may hold a password, so that errors must not repeat it.
    pub secret: bool,
}

impl Setting {
    /// Name of the environment variable.
    pub fn variable(&self) -> String {
        format!("SAXAUL_{}", self.name.to_uppercase())
    }

    /// Name of the flag, without the leading dashes.
    pub fn flag(&self) -> String {
        self.name.replace('_', "-")
    }
}

const fn open(name: &'static str, help: &'static str) -> Setting {
    Setting {
        name,
        help,
        secret: false,
    }
}

const fn secret(name: &'static str, help: &'static str) -> Setting {
    Setting {
        name,
        help,
        secret: true,
    }
}

/// Every setting, in the order of the documentation.
pub const SETTINGS: &[Setting] = &[
    open(
        "listen",
        "Address and port to listen on; port 0 takes a free one.",
    ),
    open(
        "public_url",
        "Address people use, for links, cookies and the Origin check; empty means the listening address.",
    ),
    secret(
        "database_url",
        "Database: `sqlite://path` or `postgres://user:password@host/name`.",
    ),
    open(
        "database_connections",
        "Most connections in the database pool, 1 to 10000.",
    ),
    open(
        "database_migrate",
        "Whether the server brings the database up to date at start: `true` or `false`.",
    ),
    secret(
        "database_migrate_url",
        "The same database as the owner of its tables, for migrations only; empty means `database_url`.",
    ),
    open(
        "database_durability",
        "What a saved row survives on SQLite: `full` a power cut, `normal` a crash of the server.",
    ),
    open(
        "data_folder",
        "Folder for what the server itself must keep, such as a generated secret.",
    ),
    secret(
        "secret",
        "Seals the signing keys and the audit trail, at least 32 characters; empty generates one into the data folder.",
    ),
    open(
        "access_token_seconds",
        "Seconds an access token is good, 1 to 86400; then the console refreshes it.",
    ),
    secret(
        "redis_url",
        "Redis for the live bus and cache, needed with several instances; empty keeps both in the process.",
    ),
    secret(
        "files_url",
        "Files: `file:folder` or `s3://bucket/prefix` with key and endpoint as query parameters.",
    ),
    secret(
        "smtp_url",
        "Mail server: `smtp://user:password@host:port`; empty writes mails to the log.",
    ),
    open("mail_from", "Sender of mails."),
    open(
        "log",
        "Filter of the log, such as `info` or `saxaul_api=debug,info`.",
    ),
    open("log_format", "`text` for people or `json` for collectors."),
    open(
        "workers",
        "HTTP worker threads, 0 to 1024; 0 takes one per core.",
    ),
    open("job_workers", "Background jobs running at once, 1 to 256."),
    open(
        "shutdown_seconds",
        "Seconds that requests, sockets and jobs get to finish at shutdown, 1 to 3600.",
    ),
    open(
        "trusted_proxies",
        "Comma-separated addresses or networks whose `X-Forwarded-For` is believed.",
    ),
    open(
        "allowed_origins",
        "Comma-separated origins, beside the public URL, that a browser may call from.",
    ),
    open(
        "introspection",
        "Who may ask the GraphQL schema about itself: `open`, `signed-in` or `off`.",
    ),
    open(
        "graphiql",
        "Whether `/graphiql` is served: `true` or `false`.",
    ),
    secret(
        "metrics_token",
        "Bearer token for `/metrics`; empty lets only the same machine read them.",
    ),
    open(
        "graphql_depth",
        "Deepest nesting of a GraphQL document, 1 to 64.",
    ),
    open(
        "graphql_cost",
        "Highest cost of a GraphQL document, in objects: page size × children.",
    ),
    open("graphql_aliases", "Most aliases in a GraphQL document."),
    open(
        "graphql_root_fields",
        "Most root fields in a GraphQL document.",
    ),
    open(
        "graphql_directives",
        "Most directives in one place of a GraphQL document.",
    ),
    open(
        "graphql_tokens",
        "Most lexical tokens in a GraphQL document.",
    ),
    open(
        "graphql_body_bytes",
        "Largest GraphQL request body in bytes.",
    ),
    open(
        "socket_init_seconds",
        "Seconds a WebSocket client may take to introduce itself, 1 to 60.",
    ),
    open(
        "socket_ping_seconds",
        "Seconds between pings on a WebSocket, 1 to 3600.",
    ),
    open(
        "socket_message_bytes",
        "Largest WebSocket message in bytes.",
    ),
    open(
        "socket_subscriptions",
        "Most operations at once on one WebSocket, 1 to 1000.",
    ),
    open(
        "socket_send_seconds",
        "Seconds one message may wait for a slow WebSocket reader before it is dropped, 1 to 600.",
    ),
    open(
        "rate_cost_burst",
        "GraphQL cost units a caller may spend at once; 0 switches the budget off.",
    ),
    open(
        "rate_cost_per_second",
        "GraphQL cost units a caller gets back per second.",
    ),
];
