//! Records with everything a screen shows of them, a page at a time in a constant number of statements.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use saxaul_shared::accounting::factor::Factor;

use super::{
    super::{
        boundary::store::{self as boundary_store, UnitRow},
        inventory::{
            line_store::{self, LineRow},
            pinned_factors::{PinnedFactors, pinned_factors},
            store as inventory_store,
        },
    },
    evidence::{self, EvidenceRow},
    store::RecordRow,
};
use crate::{
    identity::{Person, people_shown},
    platform::db::{StoreResult, TenantTx},
};

/// A record with its site, its line in the inventory in force, that line's factor, and its evidence.
#[derive(Debug, Clone)]
pub(crate) struct RecordBundle {
    pub(crate) record: RecordRow,
    pub(crate) site: Option<Arc<UnitRow>>,
    pub(crate) line: Option<LineRow>,
    pub(crate) factor: Option<Arc<Factor>>,
    pub(crate) evidence: Vec<EvidenceRow>,
    pub(crate) created_by: Option<Person>,
}

/// What of a bundle is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Wanted {
    pub(crate) site: bool,
    pub(crate) line: bool,
    pub(crate) evidence: bool,
    pub(crate) people: bool,
}

impl Wanted {
    /// Everything.
    pub(crate) const ALL: Self = Self {
        site: true,
        line: true,
        evidence: true,
        people: true,
    };
}

/// Loads what is wanted of these records: one statement for sites, one for evidence, and for lines one for each year
/// the records begin in and one for factors that are not of the present release.
pub(crate) async fn load(
    tx: &TenantTx,
    records: Vec<RecordRow>,
    wanted: Wanted,
) -> StoreResult<Vec<RecordBundle>> {
    let sites: HashMap<String, Arc<UnitRow>> = if wanted.site {
        let ids: BTreeSet<&str> = records
            .iter()
            .map(|record| record.site_id.as_str())
            .collect();
        let units = boundary_store::units_by_id(tx, &ids).await?;
        units
            .into_iter()
            .map(|unit| (unit.id.clone(), Arc::new(unit)))
            .collect()
    } else {
        HashMap::new()
    };
    let mut lines: HashMap<String, LineRow> = HashMap::new();
    if wanted.line {
        let years: BTreeSet<i32> = records.iter().map(|record| record.start.year()).collect();
        for year in years {
            let Some(inventory) = inventory_store::current(tx, year).await? else {
                continue;
            };
            let ids: Vec<String> = records
                .iter()
                .filter(|record| record.start.year() == year)
                .map(|record| record.id.clone())
                .collect();
            for line in line_store::of_records(tx, &inventory.id, &ids).await? {
                lines.insert(line.record_id.clone(), line);
            }
        }
    }
    let of_lines = lines
        .values()
        .map(|line| (line.inventory_id.as_str(), line.factor_id.as_deref()));
    let factors = factors_of(tx, of_lines).await?;
    let mut evidence: HashMap<String, Vec<EvidenceRow>> = HashMap::new();
    if wanted.evidence {
        let ids: Vec<String> = records.iter().map(|record| record.id.clone()).collect();
        for file in evidence::of_records(tx, &ids).await? {
            evidence
                .entry(file.record_id.clone())
                .or_default()
                .push(file);
        }
    }
    let mut people: HashMap<String, Person> = HashMap::new();
    if wanted.people {
        let ids: BTreeSet<&str> = records
            .iter()
            .filter_map(|record| record.created_by.as_deref())
            .collect();
        let ids: Vec<&str> = ids.into_iter().collect();
        for person in people_shown(tx, &ids).await? {
            people.insert(person.id.to_string(), person);
        }
    }
    Ok(records
        .into_iter()
        .map(|record| {
            let line = lines.remove(&record.id);
            let factor = line
                .as_ref()
                .and_then(|line| factors.of(&line.inventory_id, line.factor_id.as_deref()));
            RecordBundle {
                site: sites.get(&record.site_id).cloned(),
                evidence: evidence.remove(&record.id).unwrap_or_default(),
                line,
                factor,
                created_by: record
                    .created_by
                    .as_ref()
                    .and_then(|id| people.get(id))
                    .cloned(),
                record,
            }
        })
        .collect())
}

/// The factors of some lines, as they were when the lines were computed: by inventory, then by their ids.
#[derive(Debug, Default)]
pub(crate) struct LineFactors(PinnedFactors);

impl LineFactors {
    /// The factor of a line.
    pub(crate) fn of(&self, inventory_id: &str, factor_id: Option<&str>) -> Option<Arc<Factor>> {
        self.0.get(inventory_id)?.get(factor_id?).cloned()
    }
}

/// Loads the factors of lines, each named by inventory and factor, in one statement.
pub(crate) async fn factors_of<'l>(
    tx: &TenantTx,
    lines: impl Iterator<Item = (&'l str, Option<&'l str>)>,
) -> StoreResult<LineFactors> {
    let wanted: BTreeSet<(&str, &str)> = lines
        .filter_map(|(inventory_id, factor_id)| Some((inventory_id, factor_id?)))
        .collect();
    let wanted: Vec<(&str, &str)> = wanted.into_iter().collect();
    Ok(LineFactors(pinned_factors(tx, &wanted).await?))
}
