//! The built program in a process of its own, for tests that end it the hard way.

use std::{
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
};

use super::database::TestDatabase;

/// The program with a database and a folder: started, killed and started again, always on the same data.
pub struct Program {
    database_url: String,
    folder: PathBuf,
    running: Option<(Child, String)>,
}

impl Program {
    /// Starts `saxaul serve` and waits for its address.
    pub async fn serve(database: &TestDatabase, folder: &Path) -> Self {
        let mut program = Self {
            database_url: database.url.clone(),
            folder: folder.to_owned(),
            running: None,
        };
        program.start().await;
        program
    }

    /// Starts it again, on another port.
    pub async fn start(&mut self) {
        assert!(self.running.is_none(), "it runs already");
        let mut child = self
            .command(&["serve"])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let address = tokio::task::spawn_blocking(move || {
            let address = lines.find_map(|line| {
                let line = line.ok()?;
                Some(line.strip_prefix("Saxaul listens on ")?.to_owned())
            });
            // Whatever it prints later is read, so that it never waits for a reader.
            std::thread::spawn(move || lines.for_each(drop));
            address
        });
        let address = address.await.unwrap().expect("the server says its address");
        self.running = Some((child, address));
    }

    /// The address of a path on it.
    pub fn url(&self, path: &str) -> String {
        let (_, address) = self.running.as_ref().expect("it runs");
        format!("{address}{path}")
    }

    /// Sends SIGKILL and waits until the process is gone.
    pub fn kill(&mut self) {
        let (mut child, _) = self.running.take().expect("it runs");
        child.kill().unwrap();
        let status = child.wait().unwrap();
        assert_eq!(
            std::os::unix::process::ExitStatusExt::signal(&status),
            Some(9)
        );
    }

    /// Runs another command on the same database.
    pub async fn run(&self, arguments: &[&str]) -> Output {
        let mut command = self.command(arguments);
        tokio::task::spawn_blocking(move || command.output().unwrap())
            .await
            .unwrap()
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_saxaul"));
        command
            .args(arguments)
            .env("SAXAUL_LISTEN", "127.0.0.1:0")
            .env("SAXAUL_DATABASE_URL", &self.database_url)
            .env("SAXAUL_DATABASE_CONNECTIONS", "4")
            .env("SAXAUL_DATA_FOLDER", &self.folder)
            .env(
                "SAXAUL_FILES_URL",
                format!("file:{}", self.folder.join("files").display()),
            )
            .env("SAXAUL_WORKERS", "1")
            .env("SAXAUL_LOG", "warn")
            .current_dir(&self.folder)
            .stdin(Stdio::null());
        command
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        if let Some((mut child, _)) = self.running.take() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}
