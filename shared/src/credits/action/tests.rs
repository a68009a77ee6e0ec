//! The tables: every row read, every formula computed again, every cap agreeing with its printed mass.

use std::collections::BTreeSet;

use super::*;
use crate::{
    accounting::table::Table,
    credits::{ActionLedger, EvidenceKind, InventoryLink},
    decimal::{self, Decimal},
    format::Locale,
    quantity::Ratio,
};

const ACTIONS: &str = include_str!("../../../reference/employee/actions.csv");
const CAPS: &str = include_str!("../../../reference/employee/action_caps.csv");
const EVERYDAY: &str = include_str!("../../../reference/employee/everyday_emissions.csv");

/// The value of `(5.98-1.35)/22`, exactly.
fn compute(text: &str) -> Option<Ratio> {
    let bytes: Vec<char> = text.chars().filter(|c| *c != ' ').collect();
    let mut at = 0;
    let value = sum(&bytes, &mut at)?;
    (at == bytes.len()).then_some(value)
}

fn sum(text: &[char], at: &mut usize) -> Option<Ratio> {
    let mut value = product(text, at)?;
    while let Some(sign) = text.get(*at).copied().filter(|c| ['+', '-'].contains(c)) {
        *at += 1;
        let next = product(text, at)?;
        value = if sign == '+' {
            value.plus(next)
        } else {
            value.minus(next)
        }
        .ok()?;
    }
    Some(value)
}

fn product(text: &[char], at: &mut usize) -> Option<Ratio> {
    let mut value = atom(text, at)?;
    while let Some(sign) = text.get(*at).copied().filter(|c| ['*', '/'].contains(c)) {
        *at += 1;
        let next = atom(text, at)?;
        value = if sign == '*' {
            value.times(next)
        } else {
            value.over(next)
        }
        .ok()?;
    }
    Some(value)
}

fn atom(text: &[char], at: &mut usize) -> Option<Ratio> {
    match text.get(*at)? {
        '(' => {
            *at += 1;
            let value = sum(text, at)?;
            (text.get(*at) == Some(&')')).then(|| *at += 1)?;
            Some(value)
        }
        '-' => {
            *at += 1;
            Ratio::ZERO.minus(atom(text, at)?).ok()
        }
        _ => {
            let digits: String = text[*at..]
                .iter()
                .take_while(|c| c.is_ascii_digit() || **c == '.')
                .collect();
            *at += digits.len();
            Some(Ratio::from_decimal(decimal::parse(&digits).ok()?))
        }
    }
}

/// The fraction rounded half away from zero to so many significant digits.
fn significant(value: Ratio, digits: u32) -> Decimal {
    for places in 0..28 {
        let rounded = value.scaled(Decimal::ONE, places).unwrap();
        if rounded.unsigned_abs() >= 10_u128.pow(digits - 1) {
            return Decimal::from_i128_with_scale(rounded, places).normalize();
        }
    }
    Decimal::ZERO
}

/// Checks the arithmetic of every row and returns how many rows had any.
fn check_formulas(table: &str, code: &str, figure: &str) -> usize {
    let mut computed = 0;
    for row in Table::parse(table).rows() {
        let kg = decimal::parse(row.get(figure)).unwrap();
        let arithmetic = row.get("formula").split(';').next().unwrap().trim();
        let number = arithmetic.trim_end_matches("as printed").trim();
        let (left, printed) = arithmetic
            .split_once('=')
            .map_or((number, number), |(left, right)| {
                (left.trim(), right.trim())
            });
        assert_eq!(decimal::parse(printed), Ok(kg), "{}", row.get(code));
        let exact = compute(left).unwrap_or_else(|| panic!("{}: {left}", row.get(code)));
        let six_digits = significant(exact, 6);
        assert!(
            six_digits == kg.normalize() || Ratio::from_decimal(kg) == exact,
            "{}: {left} is {six_digits}, not {kg}",
            row.get(code)
        );
        computed += usize::from(left != printed);
    }
    computed
}

#[test]
fn every_formula_of_the_actions_gives_its_figure() {
    let computed = check_formulas(ACTIONS, "action_code", "kg_co2e_reduction_per_unit");
    assert_eq!(computed, 55);
}

#[test]
fn every_formula_of_the_everyday_emissions_gives_its_figure() {
    let computed = check_formulas(EVERYDAY, "emission_code", "kg_co2e_per_unit");
    assert_eq!(computed, 45);
}

#[test]
fn every_row_of_the_tables_is_read() {
    let catalogue = ActionCatalogue::embedded();
    let rows: Vec<String> = Table::parse(ACTIONS)
        .rows()
        .map(|row| row.get("action_code").to_owned())
        .collect();
    let read: Vec<&str> = catalogue
        .all()
        .iter()
        .map(|def| def.code.as_str())
        .collect();
    assert_eq!(read, rows);
    assert_eq!(read.len(), 77);
    let count = |ledger| {
        catalogue
            .all()
            .iter()
            .filter(|def| def.ledger == ledger)
            .count()
    };
    assert_eq!(count(ActionLedger::Reduction), 72);
    assert_eq!(count(ActionLedger::PointsOnly), 3);
    assert_eq!(count(ActionLedger::Adjustment), 2);
    assert_eq!(
        catalogue.all().iter().filter(|def| def.is_default).count(),
        45
    );
    assert!(catalogue.version().starts_with("2026.11-"));
    assert_eq!(catalogue.version().len(), "2026.11-".len() + 12);
}

#[test]
fn caps_and_masses_agree() {
    let catalogue = ActionCatalogue::embedded();
    for row in Table::parse(CAPS).rows() {
        let def = catalogue.by_code(row.get("action_code")).unwrap();
        for (cap_micro, column) in [
            (def.rule.cap_per_day_micro, "max_kg_per_day"),
            (def.rule.cap_per_year_micro, "max_kg_per_year"),
        ] {
            let exact =
                decimal::mul(decimal::from_micro(cap_micro), def.factor_kg_per_unit).unwrap();
            let printed = decimal::parse(row.get(column)).unwrap();
            // Printed to four digits: at most half a thousandth away.
            let away = (printed - exact).abs() * Decimal::from(2000);
            assert!(
                away <= exact.abs(),
                "{} {column}: {exact} is not {printed}",
                def.code
            );
        }
        let window: i64 = row.get("max_backdate_days").parse().unwrap();
        assert_eq!(def.rule.max_backdate_days, window);
    }
}

/// What the free text of the published table says must have become a typed rule.
#[test]
fn the_free_texts_have_become_types() {
    let catalogue = ActionCatalogue::embedded();
    for row in Table::parse(CAPS).rows() {
        let def = catalogue.by_code(row.get("action_code")).unwrap();
        let (rule, text) = (&def.rule, row.get("rule"));
        let evidence = row.get("evidence");
        let code = &def.code;
        if text.contains("at most 6 rides") {
            assert_eq!(rule.trips_per_day, Some(6), "{code}");
        }
        if text.contains("<= 1.5 x straight line") {
            assert_eq!(rule.distance_pct_of_office, Some(150), "{code}");
        }
        if text.contains("moving speed 5-35") {
            let speed = SpeedLimit {
                least_kmh: 5,
                most_kmh: 35,
            };
            assert_eq!(rule.speed, Some(speed), "{code}");
        }
        if text.contains("unique") && !text.contains("image") {
            assert!(rule.number.is_some(), "{code}");
        }
        if evidence.contains("travel-order number") || evidence.contains("travel order") {
            let asks = [rule.number, rule.second_number.map(|second| second.kind)];
            assert!(asks.contains(&Some(NumberKind::TravelOrder)), "{code}");
        }
        if let Some((_, limit)) = evidence.split_once("self-report at most ") {
            let limit = limit.split(' ').next().unwrap();
            let most = rule.evidence.iter().find_map(|way| match way {
                Evidence::SelfReport { most_per_day_micro } => *most_per_day_micro,
                _ => None,
            });
            assert_eq!(
                most,
                decimal::to_micro(decimal::parse(limit).unwrap()).ok(),
                "{code}"
            );
        }
        assert_eq!(rule.per_meal, text.contains("per meal slot"), "{code}");
        assert_eq!(
            rule.only_with == Some(Group::Video),
            text.contains("only with a TRV_VIDEO"),
            "{code}"
        );
        assert_eq!(
            rule.times_a_year.is_some(),
            text.contains("12 a year"),
            "{code}"
        );
        if evidence == "automatic" {
            assert!(def.is_automatic(), "{code}");
        }
        if text.contains("household split") || text.contains("policy already") {
            assert!(rule.check.is_some(), "{code}");
        }
    }
}

#[test]
fn a_replaced_car_needs_evidence_and_a_look_while_the_defaults_are_adjusted() {
    let catalogue = ActionCatalogue::embedded();
    for code in [
        "TRV_BIKE_CN",
        "TRV_WALK_CN",
        "SPT_CYCLE_COMMUTE_KM",
        "SPT_RUN_COMMUTE_KM",
    ] {
        let def = catalogue.by_code(code).unwrap();
        assert_eq!(def.factor_kg_per_unit.to_string(), "0.0487", "{code}");
        assert!(def.is_default && def.rule.check.is_none());
    }
    for code in [
        "TRV_BIKE_REPLACED_CAR_CN",
        "TRV_WALK_REPLACED_CAR_CN",
        "TRV_BIKE_REPLACED_CAR_UK",
    ] {
        let def = catalogue.by_code(code).unwrap();
        assert!(!def.is_default, "{code}");
        assert_eq!(def.rule.check, Some(Check::CarReplaced), "{code}");
    }
}

#[test]
fn what_lies_inside_the_employers_inventory_is_marked() {
    let catalogue = ActionCatalogue::embedded();
    let count = |link| {
        catalogue
            .all()
            .iter()
            .filter(|def| def.inventory_link == link)
            .count()
    };
    assert_eq!(count(InventoryLink::Scope3Category7), 24);
    assert_eq!(count(InventoryLink::Scope3Category6), 13);
    assert_eq!(count(InventoryLink::Scope2), 3);
    assert_eq!(count(InventoryLink::None), 29);
}

#[test]
fn every_rule_is_said_in_both_languages() {
    for def in ActionCatalogue::embedded().all() {
        for locale in [Locale::ZhCn, Locale::En] {
            let evidence = def.rule.evidence_text(&def.unit, locale);
            assert!(
                evidence.ends_with(locale.pick("。", ".")),
                "{}: {evidence}",
                def.code
            );
            for text in def.rule.rule_texts(locale) {
                let chinese = text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
                assert_eq!(chinese, locale == Locale::ZhCn, "{}: {text}", def.code);
                assert!(
                    text.ends_with(locale.pick("。", ".")),
                    "{}: {text}",
                    def.code
                );
            }
        }
    }
    let metro = ActionCatalogue::embedded().by_code("TRV_METRO_CN").unwrap();
    assert_eq!(
        metro.rule.evidence_text(&metro.unit, Locale::En),
        "Ride code or record id, or the registered distance to the office."
    );
    assert_eq!(metro.rule.least_evidence(), EvidenceKind::None);
}

#[test]
fn deductions_belong_to_actions_and_units_have_names() {
    let catalogue = ActionCatalogue::embedded();
    let mut deducted = BTreeSet::new();
    for def in catalogue.all() {
        if let Some(adjustment) = &def.rule.adjustment {
            let other = catalogue.by_code(&adjustment.code).unwrap();
            assert_eq!(other.ledger, ActionLedger::Adjustment);
            assert!(other.factor_kg_per_unit < Decimal::ZERO);
            deducted.insert(other.code.as_str());
        }
        if def.unit != "kg" && def.unit != "kWh" {
            assert_ne!(unit_name(&def.unit, Locale::ZhCn), def.unit, "{}", def.code);
        }
    }
    assert_eq!(deducted, BTreeSet::from(["ADJ_VIDEO_HOUR", "ADJ_WFH_HOUR"]));
}

#[test]
fn a_company_may_be_stricter_than_the_catalogue_and_never_laxer() {
    let metro = ActionCatalogue::embedded().by_code("TRV_METRO_CN").unwrap();
    let setting = |day, points| RuleSetting {
        enabled: Some(true),
        cap_per_day_micro: Some(day),
        points_per_kg: Some(points),
        ..RuleSetting::default()
    };
    assert!(setting(40_000_000, 0).check(metro).is_ok());
    let violations = setting(80_000_001, 10_001).check(metro).unwrap_err();
    assert_eq!(violations.len(), 2);
    let rule = EffectiveRule::of(metro, setting(40_000_000, 500), 3, 1000);
    assert_eq!(
        (rule.cap_per_day_micro, rule.points_per_kg, rule.version),
        (40_000_000, 500, 3)
    );
    let adjustment = ActionCatalogue::embedded().by_code("ADJ_WFH_HOUR").unwrap();
    assert_eq!(
        RuleSetting::default().check(adjustment).unwrap_err().len(),
        1
    );
}

#[cfg(feature = "reference-data")]
#[test]
fn every_figure_names_its_source_and_baseline_in_both_languages() {
    for def in ActionCatalogue::embedded().all() {
        let source = source::of_action(&def.code).unwrap();
        assert!(
            !source.title.is_empty() && !source.location.is_empty(),
            "{}",
            def.code
        );
        for locale in [Locale::ZhCn, Locale::En] {
            assert!(!source.baseline(locale).is_empty(), "{}", def.code);
        }
        assert_eq!(
            source.note(Locale::ZhCn).is_empty(),
            source.note(Locale::En).is_empty(),
            "{}",
            def.code
        );
    }
    let metro = source::of_action("TRV_METRO_CN").unwrap();
    assert_eq!(metro.formula, "(5.98-1.35)/22 = 0.210455");
    assert_eq!(metro.url(), Some("https://news.hlgnet.com/info/17600"));
    for def in crate::credits::everyday::all() {
        assert!(source::of_everyday(&def.code).is_some_and(|source| !source.title.is_empty()));
    }
}
