//! The harness of the journeys: a real server process, a real browser, and words to drive it with.
//!
//! **Invariant:** nothing here knows the server's code. It starts the binary, speaks HTTP, and finds
//! things on a page as a person or a screen reader does: by role and name.
#![expect(
    clippy::expect_used,
    reason = "the harness serves tests only: its failure is the test's failure"
)]

pub mod accessibility;
pub mod archive;
pub mod browser;
pub mod find;
pub mod server;
pub mod sheet;

pub use browser::{Browser, Language, Theme, View};
pub use server::Server;

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

/// Where pictures and logs of a run are kept for looking at: `target/e2e`.
pub fn artefacts() -> PathBuf {
    let folder = target().join("e2e");
    std::fs::create_dir_all(&folder).expect("target/e2e can be made");
    folder
}

/// The workspace's build folder.
pub(crate) fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../target"),
        PathBuf::from,
    )
}

/// A fresh folder below the system's temporary one, told apart by process and a running number.
pub(crate) fn fresh_folder(what: &str) -> PathBuf {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let folder =
        std::env::temp_dir().join(format!("saxaul-e2e-{what}-{}-{number}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a temporary folder can be made");
    folder
}

/// A port of the loopback address that was free a moment ago.
pub(crate) fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).expect("a port is free");
    listener
        .local_addr()
        .expect("a bound socket has an address")
        .port()
}
