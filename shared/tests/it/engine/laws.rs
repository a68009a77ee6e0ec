//! Laws that hold for every input: round trips, exact splits, equal totals, one answer per row.

use proptest::prelude::*;
use rust_decimal::Decimal;
use saxaul_shared::accounting::engine::{
    ActivityInput, Contract, Figures, Settings, calculate, prepare,
};
use saxaul_shared::accounting::gwp::{Gas, GwpSet};
use saxaul_shared::accounting::source::LibrarySource;
use saxaul_shared::accounting::totals::{Sum, allocate, group};
use saxaul_shared::format::Locale;
use saxaul_shared::period::{Date, Period};
use saxaul_shared::quantity::{Ratio, Unit, conversion};

use super::support::{d, with, year};

fn decimals() -> impl Strategy<Value = Decimal> {
    (0_i64..1_000_000_000_000, 0_u32..7).prop_map(|(mantissa, scale)| Decimal::new(mantissa, scale))
}

fn periods() -> impl Strategy<Value = Period> {
    (0_i64..20_000, 0_i64..1_500).prop_map(|(start, length)| {
        let day = |number| Date::from_day_number(number).unwrap();
        Period::new(day(start), day(start + length)).unwrap()
    })
}

fn figures() -> impl Strategy<Value = Figures> {
    (
        proptest::array::uniform7(-1_000_000_000_000_i64..1_000_000_000_000),
        -5_i64..5,
        proptest::option::of(0_i64..1_000_000_000),
    )
        .prop_map(|(gases, unsplit_mg, market_mg)| {
            let mut figures = Figures {
                unsplit_mg,
                market_mg,
                biogenic_mg: gases[0] / 7,
                energy_kj: market_mg,
                ..Figures::default()
            };
            for (slot, gas) in figures.gases.iter_mut().zip(gases) {
                slot.co2e_mg = gas;
            }
            figures.co2e_mg = gases.iter().sum::<i64>() + unsplit_mg;
            figures
        })
}

/// Rows as files have them, good and bad.
fn rows() -> impl Strategy<Value = ActivityInput> {
    let what = prop::sample::select(vec![
        ("purchased_electricity", "kWh"),
        ("purchased_electricity", "万kWh"),
        ("purchased_electricity", "t"),
        ("natural_gas", "m3"),
        ("natural_gas", "mmBtu"),
        ("diesel_mobile", "L"),
        ("diesel_stationary", "ton"),
        ("gas_r_410a", "kg"),
        ("purchased_steam", "t"),
        ("tap_water", "t"),
        ("spend_steel", "USD"),
        ("spend_steel", "EUR"),
        ("flight_long_haul", "pkm"),
        ("hazardous_waste", "t"),
        ("nothing_of_the_kind", "kg"),
    ]);
    let place = prop::sample::select(vec![
        "CN",
        "CN-GD",
        "CN-NM",
        "GB",
        "US",
        "US-eGRID-CAMX",
        "DE",
        "Mars",
    ]);
    (what, place, decimals(), 2019_i32..2027, 0_u8..20).prop_map(
        |((activity, unit), region, quantity, set, sign)| {
            let quantity = if sign == 0 { -quantity } else { quantity };
            ActivityInput::new(activity, quantity, unit, year(set), region)
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn units_round_trip_exactly(a in 0_usize..200, b in 0_usize..200) {
        let units: Vec<Unit> = Unit::all().collect();
        let (a, b) = (units[a % units.len()], units[b % units.len()]);
        if let (Some(there), Some(back)) = (conversion(a, b, &[]), conversion(b, a, &[])) {
            prop_assert_eq!(there.unwrap().ratio.times(back.unwrap().ratio).unwrap(), Ratio::ONE);
        }
    }

    #[test]
    fn month_splits_sum_to_the_whole(period in periods(), total in any::<i64>()) {
        let parts = period.split_by_days(total);
        prop_assert_eq!(parts.iter().map(|part| i128::from(part.1)).sum::<i128>(), i128::from(total));
        prop_assert_eq!(parts.len(), period.months().count());
        prop_assert_eq!(period.months().map(|month| month.1).sum::<i64>(), period.days());
    }

    #[test]
    fn figures_split_over_months_sum_in_every_part(period in periods(), whole in figures()) {
        let mut sum = Sum::default();
        for (_, part) in whole.by_month(period) {
            prop_assert_eq!(part.gases.iter().map(|gas| gas.co2e_mg).sum::<i64>() + part.unsplit_mg, part.co2e_mg);
            sum.add(&part);
        }
        let mut expected = Sum::default();
        expected.add(&whole);
        expected.lines = sum.lines;
        prop_assert_eq!(sum, expected);
    }

    #[test]
    fn totals_by_any_grouping_are_equal(lines in prop::collection::vec((figures(), 0_u8..4, 0_u8..12, 0_u8..3), 0..60)) {
        let total: Sum = lines.iter().map(|line| &line.0).collect();
        let regroup = |sums: Vec<Sum>| {
            let mut all = Sum::default();
            for sum in &sums {
                all.merge(sum);
            }
            all
        };
        let by_scope = regroup(group(&lines, |line| line.1, |line| &line.0).into_values().collect());
        let by_month = regroup(group(&lines, |line| line.2, |line| &line.0).into_values().collect());
        let by_both = regroup(group(&lines, |line| (line.1, line.2, line.3), |line| &line.0).into_values().collect());
        prop_assert_eq!(by_scope, total);
        prop_assert_eq!(by_month, total);
        prop_assert_eq!(by_both, total);
        prop_assert_eq!(total.gases_mg.iter().sum::<i128>() + total.unsplit_mg, total.co2e_mg);
    }

    #[test]
    fn allocated_parts_sum_to_the_whole(whole in any::<i64>(), weights in prop::collection::vec(decimals(), 1..20)) {
        if let Some(parts) = allocate(whole, &weights) {
            prop_assert_eq!(parts.iter().map(|part| i128::from(*part)).sum::<i128>(), i128::from(whole));
        } else {
            prop_assert!(weights.iter().all(Decimal::is_zero));
        }
    }

    #[test]
    fn preparing_once_and_computing_often_is_calculating(input in rows(), other in decimals(), set in prop::sample::select(GwpSet::ALL)) {
        let source = LibrarySource::embedded(Vec::new());
        let settings = with(set);
        // Prepared for another quantity: nothing that was decided may depend on it.
        let elsewhere = ActivityInput { quantity: other, ..input.clone() };
        let prepared = prepare(&elsewhere, &source, &settings).and_then(|prepared| {
            let figures = prepared.compute(input.quantity)?;
            let explanation = prepared.explain(input.quantity)?;
            Ok((figures, prepared.status(), explanation))
        });
        match (prepared, calculate(&input, &source, &settings)) {
            (Ok((figures, status, explanation)), Ok(calculation)) => {
                prop_assert_eq!(&figures, calculation.figures());
                prop_assert_eq!(status, calculation.status());
                prop_assert_eq!(&explanation, calculation.explanation());
                let gases: i64 = Gas::ALL.iter().map(|gas| figures.gas(*gas).co2e_mg).sum();
                prop_assert_eq!(gases + figures.unsplit_mg, figures.co2e_mg);
            }
            (Err(one), Err(two)) => prop_assert_eq!(one.code, two.code),
            (one, two) => prop_assert!(false, "{one:?} {two:?}"),
        }
    }

    #[test]
    fn no_number_however_odd_breaks_the_engine(
        input in rows(),
        mantissa in any::<i128>(),
        scale in 0_u32..=28,
        covered in any::<i64>(),
    ) {
        let mut input = input;
        input.quantity = Decimal::from_i128_with_scale(mantissa >> 32, scale);
        input.contract = (covered % 2 == 0).then(|| Contract {
            quantity: Decimal::new(covered.abs() >> 1, scale),
            kg_co2e_per_kwh: Decimal::new(i64::try_from(mantissa & 0xffff).unwrap(), scale),
            reference: "contract".to_owned(),
        });
        if let Ok(calculation) = calculate(&input, &LibrarySource::embedded(Vec::new()), &with(GwpSet::Ar5)) {
            prop_assert!(!calculation.explanation().lines(Locale::ZhCn).is_empty());
        }
    }

    #[test]
    fn every_row_ends_as_a_result_or_a_refusal_that_speaks(batch in prop::collection::vec(rows(), 1..40)) {
        let source = LibrarySource::embedded(Vec::new());
        let settings = Settings::default();
        let (mut results, mut refusals) = (0, 0);
        for input in &batch {
            match calculate(input, &source, &settings) {
                Ok(calculation) => {
                    results += 1;
                    prop_assert!(!calculation.explanation().headline.zh.is_empty());
                    prop_assert_eq!(calculation.explanation().input_hash.len(), 64);
                    // Never a silent zero: what emits and is more than nothing is more than nothing in the result.
                    let zero = calculation.figures().co2e_mg == 0;
                    prop_assert!(!calculation.emits() || !zero || input.quantity < d("0.001"), "{:?}", input);
                }
                Err(refusal) => {
                    refusals += 1;
                    for locale in [Locale::ZhCn, Locale::En] {
                        prop_assert!(!refusal.message(locale).is_empty() && !refusal.remedy(locale).is_empty());
                    }
                }
            }
        }
        prop_assert_eq!(results + refusals, batch.len());
    }
}

#[test]
fn every_unit_of_the_reference_tables_is_understood() {
    let mut unknown = Vec::new();
    for table in [
        include_str!("../../../reference/cn/fuels_ndrc.csv"),
        include_str!("../../../reference/cn/standard_coal_gbt2589.csv"),
        include_str!("../../../reference/desnz/desnz_2025.csv"),
        include_str!("../../../reference/epa/epa_hub_2025.csv"),
        include_str!("../../../reference/epa/epa_supply_chain_v1.3.0.csv"),
        include_str!("../../../reference/epa/egrid_2023.csv"),
        include_str!("../../../reference/ipcc/ipcc_2006_stationary.csv"),
        include_str!("../../../reference/national/national_grid_recalled.csv"),
    ] {
        for row in csv::Reader::from_reader(table.as_bytes())
            .deserialize::<std::collections::HashMap<String, String>>()
        {
            let row = row.unwrap();
            for column in ["activity_unit", "unit"] {
                if let Some(unit) = row.get(column).filter(|unit| !unit.is_empty())
                    && Unit::parse(unit).is_err()
                    && !unknown.contains(unit)
                {
                    unknown.push(unit.clone());
                }
            }
        }
    }
    assert!(unknown.is_empty(), "{unknown:?}");
}

#[test]
fn densities_are_those_of_the_reference_tables() {
    use saxaul_shared::accounting::engine::fuel::DENSITIES;
    let table = include_str!("../../../reference/desnz/fuel_properties_desnz_2025.csv");
    let desnz: std::collections::HashMap<String, String> =
        csv::Reader::from_reader(table.as_bytes())
            .deserialize::<std::collections::HashMap<String, String>>()
            .map(|row| row.unwrap())
            .map(|row| (row["fuel"].clone(), row["density_kg_per_m3"].clone()))
            .collect();
    for (code, row) in [
        ("kerosene", "Burning Oil"),
        ("jet_kerosene", "Aviation Turbine Fuel"),
        ("aviation_gasoline", "Aviation Spirit"),
        ("fuel_oil", "Fuel Oil"),
        ("naphtha", "Naphtha"),
        ("lpg", "LPG"),
        ("lng", "LNG"),
    ] {
        let (_, (mantissa, scale), _) = DENSITIES.iter().find(|density| density.0 == code).unwrap();
        assert_eq!(
            Decimal::new(*mantissa, *scale).normalize(),
            d(&desnz[row]).normalize(),
            "{code}"
        );
    }
}
