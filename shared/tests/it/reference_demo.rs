//! The demo company: whole, believable, the same for the same seed, and wrong only where it means to be.

use std::collections::{BTreeMap, HashSet};

use rust_decimal::Decimal;
use saxaul_shared::accounting::activity::DataKind;
use saxaul_shared::accounting::boundary::UnitKind;
use saxaul_shared::accounting::catalogue::Catalogue;
use saxaul_shared::accounting::demo::{self, DemoRecord};
use saxaul_shared::accounting::{industry, region};
use saxaul_shared::format::Locale;
use saxaul_shared::quantity::Unit;

fn records() -> Vec<DemoRecord> {
    demo::records(1, Locale::ZhCn)
}

#[test]
fn the_boundary_hangs_together() {
    let units = demo::units();
    let sites: Vec<_> = units
        .iter()
        .filter(|unit| unit.kind == UnitKind::Site)
        .collect();
    assert_eq!((units.len(), sites.len()), (7, 3));
    let mut known = HashSet::new();
    for unit in &units {
        assert!(
            unit.parent
                .as_ref()
                .is_none_or(|parent| known.contains(parent)),
            "{}",
            unit.key
        );
        known.insert(unit.key.clone());
        assert!(
            region::by_code(&unit.region).is_some() && industry::by_code(&unit.industry).is_some()
        );
    }
    assert_eq!(demo::figures().len(), 6);
}

#[test]
fn every_row_of_the_tables_makes_records_of_all_kinds() {
    let records = records();
    assert!(records.len() > 2_000, "{}", records.len());
    let table = std::fs::read_to_string(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/reference/demo/sources.csv"
    ))
    .unwrap();
    let made: HashSet<_> = records
        .iter()
        .map(|r| (r.site.clone(), r.activity.clone(), r.source.clone()))
        .collect();
    assert_eq!(
        made.len(),
        table.lines().count() - 1,
        "a source of the table made nothing"
    );
    let mut kinds: BTreeMap<DataKind, usize> = BTreeMap::new();
    for record in &records {
        let activity = Catalogue::embedded().by_code(&record.activity).unwrap();
        *kinds.entry(activity.kind).or_default() += 1;
        assert!(record.quantity > Decimal::ZERO, "{record:?}");
        assert!(
            record.period.start().year() >= demo::FIRST_YEAR,
            "{record:?}"
        );
        assert!(record.period.end().year() <= demo::LAST_YEAR, "{record:?}");
    }
    assert_eq!(kinds.len(), 5);
    assert!(kinds.values().all(|&count| count > 100), "{kinds:?}");
}

#[test]
fn equal_seeds_make_equal_companies_and_languages_differ_in_words_only() {
    assert_eq!(records(), records());
    assert_ne!(demo::records(2, Locale::ZhCn), records());
    let english = demo::records(1, Locale::En);
    for (zh, en) in records().iter().zip(&english) {
        assert_eq!(
            (zh.quantity, &zh.unit, zh.period),
            (en.quantity, &en.unit, en.period)
        );
        assert!(en.source.is_ascii(), "{}", en.source);
    }
}

#[test]
fn gaps_outliers_and_wrong_units_are_where_the_table_says() {
    let records = records();
    let of = |site: &str, activity: &str, month: &str| {
        records
            .iter()
            .filter(|r| r.site == site && r.activity == activity)
            .find(|r| r.period.start().to_string().starts_with(month))
    };
    assert!(of("js1", "tap_water", "2024-08").is_none());
    assert!(of("js1", "tap_water", "2024-07").is_some());
    let usual = of("gd1", "natural_gas", "2025-04").unwrap().quantity;
    let odd = of("gd1", "natural_gas", "2025-05").unwrap();
    assert!(odd.quantity > usual * Decimal::TWO && odd.note.is_some());
    let wrong: Vec<&DemoRecord> = records
        .iter()
        .filter(|record| {
            let unit = Unit::from_code(&record.unit).unwrap().dimension();
            !Catalogue::embedded()
                .by_code(&record.activity)
                .unwrap()
                .units
                .iter()
                .filter_map(|code| Unit::from_code(code))
                .any(|own| own.dimension() == unit)
        })
        .collect();
    assert!(
        wrong.iter().all(|record| record.note.is_some()),
        "{wrong:?}"
    );
    assert!((1..=2).contains(&wrong.len()));
}

#[test]
fn power_bills_run_from_the_26th_without_gap_or_overlap() {
    let mut bills: Vec<_> = records()
        .into_iter()
        .filter(|r| r.site == "js1" && r.activity == "purchased_electricity")
        .map(|r| r.period)
        .collect();
    bills.sort_by_key(|period| period.start());
    assert_eq!(bills.len(), 24);
    for pair in bills.windows(2) {
        assert_eq!(pair[0].end().day_number() + 1, pair[1].start().day_number());
        assert_eq!(pair[1].start().day(), 26);
    }
}

#[test]
fn february_is_quieter_than_july_for_power() {
    let total = |month: &str| -> Decimal {
        records()
            .iter()
            .filter(|r| r.activity == "purchased_electricity" && r.site != "js1")
            .filter(|r| r.period.start().to_string().starts_with(month))
            .map(|r| r.quantity)
            .sum()
    };
    assert!(total("2024-07") > total("2024-02") * Decimal::new(15, 1));
}
