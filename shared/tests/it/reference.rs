//! The embedded library says what the published tables say, and nothing it cannot show a source for.

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;
use std::str::FromStr;

use rust_decimal::Decimal;
use saxaul_shared::accounting::activity::{Method, Scope};
use saxaul_shared::accounting::catalogue::Catalogue;
use saxaul_shared::accounting::compile::{self, Inputs, Source};
use saxaul_shared::accounting::factor::{Confidence, Factor, FactorValue, GasAmount};
use saxaul_shared::accounting::gwp::Gas;
use saxaul_shared::accounting::library::FactorLibrary;
use saxaul_shared::quantity::Unit;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("reference")
}

fn table(path: &str) -> Vec<HashMap<String, String>> {
    csv::Reader::from_path(folder().join(path))
        .unwrap()
        .deserialize()
        .map(Result::unwrap)
        .collect()
}

fn library() -> &'static FactorLibrary {
    FactorLibrary::embedded()
}

fn decimal(text: &str) -> Option<Decimal> {
    (!text.is_empty()).then(|| {
        Decimal::from_scientific(text)
            .or_else(|_| Decimal::from_str(text))
            .unwrap()
    })
}

const INTERNATIONAL: &[&str] = &[
    "desnz/desnz_2022.csv",
    "desnz/desnz_2023.csv",
    "desnz/desnz_2024.csv",
    "desnz/desnz_2025.csv",
    "epa/epa_hub_2023.csv",
    "epa/epa_hub_2024.csv",
    "epa/epa_hub_2025.csv",
    "epa/egrid_2021.csv",
    "epa/egrid_2022.csv",
    "epa/egrid_2023.csv",
    "epa/epa_supply_chain_v1.2.csv",
    "epa/epa_supply_chain_v1.3.0.csv",
    "ember/grid_ember_2015_2025.csv",
    "ember/grid_ember_vintage_2025-08.csv",
    "ifi/grid_ifi_unfccc_2021.csv",
    "ipcc/ipcc_2006_stationary.csv",
    "ipcc/ipcc_2006_mobile.csv",
    "national/national_grid_recalled.csv",
    "packs/electricity-maps/grid_electricitymaps_subnational.csv",
    "packs/oefdb/national_factors_oefdb_2022.csv",
];

#[test]
fn the_compact_form_equals_the_international_tables() {
    let mut rows = 0;
    for path in INTERNATIONAL {
        for row in table(path) {
            rows += 1;
            let id = &row["factor_id"];
            let factor = library()
                .get(id)
                .unwrap_or_else(|| panic!("{id} of {path} is missing"));
            assert_eq!(&factor.id, id);
            assert_eq!(factor.series_id, row["series_id"], "{id}");
            assert_eq!(factor.publisher, row["publisher"], "{id}");
            assert_eq!(factor.dataset, row["dataset"], "{id}");
            assert_eq!(factor.version, row["dataset_version"], "{id}");
            assert_eq!(factor.year.to_string(), row["year"], "{id}");
            assert_eq!(factor.source_ref, row["source_ref"], "{id}");
            assert_eq!(
                factor.name_en.as_deref().unwrap_or(""),
                row["activity_name"],
                "{id}"
            );
            let day = |date: Option<saxaul_shared::period::Date>| {
                date.map_or(String::new(), |d| d.to_string())
            };
            if row["category"] == "spend-based" {
                // Serves from the year whose prices it is in; the day of publication stays in the remark.
                assert_eq!(
                    day(factor.valid_from),
                    format!("{}-01-01", row["year"]),
                    "{id}"
                );
                let note = factor.note.as_deref().unwrap();
                assert!(
                    note.contains(&format!("published {}", row["valid_from"])),
                    "{id}"
                );
            } else {
                assert_eq!(day(factor.valid_from), row["valid_from"], "{id}");
                assert_eq!(day(factor.valid_to), row["valid_to"], "{id}");
            }
            assert_eq!(
                factor.confidence == Confidence::Recalled,
                row["confidence"] == "recalled",
                "{id}"
            );
            assert_eq!(
                Unit::parse(&row["activity_unit"]).unwrap().code(),
                factor.unit,
                "{id}"
            );
            assert_eq!(
                factor.biogenic_co2_kg,
                decimal(&row["biogenic_co2_kg"]),
                "{id}"
            );
            let worldwide = ["to/from non-UK", "ship", "tanker"]
                .iter()
                .any(|word| row["activity_name"].contains(word));
            if row["category"] != "hotel" && !worldwide {
                assert_eq!(factor.region, row["region"], "{id}");
            }
            if let Some(twin) = library().get(&format!("{id}@001")) {
                stand_in_equals(factor, twin);
            }
            figures_equal(factor, &row);
        }
    }
    assert!(rows > 19_000, "only {rows} rows were compared");
}

/// A stand-in differs from the row it repeats in where it serves and in saying so, nothing else.
fn stand_in_equals(factor: &Factor, twin: &Factor) {
    assert_eq!(
        (twin.region.as_str(), &twin.value),
        ("001", &factor.value),
        "{}",
        twin.id
    );
    assert!(
        twin.basis.contains(&format!("proxy {}", factor.region)),
        "{}",
        twin.id
    );
    assert!(
        twin.note.as_deref().unwrap().contains("stand-in"),
        "{}",
        twin.id
    );
    assert_eq!(
        (
            &twin.source_ref,
            &twin.publisher,
            &twin.unit,
            twin.total_kg_co2e,
            twin.valid_to
        ),
        (
            &factor.source_ref,
            &factor.publisher,
            &factor.unit,
            factor.total_kg_co2e,
            factor.valid_to
        )
    );
}

fn figures_equal(factor: &Factor, row: &HashMap<String, String>) {
    let id = &factor.id;
    match &factor.value {
        FactorValue::Total { kg_co2e } => {
            assert_eq!(
                Some(*kg_co2e),
                decimal(&row["total_kg_co2e_per_unit"]),
                "{id}"
            );
            assert!(
                row["co2_kg"].is_empty() && row["other_kg_co2e"].is_empty(),
                "{id}"
            );
        }
        FactorValue::Gases(gases) => {
            assert_eq!(
                factor.total_kg_co2e,
                decimal(&row["total_kg_co2e_per_unit"]),
                "{id}"
            );
            let of = |gas: Gas| {
                gases
                    .iter()
                    .find(|(g, _)| *g == gas)
                    .map(|(_, amount)| amount.clone())
            };
            assert_eq!(
                of(Gas::Co2),
                decimal(&row["co2_kg"]).map(GasAmount::MassKg),
                "{id}"
            );
            for (gas, mass, co2e) in [
                (Gas::Ch4, "ch4_kg", "ch4_kg_co2e"),
                (Gas::N2o, "n2o_kg", "n2o_kg_co2e"),
            ] {
                let expected = decimal(&row[mass])
                    .map(GasAmount::MassKg)
                    .or(decimal(&row[co2e]).map(GasAmount::Co2eKg));
                assert_eq!(of(gas), expected, "{id}");
            }
            let other: Vec<_> = gases
                .iter()
                .filter(|(g, _)| !matches!(g, Gas::Co2 | Gas::Ch4 | Gas::N2o))
                .map(|(_, amount)| amount.clone())
                .collect();
            let expected: Vec<_> = decimal(&row["other_kg_co2e"])
                .map(GasAmount::Co2eKg)
                .into_iter()
                .collect();
            assert_eq!(other, expected, "{id}");
        }
        FactorValue::Fuel { .. } => panic!("{id}: no international table holds fuel properties"),
    }
}

#[test]
fn the_compact_form_equals_the_chinese_tables() {
    let thousand = Decimal::from(1000);
    let mut grids = 0;
    for row in table("cn/grid_cn.csv") {
        let factor = library().get(&row["factor_id"]).unwrap();
        let value = decimal(&row["value"]).unwrap() * thousand;
        match &factor.value {
            FactorValue::Gases(gases) => {
                assert_eq!(
                    gases.as_slice(),
                    [(Gas::Co2, GasAmount::MassKg(value))],
                    "{}",
                    factor.id
                );
            }
            FactorValue::Total { kg_co2e } => assert_eq!(*kg_co2e, value, "{}", factor.id),
            FactorValue::Fuel { .. } => panic!("a grid is no fuel"),
        }
        assert_eq!(factor.year.to_string(), row["factor_year"]);
        assert_eq!(factor.source_ref, row["source_table"]);
        grids += 1;
    }
    assert_eq!(grids, 183);
    let mut fuels = 0;
    for row in table("cn/fuels_ndrc.csv") {
        let id = format!("{}.{}", row["factor_set"].to_lowercase(), row["fuel_code"]);
        let factor = library().get(&id).unwrap();
        assert_eq!(
            factor.value,
            FactorValue::Fuel {
                ncv_gj_per_unit: decimal(&row["ncv"]).unwrap(),
                carbon_content_tc_per_gj: decimal(&row["carbon_content"]).unwrap(),
                oxidation_rate: decimal(&row["oxidation_rate"]).unwrap(),
            }
        );
        assert_eq!(factor.name_zh.as_deref(), Some(row["name_zh"].as_str()));
        fuels += 1;
    }
    assert_eq!(fuels, 103);
    let limestone = library().get("cn-process.carbonate_CaCO3").unwrap();
    assert_eq!(
        limestone.value,
        FactorValue::Gases(vec![(Gas::Co2, GasAmount::MassKg(Decimal::new(4397, 1)))])
    );
}

#[test]
fn grid_averages_serve_the_year_they_describe() {
    let guangdong = library().get("grid_average.440000.2022").unwrap();
    assert_eq!(guangdong.region, "CN-GD");
    assert_eq!(guangdong.valid_from.unwrap().to_string(), "2022-01-01");
    assert_eq!(guangdong.valid_to.unwrap().to_string(), "2022-12-31");
    assert!(
        guangdong
            .note
            .as_deref()
            .unwrap()
            .contains("published 2024-12-26")
    );
    let residual = library()
        .get("grid_average_excl_market_nonfossil.CN.2023")
        .unwrap();
    assert!(residual.basis.contains(&"residual mix".to_owned()));
    let years: Vec<i32> = library()
        .series("grid_average.440000")
        .iter()
        .map(|f| f.year)
        .collect();
    assert_eq!(years, [2010, 2021, 2022, 2023]);
}

#[test]
fn every_factor_names_its_source_and_its_units_are_known() {
    let mut recalled = 0;
    for factor in library().iter() {
        assert!(!factor.source_ref.is_empty(), "{}", factor.id);
        assert!(
            !factor.publisher.is_empty() && !factor.dataset.is_empty(),
            "{}",
            factor.id
        );
        assert!(
            Unit::from_code(&factor.unit).is_some(),
            "{}: {}",
            factor.id,
            factor.unit
        );
        let shares_alike = matches!(factor.dataset_code.as_str(), "electricity_maps" | "oefdb");
        assert_eq!(factor.pack.is_some(), shares_alike, "{}", factor.id);
        let uncleared = ["aib", "greene"]
            .iter()
            .any(|prefix| factor.series_id.starts_with(prefix));
        assert!(!uncleared, "{}: its terms are not cleared", factor.id);
        recalled += usize::from(factor.confidence == Confidence::Recalled);
    }
    assert!(recalled > 60, "recalled rows lost their mark: {recalled}");
    assert!(library().len() > 19_000);
}

fn tiny(row: &str) -> Result<Vec<u8>, compile::CompileError> {
    let head = "factor_id,series_id,publisher,dataset,dataset_version,year,valid_from,valid_to,region,category,subcategory,activity_name,activity_unit,scope,s3_category,co2_kg,ch4_kg_co2e,n2o_kg_co2e,other_kg_co2e,total_kg_co2e_per_unit,biogenic_co2_kg,ch4_kg,n2o_kg,gwp_set,basis,source_ref,confidence,seen_in,notes";
    let text = format!("{head}\n{row}\n");
    compile::compile(&Inputs {
        datasets: "code,files,select,layout,validity,pack,priority,name_zh,name_en,licence,attribution\nx,x.csv,,international,source,,1,a,b,CC0,me\n",
        rules: "dataset,category,heading,name,units,basis,regions,serves,activities\n",
        units: "source_unit,unit\nkWh,kWh\n",
        regions: "source_region,region\n",
        tables: &[Source {
            path: "x.csv",
            text: &text,
        }],
    })
}

#[test]
fn a_row_without_source_or_figure_is_an_error_not_a_gap() {
    let good =
        "a,a,P,D,1,2024,2024-01-01,2024-12-31,CN,c,s,n,kWh,2,,,,,,0.5,,,,,,table 1,published,,";
    let packed = tiny(good).unwrap();
    assert_eq!(FactorLibrary::open(packed, "").unwrap().len(), 1);
    for (from, to, reason) in [
        ("table 1", "", "source reference"),
        ("P,D", ",D", "publisher"),
        ("P,D", "P,", "document"),
        ("0.5", "", "figure"),
        ("0.5", "< 1", "decimal"),
        ("kWh", "furlong", "unit"),
        ("published", "sure", "confidence"),
        ("2024-12-31", "2023-12-31", "validity"),
        ("2024-12-31", "Dec 2024", "date"),
    ] {
        let error = tiny(&good.replacen(from, to, 1)).expect_err(reason);
        assert!(error.reason.contains(reason), "{error}");
        assert_eq!((error.path.as_str(), error.line), ("x.csv", 2));
    }
}

#[test]
fn a_broken_library_is_refused() {
    assert!(FactorLibrary::open(Vec::new(), "").is_err());
    assert!(FactorLibrary::open(b"SAXFACT1\xff\xff\xff\xff\0\0\0\0\0\0\0\0".to_vec(), "").is_err());
    assert_eq!(library().get("no-such-factor"), None);
    assert_eq!(FactorLibrary::empty().get("x"), None);
}

#[test]
fn every_activity_with_emissions_has_a_factor_for_the_world_or_china() {
    for activity in Catalogue::embedded().all() {
        match &activity.method {
            Method::QuantityOnly => {
                assert_eq!(
                    library().for_activity(&activity.code).count(),
                    0,
                    "{}",
                    activity.code
                );
                continue;
            }
            Method::GasRelease { .. } => continue,
            _ => {}
        }
        let usable = library()
            .for_activity(&activity.code)
            .filter(|factor| factor.pack.is_none())
            .any(|factor| factor.region == "001" || factor.region.starts_with("CN"));
        assert!(
            usable,
            "{} has no factor for the world or China",
            activity.code
        );
    }
}

#[test]
fn mapping_keeps_scope_unit_and_kind_of_factor() {
    // Rows lent to another place of the value chain than the publisher names; the factor itself is the same.
    let lent = [
        "leased_asset_electricity",
        "leased_out_electricity",
        "sold_product_electricity",
    ];
    let mut mapped = 0;
    for factor in library()
        .iter()
        .filter(|factor| !factor.activity_codes.is_empty())
    {
        mapped += 1;
        let basis: HashSet<&str> = factor.basis.iter().map(String::as_str).collect();
        for never in [
            "non-baseload",
            "combined margin",
            "production mix",
            "product footprint",
            "fossil only",
        ] {
            assert!(
                !basis.contains(never),
                "{} is {never} and serves nothing",
                factor.id
            );
        }
        for code in &factor.activity_codes {
            let activity = Catalogue::embedded()
                .by_code(code)
                .unwrap_or_else(|| panic!("{code} is not in the catalogue"));
            if !lent.contains(&code.as_str()) {
                assert_eq!(factor.scope, activity.scope, "{} for {code}", factor.id);
            }
            assert_eq!(
                basis.contains("WTT"),
                activity.category == "s3_03_fuel_and_energy",
                "{} for {code}",
                factor.id
            );
            assert!(
                unit_fits(factor, activity),
                "{} in {} for {code}",
                factor.id,
                factor.unit
            );
        }
    }
    assert!(mapped > 4_000, "only {mapped} factors serve an activity");
}

/// A fuel's factor may be per heat, mass, or volume: properties of the fuel lead from one to another. Everything else
/// must measure what the activity measures.
fn unit_fits(
    factor: &Factor,
    activity: &saxaul_shared::accounting::activity::ActivityType,
) -> bool {
    let of = |code: &str| Unit::from_code(code).map(|unit| unit.dimension().name());
    let name = of(&factor.unit);
    let fuel = matches!(activity.method, Method::FuelCombustion { .. })
        || activity.category == "stationary_combustion"
        || activity.category == "mobile_combustion"
        || activity.category == "s3_03_fuel_and_energy";
    (fuel && matches!(name, Some("mass" | "volume" | "gas_volume" | "energy")))
        || activity.units.iter().any(|unit| of(unit) == name)
}

#[test]
fn scope_three_categories_are_those_the_publisher_names() {
    for path in INTERNATIONAL {
        for row in table(path)
            .iter()
            .filter(|row| !row["s3_category"].is_empty())
        {
            let factor = library().get(&row["factor_id"]).unwrap();
            let named: Vec<&str> = row["s3_category"].split('|').collect();
            for code in &factor.activity_codes {
                let activity = Catalogue::embedded().by_code(code).unwrap();
                assert_eq!(activity.scope, Some(Scope::Scope3), "{code}");
                let category = activity.scope3_category.unwrap();
                let text = category.to_string();
                // Spend factors follow what is bought; waste figures are lent to sold products at their end.
                let fits = named.contains(&text.as_str())
                    || row["category"] == "spend-based"
                    || (category == 12 && named.contains(&"5"));
                assert!(
                    fits,
                    "{}: {code} is category {category}, the row says {named:?}",
                    factor.id
                );
            }
        }
    }
}

#[test]
fn no_two_factors_of_one_set_compete_for_the_same_quantity() {
    let mut seen: HashMap<(String, String, String, i32, String), String> = HashMap::new();
    for factor in library().iter() {
        for code in &factor.activity_codes {
            let key = (
                code.clone(),
                format!("{} {}", factor.dataset_code, factor.version),
                factor.region.clone(),
                factor.year,
                factor.unit.clone(),
            );
            if let Some(other) = seen.insert(key, factor.id.clone()) {
                panic!(
                    "{} and {other} both serve {code} in {} {}",
                    factor.id, factor.region, factor.unit
                );
            }
        }
    }
}
