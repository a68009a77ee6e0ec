//! What anyone may know about the server.

use async_graphql::{Object, SimpleObject};

/// The server itself.
#[derive(Debug, SimpleObject)]
struct ServerInfo {
    /// Version of the program, such as `0.1.0`.
    version: &'static str,
}

/// Queries about the server itself.
#[derive(Debug, Default)]
pub(crate) struct ServerQuery;

#[Object]
impl ServerQuery {
    /// The server itself; needs no sign-in.
    async fn server_info(&self) -> ServerInfo {
        ServerInfo {
            version: env!("CARGO_PKG_VERSION"),
        }
    }
}
