//! The live bus, in the process and through Redis.

use std::{pin::pin, time::Duration};

use futures_util::{Stream, StreamExt as _};
use saxaul_api::platform::{
    broker::{Broker, Event},
    cache::Cache,
    clock::Clock,
    db::Tenant,
};
use tokio::time::timeout;

use crate::support::{
    database::{TestDatabase, redis_url},
    tenants::two_tenants,
};

fn event(tenant: &Tenant, topic: &str, version: i64) -> Event {
    Event {
        id: format!("evt_{version}"),
        organisation_id: tenant.organisation_id().to_owned(),
        topic: topic.to_owned(),
        version,
        payload: serde_json::json!({ "n": version }),
    }
}

async fn next(stream: &mut (impl Stream<Item = Event> + Unpin)) -> Option<Event> {
    timeout(Duration::from_secs(5), stream.next())
        .await
        .ok()
        .flatten()
}

async fn silent(stream: &mut (impl Stream<Item = Event> + Unpin)) -> bool {
    timeout(Duration::from_millis(150), stream.next())
        .await
        .is_err()
}

#[tokio::test]
async fn listeners_hear_their_organisation_and_topic_only() {
    let database = TestDatabase::fresh().await;
    let (first, second) = two_tenants(&database.open().await).await;
    let broker = Broker::memory();
    let mut mine = pin!(broker.subscribe(&first, "moved"));
    let mut theirs = pin!(broker.subscribe(&second, "moved"));
    broker.publish(&event(&first, "moved", 1)).await.unwrap();
    broker.publish(&event(&first, "stopped", 2)).await.unwrap();
    assert_eq!(next(&mut mine).await, Some(event(&first, "moved", 1)));
    assert!(silent(&mut mine).await);
    assert!(silent(&mut theirs).await);
}

#[tokio::test]
async fn a_listener_that_is_behind_misses_old_events_and_hears_the_newest() {
    let database = TestDatabase::fresh().await;
    let (first, _) = two_tenants(&database.open().await).await;
    let broker = Broker::memory();
    let mut slow = pin!(broker.subscribe(&first, "moved"));
    for version in 0..1000 {
        broker
            .publish(&event(&first, "moved", version))
            .await
            .unwrap();
    }
    let mut heard = Vec::new();
    while let Ok(Some(event)) = timeout(Duration::from_millis(100), slow.next()).await {
        heard.push(event.version);
    }
    assert_eq!(heard.last(), Some(&999));
    assert!(heard.len() < 1000);
}

#[tokio::test]
async fn two_processes_on_one_redis_hear_each_other() {
    let database = TestDatabase::fresh().await;
    let (first, _) = two_tenants(&database.open().await).await;
    let (one, two) = (
        Broker::redis(&redis_url()).unwrap(),
        Broker::redis(&redis_url()).unwrap(),
    );
    let mut at_one = pin!(one.subscribe(&first, "moved"));
    let mut at_two = pin!(two.subscribe(&first, "moved"));
    // Connecting takes a moment: speak until the other one hears.
    let mut version = 0;
    let heard = loop {
        version += 1;
        assert!(version < 100, "the other process never heard anything");
        one.publish(&event(&first, "moved", version)).await.unwrap();
        if let Ok(Some(event)) = timeout(Duration::from_millis(100), at_two.next()).await {
            break event.version;
        }
    };
    assert!(heard <= version);
    while timeout(Duration::from_millis(100), at_one.next())
        .await
        .is_ok()
    {}
    two.publish(&event(&first, "moved", 1000)).await.unwrap();
    assert_eq!(
        next(&mut at_one).await.map(|event| event.version),
        Some(1000)
    );
    assert!(silent(&mut at_one).await, "an event came twice");
}

#[tokio::test]
async fn without_redis_events_stay_within_the_process_and_say_so() {
    let database = TestDatabase::fresh().await;
    let (first, _) = two_tenants(&database.open().await).await;
    let broker = Broker::redis("redis://127.0.0.1:1").unwrap();
    let mut here = pin!(broker.subscribe(&first, "moved"));
    assert!(broker.publish(&event(&first, "moved", 1)).await.is_err());
    assert_eq!(next(&mut here).await, Some(event(&first, "moved", 1)));
    assert!(broker.ping().await.is_err());
}

#[tokio::test]
async fn counts_are_shared_through_redis_and_go_on_without_it() {
    let key = format!("test:{}", uuid::Uuid::now_v7());
    let one = Cache::redis(Clock::System, &redis_url()).unwrap();
    let two = Cache::redis(Clock::System, &redis_url()).unwrap();
    assert_eq!(one.count(&key, Duration::from_mins(1)).await, 1);
    assert_eq!(two.count(&key, Duration::from_mins(1)).await, 2);
    one.set("greeting", b"hello".to_vec(), Duration::from_millis(80))
        .await;
    assert_eq!(two.get("greeting").await, Some(b"hello".to_vec()));
    tokio::time::sleep(Duration::from_millis(120)).await;
    assert_eq!(two.get("greeting").await, None);

    let away = Cache::redis(Clock::System, "redis://127.0.0.1:1").unwrap();
    assert_eq!(away.count(&key, Duration::from_mins(1)).await, 1);
    assert_eq!(away.count(&key, Duration::from_mins(1)).await, 2);
}

#[tokio::test]
async fn counts_begin_again_after_their_span() {
    let clock = Clock::manual("2025-01-01T00:00:00.000Z".parse().unwrap());
    let cache = Cache::memory(clock.clone());
    let minute = Duration::from_mins(1);
    assert_eq!(cache.count("k", minute).await, 1);
    assert_eq!(cache.count("k", minute).await, 2);
    clock.advance(minute);
    assert_eq!(cache.count("k", minute).await, 1);
}
