//! Tenant transactions and many rows at once.

use saxaul_api::platform::db::{InsertRows, Purpose, Tenant};

use crate::support::{
    database::{Backend, TestDatabase, backend},
    tenants::two_tenants,
};

async fn count(database: &saxaul_api::platform::db::Database, tenant: &Tenant) -> i64 {
    let tx = database.read(tenant).await.unwrap();
    let sql = "SELECT count(*) AS n FROM outbox WHERE organisation_id = $1";
    let row = tx
        .query_one(sql, vec![tx.organisation_id().into()])
        .await
        .unwrap()
        .unwrap();
    row.try_get("", "n").unwrap()
}

#[tokio::test]
async fn thousands_of_rows_arrive_whole_or_not_at_all() {
    let database = TestDatabase::fresh().await;
    let db = database.open().await;
    let (first, _) = two_tenants(&db).await;
    let columns = [
        "id",
        "organisation_id",
        "topic",
        "version",
        "payload",
        "created_at",
    ];
    let row = |n: i64| {
        vec![
            format!("evt_{n:06}").into(),
            first.organisation_id().into(),
            "counted".into(),
            n.into(),
            "{}".into(),
            "2025-01-01T00:00:00.000Z".into(),
        ]
    };

    let tx = db.begin(&first).await.unwrap();
    let insert = InsertRows::into("outbox", &columns);
    assert_eq!(insert.run(&tx, (0..2503).map(row)).await.unwrap(), 2503);
    tx.rollback().await.unwrap();
    assert_eq!(count(&db, &first).await, 0);

    let tx = db.begin(&first).await.unwrap();
    db.statements().start_recording();
    insert.run(&tx, (0..2503).map(row)).await.unwrap();
    let statements = db.statements().stop_recording().len();
    let per_statement = match backend() {
        Backend::Sqlite => 50,
        Backend::Postgres => 1000,
    };
    assert_eq!(statements, 2503_usize.div_ceil(per_statement));
    let again = InsertRows::into("outbox", &columns).on_conflict("(id) DO NOTHING");
    assert_eq!(again.run(&tx, (2500..2510).map(row)).await.unwrap(), 7);
    tx.commit().await.unwrap();
    assert_eq!(count(&db, &first).await, 2510);
}

#[tokio::test]
async fn a_reading_transaction_refuses_to_write() {
    let database = TestDatabase::fresh().await;
    let db = database.open().await;
    let (first, _) = two_tenants(&db).await;
    let tx = db.read(&first).await.unwrap();
    let written = tx.execute(
        "UPDATE organisations SET name = 'x' WHERE id = $1",
        vec![tx.organisation_id().into()],
    );
    assert!(written.await.is_err());
}

#[tokio::test]
async fn actions_wait_for_the_commit_and_never_run_after_a_rollback() {
    use std::sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    };
    let database = TestDatabase::fresh().await;
    let db = database.open().await;
    let (first, _) = two_tenants(&db).await;
    let ran = Arc::new(AtomicU32::new(0));
    for commit in [false, true] {
        let tx = db.begin(&first).await.unwrap();
        let counter = Arc::clone(&ran);
        tx.after_commit(move || {
            counter.fetch_add(1, Ordering::SeqCst);
        });
        assert_eq!(ran.load(Ordering::SeqCst), 0);
        if commit {
            tx.commit().await.unwrap();
        } else {
            tx.rollback().await.unwrap();
        }
    }
    assert_eq!(ran.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn forty_writers_at_once_all_succeed() {
    let database = TestDatabase::fresh().await;
    let db = database.open().await;
    let (first, second) = two_tenants(&db).await;
    let writers: Vec<_> = (0..40)
        .map(|n| {
            let (db, tenant) = (db.clone(), if n % 2 == 0 { first.clone() } else { second.clone() });
            tokio::spawn(async move {
                let tx = db.begin(&tenant).await.unwrap();
                let sql = "INSERT INTO outbox (id, organisation_id, topic, version, payload, created_at) \
                           VALUES ($1, $2, 't', 1, '{}', '2025-01-01T00:00:00.000Z')";
                tx.execute(sql, vec![format!("evt_{n}").into(), tx.organisation_id().into()]).await.unwrap();
                tokio::task::yield_now().await;
                tx.commit().await.unwrap();
            })
        })
        .collect();
    for writer in writers {
        writer.await.unwrap();
    }
    assert_eq!(
        (count(&db, &first).await, count(&db, &second).await),
        (20, 20)
    );
    let tx = db.read_system(Purpose::Operator).await.unwrap();
    assert_eq!(tx.tenants().await.unwrap().len(), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_transaction_given_up_while_it_begins_leaves_none_open_behind() {
    let database = TestDatabase::fresh().await;
    let db = database.open().await;
    let (first, second) = two_tenants(&db).await;
    for micros in (0..4_000).step_by(50) {
        let patience = std::time::Duration::from_micros(micros);
        drop(tokio::time::timeout(patience, db.begin(&first)).await);
        // A reader asks for a snapshot, which only a fresh transaction can give.
        let tx = db.read(&second).await.unwrap();
        let row = tx.query_one("SELECT 1 AS one", vec![]).await.unwrap();
        assert!(row.is_some());
    }
}
