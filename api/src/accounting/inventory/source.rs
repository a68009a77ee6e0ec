//! Where the engine finds factors for one company: its own approved ones before the library.

use saxaul_shared::accounting::{
    activity::ActivityType, catalogue::Catalogue, dataset, factor::Factor, library::FactorLibrary,
    region, source::FactorSource,
};

/// The company's own factors over the embedded library.
#[derive(Debug, Clone, Default)]
pub(crate) struct CompanySource {
    own: Vec<Factor>,
}

impl CompanySource {
    /// With these factors of the company and its suppliers: approved ones only.
    pub(crate) fn new(own: Vec<Factor>) -> Self {
        Self { own }
    }
}

impl FactorSource for CompanySource {
    fn activity(&self, code: &str) -> Option<&ActivityType> {
        Catalogue::embedded().by_code(code)
    }

    fn factor(&self, id: &str) -> Option<&Factor> {
        self.own
            .iter()
            .find(|factor| factor.id == id)
            .or_else(|| FactorLibrary::embedded().get(id))
    }

    fn factors_for(&self, activity_code: &str) -> Vec<&Factor> {
        self.own
            .iter()
            .filter(|factor| {
                factor
                    .activity_codes
                    .iter()
                    .any(|code| code == activity_code)
            })
            .chain(FactorLibrary::embedded().for_activity(activity_code))
            .collect()
    }

    fn region_chain(&self, region: &str) -> Vec<String> {
        region::chain(region)
    }

    fn dataset_priority(&self, dataset_code: &str) -> u32 {
        dataset::by_code(dataset_code).map_or(u32::MAX, |set| u32::from(set.priority))
    }

    fn release(&self) -> String {
        FactorLibrary::embedded().release().pin()
    }
}
