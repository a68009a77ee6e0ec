//! Worked examples W01 to W22 of the GHG Protocol scope 3 guidance, each amount sent through the engine with the factor the
//! example prints. The factors are illustrative, so they are the company's own here.

use rust_decimal::Decimal;
use saxaul_shared::accounting::engine::Figures;
use saxaul_shared::accounting::totals::{allocate, intensity};
use saxaul_shared::decimal::{from_micro, to_micro};
use saxaul_shared::quantity::Ratio;

use super::support::{by_factor, d, prints};

/// Sum over kg × kg CO2e/kg.
fn mass(rows: &[(&str, &str)]) -> Decimal {
    rows.iter()
        .map(|(kg, factor)| by_factor("material_metals", kg, "kg", "kg", factor))
        .sum()
}

/// Sum over USD × kg CO2e/USD.
fn spend(rows: &[(&str, &str)]) -> Decimal {
    rows.iter()
        .map(|(usd, factor)| by_factor("spend_chemicals", usd, "USD", "USD", factor))
        .sum()
}

/// A share of an amount of kg CO2e, rounded once.
fn share(kg: Decimal, of: &str, whole: &str) -> Decimal {
    let figures = Figures {
        co2e_mg: to_micro(kg).unwrap(),
        unsplit_mg: to_micro(kg).unwrap(),
        ..Figures::default()
    };
    let ratio = Ratio::from_decimal(d(of))
        .over(Ratio::from_decimal(d(whole)))
        .unwrap();
    from_micro(figures.share(ratio).unwrap().co2e_mg)
}

#[test]
fn w01_supplier_specific_goods() {
    let rows = [
        ("200000", "0.15"),
        ("600000", "0.10"),
        ("200000", "0.10"),
        ("100000", "0.25"),
        ("50000", "0.20"),
    ];
    prints(mass(&rows), "145,000");
}

#[test]
fn w02_average_data_and_spend() {
    let goods = mass(&[
        ("400", "20"),
        ("200", "10"),
        ("500", "40"),
        ("100", "70"),
        ("1500", "3"),
        ("300", "3"),
    ]);
    let paid = spend(&[
        ("5000", "0.3"),
        ("3000", "0.3"),
        ("4000", "0.3"),
        ("6000", "0.5"),
        ("1500", "0.2"),
        ("5000", "0.2"),
        ("5000", "0.3"),
        ("1000", "0.3"),
        ("5000", "0.4"),
    ]);
    prints(goods + paid, "54,100");
}

#[test]
fn w03_fuel_and_refrigerant_of_hauliers() {
    let fuel: Decimal = ["50000", "80000", "90000"]
        .map(|litres| by_factor("diesel_mobile", litres, "L", "L", "3"))
        .iter()
        .sum();
    let leak = by_factor("gas_r_410a", "50", "kg", "kg", "2000");
    prints(fuel, "660,000");
    prints(leak, "100,000");
    prints(fuel + leak, "760,000");
}

#[test]
fn w04_and_w05_allocation_by_tonne_kilometres() {
    let run = to_micro(d("31.5")).unwrap();
    for (weights, factor, printed) in [
        (["240", "150", "250"], "0.049", ["11.8", "7.4", "12.3"]),
        (["240", "150", "100"], "0.064", ["15.43", "9.64", "6.43"]),
    ] {
        let weights = weights.map(d);
        let parts = allocate(run, &weights).unwrap();
        assert_eq!(parts.iter().sum::<i64>(), run);
        prints(
            intensity(d("31.5"), weights.iter().sum(), 6).unwrap(),
            factor,
        );
        for (part, printed) in parts.iter().zip(printed) {
            prints(from_micro(*part), printed);
        }
    }
}

#[test]
fn w06_freight_by_spend() {
    let rows = [
        ("20000", "0.04", "800"),
        ("30000", "0.15", "4500"),
        ("40000", "0.05", "2000"),
    ];
    for (usd, factor, printed) in rows {
        prints(spend(&[(usd, factor)]), printed);
    }
    prints(spend(&rows.map(|(usd, factor, _)| (usd, factor))), "7,300");
}

#[test]
fn w07_storage_by_volume_and_days() {
    // 4000 m3 for two days are 8000 m3·days; the activity counts its own unit.
    let stored = d("4000") * d("2");
    prints(stored * d("0.01") + stored * d("0.02"), "240");
    let volume_days = saxaul_shared::quantity::Unit::parse("m3.day").unwrap();
    assert_eq!(volume_days.dimension().name(), "volume_time");
}

#[test]
fn w08_waste_by_type() {
    let solid: Decimal = [("2000", "40"), ("5000", "2"), ("4000", "10")]
        .map(|(tonnes, factor)| by_factor("waste_plastic_landfill", tonnes, "t", "t", factor))
        .iter()
        .sum();
    prints(
        solid + by_factor("wastewater", "5000", "m3", "m3", "0.5"),
        "132,500",
    );
}

#[test]
fn w09_business_travel_with_shared_cars() {
    // Person-kilometres first, then the share of one person of the car: vehicles are not rounded up.
    let road: Decimal = [("500", "1", "2"), ("4000", "2", "2"), ("10000", "4", "3")]
        .map(|(person_km, factor, per_car)| {
            share(
                by_factor("travel_car", person_km, "km", "km", factor),
                "1",
                per_car,
            )
        })
        .iter()
        .sum();
    let air: Decimal = [("100000", "5"), ("300000", "6"), ("1200000", "5")]
        .map(|(pkm, factor)| by_factor("flight_long_haul", pkm, "pkm", "pkm", factor))
        .iter()
        .sum();
    prints(road, "17,583.33");
    prints(air, "8,300,000");
    prints(road + air, "8,317,583.33");
}

#[test]
fn w10_commuting_over_48_weeks() {
    let (weeks, both_ways) = (d("48"), d("2"));
    let rail = weeks * both_ways * d("10") * (d("5") + d("4"));
    let car = weeks * both_ways * (d("15") + d("20") * d("5"));
    prints(rail, "8,640");
    prints(car, "11,040");
    let by_rail = by_factor("commute_rail", &rail.to_string(), "pkm", "pkm", "0.1");
    let by_car = by_factor("commute_car", &car.to_string(), "km", "km", "0.2");
    prints(by_rail + by_car, "3,072");
}

#[test]
fn w11_and_w12_distribution_and_processing() {
    prints(
        by_factor("distribution_road", "8000", "tkm", "tkm", "0.2"),
        "1,600",
    );
    prints(mass(&[("1000", "1.5")]), "1,500");
}

#[test]
fn w13_use_of_sold_products() {
    let lines = [
        ("1000", "11500", "1.3", "7475000"),
        ("1100", "1900", "1.5", "1567500"),
        ("2000", "20000", "0.2", "4000000"),
    ];
    let mut total = Decimal::ZERO;
    for (uses, units, kwh_per_use, printed) in lines {
        let kwh = d(uses) * d(units) * d(kwh_per_use);
        let kg = by_factor(
            "sold_product_electricity",
            &kwh.to_string(),
            "kWh",
            "kWh",
            "0.5",
        );
        prints(kg, printed);
        total += kg;
    }
    prints(total, "13,042,500");
}

#[test]
fn w14_and_w15_allocation_by_mass_and_area() {
    let whole = by_factor("leased_car_distance", "3000000", "km", "km", "0.3");
    prints(share(whole, "20", "500"), "36,000");
    prints(share(d("9000"), "5000", "15000"), "3,000");
}

#[test]
fn w16_to_w19_franchises_and_investments() {
    let franchises: Decimal = [
        "100000", "20000", "25000", "10000", "30000", "10000", "90000", "30000", "30000", "10000",
    ]
    .map(d)
    .iter()
    .sum();
    prints(franchises, "355,000");
    let equity: Decimal = [
        ("120000", "40"),
        ("200000", "15"),
        ("1600000", "25"),
        ("60000", "25"),
    ]
    .map(|(tonnes, percent)| share(d(tonnes), percent, "100"))
    .iter()
    .sum();
    prints(equity, "493,000");
    let debt = [
        ("200000", "1", "20"),
        ("10000", "5", "50"),
        ("250000", "3", "60"),
        ("30000", "10", "90"),
    ]
    .map(|(tonnes, lent, cost)| share(d(tonnes), lent, cost));
    for (value, printed) in debt.iter().zip(["10000", "1000", "12500", "3333"]) {
        prints(*value, printed);
    }
    prints(debt.iter().sum(), "26,833");
    prints(share(d("7000000") * d("30"), "15", "100"), "31,500,000");
    prints(share(d("7000000") * d("60"), "15", "100"), "63,000,000");
}

#[test]
fn w20_intensity_per_wash() {
    prints(
        intensity(d("500000"), d("1500") * d("2000"), 4).unwrap(),
        "0.1667",
    );
}

#[test]
fn w21_the_recomputed_hybrid_total_stands_not_the_printed_slip() {
    let energy: Decimal = [("5000", "0.5"), ("2500", "0.2")]
        .map(|(kwh, factor)| by_factor("sold_product_electricity", kwh, "kWh", "kWh", factor))
        .iter()
        .sum();
    prints(energy, "3,000");
    let materials = mass(&[("5000", "7"), ("2500", "5"), ("500", "2"), ("500", "1.5")]);
    prints(materials, "49,250");
    // kg × km ÷ 1000 are tonne-kilometres; the printed factors are per kg-km.
    let transport: Decimal = [
        ("5000", "10"),
        ("6250", "20"),
        ("400", "50"),
        ("100", "100"),
    ]
    .map(|(tkm, per_tkm)| by_factor("freight_road", tkm, "tkm", "tkm", per_tkm))
    .iter()
    .sum();
    prints(transport, "205,000");
    let waste = by_factor("waste_plastic_landfill", "100", "kg", "kg", "0.5");
    prints(energy + materials + transport + waste, "257,300");
}

#[test]
fn w22_the_recomputed_equity_total_stands_not_the_printed_slip() {
    let terms = [
        ("3000000", "0.6", "5"),
        ("7500000", "0.5", "15"),
        ("1150000", "3.0", "20"),
    ]
    .map(|(revenue, factor, percent)| share(spend(&[(revenue, factor)]), percent, "100"));
    // 60 % of the revenue at 2.0 and 40 % at 1.5.
    let mixed = spend(&[("3300000", "2.0"), ("2200000", "1.5")]);
    let fourth = share(mixed, "10", "100");
    prints(fourth, "990,000");
    prints(terms.iter().sum::<Decimal>() + fourth, "2,332,500");
}
