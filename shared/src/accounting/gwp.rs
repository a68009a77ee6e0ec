//! Greenhouse gases and the global warming potentials that make them comparable.
//!
//! The table is `reference/cn/gwp.csv` (IPCC SAR, AR4, AR5 without climate-carbon feedback, AR6; blends as mass-weighted
//! means of their components), embedded with its sources.

use std::collections::HashMap;
use std::sync::OnceLock;

use rust_decimal::Decimal;

use super::table::Table;

crate::wire_enum! {
    /// The seven gases of the Kyoto Protocol as amended in Doha. Biogenic CO2 is kept apart and is not one of them.
    pub enum Gas {
        /// Carbon dioxide, fossil.
        Co2 = "CO2",
        /// Methane.
        Ch4 = "CH4",
        /// Nitrous oxide.
        N2o = "N2O",
        /// Hydrofluorocarbons, as a group.
        Hfc = "HFC",
        /// Perfluorocarbons, as a group.
        Pfc = "PFC",
        /// Sulphur hexafluoride.
        Sf6 = "SF6",
        /// Nitrogen trifluoride.
        Nf3 = "NF3",
    }
}

crate::wire_enum! {
    /// The IPCC assessment whose 100-year GWPs an inventory uses.
    pub enum GwpSet {
        /// Second Assessment Report, 1995 (the NDRC guidelines of 2013 to 2015).
        Sar = "SAR",
        /// Fourth Assessment Report, 2007.
        Ar4 = "AR4",
        /// Fifth Assessment Report, 2013.
        Ar5 = "AR5",
        /// Sixth Assessment Report, 2021.
        Ar6 = "AR6",
    }
}

/// One value of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GwpValue {
    /// Code of the gas or blend, `CH4_fossil`, `HFC-134a`, `R-410A`.
    pub gas_code: String,
    /// Name in Chinese.
    pub name_zh: String,
    /// Name in English.
    pub name_en: String,
    /// Which of the seven gases it belongs to; `None` for blends and for gases outside the Kyoto basket.
    pub gas: Option<Gas>,
    /// Assessment.
    pub set: GwpSet,
    /// kg CO2e per kg over 100 years.
    pub value: Decimal,
    /// Document and table.
    pub source: String,
    /// Components of a blend with their mass fractions.
    pub components: Vec<(String, Decimal)>,
    /// True when the value was transcribed from memory of the publication.
    pub recalled: bool,
}

fn table() -> &'static HashMap<(String, GwpSet), GwpValue> {
    static TABLE: OnceLock<HashMap<(String, GwpSet), GwpValue>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut values = HashMap::new();
        for row in Table::parse(include_str!("../../reference/cn/gwp.csv")).rows() {
            let (Ok(set), Ok(value)) = (
                row.get("assessment").parse::<GwpSet>(),
                crate::decimal::parse(row.get("gwp100")),
            ) else {
                continue;
            };
            let gas_code = row.get("gas_code").to_owned();
            let components = row
                .get("composition")
                .split(';')
                .filter_map(|part| {
                    let (gas, share) = part.split_once(':')?;
                    let percent = crate::decimal::parse(share.trim().strip_suffix('%')?).ok()?;
                    Some((gas.trim().to_owned(), percent / Decimal::ONE_HUNDRED))
                })
                .collect();
            let value = GwpValue {
                gas: group_of(&gas_code),
                name_zh: row.get("name_zh").to_owned(),
                name_en: row.get("name_en").to_owned(),
                set,
                value,
                source: format!("{}, {}", row.get("source_doc"), row.get("source_table")),
                components,
                recalled: row.get("confidence") == "recalled",
                gas_code: gas_code.clone(),
            };
            // The first row of a pair stands: a second one is a later correction that not everybody follows (SF6 in AR6).
            values.entry((gas_code, set)).or_insert(value);
        }
        values
    })
}

/// Which of the seven gases a code of the table belongs to. `None` for gases outside the Kyoto basket (HCFCs, CFCs, halons,
/// hydrocarbons) and for blends.
pub fn group_of(gas_code: &str) -> Option<Gas> {
    match gas_code {
        "CO2" => Some(Gas::Co2),
        "CH4" | "CH4_fossil" | "CH4_nonfossil" => Some(Gas::Ch4),
        "N2O" => Some(Gas::N2o),
        "SF6" => Some(Gas::Sf6),
        "NF3" => Some(Gas::Nf3),
        code if code.starts_with("HFC-") || code.starts_with("HFO-") => Some(Gas::Hfc),
        code if code.starts_with("PFC-") => Some(Gas::Pfc),
        _ => None,
    }
}

/// The value of a gas or blend in an assessment.
pub fn value(gas_code: &str, set: GwpSet) -> Option<&'static GwpValue> {
    table().get(&(gas_code.to_owned(), set))
}

/// The value of a gas that is a single species. `None` for the groups HFC and PFC, which have none.
pub fn of_gas(gas: Gas, set: GwpSet) -> Option<&'static GwpValue> {
    match gas {
        Gas::Co2 | Gas::Ch4 | Gas::N2o | Gas::Sf6 | Gas::Nf3 => value(gas.as_str(), set),
        Gas::Hfc | Gas::Pfc => None,
    }
}

/// Every gas and blend of an assessment, by code.
pub fn all(set: GwpSet) -> Vec<&'static GwpValue> {
    let mut values: Vec<_> = table().values().filter(|value| value.set == set).collect();
    values.sort_by(|a, b| a.gas_code.cmp(&b.gas_code));
    values
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gwp(code: &str, set: GwpSet) -> String {
        value(code, set).unwrap().value.normalize().to_string()
    }

    #[test]
    fn methane_has_its_value_in_every_assessment() {
        let of = |set| gwp("CH4", set);
        assert_eq!(
            [
                of(GwpSet::Sar),
                of(GwpSet::Ar4),
                of(GwpSet::Ar5),
                of(GwpSet::Ar6)
            ],
            ["21", "25", "28", "27.9"]
        );
        assert_eq!(gwp("CH4_fossil", GwpSet::Ar6), "29.8");
        assert_eq!(gwp("N2O", GwpSet::Ar6), "273");
        assert_eq!(gwp("SF6", GwpSet::Ar6), "25200");
    }

    #[test]
    fn blends_are_the_mean_of_their_components() {
        for set in GwpSet::ALL {
            for blend in all(*set)
                .into_iter()
                .filter(|value| !value.components.is_empty())
            {
                let known: Option<Decimal> = blend
                    .components
                    .iter()
                    .map(|(gas, share)| value(gas, *set).map(|component| component.value * share))
                    .sum();
                // R-600 (butane) has no value of its own in the table; blends with it cannot be checked here.
                let Some(mean) = known else { continue };
                assert!(
                    (mean - blend.value).abs() <= Decimal::new(15, 2),
                    "{} {set}: {mean} {}",
                    blend.gas_code,
                    blend.value
                );
            }
        }
        assert_eq!(gwp("R-410A", GwpSet::Ar5), "1923.5");
    }

    #[test]
    fn every_value_names_its_source() {
        for set in GwpSet::ALL {
            assert!(all(*set).len() > 20);
            assert!(all(*set).iter().all(|value| value.source.len() > 5));
        }
    }
}
