//! Events that must not be lost.

use std::{pin::pin, time::Duration};

use futures_util::StreamExt as _;
use saxaul_api::platform::{
    Platform,
    broker::Broker,
    clock::Clock,
    db::{Database, Purpose},
    ids::IdSource,
    jobs::{JobRegistry, WorkersConfig},
    outbox::Outbox,
};
use serde_json::json;
use tokio::{sync::watch, time::timeout};

use crate::support::{database::TestDatabase, platform::platform, tenants::two_tenants};

async fn waiting(database: &Database) -> i64 {
    let tx = database.read_system(Purpose::Outbox).await.unwrap();
    let row = tx
        .query_one("SELECT count(*) AS n FROM outbox", vec![])
        .await
        .unwrap()
        .unwrap();
    row.try_get("", "n").unwrap()
}

#[tokio::test]
async fn an_event_is_heard_after_the_commit_and_leaves_the_table() {
    let database = TestDatabase::fresh().await;
    let (platform, _folder): (Platform, _) = platform(&database).await;
    let (first, _) = two_tenants(&platform.database).await;
    let background = platform
        .start(JobRegistry::new(), WorkersConfig::default())
        .await
        .unwrap();
    let mut heard = pin!(platform.broker.subscribe(&first, "moved"));

    let tx = platform.database.begin(&first).await.unwrap();
    platform
        .outbox
        .emit(&tx, "moved", 7, json!({ "id": "inv_1" }))
        .await
        .unwrap();
    assert!(
        timeout(Duration::from_millis(100), heard.next())
            .await
            .is_err(),
        "heard before the commit"
    );
    tx.commit().await.unwrap();
    let event = timeout(Duration::from_secs(5), heard.next())
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (event.version, event.payload),
        (7, json!({ "id": "inv_1" }))
    );

    let tx = platform.database.begin(&first).await.unwrap();
    platform
        .outbox
        .emit(&tx, "moved", 8, json!({}))
        .await
        .unwrap();
    tx.rollback().await.unwrap();
    assert!(
        timeout(Duration::from_millis(100), heard.next())
            .await
            .is_err(),
        "heard after a rollback"
    );

    background.shutdown(Duration::from_secs(5)).await;
    assert_eq!(waiting(&platform.database).await, 0);
}

#[tokio::test]
async fn what_a_dead_process_left_behind_is_published_by_the_next() {
    let database = TestDatabase::fresh().await;
    let db = database.open().await;
    let (first, _) = two_tenants(&db).await;
    let clock = Clock::manual("2025-01-01T00:00:00.000Z".parse().unwrap());
    // No relay runs beside this outbox: the process "dies" after its commit.
    let dead = Outbox::new(clock.clone(), IdSource::Random);
    let tx = db.begin(&first).await.unwrap();
    dead.emit(&tx, "moved", 1, json!({})).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(waiting(&db).await, 1);

    clock.advance(Duration::from_secs(10));
    let broker = Broker::memory();
    let mut heard = pin!(broker.subscribe(&first, "moved"));
    let (stop, stopped) = watch::channel(false);
    let next = Outbox::new(clock, IdSource::Random);
    let relay = tokio::spawn({
        let (db, broker) = (db.clone(), broker.clone());
        async move { next.relay(db, broker, stopped).await }
    });
    let event = timeout(Duration::from_secs(5), heard.next())
        .await
        .unwrap()
        .unwrap();
    assert_eq!(event.version, 1);
    stop.send_replace(true);
    relay.await.unwrap();
    assert_eq!(waiting(&db).await, 0);
}
