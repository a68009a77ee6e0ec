//! Rows that say the same twice, and rows whose days overlap.

use std::collections::{BTreeMap, HashMap};

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

/// The days that rows of one track already cover, in order, without overlaps among themselves.
#[derive(Debug, Default, Clone)]
pub struct Coverage {
    tracks: HashMap<String, BTreeMap<i64, (i64, u64)>>,
}

impl Coverage {
    /// Claims the days of `period` on `track` for `owner` (a row number, say). When some of them are taken already,
    /// claims nothing and returns who has them.
    pub fn claim(&mut self, track: &str, period: Period, owner: u64) -> Result<(), u64> {
        let (start, end) = (period.start().day_number(), period.end().day_number());
        let days = match self.tracks.get_mut(track) {
            Some(days) => days,
            None => self.tracks.entry(track.to_owned()).or_default(),
        };
        // Claimed spans never overlap, so only the last one that begins at or before our end can touch us.
        if let Some((_, (taken_end, holder))) = days.range(..=end).next_back()
            && *taken_end >= start
        {
            return Err(*holder);
        }
        days.insert(start, (end, owner));
        Ok(())
    }
}
