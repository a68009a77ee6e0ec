//! Finding factors, and what the release and the industries say.

use saxaul_shared::accounting::factor::Confidence;
use saxaul_shared::accounting::industry::{self, IndustryLevel};
use saxaul_shared::accounting::library::FactorLibrary;
use saxaul_shared::accounting::search::{FactorFilter, FactorIndex};
use saxaul_shared::format::Locale;

fn first(text: &str, filter: &FactorFilter<'_>) -> String {
    FactorIndex::embedded()
        .search(text, filter, 1)
        .first()
        .map_or(String::new(), |hit| hit.factor.id.clone())
}

#[test]
fn factors_are_found_in_both_languages_and_with_slips() {
    let any = FactorFilter::default();
    assert!(first("广东 电力 2023", &any).starts_with("grid_average.440000.2023"));
    assert!(first("Guangdong grid 2022", &any).starts_with("grid_average.440000.2022"));
    assert!(first("无烟煤", &any).contains("anthracite"));
    assert!(first("anthracte", &any).contains("anthracite"));
    let flights = FactorIndex::embedded().search("国际航班", &any, 5);
    assert!(
        flights.iter().any(|hit| hit.factor.id.starts_with("desnz")),
        "by activity name"
    );
    assert!(
        FactorIndex::embedded()
            .search("qqqqzzzz", &any, 5)
            .is_empty()
    );
}

#[test]
fn filters_narrow_and_packs_stay_off() {
    let index = FactorIndex::embedded();
    let off = FactorFilter::default();
    assert!(
        index
            .search("electricity maps", &off, 50)
            .iter()
            .all(|hit| hit.factor.pack.is_none())
    );
    let packs = ["electricity_maps".to_owned()];
    let on = FactorFilter {
        packs: &packs,
        ..FactorFilter::default()
    };
    assert!(
        index
            .search("Electricity Maps", &on, 5)
            .iter()
            .any(|hit| hit.factor.pack.is_some())
    );
    let narrow = FactorFilter {
        activity: Some("purchased_electricity"),
        region: Some("CN"),
        year: Some(2022),
        publisher: Some("mee_grid"),
        confidence: Some(Confidence::Published),
        packs: &[],
    };
    let hits = index.search("", &narrow, 10);
    assert_eq!(hits.len(), 1);
    assert_eq!(hits[0].factor.id, "grid_average.CN.2022");
}

#[test]
fn a_search_takes_less_than_a_blink() {
    let index = FactorIndex::embedded();
    let before = std::time::Instant::now();
    for text in [
        "天然气",
        "electricity",
        "柴油 英国",
        "steel",
        "制冷剂 R-410A",
    ] {
        index.search(text, &FactorFilter::default(), 20);
    }
    // Twenty milliseconds each when optimised; the bound leaves room for a debug build on a busy machine.
    assert!(
        before.elapsed().as_millis() < 5_000,
        "{:?}",
        before.elapsed()
    );
}

#[test]
fn the_release_is_named_and_hashed() {
    let release = FactorLibrary::embedded().release();
    assert_eq!(release.sha256.len(), 64);
    assert!(release.pin().starts_with(&release.name));
    assert_eq!(release.date.len(), 10);
}

#[test]
fn industries_follow_the_standard() {
    assert_eq!(
        industry::all()
            .iter()
            .filter(|i| i.level == IndustryLevel::Section)
            .count(),
        20
    );
    assert_eq!(
        industry::all()
            .iter()
            .filter(|i| i.level == IndustryLevel::Division)
            .count(),
        97
    );
    let metal = industry::by_code("33").unwrap();
    assert_eq!(
        (metal.section.as_str(), metal.name(Locale::En)),
        ("C", "Metal products")
    );
    assert!(!metal.guidelines.is_empty());
}
