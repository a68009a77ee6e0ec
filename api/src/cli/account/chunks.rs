//! A stream of delimited text cut into chunks of whole records, for several cores to work on.

use std::io::{self, Read};

/// Bytes read at once. Large enough to keep a core busy for some milliseconds, small enough that a few of them
/// weigh nothing.
const CHUNK_BYTES: usize = 1 << 20;
/// The longest record that is taken. A longer one is a quote that was never closed, or no table at all.
const RECORD_BYTES_MAX: usize = 1 << 20;

/// A run of whole records.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Chunk {
    /// Running number, from 0.
    pub(super) index: usize,
    /// Number of its first record as a spreadsheet counts rows, from 1.
    pub(super) first_row: u64,
    /// UTF-8 text as it stands in the file; ends with a line break unless the file does not.
    pub(super) bytes: Vec<u8>,
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
        if matches!(self.state, State::FieldStart | State::Plain) && !bytes.contains(&b'"') {
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
        let ended = bytes.iter().map(|byte| u64::from(*byte == b'\n')).sum();
        let last = bytes
            .iter()
            .rposition(|byte| *byte == b'\n')
            .map(|position| position + 1);
        self.state = match bytes.last() {
            Some(byte) if *byte == b'\n' || *byte == self.delimiter => State::FieldStart,
            Some(_) => State::Plain,
            None => self.state,
        };
        (ended, last)
    }
}

/// Cuts `source` into chunks and hands each to `take`, in order, until the end or until `take` returns false.
pub(super) fn cut(
    mut source: impl Read,
    delimiter: u8,
    mut take: impl FnMut(Chunk) -> bool,
) -> io::Result<()> {
    let mut scanner = Scanner {
        delimiter,
        state: State::FieldStart,
    };
    let (mut index, mut first_row) = (0, 1);
    let mut carried: Vec<u8> = Vec::new();
    loop {
        let mut bytes = std::mem::take(&mut carried);
        let begin = bytes.len();
        bytes.reserve_exact(CHUNK_BYTES);
        (&mut source)
            .take(CHUNK_BYTES as u64)
            .read_to_end(&mut bytes)?;
        let fresh = bytes.get(begin..).unwrap_or_default();
        let at_end = fresh.is_empty();
        let (ended, last) = scanner.records(fresh);
        if at_end {
            if !bytes.is_empty() {
                take(Chunk {
                    index,
                    first_row,
                    bytes,
                });
            }
            return Ok(());
        }
        match last {
            Some(last) => {
                carried = bytes.split_off(begin + last);
                let chunk = Chunk {
                    index,
                    first_row,
                    bytes,
                };
                if !take(chunk) {
                    return Ok(());
                }
                index += 1;
                first_row += ended;
            }
            None => carried = bytes,
        }
        if carried.len() > RECORD_BYTES_MAX {
            let message = format!(
                "row {first_row} is longer than {RECORD_BYTES_MAX} bytes: is a quotation mark not closed?"
            );
            return Err(io::Error::new(io::ErrorKind::InvalidData, message));
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

    fn chunks(text: &[u8], step: usize) -> Vec<Chunk> {
        let mut chunks = Vec::new();
        let source = Dripping { bytes: text, step };
        cut(source, b',', |chunk| {
            chunks.push(chunk);
            true
        })
        .unwrap();
        chunks
    }

    #[test]
    fn a_file_larger_than_a_chunk_is_cut_between_records_and_rows_are_counted() {
        let line = "a,\"two\nlines, \"\"quoted\"\"\",b\n";
        let text = line.repeat(100_000);
        let chunks = chunks(text.as_bytes(), 1 << 16);
        assert!(chunks.len() > 2);
        let mut rows = 1;
        for chunk in &chunks {
            assert_eq!(chunk.first_row, rows);
            assert_eq!(chunk.bytes.len() % line.len(), 0);
            rows += (chunk.bytes.len() / line.len()) as u64;
        }
        assert_eq!(rows, 100_001);
    }

    #[test]
    fn a_quote_inside_a_plain_field_is_text() {
        let text = "5\" pipe,1\n".repeat(200_000);
        let count: usize = chunks(text.as_bytes(), 4096)
            .iter()
            .map(|chunk| chunk.bytes.len())
            .sum();
        assert_eq!(count, text.len());
    }

    #[test]
    fn a_quote_that_is_never_closed_is_an_error_that_names_the_row() {
        let text = format!("a,b\nc,\"{}", "x".repeat(3 << 20));
        let error = cut(text.as_bytes(), b',', |_| true).unwrap_err();
        assert!(
            error.to_string().starts_with("row 2 is longer than"),
            "{error}"
        );
    }

    proptest! {
        #[test]
        fn nothing_is_lost_however_the_bytes_arrive(text in "[a,\"\n ]{0,400}", step in 1_usize..64) {
            let bytes: Vec<u8> = chunks(text.as_bytes(), step).into_iter().flat_map(|chunk| chunk.bytes).collect();
            prop_assert_eq!(bytes, text.as_bytes());
        }
    }
}
