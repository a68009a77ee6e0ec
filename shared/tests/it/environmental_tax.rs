//! Worked examples W01 to W07 of the Chinese reference data: environmental protection tax.

use rust_decimal::Decimal;
use saxaul_shared::accounting::environmental_tax::{
    Discharge, TaxGroup, TaxedPollutant, outlet_tax, pollutant_kg, solid_waste_tax,
};

fn d(text: &str) -> Decimal {
    text.parse().unwrap()
}

/// Pollutant, kg, kg per equivalent.
fn outlet(group: TaxGroup, rows: &[(&str, &str, &str)], rate: &str) -> (Vec<String>, Decimal) {
    let discharges: Vec<Discharge> = rows
        .iter()
        .map(|(pollutant, kg, value)| Discharge {
            pollutant: (*pollutant).to_owned(),
            mass_kg: d(kg),
            equivalent_kg: d(value),
        })
        .collect();
    let found: Vec<TaxedPollutant> = outlet_tax(group, &discharges, d(rate)).unwrap();
    let taxed = found
        .iter()
        .filter(|p| p.taxed)
        .map(|p| p.pollutant.clone())
        .collect();
    (taxed, found.iter().map(|p| p.tax_cny).sum())
}

fn check(got: Decimal, printed: &str, tolerance: &str) {
    assert!(
        (got - d(printed)).abs() <= d(tolerance),
        "{got} is not {printed} ± {tolerance}"
    );
}

#[test]
fn w01_the_three_air_pollutants_with_the_most_equivalents_are_taxed() {
    let rows = [
        ("SO2", "100", "0.95"),
        ("fluorides", "100", "0.87"),
        ("CO", "200", "16.7"),
        ("HCl", "80", "10.75"),
    ];
    let (taxed, tax) = outlet(TaxGroup::Air, &rows, "1.2");
    assert_eq!(taxed, ["fluorides", "SO2", "CO"]);
    check(tax, "278.62", "0.02");
}

#[test]
fn w02_hydrogen_chloride_comes_before_carbon_monoxide() {
    let rows = [
        ("SO2", "10", "0.95"),
        ("fluorides", "10", "0.87"),
        ("CO", "100", "16.7"),
        ("HCl", "100", "10.75"),
    ];
    let (taxed, tax) = outlet(TaxGroup::Air, &rows, "1.2");
    assert_eq!(taxed, ["fluorides", "SO2", "HCl"]);
    check(tax, "37.59", "0.02");
}

#[test]
fn w03_two_of_five_air_pollutants_go_free() {
    let rows = [
        ("SO2", "100", "0.95"),
        ("HCl", "120", "10.75"),
        ("H2SO4_mist", "100", "0.6"),
        ("H2S", "150", "0.29"),
        ("toluene", "80", "0.18"),
    ];
    let (taxed, tax) = outlet(TaxGroup::Air, &rows, "2");
    assert_eq!(taxed, ["H2S", "toluene", "H2SO4_mist"]);
    check(tax, "2256.7", "0.02");
}

#[test]
fn w04_mass_follows_from_volume_and_concentration() {
    let kg = pollutant_kg(d("60000"), d("0.5")).unwrap();
    check(kg, "30", "0");
    let discharge = [Discharge {
        pollutant: "Cr6".into(),
        mass_kg: kg,
        equivalent_kg: d("0.02"),
    }];
    let found = outlet_tax(TaxGroup::WaterClass1, &discharge, d("2.8")).unwrap();
    check(found[0].equivalents, "1500", "0");
    check(found[0].tax_cny, "4200", "0.01");
}

#[test]
fn w05_three_of_six_other_water_pollutants_are_taxed() {
    let rows = [
        ("sulphides", "100", "0.125"),
        ("fluorides", "100", "0.5"),
        ("formaldehyde", "90", "0.125"),
        ("Cu", "90", "0.1"),
        ("Zn", "200", "0.2"),
        ("Mn", "120", "0.2"),
    ];
    let (taxed, tax) = outlet(TaxGroup::WaterOther, &rows, "3");
    assert_eq!(taxed, ["Zn", "Cu", "sulphides"]);
    check(tax, "8100", "0.01");
}

#[test]
fn w06_class_one_and_other_pollutants_of_one_outlet_are_ranked_apart() {
    let class1 = [
        ("Hg", "10", "0.0005"),
        ("Cd", "10", "0.005"),
        ("Cr", "10", "0.04"),
        ("As", "10", "0.02"),
        ("Pb", "10", "0.025"),
        ("Ag", "10", "0.02"),
    ];
    let (taxed, tax) = outlet(TaxGroup::WaterClass1, &class1, "1.4");
    assert!(!taxed.contains(&"Cr".to_owned()));
    check(tax, "32760", "0.02");
    let other = [
        ("SS", "10", "4"),
        ("TOC", "10", "0.49"),
        ("volatile_phenol", "10", "0.08"),
        ("NH3N", "10", "0.8"),
    ];
    let (taxed, tax) = outlet(TaxGroup::WaterOther, &other, "1.4");
    assert!(!taxed.contains(&"SS".to_owned()));
    check(tax, "221.07", "0.02");
}

#[test]
fn w07_tailings_that_were_used_or_stored_by_the_rules_go_free() {
    let tax = solid_waste_tax(d("1000"), d("300"), d("200"), Decimal::ZERO, d("15")).unwrap();
    check(tax, "7500", "0.01");
}
