//! Sums of many quantities without the figures of each, and the days that share a choice.

use proptest::prelude::*;
use rust_decimal::Decimal;
use saxaul_shared::accounting::catalogue::Catalogue;
use saxaul_shared::accounting::choice::steady_days;
use saxaul_shared::accounting::engine::{ActivityInput, Contract, prepare};
use saxaul_shared::accounting::gwp::GwpSet;
use saxaul_shared::accounting::source::LibrarySource;
use saxaul_shared::accounting::totals::Sum;
use saxaul_shared::period::{Date, Period};

use super::support::{d, own, with, year};

fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

/// Any activity of the catalogue in its first unit, on one day.
fn inputs() -> impl Strategy<Value = ActivityInput> {
    let regions = prop::sample::select(vec!["CN", "CN-GD", "GB", "US", "DE", "JP"]);
    (any::<prop::sample::Index>(), 14_600_i64..20_800, regions).prop_map(
        |(activity, number, region)| {
            let activities = Catalogue::embedded().all();
            let activity = &activities[activity.index(activities.len())];
            let unit = activity.units.first().map_or("kg", String::as_str);
            let day = Date::from_day_number(number).unwrap();
            ActivityInput::new(
                &activity.code,
                Decimal::ONE,
                unit,
                Period::of_day(day),
                region,
            )
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn a_running_total_is_the_sum_of_the_figures_of_each_quantity(
        input in inputs(),
        quantities in prop::collection::vec(0_u64..2_000_000_000_000_000, 1..12),
        set in prop::sample::select(vec![GwpSet::Sar, GwpSet::Ar5, GwpSet::Ar6]),
    ) {
        let source = LibrarySource::embedded(Vec::new());
        if let Ok(prepared) = prepare(&input, &source, &with(set)) {
            let mut running = prepared.running_total().unwrap();
            let mut one_by_one = Sum::default();
            for micro in quantities {
                if running.add(micro) {
                    let quantity = Decimal::from_i128_with_scale(micro.into(), 6);
                    one_by_one.add(&prepared.compute(quantity).unwrap());
                }
            }
            prop_assert_eq!(running.sum(), one_by_one);
        }
    }

    #[test]
    fn the_engine_decides_alike_on_all_steady_days(input in inputs(), within in 0_i64..366) {
        let source = LibrarySource::embedded(Vec::new());
        let first = input.factor_day();
        let days = steady_days(&input.activity, None, first, &source);
        prop_assert!(days.contains(first));
        let decided = |day: Date| {
            let input = ActivityInput { period: Period::of_day(day), ..input.clone() };
            prepare(&input, &source, &with(GwpSet::Ar6)).map(|prepared| {
                let figures = prepared.compute(d("123456.789"));
                let market = prepared.market_factor_id().map(str::to_owned);
                (prepared.factor_id().map(str::to_owned), market, prepared.status(), figures)
            })
        };
        let other = Date::from_day_number(days.start().day_number() + within % days.days()).unwrap();
        for day in [days.start(), days.end(), other] {
            prop_assert_eq!(decided(day), decided(first), "{} and {}", day, first);
        }
    }
}

#[test]
fn what_no_running_total_takes_is_told_and_not_added() {
    let source = LibrarySource::embedded(Vec::new());
    let mut input = ActivityInput::new("purchased_electricity", d("1"), "kWh", year(2023), "CN");
    let prepared = prepare(&input, &source, &with(GwpSet::Ar6)).unwrap();
    let mut running = prepared.running_total().unwrap();
    assert!(running.add(1_000_000));
    let before = running.sum();
    assert!(!running.add(u64::MAX));
    assert_eq!(running.sum(), before);
    assert_eq!(before.lines, 1);

    // A contract for a part of the quantity: the market-based figure is no single product.
    input.contract = Some(Contract {
        quantity: d("100"),
        kg_co2e_per_kwh: d("0.1"),
        reference: "2023-7".to_owned(),
    });
    let prepared = prepare(&input, &source, &with(GwpSet::Ar6)).unwrap();
    assert!(prepared.running_total().is_none());
}

#[test]
fn a_validity_that_begins_or_ends_cuts_the_year() {
    let mut factor = own("own-power", "purchased_electricity", "kWh", "0.5");
    factor.valid_from = Some(day("2091-04-01"));
    factor.valid_to = Some(day("2091-09-30"));
    let source = LibrarySource::embedded(vec![factor]);
    let spans: Vec<String> = [
        "2091-02-01",
        "2091-04-01",
        "2091-09-30",
        "2091-12-31",
        "2092-02-29",
    ]
    .into_iter()
    .map(|text| steady_days("purchased_electricity", None, day(text), &source).to_string())
    .collect();
    let expected: Vec<String> = [
        ("2091-01-01", "2091-03-31"),
        ("2091-04-01", "2091-09-30"),
        ("2091-04-01", "2091-09-30"),
        ("2091-10-01", "2091-12-31"),
        ("2092-01-01", "2092-12-31"),
    ]
    .into_iter()
    .map(|(start, end)| Period::new(day(start), day(end)).unwrap().to_string())
    .collect();
    assert_eq!(spans, expected);
}
