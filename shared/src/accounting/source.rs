//! Where the engine finds activities and factors. The library, the company's own factors and tests all stand behind this.

use super::activity::ActivityType;
use super::catalogue::Catalogue;
use super::factor::Factor;
use super::library::FactorLibrary;
use super::{dataset, region};

/// What the engine asks of reference data. Answers must not change while a calculation runs.
pub trait FactorSource {
    /// The activity with this code.
    fn activity(&self, code: &str) -> Option<&ActivityType>;

    /// The factor with this id, whatever its activity, region or pack.
    fn factor(&self, id: &str) -> Option<&Factor>;

    /// Every factor that serves the activity: the library's, the company's approved own ones and its suppliers'. Drafts
    /// and retired factors must not be among them.
    fn factors_for(&self, activity_code: &str) -> Vec<&Factor>;

    /// The region itself and every wider one, narrowest first, the world (`001`) last. Empty when it is not known.
    fn region_chain(&self, region: &str) -> Vec<String>;

    /// Place of a data set in the default order; lower is taken first.
    fn dataset_priority(&self, dataset_code: &str) -> u32;

    /// Name of the factor release, pinned by inventories.
    fn release(&self) -> String;
}

/// The library and the catalogue, with a company's own and its suppliers' factors beside them.
#[derive(Debug, Clone)]
pub struct LibrarySource<'a> {
    library: &'a FactorLibrary,
    catalogue: &'a Catalogue,
    own: Vec<Factor>,
}

impl<'a> LibrarySource<'a> {
    /// A source over a library and a catalogue; `own` are approved own factors and suppliers' factors.
    pub fn new(library: &'a FactorLibrary, catalogue: &'a Catalogue, own: Vec<Factor>) -> Self {
        Self {
            library,
            catalogue,
            own,
        }
    }

    /// The embedded library and catalogue.
    #[cfg(feature = "reference-data")]
    pub fn embedded(own: Vec<Factor>) -> LibrarySource<'static> {
        LibrarySource::new(FactorLibrary::embedded(), Catalogue::embedded(), own)
    }
}

impl FactorSource for LibrarySource<'_> {
    fn activity(&self, code: &str) -> Option<&ActivityType> {
        self.catalogue.by_code(code)
    }

    fn factor(&self, id: &str) -> Option<&Factor> {
        self.own
            .iter()
            .find(|factor| factor.id == id)
            .or_else(|| self.library.get(id))
    }

    fn factors_for(&self, activity_code: &str) -> Vec<&Factor> {
        let serves = |factor: &&Factor| {
            factor
                .activity_codes
                .iter()
                .any(|code| code == activity_code)
        };
        self.own
            .iter()
            .filter(serves)
            .chain(self.library.for_activity(activity_code))
            .collect()
    }

    fn region_chain(&self, region: &str) -> Vec<String> {
        region::chain(region)
    }

    fn dataset_priority(&self, dataset_code: &str) -> u32 {
        dataset::by_code(dataset_code).map_or(u32::MAX, |dataset| u32::from(dataset.priority))
    }

    fn release(&self) -> String {
        self.library.release().pin()
    }
}
