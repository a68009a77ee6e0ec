//! Points run out after their last day, and their owner is told before.

use std::time::{Duration, Instant};

use saxaul_api::{
    credits,
    credits::ledger::service,
    platform::{
        clock::{Clock, Timestamp},
        jobs::{JobRegistry, Workers, WorkersConfig},
    },
};
use saxaul_shared::credits::{CreditBook, TransactionKind, ledger::AccountRef};
use sea_orm::QueryResult;

use super::support::{Ledger, day, earned, given, member, of, request};

struct Calendar {
    ledger: Ledger,
    clock: Clock,
    _workers: Workers,
}

impl Calendar {
    /// A ledger with its workers, on a clock that stands at noon of a day in Shanghai.
    async fn at(day: &str) -> Self {
        let clock = Clock::manual(noon(day));
        let ledger = Ledger::at(clock.clone()).await;
        let registry = credits::jobs(&ledger.platform, JobRegistry::new());
        let quick = WorkersConfig {
            concurrency: 1,
            lease: Duration::from_secs(30),
            poll: Duration::from_millis(20),
        };
        let workers = Workers::start(
            ledger.platform.database.clone(),
            &ledger.platform.jobs,
            registry,
            quick,
        )
        .await
        .unwrap();
        Self {
            ledger,
            clock,
            _workers: workers,
        }
    }

    /// Turns the clock to noon of a later day and waits until that day's run is over.
    async fn turn_to(&self, day: &str) {
        let step = noon(day).unix_ms() - self.clock.now().unix_ms();
        self.clock
            .advance(Duration::from_millis(u64::try_from(step).unwrap()));
        let start = Instant::now();
        loop {
            let through: Vec<String> = self
                .rows("SELECT expired_through FROM ledger_runs")
                .await
                .iter()
                .map(|row| row.try_get_by_index(0).unwrap())
                .collect();
            if through == [day] {
                return;
            }
            assert!(
                start.elapsed() < Duration::from_secs(20),
                "the run of {day} did not come: {through:?}"
            );
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    async fn rows(&self, sql: &str) -> Vec<QueryResult> {
        let tx = self
            .ledger
            .platform
            .database
            .read(&self.ledger.tenant)
            .await
            .unwrap();
        tx.query_all(sql, vec![]).await.unwrap()
    }

    /// The notices so far: member, last day, days before, points.
    async fn notices(&self) -> Vec<(String, String, i64, i64)> {
        self.rows("SELECT member_id, expires_day, days_before, amount FROM ledger_notices ORDER BY created_at, id")
            .await
            .iter()
            .map(|row| {
                let text = |at: usize| row.try_get_by_index::<String>(at).unwrap();
                let number = |at: usize| row.try_get_by_index::<i64>(at).unwrap();
                (text(0), text(1), number(2), number(3))
            })
            .collect()
    }
}

fn noon(day: &str) -> Timestamp {
    format!("{day}T04:00:00.000Z").parse().unwrap()
}

#[tokio::test]
async fn a_lot_is_announced_three_times_spent_on_its_last_day_and_gone_the_next() {
    let calendar = Calendar::at("2026-03-01").await;
    let ledger = &calendar.ledger;
    let mut wish = earned("old", 1, 10, 100);
    wish.expires_day = Some(day("2026-05-31"));
    ledger.posted(wish).await;
    ledger.posted(earned("forever", 1, 0, 40)).await;
    let told = |stages: &[(i64, i64)]| {
        let owner = member(1).to_string();
        stages
            .iter()
            .map(|(days, points)| (owner.clone(), "2026-05-31".to_owned(), *days, *points))
            .collect::<Vec<_>>()
    };
    calendar.turn_to("2026-04-30").await;
    assert_eq!(calendar.notices().await, []);
    calendar.turn_to("2026-05-01").await;
    assert_eq!(calendar.notices().await, told(&[(30, 100)]));
    // The server was off on the seventh day before; it catches up.
    calendar.turn_to("2026-05-26").await;
    assert_eq!(calendar.notices().await, told(&[(30, 100), (7, 100)]));
    calendar.turn_to("2026-05-30").await;
    calendar.turn_to("2026-05-31").await;
    assert_eq!(
        calendar.notices().await,
        told(&[(30, 100), (7, 100), (1, 100)])
    );
    let told = calendar
        .rows("SELECT 1 FROM outbox WHERE topic = 'creditsExpiring'")
        .await
        .len();
    assert_eq!(told, 3);
    // Its last day: what is given away today comes out of it, before anything expires.
    ledger.posted(given("gift", 1, 2, 30)).await;
    assert_eq!((ledger.points(1).await, ledger.points(2).await), (110, 30));
    calendar.turn_to("2026-06-01").await;
    assert_eq!((ledger.points(1).await, ledger.points(2).await), (40, 0));
    assert_eq!(
        ledger.balance(AccountRef::Expiry, CreditBook::Point).await,
        100
    );
    assert_eq!(ledger.balance(of(1), CreditBook::Gram).await, 10);
    ledger.assert_sound();
}

#[tokio::test]
async fn a_hold_that_lapses_goes_back_and_what_ran_out_meanwhile_expires() {
    let calendar = Calendar::at("2026-03-01").await;
    let ledger = &calendar.ledger;
    let mut wish = earned("old", 1, 0, 50);
    wish.expires_day = Some(day("2026-03-05"));
    ledger.posted(wish).await;
    let mut hold = request("hold", TransactionKind::Hold, service::hold(of(1), 20));
    hold.expires_day = Some(day("2026-03-10"));
    ledger.posted(hold).await;
    calendar.turn_to("2026-03-06").await;
    assert_eq!(ledger.points(1).await, 0);
    assert_eq!(
        ledger.balance(AccountRef::Escrow, CreditBook::Point).await,
        20
    );
    calendar.turn_to("2026-03-11").await;
    assert_eq!(
        ledger.balance(AccountRef::Escrow, CreditBook::Point).await,
        0
    );
    assert_eq!(ledger.points(1).await, 0);
    assert_eq!(
        ledger.balance(AccountRef::Expiry, CreditBook::Point).await,
        50
    );
    ledger.assert_sound();
}

#[tokio::test]
async fn many_accounts_expire_in_one_run_each_once() {
    let calendar = Calendar::at("2026-03-01").await;
    let ledger = &calendar.ledger;
    let wishes = (1..=450)
        .map(|n| {
            let mut wish = earned(&format!("{n}"), n, 0, 3);
            wish.expires_day = Some(day("2026-03-02"));
            wish
        })
        .collect();
    ledger.post(wishes).await;
    calendar.turn_to("2026-03-03").await;
    assert_eq!(
        ledger.balance(AccountRef::Expiry, CreditBook::Point).await,
        1350
    );
    calendar.turn_to("2026-03-04").await;
    assert_eq!(
        ledger.balance(AccountRef::Expiry, CreditBook::Point).await,
        1350
    );
    ledger.assert_sound();
}
