//! A file of activity data as rows of cells: text (CSV, TSV) or workbook (XLSX), read row by row.
//!
//! Reading is blocking work; callers run it off the async threads.

mod encoding;
mod text;
mod workbook;

use std::{ops::ControlFlow, path::Path};

use saxaul_shared::{accounting::import::cell::Cell, format::Locale};

/// Rows of one file, all sheets together.
pub(crate) const ROWS_MAX: u64 = 2_000_000;
/// Columns of one row; what lies beyond them cannot be mapped and makes the row a refused one.
pub(crate) const COLUMNS_MAX: usize = 200;
/// Sheets of one workbook.
pub(crate) const SHEETS_MAX: usize = 60;

/// Why a file cannot be read at all.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FileProblem {
    /// Nothing in it.
    #[error("the file is empty")]
    Empty,
    /// Text in an encoding that is neither UTF-8 nor GBK; the name as far as it could be told.
    #[error("the text is encoded as {0}")]
    Encoding(&'static str),
    /// Neither text nor an XLSX workbook.
    #[error("the file is {0}")]
    Kind(&'static str),
    /// Past one of the limits; the limit's name and value.
    #[error("the file exceeds the limit {0}")]
    Limit(&'static str),
    /// The workbook is damaged.
    #[error("the workbook cannot be read: {0}")]
    Damaged(String),
    /// The disk, not the file.
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

impl FileProblem {
    /// What is wrong and what to do, for the person who uploaded the file.
    pub(crate) fn message(&self, locale: Locale) -> String {
        let (zh, en) = match self {
            Self::Empty => (
                "文件中没有内容。请检查是否选错了文件。".to_owned(),
                "There is nothing in the file. Check that it is the right one.".to_owned(),
            ),
            Self::Encoding(name) => (
                format!("文件编码为 {name}，无法读取。请另存为 UTF-8 编码的 CSV，或上传 XLSX。"),
                format!(
                    "The text is encoded as {name}, which is not read. Save it as CSV in UTF-8, or upload an XLSX workbook."
                ),
            ),
            Self::Kind(what) => (
                format!("无法读取此类文件（{what}）。请上传 XLSX 或 CSV。"),
                format!("This kind of file is not read ({what}). Upload XLSX or CSV."),
            ),
            Self::Limit(limit) => (
                format!("文件超出限制：{limit}。请拆分后分别上传。"),
                format!("The file is beyond a limit: {limit}. Split it and upload the parts."),
            ),
            Self::Damaged(what) => (
                format!("工作簿已损坏或受密码保护（{what}）。请重新保存后上传。"),
                format!(
                    "The workbook is damaged or protected by a password ({what}). Save it anew and upload it again."
                ),
            ),
            Self::Io(_) => (
                "读取文件时出错，请重试。".to_owned(),
                "Reading the file failed. Try again.".to_owned(),
            ),
        };
        match locale {
            Locale::ZhCn => zh,
            Locale::En => en,
        }
    }
}

/// A file that can be read row by row.
pub(crate) enum ActivityFile {
    /// Delimited text.
    Text(text::TextFile),
    /// Workbook.
    Workbook(Box<workbook::WorkbookFile>),
}

/// Called with the number of a row as the person's program counts it, and its cells.
pub(crate) type EachRow<'a> = dyn FnMut(u32, Vec<Cell>) -> ControlFlow<()> + 'a;

impl ActivityFile {
    /// Opens the file at `path`. What it is, is told by its first bytes, not by its name.
    pub(crate) fn open(path: &Path) -> Result<Self, FileProblem> {
        Self::open_with(path, text::TextFile::open)
    }

    /// Opens the file at `path` without reading a text whose beginning is UTF-8 to its end. Where the rest is something else,
    /// what [`text::TextFile::utf8`] gives shows it, and the file has to be opened by [`Self::open`].
    pub(crate) fn open_presuming_utf8(path: &Path) -> Result<Self, FileProblem> {
        Self::open_with(path, text::TextFile::open_presuming_utf8)
    }

    fn open_with(
        path: &Path,
        text: impl Fn(&Path) -> Result<text::TextFile, FileProblem>,
    ) -> Result<Self, FileProblem> {
        let mut head = [0u8; 8];
        let length = encoding::read_head(path, &mut head)?;
        match head.get(..length).unwrap_or_default() {
            [] | [b'P', b'K', 5, 6, ..] => Err(FileProblem::Empty),
            [b'P', b'K', 3, 4, ..] => Ok(Self::Workbook(Box::new(workbook::WorkbookFile::open(
                path,
            )?))),
            [0xd0, 0xcf, 0x11, 0xe0, ..] => Err(FileProblem::Kind("XLS 97-2003")),
            [b'%', b'P', b'D', b'F', ..] => Err(FileProblem::Kind("PDF")),
            [0x1f, 0x8b, ..] => Err(FileProblem::Kind("gzip")),
            [0x89, b'P', b'N', b'G', ..] | [0xff, 0xd8, 0xff, ..] => {
                Err(FileProblem::Kind("image"))
            }
            _ => Ok(Self::Text(text(path)?)),
        }
    }

    /// Names of the sheets in order. A text file has one without a name.
    pub(crate) fn sheets(&self) -> Vec<String> {
        match self {
            Self::Text(_) => vec![String::new()],
            Self::Workbook(workbook) => workbook.sheets(),
        }
    }

    /// Name of the encoding a text file was read in.
    pub(crate) fn encoding(&self) -> Option<&'static str> {
        match self {
            Self::Text(text) => Some(text.encoding()),
            Self::Workbook(_) => None,
        }
    }

    /// Reads the rows of one sheet in order, blank ones left out, until `each` breaks off.
    pub(crate) fn rows(&mut self, sheet: usize, each: &mut EachRow<'_>) -> Result<(), FileProblem> {
        match self {
            Self::Text(text) => text.rows(each),
            Self::Workbook(workbook) => workbook.rows(sheet, each),
        }
    }
}

#[cfg(test)]
mod tests;
