//! Reads the four layouts of published tables, text by text.

use super::super::table::Row;
use super::RowFigures;
use super::numbers::{date, decimal, figure, thousandfold, year};
use super::schema::{Dataset, FactorRow};

/// The layout of the international folders: one column per gas, kg CO2e per unit.
pub(super) fn international(row: &Row<'_, '_>) -> Result<FactorRow, String> {
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
pub(super) fn cn_grid(
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
pub(super) fn cn_fuel(row: &Row<'_, '_>) -> Result<FactorRow, String> {
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
pub(super) fn cn_process(row: &Row<'_, '_>) -> Option<Result<FactorRow, String>> {
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
