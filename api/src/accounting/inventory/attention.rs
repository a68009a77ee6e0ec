//! What asks for a person's attention in a year: gaps, refusals, outliers, approvals, factors from memory.

use std::collections::{BTreeMap, HashMap};

use saxaul_shared::{
    accounting::{
        factor::{Confidence, Factor},
        inventory::InventoryState,
        record::{AttentionKind, FactorState},
    },
    format::Locale,
    period::{Date, Month},
};

use super::{
    super::reference,
    coverage::{Coverage, MonthCover},
    figures::Figures,
    rollup::RollupRow,
    store::InventoryRow,
};

/// Items shown of one kind; more are in the lists themselves.
const ITEMS_MAX: usize = 100;
/// Months a source must report in before a gap or an outlier of it is told.
const MONTHS_MIN: usize = 3;
/// A longer gap is a season or a source that was taken out of use, not a bill that was forgotten.
const GAP_MAX: usize = 3;
/// A month is out of line when it is more than so many times the median of its source, or less than that part of it.
const OUT_OF_LINE: i64 = 3;

/// Something to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Item {
    pub(crate) kind: AttentionKind,
    pub(crate) message: String,
    pub(crate) count: i64,
    pub(crate) site_id: Option<String>,
    pub(crate) activity: Option<String>,
    pub(crate) month: Option<Month>,
    pub(crate) inventory_id: Option<String>,
}

impl Item {
    fn new(kind: AttentionKind, count: i64, message: String) -> Self {
        Self {
            kind,
            message,
            count,
            site_id: None,
            activity: None,
            month: None,
            inventory_id: None,
        }
    }

    fn of_source(mut self, site_id: &str, activity: &str, month: Option<Month>) -> Self {
        self.site_id = Some(site_id.to_owned());
        self.activity = Some(activity.to_owned());
        self.month = month;
        self
    }
}

/// What the items are found in.
pub(crate) struct Ground<'g> {
    pub(crate) inventory: &'g InventoryRow,
    pub(crate) rows: &'g [RollupRow],
    pub(crate) coverage: &'g Coverage<'g>,
    pub(crate) factors: &'g [Factor],
    pub(crate) own: &'g [FactorState],
    pub(crate) sites: &'g HashMap<String, String>,
    pub(crate) today: Option<Date>,
    pub(crate) locale: Locale,
}

/// Everything that asks for attention, the most pressing kind first.
pub(crate) fn items(ground: &Ground<'_>) -> Vec<Item> {
    let mut items = refused(ground);
    items.extend(missing_months(ground));
    items.extend(outliers(ground));
    items.extend(awaiting(ground));
    items.extend(recalled(ground));
    items
}

fn named(ground: &Ground<'_>, site_id: &str, activity: &str) -> String {
    let site = ground.sites.get(site_id).map_or(site_id, String::as_str);
    format!(
        "{site} · {}",
        reference::activity_name(activity, ground.locale)
    )
}

fn refused(ground: &Ground<'_>) -> Vec<Item> {
    let mut counts: BTreeMap<(&str, &str), i64> = BTreeMap::new();
    for row in ground.rows.iter().filter(|row| row.counts.refused > 0) {
        *counts
            .entry((&row.site_id, &row.activity_code))
            .or_default() += row.counts.refused;
    }
    counts
        .into_iter()
        .take(ITEMS_MAX)
        .map(|((site, activity), count)| {
            let source = named(ground, site, activity);
            let message = match ground.locale {
                Locale::ZhCn => format!("{source}：{count} 条记录无法计算，未计入合计。"),
                Locale::En => {
                    format!("{source}: {count} records could not be computed and are in no total.")
                }
            };
            Item::new(AttentionKind::RefusedRow, count, message).of_source(site, activity, None)
        })
        .collect()
}

/// Months without a covered day between the first and the last covered one, each with the length of its gap.
fn gaps(months: &[MonthCover; 12]) -> Vec<(u8, usize)> {
    let covered: Vec<bool> = months.iter().map(|cover| cover.days > 0).collect();
    let mut found = Vec::new();
    let mut run: Vec<u8> = Vec::new();
    let mut begun = false;
    for (is_covered, number) in covered.into_iter().zip(1_u8..) {
        if !is_covered {
            run.push(number);
            continue;
        }
        if begun {
            let length = run.len();
            found.extend(run.iter().map(|month| (*month, length)));
        }
        begun = true;
        run.clear();
    }
    found
}

fn missing_months(ground: &Ground<'_>) -> Vec<Item> {
    let mut items = Vec::new();
    for ((site, activity), months) in &ground.coverage.sources {
        if months.iter().filter(|cover| cover.days > 0).count() < MONTHS_MIN {
            continue;
        }
        for (number, run) in gaps(months) {
            let Some(month) = Month::new(ground.coverage.year, number) else {
                continue;
            };
            let over = ground.today.is_none_or(|today| month.last_day() < today);
            if run > GAP_MAX || !over || items.len() >= ITEMS_MAX {
                continue;
            }
            let source = named(ground, site, activity);
            let message = match ground.locale {
                Locale::ZhCn => format!("{source}：{month} 没有数据。"),
                Locale::En => format!("{source}: nothing for {month}."),
            };
            items.push(
                Item::new(AttentionKind::MissingMonth, 1, message).of_source(
                    site,
                    activity,
                    Some(month),
                ),
            );
        }
    }
    items
}

/// The first of the figures that the source has at all.
fn measure(rows: &[&RollupRow]) -> fn(&Figures) -> i64 {
    let measures: [fn(&Figures) -> i64; 4] = [
        |f| f.co2e_mg,
        |f| f.energy_kj,
        |f| f.waste_mg,
        |f| f.water_ml,
    ];
    let has = |measure: &fn(&Figures) -> i64| rows.iter().any(|row| measure(&row.figures) != 0);
    measures.into_iter().find(has).unwrap_or(|f| f.co2e_mg)
}

fn outliers(ground: &Ground<'_>) -> Vec<Item> {
    let mut sources: BTreeMap<(&str, &str), Vec<&RollupRow>> = BTreeMap::new();
    for row in ground.rows {
        sources
            .entry((&row.site_id, &row.activity_code))
            .or_default()
            .push(row);
    }
    let mut items = Vec::new();
    for ((site, activity), rows) in sources {
        let measure = measure(&rows);
        let mut values: Vec<i64> = rows
            .iter()
            .map(|row| measure(&row.figures))
            .filter(|value| *value > 0)
            .collect();
        if values.len() <= MONTHS_MIN {
            continue;
        }
        values.sort_unstable();
        let median = values.get(values.len() / 2).copied().unwrap_or(0);
        for row in rows {
            let value = measure(&row.figures);
            let high = value / OUT_OF_LINE > median;
            let low = value > 0 && value < median / OUT_OF_LINE;
            if !(high || low) || items.len() >= ITEMS_MAX {
                continue;
            }
            let month = Month::new(ground.coverage.year, row.month);
            let shown = month.map_or_else(String::new, |month| month.to_string());
            let source = named(ground, site, activity);
            let message = match (ground.locale, high) {
                (Locale::ZhCn, true) => format!("{source}：{shown} 超过通常水平的三倍，请核对。"),
                (Locale::ZhCn, false) => {
                    format!("{source}：{shown} 不足通常水平的三分之一，请核对。")
                }
                (Locale::En, true) => {
                    format!("{source}: {shown} is more than three times the usual. Check it.")
                }
                (Locale::En, false) => {
                    format!("{source}: {shown} is less than a third of the usual. Check it.")
                }
            };
            items.push(
                Item::new(AttentionKind::Outlier, 1, message).of_source(site, activity, month),
            );
        }
    }
    items
}

fn awaiting(ground: &Ground<'_>) -> Vec<Item> {
    let mut items = Vec::new();
    if ground.inventory.state == InventoryState::Submitted {
        let year = ground.inventory.year;
        let message = match ground.locale {
            Locale::ZhCn => format!("{year} 年度清单等待审批。"),
            Locale::En => format!("The inventory of {year} waits for approval."),
        };
        let mut item = Item::new(AttentionKind::AwaitingApproval, 1, message);
        item.inventory_id = Some(ground.inventory.id.clone());
        items.push(item);
    }
    let drafts = ground
        .own
        .iter()
        .filter(|state| **state == FactorState::Draft)
        .count();
    if drafts > 0 {
        let message = match ground.locale {
            Locale::ZhCn => format!("{drafts} 个自有因子等待审批。"),
            Locale::En => format!("{drafts} own factors wait for approval."),
        };
        items.push(Item::new(
            AttentionKind::AwaitingApproval,
            i64::try_from(drafts).unwrap_or(i64::MAX),
            message,
        ));
    }
    items
}

fn recalled(ground: &Ground<'_>) -> Vec<Item> {
    let count = ground
        .factors
        .iter()
        .filter(|factor| factor.confidence == Confidence::Recalled)
        .count();
    if count == 0 {
        return Vec::new();
    }
    let message = match ground.locale {
        Locale::ZhCn => format!("{count} 个因子凭记忆转录，未见原文，请核对或替换。"),
        Locale::En => format!(
            "{count} factors were transcribed from memory of their publication. Check or replace them."
        ),
    };
    let mut item = Item::new(
        AttentionKind::RecalledFactor,
        i64::try_from(count).unwrap_or(i64::MAX),
        message,
    );
    item.inventory_id = Some(ground.inventory.id.clone());
    vec![item]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_gaps_between_covered_months_are_told() {
        let mut months = [MonthCover::default(); 12];
        for covered in [3, 4, 6, 11] {
            months[covered - 1].days = 28;
        }
        assert_eq!(gaps(&months), [(5, 1), (7, 4), (8, 4), (9, 4), (10, 4)]);
    }
}
