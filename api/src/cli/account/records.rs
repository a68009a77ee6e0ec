//! The records of a chunk and their cells.

use std::borrow::Cow;

/// A record as it was found.
#[derive(Debug, Clone, Copy)]
pub(super) enum Record<'r, 'a> {
    /// A line without quotes, without its line end: the cells stand between the delimiters as they are.
    Line(&'a str),
    /// Cells of a record in which something is quoted. They borrow from the chunk unless a doubled quote had to be undone.
    Cells(&'r [Cow<'a, str>]),
}

/// Calls `each` with every record and its offset from the chunk's first one. Blank lines count and are passed over.
pub(super) fn each_record<'a>(
    text: &'a str,
    delimiter: u8,
    mut each: impl FnMut(u64, Record<'_, 'a>),
) {
    let mut cells: Vec<Cow<'a, str>> = Vec::with_capacity(16);
    let mut rest = text;
    let mut offset = 0;
    while !rest.is_empty() {
        let (line, after) = match memchr::memchr2(b'\n', b'"', rest.as_bytes()) {
            // Something is quoted in this line: read it byte by byte.
            Some(at) if rest.as_bytes().get(at) == Some(&b'"') => {
                cells.clear();
                rest = quoted_record(rest, delimiter, &mut cells);
                if cells.iter().any(|cell| !cell.is_empty()) {
                    each(offset, Record::Cells(&cells));
                }
                offset += 1;
                continue;
            }
            Some(at) => (&rest[..at], &rest[at + 1..]),
            None => (rest, ""),
        };
        let line = line.strip_suffix('\r').unwrap_or(line);
        if !line.is_empty() {
            each(offset, Record::Line(line));
        }
        rest = after;
        offset += 1;
    }
}

/// The cells of a line without quotes.
pub(super) fn line_cells(line: &str, delimiter: u8) -> impl Iterator<Item = &str> {
    line.split(char::from(delimiter))
}

/// Reads one record of RFC 4180 and returns what follows it.
fn quoted_record<'a>(text: &'a str, delimiter: u8, cells: &mut Vec<Cow<'a, str>>) -> &'a str {
    let mut rest = text;
    loop {
        let after = if let Some(inner) = rest.strip_prefix('"') {
            let (cell, after) = quoted_cell(inner);
            cells.push(cell);
            after
        } else {
            let end = memchr::memchr2(delimiter, b'\n', rest.as_bytes()).unwrap_or(rest.len());
            let cell = &rest[..end];
            let ends_line = rest.as_bytes().get(end) != Some(&delimiter);
            let cell = if ends_line {
                cell.strip_suffix('\r').unwrap_or(cell)
            } else {
                cell
            };
            cells.push(Cow::Borrowed(cell));
            &rest[end..]
        };
        let after = after.strip_prefix('\r').unwrap_or(after);
        match after.as_bytes().first() {
            Some(byte) if *byte == delimiter => rest = &after[1..],
            Some(b'\n') => return &after[1..],
            Some(_) => rest = after,
            None => return "",
        }
    }
}

/// The text up to the closing quote, and what follows that quote. Text between it and the next delimiter, which no
/// well-formed file has, becomes a cell of its own, so that the row is refused rather than misread.
fn quoted_cell(inner: &str) -> (Cow<'_, str>, &str) {
    let mut cell = Cow::Borrowed("");
    let mut rest = inner;
    loop {
        let Some(at) = memchr::memchr(b'"', rest.as_bytes()) else {
            cell += rest;
            return (cell, "");
        };
        cell += &rest[..at];
        rest = &rest[at + 1..];
        match rest.strip_prefix('"') {
            Some(after) => {
                cell += "\"";
                rest = after;
            }
            None => return (cell, rest),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn records(text: &str) -> Vec<(u64, Vec<String>)> {
        let mut records = Vec::new();
        each_record(text, b',', |offset, record| {
            let cells: Vec<String> = match record {
                Record::Line(line) => line_cells(line, b',').map(str::to_owned).collect(),
                Record::Cells(cells) => cells.iter().map(ToString::to_string).collect(),
            };
            records.push((offset, cells));
        });
        records
    }

    #[test]
    fn cells_are_split_and_quotes_undone() {
        assert_eq!(
            records("a,b\r\n\n\"x, y\",\"say \"\"hi\"\"\"\r\nlast,"),
            [
                (0, vec!["a".into(), "b".into()]),
                (2, vec!["x, y".into(), "say \"hi\"".into()]),
                (3, vec!["last".into(), String::new()]),
            ]
        );
    }

    #[test]
    fn a_line_break_inside_quotes_belongs_to_the_cell() {
        assert_eq!(
            records("\"two\nlines\",1\nb,2"),
            [
                (0, vec!["two\nlines".into(), "1".into()]),
                (1, vec!["b".into(), "2".into()]),
            ]
        );
    }

    proptest! {
        /// What a writer of the csv crate writes, we read back, cell by cell.
        #[test]
        fn written_records_are_read_back(rows in proptest::collection::vec(proptest::collection::vec("[ab\",\n é]{0,6}", 2..5), 1..8)) {
            let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
            for row in &rows {
                writer.write_record(row).unwrap();
            }
            let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
            // A line of delimiters only is left to the reader of rows, which knows it for a blank one.
            let some = |cells: &Vec<String>| cells.iter().any(|cell| !cell.is_empty());
            let read: Vec<Vec<String>> = records(&text).into_iter().map(|(_, cells)| cells).filter(some).collect();
            let written: Vec<Vec<String>> = rows.into_iter().filter(some).collect();
            prop_assert_eq!(read, written);
        }
    }
}
