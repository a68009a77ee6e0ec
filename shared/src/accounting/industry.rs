//! Industries after GB/T 4754: sections and divisions, with the accounting guideline that fits a division.

use std::sync::OnceLock;

use super::table::Table;
use crate::format::Locale;

crate::wire_enum! {
    /// What a row of the classification is.
    pub enum IndustryLevel {
        /// A letter, `C` manufacturing.
        Section = "SECTION",
        /// Two digits, `33` metal products.
        Division = "DIVISION",
        /// One of the 24 accounting guidelines, `G03`.
        Guideline = "GUIDELINE",
    }
}

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Industry {
    /// `C`, `33` or `G03`.
    pub code: String,
    /// What it is.
    pub level: IndustryLevel,
    /// The section a division belongs to; of a section itself.
    pub section: String,
    /// Name in Chinese.
    pub name_zh: String,
    /// Name in English.
    pub name_en: String,
    /// Codes of the guidelines that fit a division.
    pub guidelines: Vec<String>,
}

impl Industry {
    /// The name in this language.
    pub fn name(&self, locale: Locale) -> &str {
        locale.pick(&self.name_zh, &self.name_en)
    }
}

/// Sections, divisions and guidelines, in the order of the standard.
pub fn all() -> &'static [Industry] {
    static INDUSTRIES: OnceLock<Vec<Industry>> = OnceLock::new();
    INDUSTRIES.get_or_init(|| {
        Table::parse(include_str!("../../reference/cn/industries_cn.csv"))
            .rows()
            .filter_map(|row| {
                Some(Industry {
                    code: row.get("code").to_owned(),
                    level: row.get("level").to_uppercase().parse().ok()?,
                    section: row.get("section_code").to_owned(),
                    name_zh: row.get("name_zh").to_owned(),
                    name_en: row.get("name_en").to_owned(),
                    guidelines: row
                        .get("guideline_ids")
                        .split(['|', ';'])
                        .map(str::trim)
                        .filter(|id| !id.is_empty())
                        .map(str::to_owned)
                        .collect(),
                })
            })
            .collect()
    })
}

/// The entry with this code.
pub fn by_code(code: &str) -> Option<&'static Industry> {
    all().iter().find(|industry| industry.code == code)
}
