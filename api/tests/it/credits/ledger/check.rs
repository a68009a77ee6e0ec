//! Every kind of damage that raw SQL can do is seen from outside and named.

use saxaul_api::credits::ledger::service;
use saxaul_shared::credits::TransactionKind;
use sea_orm::{ConnectionTrait as _, DatabaseConnection, DbBackend};

use super::support::{Ledger, check_with, day, earned, given, of, request};

/// A ledger with a bit of everything, and a connection that may do anything to it.
async fn furnished() -> (Ledger, DatabaseConnection) {
    let ledger = Ledger::fresh().await;
    let mut first = earned("1", 1, 100, 50);
    first.expires_day = Some(day("2027-03-31"));
    first.note = Some("谢谢".to_owned());
    ledger.posted(first).await;
    ledger.posted(earned("2", 2, 200, 70)).await;
    ledger.posted(given("3", 1, 2, 20)).await;
    ledger
        .posted(request(
            "4",
            TransactionKind::Spend,
            service::spend(of(2), 5),
        ))
        .await;
    ledger
        .posted(request("5", TransactionKind::Hold, service::hold(of(2), 9)))
        .await;
    ledger.posted(given("6", 2, 1, 4)).await;
    ledger.assert_sound();
    let owner = ledger.database.as_owner().await;
    for table in [
        "ledger_transactions",
        "ledger_entries",
        "ledger_accounts",
        "ledger_heads",
    ] {
        for verb in ["update", "delete"] {
            let name = format!("{table}_refuse_{verb}");
            let sql = match owner.get_database_backend() {
                DbBackend::Postgres => format!("DROP TRIGGER IF EXISTS {name} ON {table}"),
                _ => format!("DROP TRIGGER IF EXISTS {name}"),
            };
            owner.execute_unprepared(&sql).await.unwrap();
        }
    }
    (ledger, owner)
}

/// Does the damage and sees that it is named.
async fn assert_named(damage: &[&str], words: &[&str]) {
    let (ledger, owner) = furnished().await;
    for sql in damage {
        owner.execute_unprepared(sql).await.unwrap();
    }
    let (sound, said) = ledger.check();
    assert!(!sound, "{damage:?} was not seen: {said}");
    for word in words {
        assert!(
            said.contains(word),
            "{damage:?} was not named {word:?}: {said}"
        );
    }
    assert!(said.contains("org_first: BAD"), "{said}");
    assert!(
        said.contains("org_second: sound"),
        "the other ledger is blamed: {said}"
    );
}

#[tokio::test]
async fn a_changed_amount_is_named() {
    assert_named(
        &["UPDATE ledger_entries SET amount = 21 WHERE transaction_sequence = 3 AND place = 1"],
        &[
            "transaction 3 (ltx_",
            "was altered",
            "come to 1, not to zero",
        ],
    )
    .await;
}

#[tokio::test]
async fn a_balanced_forgery_is_named() {
    assert_named(
        &[
            "UPDATE ledger_entries SET amount = -10, balance_after = 40 WHERE transaction_sequence = 3 AND place = 0",
            "UPDATE ledger_entries SET amount = 10, balance_after = 80 WHERE transaction_sequence = 3 AND place = 1",
        ],
        &["transaction 3 (ltx_", "was altered, moved or put in"],
    )
    .await;
}

#[tokio::test]
async fn changed_words_of_a_transaction_are_named() {
    for sql in [
        "UPDATE ledger_transactions SET origin = 'clm_forged' WHERE sequence = 2",
        "UPDATE ledger_transactions SET effective_day = '2026-03-01' WHERE sequence = 2",
        "UPDATE ledger_transactions SET recorded_at_us = recorded_at_us + 1 WHERE sequence = 2",
        "UPDATE ledger_transactions SET rule_version = 9 WHERE sequence = 2",
        "UPDATE ledger_transactions SET request_key = 'x' WHERE sequence = 2",
    ] {
        assert_named(&[sql], &["transaction 2 (ltx_", "was altered"]).await;
    }
}

#[tokio::test]
async fn a_changed_note_is_named_and_an_erased_one_is_no_damage() {
    assert_named(
        &["UPDATE ledger_notes SET note = '不谢' WHERE transaction_sequence = 1"],
        &["the note of transaction 1 (ltx_"],
    )
    .await;
    let (ledger, owner) = furnished().await;
    owner
        .execute_unprepared("DELETE FROM ledger_notes")
        .await
        .unwrap();
    ledger.assert_sound();
}

#[tokio::test]
async fn a_removed_transaction_is_named() {
    assert_named(
        &[
            "DELETE FROM ledger_entries WHERE transaction_sequence = 3",
            "DELETE FROM ledger_transactions WHERE sequence = 3",
        ],
        &["transaction 3 is missing"],
    )
    .await;
}

#[tokio::test]
async fn the_last_transaction_removed_is_named() {
    assert_named(
        &[
            "DELETE FROM ledger_entries WHERE transaction_sequence = 6",
            "DELETE FROM ledger_transactions WHERE sequence = 6",
        ],
        &["transaction 6 is missing: the head is 6"],
    )
    .await;
}

#[tokio::test]
async fn a_removed_entry_is_named() {
    assert_named(
        &["DELETE FROM ledger_entries WHERE transaction_sequence = 4 AND place = 0"],
        &["transaction 4 (ltx_", "entry 0 is missing"],
    )
    .await;
}

#[tokio::test]
async fn an_entry_of_no_transaction_is_named() {
    assert_named(
        &["INSERT INTO ledger_entries (organisation_id, transaction_sequence, place, account, book, amount, sequence, balance_after) \
           VALUES ('org_first', 99, 0, 'BUDGET', 'POINT', 7, 2, 12)"],
        &["1 entries belong to no transaction"],
    )
    .await;
}

#[tokio::test]
async fn a_gap_in_an_account_is_named() {
    assert_named(
        &["UPDATE ledger_entries SET sequence = 9 WHERE transaction_sequence = 6 AND place = 0"],
        &["transaction 6 (ltx_", "has number 9 in mem_"],
    )
    .await;
}

#[tokio::test]
async fn transactions_in_another_order_are_named() {
    assert_named(
        &[
            "UPDATE ledger_transactions SET sequence = 100 WHERE sequence = 2",
            "UPDATE ledger_transactions SET sequence = 2 WHERE sequence = 3",
            "UPDATE ledger_transactions SET sequence = 3 WHERE sequence = 100",
        ],
        &["transaction 2 (ltx_", "was altered, moved or put in"],
    )
    .await;
}

#[tokio::test]
async fn a_forged_balance_is_named() {
    assert_named(
        &["UPDATE ledger_accounts SET balance = balance + 1000 WHERE account LIKE 'mem_%1' AND book = 'POINT'"],
        &["account (balance, last entry) (\"mem_00000000000000000000000000000001\", \"POINT\") is (1034, 3)", "(34, 3)"],
    )
    .await;
}

#[tokio::test]
async fn a_removed_or_invented_account_is_named() {
    assert_named(
        &["DELETE FROM ledger_accounts WHERE account = 'BUDGET'"],
        &["(\"BUDGET\", \"POINT\") is missing"],
    )
    .await;
    assert_named(
        &["INSERT INTO ledger_accounts (organisation_id, account, book, balance, sequence) VALUES ('org_first', 'mem_x', 'POINT', 5, 1)"],
        &["(\"mem_x\", \"POINT\") with (5, 1) has no entries"],
    )
    .await;
}

#[tokio::test]
async fn a_forged_lot_is_named() {
    assert_named(
        &["UPDATE ledger_lots SET expires_day = '2099-12-31' WHERE expires_day = '2027-03-31' AND account LIKE 'mem_%1'"],
        &["lot (\"mem_00000000000000000000000000000001\", \"POINT\", \"2027-03-31\") is missing", "2099-12-31"],
    )
    .await;
    assert_named(
        &["UPDATE ledger_lots SET remaining = remaining + 1 WHERE account LIKE 'mem_%2' AND expires_day = '9999-12-31'"],
        &["lot (\"mem_00000000000000000000000000000002\", \"POINT\", \"9999-12-31\") is"],
    )
    .await;
}

#[tokio::test]
async fn forged_gifts_of_a_month_are_named() {
    assert_named(
        &["UPDATE ledger_gifts SET amount = 0 WHERE giver = ''"],
        &["gifts of (\"2026-03\""],
    )
    .await;
}

#[tokio::test]
async fn a_ledger_cut_short_together_with_its_head_is_named() {
    assert_named(
        &[
            "DELETE FROM ledger_entries WHERE transaction_sequence > 4",
            "DELETE FROM ledger_transactions WHERE sequence > 4",
            "UPDATE ledger_heads SET sequence = 4, hash = (SELECT hash FROM ledger_transactions WHERE sequence = 4), \
             recorded_at_us = (SELECT recorded_at_us FROM ledger_transactions WHERE sequence = 4)",
            "DELETE FROM ledger_gifts WHERE giver LIKE 'mem_%2' OR receiver LIKE 'mem_%1'",
            "DELETE FROM ledger_accounts WHERE account = 'ESCROW'",
            "UPDATE ledger_accounts SET balance = 30, sequence = 2 WHERE account LIKE 'mem_%1' AND book = 'POINT'",
            "UPDATE ledger_accounts SET balance = 85, sequence = 3 WHERE account LIKE 'mem_%2' AND book = 'POINT'",
            "DELETE FROM ledger_lots",
            "INSERT INTO ledger_lots (organisation_id, account, book, expires_day, remaining) VALUES \
             ('org_first', 'mem_00000000000000000000000000000001', 'POINT', '2027-03-31', 30), \
             ('org_first', 'mem_00000000000000000000000000000002', 'POINT', '2027-03-31', 15), \
             ('org_first', 'mem_00000000000000000000000000000002', 'POINT', '9999-12-31', 70)",
        ],
        &["the head, transaction 4, was not written by this server"],
    )
    .await;
}

#[tokio::test]
async fn a_head_that_another_server_sealed_is_named() {
    let (ledger, _) = furnished().await;
    let (sound, said) = check_with(
        &ledger.database.url,
        ledger.folder.path(),
        Some("another secret of at least 32 bytes"),
    );
    assert!(
        !sound && said.contains("was not written by this server"),
        "{said}"
    );
}
