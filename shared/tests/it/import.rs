//! Rows of files: everything that is wrong is named at once, and nothing that is wrong becomes a number.

use proptest::prelude::*;
use saxaul_shared::accounting::import::{
    cell::Cell,
    columns::ImportField,
    duplicates::{Coverage, identity, track},
    row::{Names, RowCells, RowOutcome, read_row, read_span},
};
use saxaul_shared::accounting::record::DataQuality;
use saxaul_shared::accounting::refusal::RefusalCode;
use saxaul_shared::format::Locale;
use saxaul_shared::period::{Date, Period};

/// A company with two sites and a catalogue of two activities.
struct TwoSites;

impl Names for TwoSites {
    fn site(&self, text: &str) -> Result<String, Vec<String>> {
        match text {
            "佛山工厂" => Ok("unit_a".into()),
            "苏州工厂" => Ok("unit_b".into()),
            _ => Err(vec!["佛山工厂".into()]),
        }
    }

    fn only_site(&self) -> Option<String> {
        None
    }

    fn activity(&self, text: &str) -> Result<String, Vec<String>> {
        match text {
            "外购电力" | "purchased_electricity" => Ok("purchased_electricity".into()),
            "天然气" => Ok("natural_gas".into()),
            _ => Err(vec!["外购电力".into()]),
        }
    }
}

fn row(cells: &[(ImportField, &str)]) -> RowCells {
    cells
        .iter()
        .map(|(field, text)| (*field, Cell::from_text(text)))
        .collect()
}

fn read(cells: &[(ImportField, &str)]) -> RowOutcome {
    read_row(&row(cells), &TwoSites, false)
}

const GOOD: [(ImportField, &str); 6] = [
    (ImportField::Site, "佛山工厂"),
    (ImportField::Activity, "外购电力"),
    (ImportField::Quantity, "1,234.50"),
    (ImportField::Unit, "kWh"),
    (ImportField::Start, "2025-01-01"),
    (ImportField::End, "2025-01-31"),
];

fn with(changes: &[(ImportField, &str)]) -> Vec<(ImportField, String)> {
    let mut cells: Vec<(ImportField, String)> = GOOD
        .iter()
        .map(|(field, text)| (*field, (*text).to_owned()))
        .collect();
    for (field, text) in changes {
        cells.retain(|(other, _)| other != field);
        cells.push((*field, (*text).to_owned()));
    }
    cells
}

fn codes(changes: &[(ImportField, &str)]) -> Vec<RefusalCode> {
    let cells = with(changes);
    let cells: Vec<(ImportField, &str)> = cells
        .iter()
        .map(|(field, text)| (*field, text.as_str()))
        .collect();
    match read(&cells) {
        Ok(_) => Vec::new(),
        Err(refusals) => refusals.into_iter().map(|r| r.refusal.code).collect(),
    }
}

#[test]
fn a_good_row_is_read_as_it_was_meant() {
    let draft = read(&GOOD).unwrap();
    assert_eq!(draft.site_id, "unit_a");
    assert_eq!(draft.activity_code, "purchased_electricity");
    assert_eq!(draft.quantity.to_string(), "1234.50");
    assert_eq!(draft.unit.code(), "kWh");
    assert_eq!(draft.period.days(), 31);
    assert_eq!(draft.quality, DataQuality::Invoiced);
}

#[test]
fn each_fault_has_its_own_code() {
    let cases: &[(&[(ImportField, &str)], RefusalCode)] = &[
        (&[(ImportField::Site, "广州工厂")], RefusalCode::UnknownSite),
        (
            &[(ImportField::Activity, "外购电")],
            RefusalCode::UnknownActivity,
        ),
        (&[(ImportField::Quantity, "一千")], RefusalCode::BadNumber),
        (
            &[(ImportField::Quantity, "1.234,5")],
            RefusalCode::BadNumber,
        ),
        (
            &[(ImportField::Quantity, "-5")],
            RefusalCode::NegativeQuantity,
        ),
        (&[(ImportField::Quantity, "1e20")], RefusalCode::TooLarge),
        (
            &[(ImportField::Quantity, "=B2*2")],
            RefusalCode::FormulaCell,
        ),
        (&[(ImportField::Quantity, "")], RefusalCode::MissingCell),
        (&[(ImportField::Unit, "kwhh")], RefusalCode::UnknownUnit),
        (&[(ImportField::Unit, "ton")], RefusalCode::AmbiguousUnit),
        (&[(ImportField::Start, "31/01/2025")], RefusalCode::BadDate),
        (&[(ImportField::Start, "2025-02-30")], RefusalCode::BadDate),
        (
            &[(ImportField::End, "2024-12-31")],
            RefusalCode::PeriodReversed,
        ),
        (&[(ImportField::End, "")], RefusalCode::MissingCell),
        (&[(ImportField::Quality, "guessed")], RefusalCode::BadValue),
    ];
    for (changes, code) in cases {
        assert_eq!(codes(changes), vec![*code], "{changes:?}");
    }
}

#[test]
fn all_faults_of_a_row_are_named_at_once() {
    let found = codes(&[
        (ImportField::Site, "广州"),
        (ImportField::Activity, "电"),
        (ImportField::Quantity, "x"),
        (ImportField::Unit, "y"),
        (ImportField::Start, "z"),
    ]);
    assert_eq!(
        found,
        vec![
            RefusalCode::UnknownSite,
            RefusalCode::UnknownActivity,
            RefusalCode::BadNumber,
            RefusalCode::UnknownUnit,
            RefusalCode::BadDate,
        ]
    );
}

#[test]
fn refusals_speak_both_languages_and_offer_what_was_meant() {
    let refusals = read(&[
        GOOD[0],
        (ImportField::Activity, "外购电"),
        GOOD[2],
        GOOD[3],
        GOOD[4],
        GOOD[5],
    ])
    .unwrap_err();
    let refusal = &refusals[0].refusal;
    assert_eq!(refusals[0].field, Some(ImportField::Activity));
    assert_eq!(refusal.suggestions, vec!["外购电力".to_owned()]);
    assert!(refusal.message(Locale::ZhCn).contains("外购电"));
    assert_ne!(refusal.message(Locale::ZhCn), refusal.message(Locale::En));
}

#[test]
fn months_and_years_are_periods_by_themselves() {
    let cases = [
        ("2025-02", "2025-02-01", "2025-02-28"),
        ("2024/2", "2024-02-01", "2024-02-29"),
        ("2025年3月", "2025-03-01", "2025-03-31"),
        ("2025年3月份", "2025-03-01", "2025-03-31"),
        ("202511", "2025-11-01", "2025-11-30"),
        ("2025", "2025-01-01", "2025-12-31"),
        ("2025年", "2025-01-01", "2025-12-31"),
        ("45658", "2025-01-01", "2025-01-01"),
        ("２０２５－０１－３１", "2025-01-31", "2025-01-31"),
    ];
    for (text, start, end) in cases {
        let want = Period::new(Date::parse(start).unwrap(), Date::parse(end).unwrap()).ok();
        assert_eq!(read_span(text), want, "{text}");
    }
    for text in [
        "2025-13",
        "25-01",
        "01/2025",
        "2025-1-1-1",
        "Jan 2025",
        "0",
        "999999",
    ] {
        assert_eq!(read_span(text), None, "{text}");
    }
}

#[test]
fn a_month_column_that_a_spreadsheet_turned_into_a_day_still_means_the_month() {
    let mut cells = row(&GOOD);
    cells.remove(&ImportField::End);
    cells.insert(ImportField::Start, Cell::DateSerial(45_658));
    let draft = read_row(&cells, &TwoSites, true).unwrap();
    assert_eq!(
        (
            draft.period.start().to_string(),
            draft.period.end().to_string()
        ),
        ("2025-01-01".into(), "2025-01-31".into())
    );
    let refused = read_row(&cells, &TwoSites, false).unwrap_err();
    assert_eq!(refused[0].refusal.code, RefusalCode::MissingCell);
}

#[test]
fn a_stored_result_of_a_formula_is_taken() {
    let mut cells = row(&GOOD);
    let result = Some(Box::new(Cell::Number("12.5".parse().unwrap())));
    cells.insert(
        ImportField::Quantity,
        Cell::Formula {
            text: "=SUM(A1:A3)".into(),
            result,
        },
    );
    assert_eq!(
        read_row(&cells, &TwoSites, false)
            .unwrap()
            .quantity
            .to_string(),
        "12.5"
    );
}

#[test]
fn the_same_bill_written_twice_is_told_by_its_identity() {
    let one = read(&GOOD).unwrap();
    let cells = with(&[
        (ImportField::Quantity, "1234.5"),
        (ImportField::Start, "2025年1月1日"),
    ]);
    let cells: Vec<_> = cells.iter().map(|(f, t)| (*f, t.as_str())).collect();
    let same = read(&cells).unwrap();
    assert_eq!(identity(&one), identity(&same));
    let cells = with(&[(ImportField::Reference, "B-2")]);
    let cells: Vec<_> = cells.iter().map(|(f, t)| (*f, t.as_str())).collect();
    let other = read(&cells).unwrap();
    assert_ne!(identity(&one), identity(&other));
    assert_ne!(track(&one), track(&other));
}

prop_compose! {
    fn any_day()(number in 18_000i64..22_000) -> Date { Date::from_day_number(number).unwrap() }
}

proptest! {
    /// Whatever stands in the cells, a row ends as a draft or with at least one reason, never with both or neither.
    #[test]
    fn every_row_ends_exactly_one_way(texts in proptest::collection::vec(".{0,12}", 7)) {
        let fields = [
            ImportField::Site, ImportField::Activity, ImportField::Quantity, ImportField::Unit,
            ImportField::Start, ImportField::End, ImportField::Quality,
        ];
        let cells: RowCells = fields.iter().zip(&texts).map(|(f, t)| (*f, Cell::from_text(t))).collect();
        if let Err(refusals) = read_row(&cells, &TwoSites, false) {
            prop_assert!(!refusals.is_empty());
        }
    }

    /// Ten thousand rows with one fault each: none of them becomes a number. (Run in batches by proptest's cases.)
    #[test]
    fn no_bad_row_becomes_a_number(
        rows in proptest::collection::vec((0usize..5, "[a-zA-Z#?!]{1,8}"), 40)
    ) {
        let mut drafts = 0;
        let mut refused = 0;
        for (which, text) in &rows {
            let field = [
                ImportField::Site, ImportField::Activity, ImportField::Quantity, ImportField::Start, ImportField::End,
            ][*which];
            let cells = with(&[(field, text.as_str())]);
            let cells: Vec<_> = cells.iter().map(|(f, t)| (*f, t.as_str())).collect();
            match read(&cells) {
                Ok(_) => drafts += 1,
                Err(_) => refused += 1,
            }
        }
        prop_assert_eq!((drafts, refused), (0, rows.len()));
    }

    /// Spans that were claimed never overlap, and a span that was turned away overlaps one that was claimed.
    #[test]
    fn claimed_days_never_overlap(spans in proptest::collection::vec((any_day(), 0i64..90), 1..60)) {
        let mut coverage = Coverage::default();
        let mut claimed: Vec<Period> = Vec::new();
        for (index, (start, length)) in spans.into_iter().enumerate() {
            let end = Date::from_day_number(start.day_number() + length).unwrap();
            let span = Period::new(start, end).unwrap();
            let taken = claimed.iter().any(|other| other.overlap(span).is_some());
            let answer = coverage.claim("track", span, index as u64);
            prop_assert_eq!(answer.is_err(), taken);
            if !taken {
                claimed.push(span);
            }
        }
    }
}
