//! Background work: once, resumed, cancelled, given up, drained.

use std::{
    process::{Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::{Duration, Instant},
};

use saxaul_api::platform::{
    Platform,
    db::{Database, Purpose, Tenant},
    jobs::{JobContext, JobError, JobRegistry, Workers, WorkersConfig},
};
use serde_json::{Value, json};

use crate::support::{
    database::{Backend, TestDatabase, backend},
    platform::{platform, platform_at},
    tenants::two_tenants,
};

const STEPS: i64 = 40;

fn quick() -> WorkersConfig {
    WorkersConfig {
        concurrency: 2,
        lease: Duration::from_millis(900),
        poll: Duration::from_millis(50),
    }
}

async fn enqueue(platform: &Platform, tenant: &Tenant, kind: &str) -> String {
    let tx = platform.database.begin(tenant).await.unwrap();
    let id = platform
        .jobs
        .enqueue(&tx, kind, &json!({ "steps": STEPS }))
        .await
        .unwrap();
    tx.commit().await.unwrap();
    id
}

/// The job's state, attempts and failure.
async fn job(database: &Database, id: &str) -> (String, i32, Option<String>) {
    let tx = database.read_system(Purpose::Jobs).await.unwrap();
    let sql = "SELECT state, attempts, failure FROM jobs WHERE id = $1";
    let row = tx.query_one(sql, vec![id.into()]).await.unwrap().unwrap();
    (
        row.try_get("", "state").unwrap(),
        row.try_get("", "attempts").unwrap(),
        row.try_get("", "failure").unwrap(),
    )
}

async fn until_state(database: &Database, id: &str, state: &str) {
    let start = Instant::now();
    while job(database, id).await.0 != state {
        assert!(
            start.elapsed() < Duration::from_secs(30),
            "still {:?}, not {state}",
            job(database, id).await
        );
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// Counts to `steps`, one row of the outbox and one checkpoint a transaction.
async fn count_up(context: JobContext) -> Result<(), JobError> {
    let steps = context.payload()["steps"].as_i64().unwrap();
    let done = context
        .checkpoint()
        .and_then(|saved| saved["done"].as_i64())
        .unwrap_or(0);
    for step in done..steps {
        if context.should_stop() {
            return Err(JobError::Lost);
        }
        let tx = context.begin().await?;
        let sql = "INSERT INTO outbox (id, organisation_id, topic, version, payload, created_at) \
                   VALUES ($1, $2, 'step', $3, '{}', '9999-01-01T00:00:00.000Z')";
        let id = format!("evt_{}", uuid::Uuid::now_v7().simple());
        tx.execute(
            sql,
            vec![id.into(), tx.organisation_id().into(), step.into()],
        )
        .await?;
        context.commit(tx, &json!({ "done": step + 1 })).await?;
        tokio::time::sleep(Duration::from_millis(15)).await;
    }
    Ok(())
}

/// The steps written so far, in order.
async fn steps(database: &Database, tenant: &Tenant) -> Vec<i64> {
    let tx = database.read(tenant).await.unwrap();
    let sql = "SELECT version FROM outbox WHERE organisation_id = $1 AND topic = 'step' ORDER BY version, id";
    let rows = tx
        .query_all(sql, vec![tx.organisation_id().into()])
        .await
        .unwrap();
    rows.iter()
        .map(|row| row.try_get("", "version").unwrap())
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_job_whose_process_is_killed_is_resumed_once() {
    // The same program plays the server that dies: it works jobs until it is killed.
    if let Ok(url) = std::env::var("SAXAUL_TEST_CHILD_DATABASE") {
        let (platform, _folder) = platform_at(&url).await;
        let registry = JobRegistry::new().on("count", count_up);
        let _workers = Workers::start(platform.database.clone(), &platform.jobs, registry, quick())
            .await
            .unwrap();
        std::future::pending::<()>().await;
    }

    let database = TestDatabase::fresh().await;
    let (platform, _folder) = platform(&database).await;
    let (first, _) = two_tenants(&platform.database).await;
    let id = enqueue(&platform, &first, "count").await;
    if backend() == Backend::Sqlite {
        // One server owns the file.
        platform.database.close().await;
    }
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "platform::jobs::a_job_whose_process_is_killed_is_resumed_once",
            "--nocapture",
        ])
        .env("SAXAUL_TEST_CHILD_DATABASE", &database.url)
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let watcher = database.open().await;
    let start = Instant::now();
    while steps(&watcher, &first).await.len() < 5 {
        assert!(
            start.elapsed() < Duration::from_secs(30),
            "the child never worked"
        );
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let before = steps(&watcher, &first).await;
    assert!(
        before.len() < usize::try_from(STEPS).unwrap(),
        "the child finished before it was killed"
    );
    watcher.close().await;

    let (again, _folder) = platform_at(&database.url).await;
    let registry = JobRegistry::new().on("count", count_up);
    let workers = Workers::start(again.database.clone(), &again.jobs, registry, quick())
        .await
        .unwrap();
    until_state(&again.database, &id, "DONE").await;
    workers.drain(Duration::from_secs(5)).await;
    assert_eq!(
        steps(&again.database, &first).await,
        (0..STEPS).collect::<Vec<_>>(),
        "a step is missing or doubled"
    );
    assert_eq!(
        job(&again.database, &id).await.1,
        2,
        "begun twice: once, and once resumed"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_worker_that_lost_its_lease_writes_nothing_more() {
    let database = TestDatabase::fresh().await;
    let (platform, _folder) = platform(&database).await;
    let (first, _) = two_tenants(&platform.database).await;
    let outcome = Arc::new(tokio::sync::Mutex::new(None));
    let seen = Arc::clone(&outcome);
    let registry = JobRegistry::new().on("stall", move |context: JobContext| {
        let seen = Arc::clone(&seen);
        async move {
            let thief = context.database().begin_system(Purpose::Jobs).await?;
            let sql =
                "UPDATE jobs SET lease_owner = 'another', attempts = attempts + 1 WHERE id = $1";
            thief.execute(sql, vec![context.id().into()]).await?;
            thief.commit().await?;
            let begun = context.begin().await;
            *seen.lock().await = Some(matches!(begun, Err(JobError::Lost)));
            begun.map(drop)
        }
    });
    let id = enqueue(&platform, &first, "stall").await;
    let workers = Workers::start(platform.database.clone(), &platform.jobs, registry, quick())
        .await
        .unwrap();
    let start = Instant::now();
    while outcome.lock().await.is_none() {
        assert!(
            start.elapsed() < Duration::from_secs(10),
            "the handler never ran"
        );
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    workers.drain(Duration::from_secs(5)).await;
    assert_eq!(*outcome.lock().await, Some(true));
    assert_eq!(
        job(&platform.database, &id).await.0,
        "RUNNING",
        "the other worker's lease stands"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn twenty_jobs_on_two_servers_are_each_done_once() {
    let database = TestDatabase::fresh().await;
    let (platform, _folder) = platform(&database).await;
    let (first, second) = two_tenants(&platform.database).await;
    let done = Arc::new(AtomicU32::new(0));
    let registry = || {
        let done = Arc::clone(&done);
        JobRegistry::new().on("once", move |context: JobContext| {
            let done = Arc::clone(&done);
            async move {
                let tx = context.begin().await?;
                tokio::time::sleep(Duration::from_millis(5)).await;
                context.commit(tx, &Value::Null).await?;
                done.fetch_add(1, Ordering::SeqCst);
                Ok(())
            }
        })
    };
    let start = |platform: &Platform| {
        let (database, jobs, registry) =
            (platform.database.clone(), platform.jobs.clone(), registry());
        async move {
            Workers::start(database, &jobs, registry, quick())
                .await
                .unwrap()
        }
    };
    let (one, two) = (start(&platform).await, start(&platform).await);
    let mut ids = Vec::new();
    for n in 0..20 {
        ids.push(enqueue(&platform, if n % 2 == 0 { &first } else { &second }, "once").await);
    }
    for id in &ids {
        until_state(&platform.database, id, "DONE").await;
    }
    assert_eq!(done.load(Ordering::SeqCst), 20);
    one.drain(Duration::from_secs(5)).await;
    two.drain(Duration::from_secs(5)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn panics_and_fatal_errors_end_one_job_only_and_are_told() {
    let database = TestDatabase::fresh().await;
    let (platform, _folder) = platform(&database).await;
    let (first, _) = two_tenants(&platform.database).await;
    let told = Arc::new(AtomicU32::new(0));
    let counter = Arc::clone(&told);
    let registry = JobRegistry::new()
        .on("panics", |_| async { panic!("on purpose") })
        .on("fails", |_| async {
            Err(JobError::Fatal("never works".to_owned()))
        })
        .on("works", |_| async { Ok(()) })
        .on_given_up("fails", move |_, reason| {
            let counter = Arc::clone(&counter);
            async move {
                assert_eq!(reason, "never works");
                counter.fetch_add(1, Ordering::SeqCst);
                Ok(())
            }
        });
    let panics = enqueue(&platform, &first, "panics").await;
    let fails = enqueue(&platform, &first, "fails").await;
    let works = enqueue(&platform, &first, "works").await;
    let workers = Workers::start(platform.database.clone(), &platform.jobs, registry, quick())
        .await
        .unwrap();
    until_state(&platform.database, &works, "DONE").await;
    until_state(&platform.database, &fails, "FAILED").await;
    until_state(&platform.database, &panics, "QUEUED").await;
    assert_eq!(
        job(&platform.database, &panics).await.2.as_deref(),
        Some("the handler panicked")
    );
    assert_eq!(
        job(&platform.database, &fails).await.2.as_deref(),
        Some("never works")
    );
    assert_eq!(told.load(Ordering::SeqCst), 1);
    workers.drain(Duration::from_secs(5)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cancelled_job_commits_nothing_more() {
    let database = TestDatabase::fresh().await;
    let (platform, _folder) = platform(&database).await;
    let (first, second) = two_tenants(&platform.database).await;
    let registry = JobRegistry::new().on("count", count_up);
    let workers = Workers::start(platform.database.clone(), &platform.jobs, registry, quick())
        .await
        .unwrap();
    let id = enqueue(&platform, &first, "count").await;
    while steps(&platform.database, &first).await.len() < 3 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let tx = platform.database.begin(&second).await.unwrap();
    assert!(
        !platform.jobs.cancel(&tx, &id).await.unwrap(),
        "another organisation cancelled the job"
    );
    drop(tx);
    let tx = platform.database.begin(&first).await.unwrap();
    assert!(platform.jobs.cancel(&tx, &id).await.unwrap());
    tx.commit().await.unwrap();
    let at_cancel = steps(&platform.database, &first).await.len();
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert_eq!(steps(&platform.database, &first).await.len(), at_cancel);
    assert_eq!(job(&platform.database, &id).await.0, "CANCELLED");
    workers.drain(Duration::from_secs(5)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_drained_job_goes_on_from_its_checkpoint_without_counting_as_an_attempt() {
    let database = TestDatabase::fresh().await;
    let (platform, _folder) = platform(&database).await;
    let (first, _) = two_tenants(&platform.database).await;
    let id = enqueue(&platform, &first, "count").await;
    let registry = || JobRegistry::new().on("count", count_up);
    let workers = Workers::start(
        platform.database.clone(),
        &platform.jobs,
        registry(),
        quick(),
    )
    .await
    .unwrap();
    while steps(&platform.database, &first).await.len() < 3 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    workers.drain(Duration::from_secs(5)).await;
    assert_eq!(job(&platform.database, &id).await.0, "QUEUED");
    let workers = Workers::start(
        platform.database.clone(),
        &platform.jobs,
        registry(),
        quick(),
    )
    .await
    .unwrap();
    until_state(&platform.database, &id, "DONE").await;
    workers.drain(Duration::from_secs(5)).await;
    assert_eq!(
        steps(&platform.database, &first).await,
        (0..STEPS).collect::<Vec<_>>()
    );
    assert_eq!(job(&platform.database, &id).await.1, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_step_longer_than_the_lease_keeps_it_and_ends_in_time() {
    let database = TestDatabase::fresh().await;
    let (platform, _folder) = platform(&database).await;
    let (first, _) = two_tenants(&platform.database).await;
    let registry = JobRegistry::new().on("slow", |context: JobContext| async move {
        let tx = context.begin().await?;
        // Longer than the whole lease, while the transaction holds what a renewal needs.
        tokio::time::sleep(Duration::from_millis(1500)).await;
        context.commit(tx, &json!({ "done": 1 })).await?;
        let tx = context.begin().await?;
        context.commit(tx, &json!({ "done": 2 })).await
    });
    let id = enqueue(&platform, &first, "slow").await;
    let start = Instant::now();
    let workers = Workers::start(platform.database.clone(), &platform.jobs, registry, quick())
        .await
        .unwrap();
    until_state(&platform.database, &id, "DONE").await;
    assert!(
        start.elapsed() < Duration::from_secs(10),
        "the renewal and the handler waited for each other"
    );
    assert_eq!(job(&platform.database, &id).await.1, 1, "begun once");
    workers.drain(Duration::from_secs(5)).await;
}
