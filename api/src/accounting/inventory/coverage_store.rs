//! Which days records cover, kept with the lines: for each site, activity and month how many records stand on each day,
//! changed by the exact difference in the transaction that changes the lines.

use std::{
    collections::{BTreeMap, HashMap},
    fmt::Write as _,
};

use saxaul_shared::period::Period;
use sea_orm::Value;

use super::super::cells::Cells;
use crate::platform::db::{InsertRows, StoreError, StoreResult, TenantTx};

/// Days of the longest month.
const DAYS: usize = 31;
/// Months read in one statement.
const MONTHS_MAX: usize = 200;

/// A site, an activity and a month from 1 to 12.
type Key = (String, String, u8);

/// How many records touch a month and how many of them stand on each of its days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Counts {
    records: i64,
    days: [i64; DAYS],
}

impl Counts {
    const NONE: Self = Self {
        records: 0,
        days: [0; DAYS],
    };

    fn covered(&self) -> i32 {
        let covered = self.days.iter().filter(|count| **count > 0).count();
        i32::try_from(covered).unwrap_or(0)
    }

    fn add(&mut self, other: &Self) {
        self.records += other.records;
        for (count, by) in self.days.iter_mut().zip(other.days) {
            *count += by;
        }
    }

    /// The counts of the days as text, equal neighbours together: `31*1`, `14*0 17*2`.
    fn to_text(self) -> String {
        let mut text = String::new();
        let mut rest = &self.days[..];
        while let Some(count) = rest.first() {
            let run = rest.iter().take_while(|other| *other == count).count();
            let gap = if text.is_empty() { "" } else { " " };
            let _ = write!(text, "{gap}{run}*{count}");
            rest = &rest[run..];
        }
        text
    }

    fn days_from_text(text: &str) -> Option<[i64; DAYS]> {
        let mut days = [0; DAYS];
        let mut at = days.iter_mut();
        for run in text.split(' ') {
            let (length, count) = run.split_once('*')?;
            let count = count.parse().ok()?;
            for _ in 0..length.parse::<usize>().ok()? {
                *at.next()? = count;
            }
        }
        at.next().is_none().then_some(days)
    }
}

/// The difference that a change makes to the days covered in one inventory.
#[derive(Debug)]
pub(crate) struct CoverDelta {
    year: Option<Period>,
    months: BTreeMap<Key, Counts>,
}

impl CoverDelta {
    /// No difference yet, in the inventory of `year`.
    pub(crate) fn new(year: i32) -> Self {
        Self {
            year: Period::year(year),
            months: BTreeMap::new(),
        }
    }

    /// Adds (`sign` 1) or takes away (−1) a record's days, as far as they lie in the year.
    pub(crate) fn span(&mut self, site_id: &str, activity_code: &str, period: Period, sign: i64) {
        let Some(inside) = self.year.and_then(|year| year.overlap(period)) else {
            return;
        };
        for (month, _) in inside.months() {
            let Some(part) = month.period().overlap(inside) else {
                continue;
            };
            let key = (site_id.to_owned(), activity_code.to_owned(), month.number());
            let counts = self.months.entry(key).or_insert(Counts::NONE);
            counts.records += sign;
            let (first, last) = (
                usize::from(part.start().day()),
                usize::from(part.end().day()),
            );
            for day in counts.days.iter_mut().take(last).skip(first - 1) {
                *day += sign;
            }
        }
    }

    /// Writes the difference. Whoever calls holds the inventory's row, so that nobody else adds to the same months
    /// between reading and writing. Answers whether any month lost records.
    pub(crate) async fn apply(self, tx: &TenantTx, inventory_id: &str) -> StoreResult<bool> {
        let mut known = known(tx, inventory_id, self.months.keys()).await?;
        let mut shrinks = false;
        let rows: Vec<Vec<Value>> = self
            .months
            .into_iter()
            .map(|(key, change)| {
                shrinks |= change.records < 0;
                let mut counts = known.remove(&key).unwrap_or(Counts::NONE);
                counts.add(&change);
                let (site, activity, month) = key;
                vec![
                    tx.organisation_id().into(),
                    inventory_id.into(),
                    site.into(),
                    activity.into(),
                    i32::from(month).into(),
                    counts.records.into(),
                    counts.covered().into(),
                    counts.to_text().into(),
                ]
            })
            .collect();
        let columns = [
            "organisation_id",
            "inventory_id",
            "site_id",
            "activity_code",
            "month",
            "record_count",
            "covered_days",
            "day_counts",
        ];
        InsertRows::into("inventory_coverage", &columns)
            .on_conflict(
                "(inventory_id, site_id, activity_code, month) DO UPDATE SET record_count = excluded.record_count, \
                 covered_days = excluded.covered_days, day_counts = excluded.day_counts",
            )
            .run(tx, rows)
            .await?;
        Ok(shrinks)
    }
}

/// What is kept of these months.
async fn known(
    tx: &TenantTx,
    inventory_id: &str,
    keys: impl Iterator<Item = &Key>,
) -> StoreResult<HashMap<Key, Counts>> {
    let keys: Vec<&Key> = keys.collect();
    let mut known = HashMap::new();
    for part in keys.chunks(MONTHS_MAX) {
        let mut values: Vec<Value> = vec![tx.organisation_id().into(), inventory_id.into()];
        let mut wanted = String::new();
        for (site, activity, month) in part {
            let n = values.len();
            let gap = if wanted.is_empty() { "" } else { ", " };
            let _ = write!(
                wanted,
                "{gap}(${}, ${}, CAST(${} AS INTEGER))",
                n + 1,
                n + 2,
                n + 3
            );
            values.extend([
                site.as_str().into(),
                activity.as_str().into(),
                i32::from(*month).into(),
            ]);
        }
        // The cross join keeps the order: a few wanted months, each found by the key.
        let sql = format!(
            "WITH wanted (site_id, activity_code, month) AS (VALUES {wanted}) \
             SELECT c.site_id, c.activity_code, c.month, c.record_count, c.day_counts \
             FROM wanted w CROSS JOIN inventory_coverage c \
             WHERE c.organisation_id = $1 AND c.inventory_id = $2 AND c.site_id = w.site_id \
             AND c.activity_code = w.activity_code AND c.month = w.month"
        );
        for row in tx.query_all(&sql, values).await? {
            let mut cells = Cells::of(&row);
            let key = (cells.take()?, cells.take()?, month_of(cells.take()?)?);
            let records = cells.take()?;
            let text: String = cells.take()?;
            let days = Counts::days_from_text(&text)
                .ok_or_else(|| StoreError::Corrupt(format!("day counts {text:?}")))?;
            known.insert(key, Counts { records, days });
        }
    }
    Ok(known)
}

fn month_of(month: i32) -> StoreResult<u8> {
    u8::try_from(month).map_err(|_| StoreError::Corrupt(format!("month {month}")))
}

/// How one month of a site and an activity is covered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CoverRow {
    pub(crate) site_id: String,
    pub(crate) activity_code: String,
    pub(crate) month: u8,
    /// Records that touch the month.
    pub(crate) record_count: i64,
    /// Days that at least one record covers.
    pub(crate) covered_days: i32,
}

/// The months of one inventory that records touch, by site, activity and month.
pub(crate) async fn months(tx: &TenantTx, inventory_id: &str) -> StoreResult<Vec<CoverRow>> {
    let rows = tx
        .query_all(
            "SELECT site_id, activity_code, month, record_count, covered_days FROM inventory_coverage \
             WHERE organisation_id = $1 AND inventory_id = $2 ORDER BY site_id, activity_code, month",
            vec![tx.organisation_id().into(), inventory_id.into()],
        )
        .await?;
    rows.iter()
        .map(|row| {
            let mut cells = Cells::of(row);
            Ok(CoverRow {
                site_id: cells.take()?,
                activity_code: cells.take()?,
                month: month_of(cells.take()?)?,
                record_count: cells.take()?,
                covered_days: cells.take()?,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use saxaul_shared::period::Date;

    use super::*;

    fn period(start: &str, end: &str) -> Period {
        Period::new(Date::parse(start).unwrap(), Date::parse(end).unwrap()).unwrap()
    }

    fn covered(delta: &CoverDelta) -> Vec<(u8, i64, i32)> {
        delta
            .months
            .iter()
            .map(|((_, _, month), counts)| (*month, counts.records, counts.covered()))
            .collect()
    }

    #[test]
    fn days_covered_twice_count_once_and_days_of_other_years_not_at_all() {
        let mut delta = CoverDelta::new(2024);
        for (start, end) in [
            ("2023-12-15", "2024-01-14"),
            ("2024-01-10", "2024-01-20"),
            ("2024-02-01", "2024-02-29"),
        ] {
            delta.span("unit_a", "purchased_electricity", period(start, end), 1);
        }
        assert_eq!(covered(&delta), [(1, 2, 20), (2, 1, 29)]);
        delta.span(
            "unit_a",
            "purchased_electricity",
            period("2023-12-15", "2024-01-14"),
            -1,
        );
        assert_eq!(covered(&delta), [(1, 1, 11), (2, 1, 29)]);
    }

    proptest! {
        #[test]
        fn counts_round_trip_through_their_column(days in proptest::array::uniform31(0_i64..4)) {
            let text = Counts { records: 1, days }.to_text();
            prop_assert_eq!(Counts::days_from_text(&text), Some(days));
        }
    }

    #[test]
    fn a_text_of_too_few_or_too_many_days_is_no_count() {
        assert_eq!(Counts::days_from_text("30*1"), None);
        assert_eq!(Counts::days_from_text("31*1 1*0"), None);
        assert_eq!(Counts::days_from_text(""), None);
    }
}
