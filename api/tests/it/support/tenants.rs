//! Organisations made without signing anyone up, for tests of what lies below identity.

use saxaul_api::platform::db::{Database, Purpose, Tenant};
use sea_orm::DbBackend;

/// Two organisations, `org_first` and `org_second`, in a fresh database.
pub async fn two_tenants(database: &Database) -> (Tenant, Tenant) {
    let mut tenants = Vec::new();
    for id in ["org_first", "org_second"] {
        insert_organisation(database, id).await;
    }
    let tx = database.read_system(Purpose::Operator).await.unwrap();
    tenants.extend(tx.tenants().await.unwrap());
    assert_eq!(tenants.len(), 2);
    let second = tenants.pop().unwrap();
    (tenants.pop().unwrap(), second)
}

async fn insert_organisation(database: &Database, id: &str) {
    // Below row-level security there is no tenant yet to write as: a system transaction that poses as the new one.
    let tx = database.begin_system(Purpose::Operator).await.unwrap();
    if tx.backend() == DbBackend::Postgres {
        tx.query_all(
            "SELECT set_config('saxaul.tenant', $1, true)",
            vec![id.into()],
        )
        .await
        .unwrap();
    }
    let sql = "INSERT INTO organisations (id, name, locale, created_at) VALUES ($1, $1, 'ZH_CN', '2025-01-01T00:00:00.000Z')";
    tx.execute(sql, vec![id.into()]).await.unwrap();
    tx.commit().await.unwrap();
}
