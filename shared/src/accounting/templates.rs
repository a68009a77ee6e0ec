//! Files to fill in, by industry: which sources a company of the kind usually has.
//!
//! The tables are data (`templates.csv`, `template_rows.csv`). A template has one row for each source, with the month to
//! start from; quantities are left open, and a row that stays open is refused on import, not taken for zero.

use std::sync::OnceLock;

use super::activity::ActivityType;
use super::catalogue::Catalogue;
use super::import::columns::ImportField;
use super::table::Table;
use crate::format::Locale;
use crate::period::Month;

/// A template for one kind of company.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// Stable code, `manufacturing`.
    pub code: String,
    /// Sections of GB/T 4754 it is made for.
    pub industries: Vec<String>,
    /// Name in Chinese.
    pub name_zh: String,
    /// Name in English.
    pub name_en: String,
    /// Sources to expect.
    pub sources: Vec<ExpectedSource>,
}

/// One source that a company of the kind usually has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExpectedSource {
    /// What it is.
    pub activity: &'static ActivityType,
    /// What the source is called, in Chinese.
    pub source_zh: String,
    /// What the source is called, in English.
    pub source_en: String,
    /// Code of the unit it is usually kept in.
    pub unit: String,
}

/// Columns of the files this platform writes, in order.
pub const COLUMNS: [ImportField; 13] = [
    ImportField::Site,
    ImportField::Activity,
    ImportField::Source,
    ImportField::Quantity,
    ImportField::Unit,
    ImportField::Start,
    ImportField::End,
    ImportField::Quality,
    ImportField::Supplier,
    ImportField::Reference,
    ImportField::UncertaintyPct,
    ImportField::FactorId,
    ImportField::Note,
];

/// Every template.
pub fn all() -> &'static [Template] {
    static TEMPLATES: OnceLock<Vec<Template>> = OnceLock::new();
    TEMPLATES.get_or_init(|| {
        let rows = Table::parse(include_str!("../../reference/catalogue/template_rows.csv"));
        Table::parse(include_str!("../../reference/catalogue/templates.csv"))
            .rows()
            .map(|template| {
                let code = template.get("code");
                let sources = rows
                    .rows()
                    .filter(|row| row.get("template") == code)
                    .filter_map(|row| {
                        Some(ExpectedSource {
                            activity: Catalogue::embedded().by_code(row.get("activity"))?,
                            source_zh: row.get("source_zh").to_owned(),
                            source_en: row.get("source_en").to_owned(),
                            unit: row.get("unit").to_owned(),
                        })
                    })
                    .collect();
                Template {
                    code: code.to_owned(),
                    industries: template
                        .get("industries")
                        .split('|')
                        .map(str::to_owned)
                        .collect(),
                    name_zh: template.get("name_zh").to_owned(),
                    name_en: template.get("name_en").to_owned(),
                    sources,
                }
            })
            .collect()
    })
}

/// The template with this code.
pub fn by_code(code: &str) -> Option<&'static Template> {
    all().iter().find(|template| template.code == code)
}

/// The template for a section of GB/T 4754 (`C`); services where none is made for it.
pub fn for_section(section: &str) -> Option<&'static Template> {
    all()
        .iter()
        .find(|template| {
            template
                .industries
                .iter()
                .any(|industry| industry == section)
        })
        .or_else(|| by_code("services"))
}

/// The header row in one language.
pub fn header(locale: Locale) -> Vec<&'static str> {
    COLUMNS
        .iter()
        .map(|field| {
            let (zh, en) = field.header();
            locale.pick(zh, en)
        })
        .collect()
}

impl Template {
    /// The name in this language.
    pub fn name(&self, locale: Locale) -> &str {
        locale.pick(&self.name_zh, &self.name_en)
    }

    /// The rows under the header: one for each source, for this month, the quantity open.
    pub fn rows(&self, locale: Locale, site: &str, month: Month) -> Vec<Vec<String>> {
        self.sources
            .iter()
            .map(|source| {
                COLUMNS
                    .iter()
                    .map(|field| match field {
                        ImportField::Site => site.to_owned(),
                        ImportField::Activity => source.activity.name(locale).to_owned(),
                        ImportField::Source => {
                            locale.pick(&source.source_zh, &source.source_en).clone()
                        }
                        ImportField::Unit => source.unit.clone(),
                        ImportField::Start => month.first_day().to_string(),
                        ImportField::End => month.last_day().to_string(),
                        _ => String::new(),
                    })
                    .collect()
            })
            .collect()
    }

    /// The whole file as comma-separated text with a byte-order mark, so that spreadsheets show Chinese.
    pub fn csv(&self, locale: Locale, site: &str, month: Month) -> String {
        let mut out = String::from("\u{feff}");
        out.push_str(&line(header(locale)));
        for row in self.rows(locale, site, month) {
            out.push_str(&line(row));
        }
        out
    }
}

fn line<T: AsRef<str>>(cells: impl IntoIterator<Item = T>) -> String {
    let mut out = String::new();
    for (at, cell) in cells.into_iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        let cell = cell.as_ref();
        if cell.contains([',', '"', '\n', '\r']) {
            out.push('"');
            out.push_str(&cell.replace('"', "\"\""));
            out.push('"');
        } else {
            out.push_str(cell);
        }
    }
    out.push_str("\r\n");
    out
}
