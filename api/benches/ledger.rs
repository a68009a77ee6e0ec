//! What the ledger's bench needs beside the server, and what it measures below it. Run by `scripts/bench/ledger.py`.
//!
//! - `prepare MEMBERS POINTS FILE` makes a company whose members hold points and writes a line `token member` for each;
//! - `bulk SECONDS LANES` posts gifts in batches of 1,000 in LANES companies at once, each batch one durable transaction,
//!   and prints how many were posted and in how many seconds.
//!
//! Settings come from the environment, as the server's do.

#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use std::{
    fmt::Write as _,
    time::{Duration, Instant},
};

use saxaul_api::{
    auth::{Auth, Grant},
    config::{Config, Overrides},
    credits::ledger::{PostOutcome, service},
    platform::{
        Platform,
        db::{Purpose, Tenant},
    },
};
use saxaul_shared::{
    credits::{
        TransactionKind,
        ledger::{AccountRef, PostRequest, earn, give},
    },
    format::Locale,
    id::MemberId,
    identity::Role,
    period::Date,
};
use sea_orm::DbBackend;
use uuid::Uuid;

const BATCH: usize = 1000;

fn main() {
    let arguments: Vec<String> = std::env::args()
        .skip(1)
        .filter(|word| word != "--bench")
        .collect();
    let number = |at: usize| arguments[at].parse::<u64>().unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let config = Config::load(&Overrides::default()).unwrap();
        let platform = Platform::build(&config.platform()).await.unwrap();
        match arguments.first().map(String::as_str) {
            Some("prepare") => {
                prepare(&config, &platform, number(1), number(2), &arguments[3]).await;
            }
            Some("bulk") => bulk(&platform, number(1), number(2)).await,
            _ => panic!("usage: prepare MEMBERS POINTS FILE | bulk SECONDS LANES"),
        }
        platform.database.close().await;
    });
}

fn member(n: u64) -> MemberId {
    MemberId::from_uuid(Uuid::from_u128(u128::from(n) + 1))
}

fn request(key: String, kind: TransactionKind, legs: Vec<service::Leg>) -> PostRequest {
    let day = Date::new(2026, 3, 2).expect("a day");
    PostRequest::new(key, kind, legs, day)
}

/// A new organisation with this id.
async fn organisation(platform: &Platform, id: &str) -> Tenant {
    let tx = platform
        .database
        .begin_system(Purpose::Operator)
        .await
        .unwrap();
    if tx.backend() == DbBackend::Postgres {
        let sql = "SELECT set_config('saxaul.tenant', $1, true)";
        tx.query_all(sql, vec![id.into()]).await.unwrap();
    }
    let sql = "INSERT INTO organisations (id, name, locale, created_at) VALUES ($1, $1, 'EN', '2026-01-01T00:00:00.000Z')";
    tx.execute(sql, vec![id.into()]).await.unwrap();
    tx.commit().await.unwrap();
    let tx = platform
        .database
        .read_system(Purpose::Operator)
        .await
        .unwrap();
    let tenants = tx.tenants().await.unwrap();
    tenants
        .into_iter()
        .find(|tenant| tenant.organisation_id() == id)
        .unwrap()
}

/// Gives `members` members `points` points each.
async fn endow(platform: &Platform, tenant: &Tenant, members: u64, points: i64) {
    for first in (0..members).step_by(BATCH) {
        let requests = (first..members.min(first + BATCH as u64))
            .map(|n| {
                request(
                    format!("start {n}"),
                    TransactionKind::Earn,
                    earn(member(n), 0, points),
                )
            })
            .collect();
        post(platform, tenant, requests).await;
    }
}

async fn post(platform: &Platform, tenant: &Tenant, requests: Vec<PostRequest>) {
    let tx = platform.database.begin(tenant).await.unwrap();
    let outcomes = service::post(platform, &tx, requests).await.unwrap();
    assert!(
        outcomes
            .iter()
            .all(|outcome| matches!(outcome, PostOutcome::Posted(_)))
    );
    tx.commit().await.unwrap();
}

async fn prepare(config: &Config, platform: &Platform, members: u64, points: u64, file: &str) {
    let auth = Auth::build(platform, config.auth()).await.unwrap();
    let tenant = organisation(platform, "org_bench").await;
    let mut lines = String::new();
    let tx = platform.database.begin(&tenant).await.unwrap();
    let at = "2026-01-01T00:00:00.000Z";
    for n in 0..members {
        let person_id = format!("per_{n:032x}");
        tx.execute(
            "INSERT INTO people (id, organisation_id, email, email_key, name, locale, roles, site_ids, password_hash, \
             active, rights_version, created_at, updated_at) \
             VALUES ($1, $2, $1, $1, $1, 'EN', '[\"EMPLOYEE\"]', '[]', 'x', true, 1, $3, $3)",
            vec![person_id.clone().into(), tx.organisation_id().into(), at.into()],
        )
        .await
        .unwrap();
        tx.execute(
            "INSERT INTO programme_members (id, organisation_id, person_id, visibility, consent_version, \
             declares_elsewhere, joined_on, version, created_at, updated_at) \
             VALUES ($1, $2, $3, 'HIDDEN', 1, false, '2026-01-01', 1, $4, $4)",
            vec![member(n).to_string().into(), tx.organisation_id().into(), person_id.clone().into(), at.into()],
        )
        .await
        .unwrap();
        let grant = Grant {
            tenant: &tenant,
            person_id: &person_id,
            session_id: "ses_bench",
            name: "Bench",
            roles: &[Role::Employee],
            site_ids: &[],
            locale: Locale::En,
        };
        let token = auth.authenticator.issue(&grant).await.unwrap().text;
        let _ = writeln!(lines, "{token} {}", member(n));
    }
    tx.commit().await.unwrap();
    endow(platform, &tenant, members, i64::try_from(points).unwrap()).await;
    std::fs::write(file, lines).unwrap();
}

async fn bulk(platform: &Platform, seconds: u64, lanes: u64) {
    const MEMBERS: u64 = 2000;
    let mut tenants = Vec::new();
    for lane in 0..lanes {
        let tenant = organisation(
            platform,
            &format!("org_bulk_{}_{lane}", Uuid::now_v7().simple()),
        )
        .await;
        endow(platform, &tenant, MEMBERS, 1_000_000).await;
        tenants.push(tenant);
    }
    let began = Instant::now();
    let tasks: Vec<_> = tenants
        .into_iter()
        .map(|tenant| {
            let platform = platform.clone();
            tokio::spawn(async move {
                let mut posted = 0u64;
                while began.elapsed() < Duration::from_secs(seconds) {
                    // Givers and receivers of a batch are all different accounts.
                    let requests = (0..BATCH as u64)
                        .map(|n| {
                            let (from, to) = (n, BATCH as u64 + (n + posted / 7) % BATCH as u64);
                            let legs = give(member(from), AccountRef::Member(member(to)), 1);
                            request(format!("bulk {}", posted + n), TransactionKind::Give, legs)
                        })
                        .collect();
                    post(&platform, &tenant, requests).await;
                    posted += BATCH as u64;
                }
                posted
            })
        })
        .collect();
    let mut posted = 0;
    for task in tasks {
        posted += task.await.unwrap();
    }
    println!("{posted} {:.3}", began.elapsed().as_secs_f64());
}
