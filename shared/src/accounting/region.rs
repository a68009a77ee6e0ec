//! Regions: countries, Chinese provinces and grids, and the sub-national zones factors are published for.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::search::{fold, similarity};
use super::table::Table;
use crate::format::Locale;

/// The world, as UN M49 writes it.
pub const WORLD: &str = "001";

/// One region.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Region {
    /// ISO 3166-1 or -2 code, `001`, `EU`, or the code of a grid (`CN-GRID-SOUTH`, `US-eGRID-CAMX`).
    pub code: String,
    /// The next wider region; empty for the world.
    pub parent: String,
    /// Name in Chinese.
    pub name_zh: String,
    /// Name in English.
    pub name_en: String,
    /// Other spellings.
    pub aliases: Vec<String>,
}

impl Region {
    /// The name in this language.
    pub fn name(&self, locale: Locale) -> &str {
        locale.pick(&self.name_zh, &self.name_en)
    }
}

struct Regions {
    list: Vec<Region>,
    by_code: HashMap<String, usize>,
}

fn regions() -> &'static Regions {
    static REGIONS: OnceLock<Regions> = OnceLock::new();
    REGIONS.get_or_init(|| {
        let list: Vec<Region> = Table::parse(include_str!("../../reference/catalogue/regions.csv"))
            .rows()
            .map(|row| Region {
                code: row.get("code").to_owned(),
                parent: row.get("parent").to_owned(),
                name_zh: row.get("name_zh").to_owned(),
                name_en: row.get("name_en").to_owned(),
                aliases: row
                    .get("aliases")
                    .split('|')
                    .filter(|alias| !alias.is_empty())
                    .map(str::to_owned)
                    .collect(),
            })
            .collect();
        let by_code = list
            .iter()
            .enumerate()
            .map(|(at, region)| (region.code.clone(), at))
            .collect();
        Regions { list, by_code }
    })
}

/// Every region, countries first by code.
pub fn all() -> &'static [Region] {
    &regions().list
}

/// The region with this code.
pub fn by_code(code: &str) -> Option<&'static Region> {
    regions()
        .by_code
        .get(code)
        .and_then(|&at| regions().list.get(at))
}

/// The region itself and the wider ones, narrowest first, the world last: `CN-GD, CN-GRID-SOUTH, CN, 001`.
///
/// A part of a known country that is not in the table goes over its country, so that `US-CA` still finds the factors of the
/// United States. Empty when nothing is known of it.
pub fn chain(code: &str) -> Vec<String> {
    let mut chain = Vec::with_capacity(4);
    let mut region = by_code(code);
    if region.is_none() {
        let Some((country, _)) = code.split_once('-') else {
            return chain;
        };
        region = by_code(country);
        if region.is_none() {
            return chain;
        }
        chain.push(code.to_owned());
    }
    // The longest chain of the table has four steps; the bound holds a table with a circle.
    while let Some(known) = region.filter(|_| chain.len() < 8) {
        chain.push(known.code.clone());
        region = by_code(&known.parent);
    }
    chain
}

/// The name of a region; the code where it is not known.
pub fn name(code: &str, locale: Locale) -> String {
    by_code(code).map_or_else(|| code.to_owned(), |region| region.name(locale).to_owned())
}

/// Regions by name or code, best first. An empty search lists China's provinces and the countries.
pub fn search(text: &str, limit: usize) -> Vec<&'static Region> {
    let wanted = fold(text);
    if wanted.is_empty() {
        let provinces = all()
            .iter()
            .filter(|region| region.parent.starts_with("CN-GRID-"));
        let countries = all().iter().filter(|region| region.parent == WORLD);
        return provinces.chain(countries).take(limit).collect();
    }
    let mut scored: Vec<(u32, &Region)> = all()
        .iter()
        .filter_map(|region| {
            let score = [&region.code, &region.name_zh, &region.name_en]
                .into_iter()
                .chain(&region.aliases)
                .map(|spelling| similarity(&wanted, &fold(spelling)))
                .max()?;
            (score >= 450).then_some((score, region))
        })
        .collect();
    scored.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.code.cmp(&b.1.code)));
    scored
        .into_iter()
        .take(limit)
        .map(|(_, region)| region)
        .collect()
}
