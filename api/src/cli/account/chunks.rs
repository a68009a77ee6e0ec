//! A stream of delimited text cut into chunks of whole records, for several cores to work on.

use std::io::{self, ErrorKind, Read};

/// Bytes read at once. Small enough to stay in a core's cache while it is read, checked and computed, large enough that
/// fetching it costs nothing beside that.
const CHUNK_BYTES: usize = 1 << 18;
/// The longest record that is taken. A longer one is a quote that was never closed, or no table at all.
const RECORD_BYTES_MAX: usize = 1 << 20;

/// A run of whole records. Filled again and again, so that a file of any length costs no more memory than this.
#[derive(Debug, Default)]
pub(super) struct Chunk {
    /// Running number, from 0.
    pub(super) index: usize,
    /// Number of its first record as a spreadsheet counts rows, from 1.
    pub(super) first_row: u64,
    buffer: Vec<u8>,
    length: usize,
}

impl Chunk {
    /// Text as it stands in the file; ends with a line break unless the file does not.
    pub(super) fn bytes(&self) -> &[u8] {
        self.buffer.get(..self.length).unwrap_or_default()
    }

    /// Takes in `bytes` and then what `source` gives, at most [`CHUNK_BYTES`] of it. How many bytes the source gave.
    fn fill(&mut self, bytes: &[u8], source: &mut impl Read) -> io::Result<usize> {
        let whole = bytes.len() + CHUNK_BYTES;
        if self.buffer.len() < whole {
            self.buffer.resize(whole, 0);
        }
        self.length = bytes.len();
        if let Some(begin) = self.buffer.get_mut(..bytes.len()) {
            begin.copy_from_slice(bytes);
        }
        while let Some(rest) = self
            .buffer
            .get_mut(self.length..whole)
            .filter(|rest| !rest.is_empty())
        {
            match source.read(rest) {
                Ok(0) => break,
                Ok(read) => self.length += read,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(self.length - bytes.len())
    }
}

/// Where a scan stands between two bytes (RFC 4180: a quote opens only at the beginning of a field, and a doubled
/// one inside is text).
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    FieldStart,
    Plain,
    Quoted,
    QuoteInQuoted,
}

/// Finds the ends of records.
struct Scanner {
    delimiter: u8,
    state: State,
}

impl Scanner {
    /// Reads on over `bytes`; returns how many records ended and where the last of them did.
    fn records(&mut self, bytes: &[u8]) -> (u64, Option<usize>) {
        if matches!(self.state, State::FieldStart | State::Plain)
            && memchr::memchr(b'"', bytes).is_none()
        {
            return self.records_without_quotes(bytes);
        }
        let (mut ended, mut last) = (0, None);
        for (position, byte) in bytes.iter().enumerate() {
            self.state = match (self.state, byte) {
                (State::Quoted, b'"') => State::QuoteInQuoted,
                (State::Quoted, _) | (State::FieldStart | State::QuoteInQuoted, b'"') => {
                    State::Quoted
                }
                (_, b'\n') => {
                    ended += 1;
                    last = Some(position + 1);
                    State::FieldStart
                }
                (_, byte) if *byte == self.delimiter => State::FieldStart,
                _ => State::Plain,
            };
        }
        (ended, last)
    }

    fn records_without_quotes(&mut self, bytes: &[u8]) -> (u64, Option<usize>) {
        let ended = memchr::memchr_iter(b'\n', bytes).count() as u64;
        let last = memchr::memrchr(b'\n', bytes).map(|position| position + 1);
        self.state = match bytes.last() {
            Some(byte) if *byte == b'\n' || *byte == self.delimiter => State::FieldStart,
            Some(_) => State::Plain,
            None => self.state,
        };
        (ended, last)
    }
}

/// Cuts a stream into chunks, one after another, for whoever asks next.
pub(super) struct Cutter<R> {
    source: R,
    scanner: Scanner,
    /// The beginning of a record whose end has not been read yet.
    carried: Vec<u8>,
    index: usize,
    first_row: u64,
    ended: bool,
}

impl<R: Read> Cutter<R> {
    pub(super) fn new(source: R, delimiter: u8) -> Self {
        Self {
            source,
            scanner: Scanner {
                delimiter,
                state: State::FieldStart,
            },
            carried: Vec::new(),
            index: 0,
            first_row: 1,
            ended: false,
        }
    }

    /// Fills `chunk` with the next records. False at the end, and from then on; after an error as well.
    pub(super) fn next(&mut self, chunk: &mut Chunk) -> io::Result<bool> {
        if self.ended {
            return Ok(false);
        }
        let found = self.cut(chunk);
        self.ended |= found.is_err();
        found
    }

    /// Gives out nothing any more.
    pub(super) fn stop(&mut self) {
        self.ended = true;
    }

    fn cut(&mut self, chunk: &mut Chunk) -> io::Result<bool> {
        (chunk.index, chunk.first_row) = (self.index, self.first_row);
        loop {
            let begin = self.carried.len();
            let read = chunk.fill(&self.carried, &mut self.source)?;
            self.carried.clear();
            if read == 0 {
                self.ended = true;
                return Ok(chunk.length > 0);
            }
            let fresh = chunk.bytes().get(begin..).unwrap_or_default();
            let (ended, last) = self.scanner.records(fresh);
            let whole = last.map_or(0, |last| begin + last);
            self.carried
                .extend_from_slice(chunk.bytes().get(whole..).unwrap_or_default());
            if self.carried.len() > RECORD_BYTES_MAX {
                let row = self.first_row + ended;
                let message = format!(
                    "row {row} is longer than {RECORD_BYTES_MAX} bytes: is a quotation mark not closed?"
                );
                return Err(io::Error::new(ErrorKind::InvalidData, message));
            }
            if whole > 0 {
                chunk.length = whole;
                self.index += 1;
                self.first_row += ended;
                return Ok(true);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Gives at most `step` bytes per read, as a pipe may.
    struct Dripping<'a> {
        bytes: &'a [u8],
        step: usize,
    }

    impl Read for Dripping<'_> {
        fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
            let length = self.step.min(self.bytes.len()).min(out.len());
            out[..length].copy_from_slice(&self.bytes[..length]);
            self.bytes = &self.bytes[length..];
            Ok(length)
        }
    }

    /// First row and bytes of each chunk.
    fn chunks(text: &[u8], step: usize) -> Vec<(u64, Vec<u8>)> {
        let mut cutter = Cutter::new(Dripping { bytes: text, step }, b',');
        let (mut chunk, mut chunks) = (Chunk::default(), Vec::new());
        while cutter.next(&mut chunk).unwrap() {
            assert_eq!(chunk.index, chunks.len());
            chunks.push((chunk.first_row, chunk.bytes().to_vec()));
        }
        assert!(!cutter.next(&mut chunk).unwrap());
        chunks
    }

    #[test]
    fn a_file_larger_than_a_chunk_is_cut_between_records_and_rows_are_counted() {
        let line = "a,\"two\nlines, \"\"quoted\"\"\",b\n";
        let text = line.repeat(100_000);
        let chunks = chunks(text.as_bytes(), 1 << 16);
        assert!(chunks.len() > 2);
        let mut rows = 1;
        for (first_row, bytes) in &chunks {
            assert_eq!(*first_row, rows);
            assert_eq!(bytes.len() % line.len(), 0);
            rows += (bytes.len() / line.len()) as u64;
        }
        assert_eq!(rows, 100_001);
    }

    #[test]
    fn a_quote_inside_a_plain_field_is_text() {
        let text = "5\" pipe,1\n".repeat(200_000);
        let count: usize = chunks(text.as_bytes(), 4096)
            .iter()
            .map(|(_, bytes)| bytes.len())
            .sum();
        assert_eq!(count, text.len());
    }

    #[test]
    fn a_quote_that_is_never_closed_is_an_error_that_names_the_row() {
        let text = format!("a,b\nc,\"{}", "x".repeat(3 << 20));
        let mut cutter = Cutter::new(text.as_bytes(), b',');
        let mut chunk = Chunk::default();
        let error = loop {
            match cutter.next(&mut chunk) {
                Ok(more) => assert!(more),
                Err(error) => break error,
            }
        };
        assert!(
            error.to_string().starts_with("row 2 is longer than"),
            "{error}"
        );
        assert!(!cutter.next(&mut chunk).unwrap());
    }

    proptest! {
        #[test]
        fn nothing_is_lost_however_the_bytes_arrive(text in "[a,\"\n ]{0,400}", step in 1_usize..64) {
            let bytes: Vec<u8> = chunks(text.as_bytes(), step).into_iter().flat_map(|(_, bytes)| bytes).collect();
            prop_assert_eq!(bytes, text.as_bytes());
        }
    }
}
