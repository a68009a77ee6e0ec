//! Huawei Health's per-minute JSON, record by record: minified files of days, of which no more than one record is in
//! memory at once.

use std::{fmt, io::Read};

use saxaul_shared::{
    credits::sport::{FileProblem, SportSource, huawei::MinuteRecord, minutes::MinuteBook},
    period::Date,
};
use serde::{
    Deserializer,
    de::{DeserializeSeed, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor},
};

use super::{Parsed, limits::io_problem};

/// What is said when the book is full.
const FULL: &str = "too many minutes";

/// An export under way: the same minute may stand in several of its files.
pub(super) struct Reading {
    book: MinuteBook,
}

impl Reading {
    pub(super) fn new(keep_from: Date) -> Self {
        Self {
            book: MinuteBook::new(keep_from),
        }
    }

    /// Reads one file of the export.
    pub(super) fn file(&mut self, file: impl Read) -> Result<(), FileProblem> {
        let mut json = serde_json::Deserializer::from_reader(file);
        Days(&mut self.book)
            .deserialize(&mut json)
            .and_then(|()| json.end())
            .map_err(problem)
    }

    pub(super) fn finish(self) -> Parsed {
        let mut parsed = Parsed::new(SportSource::HuaweiHealth);
        parsed.older = self.book.older();
        parsed.refused = self.book.odd();
        parsed.days = self.book.finish();
        parsed
    }
}

fn problem(error: serde_json::Error) -> FileProblem {
    if error.is_data() && error.to_string().contains(FULL) {
        return FileProblem::TooManySamples;
    }
    let (line, column) = (error.line() as u64, error.column() as u64);
    if error.is_io() {
        return io_problem(&error.into());
    }
    FileProblem::Json { line, column }
}

/// A list of days, or one.
struct Days<'b>(&'b mut MinuteBook);
/// One day.
struct Day<'b>(&'b mut MinuteBook);
/// The records of a day.
struct Records<'b>(&'b mut MinuteBook);

impl<'de> DeserializeSeed<'de> for Days<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Days<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of days")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while list.next_element_seed(Day(&mut *self.0))?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        Day(self.0).visit_map(map)
    }
}

impl<'de> DeserializeSeed<'de> for Day<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Day<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a day")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            if key == "sportDataUserData" {
                map.next_value_seed(Records(&mut *self.0))?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for Records<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Records<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("records of minutes")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while let Some(record) = list.next_element::<MinuteRecord>()? {
            let taken = record.put_into(self.0);
            taken.map_err(|_| A::Error::custom(FULL))?;
        }
        Ok(())
    }
}
