//! Reads the four layouts of published tables into one row type, text by text.

use super::super::table::{Row, Table};
use super::error::CompileError;
use super::{RowFigures, Source};

/// One data set of `catalogue/datasets.csv`.
#[derive(Debug, Clone)]
pub struct Dataset {
    /// Short code, `desnz`, `mee_grid`.
    pub code: String,
    /// Files under `reference/`.
    pub files: Vec<String>,
    /// Conditions `column=value` a row must meet to belong to it.
    select: Vec<(String, String)>,
    layout: String,
    /// `source` as the row says, `year` for the calendar year of the figure, or `from/to`.
    validity: String,
    pack: String,
    name_zh: String,
    name_en: String,
}

/// One factor before packing. Dates are `yyyymmdd`, 0 when open.
#[derive(Debug, Clone, Default)]
pub struct FactorRow {
    /// Table it was read from.
    pub path: String,
    /// Line there.
    pub line: usize,
    /// As `Factor::id`.
    pub id: String,
    /// As `Factor::series_id`.
    pub series_id: String,
    /// Name the mapping rules look at.
    pub name: String,
    /// Name in Chinese, or empty.
    pub name_zh: String,
    /// Name in English, or empty.
    pub name_en: String,
    /// Who published it.
    pub publisher: String,
    /// Document.
    pub dataset: String,
    /// Code of the data set.
    pub dataset_code: String,
    /// Edition.
    pub version: String,
    /// Year the figure describes.
    pub year: u32,
    /// First day it serves.
    pub valid_from: u32,
    /// Last day it serves.
    pub valid_to: u32,
    /// Region it serves.
    pub region: String,
    /// Unit code.
    pub unit: String,
    /// The publisher's spelling of the unit.
    pub source_unit: String,
    /// The table's category.
    pub category: String,
    /// The publisher's heading.
    pub heading: String,
    /// As `Factor::basis`.
    pub basis: Vec<String>,
    /// 1 to 3, 4 outside, 0 none.
    pub scope: u8,
    /// The figures.
    pub figures: RowFigures,
    /// Printed total beside a split by gas, or empty.
    pub total: String,
    /// kg biogenic CO2 per unit, or empty.
    pub biogenic: String,
    /// 1 to 4 for SAR to AR6, 0 where the source does not say.
    pub gwp: u8,
    /// Table, sheet or id in the publication.
    pub source_ref: String,
    /// True when from memory.
    pub recalled: bool,
    /// Pack, or empty.
    pub pack: String,
    /// Remarks.
    pub note: String,
    /// Activities it serves.
    pub activities: Vec<String>,
    /// Region a rule lends it to, until applied.
    pub serves: Option<String>,
}

/// Reads the table of data sets.
pub fn read_datasets(text: &str) -> Result<Vec<Dataset>, CompileError> {
    Table::parse(text)
        .rows()
        .map(|row| {
            if row.get("licence").is_empty() || row.get("attribution").is_empty() {
                return Err(CompileError::new(
                    "catalogue/datasets.csv",
                    row.number(),
                    "a data set needs a licence and an attribution",
                ));
            }
            Ok(Dataset {
                code: row.get("code").to_owned(),
                files: row.get("files").split('|').map(str::to_owned).collect(),
                select: row
                    .get("select")
                    .split(';')
                    .filter_map(|part| part.split_once('='))
                    .map(|(column, value)| (column.to_owned(), value.to_owned()))
                    .collect(),
                layout: row.get("layout").to_owned(),
                validity: row.get("validity").to_owned(),
                pack: row.get("pack").to_owned(),
                name_zh: row.get("name_zh").to_owned(),
                name_en: row.get("name_en").to_owned(),
            })
        })
        .collect()
}

/// Appends the rows of one table that belong to the data set.
pub(super) fn read(
    dataset: &Dataset,
    source: &Source<'_>,
    units: &[(String, String)],
    regions: &[(String, String)],
    out: &mut Vec<FactorRow>,
) -> Result<(), CompileError> {
    let table = Table::parse(source.text);
    for row in table.rows() {
        if !dataset
            .select
            .iter()
            .all(|(column, value)| value.split('|').any(|one| one == row.get(column)))
        {
            continue;
        }
        let fail = |reason: &str| CompileError::new(source.path, row.number(), reason);
        let read = match dataset.layout.as_str() {
            "international" => Some(international(&row)),
            "cn_grid" => Some(cn_grid(&row, dataset, regions)),
            "cn_fuel" => Some(cn_fuel(&row)),
            "cn_process" => cn_process(&row),
            other => return Err(fail(&format!("unknown layout {other}"))),
        };
        let Some(read) = read else { continue };
        let mut factor = read.map_err(|reason| fail(&reason))?;
        source.path.clone_into(&mut factor.path);
        factor.line = row.number();
        factor.dataset_code.clone_from(&dataset.code);
        factor.pack.clone_from(&dataset.pack);
        factor.unit = units
            .iter()
            .find(|(from, _)| *from == factor.source_unit)
            .map(|(_, to)| to.clone())
            .ok_or_else(|| {
                fail(&format!(
                    "unit {:?} is not in source_units.csv",
                    factor.source_unit
                ))
            })?;
        match dataset.validity.as_str() {
            "source" => {}
            "year" => {
                factor.valid_from = factor.year * 10_000 + 101;
                factor.valid_to = factor.year * 10_000 + 1231;
            }
            range => {
                let (from, to) = range.split_once('/').unwrap_or((range, ""));
                (factor.valid_from, factor.valid_to) = (
                    date(from).map_err(|e| fail(&e))?,
                    date(to).map_err(|e| fail(&e))?,
                );
            }
        }
        check(&factor).map_err(|reason| fail(&reason))?;
        out.push(factor);
    }
    Ok(())
}

/// What no row may lack. Most of all: its source.
fn check(row: &FactorRow) -> Result<(), String> {
    for (what, text) in [
        ("factor id", &row.id),
        ("publisher", &row.publisher),
        ("document", &row.dataset),
        ("source reference", &row.source_ref),
        ("region", &row.region),
    ] {
        if text.is_empty() {
            return Err(format!("a row without its {what} is never used"));
        }
    }
    if row.year < 1990 || (row.valid_to != 0 && row.valid_to < row.valid_from) {
        return Err(format!(
            "year {} or validity {}..{} cannot be",
            row.year, row.valid_from, row.valid_to
        ));
    }
    Ok(())
}

/// The layout of the international folders: one column per gas, kg CO2e per unit.
fn international(row: &Row<'_, '_>) -> Result<FactorRow, String> {
    let name = row.get("activity_name");
    let mut gases = Vec::new();
    if let Some(co2) = figure(row, "co2_kg")? {
        gases.push((0, true, co2));
    }
    for (gas, mass, co2e) in [(1, "ch4_kg", "ch4_kg_co2e"), (2, "n2o_kg", "n2o_kg_co2e")] {
        if let Some(kg) = figure(row, mass)? {
            gases.push((gas, true, kg));
        } else if let Some(kg) = figure(row, co2e)? {
            gases.push((gas, false, kg));
        }
    }
    let mut note = row.get("notes").to_owned();
    if let Some(other) = figure(row, "other_kg_co2e")? {
        let gas = other_gas(row.get("category"), name);
        if gas == 3 && row.get("category") != "refrigerants" {
            note = format!(
                "{note}{}the publisher's other gases stand under HFC",
                if note.is_empty() { "" } else { "; " }
            );
        }
        gases.push((gas, false, other));
    }
    let biogenic = figure(row, "biogenic_co2_kg")?.unwrap_or_default();
    let total = figure(row, "total_kg_co2e_per_unit")?;
    let (figures, total) = match (gases.is_empty(), total) {
        (false, total) => (RowFigures::Gases(gases), total.unwrap_or_default()),
        (true, Some(total)) => (RowFigures::Total(total), String::new()),
        (true, None) if !biogenic.is_empty() => (RowFigures::Gases(gases), String::new()),
        (true, None) => return Err("a row without a figure is never used".to_owned()),
    };
    Ok(FactorRow {
        id: row.get("factor_id").to_owned(),
        series_id: row.get("series_id").to_owned(),
        name: name.to_owned(),
        name_en: name.to_owned(),
        publisher: row.get("publisher").to_owned(),
        dataset: row.get("dataset").to_owned(),
        version: row.get("dataset_version").to_owned(),
        year: year(row.get("year"))?,
        valid_from: date(row.get("valid_from"))?,
        valid_to: date(row.get("valid_to"))?,
        region: row.get("region").to_owned(),
        source_unit: row.get("activity_unit").to_owned(),
        category: row.get("category").to_owned(),
        heading: row.get("subcategory").to_owned(),
        basis: row
            .get("basis")
            .split('|')
            .filter(|token| !token.is_empty())
            .map(str::to_owned)
            .collect(),
        scope: match row.get("scope") {
            "1" => 1,
            "2" => 2,
            "3" => 3,
            "outside" => 4,
            _ => 0,
        },
        figures,
        total,
        biogenic,
        gwp: gwp(row.get("gwp_set")),
        source_ref: row.get("source_ref").to_owned(),
        recalled: recalled(row.get("confidence"))?,
        note,
        ..FactorRow::default()
    })
}

/// Grid averages, heat and life-cycle footprints of China: tCO2 per MWh or GJ, taken as kg.
fn cn_grid(
    row: &Row<'_, '_>,
    dataset: &Dataset,
    regions: &[(String, String)],
) -> Result<FactorRow, String> {
    let code = row.get("region_code");
    let region = if code.starts_with("CN_") {
        "CN".to_owned()
    } else {
        regions
            .iter()
            .find(|(from, _)| from == code)
            .map(|(_, to)| to.clone())
            .ok_or_else(|| format!("region {code} is not in grid_regions.csv"))?
    };
    let (numerator, unit) = row
        .get("unit")
        .split_once('/')
        .ok_or("unit is not a ratio")?;
    let kg = thousandfold(&decimal(row.get("value"))?);
    let figures = match numerator {
        "tCO2" => RowFigures::Gases(vec![(0, true, kg)]),
        "tCO2e" => RowFigures::Total(kg),
        other => return Err(format!("numerator {other} is not known")),
    };
    let metric = row.get("metric");
    let basis: &[&str] = match metric {
        "grid_average" | "ets_national_grid" => &["location"],
        "grid_average_excl_market_nonfossil" => &["market", "residual mix"],
        "electricity_nonfossil_direct" => &["market"],
        "fossil_power" => &["fossil only"],
        "electricity_carbon_footprint" => &["lifecycle", "product footprint"],
        _ => &[],
    };
    let publication = format!("published {}", row.get("publish_date"));
    let note = [publication.as_str(), row.get("note")]
        .iter()
        .filter(|part| !part.is_empty())
        .copied()
        .collect::<Vec<_>>()
        .join("; ");
    Ok(FactorRow {
        id: row.get("factor_id").to_owned(),
        series_id: format!("{metric}.{code}"),
        name: row.get("region_en").to_owned(),
        name_zh: format!("{} {}", dataset.name_zh, row.get("region_zh")),
        name_en: format!("{}, {}", dataset.name_en, row.get("region_en")),
        publisher: row.get("source_publisher").to_owned(),
        dataset: row.get("source_doc").to_owned(),
        version: row.get("factor_year").to_owned(),
        year: year(row.get("factor_year"))?,
        valid_from: date(row.get("valid_from"))?,
        valid_to: date(row.get("valid_to"))?,
        region,
        source_unit: unit.to_owned(),
        category: metric.to_owned(),
        heading: row.get("level").to_owned(),
        basis: basis.iter().map(|&token| token.to_owned()).collect(),
        scope: if metric == "electricity_carbon_footprint" {
            0
        } else {
            2
        },
        figures,
        source_ref: row.get("source_table").to_owned(),
        recalled: recalled(row.get("confidence"))?,
        note,
        ..FactorRow::default()
    })
}

/// Fuel properties of the Chinese guidelines.
fn cn_fuel(row: &Row<'_, '_>) -> Result<FactorRow, String> {
    let (set, fuel) = (row.get("factor_set"), row.get("fuel_code"));
    Ok(FactorRow {
        id: format!("{}.{fuel}", set.to_lowercase()),
        series_id: format!("fuel.{fuel}"),
        name: fuel.to_owned(),
        name_zh: row.get("name_zh").to_owned(),
        name_en: row.get("name_en").to_owned(),
        publisher: row.get("source_publisher").to_owned(),
        dataset: row.get("source_doc").to_owned(),
        version: set.to_owned(),
        year: year(row.get("source_year"))?,
        valid_from: date(row.get("valid_from"))?,
        valid_to: date(row.get("valid_to"))?,
        region: "CN".to_owned(),
        source_unit: row.get("activity_unit").to_owned(),
        category: "fuel".to_owned(),
        heading: row.get("fuel_state").to_owned(),
        basis: vec!["net_cv".to_owned()],
        scope: 1,
        figures: RowFigures::Fuel([
            decimal(row.get("ncv"))?,
            decimal(row.get("carbon_content"))?,
            decimal(row.get("oxidation_rate"))?,
        ]),
        source_ref: row.get("source_table").to_owned(),
        recalled: recalled(row.get("confidence"))?,
        note: row.get("note").to_owned(),
        ..FactorRow::default()
    })
}

/// Process factors of China. Rows that are parameters of a formula (a content, a utilisation, a rate per unit and year, a
/// mass of a fluorinated gas) are not factors and give `None`.
fn cn_process(row: &Row<'_, '_>) -> Option<Result<FactorRow, String>> {
    if !matches!(
        row.get("parameter"),
        "emission_factor" | "generation_factor"
    ) || row.get("value").is_empty()
    {
        return None;
    }
    let (numerator, denominator) = row.get("unit").split_once('/')?;
    let (gas, scale) = match numerator {
        "tCO2" => (0, 3),
        "kg CH4" => (1, 0),
        "tN2O" => (2, 3),
        _ => return None,
    };
    let source_unit = if denominator == "t" || denominator.starts_with("t ") {
        "t"
    } else {
        denominator
    };
    if !matches!(source_unit, "t" | "10^4Nm3") {
        return None;
    }
    let build = || {
        let value = decimal(row.get("value"))?;
        Ok(FactorRow {
            id: format!("cn-process.{}", row.get("process_code")),
            series_id: format!("process.{}", row.get("process_code")),
            name: row.get("process_code").to_owned(),
            name_zh: row.get("name_zh").to_owned(),
            name_en: row.get("name_en").to_owned(),
            publisher: row.get("source_publisher").to_owned(),
            dataset: row.get("source_doc").to_owned(),
            version: row.get("source_year").to_owned(),
            year: year(row.get("source_year").get(..4).unwrap_or_default())?,
            region: "CN".to_owned(),
            source_unit: source_unit.to_owned(),
            category: row.get("category").to_owned(),
            heading: row.get("industry").to_owned(),
            scope: 1,
            figures: RowFigures::Gases(vec![(
                gas,
                true,
                if scale == 3 {
                    thousandfold(&value)
                } else {
                    value
                },
            )]),
            source_ref: row.get("source_table").to_owned(),
            recalled: recalled(row.get("confidence"))?,
            note: row.get("note").to_owned(),
            ..FactorRow::default()
        })
    };
    Some(build())
}

/// The gas group a publisher's "other" column stands for: the released gas itself, else HFC.
fn other_gas(category: &str, name: &str) -> u8 {
    if category != "refrigerants" {
        return 3;
    }
    let upper = name.to_uppercase();
    if upper.contains("SULPHUR HEXA") || upper.contains("SULFUR HEXA") || upper.contains("SF6") {
        5
    } else if upper.contains("NITROGEN TRIF") || upper.contains("NF3") {
        6
    } else if upper.contains("PFC") || upper.contains("PERFLUORO") {
        4
    } else {
        3
    }
}

fn gwp(text: &str) -> u8 {
    match text.get(..3) {
        Some("SAR") => 1,
        Some("AR4") => 2,
        Some("AR5") => 3,
        Some("AR6") => 4,
        _ => 0,
    }
}

fn recalled(text: &str) -> Result<bool, String> {
    match text {
        "published" => Ok(false),
        "recalled" => Ok(true),
        other => Err(format!(
            "confidence {other:?} is neither published nor recalled"
        )),
    }
}

fn figure(row: &Row<'_, '_>, column: &str) -> Result<Option<String>, String> {
    match row.get(column) {
        "" => Ok(None),
        text => decimal(text).map(Some),
    }
}

/// Plain decimal text; an exponent is written out. Anything else is refused.
fn decimal(text: &str) -> Result<String, String> {
    let refuse = || format!("{text:?} is not a decimal number");
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().map_err(|_| refuse())?),
        None => (text, 0),
    };
    let (sign, digits) = mantissa
        .strip_prefix('-')
        .map_or(("", mantissa), |rest| ("-", rest));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    if whole.is_empty()
        || !whole
            .bytes()
            .chain(fraction.bytes())
            .all(|byte| byte.is_ascii_digit())
    {
        return Err(refuse());
    }
    // More digits than an exact decimal holds would be cut when the library is read.
    if whole.len() + fraction.len() > 26 {
        return Err(format!("{text:?} has too many digits"));
    }
    Ok(if exponent == 0 {
        text.to_owned()
    } else {
        format!("{sign}{}", shifted(whole, fraction, exponent))
    })
}

fn thousandfold(text: &str) -> String {
    let (sign, digits) = text
        .strip_prefix('-')
        .map_or(("", text), |rest| ("-", rest));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    format!("{sign}{}", shifted(whole, fraction, 3))
}

/// Moves the decimal point by text, so that nothing is rounded.
fn shifted(whole: &str, fraction: &str, places: i32) -> String {
    let digits = format!("{whole}{fraction}");
    let point = i32::try_from(whole.len()).unwrap_or(0) + places;
    let (before, after) = if point <= 0 {
        (
            "0".to_owned(),
            format!("{}{digits}", "0".repeat(point.unsigned_abs() as usize)),
        )
    } else {
        let point = point.unsigned_abs() as usize;
        let padded = format!("{digits:0<point$}");
        (padded[..point].to_owned(), padded[point..].to_owned())
    };
    let before = before.trim_start_matches('0');
    let before = if before.is_empty() { "0" } else { before };
    if after.is_empty() {
        before.to_owned()
    } else {
        format!("{before}.{after}")
    }
}

fn year(text: &str) -> Result<u32, String> {
    text.parse().map_err(|_| format!("{text:?} is not a year"))
}

/// `2025-12-31` as 20251231, empty as 0.
fn date(text: &str) -> Result<u32, String> {
    if text.is_empty() {
        return Ok(0);
    }
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    if text.len() == 10 && digits.len() == 8 {
        digits
            .parse()
            .map_err(|_| format!("{text:?} is not a date"))
    } else {
        Err(format!("{text:?} is not a date"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_moved_as_text() {
        assert_eq!(thousandfold("0.5568"), "556.8");
        assert_eq!(thousandfold("0.0000"), "0.0");
        assert_eq!(thousandfold("3.663"), "3663");
        assert_eq!(decimal("1.5e-3").unwrap(), "0.0015");
        assert_eq!(decimal("2E2").unwrap(), "200");
        assert!(decimal("1,5").is_err() && decimal("< 1").is_err() && decimal(".5").is_err());
    }
}
