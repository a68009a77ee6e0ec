//! The days that records cover, kept month by month instead of span by span: as many rows as there are sums, however
//! many records there are.

use std::collections::BTreeMap;

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend, Statement};

use crate::{closed_parts, tenant};

/// The days that records cover, kept month by month instead of span by span.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let connection = manager.get_connection();
        connection.execute_unprepared(UP).await?;
        // The migrating login is held to row-level security too, as long as it is forced upon the owner.
        force(manager, ["inventories", "inventory_spans"], false).await?;
        carry_over(manager).await?;
        force(manager, ["inventories", "inventory_spans"], true).await?;
        closed_parts::release(manager, "inventory_spans").await?;
        connection
            .execute_unprepared("DROP TABLE inventory_spans")
            .await?;
        tenant::secure(manager, "inventory_coverage").await?;
        closed_parts::protect(manager, "inventory_coverage").await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let connection = manager.get_connection();
        closed_parts::release(manager, "inventory_coverage").await?;
        connection.execute_unprepared(DOWN).await?;
        force(manager, ["inventory_lines", "inventory_lines"], false).await?;
        connection.execute_unprepared(SPANS_OF_LINES).await?;
        force(manager, ["inventory_lines", "inventory_lines"], true).await?;
        tenant::secure(manager, "inventory_spans").await?;
        closed_parts::protect(manager, "inventory_spans").await
    }
}

// The types are spelled so that SQLite and PostgreSQL read the same text alike. `day_counts` says how many records stand
// on each of 31 days, equal neighbours together: `31*1`, `14*0 17*2`.
const UP: &str = "
CREATE TABLE inventory_coverage (
    organisation_id VARCHAR(40) NOT NULL,
    inventory_id VARCHAR(40) NOT NULL REFERENCES inventories (id),
    site_id VARCHAR(40) NOT NULL,
    activity_code VARCHAR(96) NOT NULL,
    month INTEGER NOT NULL,
    record_count BIGINT NOT NULL,
    covered_days INTEGER NOT NULL,
    day_counts TEXT NOT NULL,
    PRIMARY KEY (inventory_id, site_id, activity_code, month),
    CHECK (covered_days BETWEEN 0 AND 31)
);
";

const DOWN: &str = "
DROP TABLE inventory_coverage;
CREATE TABLE inventory_spans (
    organisation_id VARCHAR(40) NOT NULL,
    inventory_id VARCHAR(40) NOT NULL REFERENCES inventories (id),
    site_id VARCHAR(40) NOT NULL,
    activity_code VARCHAR(96) NOT NULL,
    start_date VARCHAR(10) NOT NULL,
    end_date VARCHAR(10) NOT NULL,
    record_count BIGINT NOT NULL,
    PRIMARY KEY (inventory_id, site_id, activity_code, start_date, end_date)
);
";

const SPANS_OF_LINES: &str = "
INSERT INTO inventory_spans (organisation_id, inventory_id, site_id, activity_code, start_date, end_date, record_count)
SELECT organisation_id, inventory_id, site_id, activity_code, start_date, end_date, COUNT(*) FROM inventory_lines
WHERE status <> 'REFUSED' GROUP BY organisation_id, inventory_id, site_id, activity_code, start_date, end_date;
";

async fn force(manager: &SchemaManager<'_>, tables: [&str; 2], on: bool) -> Result<(), DbErr> {
    if manager.get_database_backend() != DbBackend::Postgres {
        return Ok(());
    }
    let force = if on { "FORCE" } else { "NO FORCE" };
    for table in tables {
        let sql = format!("ALTER TABLE {table} {force} ROW LEVEL SECURITY");
        manager.get_connection().execute_unprepared(&sql).await?;
    }
    Ok(())
}

/// The month of an inventory, a site and an activity: organisation, inventory, site, activity, month.
type Key = (String, String, String, String, i32);

async fn carry_over(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let connection = manager.get_connection();
    let sql = "SELECT s.organisation_id, s.inventory_id, s.site_id, s.activity_code, s.start_date, s.end_date, \
               s.record_count, i.year FROM inventory_spans s JOIN inventories i ON i.id = s.inventory_id";
    let backend = manager.get_database_backend();
    let rows = connection
        .query_all_raw(Statement::from_string(backend, sql))
        .await?;
    let mut months: BTreeMap<Key, (i64, [i64; 31])> = BTreeMap::new();
    for row in &rows {
        let text = |index| row.try_get_by_index::<String>(index);
        let (start, end) = (date(&text(4)?)?, date(&text(5)?)?);
        let count: i64 = row.try_get_by_index(6)?;
        let year: i32 = row.try_get_by_index(7)?;
        for month in 1..=12 {
            let days: Vec<usize> = (1..=31_usize)
                .filter(|day| {
                    let at = (
                        year,
                        month,
                        <i32 as TryFrom<usize>>::try_from(*day).unwrap_or(31),
                    );
                    *day <= days_in_month(year, month) && start <= at && at <= end
                })
                .collect();
            if days.is_empty() {
                continue;
            }
            let key = (text(0)?, text(1)?, text(2)?, text(3)?, month);
            let (records, counts) = months.entry(key).or_insert((0, [0; 31]));
            *records += count;
            for day in days {
                counts[day - 1] += count;
            }
        }
    }
    let sql = "INSERT INTO inventory_coverage (organisation_id, inventory_id, site_id, activity_code, month, \
               record_count, covered_days, day_counts) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    for ((organisation, inventory, site, activity, month), (records, counts)) in months {
        let covered = counts.iter().filter(|count| **count > 0).count();
        let values: Vec<sea_orm_migration::sea_orm::Value> = vec![
            organisation.into(),
            inventory.into(),
            site.into(),
            activity.into(),
            month.into(),
            records.into(),
            <i32 as TryFrom<usize>>::try_from(covered)
                .unwrap_or(31)
                .into(),
            runs(&counts).into(),
        ];
        connection
            .execute_raw(Statement::from_sql_and_values(backend, sql, values))
            .await?;
    }
    Ok(())
}

/// A stored date as year, month and day.
fn date(text: &str) -> Result<(i32, i32, i32), DbErr> {
    let parts: Vec<i32> = text
        .split('-')
        .filter_map(|part| part.parse().ok())
        .collect();
    match parts[..] {
        [year, month, day] => Ok((year, month, day)),
        _ => Err(DbErr::Migration(format!("{text:?} is no date"))),
    }
}

fn days_in_month(year: i32, month: i32) -> usize {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Counts as text, equal neighbours together.
fn runs(counts: &[i64; 31]) -> String {
    let mut runs: Vec<(usize, i64)> = Vec::new();
    for count in counts {
        match runs.last_mut() {
            Some((length, last)) if last == count => *length += 1,
            _ => runs.push((1, *count)),
        }
    }
    let runs: Vec<String> = runs
        .iter()
        .map(|(length, count)| format!("{length}*{count}"))
        .collect();
    runs.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_written_with_equal_neighbours_together() {
        let mut counts = [1; 31];
        assert_eq!(runs(&counts), "31*1");
        counts[30] = 0;
        counts[0] = 2;
        assert_eq!(runs(&counts), "1*2 29*1 1*0");
    }
}
