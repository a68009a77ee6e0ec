//! The days that records cover, kept with the lines.

use saxaul_migration::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait as _, DatabaseConnection, Statement};
use serde_json::{Value, json};

use super::support::{Company, company, create, electricity, text, totals};

async fn add(company: &Company, key: &str, start: &str, end: &str) -> String {
    let made = create(
        &company.owner,
        key,
        electricity(&company.site, "10", start, end),
    )
    .await;
    assert_eq!(made["userErrors"], json!([]), "{made}");
    text(&made, "/activityRecord/id")
}

/// Records and covered days of the months that have any: (month, records, days).
async fn covered(company: &Company, year: i32) -> Vec<(i64, i64, i64)> {
    let query =
        "query($year: Int!) { completeness(year: $year) { month recordCount coveredDays } }";
    let answer = company.owner.graphql(query, json!({ "year": year })).await;
    let number = |cell: &Value, name: &str| cell[name].as_i64().unwrap();
    answer["data"]["completeness"]
        .as_array()
        .unwrap_or_else(|| panic!("{answer}"))
        .iter()
        .map(|cell| {
            (
                number(cell, "month"),
                number(cell, "recordCount"),
                number(cell, "coveredDays"),
            )
        })
        .filter(|(_, records, days)| *records > 0 || *days > 0)
        .collect()
}

#[tokio::test]
async fn days_stay_exact_when_records_come_and_go() {
    let company = company().await;
    add(&company, "a", "2022-12-20", "2023-01-10").await;
    let second = add(&company, "b", "2023-01-11", "2023-02-03").await;
    assert_eq!(covered(&company, 2022).await, [(12, 1, 12)]);
    assert_eq!(covered(&company, 2023).await, [(1, 2, 31), (2, 1, 3)]);
    assert_eq!(
        totals(&company.owner, 2023).await["totals"]["completenessPct"],
        "9.3"
    );
    let removed = company
        .owner
        .graphql(
            "mutation($id: ID!) { activityRecordDelete(id: $id) { userErrors { message } } }",
            json!({ "id": second }),
        )
        .await;
    assert_eq!(
        removed["data"]["activityRecordDelete"]["userErrors"],
        json!([]),
        "{removed}"
    );
    assert_eq!(covered(&company, 2023).await, [(1, 1, 10)]);
    assert_eq!(
        totals(&company.owner, 2023).await["totals"]["completenessPct"],
        "2.7"
    );
}

async fn kept(connection: &DatabaseConnection) -> Vec<String> {
    let sql = "SELECT organisation_id || ' ' || inventory_id || ' ' || site_id || ' ' || activity_code || ' ' || month \
               || ' ' || record_count || ' ' || covered_days || ' ' || day_counts FROM inventory_coverage ORDER BY 1";
    let statement = Statement::from_string(connection.get_database_backend(), sql);
    let rows = connection.query_all_raw(statement).await.unwrap();
    rows.iter()
        .map(|row| row.try_get_by_index(0).unwrap())
        .collect()
}

#[tokio::test]
async fn the_migration_carries_the_days_over_and_back() {
    let company = company().await;
    add(&company, "a", "2022-12-20", "2023-01-10").await;
    add(&company, "b", "2023-01-11", "2023-02-03").await;
    add(&company, "c", "2024-02-29", "2024-02-29").await;
    let connection = company.app.database.as_owner().await;
    let before = kept(&connection).await;
    assert_eq!(before.len(), 4, "{before:?}");
    let migrations = Migrator::migrations();
    let steps = migrations
        .iter()
        .rev()
        .position(|migration| migration.name().contains("create_inventory_coverage"))
        .unwrap();
    let steps = u32::try_from(steps + 1).unwrap();
    Migrator::down(&connection, Some(steps)).await.unwrap();
    Migrator::up(&connection, None).await.unwrap();
    assert_eq!(kept(&connection).await, before);
    connection.close().await.unwrap();
}
