//! From a configuration to a running server, the same way for the program and for its tests.

use std::net::{SocketAddr, TcpListener};

use actix_web::{App, HttpServer, dev::Server, web};

use crate::{config::Config, graphql::schema, http};

/// Why the server could not start or stopped.
#[derive(Debug, thiserror::Error)]
pub enum StartupError {
    /// The address is taken or not ours.
    #[error("cannot listen on {address} (SAXAUL_LISTEN): {source}")]
    Listen {
        /// The address asked for.
        address: SocketAddr,
        /// What the system said.
        source: std::io::Error,
    },
    /// The HTTP server failed.
    #[error("the HTTP server failed: {0}")]
    Serve(#[from] std::io::Error),
}

/// A server that listens and is ready to run.
pub struct Application {
    address: SocketAddr,
    server: Server,
}

impl Application {
    /// Connects what the configuration names, builds the schema and starts to listen.
    #[expect(
        clippy::unused_async,
        reason = "connecting the platform is asynchronous"
    )]
    pub async fn build(config: Config) -> Result<Self, StartupError> {
        let listen = |source| StartupError::Listen {
            address: config.listen,
            source,
        };
        let listener = TcpListener::bind(config.listen).map_err(listen)?;
        let address = listener.local_addr().map_err(listen)?;
        let schema = web::Data::new(schema::builder().finish());
        let mut server =
            HttpServer::new(move || App::new().app_data(schema.clone()).configure(http::routes))
                .shutdown_timeout(config.shutdown_timeout.as_secs())
                .disable_signals();
        if config.workers > 0 {
            server = server.workers(config.workers);
        }
        let server = server.listen(listener).map_err(listen)?.run();
        Ok(Self { address, server })
    }

    /// The address in use, as a URL.
    pub fn address(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The port in use, also when the configuration asked for any.
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// Serves until SIGTERM or SIGINT.
    pub async fn run(self) -> Result<(), StartupError> {
        let handle = self.server.handle();
        tokio::spawn(async move {
            stop_signal().await;
            tracing::info!("stopping");
            handle.stop(true).await;
        });
        Ok(self.server.await?)
    }
}

/// Waits for the system to ask for an end.
async fn stop_signal() {
    let interrupt = tokio::signal::ctrl_c();
    match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        Ok(mut terminate) => {
            tokio::select! {
                _ = interrupt => {}
                _ = terminate.recv() => {}
            }
        }
        Err(error) => {
            tracing::warn!(error = %error, "SIGTERM cannot be watched; only SIGINT stops the server");
            let _ = interrupt.await;
        }
    }
}
