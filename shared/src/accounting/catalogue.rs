//! The activity catalogue: what users, files and factors mean by a name.
//!
//! The table is data (`reference/catalogue/activities.csv`); it is small enough to live in the browser too, where it
//! checks a row before it is sent.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::activity::{ActivityType, DataKind, Method, Scope};
use super::search::{fold, similarity};
use super::table::{Row, Table};
use crate::format::Locale;

const ACTIVITIES: &str = include_str!("../../reference/catalogue/activities.csv");
const CATEGORIES: &str = include_str!("../../reference/catalogue/categories.csv");

/// Every activity, and every name it goes by.
#[derive(Debug)]
pub struct Catalogue {
    activities: Vec<ActivityType>,
    /// Folded code, names and aliases to position.
    names: HashMap<String, usize>,
}

impl Catalogue {
    /// The catalogue that is part of the program, read when first used.
    pub fn embedded() -> &'static Self {
        static CATALOGUE: OnceLock<Catalogue> = OnceLock::new();
        CATALOGUE.get_or_init(|| {
            let activities: Vec<ActivityType> = Table::parse(ACTIVITIES)
                .rows()
                .filter_map(|row| read(&row))
                .collect();
            let mut names = HashMap::with_capacity(activities.len() * 6);
            for (position, activity) in activities.iter().enumerate() {
                for name in spellings(activity) {
                    names.entry(fold(name)).or_insert(position);
                }
            }
            Self { activities, names }
        })
    }

    /// Every activity, in the order of the catalogue.
    pub fn all(&self) -> &[ActivityType] {
        &self.activities
    }

    /// The activity with this code.
    pub fn by_code(&self, code: &str) -> Option<&ActivityType> {
        self.find(code).filter(|activity| activity.code == code)
    }

    /// The activity a person or a file means: by code, name or alias in either language; width, case, spaces and
    /// punctuation do not matter.
    pub fn find(&self, name: &str) -> Option<&ActivityType> {
        let position = *self.names.get(&fold(name))?;
        self.activities.get(position)
    }

    /// Activities whose name is near, best first: for "did you mean".
    pub fn suggest(&self, name: &str, limit: usize) -> Vec<&ActivityType> {
        let wanted = fold(name);
        let mut scored: Vec<(u32, &ActivityType)> = self
            .activities
            .iter()
            .filter_map(|activity| {
                let best = spellings(activity)
                    .map(|spelling| similarity(&wanted, &fold(spelling)))
                    .max()?;
                (best >= 400).then_some((best, activity))
            })
            .collect();
        scored.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.code.cmp(&b.1.code)));
        scored
            .into_iter()
            .take(limit)
            .map(|(_, activity)| activity)
            .collect()
    }
}

/// Code, both names and the aliases.
pub fn spellings(activity: &ActivityType) -> impl Iterator<Item = &str> {
    [&activity.code, &activity.name_zh, &activity.name_en]
        .into_iter()
        .chain(&activity.aliases)
        .map(String::as_str)
}

/// What a person calls a category of the catalogue; the code itself where it is not known.
pub fn category_name(category: &str, locale: Locale) -> String {
    static NAMES: OnceLock<HashMap<String, (String, String)>> = OnceLock::new();
    NAMES
        .get_or_init(|| {
            Table::parse(CATEGORIES)
                .rows()
                .map(|row| {
                    let names = (row.get("name_zh").to_owned(), row.get("name_en").to_owned());
                    (row.get("category").to_owned(), names)
                })
                .collect()
        })
        .get(category)
        .map_or_else(
            || category.to_owned(),
            |(zh, en)| locale.pick(zh.as_str(), en).to_owned(),
        )
}

impl ActivityType {
    /// The name in this language.
    pub fn name(&self, locale: Locale) -> &str {
        locale.pick(&self.name_zh, &self.name_en)
    }

    /// Whether it is bought through a meter, so that two records of one source over the same days are a mistake.
    pub fn is_metered(&self) -> bool {
        matches!(
            self.method,
            Method::PurchasedElectricity | Method::PurchasedHeat
        ) || matches!(
            self.code.as_str(),
            "natural_gas" | "tap_water" | "wastewater" | "self_generated_solar"
        )
    }
}

fn read(row: &Row<'_, '_>) -> Option<ActivityType> {
    let list = |column: &str| -> Vec<String> {
        row.get(column)
            .split('|')
            .filter(|part| !part.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let method = match row.get("method").split_once(':') {
        Some(("fuel", code)) => Method::FuelCombustion {
            fuel_code: code.to_owned(),
        },
        Some(("gas", code)) => Method::GasRelease {
            gas_code: code.to_owned(),
        },
        _ => match row.get("method") {
            "direct" => Method::DirectFactor,
            "electricity" => Method::PurchasedElectricity,
            "heat" => Method::PurchasedHeat,
            _ => Method::QuantityOnly,
        },
    };
    Some(ActivityType {
        code: row.get("code").to_owned(),
        name_zh: row.get("name_zh").to_owned(),
        name_en: row.get("name_en").to_owned(),
        aliases: list("aliases"),
        kind: row.get("kind").parse::<DataKind>().ok()?,
        scope: row.get("scope").parse::<Scope>().ok(),
        category: row.get("category").to_owned(),
        scope3_category: row.get("scope3_category").parse().ok(),
        method,
        units: list("units"),
        standard_coal_code: Some(row.get("standard_coal_code"))
            .filter(|code| !code.is_empty())
            .map(str::to_owned),
        renewable: row.get("renewable") == "yes",
    })
}
