//! The library of published factors: packed in the program, read on demand.
//!
//! The packed bytes stay where the linker put them. Opening the library reads the index only; a factor becomes a
//! [`Factor`] the first time somebody asks for it and is kept from then on, so that a `&Factor` costs nothing later.
//! [`super::compile`] makes the bytes.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::OnceLock;

mod cursor;

use super::activity::Scope;
use super::compile::MAGIC;
use super::factor::{Confidence, Factor};
use super::gwp::GwpSet;
use cursor::Cursor;

/// Which edition of the reference data a result rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactorRelease {
    /// Name of the release, `2026.11`.
    pub name: String,
    /// Day it was put together, ISO.
    pub date: String,
    /// SHA-256 of the packed library, hex.
    pub sha256: String,
}

impl FactorRelease {
    /// What an inventory pins: name and the first twelve digits of the hash, `2026.11-0a1b2c3d4e5f`.
    pub fn pin(&self) -> String {
        format!(
            "{}-{}",
            self.name,
            self.sha256.get(..12).unwrap_or(&self.sha256)
        )
    }
}

/// The bytes are not a packed library.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a packed factor library: {0}")]
pub struct LibraryError(&'static str);

/// Published factors by id, activity and series.
#[derive(Debug)]
pub struct FactorLibrary {
    bytes: Cow<'static, [u8]>,
    /// Where the string offsets, the string bytes, the record offsets and the record bytes begin.
    string_offsets: usize,
    string_bytes: usize,
    record_offsets: usize,
    record_bytes: usize,
    factors: Vec<OnceLock<Box<Factor>>>,
    by_activity: HashMap<String, Vec<u32>>,
    by_series: OnceLock<HashMap<String, Vec<u32>>>,
    release: FactorRelease,
}

/// A factor's head, borrowed from the packed bytes: for lists and search over all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FactorHead<'l> {
    /// Position in the library.
    pub index: u32,
    /// Id.
    pub id: &'l str,
    /// Series.
    pub series_id: &'l str,
    /// Name in Chinese, empty when the source has none.
    pub name_zh: &'l str,
    /// Name in English, empty when the source has none.
    pub name_en: &'l str,
    /// Publisher.
    pub publisher: &'l str,
    /// Document.
    pub dataset: &'l str,
    /// Code of the data set.
    pub dataset_code: &'l str,
    /// Version.
    pub version: &'l str,
    /// Year the figure describes.
    pub year: i32,
    /// Region.
    pub region: &'l str,
    /// Unit code.
    pub unit: &'l str,
    /// Pack, empty when always on.
    pub pack: &'l str,
    /// Recalled or published.
    pub confidence: Confidence,
}

impl FactorLibrary {
    /// The library that is part of the program.
    #[cfg(feature = "reference-data")]
    pub fn embedded() -> &'static Self {
        static LIBRARY: OnceLock<FactorLibrary> = OnceLock::new();
        LIBRARY.get_or_init(|| {
            let bytes: &'static [u8] = include_bytes!(concat!(env!("OUT_DIR"), "/factors.bin"));
            let hash = include_str!(concat!(env!("OUT_DIR"), "/factors.sha256"));
            // The build made these bytes and a test opens them: the other arm is an empty library, never a wrong one.
            Self::open(bytes, hash).unwrap_or_else(|_| Self::empty())
        })
    }

    /// Opens packed bytes; `sha256` is told as their hash.
    pub fn open(bytes: impl Into<Cow<'static, [u8]>>, sha256: &str) -> Result<Self, LibraryError> {
        let bytes = bytes.into();
        if bytes.get(..8) != Some(MAGIC.as_slice()) {
            return Err(LibraryError("it does not begin with the right mark"));
        }
        let word = |at: usize| -> Result<usize, LibraryError> {
            bytes
                .get(at..at + 4)
                .and_then(|four| four.try_into().ok())
                .map(|four| u32::from_le_bytes(four) as usize)
                .ok_or(LibraryError("it ends too early"))
        };
        let (strings, records, activities) = (word(8)?, word(12)?, word(16)?);
        let string_offsets = 20;
        let string_bytes = string_offsets + 4 * (strings + 1);
        let record_offsets = string_bytes + word(string_offsets + 4 * strings)?;
        let record_bytes = record_offsets + 4 * (records + 1);
        let tail = record_bytes + word(record_offsets + 4 * records)?;
        if std::str::from_utf8(bytes.get(string_bytes..record_offsets).unwrap_or_default()).is_err()
        {
            return Err(LibraryError("its texts are not UTF-8"));
        }
        let mut library = Self {
            bytes,
            string_offsets,
            string_bytes,
            record_offsets,
            record_bytes,
            factors: std::iter::repeat_with(OnceLock::new)
                .take(records)
                .collect(),
            by_activity: HashMap::with_capacity(activities),
            by_series: OnceLock::new(),
            release: release(sha256),
        };
        let mut cursor = Cursor {
            library: &library,
            at: tail,
        };
        let mut by_activity = HashMap::with_capacity(activities);
        for _ in 0..activities {
            let code = cursor.text().to_owned();
            let count = cursor.number();
            let mut last = 0;
            let list: Vec<u32> = (0..count)
                .map(|_| {
                    last += cursor.number();
                    last
                })
                .collect();
            if list.last().is_some_and(|&index| index as usize >= records) {
                return Err(LibraryError("its index points outside"));
            }
            by_activity.insert(code, list);
        }
        library.by_activity = by_activity;
        Ok(library)
    }

    /// A library with nothing in it.
    pub fn empty() -> Self {
        Self {
            bytes: Cow::Borrowed(&[0; 32]),
            string_offsets: 20,
            string_bytes: 24,
            record_offsets: 24,
            record_bytes: 28,
            factors: Vec::new(),
            by_activity: HashMap::new(),
            by_series: OnceLock::new(),
            release: release(""),
        }
    }

    /// Name, date and hash of this edition.
    pub fn release(&self) -> &FactorRelease {
        &self.release
    }

    /// Number of factors.
    pub fn len(&self) -> usize {
        self.factors.len()
    }

    /// True when there is no factor.
    pub fn is_empty(&self) -> bool {
        self.factors.is_empty()
    }

    /// The factor with this id.
    pub fn get(&self, id: &str) -> Option<&Factor> {
        let (mut low, mut high) = (0, self.factors.len());
        while low < high {
            let middle = usize::midpoint(low, high);
            match self.cursor(middle).text().cmp(id) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => return self.at(middle),
            }
        }
        None
    }

    /// The factor at this position; positions follow the ids.
    pub fn at(&self, index: usize) -> Option<&Factor> {
        self.factors
            .get(index)
            .map(|cell| &**cell.get_or_init(|| Box::new(self.read(index))))
    }

    /// Factors that serve the activity, packs included: the caller leaves out those not switched on.
    pub fn for_activity(&self, code: &str) -> impl Iterator<Item = &Factor> {
        self.by_activity
            .get(code)
            .into_iter()
            .flatten()
            .filter_map(|&index| self.at(index as usize))
    }

    /// Positions of the factors that serve the activity.
    pub fn positions(&self, code: &str) -> impl Iterator<Item = u32> {
        self.by_activity.get(code).into_iter().flatten().copied()
    }

    /// The same factor across its versions, oldest first.
    pub fn series(&self, series_id: &str) -> Vec<&Factor> {
        let index = self.by_series.get_or_init(|| {
            let mut index: HashMap<String, Vec<u32>> = HashMap::new();
            for head in self.heads() {
                index
                    .entry(head.series_id.to_owned())
                    .or_default()
                    .push(head.index);
            }
            index
        });
        let mut list: Vec<&Factor> = index
            .get(series_id)
            .into_iter()
            .flatten()
            .filter_map(|&index| self.at(index as usize))
            .collect();
        list.sort_by(|a, b| (a.year, &a.id).cmp(&(b.year, &b.id)));
        list
    }

    /// Every factor, in the order of ids. Reads all of them: for exports and tests; lists use [`Self::heads`].
    pub fn iter(&self) -> impl Iterator<Item = &Factor> {
        (0..self.len()).filter_map(|index| self.at(index))
    }

    /// The heads of all factors, without reading the rest.
    pub fn heads(&self) -> impl Iterator<Item = FactorHead<'_>> {
        (0..self.len()).map(|index| self.head(index))
    }

    /// Codes of the activities that have a factor.
    pub fn activities(&self) -> impl Iterator<Item = &str> {
        self.by_activity.keys().map(String::as_str)
    }

    fn head(&self, index: usize) -> FactorHead<'_> {
        let mut cursor = self.cursor(index);
        let [
            id,
            series_id,
            name_zh,
            name_en,
            publisher,
            dataset,
            dataset_code,
            version,
        ] = std::array::from_fn(|_| cursor.text());
        let year = cursor.year();
        cursor.number();
        cursor.number();
        let (region, unit) = (cursor.text(), cursor.text());
        for _ in 0..3 {
            cursor.number();
        }
        let pack = cursor.text();
        cursor.number();
        cursor.byte();
        cursor.byte();
        let confidence = cursor.confidence();
        FactorHead {
            index: u32::try_from(index).unwrap_or(u32::MAX),
            id,
            series_id,
            name_zh,
            name_en,
            publisher,
            dataset,
            dataset_code,
            version,
            year,
            region,
            unit,
            pack,
            confidence,
        }
    }

    fn read(&self, index: usize) -> Factor {
        let mut c = self.cursor(index);
        let (id, series_id) = (c.owned(), c.owned());
        let (name_zh, name_en) = (c.optional(), c.optional());
        let (publisher, dataset, dataset_code, version) =
            (c.owned(), c.owned(), c.owned(), c.owned());
        let year = c.year();
        let (valid_from, valid_to) = (c.date(), c.date());
        let (region, unit) = (c.owned(), c.owned());
        let (total_kg_co2e, biogenic_co2_kg) = (c.decimal(), c.decimal());
        let source_ref = c.owned();
        let (pack, note) = (c.optional(), c.optional());
        let scope = match c.byte() {
            1 => Some(Scope::Scope1),
            2 => Some(Scope::Scope2),
            3 => Some(Scope::Scope3),
            4 => Some(Scope::Outside),
            _ => None,
        };
        let gwp_set = match c.byte() {
            1 => Some(GwpSet::Sar),
            2 => Some(GwpSet::Ar4),
            3 => Some(GwpSet::Ar5),
            4 => Some(GwpSet::Ar6),
            _ => None,
        };
        let confidence = c.confidence();
        let value = c.value();
        let (basis, activity_codes) = (c.list(), c.list());
        Factor {
            id,
            series_id,
            activity_codes,
            name_zh,
            name_en,
            publisher,
            dataset,
            dataset_code,
            version,
            year,
            valid_from,
            valid_to,
            region,
            unit,
            value,
            total_kg_co2e,
            biogenic_co2_kg,
            gwp_set,
            basis,
            scope,
            source_ref,
            confidence,
            pack,
            supplier: None,
            note,
        }
    }

    fn cursor(&self, index: usize) -> Cursor<'_> {
        let at = self.record_bytes + self.word(self.record_offsets + 4 * index);
        Cursor { library: self, at }
    }

    fn word(&self, at: usize) -> usize {
        self.bytes
            .get(at..at + 4)
            .and_then(|four| four.try_into().ok())
            .map_or(0, |four| u32::from_le_bytes(four) as usize)
    }

    fn string(&self, number: u32) -> &str {
        let Some(number) = (number as usize).checked_sub(1) else {
            return "";
        };
        let from = self.string_bytes + self.word(self.string_offsets + 4 * number);
        let to = self.string_bytes + self.word(self.string_offsets + 4 * (number + 1));
        self.bytes
            .get(from..to)
            .and_then(|bytes| std::str::from_utf8(bytes).ok())
            .unwrap_or("")
    }
}

fn release(sha256: &str) -> FactorRelease {
    let table = super::table::Table::parse(include_str!("../../reference/catalogue/release.csv"));
    let row = table.rows().next();
    let cell = |name| row.map_or(String::new(), |row| row.get(name).to_owned());
    FactorRelease {
        name: cell("name"),
        date: cell("date"),
        sha256: sha256.to_owned(),
    }
}
