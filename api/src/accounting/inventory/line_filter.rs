//! Which lines of an inventory stand behind a figure, and how much of each counts in it.

use saxaul_shared::accounting::activity::Scope;
use sea_orm::Value;

use super::{super::cells::marks, figures::GasKey, line_list::ListedLine};

/// Which lines of an inventory are wanted; what is not given does not narrow.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(crate) struct LineFilter {
    pub(crate) site_id: Option<String>,
    /// The sites the caller may see; none is all of them.
    pub(crate) site_ids: Option<Vec<String>>,
    pub(crate) activity: Option<String>,
    pub(crate) scope: Option<Scope>,
    pub(crate) category: Option<String>,
    /// Lines with some of this gas.
    pub(crate) gas: Option<GasKey>,
    /// Lines that touch this month of the inventory's year, 1 to 12.
    pub(crate) month: Option<u8>,
}

/// Conditions on lines, complete once the inventory is named.
#[derive(Debug)]
pub(super) struct Conditions(String);

impl Conditions {
    /// The conditions where the id of the inventory is the value with this number.
    pub(super) fn of_inventory(&self, number: usize) -> String {
        self.0.replace(INVENTORY, &format!("${number}"))
    }
}

/// Stands in [`Conditions`] for the id of the inventory.
const INVENTORY: &str = "{inventory}";

impl LineFilter {
    /// SQL behind `WHERE organisation_id = $1 AND inventory_id = …`, with its values added to `values`.
    pub(super) fn conditions(&self, values: &mut Vec<Value>) -> Conditions {
        // Refused records stand among the records, with their reason; here are those with figures.
        let mut sql = String::from(" AND status <> 'REFUSED'");
        for (column, value) in [
            ("site_id", self.site_id.as_deref()),
            ("activity_code", self.activity.as_deref()),
            ("scope", self.scope.map(Scope::as_str)),
            ("category", self.category.as_deref()),
        ] {
            if let Some(value) = value {
                values.push(value.into());
                sql.push_str(&format!(" AND {column} = ${}", values.len()));
            }
        }
        if let Some(sites) = &self.site_ids {
            if sites.is_empty() {
                sql.push_str(" AND 1 = 0");
            } else {
                sql.push_str(&format!(
                    " AND site_id IN ({})",
                    marks(values.len(), sites.len())
                ));
                values.extend(sites.iter().map(|site| Value::from(site.as_str())));
            }
        }
        if let Some(gas) = self.gas {
            // The column reads `CO2:123:123;CH4:4:112`.
            for pattern in [
                format!("{}:%", gas.as_str()),
                format!("%;{}:%", gas.as_str()),
            ] {
                values.push(pattern.into());
            }
            sql.push_str(&format!(
                " AND (gases LIKE ${} OR gases LIKE ${})",
                values.len() - 1,
                values.len()
            ));
        }
        if let Some(month) = self.month {
            // Days are text and sort as they follow each other; no month has a day after the 31st.
            let year = format!(
                "(SELECT CAST(year AS TEXT) FROM inventories WHERE organisation_id = $1 AND id = {INVENTORY})"
            );
            sql.push_str(&format!(
                " AND start_date <= {year} || '-{month:02}-31' AND end_date >= {year} || '-{month:02}-01'"
            ));
        }
        Conditions(sql)
    }

    /// What of a line counts in the figure that the filter stands for, mg CO2e: location-based and market-based. The
    /// whole line without a month or a gas. A gas is counted as the source of the factor splits it, on both bases alike.
    pub(super) fn part_of(&self, line: &ListedLine) -> (i64, i64) {
        let gas_of = |gases: &[super::figures::GasFigure], gas: GasKey| {
            let parts = gases.iter().filter(|figure| figure.gas == gas);
            parts.map(|figure| figure.co2e_mg).sum::<i64>()
        };
        let Some(split) = &line.split else {
            return (line.co2e_mg, line.market_mg.unwrap_or(line.co2e_mg));
        };
        match (self.month, self.gas) {
            (None, None) => (line.co2e_mg, line.market_mg.unwrap_or(line.co2e_mg)),
            (None, Some(gas)) => {
                let part = gas_of(&split.gases, gas);
                (part, part)
            }
            (Some(month), gas) => {
                let parts = split.parts.iter().filter(|part| part.month == month);
                parts.fold((0, 0), |(location, market), part| match gas {
                    None => (
                        location + part.figures.co2e_mg,
                        market + part.figures.market_mg,
                    ),
                    Some(gas) => {
                        let part = gas_of(&part.gases, gas);
                        (location + part, market + part)
                    }
                })
            }
        }
    }
}
