//! Sums over rows, in the integers that the engine rounds to: equal by any grouping.

use std::collections::BTreeMap;

use saxaul_shared::accounting::{
    activity::Scope, record::RecordStatus, refusal::RefusalCode, totals::Sum,
};

/// What rows are grouped by; totals of coarser groups are sums of these.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct GroupKey {
    /// `None` for what has no greenhouse-gas result.
    pub(super) scope: Option<Scope>,
    pub(super) category: String,
    pub(super) activity: String,
}

/// The sums of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Totals {
    pub(super) calculated: u64,
    pub(super) estimated: u64,
    pub(super) groups: BTreeMap<GroupKey, Sum>,
    pub(super) refusals: BTreeMap<RefusalCode, u64>,
    pub(super) refused: u64,
}

impl Totals {
    /// Adds the rows that one plan computed.
    pub(super) fn add_group(&mut self, key: &GroupKey, status: RecordStatus, sums: &Sum) {
        match status {
            RecordStatus::Calculated => self.calculated += sums.lines,
            RecordStatus::Estimated => self.estimated += sums.lines,
            RecordStatus::Refused => self.refused += sums.lines,
        }
        match self.groups.get_mut(key) {
            Some(group) => group.merge(sums),
            None => {
                self.groups.insert(key.clone(), *sums);
            }
        }
    }

    /// Adds a row that was refused, for its first reason.
    pub(super) fn refuse(&mut self, code: RefusalCode) {
        self.refused += 1;
        *self.refusals.entry(code).or_default() += 1;
    }

    /// Adds what another core summed.
    pub(super) fn merge(&mut self, other: &Self) {
        self.calculated += other.calculated;
        self.estimated += other.estimated;
        self.refused += other.refused;
        for (key, sums) in &other.groups {
            self.groups.entry(key.clone()).or_default().merge(sums);
        }
        for (code, count) in &other.refusals {
            *self.refusals.entry(*code).or_default() += count;
        }
    }

    /// All rows of the file that say anything.
    pub(super) fn rows(&self) -> u64 {
        self.calculated + self.estimated + self.refused
    }

    /// Sums over everything.
    pub(super) fn all(&self) -> Sum {
        let mut all = Sum::default();
        for sums in self.groups.values() {
            all.merge(sums);
        }
        all
    }

    /// Sums of the groups that `part` maps to the same key, in the order of the keys.
    pub(super) fn by<K: Ord>(&self, part: impl Fn(&GroupKey) -> K) -> BTreeMap<K, Sum> {
        let mut by: BTreeMap<K, Sum> = BTreeMap::new();
        for (key, sums) in &self.groups {
            by.entry(part(key)).or_default().merge(sums);
        }
        by
    }
}
