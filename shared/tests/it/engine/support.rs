//! Inputs and sources for the tests of the engine.

use rust_decimal::Decimal;
use saxaul_shared::accounting::activity::Scope;
use saxaul_shared::accounting::engine::{ActivityInput, Calculation, Settings, calculate};
use saxaul_shared::accounting::factor::{Confidence, Factor, FactorValue};
use saxaul_shared::accounting::gwp::GwpSet;
use saxaul_shared::accounting::refusal::Refusal;
use saxaul_shared::accounting::source::LibrarySource;
use saxaul_shared::decimal::from_micro;
use saxaul_shared::period::Period;

pub(crate) fn d(text: &str) -> Decimal {
    saxaul_shared::decimal::parse(text).unwrap()
}

pub(crate) fn year(year: i32) -> Period {
    Period::year(year).unwrap()
}

pub(crate) fn with(gwp_set: GwpSet) -> Settings {
    Settings {
        gwp_set,
        ..Settings::default()
    }
}

/// A company's own factor of one figure.
pub(crate) fn own(id: &str, activity: &str, unit: &str, kg_co2e: &str) -> Factor {
    Factor {
        id: id.to_owned(),
        series_id: id.to_owned(),
        activity_codes: vec![activity.to_owned()],
        name_zh: None,
        name_en: Some(id.to_owned()),
        publisher: "worked example".to_owned(),
        dataset: "worked example".to_owned(),
        dataset_code: "own".to_owned(),
        version: "1".to_owned(),
        year: 2013,
        valid_from: None,
        valid_to: None,
        region: "001".to_owned(),
        unit: unit.to_owned(),
        value: FactorValue::Total {
            kg_co2e: d(kg_co2e),
        },
        total_kg_co2e: None,
        biogenic_co2_kg: None,
        gwp_set: None,
        basis: Vec::new(),
        scope: Some(Scope::Scope3),
        source_ref: "printed in the example".to_owned(),
        confidence: Confidence::Own,
        pack: None,
        supplier: None,
        note: None,
    }
}

/// Computes with the embedded library and the given own factors.
pub(crate) fn run(
    input: &ActivityInput,
    settings: &Settings,
    own: Vec<Factor>,
) -> Result<Calculation, Refusal> {
    calculate(input, &LibrarySource::embedded(own), settings)
}

/// kg CO2e of a calculation.
pub(crate) fn kg(calculation: &Calculation) -> Decimal {
    from_micro(calculation.figures().co2e_mg).normalize()
}

/// kg CO2e of an amount by a factor of the example, sent through the whole engine.
pub(crate) fn by_factor(
    activity: &str,
    quantity: &str,
    unit: &str,
    factor_unit: &str,
    kg_co2e: &str,
) -> Decimal {
    let factor = own("fac_example", activity, factor_unit, kg_co2e);
    let input = ActivityInput::new(activity, d(quantity), unit, year(2013), "001");
    let calculation = run(&input, &with(GwpSet::Ar5), vec![factor]).unwrap();
    assert_eq!(calculation.factor_id(), Some("fac_example"), "{activity}");
    kg(&calculation)
}

/// Equal when shown with as many decimals as printed.
#[track_caller]
pub(crate) fn prints(value: Decimal, printed: &str) {
    let printed = d(&printed.replace(',', ""));
    let places = printed.scale();
    assert_eq!(
        saxaul_shared::decimal::round(value, places),
        printed,
        "exact value {value}"
    );
}
