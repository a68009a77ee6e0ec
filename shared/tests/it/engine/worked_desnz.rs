//! Worked examples W29 and W37: the factors of the UK government, found by the rule of choice where an activity names them.

use rust_decimal::Decimal;
use saxaul_shared::accounting::engine::ActivityInput;
use saxaul_shared::accounting::gwp::GwpSet;
use saxaul_shared::decimal::from_micro;

use super::support::{d, kg, prints, run, with, year};

#[test]
fn w29_plug_in_hybrid_over_ten_thousand_miles() {
    let mut input =
        ActivityInput::new("company_car_distance", d("10000"), "mile", year(2023), "GB");
    input.factor_id = Some("desnz-2023-4_301_3067_9".to_owned());
    prints(
        kg(&run(&input, &with(GwpSet::Ar5), Vec::new()).unwrap()),
        "1,140",
    );
}

/// Activity, quantity, unit, region, id of the factor behind the year (empty: by the rule of choice), 2024, 2025.
type Line = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
);

const W37: &[Line] = &[
    (
        "natural_gas",
        "250000",
        "kWh",
        "GB",
        "",
        "45725.00",
        "45740.00",
    ),
    (
        "diesel_stationary",
        "12000",
        "L",
        "GB",
        "1_101_1011_8",
        "30153.48",
        "30849.84",
    ),
    (
        "gas_r_410a",
        "3",
        "kg",
        "GB",
        "3_201_2156_3",
        "5772.00",
        "5772.00",
    ),
    (
        "purchased_electricity",
        "180000",
        "kWh",
        "GB",
        "",
        "37269.00",
        "31860.00",
    ),
    (
        "wtt_natural_gas",
        "250000",
        "kWh",
        "GB",
        "11_100_1004_6",
        "7552.50",
        "7552.50",
    ),
    (
        "wtt_diesel",
        "12000",
        "L",
        "GB",
        "11_101_1011_8",
        "7332.12",
        "7332.12",
    ),
    (
        "leased_asset_electricity",
        "180000",
        "kWh",
        "GB",
        "15_917_4000_5",
        "8262.00",
        "8262.00",
    ),
    (
        "leased_asset_electricity",
        "180000",
        "kWh",
        "GB",
        "13_402_4000_5",
        "3294.00",
        "3335.40",
    ),
    (
        "leased_asset_electricity",
        "180000",
        "kWh",
        "GB",
        "15_918_4000_5",
        "714.60",
        "714.60",
    ),
    (
        "waste_industrial_landfill",
        "60",
        "t",
        "GB",
        "20_507_5313_15",
        "31220.05",
        "31231.96",
    ),
    (
        "flight_long_haul",
        "85000",
        "pkm",
        "GB",
        "21_316_3170_11",
        "17009.35",
        "9948.40",
    ),
    (
        "flight_long_haul",
        "85000",
        "pkm",
        "GB",
        "22_912_3170_11",
        "2091.85",
        "2091.85",
    ),
    (
        "hotel_stay",
        "24",
        "room-night",
        "DE",
        "29_600_4017_13",
        "316.80",
        "316.80",
    ),
    (
        "homeworking",
        "9000",
        "FTE-hour",
        "GB",
        "32_603_9999_12",
        "3004.02",
        "3004.02",
    ),
];

#[test]
fn w37_the_same_office_with_the_sets_of_two_years() {
    for (set, total) in [(2024, "199716.77"), (2025, "188011.49")] {
        let mut sum = Decimal::ZERO;
        for (activity, quantity, unit, region, id, in_2024, in_2025) in W37 {
            let mut input = ActivityInput::new(activity, d(quantity), unit, year(set), region);
            if !id.is_empty() {
                input.factor_id = Some(format!("desnz-{set}-{id}"));
            }
            let calculation = run(&input, &with(GwpSet::Ar5), Vec::new()).unwrap();
            prints(
                kg(&calculation),
                if set == 2024 { in_2024 } else { in_2025 },
            );
            sum += kg(&calculation);
        }
        prints(sum, total);
    }
}

#[test]
fn w37_biogenic_carbon_dioxide_of_blended_diesel_stays_outside() {
    for (set, printed) in [(2024, "1920.0"), (2025, "1680.0")] {
        let mut input = ActivityInput::new("diesel_stationary", d("12000"), "L", year(set), "GB");
        input.factor_id = Some(format!("desnz-{set}-1_101_1011_8"));
        let calculation = run(&input, &with(GwpSet::Ar5), Vec::new()).unwrap();
        prints(from_micro(calculation.figures().biogenic_mg), printed);
    }
}

#[test]
fn w37_no_factor_need_be_named_where_the_activity_is_the_factors_own() {
    for (activity, unit, region, set, id) in [
        ("natural_gas", "kWh", "GB", 2025, "desnz-2025-1_100_1004_6"),
        ("diesel_mobile", "L", "GB", 2024, "desnz-2024-1_101_1011_8"),
        (
            "purchased_electricity",
            "kWh",
            "GB",
            2025,
            "desnz-2025-7_400_4000_5",
        ),
        (
            "homeworking",
            "FTE-hour",
            "GB",
            2024,
            "desnz-2024-32_603_9999_12",
        ),
    ] {
        let input = ActivityInput::new(activity, d("1"), unit, year(set), region);
        let calculation = run(&input, &with(GwpSet::Ar5), Vec::new()).unwrap();
        assert_eq!(calculation.factor_id(), Some(id), "{activity}");
    }
}
