//! Worked examples W35, W36, W38 and W39.

use saxaul_shared::accounting::activity::Scope;
use saxaul_shared::accounting::engine::{ActivityInput, Contract, Rate, Settings};
use saxaul_shared::accounting::gwp::{Gas, GwpSet};
use saxaul_shared::accounting::record::RecordStatus;
use saxaul_shared::decimal::from_micro;
use saxaul_shared::quantity::{Ratio, Unit, conversion};

use super::support::{d, kg, own, prints, run, with, year};

#[test]
fn w35_a_therm_of_natural_gas() {
    let (therm, mmbtu) = (Unit::parse("therm").unwrap(), Unit::parse("mmBtu").unwrap());
    let heat = conversion(therm, mmbtu, &[]).unwrap().unwrap().ratio;
    let carbon = Ratio::from_decimal(d("14.43"))
        .times(Ratio::new(44, 12).unwrap())
        .unwrap();
    let kg = heat.times(carbon).unwrap();
    prints(kg.to_decimal(6).unwrap(), "5.291");
    prints(kg.to_decimal(6).unwrap() / d("1000"), "0.0053");
}

#[test]
fn w36_the_same_gas_masses_weighed_by_two_assessments() {
    for (id, set, printed) in [
        ("epahub-2023-t1-natural-gas-mmbtu", GwpSet::Ar4, "53114.8"),
        ("epahub-2024-t1-natural-gas-mmbtu", GwpSet::Ar5, "53114.5"),
        ("epahub-2025-t1-natural-gas-mmbtu", GwpSet::Ar5, "53114.5"),
        // Masses can be weighed anew: the factor of 2023 by the GWPs of the Fifth Assessment.
        ("epahub-2023-t1-natural-gas-mmbtu", GwpSet::Ar5, "53114.5"),
    ] {
        let mut input = ActivityInput::new("natural_gas", d("1000"), "mmBtu", year(2025), "US");
        input.factor_id = Some(id.to_owned());
        let calculation = run(&input, &with(set), Vec::new()).unwrap();
        prints(kg(&calculation), printed);
        let masses = [Gas::Co2, Gas::Ch4, Gas::N2o]
            .map(|gas| calculation.figures().gas(gas).mass_mg.unwrap());
        assert_eq!(masses, [53_060_000_000, 1_000_000, 100_000]);
    }
}

#[test]
fn w38_market_and_location_in_norway() {
    // The residual mix of AIB 2018 may not be shipped with the library, so the company brings the figure itself.
    let mut residual = own("fac_aib_2018_no", "purchased_electricity", "kWh", "0.28049");
    residual.basis = vec!["market".to_owned(), "residual mix".to_owned()];
    residual.scope = Some(Scope::Scope2);
    let mut input = ActivityInput::new(
        "purchased_electricity",
        d("1000000"),
        "kWh",
        year(2018),
        "NO",
    );
    let plain = run(&input, &with(GwpSet::Ar5), vec![residual.clone()]).unwrap();
    prints(kg(&plain), "33,100");
    prints(from_micro(plain.figures().market_mg.unwrap()), "280,490");
    assert_eq!(plain.market_factor_id(), Some("fac_aib_2018_no"));
    // Named, it is still the market-based factor only.
    let mut named = input.clone();
    named.factor_id = Some("fac_aib_2018_no".to_owned());
    let by_name = run(&named, &with(GwpSet::Ar5), vec![residual.clone()]).unwrap();
    assert_eq!(by_name.figures(), plain.figures());
    input.contract = Some(Contract {
        quantity: d("600000"),
        kg_co2e_per_kwh: d("0"),
        reference: "GO 2018".to_owned(),
    });
    let certified = run(&input, &with(GwpSet::Ar5), vec![residual]).unwrap();
    prints(
        from_micro(certified.figures().market_mg.unwrap()),
        "112,196",
    );
    prints(kg(&certified), "33,100");
}

#[test]
fn w39_spend_by_two_versions_of_the_supply_chain_factors() {
    for (id, set, unit, printed) in [
        ("epasc-v1.2-541511", GwpSet::Ar4, "USD2021", "194,000"),
        ("epasc-v1.3.0-541511", GwpSet::Ar5, "USD2022", "168,000"),
    ] {
        let mut input =
            ActivityInput::new("spend_it_services", d("2000000"), unit, year(2024), "US");
        input.factor_id = Some(id.to_owned());
        prints(kg(&run(&input, &with(set), Vec::new()).unwrap()), printed);
    }
}

#[test]
fn w39_spend_is_deflated_first_or_the_result_is_an_estimate() {
    let mut input = ActivityInput::new("spend_it_services", d("2000000"), "USD", year(2024), "US");
    input.factor_id = Some("epasc-v1.3.0-541511".to_owned());
    let plain = run(&input, &with(GwpSet::Ar5), Vec::new()).unwrap();
    assert_eq!(plain.status(), RecordStatus::Estimated);
    let deflator = Rate {
        from: "USD".to_owned(),
        to: "USD2022".to_owned(),
        value: d("0.93"),
        source: "price index of the company's statistics office".to_owned(),
    };
    let settings = Settings {
        rates: vec![deflator],
        ..with(GwpSet::Ar5)
    };
    let deflated = run(&input, &settings, Vec::new()).unwrap();
    prints(kg(&deflated), "156,240");
    assert!(
        deflated.explanation().steps[0]
            .source
            .as_ref()
            .is_some_and(|source| source.contains("price index"))
    );
}
