//! Rows that say the same twice, and rows whose days overlap.

use std::{
    collections::{BTreeMap, HashMap, hash_map::Entry},
    hash::Hash,
};

use crate::period::Period;

use super::row::ActivityDraft;

/// Text that two rows share exactly when they say the same: site, activity, source, days, amount in its own unit,
/// supplier and reference. `1.50 kWh` and `1.5 kWh` are the same amount; `1.5 kWh` and `0.0015 MWh` are different bills
/// written differently and are found as an overlap instead.
pub fn identity(draft: &ActivityDraft) -> String {
    [
        draft.site_id.clone(),
        draft.activity_code.clone(),
        fold(draft.source.as_deref()),
        draft.period.start().to_string(),
        draft.period.end().to_string(),
        draft.quantity.normalize().to_string(),
        draft.unit.code(),
        fold(draft.supplier.as_deref()),
        fold(draft.reference.as_deref()),
    ]
    .join("\u{1f}")
}

/// What an overlap is measured within: the same site, activity, source, supplier and reference. Two bills with
/// different references may cover the same days (two meters of one site); without any of them they may not.
pub fn track(draft: &ActivityDraft) -> String {
    track_of(
        &draft.site_id,
        &draft.activity_code,
        &draft.source,
        &draft.supplier,
        &draft.reference,
    )
}

/// The track of a record by its parts; see [`track`].
pub fn track_of(
    site_id: &str,
    activity_code: &str,
    source: &Option<String>,
    supplier: &Option<String>,
    reference: &Option<String>,
) -> String {
    [
        site_id.to_owned(),
        activity_code.to_owned(),
        fold(source.as_deref()),
        fold(supplier.as_deref()),
        fold(reference.as_deref()),
    ]
    .join("\u{1f}")
}

fn fold(text: Option<&str>) -> String {
    text.unwrap_or("").trim().to_lowercase()
}

/// The days that rows of one track already cover, in order, without overlaps among themselves. `K` stands for the track:
/// its text, or a digest of it where there are very many.
#[derive(Debug, Clone)]
pub struct Coverage<K> {
    tracks: HashMap<K, Spans>,
}

impl<K> Default for Coverage<K> {
    fn default() -> Self {
        Self {
            tracks: HashMap::new(),
        }
    }
}

/// Last day and owner of a span.
type Held = (i64, u64);

/// Most tracks have a single span: every bill has a number of its own.
#[derive(Debug, Clone)]
enum Spans {
    One(i64, Held),
    Many(BTreeMap<i64, Held>),
}

impl Spans {
    /// The last span that begins at `end` or before: spans never overlap, so no other can touch what ends there.
    fn last_until(&self, end: i64) -> Option<Held> {
        match self {
            Self::One(start, held) => (*start <= end).then_some(*held),
            Self::Many(spans) => spans.range(..=end).next_back().map(|(_, held)| *held),
        }
    }

    fn insert(&mut self, start: i64, held: Held) {
        match self {
            Self::One(other_start, other) => {
                *self = Self::Many(BTreeMap::from([(*other_start, *other), (start, held)]));
            }
            Self::Many(spans) => {
                spans.insert(start, held);
            }
        }
    }
}

impl<K: Eq + Hash> Coverage<K> {
    /// Claims the days of `period` on `track` for `owner` (a row number, say). When some of them are taken already,
    /// claims nothing and returns who has them.
    pub fn claim(&mut self, track: K, period: Period, owner: u64) -> Result<(), u64> {
        let (start, end) = (period.start().day_number(), period.end().day_number());
        match self.tracks.entry(track) {
            Entry::Vacant(free) => {
                free.insert(Spans::One(start, (end, owner)));
            }
            Entry::Occupied(mut taken) => {
                let spans = taken.get_mut();
                if let Some((taken_end, holder)) = spans.last_until(end)
                    && taken_end >= start
                {
                    return Err(holder);
                }
                spans.insert(start, (end, owner));
            }
        }
        Ok(())
    }
}
