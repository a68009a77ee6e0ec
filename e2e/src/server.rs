//! The server under test: the real binary, in its own process, with its own empty database.

use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// How long a debug build may take from start to `/readyz` on a busy machine.
const START_LIMIT: Duration = Duration::from_mins(1);

/// A running server. It is killed, and what it stored is removed, when this value is dropped.
pub struct Server {
    command: Command,
    child: Child,
    port: u16,
    folder: PathBuf,
    log: PathBuf,
}

impl Server {
    /// Starts a server on SQLite in a fresh folder, and waits until it says that it is ready.
    pub async fn start(name: &str) -> Self {
        Self::start_with(name, &[]).await
    }

    /// The same with more `SAXAUL_*` settings, which win over the harness's own.
    pub async fn start_with(name: &str, settings: &[(&str, &str)]) -> Self {
        let folder = crate::fresh_folder("server");
        let port = crate::free_port();
        let log = crate::artefacts().join(format!("{name}-server-{port}.log"));
        let output = std::fs::File::create(&log).expect("the server's log can be written");
        let errors = output.try_clone().expect("a file handle can be doubled");
        let mut command = Command::new(binary());
        command
            .arg("serve")
            .env("SAXAUL_LISTEN", format!("127.0.0.1:{port}"))
            .env("SAXAUL_PUBLIC_URL", format!("http://127.0.0.1:{port}"))
            .env(
                "SAXAUL_DATABASE_URL",
                format!("sqlite://{}", folder.join("saxaul.db").display()),
            )
            .env(
                "SAXAUL_FILES_URL",
                format!("file:{}", folder.join("files").display()),
            )
            .envs(settings.iter().copied())
            .current_dir(&folder)
            .stdin(Stdio::null())
            .stdout(output)
            .stderr(errors);
        let child = command
            .spawn()
            .unwrap_or_else(|cause| panic!("{} does not start: {cause}", binary().display()));
        let mut server = Self {
            command,
            child,
            port,
            folder,
            log,
        };
        server.wait_until_ready().await;
        server
    }

    /// Stops the server as a power cut would. What it stored stays; [`Self::come_back`] starts it again.
    pub fn go_away(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// Starts the server again on the same port and data, and waits until it is ready.
    pub async fn come_back(&mut self) {
        self.child = self.command.spawn().expect("the server starts again");
        self.wait_until_ready().await;
    }

    /// The address of a path on this server.
    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// A folder of this server's own, for files that a test hands to the browser.
    pub fn folder(&self) -> &std::path::Path {
        &self.folder
    }

    /// The status code of a GET, or nothing while no one answers.
    pub async fn status_of(&self, path: &str) -> Option<u16> {
        let mut socket = TcpStream::connect(("127.0.0.1", self.port)).await.ok()?;
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nConnection: close\r\n\r\n",
            self.port
        );
        socket.write_all(request.as_bytes()).await.ok()?;
        let mut head = [0; 12];
        socket.read_exact(&mut head).await.ok()?;
        std::str::from_utf8(&head[9..12]).ok()?.parse().ok()
    }

    async fn wait_until_ready(&mut self) {
        let began = Instant::now();
        while self.status_of("/readyz").await != Some(200) {
            if let Ok(Some(status)) = self.child.try_wait() {
                panic!(
                    "the server stopped with {status} before it was ready:\n{}",
                    self.log_text()
                );
            }
            assert!(
                began.elapsed() < START_LIMIT,
                "the server was not ready in {START_LIMIT:?}:\n{}",
                self.log_text()
            );
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    fn log_text(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap_or_default()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // The folder goes whatever the test said; its log stays in target/e2e.
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// The binary: `SAXAUL_BIN`, or the debug build of this workspace.
fn binary() -> PathBuf {
    std::env::var_os("SAXAUL_BIN")
        .map_or_else(|| crate::target().join("debug/saxaul"), PathBuf::from)
}
