//! The records of a chunk and their cells.

use std::borrow::Cow;

/// Calls `each` with every record's offset from the chunk's first one and its cells. Blank lines count and are passed
/// over. Cells borrow from the chunk unless a doubled quote had to be undone.
pub(super) fn each_record<'a>(
    text: &'a str,
    delimiter: u8,
    mut each: impl FnMut(u64, &[Cow<'a, str>]),
) {
    let mut cells: Vec<Cow<'a, str>> = Vec::with_capacity(16);
    let mut rest = text;
    let mut offset = 0;
    while !rest.is_empty() {
        cells.clear();
        rest = match memchr::memchr2(b'\n', b'"', rest.as_bytes()) {
            // Something is quoted in this line: read it byte by byte.
            Some(at) if rest.as_bytes().get(at) == Some(&b'"') => {
                quoted_record(rest, delimiter, &mut cells)
            }
            Some(at) => {
                plain_record(&rest[..at], delimiter, &mut cells);
                &rest[at + 1..]
            }
            None => {
                plain_record(rest, delimiter, &mut cells);
                ""
            }
        };
        if cells.iter().any(|cell| !cell.is_empty()) {
            each(offset, &cells);
        }
        offset += 1;
    }
}

fn plain_record<'a>(line: &'a str, delimiter: u8, cells: &mut Vec<Cow<'a, str>>) {
    let line = line.strip_suffix('\r').unwrap_or(line);
    let mut begin = 0;
    for end in memchr::memchr_iter(delimiter, line.as_bytes()) {
        cells.push(Cow::Borrowed(&line[begin..end]));
        begin = end + 1;
    }
    cells.push(Cow::Borrowed(&line[begin..]));
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
        each_record(text, b',', |offset, cells| {
            records.push((offset, cells.iter().map(ToString::to_string).collect()));
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
            let read: Vec<Vec<String>> = records(&text).into_iter().map(|(_, cells)| cells).collect();
            let written: Vec<Vec<String>> = rows.into_iter().filter(|row| row.iter().any(|cell| !cell.is_empty())).collect();
            prop_assert_eq!(read, written);
        }
    }
}
