//! Keyset pages: how much of a list is asked for, and where it continues.

use serde::{Deserialize, Serialize};

/// Most entries of one page.
pub const MAX_PAGE_SIZE: u32 = 100;
/// Entries of a page when the caller does not say.
pub const DEFAULT_PAGE_SIZE: u32 = 50;

/// Why a page cannot be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PageError {
    /// `first` below 1 or above [`MAX_PAGE_SIZE`].
    #[error("first must be between 1 and {MAX_PAGE_SIZE}")]
    Size,
    /// `after` is not a cursor that this server gave.
    #[error("after is not a cursor of this list")]
    Cursor,
}

/// A page of a list: `size` entries after the key `after`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Entries wanted, 1 to [`MAX_PAGE_SIZE`].
    pub size: u32,
    /// Sort key of the last entry already seen, `None` for the first page.
    pub after: Option<Cursor>,
}

impl Page {
    /// Checks what a caller asked for.
    pub fn new(first: Option<i32>, after: Option<&str>) -> Result<Self, PageError> {
        let size = match first {
            None => DEFAULT_PAGE_SIZE,
            Some(n) => u32::try_from(n)
                .ok()
                .filter(|n| (1..=MAX_PAGE_SIZE).contains(n))
                .ok_or(PageError::Size)?,
        };
        let after = after.map(Cursor::decode).transpose()?;
        Ok(Self { size, after })
    }
}

/// The sort key of an entry, opaque to callers: its parts in order, the id last.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Cursor(pub Vec<String>);

impl Cursor {
    /// The text given to callers: each part in hexadecimal, joined by dots.
    pub fn encode(&self) -> String {
        let mut text = String::new();
        for (index, part) in self.0.iter().enumerate() {
            if index > 0 {
                text.push('.');
            }
            for byte in part.bytes() {
                for nibble in [byte >> 4, byte & 15] {
                    text.push(char::from_digit(u32::from(nibble), 16).unwrap_or('0'));
                }
            }
        }
        text
    }

    /// Reads what [`Cursor::encode`] wrote.
    pub fn decode(text: &str) -> Result<Self, PageError> {
        const MAX_CURSOR_LEN: usize = 1024;
        if text.is_empty() || text.len() > MAX_CURSOR_LEN {
            return Err(PageError::Cursor);
        }
        text.split('.')
            .map(|part| {
                if !part.len().is_multiple_of(2) || !part.bytes().all(|b| b.is_ascii_hexdigit()) {
                    return Err(PageError::Cursor);
                }
                let bytes = (0..part.len())
                    .step_by(2)
                    .map(|at| u8::from_str_radix(&part[at..at + 2], 16))
                    .collect::<Result<Vec<u8>, _>>()
                    .map_err(|_| PageError::Cursor)?;
                String::from_utf8(bytes).map_err(|_| PageError::Cursor)
            })
            .collect::<Result<Vec<_>, _>>()
            .map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cursors_round_trip_and_forgeries_are_refused() {
        let cursor = Cursor(vec![
            "2025-01-31".into(),
            "梭梭".into(),
            String::new(),
            "rec_1".into(),
        ]);
        assert_eq!(Cursor::decode(&cursor.encode()), Ok(cursor));
        for bad in ["", "zz", "abc", "é", "ff"] {
            assert_eq!(Cursor::decode(bad), Err(PageError::Cursor), "{bad:?}");
        }
    }

    #[test]
    fn page_sizes_have_a_limit() {
        assert_eq!(Page::new(None, None).unwrap().size, DEFAULT_PAGE_SIZE);
        assert_eq!(Page::new(Some(100), None).unwrap().size, 100);
        for bad in [0, -1, 101, i32::MAX] {
            assert_eq!(Page::new(Some(bad), None), Err(PageError::Size), "{bad}");
        }
    }
}
