use std::io::Write as _;

use saxaul_shared::{
    accounting::{engine::Settings, source::LibrarySource},
    decimal::Decimal,
    format::Locale,
};
use serde_json::Value;

use super::{report::Format, run, work::Task};

/// The program's JSON for a file of these bytes.
fn account(bytes: &[u8], rows: bool) -> Value {
    account_on(2, bytes, rows)
}

/// The same, computed by so many threads.
fn account_on(threads: usize, bytes: &[u8], rows: bool) -> Value {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(bytes).unwrap();
    let task = Task {
        source: LibrarySource::embedded(Vec::new()),
        settings: Settings::default(),
        region: "CN".to_owned(),
        locale: Locale::En,
        format: Format::Json,
        rows,
        threads,
    };
    let mut out = Vec::new();
    run::run(file.path(), &task, &mut out).unwrap();
    serde_json::from_slice(&out).unwrap()
}

fn decimal(value: &Value) -> Decimal {
    value.as_str().unwrap().parse().unwrap()
}

const BILLS: &str = "site,activity,quantity,unit,start,end\n\
    Plant 1,Purchased electricity,1000,kWh,2023-01-01,2023-01-31\n\
    Plant 1,外购电力,\"1,000\",度,2023-02-01,2023-02-28\n\
    \n\
    Plant 1,Natural gass,10,Nm3,2023-01-01,2023-01-31\n\
    Plant 1,Natural gas,-10,Nm3,2023-01-01,2023-01-31\n\
    Plant 1,Natural gas,10,kWh per day,2023-01-01,2023-01-31\n";

#[test]
fn each_row_is_a_figure_or_a_typed_refusal_and_keeps_its_number() {
    let answer = account(BILLS.as_bytes(), true);
    let rows = answer["rows"].as_array().unwrap();
    let told: Vec<_> = rows
        .iter()
        .map(|row| {
            let refusal = &row["refusal"]["code"];
            (
                row["row"].as_u64().unwrap(),
                refusal.as_str().unwrap_or_default(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            (2, ""),
            (3, ""),
            (5, "UNKNOWN_ACTIVITY"),
            (6, "NEGATIVE_QUANTITY"),
            (7, "UNKNOWN_UNIT"),
        ]
    );
    // The same bill in other words is the same figure.
    assert_eq!(rows[0]["co2e_kg"], rows[1]["co2e_kg"]);
    assert_eq!(rows[0]["scope"], "SCOPE_2");
    assert!(
        rows[2]["refusal"]["suggestions"][0]
            .as_str()
            .unwrap()
            .contains("atural gas")
    );
}

#[test]
fn totals_are_the_sum_of_the_rows_however_they_are_cut() {
    let mut text = Vec::new();
    super::super::generate::write(&mut text, 25_000, 5).unwrap();
    text.extend_from_slice(b"Plant 1,nothing known,1,kWh,2023-01-01,2023-01-01,,,,,\n");
    let answer = account(&text, true);
    let rows = answer["rows"].as_array().unwrap();
    let totals = &answer["totals"];
    assert_eq!(rows.len(), 25_001);
    let numbers: Vec<u64> = rows
        .iter()
        .map(|row| row["row"].as_u64().unwrap())
        .collect();
    assert_eq!(numbers, (2..=25_002).collect::<Vec<_>>());

    let sum: Decimal = rows
        .iter()
        .filter(|row| !row["co2e_kg"].is_null())
        .map(|row| decimal(&row["co2e_kg"]))
        .sum();
    assert_eq!(decimal(&totals["co2e_kg"]), sum);
    for cut in ["by_scope", "by_category", "by_activity"] {
        let parts = totals[cut].as_array().unwrap();
        let by: Decimal = parts.iter().map(|part| decimal(&part["co2e_kg"])).sum();
        assert_eq!(by, sum, "{cut}");
    }
    let gases = totals["by_gas"].as_array().unwrap();
    let by_gas: Decimal = gases.iter().map(|gas| decimal(&gas["co2e_kg"])).sum();
    assert_eq!(by_gas + decimal(&totals["not_split_by_gas_co2e_kg"]), sum);

    let count = |name: &str| totals[name].as_u64().unwrap();
    assert_eq!(count("refused"), 1);
    assert_eq!(
        count("calculated") + count("estimated") + count("refused"),
        25_001
    );
    assert_eq!(account(&text, false)["totals"], *totals);
}

#[test]
fn totals_are_equal_to_the_last_digit_by_any_number_of_threads_in_any_order_of_rows_and_in_quotes()
{
    let mut text = Vec::new();
    super::super::generate::write(&mut text, 40_000, 9).unwrap();
    let text = String::from_utf8(text).unwrap();
    let (header, body) = text.split_once('\n').unwrap();
    let totals = |text: &str, threads, rows| {
        let answer = account_on(threads, text.as_bytes(), rows);
        answer["totals"].clone()
    };
    // Row by row with every figure, which is how an import computes.
    let expected = totals(&text, 1, true);
    for threads in [1, 2, 8] {
        assert_eq!(totals(&text, threads, false), expected, "{threads} threads");
    }
    let mut lines: Vec<&str> = body.lines().collect();
    // A stride that shares no divisor with the number of rows visits each of them once.
    lines = (0..lines.len())
        .map(|step| lines[step * 15_013 % lines.len()])
        .collect();
    let shuffled = format!("{header}\n{}\n", lines.join("\n"));
    assert_eq!(totals(&shuffled, 2, false), expected);
    let quoted = shuffled.replace(',', "\",\"").replace('\n', "\"\r\n\"");
    let quoted = format!("\"{}", quoted.strip_suffix('"').unwrap());
    assert_eq!(totals(&quoted, 2, false), expected);
}

#[test]
fn what_is_not_plain_is_computed_and_refused_as_the_import_does() {
    let header = "site,activity,quantity,unit,start,end,note\n";
    // Each pair says the same, once plainly and once as people do.
    let plain = "A,purchased_electricity,1250.5,kWh,2023-12-20,2024-01-31,\n\
        A,natural_gas,3,Nm3,2024-02-01,2024-02-29,\n\
        A,natural_gas,0.0000005,Nm3,2024-02-01,2024-02-29,\n\
        A,diesel_mobile,999999999999999,L,2023-01-01,2023-12-31,x\n";
    let typed = "A,purchased_electricity,\"1,250.50\",kWh,2023/12/20,2024-1-31,\n\
        A,natural_gas,３,Nm3,2024年2月,2024.2.29,\n\
        A,natural_gas,5e-7,Nm3,2024-02,2024-02,\n\
        A,diesel_mobile,999999999999999.0,L,2023,2023,x\n";
    let totals = |body: &str, rows| {
        let answer = account(format!("{header}{body}").as_bytes(), rows);
        answer["totals"].clone()
    };
    let expected = totals(plain, true);
    assert_eq!(expected["rows"], 4);
    assert_eq!(totals(plain, false), expected);
    assert_eq!(totals(typed, true), expected);
    assert_eq!(totals(typed, false), expected);

    let wrong = "A,natural_gas,3,Nm3,2024-02-30,2024-03-01,\n\
        A,natural_gas,3,Nm3,2024-02-02,2024-02-01,\n\
        A,natural_gas,3,Nm3,2024-02-02,,\n\
        A,natural_gas,3,Nm3,2024-02-01,2024-02-02,=1+1\n\
        A,natural_gas,3,Nm3,2024-02-01,2024-02-02, =1+1\n\
        A,natural_gas,3\n,,,,,,\n";
    // The same row without its fault stands before each, so that its plan is known.
    let right = "A,natural_gas,3,Nm3,2024-02-01,2024-02-02,\n";
    let mixed: String = wrong.lines().flat_map(|line| [right, line, "\n"]).collect();
    for body in [wrong, &mixed] {
        let expected = totals(body, true);
        assert_eq!(expected["refused"], 6);
        assert_eq!(totals(body, false), expected);
    }
}

#[test]
fn the_header_of_a_file_from_windows_is_no_row() {
    let answer = account(BILLS.replace('\n', "\r\n").as_bytes(), true);
    assert_eq!(answer["rows"], account(BILLS.as_bytes(), true)["rows"]);
}

#[test]
fn a_text_that_shows_late_that_it_is_not_utf8_is_read_as_what_it_is() {
    let mut text = String::from("site,activity,quantity,unit,start,end\n");
    for _ in 0..9_000 {
        text.push_str("Plant 1,purchased_electricity,1000,kWh,2023-01-01,2023-01-31\n");
    }
    let ascii = account(text.as_bytes(), false);
    text.push_str("一厂,外购电力,1000,千瓦时,2023-02-01,2023-02-28\n");
    let (gbk, _, _) = encoding_rs::GBK.encode(&text);
    let answer = account(&gbk, false);
    assert_eq!(answer["totals"], account(text.as_bytes(), false)["totals"]);
    assert_eq!(answer["totals"]["calculated"], 9_001);
    assert_eq!(ascii["totals"]["calculated"], 9_000);
}

#[test]
fn text_in_gbk_with_chinese_headers_is_read() {
    let text =
        "场所,活动,数量,单位,开始日期,结束日期\n一厂,外购电力,1000,千瓦时,2023-01-01,2023-01-31\n";
    let (bytes, _, _) = encoding_rs::GBK.encode(text);
    let answer = account(&bytes, true);
    let english = account(BILLS.as_bytes(), true);
    assert_eq!(answer["rows"][0]["co2e_kg"], english["rows"][0]["co2e_kg"]);
}
