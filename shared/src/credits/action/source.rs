//! The long texts of the employee tables, for the server: baselines, formulas, sources.

use std::{collections::HashMap, sync::OnceLock};

use crate::{accounting::table::Table, format::Locale};

const ACTIONS: &str = include_str!("../../../reference/employee/actions.csv");
const EVERYDAY: &str = include_str!("../../../reference/employee/everyday_emissions.csv");
const TEXTS_ZH: &str = include_str!("../../../reference/employee/action_texts_zh.csv");

/// Where a figure comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureSource {
    /// The arithmetic the figure was computed with: `(5.98-1.35)/22 = 0.210455`.
    pub formula: String,
    /// Title of the publication, in its own language.
    pub title: String,
    /// Year, as far as it is known.
    pub year: String,
    /// Where it can be found.
    pub location: String,
    /// Region the figure describes.
    pub region: String,
    baseline: [String; 2],
    note: [String; 2],
}

impl FigureSource {
    /// What would have happened otherwise; of an everyday emission, what the figure covers.
    pub fn baseline(&self, locale: Locale) -> &str {
        let [zh, en] = &self.baseline;
        locale.pick(zh, en)
    }

    /// What to know about the arithmetic; empty when nothing is to be said.
    pub fn note(&self, locale: Locale) -> &str {
        let [zh, en] = &self.note;
        locale.pick(zh, en)
    }

    /// The web address in `location`, when there is one.
    pub fn url(&self) -> Option<&str> {
        self.location
            .split([' ', ';', ','])
            .find(|word| word.starts_with("https://") || word.starts_with("http://"))
    }
}

/// The source of an action's figure.
pub fn of_action(code: &str) -> Option<&'static FigureSource> {
    static SOURCES: OnceLock<HashMap<String, FigureSource>> = OnceLock::new();
    SOURCES
        .get_or_init(|| {
            let zh_table = Table::parse(TEXTS_ZH);
            let zh: HashMap<&str, _> = zh_table
                .rows()
                .map(|row| (row.get("action_code"), row))
                .collect();
            Table::parse(ACTIONS)
                .rows()
                .map(|row| {
                    let code = row.get("action_code");
                    let text_zh = |column| zh.get(code).map_or("", |row| row.get(column));
                    let (formula, note) = split(row.get("formula"));
                    let source = FigureSource {
                        formula: formula.to_owned(),
                        title: row.get("source_title").to_owned(),
                        year: row.get("source_year").to_owned(),
                        location: row.get("source_location").to_owned(),
                        region: row.get("region").to_owned(),
                        baseline: [
                            text_zh("baseline_zh").to_owned(),
                            row.get("baseline_description").to_owned(),
                        ],
                        note: [text_zh("note_zh").to_owned(), note.to_owned()],
                    };
                    (code.to_owned(), source)
                })
                .collect()
        })
        .get(code)
}

/// The source of an everyday emission's figure.
pub fn of_everyday(code: &str) -> Option<&'static FigureSource> {
    static SOURCES: OnceLock<HashMap<String, FigureSource>> = OnceLock::new();
    SOURCES
        .get_or_init(|| {
            Table::parse(EVERYDAY)
                .rows()
                .map(|row| {
                    let (formula, note) = split(row.get("formula"));
                    let covers = row.get("description").to_owned();
                    let source = FigureSource {
                        formula: formula.to_owned(),
                        title: row.get("source_title").to_owned(),
                        year: row.get("source_year").to_owned(),
                        location: row.get("source_location").to_owned(),
                        region: row.get("region").to_owned(),
                        baseline: [covers.clone(), covers],
                        note: [note.to_owned(), note.to_owned()],
                    };
                    (row.get("emission_code").to_owned(), source)
                })
                .collect()
        })
        .get(code)
}

/// The arithmetic before the first semicolon, the remark after it.
fn split(formula: &str) -> (&str, &str) {
    formula
        .split_once(';')
        .map_or((formula, ""), |(arithmetic, note)| {
            (arithmetic.trim(), note.trim())
        })
}
