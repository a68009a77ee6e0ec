//! Mapping rules: which published rows serve which activity.
//!
//! A rule names a data set and any of category, heading, name, unit and basis; a row that fits all of them serves the rule's
//! activities. Rules add up, so a fuel's row can serve the stationary and the mobile activity.

use std::cell::Cell;

use super::super::table::Table;
use super::error::CompileError;
use super::schema::FactorRow;

/// The rules of `catalogue/activity_factors.csv`.
#[derive(Debug)]
pub struct Rules {
    rules: Vec<Rule>,
}

#[derive(Debug)]
struct Rule {
    line: usize,
    dataset: String,
    category: String,
    heading: String,
    name: String,
    units: Vec<String>,
    /// Tokens the basis must hold; with `-` in front, must not hold.
    basis: Vec<String>,
    regions: Vec<String>,
    activities: Vec<String>,
    /// A wider region the figure is lent to, `001`; with `=` in front, the region the publisher made it for.
    serves: String,
    used: Cell<bool>,
}

impl Rules {
    /// Reads the rules. A rule without data set or activity is an error.
    pub fn parse(text: &str) -> Result<Self, CompileError> {
        let table = Table::parse(text);
        let mut rules = Vec::with_capacity(table.len());
        for row in table.rows() {
            let rule = Rule {
                line: row.number(),
                dataset: row.get("dataset").to_owned(),
                category: row.get("category").to_owned(),
                heading: row.get("heading").to_owned(),
                name: row.get("name").to_owned(),
                units: list(row.get("units")),
                basis: list(row.get("basis")),
                regions: list(row.get("regions")),
                activities: list(row.get("activities")),
                serves: row.get("serves").to_owned(),
                used: Cell::new(false),
            };
            if rule.dataset.is_empty() || rule.activities.is_empty() {
                return Err(CompileError::new(
                    "catalogue/activity_factors.csv",
                    row.number(),
                    "a rule needs a data set and an activity",
                ));
            }
            rules.push(rule);
        }
        Ok(Self { rules })
    }

    /// Adds the activities of every fitting rule to the row. A rule that lends the figure to a wider region gives a second
    /// row for it, marked as a stand-in; the row itself stays as published.
    pub fn apply(&self, row: &mut FactorRow) -> Option<FactorRow> {
        let published = row.region.clone();
        let mut lent: Option<(String, Vec<String>)> = None;
        for rule in self
            .rules
            .iter()
            .filter(|rule| rule.dataset == row.dataset_code)
        {
            if !rule.fits(row, &published) {
                continue;
            }
            rule.used.set(true);
            add(&mut row.activities, &rule.activities);
            match rule.serves.strip_prefix('=') {
                // The publisher made the figure for this region: hotels by country, sea and air between countries.
                Some(region) => region.clone_into(&mut row.region),
                None if !rule.serves.is_empty() && rule.serves != published => {
                    let (_, activities) =
                        lent.get_or_insert_with(|| (rule.serves.clone(), Vec::new()));
                    add(activities, &rule.activities);
                }
                None => {}
            }
        }
        let (region, activities) = lent?;
        let mut basis = row.basis.clone();
        basis.push(format!("proxy {published}"));
        let remark = format!("published for {published}, used as a stand-in for {region}");
        let note = if row.note.is_empty() {
            remark
        } else {
            format!("{}; {remark}", row.note)
        };
        Some(FactorRow {
            id: format!("{}@{region}", row.id),
            series_id: format!("{}@{region}", row.series_id),
            region,
            basis,
            note,
            activities,
            ..row.clone()
        })
    }

    /// A rule that fitted no row since parsing: a slip of the pen in the table.
    pub fn unused(&self) -> Option<(usize, String)> {
        self.rules.iter().find(|rule| !rule.used.get()).map(|rule| {
            (
                rule.line,
                format!(
                    "{} {} {} -> {}",
                    rule.dataset,
                    rule.category,
                    rule.name,
                    rule.activities.join("|")
                ),
            )
        })
    }
}

impl Rule {
    fn fits(&self, row: &FactorRow, published: &String) -> bool {
        (self.category.is_empty() || glob(&self.category, &row.category))
            && (self.heading.is_empty() || glob(&self.heading, &row.heading))
            && (self.units.is_empty() || self.units.contains(&row.source_unit))
            && (self.regions.is_empty() || self.regions.contains(published))
            && self
                .basis
                .iter()
                .all(|token| match token.strip_prefix('-') {
                    Some(token) => !row.basis.iter().any(|has| has == token),
                    None => row.basis.contains(token),
                })
            && (self.name.is_empty() || glob(&self.name, &row.name))
    }
}

fn add(to: &mut Vec<String>, from: &[String]) {
    for one in from {
        if !to.contains(one) {
            to.push(one.clone());
        }
    }
}

fn list(cell: &str) -> Vec<String> {
    cell.split('|')
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Matches a pattern with `*` for any run of characters; alternatives stand apart by `|`. Case matters.
pub fn glob(pattern: &str, text: &str) -> bool {
    pattern.split('|').any(|one| {
        let mut parts = one.split('*');
        let Some(first) = parts.next() else {
            return false;
        };
        let Some(mut rest) = text.strip_prefix(first) else {
            return false;
        };
        let middle: Vec<&str> = parts.collect();
        let Some((last, between)) = middle.split_last() else {
            return rest.is_empty();
        };
        for part in between {
            let Some(at) = rest.find(part) else {
                return false;
            };
            rest = &rest[at + part.len()..];
        }
        rest.ends_with(last)
    })
}

#[cfg(test)]
mod tests {
    use super::glob;

    #[test]
    fn stars_and_alternatives() {
        assert!(glob("Flights > *With RF", "Flights > Long-haul > With RF"));
        assert!(glob("a|b*", "bcd"));
        assert!(glob("*", ""));
        assert!(!glob("a*b", "a"));
        assert!(!glob("abc", "abcd"));
        assert!(glob(
            "*Diesel*blend*",
            "Liquid fuels > Diesel (average biofuel blend)"
        ));
    }
}
