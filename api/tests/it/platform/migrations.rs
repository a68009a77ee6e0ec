//! Up, down and up again; every tenant's table is secured.

use saxaul_migration::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait as _, DatabaseConnection, Statement};

use crate::support::database::{Backend, TestDatabase, backend, plain, postgres_url};

async fn schema(connection: &DatabaseConnection) -> Vec<String> {
    let sql = match backend() {
        Backend::Sqlite => {
            "SELECT type || ' ' || name || ' ' || COALESCE(sql, '') FROM sqlite_master ORDER BY 1"
        }
        Backend::Postgres => {
            "SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable \
             FROM information_schema.columns WHERE table_schema = 'public' \
             UNION ALL SELECT tgrelid::regclass || ' trigger ' || tgname FROM pg_trigger WHERE NOT tgisinternal \
             UNION ALL SELECT tablename || ' policy ' || policyname FROM pg_policies \
             UNION ALL SELECT 'function ' || proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace \
             UNION ALL SELECT 'index ' || indexname FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1"
        }
    };
    let statement = Statement::from_string(connection.get_database_backend(), sql);
    let rows = connection.query_all_raw(statement).await.unwrap();
    rows.iter()
        .map(|row| row.try_get_by_index(0).unwrap())
        .collect()
}

#[tokio::test]
async fn every_migration_can_be_undone_and_done_again() {
    let database = TestDatabase::fresh().await;
    let connection = database.as_owner().await;
    let before = schema(&connection).await;
    assert!(
        before.iter().any(|line| line.contains("audit_log")),
        "{before:?}"
    );

    Migrator::down(&connection, None).await.unwrap();
    let nothing: Vec<_> = schema(&connection)
        .await
        .into_iter()
        .filter(|line| !line.contains("seaql_migrations"))
        .filter(|line| !line.starts_with("table sqlite_"))
        .collect();
    assert_eq!(nothing, Vec::<String>::new());

    Migrator::up(&connection, None).await.unwrap();
    assert_eq!(schema(&connection).await, before);
    connection.close().await.unwrap();
}

#[tokio::test]
async fn every_table_of_a_tenant_is_under_forced_row_level_security() {
    let database = TestDatabase::fresh_on(Backend::Postgres).await;
    let connection = database.as_owner().await;
    let sql = "SELECT c.relname || CASE WHEN NOT c.relrowsecurity THEN ': not enabled' \
                 WHEN NOT c.relforcerowsecurity THEN ': not forced' \
                 WHEN NOT EXISTS (SELECT 1 FROM pg_policies p WHERE p.tablename = c.relname AND p.policyname = 'tenant') \
                 THEN ': no tenant policy' ELSE '' END AS verdict \
               FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace \
               AND c.relname NOT IN ('seaql_migrations', 'signing_keys') ORDER BY 1";
    let statement = Statement::from_string(connection.get_database_backend(), sql);
    let rows = connection.query_all_raw(statement).await.unwrap();
    let verdicts: Vec<String> = rows
        .iter()
        .map(|row| row.try_get_by_index(0).unwrap())
        .collect();
    assert!(verdicts.len() >= 9, "{verdicts:?}");
    let open: Vec<_> = verdicts
        .iter()
        .filter(|verdict| verdict.contains(':'))
        .collect();
    assert_eq!(open, Vec::<&String>::new());
    connection.close().await.unwrap();
}

#[tokio::test]
async fn the_application_role_owns_nothing_and_cannot_bypass_row_level_security() {
    let database = TestDatabase::fresh_on(Backend::Postgres).await;
    let server = plain(&postgres_url()).await;
    let sql = "SELECT rolsuper OR rolbypassrls OR rolcreaterole FROM pg_roles WHERE rolname = 'saxaul_app'";
    let row = server
        .query_one_raw(Statement::from_string(server.get_database_backend(), sql))
        .await
        .unwrap();
    assert!(!row.unwrap().try_get_by_index::<bool>(0).unwrap());
    let owner = database.as_owner().await;
    let sql = "SELECT count(*) FROM pg_class WHERE relowner = 'saxaul_app'::regrole";
    let row = owner
        .query_one_raw(Statement::from_string(owner.get_database_backend(), sql))
        .await
        .unwrap();
    assert_eq!(row.unwrap().try_get_by_index::<i64>(0).unwrap(), 0);
    owner.close().await.unwrap();
}
