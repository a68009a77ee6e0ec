//! Counts the statements sent to the database, so that tests can say "this list is one query".

use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicBool, AtomicU64, Ordering},
};

/// Counts every statement of one database, and keeps their text while recording is on.
#[derive(Debug, Clone, Default)]
pub struct StatementCounter {
    inner: Arc<Counts>,
}

#[derive(Debug, Default)]
struct Counts {
    total: AtomicU64,
    recording: AtomicBool,
    texts: Mutex<Vec<String>>,
}

impl StatementCounter {
    /// Statements sent since the database was opened. The `BEGIN`, `COMMIT` and tenant setting around a transaction
    /// are not counted.
    pub fn total(&self) -> u64 {
        self.inner.total.load(Ordering::Relaxed)
    }

    /// Starts keeping the text of statements, forgetting those kept before.
    pub fn start_recording(&self) {
        self.lock().clear();
        self.inner.recording.store(true, Ordering::Relaxed);
    }

    /// Stops keeping and returns what was sent since [`start_recording`](Self::start_recording).
    pub fn stop_recording(&self) -> Vec<String> {
        self.inner.recording.store(false, Ordering::Relaxed);
        std::mem::take(&mut *self.lock())
    }

    pub(super) fn count(&self, sql: &str) {
        if sql.contains("set_config('saxaul.") {
            return;
        }
        self.inner.total.fetch_add(1, Ordering::Relaxed);
        if self.inner.recording.load(Ordering::Relaxed) {
            self.lock().push(sql.to_owned());
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<String>> {
        self.inner
            .texts
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}
