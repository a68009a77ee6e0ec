//! What a reader may take: bytes, time, and the size of one piece.

use std::{
    io::{self, BufRead, Read},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use saxaul_shared::credits::sport::FileProblem;

/// Longest time that reading one file may take.
const TIME_MAX: Duration = Duration::from_mins(15);
/// Below this nothing is suspected of unpacking to too much.
const SUSPICIOUS_BYTES: u64 = 64 << 20;
/// An export of repetitive XML packs 20 to 40 times; beyond this it is no export.
const RATIO_MAX: u64 = 200;

/// Follows a reader from outside: how far it is, whether it should stop.
#[derive(Debug, Clone)]
pub struct Watch {
    inner: Arc<Counts>,
    until: Instant,
}

#[derive(Debug, Default)]
struct Counts {
    done: AtomicU64,
    total: AtomicU64,
    stop: AtomicBool,
}

impl Watch {
    /// A watch that runs from now.
    pub fn start() -> Self {
        Self {
            inner: Arc::default(),
            until: Instant::now() + TIME_MAX,
        }
    }

    /// Bytes read so far and bytes expected, unpacked.
    pub fn progress(&self) -> (u64, u64) {
        let total = self.inner.total.load(Ordering::Relaxed);
        (self.inner.done.load(Ordering::Relaxed).min(total), total)
    }

    /// Has the reader stop at its next piece.
    pub fn stop(&self) {
        self.inner.stop.store(true, Ordering::Relaxed);
    }

    pub(super) fn total(&self, bytes: u64) {
        self.inner.done.store(0, Ordering::Relaxed);
        self.inner.total.store(bytes, Ordering::Relaxed);
    }

    fn read(&self, bytes: usize) -> Result<(), FileProblem> {
        self.inner.done.fetch_add(bytes as u64, Ordering::Relaxed);
        if self.inner.stop.load(Ordering::Relaxed) || Instant::now() >= self.until {
            return Err(FileProblem::TooSlow);
        }
        Ok(())
    }
}

/// A problem on its way through a reader that only knows of input errors.
#[derive(Debug, thiserror::Error)]
#[error("{}", .0.code())]
struct Carried(FileProblem);

/// The problem behind an input error: the one it carries, or that the data is damaged.
pub(super) fn io_problem(error: &io::Error) -> FileProblem {
    let carried = error
        .get_ref()
        .and_then(|inner| inner.downcast_ref::<Carried>());
    carried.map_or_else(
        || FileProblem::Damaged {
            what: error.to_string().chars().take(120).collect(),
        },
        |carried| carried.0.clone(),
    )
}

fn carry(problem: FileProblem) -> io::Error {
    io::Error::other(Carried(problem))
}

/// Reads at most so many bytes, and none that unpack from too few.
pub(super) struct Bounded<'w, R> {
    inner: R,
    name: String,
    most: u64,
    packed: u64,
    read: u64,
    watch: &'w Watch,
}

impl<'w, R: Read> Bounded<'w, R> {
    /// Reads `inner`, which was packed into `packed` bytes.
    pub(super) fn new(inner: R, name: &str, most: u64, packed: u64, watch: &'w Watch) -> Self {
        Self {
            inner,
            name: name.to_owned(),
            most,
            packed,
            read: 0,
            watch,
        }
    }
}

impl<R: Read> Read for Bounded<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(into)?;
        self.read += read as u64;
        self.watch.read(read).map_err(carry)?;
        if self.read > self.most {
            return Err(carry(FileProblem::TooLarge {
                name: self.name.clone(),
                most: self.most,
            }));
        }
        if self.read > SUSPICIOUS_BYTES && self.read / self.packed.max(1) > RATIO_MAX {
            return Err(carry(FileProblem::Bomb {
                name: self.name.clone(),
            }));
        }
        Ok(read)
    }
}

/// Refuses a piece (a tag, a text, a document type) that is larger than `most`, before it is all in memory.
pub(super) struct Pieces<R> {
    inner: R,
    most: usize,
    taken: usize,
    seen: u64,
}

impl<R: BufRead> Pieces<R> {
    pub(super) fn new(inner: R, most: usize) -> Self {
        Self {
            inner,
            most,
            taken: 0,
            seen: 0,
        }
    }

    /// A new piece begins.
    pub(super) fn next_piece(&mut self) {
        self.taken = 0;
    }
}

impl<R: BufRead> Read for Pieces<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let available = self.fill_buf()?;
        let length = available.len().min(into.len());
        into[..length].copy_from_slice(&available[..length]);
        self.consume(length);
        Ok(length)
    }
}

impl<R: BufRead> BufRead for Pieces<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.taken > self.most {
            let at_byte = self.seen;
            return Err(carry(FileProblem::XmlTooLarge { at_byte }));
        }
        self.inner.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.taken += amount;
        self.seen += amount as u64;
        self.inner.consume(amount);
    }
}
