use std::io::Write as _;

use saxaul_shared::{
    accounting::{engine::Settings, gwp::GwpSet, source::LibrarySource},
    decimal::Decimal,
    format::Locale,
};
use serde_json::Value;

use super::{report::Format, run, work::Task};

/// The program's JSON for a file of these bytes.
fn account(bytes: &[u8], rows: bool) -> Value {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(bytes).unwrap();
    let task = Task {
        source: LibrarySource::embedded(Vec::new()),
        settings: Settings::default(),
        region: "CN".to_owned(),
        locale: Locale::En,
        format: Format::Json,
        rows,
    };
    let mut out = Vec::new();
    run::run(file.path(), &task, GwpSet::Ar6, &mut out).unwrap();
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
fn text_in_gbk_with_chinese_headers_is_read() {
    let text =
        "场所,活动,数量,单位,开始日期,结束日期\n一厂,外购电力,1000,千瓦时,2023-01-01,2023-01-31\n";
    let (bytes, _, _) = encoding_rs::GBK.encode(text);
    let answer = account(&bytes, true);
    let english = account(BILLS.as_bytes(), true);
    assert_eq!(answer["rows"][0]["co2e_kg"], english["rows"][0]["co2e_kg"]);
}
