//! Properties that lead from one dimension to another: densities, heating values, coal equivalents, rates of money.

use std::collections::HashMap;
use std::sync::OnceLock;

use rust_decimal::Decimal;

use super::Settings;
use crate::accounting::activity::{ActivityType, Method};
use crate::accounting::factor::{Factor, FactorValue};
use crate::accounting::table::Table;
use crate::quantity::{Bridge, Dimension, Unit};

const NDRC: &str = "NDRC, land-transport guideline (2015), p. 15";
const DESNZ: &str = "DESNZ GHG Conversion Factors 2025, sheet Fuel properties";

/// Density of a fuel: code, kg/m3 as mantissa and scale, source. `tests` compare them with the reference tables.
pub const DENSITIES: &[(&str, (i64, u32), &str)] = &[
    ("diesel", (840, 0), NDRC),
    ("gasoline", (730, 0), NDRC),
    ("kerosene", (802_568, 3), DESNZ),
    ("jet_kerosene", (800, 0), DESNZ),
    ("aviation_gasoline", (729_927, 3), DESNZ),
    ("fuel_oil", (983_284, 3), DESNZ),
    ("naphtha", (674_309, 3), DESNZ),
    ("lpg", (529_749, 3), DESNZ),
    ("lng", (452_489, 3), DESNZ),
];

/// Net heating value of a fuel by mass where the national tables give it by volume only: code, GJ/t, source.
pub const HEAT_BY_MASS: &[(&str, (i64, u32), &str)] = &[("natural_gas", (45_745, 3), DESNZ)];

/// A row of GB/T 2589.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandardCoal {
    /// Unit the row counts in.
    pub unit: Unit,
    /// kgce per unit; `None` where the standard gives a range.
    pub kgce_per_unit: Option<Decimal>,
    /// kJ per unit; `None` where the standard gives a range.
    pub kj_per_unit: Option<Decimal>,
    /// True for 等价值, false for 当量值.
    pub equivalent: bool,
    /// Document and table.
    pub source: String,
}

/// The row of GB/T 2589 with this code, the 2020 edition before older ones.
pub fn standard_coal(code: &str) -> Option<&'static StandardCoal> {
    static TABLE: OnceLock<HashMap<String, StandardCoal>> = OnceLock::new();
    let table = TABLE.get_or_init(|| {
        let mut table: HashMap<String, StandardCoal> = HashMap::new();
        for row in Table::parse(include_str!(
            "../../../reference/cn/standard_coal_gbt2589.csv"
        ))
        .rows()
        {
            // Gases in the standard are counted at 0 °C and 101.325 kPa.
            let unit = if row.get("unit") == "m3" {
                "Nm3"
            } else {
                row.get("unit")
            };
            let Ok(unit) = Unit::parse(unit) else {
                continue;
            };
            let number = |column: &str| crate::decimal::parse(row.get(column)).ok();
            let entry = StandardCoal {
                unit,
                kgce_per_unit: number("coef_kgce_per_unit"),
                kj_per_unit: number("calorific_kj_per_unit"),
                equivalent: row.get("basis").contains("equivalent"),
                source: format!("{}, {}", row.get("source_doc"), row.get("source_table")),
            };
            if row.get("standard_version") == "2020" || !table.contains_key(row.get("code")) {
                table.insert(row.get("code").to_owned(), entry);
            }
        }
        table
    });
    table.get(code)
}

fn decimal(figure: (i64, u32)) -> Decimal {
    Decimal::new(figure.0, figure.1)
}

/// Every property at hand that may lead from `from` to `to`, the most specific first: the factor's own heating value, the
/// fuel's density and heating value, the national standard's heating value.
pub fn bridges(
    activity: &ActivityType,
    from: Unit,
    to: Unit,
    factor: Option<&Factor>,
    settings: &Settings,
) -> Vec<Bridge> {
    let mut bridges = Vec::new();
    if from.dimension() == to.dimension() {
        return bridges;
    }
    if matches!(from.dimension(), Dimension::Money { .. }) {
        money(from, to, settings, &mut bridges);
        return bridges;
    }
    if let Some(factor) = factor
        && let FactorValue::Fuel {
            ncv_gj_per_unit, ..
        } = factor.value
    {
        let source = format!("{}, {}", factor.dataset, factor.source_ref);
        match Unit::parse(&factor.unit).map(Unit::code).as_deref() {
            Ok("t") => bridges.push(Bridge::HeatGjPerT {
                value: ncv_gj_per_unit,
                source,
            }),
            Ok("万Nm3") => bridges.push(Bridge::HeatGjPer10kNm3 {
                value: ncv_gj_per_unit,
                source,
            }),
            _ => {}
        }
    }
    if let Method::FuelCombustion { fuel_code } = &activity.method {
        for (code, figure, source) in DENSITIES {
            if code == fuel_code {
                bridges.push(Bridge::DensityKgPerM3 {
                    value: decimal(*figure),
                    source: (*source).to_owned(),
                });
            }
        }
        for (code, figure, source) in HEAT_BY_MASS {
            if code == fuel_code {
                bridges.push(Bridge::HeatGjPerT {
                    value: decimal(*figure),
                    source: (*source).to_owned(),
                });
            }
        }
        bridges.push(Bridge::MeteredGas);
    }
    if let Some(row) = activity
        .standard_coal_code
        .as_deref()
        .and_then(standard_coal)
        && let Some(kj) = row.kj_per_unit
    {
        match row.unit.code().as_str() {
            "kg" => bridges.push(Bridge::HeatGjPerT {
                value: kj / Decimal::ONE_THOUSAND,
                source: row.source.clone(),
            }),
            "Nm3" => bridges.push(Bridge::HeatGjPer10kNm3 {
                value: kj / Decimal::ONE_HUNDRED,
                source: row.source.clone(),
            }),
            _ => {}
        }
    }
    if activity.code.contains("steam")
        && let Some(row) = standard_coal("steam_low_pressure")
        && let Some(kj) = row.kj_per_unit
    {
        bridges.push(Bridge::HeatGjPerT {
            value: kj / Decimal::ONE_THOUSAND,
            source: row.source.clone(),
        });
    }
    if activity.code.contains("water") {
        let source = "fresh water, 1 t/m3".to_owned();
        bridges.push(Bridge::DensityKgPerM3 {
            value: Decimal::ONE_THOUSAND,
            source,
        });
    }
    if activity.standard_coal_code.is_some() && !bridges.contains(&Bridge::MeteredGas) {
        bridges.push(Bridge::MeteredGas);
    }
    bridges
}

fn money(from: Unit, to: Unit, settings: &Settings, bridges: &mut Vec<Bridge>) {
    let (Dimension::Money { currency: have, .. }, Dimension::Money { currency: want, .. }) =
        (from.dimension(), to.dimension())
    else {
        return;
    };
    let rate = |target: &dyn Fn(Dimension) -> bool| {
        settings.rates.iter().find(|rate| {
            let ends = (Unit::parse(&rate.from), Unit::parse(&rate.to));
            matches!(ends, (Ok(a), Ok(b)) if a.dimension() == from.dimension() && target(b.dimension()))
        })
    };
    if let Some(exact) = rate(&|dimension| dimension == to.dimension()) {
        bridges.push(Bridge::Money {
            value: exact.value,
            source: exact.source.clone(),
        });
        return;
    }
    if have == want {
        bridges.push(Bridge::UndeflatedSpend);
        return;
    }
    // An exchange rate alone leaves the years apart: the spend is taken as if at the factor's prices, and that is said.
    let plain = rate(
        &|dimension| matches!(dimension, Dimension::Money { currency, price_year: None } if currency == want),
    );
    if let Some(exchange) = plain {
        bridges.push(Bridge::Exchanged {
            value: exchange.value,
            source: exchange.source.clone(),
        });
    }
}
