//! Delimited text: comma, semicolon or tab, in UTF-8 or GBK.

use std::{
    io::Read as _,
    ops::ControlFlow,
    path::{Path, PathBuf},
};

use encoding_rs::{Encoding, UTF_8};
use saxaul_shared::accounting::import::cell::Cell;

use super::{COLUMNS_MAX, EachRow, FileProblem, ROWS_MAX, encoding};

/// A text file whose encoding and delimiter are known.
pub(crate) struct TextFile {
    path: PathBuf,
    encoding: &'static Encoding,
    delimiter: u8,
}

impl TextFile {
    pub(super) fn open(path: &Path) -> Result<Self, FileProblem> {
        Self::encoded(path, encoding::detect(path)?)
    }

    /// Opens a text whose beginning tells its encoding: [`Self::utf8`] may then give bytes that are not UTF-8.
    pub(super) fn open_presuming_utf8(path: &Path) -> Result<Self, FileProblem> {
        Self::encoded(path, encoding::presume(path)?)
    }

    fn encoded(path: &Path, encoding: &'static Encoding) -> Result<Self, FileProblem> {
        let delimiter = delimiter(path, encoding)?;
        Ok(Self {
            path: path.to_owned(),
            encoding,
            delimiter,
        })
    }

    /// `UTF-8` or `GBK`.
    pub(super) fn encoding(&self) -> &'static str {
        if self.encoding == UTF_8 {
            "UTF-8"
        } else {
            "GBK"
        }
    }

    /// What stands between two cells.
    pub(crate) fn delimiter(&self) -> u8 {
        self.delimiter
    }

    /// The whole text as UTF-8, for readers that split it themselves.
    pub(crate) fn utf8(&self) -> Result<Box<dyn std::io::Read + Send>, FileProblem> {
        Ok(if self.encoding == UTF_8 {
            Box::new(encoding::without_mark(&self.path)?)
        } else {
            Box::new(encoding::Utf8Reader::open(&self.path, self.encoding)?)
        })
    }

    pub(super) fn rows(&self, each: &mut EachRow<'_>) -> Result<(), FileProblem> {
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(self.delimiter)
            // With a line end behind the last line every record is ended by one, which the count of lines relies on.
            .from_reader(encoding::Utf8Reader::open(&self.path, self.encoding)?.chain(&b"\n"[..]));
        let mut record = csv::StringRecord::new();
        let mut count = 0u64;
        while reader.read_record(&mut record).map_err(problem)? {
            if record.iter().all(|text| text.trim().is_empty()) {
                continue;
            }
            count += 1;
            if count > ROWS_MAX {
                return Err(FileProblem::Limit("rows ≤ 2 000 000"));
            }
            // One column past the limit is kept, so that such a row can be told from one that fits.
            let cells = record
                .iter()
                .take(COLUMNS_MAX + 1)
                .map(Cell::from_text)
                .collect();
            // The reader stands behind the record; blank lines before it and line ends inside it are counted, as an
            // editor counts them.
            let inside = record
                .iter()
                .flat_map(str::bytes)
                .filter(|byte| *byte == b'\n')
                .count() as u64;
            let line = reader.position().line().saturating_sub(1 + inside);
            if each(u32::try_from(line).unwrap_or(u32::MAX), cells) == ControlFlow::Break(()) {
                break;
            }
        }
        Ok(())
    }
}

fn problem(error: csv::Error) -> FileProblem {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => FileProblem::Io(error),
        _ => FileProblem::Damaged("CSV".to_owned()),
    }
}

/// The delimiter that stands most evenly outside quotes in the first lines.
fn delimiter(path: &Path, encoding: &'static Encoding) -> Result<u8, FileProblem> {
    let mut head = Vec::new();
    encoding::Utf8Reader::open(path, encoding)?
        .take(1 << 16)
        .read_to_end(&mut head)?;
    if head.iter().all(u8::is_ascii_whitespace) {
        return Err(FileProblem::Empty);
    }
    let mut quoted = false;
    let mut counts = [(b',', 0u32), (b'\t', 0), (b';', 0)];
    for byte in head {
        match byte {
            b'"' => quoted = !quoted,
            _ if quoted => {}
            _ => {
                for (delimiter, count) in &mut counts {
                    *count += u32::from(byte == *delimiter);
                }
            }
        }
    }
    // Of equals the comma wins: it stands first.
    Ok(counts
        .iter()
        .rev()
        .max_by_key(|(_, count)| *count)
        .map_or(b',', |(delimiter, _)| *delimiter))
}
