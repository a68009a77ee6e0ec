//! The rule of choice, one law at a time.

use saxaul_shared::accounting::engine::{ActivityInput, Settings};
use saxaul_shared::accounting::factor::Confidence;
use saxaul_shared::accounting::gwp::GwpSet;
use saxaul_shared::accounting::record::{DataQuality, RecordStatus};
use saxaul_shared::accounting::refusal::RefusalCode;
use saxaul_shared::format::Locale;

use super::support::{d, kg, own, prints, run, with, year};

fn electricity(set: i32, region: &str) -> ActivityInput {
    ActivityInput::new("purchased_electricity", d("1000"), "kWh", year(set), region)
}

fn factor_of(input: &ActivityInput, settings: &Settings) -> String {
    run(input, settings, Vec::new())
        .unwrap()
        .factor_id()
        .unwrap()
        .to_owned()
}

#[test]
fn the_nearest_region_comes_first() {
    let settings = with(GwpSet::Ar6);
    assert_eq!(
        factor_of(&electricity(2022, "CN-GD"), &settings),
        "grid_average.440000.2022"
    );
    assert_eq!(
        factor_of(&electricity(2022, "CN"), &settings),
        "grid_average.CN.2022"
    );
    assert_eq!(
        factor_of(&electricity(2023, "US-eGRID-CAMX"), &settings),
        "egrid-2023-camx-out"
    );
}

#[test]
fn the_newest_edition_is_carried_forward_as_an_estimate_and_never_back() {
    let settings = with(GwpSet::Ar6);
    let later = run(&electricity(2025, "CN-GD"), &settings, Vec::new()).unwrap();
    assert_eq!(later.factor_id(), Some("grid_average.440000.2023"));
    assert_eq!(later.status(), RecordStatus::Estimated);
    let reasons = later.explanation().choice(Locale::ZhCn).join("");
    assert!(reasons.contains("沿用最新的 2023 年因子"), "{reasons}");
    let in_time = run(&electricity(2023, "CN-GD"), &settings, Vec::new()).unwrap();
    assert_eq!(in_time.status(), RecordStatus::Calculated);
    let mut early = ActivityInput::new("natural_gas", d("1000"), "kWh", year(2020), "GB");
    early.region = "GB".to_owned();
    let factor =
        run(&early, &settings, Vec::new()).map(|found| found.factor_id().map(str::to_owned));
    assert!(
        !matches!(&factor, Ok(Some(id)) if id.starts_with("desnz-202")),
        "{factor:?}"
    );
}

#[test]
fn nothing_for_the_time_is_a_typed_refusal() {
    let input = ActivityInput::new("homeworking", d("10"), "FTE-hour", year(2015), "GB");
    let refusal = run(&input, &with(GwpSet::Ar6), Vec::new()).unwrap_err();
    assert_eq!(refusal.code, RefusalCode::NoFactor);
    assert!(refusal.context.unwrap().contains("2015"));
}

#[test]
fn own_comes_before_supplier_before_library() {
    let settings = with(GwpSet::Ar6);
    let mut input = electricity(2022, "CN-GD");
    input.supplier = Some("Green Power Ltd".to_owned());
    let mut supplied = own("fac_supplied", "purchased_electricity", "kWh", "0.1");
    supplied.confidence = Confidence::Supplier;
    supplied.supplier = Some("green power ltd ".to_owned());
    let mine = own("fac_mine", "purchased_electricity", "MWh", "200");
    let both = run(&input, &settings, vec![supplied.clone(), mine]).unwrap();
    assert_eq!(both.factor_id(), Some("fac_mine"));
    prints(kg(&both), "200");
    let supplied_only = run(&input, &settings, vec![supplied.clone()]).unwrap();
    assert_eq!(supplied_only.factor_id(), Some("fac_supplied"));
    input.supplier = Some("somebody else".to_owned());
    let other = run(&input, &settings, vec![supplied]).unwrap();
    assert_eq!(other.factor_id(), Some("grid_average.440000.2022"));
}

#[test]
fn a_named_factor_wins_if_it_exists_and_fits() {
    let settings = with(GwpSet::Ar6);
    let mut input = electricity(2022, "CN-GD");
    input.factor_id = Some("grid_average.CN.2021".to_owned());
    assert_eq!(factor_of(&input, &settings), "grid_average.CN.2021");
    input.factor_id = Some("no-such-factor".to_owned());
    assert_eq!(
        run(&input, &settings, Vec::new()).unwrap_err().code,
        RefusalCode::UnknownFactor
    );
    input.factor_id = Some("desnz-2025-29_600_4017_13".to_owned());
    let refusal = run(&input, &settings, Vec::new()).unwrap_err();
    assert!(
        matches!(
            refusal.code,
            RefusalCode::FactorMismatch | RefusalCode::WrongDimension
        ),
        "{refusal:?}"
    );
}

#[test]
fn the_companys_preferred_data_set_decides_between_equals() {
    let mut input = ActivityInput::new("natural_gas", d("1"), "万Nm3", year(2025), "CN");
    input.quality = DataQuality::Invoiced;
    let by_default = factor_of(&input, &with(GwpSet::Ar6));
    let preferring = |code: &str| Settings {
        dataset_preference: vec![code.to_owned()],
        ..with(GwpSet::Ar6)
    };
    assert_eq!(by_default, "ndrc-other-2015.natural_gas");
    let steel = factor_of(&input, &preferring("ndrc_steel_2013"));
    assert_eq!(steel, "ndrc-steel-2013.natural_gas");
}

#[test]
fn packs_are_used_only_when_switched_on() {
    let input = electricity(2023, "AU-NSW");
    let off = run(&input, &with(GwpSet::Ar6), Vec::new()).unwrap();
    assert!(
        !off.factor_id().unwrap().starts_with("emaps"),
        "{:?}",
        off.factor_id()
    );
}

#[test]
fn rates_that_are_not_for_inventories_are_never_taken_unnamed() {
    for region in ["US-eGRID-CAMX", "CN", "DE", "IN", "BR", "GB", "NO"] {
        for set in [2021, 2022, 2023] {
            let calculation =
                run(&electricity(set, region), &with(GwpSet::Ar6), Vec::new()).unwrap();
            let id = calculation.factor_id().unwrap();
            for token in ["nonbaseload", "-nb", "-cm", "fossil", "footprint"] {
                assert!(!id.contains(token), "{region} {set}: {id}");
            }
        }
    }
}

#[test]
fn refusals_name_what_is_wrong() {
    let settings = with(GwpSet::Ar6);
    let code = |activity: &str, quantity: &str, unit: &str, region: &str| {
        let input = ActivityInput::new(activity, d(quantity), unit, year(2023), region);
        run(&input, &settings, Vec::new())
            .map(|_| ())
            .unwrap_err()
            .code
    };
    assert_eq!(
        code("no_such_thing", "1", "kWh", "CN"),
        RefusalCode::UnknownActivity
    );
    assert_eq!(
        code("purchased_electricity", "1", "kWhh", "CN"),
        RefusalCode::UnknownUnit
    );
    assert_eq!(
        code("diesel_mobile", "1", "ton", "CN"),
        RefusalCode::AmbiguousUnit
    );
    assert_eq!(
        code("purchased_electricity", "1", "km", "CN"),
        RefusalCode::WrongDimension
    );
    assert_eq!(
        code("purchased_electricity", "-1", "kWh", "CN"),
        RefusalCode::NegativeQuantity
    );
    assert_eq!(
        code(
            "purchased_electricity",
            "79228162514264337593543950335",
            "kWh",
            "CN"
        ),
        RefusalCode::TooLarge
    );
    assert_eq!(
        code("purchased_electricity", "1", "kWh", "Atlantis"),
        RefusalCode::UnknownRegion
    );
    assert_eq!(code("cod", "1", "kWh", "CN"), RefusalCode::WrongDimension);
}

#[test]
fn green_electricity_is_zero_on_the_market_only() {
    let input = ActivityInput::new("green_electricity", d("1000"), "kWh", year(2022), "CN");
    let calculation = run(&input, &with(GwpSet::Ar6), Vec::new()).unwrap();
    prints(kg(&calculation), "536.6");
    assert_eq!(calculation.figures().market_mg, Some(0));
}

#[test]
fn china_has_a_residual_mix_for_the_market_based_figure() {
    let calculation = run(&electricity(2022, "CN-GD"), &with(GwpSet::Ar6), Vec::new()).unwrap();
    assert_ne!(calculation.market_factor_id(), calculation.factor_id());
    assert!(
        calculation
            .market_factor_id()
            .unwrap()
            .starts_with("grid_average_excl_market_nonfossil")
    );
}
