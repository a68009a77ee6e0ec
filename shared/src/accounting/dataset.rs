//! The data sets of the library: whose they are, on what terms, and which is taken first.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::table::Table;
use crate::format::Locale;

/// One data set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dataset {
    /// Short code, as `Factor::dataset_code`.
    pub code: String,
    /// Name in Chinese.
    pub name_zh: String,
    /// Name in English.
    pub name_en: String,
    /// Terms of the data.
    pub licence: String,
    /// Whom to name.
    pub attribution: String,
    /// Pack that must be switched on; `None` when always on.
    pub pack: Option<String>,
    /// Order when nothing else decides: lower first.
    pub priority: u16,
}

impl Dataset {
    /// The name in this language.
    pub fn name(&self, locale: Locale) -> &str {
        locale.pick(&self.name_zh, &self.name_en)
    }
}

/// Every data set.
pub fn all() -> &'static [Dataset] {
    static DATASETS: OnceLock<Vec<Dataset>> = OnceLock::new();
    DATASETS.get_or_init(|| {
        Table::parse(include_str!("../../reference/catalogue/datasets.csv"))
            .rows()
            .map(|row| Dataset {
                code: row.get("code").to_owned(),
                name_zh: row.get("name_zh").to_owned(),
                name_en: row.get("name_en").to_owned(),
                licence: row.get("licence").to_owned(),
                attribution: row.get("attribution").to_owned(),
                pack: Some(row.get("pack"))
                    .filter(|pack| !pack.is_empty())
                    .map(str::to_owned),
                priority: row.get("priority").parse().unwrap_or(u16::MAX),
            })
            .collect()
    })
}

/// The data set with this code.
pub fn by_code(code: &str) -> Option<&'static Dataset> {
    static BY_CODE: OnceLock<HashMap<&'static str, &'static Dataset>> = OnceLock::new();
    BY_CODE
        .get_or_init(|| {
            all()
                .iter()
                .map(|dataset| (dataset.code.as_str(), dataset))
                .collect()
        })
        .get(code)
        .copied()
}

/// Codes in the order in which the library prefers them: what a company starts with before it chooses its own. The
/// general industrial guideline of China stands before those of single industries.
pub fn default_preference() -> Vec<String> {
    let mut list: Vec<&Dataset> = all().iter().collect();
    list.sort_by(|a, b| (a.priority, &a.code).cmp(&(b.priority, &b.code)));
    list.into_iter()
        .map(|dataset| dataset.code.clone())
        .collect()
}
