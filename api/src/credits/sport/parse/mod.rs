//! Reading the exports of health and sport services: archives, XML, JSON and tables, in bounded memory and time.
//!
//! Nothing is ever unpacked to disk. Whatever a file claims about itself, at most a few megabytes of it are in memory at
//! once, beside the samples of one year.

mod archive;
mod json;
mod limits;
mod tables;
mod xml;

use std::{
    fs::File,
    io::{BufReader, Read as _, Seek as _},
    path::Path,
};

use saxaul_shared::{
    credits::sport::{DayTotal, FileProblem, Ride, RowProblem, SportSource},
    period::Date,
};

use self::limits::Bounded;
pub use self::limits::Watch;

/// Rows whose problems are kept; the others are counted.
const ROW_PROBLEMS_MAX: usize = 50;
/// Rides kept of one file.
const RIDES_MAX: usize = 5000;
/// Largest XML that is read, unpacked.
const XML_BYTES_MAX: u64 = 8 << 30;
/// Largest JSON that is read, unpacked.
const JSON_BYTES_MAX: u64 = 64 << 20;
/// Largest table that is read, unpacked.
const TABLE_BYTES_MAX: u64 = 16 << 20;

/// What a file said.
#[derive(Debug)]
pub struct Parsed {
    /// Where it comes from.
    pub source: SportSource,
    /// Steps by day, oldest first.
    pub days: Vec<DayTotal>,
    /// Rides, runs and walks.
    pub rides: Vec<Ride>,
    /// The first rows that could not be read, with their numbers.
    pub row_problems: Vec<(u64, RowProblem)>,
    /// Rows and samples that could not be read.
    pub refused: u64,
    /// Samples that a person typed.
    pub manual: u64,
    /// Samples of days before those that are kept.
    pub older: u64,
}

impl Parsed {
    fn new(source: SportSource) -> Self {
        Self {
            source,
            days: Vec::new(),
            rides: Vec::new(),
            row_problems: Vec::new(),
            refused: 0,
            manual: 0,
            older: 0,
        }
    }

    fn refuse_row(&mut self, row: u64, problem: RowProblem) {
        self.refused += 1;
        if self.row_problems.len() < ROW_PROBLEMS_MAX {
            self.row_problems.push((row, problem));
        }
    }

    fn keep_ride(&mut self, ride: Ride, keep_from: Date) {
        // One day of leeway: the ride's own zone is not known here.
        let day = Date::from_day_number(ride.start_s.div_euclid(86_400) + 1);
        match day {
            Some(day) if day >= keep_from => {
                if self.rides.len() < RIDES_MAX {
                    self.rides.push(ride);
                } else {
                    self.refused += 1;
                }
            }
            _ => self.older += 1,
        }
    }
}

/// Reads a file of any known kind. Days before `keep_from` are counted, not kept.
pub fn read_file(path: &Path, keep_from: Date, watch: &Watch) -> Result<Parsed, FileProblem> {
    let mut file = File::open(path).map_err(|_| FileProblem::Gone)?;
    let size = file.metadata().map_err(|_| FileProblem::Gone)?.len();
    let mut head = [0u8; 512];
    let length = fill(&mut file, &mut head)?;
    file.rewind().map_err(|error| limits::io_problem(&error))?;
    let head = &head[..length];
    watch.total(size);
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        return archive::read(file, keep_from, watch);
    }
    let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let begin = text.iter().find(|byte| !byte.is_ascii_whitespace());
    let bounded = |most| Bounded::new(&file, "", most, size, watch);
    let buffered = |most| BufReader::with_capacity(1 << 16, bounded(most));
    match begin {
        Some(b'<') => xml::read(buffered(XML_BYTES_MAX), keep_from),
        Some(b'[' | b'{') => {
            let mut reading = json::Reading::new(keep_from);
            reading.file(buffered(JSON_BYTES_MAX))?;
            Ok(reading.finish())
        }
        Some(byte) if utf16(head) || is_text(*byte) && !head.contains(&0) => {
            tables::read(bounded(TABLE_BYTES_MAX), None, keep_from)
        }
        _ => Err(FileProblem::Unknown),
    }
}

/// Whether a table may begin with this byte: a letter, a digit, a quotation mark, or a byte of a longer character.
fn is_text(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'"' || byte >= 0x80
}

fn utf16(head: &[u8]) -> bool {
    head.starts_with(&[0xff, 0xfe]) || head.starts_with(&[0xfe, 0xff])
}

fn fill(file: &mut File, into: &mut [u8]) -> Result<usize, FileProblem> {
    let mut length = 0;
    while length < into.len() {
        match file.read(&mut into[length..]) {
            Ok(0) => break,
            Ok(read) => length += read,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(limits::io_problem(&error)),
        }
    }
    Ok(length)
}

#[cfg(test)]
mod tests;
