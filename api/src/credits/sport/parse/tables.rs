//! Tables as text: Strava's activities, Google's daily metrics, Zepp's minutes, any table of days and steps.

use std::{borrow::Cow, io::Read};

use encoding_rs::GB18030;
use saxaul_shared::{
    credits::sport::{
        FileProblem, SportSource, strava,
        table::{Columns, TableBook},
    },
    period::Date,
};

use super::{Parsed, limits::io_problem};

/// Reads a table. `day_of_file` is the day in the name of a file of one day.
pub(super) fn read(
    mut source: impl Read,
    day_of_file: Option<Date>,
    keep_from: Date,
) -> Result<Parsed, FileProblem> {
    let mut bytes = Vec::new();
    source
        .read_to_end(&mut bytes)
        .map_err(|error| io_problem(&error))?;
    let text = decode(&bytes)?;
    let mut csv = csv::ReaderBuilder::new()
        .flexible(true)
        .delimiter(delimiter(&text))
        .from_reader(text.as_bytes());
    let headers = csv.headers().map_err(|_| FileProblem::Unknown)?.clone();
    let headers: Vec<&str> = headers.iter().collect();
    if strava::Columns::fit(&headers) {
        let columns = strava::Columns::find(&headers)?;
        let mut parsed = Parsed::new(SportSource::Strava);
        rows(&mut csv, |row, cells| match columns.ride(cells) {
            Ok(ride) => parsed.keep_ride(ride, keep_from),
            Err(problem) => parsed.refuse_row(row, problem),
        });
        return Ok(parsed);
    }
    let columns = Columns::find(&headers, day_of_file)?;
    let mut parsed = Parsed::new(columns.source);
    let mut book = TableBook::new(columns, day_of_file, keep_from);
    rows(&mut csv, |row, cells| {
        if let Err(problem) = book.add(cells) {
            parsed.refuse_row(row, problem);
        }
    });
    parsed.older += book.older();
    parsed.days = book.finish();
    Ok(parsed)
}

fn rows(csv: &mut csv::Reader<&[u8]>, mut each: impl FnMut(u64, &[&str])) {
    let mut record = csv::StringRecord::new();
    // A record of text that is valid UTF-8 can always be read.
    while csv.read_record(&mut record).unwrap_or(false) {
        let line = record.position().map_or(0, csv::Position::line);
        let cells: Vec<&str> = record.iter().collect();
        if cells.iter().any(|cell| !cell.trim().is_empty()) {
            each(line, &cells);
        }
    }
}

/// UTF-8, or GB18030 as spreadsheet programs in China write it.
fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, FileProblem> {
    if super::utf16(bytes) {
        return Err(FileProblem::Encoding { name: "UTF-16" });
    }
    if bytes.contains(&0) {
        return Err(FileProblem::Encoding { name: "binary" });
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(Cow::Borrowed(text));
    }
    GB18030
        .decode_without_bom_handling_and_without_replacement(bytes)
        .ok_or(FileProblem::Encoding {
            name: "ISO-8859 / Windows-125x",
        })
}

/// A comma, or what the first line has more of: some regions write semicolons or tabs.
fn delimiter(text: &str) -> u8 {
    let line = text.lines().next().unwrap_or_default();
    let count = |byte: u8| line.bytes().filter(|found| *found == byte).count();
    let all = [b'\t', b';', b','];
    all.into_iter()
        .max_by_key(|byte| count(*byte))
        .unwrap_or(b',')
}
