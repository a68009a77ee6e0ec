//! Emissions per unit of what the company earned, made and housed.

use std::collections::BTreeMap;

use async_graphql::SimpleObject;
use rust_decimal::Decimal;
use saxaul_shared::{
    decimal::{WireDecimal, from_micro_sum, round},
    format::Locale,
};

use super::store::Pinned;

/// kg CO2e (location-based) per unit of a yearly figure.
#[derive(Debug, Clone, SimpleObject)]
pub struct Intensity {
    /// What it is per, for programs: `revenue:CNY`, `output:t`, `floorArea`, `headCount`.
    key: String,
    /// What it is called, in the reader's language.
    label: String,
    /// The value, six decimal places.
    value: WireDecimal,
    /// Its unit, such as `kgCO2e/m²`.
    unit: String,
    /// The denominator: the sum of what the units of the boundary wrote down for the year.
    denominator: WireDecimal,
}

/// The intensities of a year. Denominators of different currencies or output units stay apart.
pub(crate) fn of_year(
    year: i32,
    location_mg: i128,
    pinned: &Pinned,
    locale: Locale,
) -> Vec<Intensity> {
    let mut sums: BTreeMap<(u8, String), Decimal> = BTreeMap::new();
    let figures = pinned
        .units
        .iter()
        .flat_map(|unit| &unit.year_figures)
        .filter(|figures| figures.year == year);
    for figures in figures {
        let parts = [
            (
                0,
                figures.currency.clone().unwrap_or_default(),
                figures.revenue,
            ),
            (
                1,
                figures.output_unit.clone().unwrap_or_default(),
                figures.output,
            ),
            (2, String::new(), figures.floor_area_m2),
            (3, String::new(), figures.head_count),
        ];
        for (kind, unit, value) in parts {
            if let Some(value) = value {
                let sum = sums.entry((kind, unit)).or_default();
                *sum = sum.saturating_add(value.0);
            }
        }
    }
    let kg = from_micro_sum(location_mg).unwrap_or_default();
    sums.into_iter()
        .filter_map(|((kind, unit), denominator)| {
            let (key, zh, en, per, scale) = match kind {
                0 => (
                    format!("revenue:{unit}"),
                    "单位营业收入排放",
                    "Per revenue",
                    format!("kgCO2e/{} {unit}", locale.pick("万", "10k")),
                    Decimal::from(10_000),
                ),
                1 => (
                    format!("output:{unit}"),
                    "单位产量排放",
                    "Per output",
                    format!("kgCO2e/{unit}"),
                    Decimal::ONE,
                ),
                2 => (
                    "floorArea".to_owned(),
                    "单位面积排放",
                    "Per floor area",
                    "kgCO2e/m²".to_owned(),
                    Decimal::ONE,
                ),
                _ => (
                    "headCount".to_owned(),
                    "人均排放",
                    "Per head",
                    locale.pick("kgCO2e/人", "kgCO2e/person").to_owned(),
                    Decimal::ONE,
                ),
            };
            let value = kg.checked_mul(scale)?.checked_div(denominator)?;
            Some(Intensity {
                key,
                label: locale.pick(zh, en).to_owned(),
                value: WireDecimal(round(value, 6)),
                unit: per,
                denominator: WireDecimal(denominator),
            })
        })
        .collect()
}
