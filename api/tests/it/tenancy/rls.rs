//! PostgreSQL itself parts the tenants: raw SQL with the application's role.

use saxaul_api::platform::db::{Purpose, Tenant};
use sea_orm::{ConnectionTrait as _, DatabaseConnection, Statement};

use super::world::tenant_tables;
use crate::support::{
    database::{Backend, TestDatabase},
    tenants::two_tenants,
};

async fn number(connection: &DatabaseConnection, sql: &str) -> i64 {
    let statement = Statement::from_string(connection.get_database_backend(), sql);
    connection
        .query_one_raw(statement)
        .await
        .unwrap()
        .unwrap()
        .try_get_by_index(0)
        .unwrap()
}

/// A connection with the rights of the application's role, as an attacker with its raw SQL would have.
async fn as_application(database: &TestDatabase) -> DatabaseConnection {
    let connection = database.as_owner().await;
    connection
        .execute_unprepared("SET ROLE saxaul_app")
        .await
        .unwrap();
    connection
}

/// Rows of two organisations in every kind of table that needs no other rows.
async fn furnished() -> (TestDatabase, Tenant, Tenant) {
    let database = TestDatabase::fresh_on(Backend::Postgres).await;
    let db = database.open().await;
    let (first, second) = two_tenants(&db).await;
    for tenant in [&first, &second] {
        let tx = db.begin(tenant).await.unwrap();
        for sql in [
            "INSERT INTO people (id, organisation_id, email, email_key, name, locale, roles, site_ids, password_hash, active, \
             rights_version, created_at, updated_at) VALUES ('per_' || $1, $1, $1, $1, 'n', 'EN', '[]', '[]', 'x', true, 1, 't', 't')",
            "INSERT INTO outbox (id, organisation_id, topic, version, payload, created_at) \
             VALUES ('evt_' || $1, $1, 't', 1, '{}', '2025-01-01T00:00:00.000Z')",
            "INSERT INTO jobs (id, organisation_id, kind, payload, state, attempts, attempts_max, run_at, created_at) \
             VALUES ('job_' || $1, $1, 'k', '{}', 'QUEUED', 0, 5, 't', 't')",
        ] {
            tx.execute(sql, vec![tx.organisation_id().into()])
                .await
                .unwrap();
        }
        tx.commit().await.unwrap();
    }
    db.close().await;
    (database, first, second)
}

#[tokio::test]
async fn without_a_tenant_the_application_role_sees_no_row_of_any_table() {
    let (database, _, _) = furnished().await;
    let owner = database.as_owner().await;
    let tables = tenant_tables(&owner).await;
    assert!(tables.len() >= 9, "{tables:?}");
    let application = as_application(&database).await;
    for table in tables.iter().map(String::as_str).chain(["organisations"]) {
        assert_eq!(
            number(&application, &format!("SELECT count(*) FROM {table}")).await,
            0,
            "{table}"
        );
    }
    assert_eq!(
        number(&owner, "SELECT count(*) FROM people").await,
        2,
        "there was nothing to see"
    );
}

#[tokio::test]
async fn with_a_tenant_only_its_rows_can_be_read_or_written() {
    let (database, first, second) = furnished().await;
    let tables = tenant_tables(&database.as_owner().await).await;
    let application = as_application(&database).await;
    let set = format!(
        "SELECT set_config('saxaul.tenant', '{}', false)",
        second.organisation_id()
    );
    application.execute_unprepared(&set).await.unwrap();
    for table in &tables {
        let sql = format!(
            "SELECT count(*) FROM {table} WHERE organisation_id <> '{}'",
            second.organisation_id()
        );
        assert_eq!(number(&application, &sql).await, 0, "{table}");
    }
    assert_eq!(number(&application, "SELECT count(*) FROM people").await, 1);
    for sql in [
        "UPDATE people SET name = 'stolen' WHERE organisation_id = 'org_first'",
        "DELETE FROM jobs WHERE organisation_id = 'org_first'",
        "UPDATE outbox SET payload = '' WHERE organisation_id = 'org_first'",
    ] {
        assert_eq!(
            application
                .execute_unprepared(sql)
                .await
                .unwrap()
                .rows_affected(),
            0,
            "{sql}"
        );
    }
    let planted = "INSERT INTO outbox (id, organisation_id, topic, version, payload, created_at) \
                   VALUES ('evt_x', 'org_first', 't', 1, '{}', 't')";
    let refused = application
        .execute_unprepared(planted)
        .await
        .unwrap_err()
        .to_string();
    assert!(refused.contains("row-level security"), "{refused}");
    let moved = "UPDATE people SET organisation_id = 'org_first'";
    let refused = application
        .execute_unprepared(moved)
        .await
        .unwrap_err()
        .to_string();
    assert!(refused.contains("row-level security"), "{refused}");
    drop(first);
}

#[tokio::test]
async fn each_system_purpose_opens_its_own_tables_only() {
    let (database, _, _) = furnished().await;
    let db = database.open().await;
    let tables = tenant_tables(&database.as_owner().await).await;
    let mut opened = Vec::new();
    for purpose in [
        Purpose::SignIn,
        Purpose::Jobs,
        Purpose::Outbox,
        Purpose::Operator,
    ] {
        for table in tables.iter().map(String::as_str).chain(["organisations"]) {
            let tx = db.read_system(purpose).await.unwrap();
            let row = tx
                .query_one(&format!("SELECT count(*) FROM {table}"), vec![])
                .await
                .unwrap()
                .unwrap();
            if row.try_get_by_index::<i64>(0).unwrap() > 0 {
                opened.push(format!("{} {table}", purpose.setting()));
            }
        }
    }
    assert_eq!(
        opened,
        [
            "sign_in people",
            "sign_in organisations",
            "jobs jobs",
            "outbox outbox",
            "operator organisations"
        ]
    );
    let tx = db.begin_system(Purpose::SignIn).await.unwrap();
    assert_eq!(
        tx.execute("UPDATE people SET name = 'x'", vec![])
            .await
            .unwrap(),
        0,
        "signing in changes people"
    );
}

#[tokio::test]
async fn the_application_role_cannot_take_the_guards_away() {
    let (database, _, _) = furnished().await;
    let application = as_application(&database).await;
    for sql in [
        "ALTER TABLE audit_log DISABLE TRIGGER ALL",
        "DROP TRIGGER audit_log_refuse_update ON audit_log",
        "ALTER TABLE people DISABLE ROW LEVEL SECURITY",
        "DROP POLICY tenant ON people",
        "TRUNCATE audit_log",
        "DROP TABLE people",
        "CREATE TABLE mine (x int)",
    ] {
        let refused = application
            .execute_unprepared(sql)
            .await
            .unwrap_err()
            .to_string();
        assert!(
            refused.contains("must be owner") || refused.contains("permission denied"),
            "{sql}: {refused}"
        );
    }
}
