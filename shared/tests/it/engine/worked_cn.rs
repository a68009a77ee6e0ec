//! Worked examples W08 to W15 of the Chinese reference data. (W01 to W07 are environmental tax, W16 is a market price.)

use saxaul_shared::accounting::engine::{ActivityInput, fuel_co2_kg};
use saxaul_shared::accounting::gwp::GwpSet;
use saxaul_shared::accounting::totals::{enterprise_total, intensity};
use saxaul_shared::decimal::from_micro;
use saxaul_shared::quantity::Ratio;

use super::support::{d, kg, own, prints, run, with, year};

#[test]
fn w08_steel_enterprise_2020() {
    // Printed 606.26 for 518.43 + 63.53 + 29.1 − 4.8: the example allows 0.02 for the rounding of its inputs.
    let total = enterprise_total(d("518.43"), d("63.53"), d("29.1"), d("4.8")).unwrap();
    assert!((total - d("606.26")).abs() <= d("0.02"), "{total}");
    prints(intensity(total, d("311.71"), 4).unwrap(), "1.9449");
    let process: rust_decimal::Decimal = ["53.39", "156.68", "-42.33", "85.26", "51.57"]
        .map(d)
        .iter()
        .sum();
    assert!((process - d("304.58")).abs() <= d("0.02"), "{process}");
}

#[test]
fn w09_steel_enterprise_2022() {
    let total = enterprise_total(d("701.97"), d("61.57"), d("12.54"), d("29.07")).unwrap();
    prints(total, "747.01");
    prints(intensity(total, d("415.51"), 4).unwrap(), "1.7978");
    let process: rust_decimal::Decimal = [
        "59.21", "88.82", "9.57", "227.14", "-68.94", "28.65", "93.35", "64.82",
    ]
    .map(d)
    .iter()
    .sum();
    prints(process, "502.62");
}

#[test]
fn w10_diesel_per_litre_with_the_factor_of_the_land_transport_guideline() {
    let mut input = ActivityInput::new("diesel_mobile", d("1000000"), "L", year(2016), "CN");
    input.factor_id = Some("ndrc-transport-2015.diesel".to_owned());
    let calculation = run(&input, &with(GwpSet::Sar), Vec::new()).unwrap();
    // A million litres, to see the ten decimals of the printed figure for one litre.
    let per_litre = kg(&calculation) / d("1000000");
    prints(per_litre, "2.6419028944");
    let steps = &calculation.explanation().steps;
    assert!(steps[0].expression.contains("840 kg/m3"), "{:?}", steps[0]);
}

#[test]
fn w11_composite_factors_of_the_non_ferrous_guideline() {
    let tonnes = |ncv, cc, of| {
        fuel_co2_kg(d(ncv), d(cc), d(of))
            .unwrap()
            .micro(d("0.001"))
            .map(from_micro)
            .unwrap()
    };
    prints(tonnes("28.447", "0.0295", "0.93"), "2.862");
    prints(tonnes("389.31", "0.0153", "0.99"), "21.622");
    // The same two rows stand in the library and go through the engine.
    for (activity, id, unit, printed) in [
        ("coke", "ndrc-steel-2013.coke", "t", "2.862"),
        (
            "natural_gas",
            "ndrc-other-2015.natural_gas",
            "万Nm3",
            "21.622",
        ),
    ] {
        let mut input = ActivityInput::new(activity, d("1"), unit, year(2016), "CN");
        input.factor_id = Some(id.to_owned());
        prints(
            kg(&run(&input, &with(GwpSet::Sar), Vec::new()).unwrap()) / d("1000"),
            printed,
        );
    }
}

#[test]
fn w12_national_factor_database() {
    let kg = |ncv, cc| {
        fuel_co2_kg(d(ncv), d(cc), d("0.99"))
            .unwrap()
            .micro(d("1"))
            .map(from_micro)
            .unwrap()
    };
    prints(kg("0.038931", "0.015242055"), "2.154");
    prints(kg("42.652", "0.020480956") / d("1000"), "3.171");
    for (activity, id, unit, printed) in [
        ("natural_gas", "ncsc-efdb-2026.natural_gas", "Nm3", "2.154"),
        ("diesel_stationary", "ncsc-efdb-2026.diesel", "kg", "3.171"),
    ] {
        let mut input = ActivityInput::new(activity, d("1"), unit, year(2027), "CN");
        input.factor_id = Some(id.to_owned());
        prints(
            super::support::kg(&run(&input, &with(GwpSet::Ar6), Vec::new()).unwrap()),
            printed,
        );
    }
}

#[test]
fn w13_standard_coal_of_one_plants_meters() {
    let tce = |quantity: &str, kgce: &str, scale: &str| {
        let kgce = Ratio::from_decimal(d(kgce))
            .times(Ratio::from_decimal(d(scale)))
            .unwrap();
        kgce.micro(d(quantity)).map(from_micro).unwrap() / d("1000")
    };
    prints(tce("131200", "0.1229", "1"), "16.12");
    prints(tce("38000", "0.1229", "1"), "4.67");
    prints(tce("145.3", "0.1286", "1000"), "18.69");
    prints(tce("1170", "1.2143", "1"), "1.42");
    // Printed 0.11, within the example's tolerance of 0.006: 420 × 0.2571 / 1000 = 0.107982.
    prints(tce("420", "0.2571", "1"), "0.107982");
    // Electricity of both meters and the steam through the engine, with the coefficients of GB/T 2589.
    for (activity, quantity, unit, printed) in [
        ("purchased_electricity", "131200", "kWh", "16.12"),
        ("self_generated_solar", "38000", "kWh", "4.67"),
        ("purchased_steam", "145.3", "t", "18.69"),
    ] {
        let input = ActivityInput::new(activity, d(quantity), unit, year(2023), "CN");
        let calculation = run(&input, &with(GwpSet::Ar5), Vec::new()).unwrap();
        prints(
            from_micro(calculation.figures().calorific_gce.unwrap()),
            printed,
        );
    }
}

#[test]
fn w14_scope_2_with_the_national_factor_of_2022() {
    let input = ActivityInput::new(
        "purchased_electricity",
        d("5280000"),
        "kWh",
        year(2022),
        "CN",
    );
    let calculation = run(&input, &with(GwpSet::Ar6), Vec::new()).unwrap();
    assert_eq!(calculation.factor_id(), Some("grid_average.CN.2022"));
    prints(kg(&calculation) / d("1000"), "2833.248");
    let headline = &calculation.explanation().headline.en;
    assert_eq!(
        headline.replace('\u{202f}', " "),
        "5 280 MWh × 0.5366 tCO2e/MWh = 2 833.248 tCO2e"
    );
}

#[test]
fn w15_carbon_fixed_in_coal_tar() {
    // No oxidation rate: all of the carbon leaves with the product. Printed 2.699, exact 2.6985, tolerance 0.001.
    let tonnes = fuel_co2_kg(d("33.453"), d("0.022"), d("1"))
        .unwrap()
        .micro(d("0.001"))
        .map(from_micro)
        .unwrap();
    assert!((tonnes - d("2.699")).abs() <= d("0.001"), "{tonnes}");
    prints(tonnes, "2.698542");
    let factor = own("fac_tar", "material_metals", "t", "2699");
    let input = ActivityInput::new("material_metals", d("1"), "t", year(2016), "CN");
    prints(
        kg(&run(&input, &with(GwpSet::Sar), vec![factor]).unwrap()),
        "2699",
    );
}
