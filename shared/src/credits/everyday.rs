//! Everyday emissions: what a member's commute, meals, home and purchases emit, for the member's own bookkeeping.
//!
//! Figures are published (`reference/employee/everyday_emissions.csv`); nothing here earns points.

use std::{collections::HashMap, sync::OnceLock};

use super::{
    InventoryLink,
    action::{ActionConfidence, TravelMode, confidence},
};
use crate::{
    accounting::table::{Row, Table},
    decimal::{self, Decimal, DecimalError},
    format::Locale,
    period::Date,
    violation::{ErrorCode, Violation},
};

/// Joined by the build from the tables of `reference/employee`.
const TABLE: &str = include_str!(concat!(env!("OUT_DIR"), "/employee_everyday.csv"));

/// Days back that may still be written down.
pub const BACKDATE_DAYS: i64 = 366;
/// Largest amount of one entry, in micro-units.
const UNITS_MICRO_MAX: i64 = 1_000_000_000_000;

crate::wire_enum! {
    /// What part of life an emission belongs to.
    pub enum EverydayCategory {
        /// The way to work and daily ways.
        Commute = "COMMUTE",
        /// Longer trips and nights away.
        BusinessTravel = "BUSINESS_TRAVEL",
        /// Working at home.
        WorkFromHome = "WORK_FROM_HOME",
        /// Electricity, gas, heat, fuel and water at home.
        Energy = "ENERGY",
        /// Meals and whole days of eating.
        Meal = "MEAL",
        /// Food by weight.
        Food = "FOOD",
        /// Drinks.
        Drink = "DRINK",
        /// Things bought new.
        Goods = "GOODS",
        /// Office supplies.
        Office = "OFFICE",
        /// Waste.
        Waste = "WASTE",
        /// Calls, streaming, mail, storage.
        Digital = "DIGITAL",
    }
}

impl EverydayCategory {
    /// What it is called.
    pub fn name(self, locale: Locale) -> &'static str {
        let (zh, en) = match self {
            Self::Commute => ("通勤与日常出行", "Commute and daily travel"),
            Self::BusinessTravel => ("差旅与长途", "Trips"),
            Self::WorkFromHome => ("居家办公", "Working at home"),
            Self::Energy => ("家庭用能", "Energy at home"),
            Self::Meal => ("餐食", "Meals"),
            Self::Food => ("食材", "Food"),
            Self::Drink => ("饮品", "Drinks"),
            Self::Goods => ("物品", "Goods"),
            Self::Office => ("办公用品", "Office supplies"),
            Self::Waste => ("垃圾", "Waste"),
            Self::Digital => ("数字生活", "Digital life"),
        };
        locale.pick(zh, en)
    }

    /// Whether an entry is for work when nothing is said.
    pub const fn is_for_work(self) -> bool {
        matches!(
            self,
            Self::Commute | Self::BusinessTravel | Self::WorkFromHome | Self::Office
        )
    }

    /// Where an entry made for work stands in the employer's inventory.
    pub const fn inventory_link(self) -> InventoryLink {
        match self {
            Self::Commute | Self::WorkFromHome => InventoryLink::Scope3Category7,
            Self::BusinessTravel => InventoryLink::Scope3Category6,
            Self::Energy => InventoryLink::Scope2,
            Self::Office => InventoryLink::Scope3Category1,
            Self::Waste => InventoryLink::Scope3Category5,
            Self::Meal | Self::Food | Self::Drink | Self::Goods | Self::Digital => {
                InventoryLink::None
            }
        }
    }
}

/// One everyday activity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EverydayDef {
    /// Code, such as `EM_METRO_CN`.
    pub code: String,
    /// Name in Chinese.
    pub name_zh: String,
    /// Name in English.
    pub name_en: String,
    /// What part of life it belongs to.
    pub category: EverydayCategory,
    /// Code of the unit.
    pub unit: String,
    /// kg CO2e per unit.
    pub factor_kg_per_unit: Decimal,
    /// How far the factor can be relied on.
    pub confidence: ActionConfidence,
    /// Region the figure describes.
    pub region: String,
    /// How it moves people.
    pub mode: Option<TravelMode>,
}

impl EverydayDef {
    /// The name in this language.
    pub fn name(&self, locale: Locale) -> &str {
        locale.pick(&self.name_zh, &self.name_en)
    }

    /// Emission of so many micro-units in mg CO2e, rounded once, half away from zero.
    pub fn emission_mg(&self, units_micro: i64) -> Result<i64, DecimalError> {
        emission_mg(units_micro, self.factor_kg_per_unit)
    }
}

/// `units × kg per unit` in mg, rounded once, half away from zero.
pub fn emission_mg(units_micro: i64, factor_kg_per_unit: Decimal) -> Result<i64, DecimalError> {
    decimal::to_micro(decimal::mul(
        decimal::from_micro(units_micro),
        factor_kg_per_unit,
    )?)
}

/// Every activity, in the order of the table.
pub fn all() -> &'static [EverydayDef] {
    &catalogue().0
}

/// The activity with this code.
pub fn by_code(code: &str) -> Option<&'static EverydayDef> {
    let (defs, places) = catalogue();
    defs.get(*places.get(code)?)
}

type Catalogue = (Vec<EverydayDef>, HashMap<String, usize>);

fn catalogue() -> &'static Catalogue {
    static CATALOGUE: OnceLock<Catalogue> = OnceLock::new();
    CATALOGUE.get_or_init(|| {
        let defs: Vec<EverydayDef> = Table::parse(TABLE)
            .rows()
            .filter_map(|row| read(&row))
            .collect();
        let places = defs
            .iter()
            .enumerate()
            .map(|(place, def)| (def.code.clone(), place))
            .collect();
        (defs, places)
    })
}

fn read(row: &Row<'_, '_>) -> Option<EverydayDef> {
    let mode = row.get("mode");
    Some(EverydayDef {
        code: row.get("code").to_owned(),
        name_zh: row.get("zh").to_owned(),
        name_en: row.get("en").to_owned(),
        category: row.get("category").to_ascii_uppercase().parse().ok()?,
        unit: row.get("unit").to_owned(),
        factor_kg_per_unit: decimal::parse(row.get("kg")).ok()?,
        confidence: confidence(row.get("confidence"))?,
        region: row.get("region").to_owned(),
        mode: if mode.is_empty() {
            None
        } else {
            Some(mode.parse().ok()?)
        },
    })
}

/// What is to be stored of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The activity.
    pub def: &'static EverydayDef,
    /// How much, in micro-units.
    pub units_micro: i64,
    /// Emission in mg CO2e.
    pub emission_mg: i64,
    /// Where it stands in the employer's inventory.
    pub inventory_link: InventoryLink,
}

/// Reads an entry; `for_work` is what the member says, the category's usual when left out.
pub fn entry(
    code: &str,
    units: Decimal,
    day: Date,
    for_work: Option<bool>,
    today: Date,
) -> Result<Entry, Vec<Violation>> {
    let mut violations = Vec::new();
    let def = by_code(code);
    if def.is_none() {
        violations.push(Violation::field(
            ErrorCode::NotFound,
            "code",
            format!("没有代码为“{code}”的日常活动，请从列表中选择。"),
            format!("There is no everyday activity “{code}”. Choose one of the list."),
        ));
    }
    let micro = decimal::to_micro(units)
        .ok()
        .filter(|micro| decimal::from_micro(*micro) == units)
        .filter(|micro| (1..=UNITS_MICRO_MAX).contains(micro));
    if micro.is_none() {
        violations.push(Violation::field(
            ErrorCode::OutOfRange,
            "units",
            "数量应大于 0，不超过一百万，至多六位小数。",
            "An amount is over 0, at most a million, with at most six decimal places.",
        ));
    }
    let days_ago = today.day_number() - day.day_number();
    if !(0..=BACKDATE_DAYS).contains(&days_ago) {
        violations.push(Violation::field(
            ErrorCode::OutOfRange,
            "day",
            format!("日期应在今天之前 {BACKDATE_DAYS} 天之内。"),
            format!("The day is today or at most {BACKDATE_DAYS} days ago."),
        ));
    }
    let (Some(def), Some(units_micro), true) = (def, micro, violations.is_empty()) else {
        return Err(violations);
    };
    let emission_mg = def.emission_mg(units_micro).map_err(|_| {
        vec![Violation::field(
            ErrorCode::OutOfRange,
            "units",
            "数量过大，无法精确计算。",
            "The amount is too large to be computed exactly.",
        )]
    })?;
    let for_work = for_work.unwrap_or(def.category.is_for_work());
    Ok(Entry {
        def,
        units_micro,
        emission_mg,
        inventory_link: if for_work {
            def.category.inventory_link()
        } else {
            InventoryLink::None
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    #[test]
    fn all_rows_of_the_table_are_read() {
        assert_eq!(all().len(), 135);
        let metro = by_code("EM_METRO_CN").unwrap();
        assert_eq!(metro.factor_kg_per_unit.to_string(), "0.0613636");
        assert_eq!(metro.mode, Some(TravelMode::Metro));
        assert_eq!(metro.name(Locale::ZhCn), "地铁(北京)");
        assert!(by_code("EM_NOTHING").is_none());
        for def in all() {
            assert_ne!(
                super::super::action::unit_name(&def.unit, Locale::ZhCn),
                if ["kg", "GB_year"].contains(&def.unit.as_str()) {
                    ""
                } else {
                    &def.unit
                },
                "{} has no name of its unit",
                def.code
            );
        }
    }

    #[test]
    fn an_entry_is_rounded_once_to_milligrams() {
        let units = decimal::parse("14.4").unwrap();
        let got = entry(
            "EM_METRO_CN",
            units,
            day("2026-03-02"),
            None,
            day("2026-03-02"),
        )
        .unwrap();
        // 14.4 × 0.0613636 = 0.88363584 kg
        assert_eq!(got.emission_mg, 883_636);
        assert_eq!(got.inventory_link, InventoryLink::Scope3Category7);
        let private = entry(
            "EM_METRO_CN",
            units,
            day("2026-03-02"),
            Some(false),
            day("2026-03-02"),
        );
        assert_eq!(private.unwrap().inventory_link, InventoryLink::None);
    }

    #[test]
    fn everything_wrong_with_an_entry_is_said_at_once() {
        let zero = decimal::parse("0").unwrap();
        let violations =
            entry("EM_X", zero, day("2026-03-03"), None, day("2026-03-02")).unwrap_err();
        let fields: Vec<_> = violations
            .iter()
            .map(|v| v.field.clone().unwrap().join("."))
            .collect();
        assert_eq!(fields, ["code", "units", "day"]);
    }
}
