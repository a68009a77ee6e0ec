//! Worked examples W26 to W28 and W30 to W32: base years, consolidation, public cross-checks.

use saxaul_shared::accounting::boundary::{
    ConsolidationApproach, FinancialTie, Holding, held_percent,
};
use saxaul_shared::accounting::engine::{ActivityInput, Figures};
use saxaul_shared::accounting::gwp::GwpSet;
use saxaul_shared::accounting::totals::{Sum, intensity, recalculated};
use saxaul_shared::decimal::to_micro;

use super::support::{d, kg, prints, run, with, year};

#[test]
fn w26_divestment_recalculates_the_base_year() {
    let year_1 = [("A", d("25")), ("B", d("25")), ("C", d("25"))];
    let year_2 = [("A", d("30")), ("B", d("30")), ("C", d("30"))];
    let (before, now) = (["A", "B", "C"], ["A", "B"]);
    prints(recalculated(&year_1, &before), "75");
    let base = recalculated(&year_1, &now);
    prints(base, "50");
    prints(recalculated(&year_2, &now), "60");
    let year_3 = recalculated(&[("A", d("30")), ("B", d("30"))], &now);
    prints(year_3, "60");
    prints(year_3 - base, "10");
}

#[test]
fn w27_acquiring_a_unit_that_did_not_exist_leaves_the_base_year() {
    let now = ["A", "B", "C"];
    prints(
        recalculated(&[("A", d("25")), ("B", d("25")), ("C", d("0"))], &now),
        "50",
    );
    prints(
        recalculated(&[("A", d("30")), ("B", d("30")), ("C", d("15"))], &now),
        "75",
    );
    prints(
        recalculated(&[("A", d("30")), ("B", d("30")), ("C", d("20"))], &now),
        "80",
    );
}

#[test]
fn w28_holland_industries_by_three_approaches() {
    let held = |share: &str, operational_control: bool, tie: FinancialTie| Holding {
        share_percent: d(share),
        operational_control,
        tie,
    };
    let america = held("83", true, FinancialTie::Subsidiary);
    for (name, chain, [equity, operational, financial]) in [
        (
            "Holland Switzerland",
            vec![held("100", true, FinancialTie::Subsidiary)],
            ["100", "100", "100"],
        ),
        ("Holland America", vec![america], ["83", "100", "100"]),
        (
            "BGB",
            vec![america, held("50", false, FinancialTie::Joint)],
            ["41.5", "0", "50"],
        ),
        (
            "IRW",
            vec![america, held("75", true, FinancialTie::Subsidiary)],
            ["62.25", "100", "100"],
        ),
        (
            "Kahuna Chemicals",
            vec![held("33.3", true, FinancialTie::Joint)],
            ["33.3", "100", "33.3"],
        ),
        (
            "QuickFix",
            vec![held("43", true, FinancialTie::Subsidiary)],
            ["43", "100", "100"],
        ),
        (
            "Nallo",
            vec![held("56", false, FinancialTie::Associate)],
            ["56", "0", "0"],
        ),
        (
            "Syntal",
            vec![held("1", false, FinancialTie::Investment)],
            ["0", "0", "0"],
        ),
    ] {
        for (approach, printed) in [
            (ConsolidationApproach::EquityShare, equity),
            (ConsolidationApproach::OperationalControl, operational),
            (ConsolidationApproach::FinancialControl, financial),
        ] {
            assert_eq!(
                held_percent(approach, &chain),
                d(printed),
                "{name} {approach}"
            );
        }
    }
}

#[test]
fn w30_implied_use_gives_the_published_losses() {
    let settings = with(GwpSet::Ar4);
    let input = ActivityInput::new(
        "purchased_electricity",
        d("4331989"),
        "kWh",
        year(2022),
        "GB",
    );
    let calculation = run(&input, &settings, Vec::new()).unwrap();
    assert_eq!(calculation.factor_id(), Some("desnz-2022-7_400_4000_5"));
    prints(kg(&calculation) / d("1000"), "837.72");
    let mut losses = ActivityInput::new(
        "leased_asset_electricity",
        d("4331989"),
        "kWh",
        year(2022),
        "GB",
    );
    losses.factor_id = Some("desnz-2022-13_402_4000_5".to_owned());
    prints(
        kg(&run(&losses, &settings, Vec::new()).unwrap()) / d("1000"),
        "76.63",
    );
}

#[test]
fn w31_market_based_is_never_added_to_location_based() {
    let line = |tonnes: &str, market: Option<&str>| {
        let mg = to_micro(d(tonnes) * d("1000")).unwrap();
        Figures {
            co2e_mg: mg,
            unsplit_mg: mg,
            market_mg: market.map(|market| to_micro(d(market) * d("1000")).unwrap()),
            ..Figures::default()
        }
    };
    // Scope 1 is 1,442 although its rounded parts, 1,288 and 155, show 1,443: totals come from unrounded figures.
    let lines = [
        line("1287.6", None),
        line("154.4", None),
        line("6182", Some("5998")),
        line("50099", None),
    ];
    let scope_1: Sum = lines[..2].iter().collect();
    prints(scope_1.co2e_kg().unwrap() / d("1000"), "1442");
    let total: Sum = lines.iter().collect();
    // The published total is of figures rounded one by one: 1,442 + 6,182 + 50,099 = 57,723.
    prints(total.co2e_kg().unwrap() / d("1000"), "57,723");
    prints(total.market_kg().unwrap() / d("1000"), "57,539");
}

#[test]
fn w32_intensity_implies_the_turnover() {
    prints(intensity(d("282.17"), d("55.3"), 2).unwrap(), "5.10");
}
