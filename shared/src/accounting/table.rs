//! Reads the comma-separated tables of `reference/`: RFC 4180, header row, UTF-8.
//!
//! A few lines of our own, because the same code runs in the build script (which packs the factor library) and in the browser.

use std::borrow::Cow;

/// A table with a header row. Cells borrow from the text unless they held a doubled quote.
#[derive(Debug, Clone)]
pub struct Table<'a> {
    header: Vec<Cow<'a, str>>,
    rows: Vec<Vec<Cow<'a, str>>>,
}

impl<'a> Table<'a> {
    /// Splits the text. A row shorter than the header reads as empty cells at its end.
    pub fn parse(text: &'a str) -> Self {
        let mut rows = records(text);
        let header = if rows.is_empty() {
            Vec::new()
        } else {
            rows.remove(0)
        };
        Self { header, rows }
    }

    /// Position of the column with this name.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.header.iter().position(|cell| cell == name)
    }

    /// All rows in file order; the first has number 2, as a spreadsheet counts.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_, 'a>> {
        self.rows.iter().enumerate().map(|(index, cells)| Row {
            table: self,
            cells,
            number: index + 2,
        })
    }

    /// Number of rows without the header.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// True when there is no row under the header.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

/// One row of a [`Table`].
#[derive(Debug, Clone, Copy)]
pub struct Row<'t, 'a> {
    table: &'t Table<'a>,
    cells: &'t [Cow<'a, str>],
    number: usize,
}

impl<'t> Row<'t, '_> {
    /// Text of the named cell, trimmed; empty when the column or the cell is missing.
    pub fn get(&self, column: &str) -> &'t str {
        self.table
            .column(column)
            .and_then(|index| self.cells.get(index))
            .map_or("", |cell| cell.trim())
    }

    /// Line number as a spreadsheet counts (the header is 1). Quoted line breaks are not counted.
    pub fn number(&self) -> usize {
        self.number
    }
}

/// The records of a comma-separated text, empty lines left out.
pub fn records(text: &str) -> Vec<Vec<Cow<'_, str>>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let bytes = text.as_bytes();
    let (mut rows, mut row, mut at) = (Vec::new(), Vec::new(), 0);
    while at < bytes.len() {
        let (cell, next) = field(text, at);
        row.push(cell);
        at = next;
        let ended = match bytes.get(at) {
            Some(b',') => {
                at += 1;
                // A comma at the very end of the text opens one more, empty cell.
                if at == bytes.len() {
                    row.push(Cow::Borrowed(""));
                }
                false
            }
            Some(b'\r') => {
                at += if bytes.get(at + 1) == Some(&b'\n') {
                    2
                } else {
                    1
                };
                true
            }
            Some(_) => {
                at += 1;
                true
            }
            None => true,
        };
        if ended {
            let full = std::mem::take(&mut row);
            if full.len() > 1 || full.first().is_some_and(|cell| !cell.is_empty()) {
                rows.push(full);
            }
        }
    }
    if !row.is_empty() {
        rows.push(row);
    }
    rows
}

/// Reads one cell at `at`; returns it and the position of the separator after it.
fn field(text: &str, at: usize) -> (Cow<'_, str>, usize) {
    let bytes = text.as_bytes();
    if bytes.get(at) != Some(&b'"') {
        let end = bytes[at..]
            .iter()
            .position(|byte| matches!(byte, b',' | b'\r' | b'\n'))
            .map_or(bytes.len(), |n| at + n);
        return (Cow::Borrowed(&text[at..end]), end);
    }
    let start = at + 1;
    let mut cursor = start;
    let mut doubled = false;
    loop {
        match bytes.get(cursor) {
            Some(b'"') if bytes.get(cursor + 1) == Some(&b'"') => {
                doubled = true;
                cursor += 2;
            }
            Some(b'"') | None => break,
            Some(_) => cursor += 1,
        }
    }
    let end = cursor.min(bytes.len());
    let cell = &text[start.min(end)..end];
    // Whatever stands between the closing quote and the separator is not part of a cell.
    let after = bytes[end..]
        .iter()
        .position(|byte| matches!(byte, b',' | b'\r' | b'\n'))
        .map_or(bytes.len(), |n| end + n);
    (
        if doubled {
            Cow::Owned(cell.replace("\"\"", "\""))
        } else {
            Cow::Borrowed(cell)
        },
        after,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_quotes_breaks_and_short_rows() {
        let table =
            Table::parse("\u{feff}a,b,c\r\n1,\"two, \"\"x\"\"\",3\n\n\"line\nbreak\",2\n,,\n");
        assert_eq!(table.len(), 3);
        let rows: Vec<_> = table.rows().collect();
        assert_eq!(rows[0].get("b"), "two, \"x\"");
        assert_eq!(rows[1].get("a"), "line\nbreak");
        assert_eq!(rows[1].get("c"), "");
        assert_eq!(rows[2].get("a"), "");
        assert_eq!(rows[0].get("absent"), "");
    }

    #[test]
    fn a_trailing_comma_is_an_empty_cell() {
        assert_eq!(records("a,b\n1,"), vec![vec!["a", "b"], vec!["1", ""]]);
    }
}
