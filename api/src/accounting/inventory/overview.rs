//! An inventory's figures from its kept sums: the same rows, grouped in different ways.

use std::collections::BTreeMap;

use async_graphql::{ID, SimpleObject};
use saxaul_shared::{
    accounting::{activity::Scope, gwp::Gas},
    decimal::{WireDecimal, from_micro, from_micro_sum},
};

use super::{
    figures::Figures,
    rollup::{Counts, GasRow, RollupRow},
};

/// Sums of one inventory. Biogenic CO2 stands apart and is part of no other figure.
#[derive(Debug, Clone, SimpleObject)]
pub struct InventoryTotals {
    /// kg CO2e of all scopes, with location-based scope 2.
    #[graphql(name = "locationKgCo2e")]
    location_kg_co2e: WireDecimal,
    /// kg CO2e of all scopes, with market-based scope 2.
    #[graphql(name = "marketKgCo2e")]
    market_kg_co2e: WireDecimal,
    /// kg CO2e of scope 1.
    #[graphql(name = "scope1KgCo2e")]
    scope1_kg_co2e: WireDecimal,
    /// kg CO2e of scope 2, location-based.
    #[graphql(name = "scope2LocationKgCo2e")]
    scope2_location_kg_co2e: WireDecimal,
    /// kg CO2e of scope 2, market-based.
    #[graphql(name = "scope2MarketKgCo2e")]
    scope2_market_kg_co2e: WireDecimal,
    /// kg CO2e of scope 3.
    #[graphql(name = "scope3KgCo2e")]
    scope3_kg_co2e: WireDecimal,
    /// kg of biogenic CO2.
    biogenic_co2_kg: WireDecimal,
    /// GJ of energy used, calorific.
    energy_gj: WireDecimal,
    /// t of standard coal, calorific value (当量值).
    tce_calorific: WireDecimal,
    /// t of standard coal, equivalent value (等价值). Energy whose equivalent value changes from year to year (electricity,
    /// heat) counts only where that value is set; none is at first, so this can be less than the calorific value.
    tce_equivalent: WireDecimal,
    /// GJ of energy from renewable sources, part of `energyGj`.
    renewable_energy_gj: WireDecimal,
    /// m³ of water.
    water_m3: WireDecimal,
    /// kg of waste, hazardous included.
    waste_kg: WireDecimal,
    /// kg of hazardous waste.
    hazardous_waste_kg: WireDecimal,
    /// Records of the year.
    record_count: i64,
    /// Records computed from measured or invoiced data.
    calculated_count: i64,
    /// Records computed from estimated or proxy data.
    estimated_count: i64,
    /// Records that could not be computed; their figures are missing, not zero.
    refused_count: i64,
    /// Percent of days covered by records, over all sources that report in this year. One decimal place.
    completeness_pct: WireDecimal,
}

/// One group of an inventory's figures.
#[derive(Debug, Clone, SimpleObject)]
pub struct Figure {
    /// What the group is by, for programs: a scope, a category, a gas, a site's id, an activity's code.
    key: String,
    /// What the group is called, in the reader's language.
    label: String,
    /// kg CO2e, location-based.
    #[graphql(name = "kgCo2e")]
    kg_co2e: WireDecimal,
    /// kg CO2e, market-based.
    #[graphql(name = "marketKgCo2e")]
    market_kg_co2e: WireDecimal,
    /// kg of biogenic CO2, apart.
    biogenic_co2_kg: WireDecimal,
    /// GJ of energy.
    energy_gj: WireDecimal,
    /// Records that count in the group.
    record_count: i64,
    /// Scope, where the group has one.
    scope: Option<Scope>,
    /// Gas, where the group is one; none for CO2e that its source does not split.
    gas: Option<Gas>,
    /// kg of the gas itself, where the group is a gas.
    mass_kg: Option<WireDecimal>,
    /// Site, where the group is one.
    site_id: Option<ID>,
}

/// One month of an inventory.
#[derive(Debug, Clone, SimpleObject)]
pub struct MonthFigure {
    /// 1 to 12.
    month: i32,
    /// kg CO2e of scope 1.
    #[graphql(name = "scope1KgCo2e")]
    scope1_kg_co2e: WireDecimal,
    /// kg CO2e of scope 2, location-based.
    #[graphql(name = "scope2KgCo2e")]
    scope2_kg_co2e: WireDecimal,
    /// kg CO2e of scope 2, market-based.
    #[graphql(name = "scope2MarketKgCo2e")]
    scope2_market_kg_co2e: WireDecimal,
    /// kg CO2e of scope 3.
    #[graphql(name = "scope3KgCo2e")]
    scope3_kg_co2e: WireDecimal,
    /// kg of biogenic CO2.
    biogenic_co2_kg: WireDecimal,
}

/// A figure with six decimal places from its whole number of millionths.
pub(crate) fn micro(value: i64) -> WireDecimal {
    WireDecimal(from_micro(value))
}

fn micro_sum(value: i128) -> WireDecimal {
    // Sums of columns that each fit 63 bits stay far inside the 28 digits of a decimal.
    WireDecimal(from_micro_sum(value).unwrap_or_default())
}

/// Sums wide enough for any number of rows.
#[derive(Debug, Clone, Copy, Default)]
struct Wide {
    figures: [i128; 10],
    counts: Counts,
}

impl Wide {
    fn add(&mut self, row: &RollupRow) {
        for (sum, by) in self.figures.iter_mut().zip(row.figures.to_array()) {
            *sum += i128::from(by);
        }
        self.counts.add(row.counts);
    }

    fn at(&self, pick: impl Fn(&Figures) -> i64) -> i128 {
        // Finds the column by name once, so that no index is written by hand.
        let order = Figures::from_array([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
        usize::try_from(pick(&order))
            .ok()
            .and_then(|index| self.figures.get(index))
            .copied()
            .unwrap_or(0)
    }

    fn figure(&self, key: String, label: String) -> Figure {
        Figure {
            key,
            label,
            kg_co2e: micro_sum(self.at(|f| f.co2e_mg)),
            market_kg_co2e: micro_sum(self.at(|f| f.market_mg)),
            biogenic_co2_kg: micro_sum(self.at(|f| f.biogenic_mg)),
            energy_gj: micro_sum(self.at(|f| f.energy_kj)),
            record_count: self.counts.records,
            scope: None,
            gas: None,
            mass_kg: None,
            site_id: None,
        }
    }
}

fn sum_where(rows: &[RollupRow], wanted: impl Fn(&RollupRow) -> bool) -> Wide {
    let mut sum = Wide::default();
    for row in rows.iter().filter(|row| wanted(row)) {
        sum.add(row);
    }
    sum
}

fn grouped<'r, K: Ord>(
    rows: &'r [RollupRow],
    key: impl Fn(&'r RollupRow) -> K,
) -> BTreeMap<K, Wide> {
    let mut groups: BTreeMap<K, Wide> = BTreeMap::new();
    for row in rows {
        groups.entry(key(row)).or_default().add(row);
    }
    groups
}

/// The totals of all rows. `covered` and `expected` are days.
pub(crate) fn totals(rows: &[RollupRow], covered: i64, expected: i64) -> InventoryTotals {
    let all = sum_where(rows, |_| true);
    let scope = |scope| sum_where(rows, |row| row.scope == scope);
    let (one, two, three) = (
        scope(Scope::Scope1),
        scope(Scope::Scope2),
        scope(Scope::Scope3),
    );
    let completeness = if expected == 0 {
        0
    } else {
        (covered * 1000 + expected / 2) / expected
    };
    InventoryTotals {
        location_kg_co2e: micro_sum(all.at(|f| f.co2e_mg)),
        market_kg_co2e: micro_sum(all.at(|f| f.market_mg)),
        scope1_kg_co2e: micro_sum(one.at(|f| f.co2e_mg)),
        scope2_location_kg_co2e: micro_sum(two.at(|f| f.co2e_mg)),
        scope2_market_kg_co2e: micro_sum(two.at(|f| f.market_mg)),
        scope3_kg_co2e: micro_sum(three.at(|f| f.co2e_mg)),
        biogenic_co2_kg: micro_sum(all.at(|f| f.biogenic_mg)),
        energy_gj: micro_sum(all.at(|f| f.energy_kj)),
        tce_calorific: micro_sum(all.at(|f| f.calorific_gce)),
        tce_equivalent: micro_sum(all.at(|f| f.equivalent_gce)),
        renewable_energy_gj: micro_sum(all.at(|f| f.renewable_kj)),
        water_m3: micro_sum(all.at(|f| f.water_ml)),
        waste_kg: micro_sum(all.at(|f| f.waste_mg)),
        hazardous_waste_kg: micro_sum(all.at(|f| f.hazardous_mg)),
        record_count: all.counts.records,
        calculated_count: all.counts.calculated,
        estimated_count: all.counts.estimated,
        refused_count: all.counts.refused,
        completeness_pct: WireDecimal(rust_decimal::Decimal::new(completeness, 1)),
    }
}

/// The location-based total, mg CO2e.
pub(crate) fn location_mg(rows: &[RollupRow]) -> i128 {
    sum_where(rows, |_| true).at(|f| f.co2e_mg)
}

/// By scope; rows outside the scopes only where something other than energy stands there.
pub(crate) fn by_scope(rows: &[RollupRow], label: impl Fn(Scope) -> String) -> Vec<Figure> {
    grouped(rows, |row| row.scope)
        .into_iter()
        .map(|(scope, sum)| Figure {
            scope: Some(scope),
            ..sum.figure(scope.as_str().to_owned(), label(scope))
        })
        .collect()
}

/// By category, largest first.
pub(crate) fn by_category(rows: &[RollupRow], label: impl Fn(&str) -> String) -> Vec<Figure> {
    let figures = grouped(rows, |row| (row.scope, row.category.as_str()))
        .into_iter()
        .map(|((scope, category), sum)| {
            let label = label(category);
            (
                sum,
                Figure {
                    scope: Some(scope),
                    ..sum.figure(category.to_owned(), label)
                },
            )
        })
        .collect();
    largest_first(figures)
}

/// By site, largest first.
pub(crate) fn by_site(rows: &[RollupRow], label: impl Fn(&str) -> String) -> Vec<Figure> {
    let figures = grouped(rows, |row| row.site_id.as_str())
        .into_iter()
        .map(|(site, sum)| {
            let label = label(site);
            (
                sum,
                Figure {
                    site_id: Some(ID(site.to_owned())),
                    ..sum.figure(site.to_owned(), label)
                },
            )
        })
        .collect();
    largest_first(figures)
}

/// By activity, largest first.
pub(crate) fn by_source(rows: &[RollupRow], label: impl Fn(&str) -> String) -> Vec<Figure> {
    let figures = grouped(rows, |row| (row.activity_code.as_str(), row.scope))
        .into_iter()
        .map(|((activity, scope), sum)| {
            let label = label(activity);
            (
                sum,
                Figure {
                    scope: Some(scope),
                    ..sum.figure(activity.to_owned(), label)
                },
            )
        })
        .collect();
    largest_first(figures)
}

fn largest_first(mut figures: Vec<(Wide, Figure)>) -> Vec<Figure> {
    figures.sort_by(|(a, a_figure), (b, b_figure)| {
        let order = (b.at(|f| f.co2e_mg), b.at(|f| f.energy_kj))
            .cmp(&(a.at(|f| f.co2e_mg), a.at(|f| f.energy_kj)));
        order.then_with(|| a_figure.key.cmp(&b_figure.key))
    });
    figures.into_iter().map(|(_, figure)| figure).collect()
}

/// By gas, in the order of the Kyoto basket; CO2e that no source splits comes last.
pub(crate) fn by_gas(rows: &[GasRow], label: impl Fn(Option<Gas>) -> String) -> Vec<Figure> {
    let mut groups: BTreeMap<(bool, Option<Gas>), [i128; 3]> = BTreeMap::new();
    for row in rows {
        let gas = row.gas.gas();
        let sum = groups.entry((gas.is_none(), gas)).or_default();
        for (total, by) in sum
            .iter_mut()
            .zip([row.mass_mg, row.co2e_mg, row.line_count])
        {
            *total += i128::from(by);
        }
    }
    groups
        .into_iter()
        .map(|((_, gas), [mass, co2e, lines])| Figure {
            key: gas.map_or("CO2E", Gas::as_str).to_owned(),
            label: label(gas),
            kg_co2e: micro_sum(co2e),
            market_kg_co2e: micro_sum(co2e),
            biogenic_co2_kg: micro(0),
            energy_gj: micro(0),
            record_count: i64::try_from(lines).unwrap_or(i64::MAX),
            scope: None,
            gas,
            mass_kg: gas.map(|_| micro_sum(mass)),
            site_id: None,
        })
        .collect()
}

/// All twelve months.
pub(crate) fn by_month(rows: &[RollupRow]) -> Vec<MonthFigure> {
    let groups = grouped(rows, |row| (row.month, row.scope));
    let at = |month: u8, scope: Scope| groups.get(&(month, scope)).copied().unwrap_or_default();
    (1..=12)
        .map(|month| MonthFigure {
            month: i32::from(month),
            scope1_kg_co2e: micro_sum(at(month, Scope::Scope1).at(|f| f.co2e_mg)),
            scope2_kg_co2e: micro_sum(at(month, Scope::Scope2).at(|f| f.co2e_mg)),
            scope2_market_kg_co2e: micro_sum(at(month, Scope::Scope2).at(|f| f.market_mg)),
            scope3_kg_co2e: micro_sum(at(month, Scope::Scope3).at(|f| f.co2e_mg)),
            biogenic_co2_kg: micro_sum(
                Scope::ALL
                    .iter()
                    .map(|scope| at(month, *scope).at(|f| f.biogenic_mg))
                    .sum(),
            ),
        })
        .collect()
}
