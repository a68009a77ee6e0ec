//! The compact form: a table of distinct strings, then one variable-length record per factor, then the index by activity.
//!
//! Layout, all integers little-endian: magic (8 bytes), u32 counts of strings, records and activities; u32 offsets of the strings
//! (count + 1) and their UTF-8 bytes; u32 offsets of the records (count + 1) and their bytes; the activity index, for each activity a
//! string number, a count and the record numbers, as differences. Inside records numbers are LEB128.

use std::collections::HashMap;

use super::error::CompileError;
use super::schema::FactorRow;

/// First bytes of a packed library; the last character is the version of the layout.
pub const MAGIC: &[u8; 8] = b"SAXFACT1";

/// Tags of the three forms of figures.
pub mod kind {
    /// `FactorValue::Gases`.
    pub const GASES: u8 = 0;
    /// `FactorValue::Total`.
    pub const TOTAL: u8 = 1;
    /// `FactorValue::Fuel`.
    pub const FUEL: u8 = 2;
}

/// The figures of one row as decimal text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowFigures {
    /// Gas number in the order of `Gas`, true for a mass, kg.
    Gases(Vec<(u8, bool, String)>),
    /// kg CO2e.
    Total(String),
    /// Net calorific value, carbon content, oxidation rate.
    Fuel([String; 3]),
}

impl Default for RowFigures {
    fn default() -> Self {
        Self::Gases(Vec::new())
    }
}

#[derive(Default)]
struct Strings<'a> {
    numbers: HashMap<&'a str, u32>,
    list: Vec<&'a str>,
}

impl<'a> Strings<'a> {
    /// Number of the string, 1 and up; 0 stands for the empty string.
    fn number(&mut self, text: &'a str) -> u32 {
        if text.is_empty() {
            return 0;
        }
        let next = u32::try_from(self.list.len() + 1).unwrap_or(u32::MAX);
        *self.numbers.entry(text).or_insert_with(|| {
            self.list.push(text);
            next
        })
    }
}

/// Packs rows that are sorted by id.
pub(super) fn pack(rows: &[FactorRow]) -> Result<Vec<u8>, CompileError> {
    let mut strings = Strings::default();
    let mut records = Vec::new();
    let mut offsets = vec![0_u32];
    let mut index: Vec<(&str, Vec<u32>)> = Vec::new();
    for (number, row) in rows.iter().enumerate() {
        record(row, &mut strings, &mut records);
        offsets.push(count(records.len())?);
        for activity in &row.activities {
            let number = count(number)?;
            match index.iter_mut().find(|(code, _)| code == activity) {
                Some((_, list)) => list.push(number),
                None => index.push((activity, vec![number])),
            }
        }
    }
    index.sort_unstable();
    let mut tail = Vec::new();
    for (code, list) in &index {
        varint(strings.number(code), &mut tail);
        varint(count(list.len())?, &mut tail);
        let mut last = 0;
        for &number in list {
            varint(number - last, &mut tail);
            last = number;
        }
    }
    let mut out = MAGIC.to_vec();
    for n in [strings.list.len(), rows.len(), index.len()] {
        out.extend(count(n)?.to_le_bytes());
    }
    let mut at = 0_u32;
    out.extend(at.to_le_bytes());
    for text in &strings.list {
        at += count(text.len())?;
        out.extend(at.to_le_bytes());
    }
    for text in &strings.list {
        out.extend(text.as_bytes());
    }
    for offset in offsets {
        out.extend(offset.to_le_bytes());
    }
    out.extend(records);
    out.extend(tail);
    Ok(out)
}

fn record<'a>(row: &'a FactorRow, strings: &mut Strings<'a>, out: &mut Vec<u8>) {
    for text in [
        &row.id,
        &row.series_id,
        &row.name_zh,
        &row.name_en,
        &row.publisher,
        &row.dataset,
        &row.dataset_code,
        &row.version,
    ] {
        varint(strings.number(text), out);
    }
    for number in [row.year, row.valid_from, row.valid_to] {
        varint(number, out);
    }
    for text in [
        &row.region,
        &row.unit,
        &row.total,
        &row.biogenic,
        &row.source_ref,
        &row.pack,
        &row.note,
    ] {
        varint(strings.number(text), out);
    }
    out.extend([row.scope, row.gwp, u8::from(row.recalled)]);
    match &row.figures {
        RowFigures::Gases(gases) => {
            out.extend([kind::GASES, u8::try_from(gases.len()).unwrap_or(u8::MAX)]);
            for (gas, mass, text) in gases {
                out.extend([*gas, u8::from(*mass)]);
                varint(strings.number(text), out);
            }
        }
        RowFigures::Total(text) => {
            out.push(kind::TOTAL);
            varint(strings.number(text), out);
        }
        RowFigures::Fuel(texts) => {
            out.push(kind::FUEL);
            for text in texts {
                varint(strings.number(text), out);
            }
        }
    }
    for list in [&row.basis, &row.activities] {
        out.push(u8::try_from(list.len()).unwrap_or(u8::MAX));
        for text in list {
            varint(strings.number(text), out);
        }
    }
}

fn varint(mut value: u32, out: &mut Vec<u8>) {
    loop {
        let [low, ..] = value.to_le_bytes();
        value >>= 7;
        if value == 0 {
            out.push(low & 0x7f);
            return;
        }
        out.push(low | 0x80);
    }
}

fn count(n: usize) -> Result<u32, CompileError> {
    u32::try_from(n)
        .map_err(|_| CompileError::new("", 0, "more than four thousand million of something"))
}
