//! The reference data as this slice asks for it.

use saxaul_shared::{
    accounting::{
        activity::{ActivityType, DataKind},
        catalogue::Catalogue,
        dataset,
        industry::{self, IndustryLevel},
        region,
    },
    format::Locale,
};

use super::boundary::object::{DataPack, Industry};

/// The industry section or division with this code.
pub(crate) fn industry(code: &str) -> Option<&'static industry::Industry> {
    industry::by_code(code).filter(|industry| industry.level != IndustryLevel::Guideline)
}

/// An industry as GraphQL shows it.
pub(crate) fn industry_object(industry: &industry::Industry, locale: Locale) -> Industry {
    Industry {
        code: industry.code.clone(),
        name: industry.name(locale).to_owned(),
        section: industry.section.clone(),
    }
}

/// Sections and divisions, in the order of the standard.
pub(crate) fn industries(locale: Locale) -> Vec<Industry> {
    industry::all()
        .iter()
        .filter(|industry| industry.level != IndustryLevel::Guideline)
        .map(|industry| industry_object(industry, locale))
        .collect()
}

/// Whether there is a region with this code.
pub(crate) fn is_region(code: &str) -> bool {
    region::by_code(code).is_some()
}

/// The code of the activity a person means, or codes that might have been meant.
pub(crate) fn activity_code(text: &str) -> Result<String, Vec<String>> {
    match Catalogue::embedded().find(text) {
        Some(activity) => Ok(activity.code.clone()),
        None => Err(Catalogue::embedded()
            .suggest(text, 3)
            .into_iter()
            .map(|activity| activity.code.clone())
            .collect()),
    }
}

/// Which kind of data an activity is.
pub(crate) fn kind_of(activity_code: &str) -> DataKind {
    Catalogue::embedded()
        .by_code(activity_code)
        .map_or(DataKind::Carbon, |activity| activity.kind)
}

/// What an activity is called.
pub(crate) fn activity_name(activity_code: &str, locale: Locale) -> String {
    Catalogue::embedded().by_code(activity_code).map_or_else(
        || activity_code.to_owned(),
        |activity| activity.name(locale).to_owned(),
    )
}

/// Every pack there is, and whether it is among those `enabled`.
pub(crate) fn packs(enabled: &[String], locale: Locale) -> Vec<DataPack> {
    dataset::all()
        .iter()
        .filter_map(|set| {
            let code = set.pack.as_ref()?;
            Some(DataPack {
                code: code.clone(),
                name: set.name(locale).to_owned(),
                licence: set.licence.clone(),
                attribution: set.attribution.clone(),
                enabled: enabled.contains(code),
                // Only sets under share-alike terms are packs; the others are always on.
                share_alike: true,
            })
        })
        .collect()
}

/// Whether there is a pack with this code.
pub(crate) fn is_pack(code: &str) -> bool {
    dataset::all()
        .iter()
        .any(|set| set.pack.as_deref() == Some(code))
}

/// The terms of a data set.
pub(crate) fn licence(dataset_code: &str) -> Option<&'static str> {
    dataset::by_code(dataset_code).map(|set| set.licence.as_str())
}

/// The catalogue's entry of a code.
pub(crate) fn activity(code: &str) -> Option<&'static ActivityType> {
    Catalogue::embedded().by_code(code)
}
