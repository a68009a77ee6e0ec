//! From a configuration to a running server, the same way for the program and for its tests.

use std::{
    net::{SocketAddr, TcpListener},
    time::Duration,
};

use actix_web::{App, HttpServer, dev::Server, middleware::from_fn, web};
use tokio::sync::watch;

use crate::{
    accounting,
    auth::{Auth, KeyError},
    config::Config,
    credits,
    graphql::{executor::Executor, schema},
    http,
    platform::{Background, Platform, PlatformError, jobs::JobRegistry},
    telemetry,
};

/// Longest wait for the headers of a request.
const HEADERS_MAX: Duration = Duration::from_secs(10);

/// Longest wait for a client to take the rest of an answer when its connection ends.
const DISCONNECT_MAX: Duration = Duration::from_secs(3);

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
    /// A part the server stands on could not be opened.
    #[error(transparent)]
    Platform(#[from] PlatformError),
    /// The secret or the signing keys could not be had.
    #[error(transparent)]
    Auth(#[from] KeyError),
    /// The schema's own SDL could not be read back.
    #[error("the GraphQL schema cannot be read: {0}")]
    Schema(#[from] async_graphql::parser::Error),
    /// The HTTP server failed.
    #[error("the HTTP server failed: {0}")]
    Serve(#[from] std::io::Error),
}

/// A server that listens and is ready to run.
pub struct Application {
    address: SocketAddr,
    server: Server,
    platform: Platform,
    auth: Auth,
    background: Background,
    stopping: watch::Sender<bool>,
    patience: Duration,
}

impl Application {
    /// Connects what the configuration names, builds the schema and starts to listen.
    pub async fn build(config: Config) -> Result<Self, StartupError> {
        telemetry::start_metrics();
        let asked = config.listen;
        let listen = |source| StartupError::Listen {
            address: asked,
            source,
        };
        let listener = TcpListener::bind(config.listen).map_err(listen)?;
        let address = listener.local_addr().map_err(listen)?;
        let platform = Platform::build(&config.platform()).await?;
        let auth = Auth::build(&platform, config.auth()).await?;
        let boards = credits::board::Boards::new(platform.clone());
        let schema = schema::build(&platform, &auth, &config, &boards);
        let background = platform
            .start(jobs(&platform), config.workers_config())
            .await?;
        let (stopping, stopped) = watch::channel(false);
        let sdl = schema.sdl();
        let executor = web::Data::new(Executor::new(schema, &sdl, &config)?);
        let (workers, patience) = (config.workers, config.shutdown_timeout);
        let config = web::Data::new(config);
        let auth_data = web::Data::new(auth.clone());
        let platform_data = web::Data::new(platform.clone());
        let boards = web::Data::new(boards);
        let stopped = web::Data::new(stopped);
        let mut server = HttpServer::new(move || {
            App::new()
                .app_data(config.clone())
                .app_data(executor.clone())
                .app_data(platform_data.clone())
                .app_data(auth_data.clone())
                .app_data(boards.clone())
                .app_data(stopped.clone())
                .wrap(from_fn(http::headers::layer))
                .wrap(from_fn(http::request_id::layer))
                .configure(http::routes)
        })
        .on_connect(http::line::keep)
        .client_request_timeout(HEADERS_MAX)
        .client_disconnect_timeout(DISCONNECT_MAX)
        .shutdown_timeout(patience.as_secs())
        .disable_signals();
        if workers > 0 {
            server = server.workers(workers);
        }
        let server = server.listen(listener).map_err(listen)?.run();
        Ok(Self {
            address,
            server,
            platform,
            auth,
            background,
            stopping,
            patience,
        })
    }

    /// The address in use, as a URL.
    pub fn address(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The port in use, also when the configuration asked for any.
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// What the server stands on, for commands and tests that look behind the API.
    pub fn platform(&self) -> &Platform {
        &self.platform
    }

    /// Who may call, for commands and tests that need a token without a sign-in.
    pub fn auth(&self) -> &Auth {
        &self.auth
    }

    /// Calls `ready` with the address, then serves until SIGTERM or SIGINT. Signals are watched before `ready` is
    /// called: whoever waits for its words may send one at once.
    pub async fn run(self, ready: impl FnOnce(&str)) -> Result<(), StartupError> {
        let stop = stop_signal();
        ready(&self.address());
        self.run_until(stop).await
    }

    /// Serves until `stop` is done. Then: no new connections, sockets closed with 1001, requests answered, jobs
    /// brought to a safe point, all within the configured time; at last the database is closed.
    pub async fn run_until(
        self,
        stop: impl Future<Output = ()> + Send + 'static,
    ) -> Result<(), StartupError> {
        let Self {
            server,
            platform,
            background,
            stopping,
            patience,
            ..
        } = self;
        let handle = server.handle();
        tokio::spawn(async move {
            stop.await;
            tracing::info!("stopping: no new connections, open requests and jobs are finished");
            stopping.send_replace(true);
            handle.stop(true).await;
        });
        let outcome = server.await;
        background.shutdown(patience).await;
        platform.database.close().await;
        tracing::info!("stopped");
        Ok(outcome?)
    }
}

/// The kinds of background jobs, registered by the slices.
fn jobs(platform: &Platform) -> JobRegistry {
    credits::jobs(platform, accounting::jobs(platform, JobRegistry::new()))
}

/// Begins to listen for SIGTERM and SIGINT, at once; the future ends with the first of them. A signal that comes before
/// the future is awaited is not lost, and no longer ends the process the hard way.
fn stop_signal() -> impl Future<Output = ()> + Send + 'static {
    use tokio::signal::unix::{SignalKind, signal};
    let watch = |kind: SignalKind, name: &'static str| match signal(kind) {
        Ok(signal) => Some(signal),
        Err(error) => {
            tracing::warn!(error.cause = %error, signal = name, "a signal cannot be watched");
            None
        }
    };
    let terminate = watch(SignalKind::terminate(), "SIGTERM");
    let interrupt = watch(SignalKind::interrupt(), "SIGINT");
    async move {
        tokio::select! {
            () = received(terminate) => {}
            () = received(interrupt) => {}
        }
    }
}

/// Waits for the signal; for ever when it cannot be watched.
async fn received(signal: Option<tokio::signal::unix::Signal>) {
    match signal {
        Some(mut signal) => {
            signal.recv().await;
        }
        None => std::future::pending().await,
    }
}
