//! The engine on the reference data: what the catalogue offers can be computed, and what cannot says why.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use saxaul_shared::accounting::activity::Scope;
use saxaul_shared::accounting::catalogue::Catalogue;
use saxaul_shared::accounting::engine::{ActivityInput, Settings, calculate, prepare};
use saxaul_shared::accounting::record::RecordStatus;
use saxaul_shared::accounting::refusal::RefusalCode;
use saxaul_shared::accounting::source::LibrarySource;
use saxaul_shared::accounting::{demo, exchange, templates};
use saxaul_shared::format::Locale;
use saxaul_shared::period::Month;

#[test]
fn every_activity_computes_in_every_unit_it_offers() {
    let source = LibrarySource::embedded(Vec::new());
    let period = Month::new(2024, 7).unwrap().period();
    let mut refused = Vec::new();
    for activity in Catalogue::embedded().all() {
        for unit in &activity.units {
            let input = ActivityInput::new(&activity.code, Decimal::TEN, unit, period, "CN-GD");
            if let Err(refusal) = prepare(&input, &source, &Settings::default()) {
                refused.push(format!("{} in {unit}: {}", activity.code, refusal.code));
            }
        }
    }
    assert!(refused.is_empty(), "{refused:#?}");
}

#[test]
fn every_source_of_a_template_computes_in_its_unit() {
    let source = LibrarySource::embedded(Vec::new());
    let period = Month::new(2025, 3).unwrap().period();
    for template in templates::all() {
        for expected in &template.sources {
            let code = &expected.activity.code;
            let input = ActivityInput::new(code, Decimal::TEN, &expected.unit, period, "CN-JS");
            let result = calculate(&input, &source, &Settings::default());
            assert!(
                result.is_ok(),
                "{} {code} {}: {result:?}",
                template.code,
                expected.unit
            );
        }
    }
}

#[test]
fn the_demo_company_computes_but_for_the_rows_that_must_not() {
    let source = LibrarySource::embedded(Vec::new());
    let units = demo::units();
    let mut refused = Vec::new();
    let mut tonnes: BTreeMap<(i32, Scope), i64> = BTreeMap::new();
    let mut by_status: BTreeMap<RecordStatus, usize> = BTreeMap::new();
    let records = demo::records(1, Locale::En);
    for record in &records {
        let region = &units
            .iter()
            .find(|unit| unit.key == record.site)
            .unwrap()
            .region;
        let mut input = ActivityInput::new(
            &record.activity,
            record.quantity,
            &record.unit,
            record.period,
            region,
        );
        input.supplier.clone_from(&record.supplier);
        input.quality = record.quality;
        match calculate(&input, &source, &Settings::default()) {
            Ok(done) => {
                *by_status.entry(done.status()).or_default() += 1;
                let activity = Catalogue::embedded().by_code(&record.activity).unwrap();
                if let Some(scope) = activity.scope {
                    let year = record.period.main_year();
                    *tonnes.entry((year, scope)).or_default() +=
                        done.figures().co2e_mg / 1_000_000_000;
                }
            }
            Err(refusal) => refused.push((refusal.code, record.activity.as_str())),
        }
    }
    assert_eq!(refused, [(RefusalCode::WrongDimension, "freight_road")]);
    assert_eq!(
        by_status.values().sum::<usize>() + refused.len(),
        records.len()
    );
    for year in [2024, 2025] {
        // A group of 1300 people with a foundry: of the order of ten thousand tonnes, most of it bought.
        assert!(
            (8_000..20_000).contains(&tonnes[&(year, Scope::Scope1)]),
            "{tonnes:?}"
        );
        assert!(
            (15_000..40_000).contains(&tonnes[&(year, Scope::Scope2)]),
            "{tonnes:?}"
        );
        assert!(
            tonnes[&(year, Scope::Scope3)] > tonnes[&(year, Scope::Scope2)],
            "{tonnes:?}"
        );
    }
}

#[test]
fn a_province_takes_its_own_grid_and_the_residual_mix_for_the_market() {
    let source = LibrarySource::embedded(Vec::new());
    let period = Month::new(2023, 6).unwrap().period();
    let input = ActivityInput::new(
        "purchased_electricity",
        Decimal::ONE_THOUSAND,
        "MWh",
        period,
        "CN-GD",
    );
    let done = calculate(&input, &source, &Settings::default()).unwrap();
    assert_eq!(done.factor_id(), Some("grid_average.440000.2023"));
    assert_eq!(
        done.market_factor_id(),
        Some("grid_average_excl_market_nonfossil.CN.2023")
    );
    assert_eq!(done.status(), RecordStatus::Calculated);
    // Tibet has no factor of its own; its grid region does.
    let tibet = ActivityInput {
        region: "CN-XZ".to_owned(),
        ..input
    };
    let done = calculate(&tibet, &source, &Settings::default()).unwrap();
    assert_eq!(done.factor_id(), Some("grid_average.GRID_SOUTHWEST.2023"));
    // Before the provinces were published again, the latest regional figure serves, as an estimate.
    let before = ActivityInput {
        period: Month::new(2018, 6).unwrap().period(),
        region: "CN-BJ".to_owned(),
        ..tibet
    };
    let done = calculate(&before, &source, &Settings::default()).unwrap();
    assert_eq!(done.factor_id(), Some("grid_average.GRID_NORTH.2012"));
    assert_eq!(done.status(), RecordStatus::Estimated);
}

#[test]
fn the_general_guideline_comes_first_and_a_preference_changes_it() {
    let source = LibrarySource::embedded(Vec::new());
    let period = Month::new(2025, 6).unwrap().period();
    let input = ActivityInput::new("natural_gas", Decimal::ONE, "万Nm3", period, "CN-SC");
    let factor = |settings: &Settings| {
        calculate(&input, &source, settings)
            .unwrap()
            .factor_id()
            .unwrap()
            .to_owned()
    };
    assert_eq!(factor(&Settings::default()), "ndrc-other-2015.natural_gas");
    let steel = Settings {
        dataset_preference: vec!["ndrc_steel_2013".to_owned()],
        ..Settings::default()
    };
    assert_eq!(factor(&steel), "ndrc-steel-2013.natural_gas");
}

#[test]
fn spend_in_yuan_is_exchanged_and_counts_as_estimated() {
    let source = LibrarySource::embedded(Vec::new());
    let period = Month::new(2024, 9).unwrap().period();
    let input = ActivityInput::new("spend_steel", Decimal::TEN, "万CNY", period, "CN-GD");
    let settings = Settings {
        rates: exchange::rates(2024),
        ..Settings::default()
    };
    let done = calculate(&input, &source, &settings).unwrap();
    assert_eq!(done.status(), RecordStatus::Estimated);
    assert!(settings.rates[0].source.contains("recalled"));
    assert_eq!(
        exchange::rates(2022)[0].value,
        Decimal::new(1_486_745_662, 10)
    );
    assert_eq!(exchange::rates(1999), exchange::rates(2021));
}

#[test]
fn a_stand_in_serves_elsewhere_and_says_so() {
    let source = LibrarySource::embedded(Vec::new());
    let period = Month::new(2024, 5).unwrap().period();
    let run = |activity: &str, unit: &str, region: &str| {
        let input = ActivityInput::new(activity, Decimal::TEN, unit, period, region);
        let done = calculate(&input, &source, &Settings::default()).unwrap();
        (done.factor_id().unwrap().to_owned(), done.status())
    };
    let (at_home, status) = run("tap_water", "m3", "GB");
    assert_eq!(status, RecordStatus::Calculated);
    assert_eq!(
        run("tap_water", "m3", "CN-GD"),
        (format!("{at_home}@001"), RecordStatus::Estimated)
    );
    // Made for China, and for anywhere, by the publisher.
    assert_eq!(
        run("hotel_stay", "room-night", "CN-GD").1,
        RecordStatus::Calculated
    );
    assert_eq!(
        run("flight_international", "pkm", "CN-GD").1,
        RecordStatus::Calculated
    );
}

#[test]
fn spend_of_a_whole_year_meets_one_edition() {
    let source = LibrarySource::embedded(Vec::new());
    let editions: Vec<String> = [(2021, 2), (2022, 3), (2023, 1), (2024, 2), (2025, 11)]
        .into_iter()
        .map(|(year, month)| {
            let period = Month::new(year, month).unwrap().period();
            let input = ActivityInput::new("spend_catering", Decimal::TEN, "USD", period, "CN-GD");
            let done = calculate(&input, &source, &Settings::default()).unwrap();
            done.factor_id()
                .unwrap()
                .split('-')
                .nth(1)
                .unwrap()
                .to_owned()
        })
        .collect();
    assert_eq!(editions, ["v1.2", "v1.3.0", "v1.3.0", "v1.3.0", "v1.3.0"]);
}
