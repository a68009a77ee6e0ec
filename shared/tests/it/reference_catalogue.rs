//! The catalogue, the regions and industries, and the files to fill in.

use std::collections::{BTreeMap, HashMap};

use saxaul_shared::accounting::activity::{DataKind, Method};
use saxaul_shared::accounting::catalogue::{Catalogue, category_name, spellings};
use saxaul_shared::accounting::import::cell::Cell;
use saxaul_shared::accounting::import::columns::{field_of_header, find_header_row};
use saxaul_shared::accounting::import::row::{Names, read_row};
use saxaul_shared::accounting::refusal::RefusalCode;
use saxaul_shared::accounting::search::fold;
use saxaul_shared::accounting::{dataset, region, search, templates};
use saxaul_shared::format::Locale;
use saxaul_shared::period::Month;
use saxaul_shared::quantity::Unit;

fn code(name: &str) -> Option<&'static str> {
    Catalogue::embedded()
        .find(name)
        .map(|activity| activity.code.as_str())
}

#[test]
fn names_of_bills_and_exports_are_known() {
    for (name, expected) in [
        ("外购电力", "purchased_electricity"),
        ("市电", "purchased_electricity"),
        ("用电量", "purchased_electricity"),
        ("Electricity", "purchased_electricity"),
        ("天然气", "natural_gas"),
        ("柴油", "diesel_mobile"),
        ("汽油", "gasoline_mobile"),
        ("液化石油气", "lpg"),
        ("原煤", "raw_coal"),
        ("烟煤", "bituminous_coal"),
        ("蒸汽", "purchased_steam"),
        ("热力", "purchased_heat"),
        ("自来水", "tap_water"),
        ("污水", "wastewater"),
        ("危险废物", "hazardous_waste"),
        ("HW08", "hazardous_waste_hw08"),
        ("生活垃圾", "waste_general_incineration"),
        ("制冷剂 R-410A", "gas_r_410a"),
        ("Ｒ４１０Ａ", "gas_r_410a"),
        ("差旅航空", "flight_domestic"),
        ("高铁", "travel_high_speed_rail"),
        ("出租车", "travel_taxi"),
        ("酒店", "hotel_stay"),
        ("通勤", "commute_car"),
        ("公路货运", "freight_road"),
        ("海运", "freight_sea_container"),
        ("空运", "freight_air"),
        ("光伏自发自用", "self_generated_solar"),
        ("绿电", "green_electricity"),
        ("绿证", "green_certificate"),
        ("SO2", "so2"),
        ("SO₂", "so2"),
        ("NOx", "nox"),
        ("COD", "cod"),
        ("NH3-N", "ammonia_nitrogen"),
        ("颗粒物", "particulate"),
        ("VOCs", "vocs"),
        ("环保税", "environmental_tax"),
        ("环保投入", "environmental_spend"),
    ] {
        assert_eq!(code(name), Some(expected), "{name}");
    }
    assert_eq!(code("月亮"), None);
}

#[test]
fn no_name_means_two_activities() {
    let mut owner: HashMap<String, &str> = HashMap::new();
    for activity in Catalogue::embedded().all() {
        for name in spellings(activity) {
            let folded = fold(name);
            assert!(
                !folded.is_empty(),
                "{name} of {} folds to nothing",
                activity.code
            );
            if let Some(other) = owner.insert(folded, &activity.code) {
                assert_eq!(other, activity.code, "{name} is also {other}");
            }
        }
    }
}

#[test]
fn the_table_of_activities_is_whole() {
    let rows = std::fs::read_to_string(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/reference/catalogue/activities.csv"
    ))
    .unwrap();
    let all = Catalogue::embedded().all();
    assert_eq!(
        all.len(),
        rows.lines().count() - 1,
        "a row of the table was not read"
    );
    assert!(all.len() >= 130);
    for kind in DataKind::ALL {
        assert!(
            all.iter().filter(|a| a.kind == *kind).count() >= 20,
            "{kind}"
        );
    }
    for class in (1..=50).filter(|n| !(41..=44).contains(n)) {
        assert!(code(&format!("HW{class:02}")).is_some(), "HW{class:02}");
    }
    for activity in all {
        let at = &activity.code;
        assert!(!activity.units.is_empty(), "{at}");
        for unit in &activity.units {
            assert_eq!(
                Unit::from_code(unit).map(Unit::code).as_ref(),
                Some(unit),
                "{at}"
            );
        }
        assert_eq!(
            activity.scope.is_some(),
            !matches!(activity.method, Method::QuantityOnly),
            "{at}: an activity has a scope when and only when it has emissions"
        );
        assert_eq!(
            activity.scope3_category.is_some(),
            activity.category.starts_with("s3_"),
            "{at}"
        );
        for locale in [Locale::ZhCn, Locale::En] {
            assert_ne!(
                category_name(&activity.category, locale),
                activity.category,
                "{at}"
            );
        }
    }
}

#[test]
fn slips_are_met_with_suggestions() {
    let first = |name: &str| {
        Catalogue::embedded()
            .suggest(name, 5)
            .first()
            .map(|a| a.code.as_str())
    };
    assert_eq!(first("外购电里"), Some("purchased_electricity"));
    assert_eq!(first("purchased electrcity"), Some("purchased_electricity"));
    assert_eq!(first("naturl gas"), Some("natural_gas"));
    assert_eq!(first("危险费物"), Some("hazardous_waste"));
    assert_eq!(first("zzzzqqqq"), None);
    let searched = search::activities("天然", 3);
    assert!(searched.iter().any(|a| a.code == "natural_gas"));
    assert!(
        search::activities("hotel", 3)
            .iter()
            .any(|a| a.code == "hotel_stay")
    );
    assert_eq!(search::activities("", 7).len(), 7);
}

#[test]
fn regions_widen_step_by_step() {
    assert_eq!(
        region::chain("CN-GD"),
        ["CN-GD", "CN-GRID-SOUTH", "CN", "001"]
    );
    assert_eq!(region::chain("US-CA"), ["US-CA", "US", "001"]);
    assert_eq!(
        region::chain("US-eGRID-CAMX"),
        ["US-eGRID-CAMX", "US", "001"]
    );
    assert_eq!(region::chain("001"), ["001"]);
    assert!(region::chain("QQ-QQ").is_empty() && region::chain("moon").is_empty());
    assert_eq!(
        region::search("广东", 1).first().map(|r| r.code.as_str()),
        Some("CN-GD")
    );
    assert_eq!(
        region::search("sichaun", 1)
            .first()
            .map(|r| r.code.as_str()),
        Some("CN-SC")
    );
    assert_eq!(region::name("CN-JS", Locale::ZhCn), "江苏");
    let provinces = region::all()
        .iter()
        .filter(|r| r.parent.starts_with("CN-GRID-"))
        .count();
    assert_eq!(provinces, 31);
}

#[test]
fn data_sets_have_terms_and_an_order() {
    let order = dataset::default_preference();
    let place = |code: &str| order.iter().position(|one| one == code).unwrap();
    assert!(place("ndrc_other_2015") < place("ndrc_steel_2013"));
    assert!(place("mee_grid") < place("ember"));
    for set in dataset::all() {
        assert!(
            !set.licence.is_empty() && !set.attribution.is_empty(),
            "{}",
            set.code
        );
        assert_eq!(
            set.pack.is_some(),
            set.licence.contains("ODbL") || set.licence.contains("SA")
        );
    }
}

struct OneSite;

impl Names for OneSite {
    fn site(&self, text: &str) -> Result<String, Vec<String>> {
        if text == "东莞工厂" {
            Ok("unit_1".to_owned())
        } else {
            Err(vec!["东莞工厂".to_owned()])
        }
    }

    fn only_site(&self) -> Option<String> {
        None
    }

    fn activity(&self, text: &str) -> Result<String, Vec<String>> {
        code(text).map(str::to_owned).ok_or_else(|| {
            Catalogue::embedded()
                .suggest(text, 3)
                .iter()
                .map(|a| a.name_zh.clone())
                .collect()
        })
    }
}

#[test]
fn a_filled_template_reads_back_the_same_in_both_languages() {
    let month = Month::new(2025, 3).unwrap();
    for template in templates::all() {
        assert!(template.sources.len() >= 15, "{}", template.code);
        let mut readings = Vec::new();
        for locale in [Locale::ZhCn, Locale::En] {
            let text = template.csv(locale, "东莞工厂", month);
            let mut reader = csv::ReaderBuilder::new()
                .has_headers(false)
                .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
            let rows: Vec<Vec<Cell>> = reader
                .records()
                .map(|record| record.unwrap().iter().map(Cell::from_text).collect())
                .collect();
            assert_eq!(
                find_header_row(&rows),
                Some(0),
                "{} {locale}",
                template.code
            );
            let fields: Vec<_> = rows[0]
                .iter()
                .map(|cell| field_of_header(&cell.shown()))
                .collect();
            assert_eq!(
                fields,
                templates::COLUMNS.map(Some),
                "{} {locale}",
                template.code
            );
            let mut drafts = Vec::new();
            for row in &rows[1..] {
                let mut cells: BTreeMap<_, _> = templates::COLUMNS
                    .into_iter()
                    .zip(row.iter().cloned())
                    .collect();
                // As it comes, the quantity is open: refused, not zero.
                let open = read_row(&cells, &OneSite, false).unwrap_err();
                assert!(
                    open.iter()
                        .all(|one| one.refusal.code == RefusalCode::MissingCell)
                );
                let quantity = saxaul_shared::accounting::import::columns::ImportField::Quantity;
                cells.insert(quantity, Cell::from_text("1,234.5"));
                let mut draft = read_row(&cells, &OneSite, false).unwrap();
                draft.source = None;
                drafts.push(draft);
            }
            assert_eq!(drafts.len(), template.sources.len());
            readings.push(drafts);
        }
        assert_eq!(readings[0], readings[1], "{}", template.code);
    }
    assert_eq!(templates::for_section("C").unwrap().code, "manufacturing");
    assert_eq!(templates::for_section("Q").unwrap().code, "services");
}

#[test]
fn template_units_are_units_of_their_activity() {
    for template in templates::all() {
        for source in &template.sources {
            let unit = Unit::from_code(&source.unit).unwrap().dimension().name();
            let fits = source
                .activity
                .units
                .iter()
                .filter_map(|code| Unit::from_code(code))
                .any(|one| one.dimension().name() == unit);
            assert!(
                fits,
                "{} {} {}",
                template.code, source.activity.code, source.unit
            );
        }
    }
}
