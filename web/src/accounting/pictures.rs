//! The inventory's figures as charts.

use saxaul_shared::decimal::Decimal;

use super::figures::{self, MassScale};
use super::words;
use crate::client::enums::Scope;
use crate::locales::accounting as w;
use crate::ui::chart::scene::Paint;
use crate::ui::chart::{
    Ranking, Sankey, StackedBars, Treemap, ranking, sankey, stacked_bars, treemap,
};

/// Which of the two scope 2 figures counts in a total.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Basis {
    /// Average of the grid.
    #[default]
    Location,
    /// What was contracted.
    Market,
}

/// Emissions of one month, in kg CO2e.
#[derive(Debug, Clone, PartialEq)]
pub struct Month {
    /// 1 to 12.
    pub number: i64,
    /// Scope 1.
    pub scope1: Decimal,
    /// Scope 2 on the grid's average.
    pub scope2_location: Decimal,
    /// Scope 2 by contract.
    pub scope2_market: Decimal,
    /// Scope 3.
    pub scope3: Decimal,
}

/// Stacked bars of the scopes by month. A key is `month:3`.
pub fn by_month(year: i64, months: &[Month], basis: Basis) -> StackedBars {
    let scope2 = |month: &Month| {
        if basis == Basis::Market {
            month.scope2_market
        } else {
            month.scope2_location
        }
    };
    let scale = MassScale::of(
        months
            .iter()
            .map(|month| month.scope1 + scope2(month) + month.scope3),
    );
    let of = |number: i64, read: &dyn Fn(&Month) -> Decimal| {
        let found = months.iter().find(|month| month.number == number);
        scale.scale(found.map(read).unwrap_or_default())
    };
    let series = |scope: Scope, read: &dyn Fn(&Month) -> Decimal| stacked_bars::Series {
        name: words::scope(scope).now().to_owned(),
        paint: words::scope_paint(Some(scope)),
        values: (1..=12).map(|number| of(number, read)).collect(),
    };
    StackedBars {
        columns: (1..=12)
            .map(|number| stacked_bars::Column {
                label: figures::month_short(number).now().to_owned(),
                name: figures::month_iso(year, number),
                key: Some(format!("month:{number}")),
            })
            .collect(),
        series: vec![
            series(Scope::Scope1, &|month| month.scope1),
            series(Scope::Scope2, &scope2),
            series(Scope::Scope3, &|month| month.scope3),
        ],
        total_name: w::TOTAL.now().to_owned(),
        column_name: w::MONTH.now().to_owned(),
        unit: scale.unit().to_owned(),
        axis: figures::exact_format(),
        full: scale.short(),
        exact: figures::exact_format(),
    }
}

/// One figure of a cut through the inventory.
#[derive(Debug, Clone, PartialEq)]
pub struct Share {
    /// Key of the figure on the wire.
    pub key: String,
    /// Name in the reader's language.
    pub label: String,
    /// kg CO2e on the chosen basis.
    pub kg_co2e: Decimal,
    /// Scope, where all of it lies in one.
    pub scope: Option<Scope>,
}

/// A treemap of sources, coloured by scope. A key is `source:` and that of the figure.
pub fn by_source(sources: &[Share]) -> Treemap {
    let scale = MassScale::of(sources.iter().map(|source| source.kg_co2e));
    let name_of = |scope: Option<Scope>| scope.map_or(w::OUTSIDE, words::scope).now().to_owned();
    Treemap {
        parts: sources
            .iter()
            .map(|source| treemap::Part {
                name: source.label.clone(),
                group: name_of(source.scope),
                paint: words::scope_paint(source.scope),
                value: scale.scale(source.kg_co2e),
                key: Some(format!("source:{}", source.key)),
            })
            .collect(),
        head: [
            w::SOURCE.now().to_owned(),
            w::SCOPE.now().to_owned(),
            scale.unit().to_owned(),
            w::SHARE.now().to_owned(),
        ],
        full: scale.short(),
        exact: figures::exact_format(),
        share: figures::share_format(),
    }
}

/// A ranking of any cut. A key is `prefix:` and that of the figure.
pub fn ranked(prefix: &str, name: &str, shares: &[Share]) -> Ranking {
    let scale = MassScale::of(shares.iter().map(|share| share.kg_co2e));
    Ranking {
        bars: shares
            .iter()
            .map(|share| ranking::Bar {
                name: share.label.clone(),
                paint: share
                    .scope
                    .map_or(Paint::Reduction, |scope| words::scope_paint(Some(scope))),
                value: scale.scale(share.kg_co2e),
                key: Some(format!("{prefix}:{}", share.key)),
            })
            .collect(),
        head: [name.to_owned(), scale.unit().to_owned()],
        full: scale.short(),
        exact: figures::exact_format(),
    }
}

/// From the largest sources to their scopes to the whole.
pub fn flow(sources: &[Share]) -> Sankey {
    const SHOWN: usize = 9;
    let scale = MassScale::of(sources.iter().map(|source| source.kg_co2e));
    let mut sorted: Vec<&Share> = sources
        .iter()
        .filter(|source| source.kg_co2e > Decimal::ZERO && source.scope.is_some())
        .collect();
    sorted.sort_by(|a, b| (a.scope, b.kg_co2e).cmp(&(b.scope, a.kg_co2e)));
    let mut largest: Vec<Decimal> = sorted.iter().map(|source| source.kg_co2e).collect();
    largest.sort_by(|a, b| b.cmp(a));
    let least_shown = largest.get(SHOWN - 1).copied().unwrap_or_default();

    let mut nodes = Vec::new();
    let mut flows = Vec::new();
    let mut links: Vec<(usize, Scope, Decimal)> = Vec::new();
    let scopes = [Scope::Scope1, Scope::Scope2, Scope::Scope3];
    for scope in scopes {
        let mut rest = Decimal::ZERO;
        for source in sorted.iter().filter(|source| source.scope == Some(scope)) {
            if source.kg_co2e < least_shown {
                rest += source.kg_co2e;
                continue;
            }
            links.push((nodes.len(), scope, scale.scale(source.kg_co2e)));
            nodes.push(sankey::Node {
                column: 0,
                name: source.label.clone(),
                paint: words::scope_paint(Some(scope)),
                key: Some(format!("source:{}", source.key)),
            });
        }
        if rest > Decimal::ZERO {
            links.push((nodes.len(), scope, scale.scale(rest)));
            nodes.push(sankey::Node {
                column: 0,
                name: w::OTHER_SOURCES.now().to_owned(),
                paint: words::scope_paint(Some(scope)),
                key: None,
            });
        }
    }
    let whole = nodes.len() + scopes.len();
    for scope in scopes {
        let at = nodes.len();
        let mut sum = Decimal::ZERO;
        for (from, _, value) in links.iter().filter(|(_, of, _)| *of == scope) {
            flows.push(sankey::Flow {
                from: *from,
                to: at,
                value: *value,
            });
            sum += *value;
        }
        flows.push(sankey::Flow {
            from: at,
            to: whole,
            value: sum,
        });
        nodes.push(sankey::Node {
            column: 1,
            name: words::scope(scope).now().to_owned(),
            paint: words::scope_paint(Some(scope)),
            key: Some(format!("scope:{}", scope.as_str())),
        });
    }
    nodes.push(sankey::Node {
        column: 2,
        name: w::TOTAL.now().to_owned(),
        paint: Paint::Muted,
        key: Some("total".to_owned()),
    });
    Sankey {
        nodes,
        flows,
        head: [
            w::SOURCE.now().to_owned(),
            w::SCOPE.now().to_owned(),
            scale.unit().to_owned(),
        ],
        full: scale.short(),
        exact: figures::exact_format(),
    }
}
