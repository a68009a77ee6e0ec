//! Conversions: within a dimension by exact ratio, between dimensions only over a stated property.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::ratio::Ratio;
use super::unit::{Dimension, Unit};
use crate::decimal::DecimalError;

/// A property of the stuff measured that leads from one dimension to another, with its source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Bridge {
    /// kg per m3, between mass and volume.
    DensityKgPerM3 {
        /// kg/m3.
        value: Decimal,
        /// Where the figure stands.
        source: String,
    },
    /// kg per m3 at 0 °C and 101.325 kPa, between mass and gas volume.
    GasDensityKgPerNm3 {
        /// kg/Nm3.
        value: Decimal,
        /// Where the figure stands.
        source: String,
    },
    /// GJ per t, between mass and energy.
    HeatGjPerT {
        /// GJ/t.
        value: Decimal,
        /// Where the figure stands.
        source: String,
    },
    /// GJ per 10⁴ Nm3, between gas volume and energy.
    HeatGjPer10kNm3 {
        /// GJ/10⁴ Nm3.
        value: Decimal,
        /// Where the figure stands.
        source: String,
    },
    /// A metered m3 of gas taken as the m3 of the factor, at whatever conditions the factor states: bills and factors of a
    /// country use the same convention. An assumption, always shown.
    MeteredGas,
    /// Money of one price year or currency in another: units of the target for one unit of the source.
    Money {
        /// Target per source.
        value: Decimal,
        /// Where the rate or deflator stands.
        source: String,
    },
    /// Money exchanged at a rate but not deflated to the target's price year: an assumption, always shown.
    Exchanged {
        /// Target per source.
        value: Decimal,
        /// Where the rate stands.
        source: String,
    },
    /// Spend of the activity's own year taken as if at the prices of the factor's year: an assumption, always shown.
    UndeflatedSpend,
}

/// One bridge that a conversion crossed, with the exact ratio it brought in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BridgeStep {
    /// The property used.
    pub bridge: Bridge,
    /// True when the property was used as a divisor.
    pub inverse: bool,
}

/// How to come from one unit to another: an exact factor and the properties it rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conversion {
    /// From.
    pub from: Unit,
    /// To.
    pub to: Unit,
    /// Multiply by this.
    pub ratio: Ratio,
    /// Properties crossed on the way; empty within a dimension.
    pub steps: Vec<BridgeStep>,
}

/// Converts within a dimension, exactly. `None` when the dimensions differ.
pub fn convert(value: Decimal, from: Unit, to: Unit) -> Option<Result<Ratio, DecimalError>> {
    if from.dimension() != to.dimension() {
        return None;
    }
    let ratio = from
        .ratio()
        .over(to.ratio())
        .and_then(|r| r.times(Ratio::from_decimal(value)));
    Some(ratio)
}

/// The way from one unit to another with the properties at hand: directly, over one property, or over two. `None` when
/// there is no way. Properties are tried in the order given, so the first named is the one used.
pub fn conversion(
    from: Unit,
    to: Unit,
    bridges: &[Bridge],
) -> Option<Result<Conversion, DecimalError>> {
    let route = route(from.dimension(), to.dimension(), bridges)?;
    Some(follow(from, to, route))
}

fn follow(from: Unit, to: Unit, route: Vec<BridgeStep>) -> Result<Conversion, DecimalError> {
    // A metered gas volume is compared by the m3 that the meter shows, not by m3 at 0 °C.
    let metered = route.iter().any(|s| s.bridge == Bridge::MeteredGas);
    let size = |unit: Unit| {
        if metered {
            unit.geometric_m3().unwrap_or(unit.ratio())
        } else {
            unit.ratio()
        }
    };
    let mut ratio = size(from);
    for step in &route {
        let factor = factor_of(&step.bridge);
        ratio = if step.inverse {
            ratio.over(factor)?
        } else {
            ratio.times(factor)?
        };
    }
    let ratio = ratio.over(size(to))?;
    Ok(Conversion {
        from,
        to,
        ratio,
        steps: route,
    })
}

/// Base units of the far side in one base unit of the near side.
fn factor_of(bridge: &Bridge) -> Ratio {
    let scaled = |value: &Decimal, divisor: i128| {
        Ratio::new(1, divisor)
            .and_then(|r| r.times(Ratio::from_decimal(*value)).ok())
            .unwrap_or(Ratio::ZERO)
    };
    match bridge {
        // m3 → kg
        Bridge::DensityKgPerM3 { value, .. }
        | Bridge::GasDensityKgPerNm3 { value, .. }
        | Bridge::Money { value, .. }
        | Bridge::Exchanged { value, .. } => Ratio::from_decimal(*value),
        // kg → GJ
        Bridge::HeatGjPerT { value, .. } => scaled(value, 1000),
        // Nm3 → GJ
        Bridge::HeatGjPer10kNm3 { value, .. } => scaled(value, 10_000),
        Bridge::MeteredGas | Bridge::UndeflatedSpend => Ratio::ONE,
    }
}

/// The two sides a bridge joins, near then far, as [`factor_of`] counts them.
fn joins(bridge: &Bridge, near: Dimension, far: Dimension) -> bool {
    use Dimension::{Energy, GasVolume, Mass, Money, Volume};
    match bridge {
        Bridge::DensityKgPerM3 { .. } => (near, far) == (Volume, Mass),
        Bridge::GasDensityKgPerNm3 { .. } => (near, far) == (GasVolume, Mass),
        Bridge::HeatGjPerT { .. } => (near, far) == (Mass, Energy),
        Bridge::HeatGjPer10kNm3 { .. } => (near, far) == (GasVolume, Energy),
        Bridge::MeteredGas => (near, far) == (Volume, GasVolume),
        Bridge::Money { .. } | Bridge::Exchanged { .. } => {
            matches!((near, far), (Money { .. }, Money { .. }))
        }
        Bridge::UndeflatedSpend => {
            matches!((near, far), (Money { currency: a, price_year: None }, Money { currency: b, .. }) if a == b)
        }
    }
}

fn crossing(bridge: &Bridge, from: Dimension, to: Dimension) -> Option<BridgeStep> {
    if joins(bridge, from, to) {
        return Some(BridgeStep {
            bridge: bridge.clone(),
            inverse: false,
        });
    }
    let two_way = !matches!(
        bridge,
        Bridge::Money { .. } | Bridge::Exchanged { .. } | Bridge::UndeflatedSpend
    );
    (two_way && joins(bridge, to, from)).then(|| BridgeStep {
        bridge: bridge.clone(),
        inverse: true,
    })
}

fn route(from: Dimension, to: Dimension, bridges: &[Bridge]) -> Option<Vec<BridgeStep>> {
    if from == to {
        return Some(Vec::new());
    }
    if let Some(step) = bridges.iter().find_map(|b| crossing(b, from, to)) {
        return Some(vec![step]);
    }
    for middle in [
        Dimension::Mass,
        Dimension::Energy,
        Dimension::GasVolume,
        Dimension::Volume,
    ] {
        let first = bridges.iter().find_map(|b| crossing(b, from, middle));
        let second = bridges.iter().find_map(|b| crossing(b, middle, to));
        if let (Some(first), Some(second)) = (first, second) {
            return Some(vec![first, second]);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decimal::parse;

    fn unit(code: &str) -> Unit {
        Unit::parse(code).unwrap()
    }

    fn ratio(from: &str, to: &str, bridges: &[Bridge]) -> String {
        conversion(unit(from), unit(to), bridges)
            .unwrap()
            .unwrap()
            .ratio
            .shown()
    }

    #[test]
    fn ratios_are_the_legal_ones() {
        assert_eq!(ratio("万kWh", "MWh", &[]), "10");
        assert_eq!(ratio("short ton", "kg", &[]), "907.18474");
        assert_eq!(ratio("therm", "mmBtu", &[]), "0.1");
        assert_eq!(ratio("gal", "L", &[]), "3.785411784");
        assert_eq!(ratio("tce", "GJ", &[]), "29.3076");
        assert_eq!(ratio("kgce", "kcal", &[]), "7000");
        assert_eq!(ratio("mmBtu", "GJ", &[]), "1.05505585262");
        assert_eq!(ratio("short-ton-mile", "tkm", &[]), "1.4599723092709056");
        assert_eq!(ratio("万Nm3", "Nm3", &[]), "10000");
    }

    #[test]
    fn dimensions_are_crossed_only_over_a_property() {
        assert!(conversion(unit("L"), unit("t"), &[]).is_none());
        let density = Bridge::DensityKgPerM3 {
            value: parse("840").unwrap(),
            source: "NDRC".into(),
        };
        assert_eq!(ratio("L", "t", std::slice::from_ref(&density)), "0.00084");
        assert_eq!(
            ratio("t", "L", std::slice::from_ref(&density)),
            "≈1190.47619047619"
        );
        let heat = Bridge::HeatGjPerT {
            value: parse("43.33").unwrap(),
            source: "NDRC".into(),
        };
        assert_eq!(ratio("L", "GJ", &[density, heat]), "0.0363972");
        assert_eq!(ratio("m3", "万Nm3", &[Bridge::MeteredGas]), "0.0001");
        assert_eq!(
            ratio("m3", "scf", &[Bridge::MeteredGas]),
            "≈35.314666721489"
        );
    }
}
