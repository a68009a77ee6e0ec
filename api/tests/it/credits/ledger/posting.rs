//! Posting below the API.

use std::{collections::BTreeSet, time::Duration};

use saxaul_api::{
    credits::ledger::{PostOutcome, event, service},
    platform::{clock::Clock, db::Purpose},
};
use saxaul_shared::credits::{
    CreditBook, TransactionKind,
    ledger::{AccountRef, LedgerRefusal, PostRequest},
};
use sea_orm::ConnectionTrait as _;

use super::support::{Ledger, day, earned, given, member, number, of, request};
use crate::support::database::{Backend, TestDatabase};

#[tokio::test]
async fn what_is_earned_and_given_stands_in_both_books() {
    let ledger = Ledger::fresh().await;
    ledger.posted(earned("one", 1, 1200, 300)).await;
    ledger.posted(given("two", 1, 2, 100)).await;
    assert_eq!((ledger.points(1).await, ledger.points(2).await), (200, 100));
    assert_eq!(ledger.balance(of(1), CreditBook::Gram).await, 1200);
    assert_eq!(
        ledger
            .balance(AccountRef::Issuance, CreditBook::Point)
            .await,
        -300
    );
    let tx = ledger.platform.database.read(&ledger.tenant).await.unwrap();
    let balances = service::balances(&tx, member(1)).await.unwrap();
    let points = balances
        .iter()
        .find(|balance| balance.book == CreditBook::Point)
        .unwrap();
    assert_eq!(
        (points.available, points.version, points.expiring_next),
        (200, 2, None)
    );
    drop(tx);
    ledger.assert_sound();
}

#[tokio::test]
async fn the_same_key_posts_once_and_another_payload_is_a_mismatch_without_effect() {
    let ledger = Ledger::fresh().await;
    let id = ledger.posted(earned("key", 1, 0, 50)).await;
    let again = ledger.post(vec![earned("key", 1, 0, 50)]).await;
    assert_eq!(again, [PostOutcome::Existing(id)]);
    let mut later = earned("key", 1, 0, 50);
    later.effective_day = day("2026-03-03");
    assert_eq!(ledger.post(vec![later]).await, [PostOutcome::Existing(id)]);
    assert_eq!(
        ledger.post(vec![earned("key", 1, 0, 51)]).await,
        [PostOutcome::KeyMismatch]
    );
    // Twice in one batch is once as well.
    let twice = ledger
        .post(vec![earned("new", 1, 0, 1), earned("new", 1, 0, 1)])
        .await;
    let [PostOutcome::Posted(first), PostOutcome::Existing(second)] = twice.as_slice() else {
        panic!("{twice:?}")
    };
    assert_eq!(first, second);
    assert_eq!(ledger.points(1).await, 51);
    ledger.assert_sound();
}

#[tokio::test]
async fn a_refused_key_may_be_used_again_and_is_judged_anew() {
    let ledger = Ledger::fresh().await;
    let wish = || given("gift", 1, 2, 10);
    let refused = ledger.post(vec![wish()]).await;
    let short = LedgerRefusal::Insufficient {
        book: CreditBook::Point,
        available: 0,
        wanted: 10,
    };
    assert_eq!(refused, [PostOutcome::Refused(short)]);
    ledger.posted(earned("earn", 1, 0, 10)).await;
    ledger.posted(wish()).await;
    assert_eq!(ledger.points(2).await, 10);
}

#[tokio::test]
async fn a_batch_with_one_refusal_posts_nothing() {
    let ledger = Ledger::fresh().await;
    ledger.posted(earned("start", 1, 0, 10)).await;
    let outcomes = ledger
        .post(vec![
            given("a", 1, 2, 6),
            given("b", 1, 3, 6),
            earned("c", 4, 0, 1),
        ])
        .await;
    let short = LedgerRefusal::Insufficient {
        book: CreditBook::Point,
        available: 4,
        wanted: 6,
    };
    let other = PostOutcome::Refused(LedgerRefusal::BatchRefused);
    assert_eq!(
        outcomes,
        [other.clone(), PostOutcome::Refused(short), other.clone()]
    );
    let outcomes = ledger
        .post(vec![earned("start", 1, 0, 11), earned("c", 4, 0, 1)])
        .await;
    assert_eq!(outcomes, [PostOutcome::KeyMismatch, other]);
    assert_eq!((ledger.points(1).await, ledger.points(4).await), (10, 0));
    ledger.assert_sound();
}

#[tokio::test]
async fn a_transaction_that_rolls_back_leaves_no_entry_and_no_event() {
    let ledger = Ledger::fresh().await;
    let tx = ledger
        .platform
        .database
        .begin(&ledger.tenant)
        .await
        .unwrap();
    service::post(&ledger.platform, &tx, vec![earned("lost", 1, 5, 5)])
        .await
        .unwrap();
    tx.rollback().await.unwrap();
    assert_eq!(ledger.points(1).await, 0);
    for table in ["ledger_entries", "ledger_transactions", "outbox"] {
        let sql = format!("SELECT COUNT(*) FROM {table}");
        assert_eq!(
            number(&ledger.platform.database, &ledger.tenant, &sql).await,
            0,
            "{table}"
        );
    }
}

#[tokio::test]
async fn a_reversal_stands_once_and_takes_back_exactly_what_was_posted() {
    let ledger = Ledger::fresh().await;
    let mut request = earned("one", 1, 900, 90);
    request.expires_day = Some(day("2027-03-31"));
    request.origin = Some("clm_1".to_owned());
    let id = ledger.posted(request).await;
    let reversal = async |key: &str| {
        let tx = ledger
            .platform
            .database
            .begin(&ledger.tenant)
            .await
            .unwrap();
        let of = service::posted(&tx, id).await.unwrap().unwrap();
        let request = PostRequest {
            key: key.to_owned(),
            ..service::reverse(&of, day("2026-03-02"))
        };
        let outcomes = service::post(&ledger.platform, &tx, vec![request])
            .await
            .unwrap();
        tx.commit().await.unwrap();
        outcomes.into_iter().next().unwrap()
    };
    let tx = ledger.platform.database.read(&ledger.tenant).await.unwrap();
    assert_eq!(service::standing_of(&tx, "clm_1").await.unwrap().len(), 1);
    drop(tx);
    assert!(matches!(reversal("first").await, PostOutcome::Posted(_)));
    assert_eq!(
        reversal("second").await,
        PostOutcome::Refused(LedgerRefusal::AlreadyResolved)
    );
    assert!(matches!(reversal("first").await, PostOutcome::Existing(_)));
    assert_eq!(ledger.points(1).await, 0);
    assert_eq!(ledger.balance(of(1), CreditBook::Gram).await, 0);
    let tx = ledger.platform.database.read(&ledger.tenant).await.unwrap();
    assert!(service::standing_of(&tx, "clm_1").await.unwrap().is_empty());
    drop(tx);
    ledger.assert_sound();
}

#[tokio::test]
async fn a_hold_is_settled_in_part_and_the_rest_goes_back() {
    let ledger = Ledger::fresh().await;
    ledger.posted(earned("start", 1, 0, 100)).await;
    let id = ledger
        .posted(request(
            "hold",
            TransactionKind::Hold,
            service::hold(of(1), 60),
        ))
        .await;
    assert_eq!(
        ledger.balance(AccountRef::Escrow, CreditBook::Point).await,
        60
    );
    ledger.assert_sound();
    let tx = ledger
        .platform
        .database
        .begin(&ledger.tenant)
        .await
        .unwrap();
    let held = service::posted(&tx, id).await.unwrap().unwrap();
    let settled = |key: &str, points: i64| PostRequest {
        refers_to: Some(id),
        ..request(
            key,
            TransactionKind::Settle,
            service::settle(&held, of(2), points),
        )
    };
    let over = service::post(&ledger.platform, &tx, vec![settled("more", 61)])
        .await
        .unwrap();
    assert!(matches!(over[0], PostOutcome::Refused(_)), "{over:?}");
    let done = service::post(&ledger.platform, &tx, vec![settled("part", 45)])
        .await
        .unwrap();
    assert!(matches!(done[0], PostOutcome::Posted(_)), "{done:?}");
    let back = service::post(
        &ledger.platform,
        &tx,
        vec![service::void(&held, day("2026-03-02"))],
    )
    .await
    .unwrap();
    assert_eq!(back, [PostOutcome::Refused(LedgerRefusal::AlreadyResolved)]);
    tx.commit().await.unwrap();
    assert_eq!((ledger.points(1).await, ledger.points(2).await), (55, 45));
    assert_eq!(
        ledger.balance(AccountRef::Escrow, CreditBook::Point).await,
        0
    );
    ledger.assert_sound();
}

#[tokio::test]
async fn grams_are_promised_and_used_up_once() {
    let ledger = Ledger::fresh().await;
    ledger.posted(earned("start", 1, 1000, 0)).await;
    ledger
        .posted(request(
            "lock",
            TransactionKind::Lock,
            service::lock(member(1), 700),
        ))
        .await;
    ledger
        .posted(request(
            "retire",
            TransactionKind::Retire,
            service::retire(member(1), 500),
        ))
        .await;
    let again = ledger
        .post(vec![request(
            "more",
            TransactionKind::Retire,
            service::retire(member(1), 201),
        )])
        .await;
    assert!(
        matches!(
            again[0],
            PostOutcome::Refused(LedgerRefusal::Insufficient { available: 200, .. })
        ),
        "{again:?}"
    );
    let tx = ledger.platform.database.read(&ledger.tenant).await.unwrap();
    let balances = service::balances(&tx, member(1)).await.unwrap();
    let grams = balances
        .iter()
        .find(|balance| balance.book == CreditBook::Gram)
        .unwrap();
    assert_eq!(
        (grams.available, grams.locked, grams.retired),
        (300, 200, 500)
    );
    drop(tx);
    ledger.assert_sound();
}

#[tokio::test]
async fn the_database_refuses_to_alter_or_remove_what_was_posted() {
    let ledger = Ledger::fresh().await;
    ledger.posted(earned("one", 1, 5, 5)).await;
    let owner = ledger.database.as_owner().await;
    for sql in [
        "UPDATE ledger_entries SET amount = 6",
        "DELETE FROM ledger_entries",
        "UPDATE ledger_transactions SET origin = 'x'",
        "DELETE FROM ledger_transactions",
        "DELETE FROM ledger_accounts",
        "DELETE FROM ledger_heads",
    ] {
        let refused = owner.execute_unprepared(sql).await.unwrap_err().to_string();
        assert!(refused.contains("LEDGER_APPEND_ONLY"), "{sql}: {refused}");
    }
    for sql in [
        "UPDATE ledger_accounts SET balance = -1 WHERE account <> 'ISSUANCE'",
        "UPDATE ledger_lots SET remaining = -1",
    ] {
        let refused = owner
            .execute_unprepared(sql)
            .await
            .unwrap_err()
            .to_string()
            .to_lowercase();
        assert!(refused.contains("check constraint"), "{sql}: {refused}");
    }
    ledger.assert_sound();
}

#[tokio::test]
async fn the_application_role_has_no_right_to_alter_or_remove_entries() {
    let database = TestDatabase::fresh_on(Backend::Postgres).await;
    let application = database.as_owner().await;
    application
        .execute_unprepared("SET ROLE saxaul_app")
        .await
        .unwrap();
    for table in ["ledger_entries", "ledger_transactions"] {
        for sql in [
            format!("UPDATE {table} SET organisation_id = 'x'"),
            format!("DELETE FROM {table}"),
            format!("TRUNCATE {table}"),
        ] {
            let refused = application
                .execute_unprepared(&sql)
                .await
                .unwrap_err()
                .to_string();
            assert!(refused.contains("permission denied"), "{sql}: {refused}");
        }
    }
}

#[tokio::test]
async fn another_organisation_sees_none_of_it_and_has_a_ledger_of_its_own() {
    let ledger = Ledger::fresh().await;
    ledger.posted(earned("same key", 1, 5, 5)).await;
    let tx = ledger.platform.database.begin(&ledger.other).await.unwrap();
    assert_eq!(
        service::balance_of(&tx, of(1), CreditBook::Point)
            .await
            .unwrap(),
        0
    );
    let outcome = service::post(&ledger.platform, &tx, vec![earned("same key", 1, 0, 7)])
        .await
        .unwrap();
    assert!(matches!(outcome[0], PostOutcome::Posted(_)));
    tx.commit().await.unwrap();
    assert_eq!(ledger.points(1).await, 5);
    let (sound, said) = ledger.check();
    assert!(
        sound && said.contains("org_second: sound, 1 transactions, 2 entries"),
        "{said}"
    );
}

#[tokio::test]
async fn a_clock_set_back_a_day_breaks_neither_order_nor_chain() {
    let clock = Clock::manual("2026-03-02T08:00:00.000Z".parse().unwrap());
    let ledger = Ledger::at(clock.clone()).await;
    ledger.posted(earned("before", 1, 0, 10)).await;
    let Clock::Manual(ms) = &clock else {
        unreachable!()
    };
    ms.fetch_sub(86_400_000, std::sync::atomic::Ordering::SeqCst);
    for n in 0..5 {
        ledger.posted(given(&format!("gift {n}"), 1, 2, 1)).await;
    }
    clock.advance(Duration::from_hours(48));
    ledger.posted(given("after", 1, 2, 1)).await;
    let tx = ledger.platform.database.read(&ledger.tenant).await.unwrap();
    let sql = "SELECT recorded_at_us FROM ledger_transactions ORDER BY sequence";
    let times: Vec<i64> = tx
        .query_all(sql, vec![])
        .await
        .unwrap()
        .iter()
        .map(|row| row.try_get_by_index(0).unwrap())
        .collect();
    drop(tx);
    assert_eq!(times.len(), 7);
    assert!(times.windows(2).all(|pair| pair[0] < pair[1]), "{times:?}");
    ledger.assert_sound();
}

#[tokio::test]
async fn each_posting_leaves_its_fact_in_the_order_of_the_ledger() {
    let ledger = Ledger::fresh().await;
    let many = (0..250)
        .map(|n| earned(&format!("{n}"), n % 7 + 1, 3, 2))
        .collect();
    ledger.post(many).await;
    let mut request = earned("claim", 9, 40, 4);
    request.origin = Some("clm_7".to_owned());
    let id = ledger.posted(request).await;
    let tx = ledger
        .platform
        .database
        .begin(&ledger.tenant)
        .await
        .unwrap();
    let of = service::posted(&tx, id).await.unwrap().unwrap();
    service::post(
        &ledger.platform,
        &tx,
        vec![service::reverse(&of, day("2026-03-02"))],
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
    let tx = ledger
        .platform
        .database
        .read_system(Purpose::Outbox)
        .await
        .unwrap();
    let sql = "SELECT id, organisation_id, topic, version, payload FROM outbox ORDER BY id";
    let mut facts = Vec::new();
    for row in tx.query_all(sql, vec![]).await.unwrap() {
        let payload: String = row.try_get("", "payload").unwrap();
        let event = saxaul_api::platform::broker::Event {
            id: row.try_get("", "id").unwrap(),
            organisation_id: row.try_get("", "organisation_id").unwrap(),
            topic: row.try_get("", "topic").unwrap(),
            version: row.try_get("", "version").unwrap(),
            payload: serde_json::from_str(&payload).unwrap(),
        };
        let told = event::postings(&event);
        assert_eq!(told.last().map(|fact| fact.sequence), Some(event.version));
        facts.extend(told);
    }
    let sequences: Vec<i64> = facts.iter().map(|fact| fact.sequence).collect();
    assert_eq!(sequences, (1..=252).collect::<Vec<_>>());
    let [.., claim, reversal] = facts.as_slice() else {
        unreachable!()
    };
    assert_eq!(claim.origin.as_deref(), Some("clm_7"));
    assert_eq!((claim.members[0].points, claim.members[0].grams), (4, 40));
    assert_eq!(reversal.reversed_kind, Some(TransactionKind::Earn));
    assert_eq!(
        (reversal.members[0].points, reversal.members[0].grams),
        (-4, -40)
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postings_at_the_same_time_stand_in_one_dense_row() {
    let ledger = Ledger::fresh().await;
    ledger.posted(earned("start", 1, 0, 1000)).await;
    let writers: Vec<_> = (0..24u128)
        .map(|n| {
            let (platform, tenant) = (ledger.platform.clone(), ledger.tenant.clone());
            tokio::spawn(async move {
                let tx = platform.database.begin(&tenant).await.unwrap();
                // Half of them touch the accounts in the opposite order.
                let (a, b) = if n % 2 == 0 { (1, 2 + n) } else { (2 + n, 1) };
                let batch = vec![
                    earned(&format!("e{n}"), a, 0, 5),
                    given(&format!("g{n}"), a, b, 5),
                ];
                let outcomes = service::post(&platform, &tx, batch).await.unwrap();
                tx.commit().await.unwrap();
                outcomes
                    .iter()
                    .filter_map(PostOutcome::standing)
                    .collect::<Vec<_>>()
            })
        })
        .collect();
    let mut ids = BTreeSet::new();
    for writer in writers {
        ids.extend(writer.await.unwrap());
    }
    assert_eq!(ids.len(), 48);
    ledger.assert_sound();
}
