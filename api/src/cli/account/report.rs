//! What comes out: JSON for programs, CSV for spreadsheets, a table for people.

use std::fmt::Write as _;

use saxaul_shared::{
    accounting::{
        activity::Scope,
        catalogue::category_name,
        engine::Figures,
        gwp::{Gas, GwpSet},
        import::row::CellRefusal,
        record::RecordStatus,
        totals::Sum,
    },
    format::Locale,
};

use super::totals::{GroupKey, Totals};

/// How the result is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Format {
    /// Totals as aligned columns.
    Table,
    /// One object: every row, then the totals.
    Json,
    /// Every row, one line each; with `--totals` the totals by activity.
    Csv,
}

/// What a row is named by, besides its figures.
#[derive(Debug, Clone, Copy)]
pub(super) struct RowHead<'a> {
    pub(super) sheet: &'a str,
    pub(super) row: u64,
}

/// A fixed-point integer of millionths as exact text, no trailing zeros: `1234500` is `1.2345`.
fn micro(out: &mut String, value: i128) {
    let whole = value.unsigned_abs() / 1_000_000;
    let mut rest = value.unsigned_abs() % 1_000_000;
    if value < 0 {
        out.push('-');
    }
    // Writing to a String cannot fail.
    let _ = write!(out, "{whole}");
    if rest > 0 {
        let mut digits = 6;
        while rest.is_multiple_of(10) {
            rest /= 10;
            digits -= 1;
        }
        let _ = write!(out, ".{rest:0digits$}");
    }
}

fn micro_text(value: i128) -> String {
    let mut text = String::new();
    micro(&mut text, value);
    text
}

/// JSON string with its quotes.
fn quoted(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c < ' ' => {
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

/// `,"name":"1.5"`, or nothing when there is no such figure.
fn figure(out: &mut String, name: &str, value: Option<i64>) {
    if let Some(value) = value {
        let _ = write!(out, ",\"{name}\":\"");
        micro(out, value.into());
        out.push('"');
    }
}

/// What a computed row rests on: the same for all rows of a plan.
#[derive(Debug, Clone)]
pub(super) struct RowBasis {
    pub(super) group: GroupKey,
    pub(super) factor_id: Option<String>,
    pub(super) market_factor_id: Option<String>,
    pub(super) status: RecordStatus,
}

/// Writes a computed row as a JSON object.
pub(super) fn json_row(out: &mut String, head: RowHead<'_>, basis: &RowBasis, figures: &Figures) {
    json_head(out, head);
    let _ = write!(out, ",\"status\":\"{}\",\"activity\":", basis.status);
    quoted(out, &basis.group.activity);
    match basis.group.scope {
        Some(scope) => {
            let _ = write!(out, ",\"scope\":\"{scope}\"");
        }
        None => out.push_str(",\"scope\":null"),
    }
    out.push_str(",\"category\":");
    quoted(out, &basis.group.category);
    out.push_str(",\"factor_id\":");
    match &basis.factor_id {
        Some(id) => quoted(out, id),
        None => out.push_str("null"),
    }
    if let Some(id) = &basis.market_factor_id {
        out.push_str(",\"market_factor_id\":");
        quoted(out, id);
    }
    out.push_str(",\"gases\":[");
    let mut first = true;
    for (gas, amount) in Gas::ALL.iter().zip(&figures.gases) {
        if amount.co2e_mg == 0 && amount.mass_mg.unwrap_or(0) == 0 {
            continue;
        }
        if !first {
            out.push(',');
        }
        first = false;
        let _ = write!(out, "{{\"gas\":\"{gas}\"");
        figure(out, "mass_kg", amount.mass_mg);
        figure(out, "co2e_kg", Some(amount.co2e_mg));
        out.push('}');
    }
    out.push(']');
    figure(out, "co2e_kg", Some(figures.co2e_mg));
    figure(out, "co2e_market_kg", figures.market_mg);
    figure(out, "biogenic_co2_kg", Some(figures.biogenic_mg));
    figure(out, "energy_gj", figures.energy_kj);
    figure(out, "tce_calorific", figures.calorific_gce);
    figure(out, "tce_equivalent", figures.equivalent_gce);
    out.push_str(",\"refusal\":null}");
}

/// Writes a refused row as a JSON object: the first reason, and any further ones.
pub(super) fn json_refusal(
    out: &mut String,
    head: RowHead<'_>,
    refusals: &[CellRefusal],
    locale: Locale,
) {
    json_head(out, head);
    out.push_str(",\"status\":\"REFUSED\",\"co2e_kg\":null,\"refusal\":");
    let mut refusals = refusals.iter();
    match refusals.next() {
        Some(first) => json_reason(out, first, locale),
        None => out.push_str("null"),
    }
    if refusals.len() > 0 {
        out.push_str(",\"further_refusals\":[");
        for (position, refusal) in refusals.enumerate() {
            if position > 0 {
                out.push(',');
            }
            json_reason(out, refusal, locale);
        }
        out.push(']');
    }
    out.push('}');
}

fn json_head(out: &mut String, head: RowHead<'_>) {
    let _ = write!(out, "{{\"row\":{}", head.row);
    if !head.sheet.is_empty() {
        out.push_str(",\"sheet\":");
        quoted(out, head.sheet);
    }
}

fn json_reason(out: &mut String, reason: &CellRefusal, locale: Locale) {
    let refusal = &reason.refusal;
    let _ = write!(out, "{{\"code\":\"{}\",\"column\":", refusal.code);
    match reason.field {
        Some(field) => quoted(out, field.as_str()),
        None => out.push_str("null"),
    }
    out.push_str(",\"message\":");
    quoted(out, &refusal.message(locale));
    out.push_str(",\"remedy\":");
    quoted(out, &refusal.remedy(locale));
    out.push_str(",\"suggestions\":[");
    for (position, suggestion) in refusal.suggestions.iter().enumerate() {
        if position > 0 {
            out.push(',');
        }
        quoted(out, suggestion);
    }
    out.push_str("]}");
}

fn json_sums(out: &mut String, sums: &Sum) {
    let _ = write!(out, "\"records\":{}", sums.lines);
    for (name, value) in [
        ("co2e_kg", sums.co2e_mg),
        ("co2e_market_kg", sums.market_mg),
        ("biogenic_co2_kg", sums.biogenic_mg),
        ("energy_gj", sums.energy_kj),
        ("tce_calorific", sums.calorific_gce),
        ("tce_equivalent", sums.equivalent_gce),
    ] {
        let _ = write!(out, ",\"{name}\":\"");
        micro(out, value);
        out.push('"');
    }
}

/// The totals as a JSON object.
pub(super) fn json_totals(totals: &Totals) -> String {
    let mut out = String::from("{");
    let all = totals.all();
    let _ = write!(
        out,
        "\"rows\":{},\"calculated\":{},\"estimated\":{},\"refused\":{},",
        totals.rows(),
        totals.calculated,
        totals.estimated,
        totals.refused
    );
    json_sums(&mut out, &all);
    json_list(
        &mut out,
        "by_scope",
        totals.by(|key| key.scope),
        |out, scope| match scope {
            Some(scope) => {
                let _ = write!(out, "\"scope\":\"{scope}\",");
            }
            None => out.push_str("\"scope\":null,"),
        },
    );
    json_list(
        &mut out,
        "by_category",
        totals.by(|key| (key.scope, key.category.clone())),
        |out, (_, category)| {
            out.push_str("\"category\":");
            quoted(out, category);
            out.push(',');
        },
    );
    json_list(
        &mut out,
        "by_activity",
        totals.by(|key| key.activity.clone()),
        |out, activity| {
            out.push_str("\"activity\":");
            quoted(out, activity);
            out.push(',');
        },
    );
    out.push_str(",\"by_gas\":[");
    let gases = Gas::ALL.iter().zip(all.gas_masses_mg).zip(all.gases_mg);
    for (position, ((gas, mass_mg), co2e_mg)) in gases.enumerate() {
        if position > 0 {
            out.push(',');
        }
        let _ = write!(out, "{{\"gas\":\"{gas}\",\"mass_kg\":\"");
        micro(&mut out, mass_mg);
        out.push_str("\",\"co2e_kg\":\"");
        micro(&mut out, co2e_mg);
        out.push_str("\"}");
    }
    out.push_str("],\"not_split_by_gas_co2e_kg\":\"");
    micro(&mut out, all.unsplit_mg);
    out.push_str("\",\"refusals\":{");
    for (position, (code, count)) in totals.refusals.iter().enumerate() {
        if position > 0 {
            out.push(',');
        }
        let _ = write!(out, "\"{code}\":{count}");
    }
    out.push_str("}}");
    out
}

fn json_list<K>(
    out: &mut String,
    name: &str,
    groups: std::collections::BTreeMap<K, Sum>,
    key: impl Fn(&mut String, &K),
) {
    let _ = write!(out, ",\"{name}\":[");
    for (position, (group, sums)) in groups.iter().enumerate() {
        if position > 0 {
            out.push(',');
        }
        out.push('{');
        key(out, group);
        json_sums(out, sums);
        out.push('}');
    }
    out.push(']');
}

/// Header of the rows as CSV.
pub(super) const CSV_HEADER: &str = "sheet,row,status,activity,scope,category,factor_id,co2e_kg,co2e_market_kg,biogenic_co2_kg,energy_gj,refusal_code,refusal_column,refusal_message\n";

/// A cell of CSV, quoted when it has to be (RFC 4180); text that a spreadsheet would run as a formula gets an
/// apostrophe in front.
fn csv_cell(out: &mut String, text: &str) {
    let danger = text.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']);
    if danger || text.contains([',', '"', '\n', '\r']) {
        out.push('"');
        if danger {
            out.push('\'');
        }
        out.push_str(&text.replace('"', "\"\""));
        out.push('"');
    } else {
        out.push_str(text);
    }
}

/// Writes a computed row as a line of CSV.
pub(super) fn csv_row(out: &mut String, head: RowHead<'_>, basis: &RowBasis, figures: &Figures) {
    csv_cell(out, head.sheet);
    let _ = write!(out, ",{},{},", head.row, basis.status);
    csv_cell(out, &basis.group.activity);
    let scope = basis.group.scope.map_or("", Scope::as_str);
    let _ = write!(out, ",{scope},{},", basis.group.category);
    csv_cell(out, basis.factor_id.as_deref().unwrap_or_default());
    for value in [
        Some(figures.co2e_mg),
        figures.market_mg,
        Some(figures.biogenic_mg),
        figures.energy_kj,
    ] {
        out.push(',');
        if let Some(value) = value {
            micro(out, value.into());
        }
    }
    out.push_str(",,,\n");
}

/// Writes a refused row as a line of CSV, with its first reason.
pub(super) fn csv_refusal(
    out: &mut String,
    head: RowHead<'_>,
    refusals: &[CellRefusal],
    locale: Locale,
) {
    csv_cell(out, head.sheet);
    let _ = write!(out, ",{},REFUSED,,,,,,,,,", head.row);
    if let Some(first) = refusals.first() {
        let _ = write!(
            out,
            "{},{},",
            first.refusal.code,
            first.field.map_or("", |field| field.as_str())
        );
        csv_cell(out, &first.refusal.message(locale));
    } else {
        out.push_str(",,");
    }
    out.push('\n');
}

/// The totals by activity as CSV.
pub(super) fn csv_totals(totals: &Totals) -> String {
    let mut out = String::from(
        "scope,category,activity,records,co2e_kg,co2e_market_kg,biogenic_co2_kg,energy_gj,tce_calorific,tce_equivalent\n",
    );
    for (key, sums) in &totals.groups {
        let scope = key.scope.map_or("", Scope::as_str);
        let _ = write!(
            out,
            "{scope},{},{},{}",
            key.category, key.activity, sums.lines
        );
        for value in [
            sums.co2e_mg,
            sums.market_mg,
            sums.biogenic_mg,
            sums.energy_kj,
            sums.calorific_gce,
            sums.equivalent_gce,
        ] {
            out.push(',');
            micro(&mut out, value);
        }
        out.push('\n');
    }
    out
}

/// The totals for a person at a terminal.
pub(super) fn table(totals: &Totals, gwp: GwpSet, region: &str, locale: Locale) -> String {
    let mut out = String::new();
    let words = |zh: &'static str, en: &'static str| locale.pick(zh, en);
    let _ = writeln!(
        out,
        "{}",
        match locale {
            Locale::ZhCn => format!(
                "共 {} 行：已计算 {}，估算 {}，未能计算 {}（地区 {region}，GWP {gwp}）",
                totals.rows(),
                totals.calculated,
                totals.estimated,
                totals.refused
            ),
            Locale::En => format!(
                "{} rows: {} calculated, {} estimated, {} refused (region {region}, GWP {gwp})",
                totals.rows(),
                totals.calculated,
                totals.estimated,
                totals.refused
            ),
        }
    );
    let mut rows = vec![[
        words("范围", "Scope").to_owned(),
        words("类别", "Category").to_owned(),
        words("记录", "Records").to_owned(),
        "kg CO2e".to_owned(),
        words("市场口径 kg CO2e", "market-based kg CO2e").to_owned(),
    ]];
    for ((scope, category), sums) in totals.by(|key| (key.scope, key.category.clone())) {
        rows.push([
            scope.map_or("–", Scope::as_str).to_owned(),
            category_name(&category, locale),
            sums.lines.to_string(),
            micro_text(sums.co2e_mg),
            micro_text(sums.market_mg),
        ]);
    }
    let all = totals.all();
    rows.push([
        words("合计", "Total").to_owned(),
        String::new(),
        all.lines.to_string(),
        micro_text(all.co2e_mg),
        micro_text(all.market_mg),
    ]);
    align(&mut out, &rows);
    for (code, count) in &totals.refusals {
        let _ = writeln!(out, "{} {code}: {count}", words("未能计算", "Refused"));
    }
    out
}

/// Columns of equal width: the first two to the left, figures to the right. A Chinese character is two wide.
fn align(out: &mut String, rows: &[[String; 5]]) {
    let wide = |text: &str| -> usize {
        text.chars()
            .map(|c| if u32::from(c) >= 0x2e80 { 2 } else { 1 })
            .sum()
    };
    let widths: Vec<usize> = (0..5)
        .map(|column| rows.iter().map(|row| wide(&row[column])).max().unwrap_or(0))
        .collect();
    for row in rows {
        for (column, (cell, width)) in row.iter().zip(&widths).enumerate() {
            let space = " ".repeat(width - wide(cell));
            if column < 2 {
                let _ = write!(out, "{cell}{space}  ");
            } else {
                let _ = write!(out, "{space}{cell}  ");
            }
        }
        let kept = out.trim_end().len();
        out.truncate(kept);
        out.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn millionths_are_written_exactly() {
        for (value, text) in [
            (0, "0"),
            (1, "0.000001"),
            (-1, "-0.000001"),
            (1_234_500, "1.2345"),
            (-12_000_000, "-12"),
            (100, "0.0001"),
            (i128::from(i64::MAX), "9223372036854.775807"),
        ] {
            assert_eq!(micro_text(value), text);
        }
    }

    #[test]
    fn text_that_a_spreadsheet_would_run_is_defused_and_negative_figures_stay_numbers() {
        let mut out = String::new();
        csv_cell(&mut out, "=1+1");
        out.push(';');
        csv_cell(&mut out, "a \"b\", c");
        assert_eq!(out, "\"'=1+1\";\"a \"\"b\"\", c\"");
        assert_eq!(micro_text(-5_000_000), "-5");
    }

    #[test]
    fn json_text_is_escaped() {
        let mut out = String::new();
        quoted(&mut out, "a\"\\\n\u{1}中");
        assert_eq!(out, "\"a\\\"\\\\\\n\\u0001中\"");
        assert_eq!(
            serde_json::from_str::<String>(&out).unwrap(),
            "a\"\\\n\u{1}中"
        );
    }
}
