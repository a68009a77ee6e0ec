//! Sums over rows, in the integers that the engine rounds to: equal by any grouping.

use std::collections::BTreeMap;

use saxaul_shared::accounting::{
    activity::Scope, engine::Figures, gwp::Gas, record::RecordStatus, refusal::RefusalCode,
};

/// Sums of a group of rows. 128 bits: no file is long enough to overflow them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Sums {
    pub(super) records: u64,
    pub(super) co2e_mg: i128,
    /// Market-based: the market figure where a row has one, the location figure elsewhere.
    pub(super) co2e_market_mg: i128,
    pub(super) biogenic_mg: i128,
    pub(super) energy_kj: i128,
    pub(super) calorific_gce: i128,
    pub(super) equivalent_gce: i128,
    /// Not split by gas by its source.
    pub(super) unsplit_mg: i128,
    /// By gas, in the order of [`Gas::ALL`]: mass where the source tells it, and CO2e.
    pub(super) gases: [GasSums; 7],
}

impl Sums {
    /// Adds one row.
    pub(super) fn add(&mut self, figures: &Figures) {
        self.records += 1;
        self.co2e_mg += i128::from(figures.co2e_mg);
        self.co2e_market_mg += i128::from(figures.market_or_location_mg());
        self.biogenic_mg += i128::from(figures.biogenic_mg);
        self.energy_kj += i128::from(figures.energy_kj.unwrap_or(0));
        self.calorific_gce += i128::from(figures.calorific_gce.unwrap_or(0));
        self.equivalent_gce += i128::from(figures.equivalent_gce.unwrap_or(0));
        self.unsplit_mg += i128::from(figures.unsplit_mg);
        for (sums, gas) in self.gases.iter_mut().zip(&figures.gases) {
            sums.mass_mg += i128::from(gas.mass_mg.unwrap_or(0));
            sums.co2e_mg += i128::from(gas.co2e_mg);
        }
    }

    fn merge(&mut self, other: &Self) {
        self.records += other.records;
        self.co2e_mg += other.co2e_mg;
        self.co2e_market_mg += other.co2e_market_mg;
        self.biogenic_mg += other.biogenic_mg;
        self.energy_kj += other.energy_kj;
        self.calorific_gce += other.calorific_gce;
        self.equivalent_gce += other.equivalent_gce;
        self.unsplit_mg += other.unsplit_mg;
        for (mine, theirs) in self.gases.iter_mut().zip(&other.gases) {
            mine.mass_mg += theirs.mass_mg;
            mine.co2e_mg += theirs.co2e_mg;
        }
    }
}

/// Mass and weight of one gas over a group of rows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct GasSums {
    pub(super) mass_mg: i128,
    pub(super) co2e_mg: i128,
}

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
    pub(super) groups: BTreeMap<GroupKey, Sums>,
    pub(super) refusals: BTreeMap<RefusalCode, u64>,
    pub(super) refused: u64,
}

impl Totals {
    /// Adds the rows that one plan computed.
    pub(super) fn add_group(&mut self, key: &GroupKey, status: RecordStatus, sums: &Sums) {
        match status {
            RecordStatus::Calculated => self.calculated += sums.records,
            RecordStatus::Estimated => self.estimated += sums.records,
            RecordStatus::Refused => self.refused += sums.records,
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
    pub(super) fn all(&self) -> Sums {
        let mut all = Sums::default();
        for sums in self.groups.values() {
            all.merge(sums);
        }
        all
    }

    /// Sums of the groups that `part` maps to the same key, in the order of the keys.
    pub(super) fn by<K: Ord>(&self, part: impl Fn(&GroupKey) -> K) -> BTreeMap<K, Sums> {
        let mut by: BTreeMap<K, Sums> = BTreeMap::new();
        for (key, sums) in &self.groups {
            by.entry(part(key)).or_default().merge(sums);
        }
        by
    }
}

/// A gas beside its sums.
pub(super) fn by_gas(sums: &Sums) -> impl Iterator<Item = (Gas, GasSums)> {
    Gas::ALL.iter().copied().zip(sums.gases)
}
