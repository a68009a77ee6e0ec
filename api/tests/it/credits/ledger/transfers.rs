//! Gifts, balances and statements over HTTP and WebSocket.

use saxaul_api::{credits::ledger::service, platform::db::Tenant};
use saxaul_shared::credits::{TransactionKind, ledger::earn};
use serde_json::{Value, json};

use super::support::{
    Person, SECRET, TRANSFER, check_with, client, day, endow, people, request, transfer,
};
use crate::support::{
    TestApp,
    people::{code_of, post},
    socket::{Received, Socket},
    spawn_app_with,
    tenants::two_tenants,
};

struct Company {
    app: TestApp,
    tenant: Tenant,
    people: Vec<Person>,
    url: String,
}

async fn company(members: u128, points: i64) -> Company {
    let app = spawn_app_with(&[("rate_cost_burst", "0"), ("secret", SECRET)]).await;
    let (tenant, _) = two_tenants(&app.platform.database).await;
    let people = people(&app.platform, &app.auth, &tenant, members).await;
    if points > 0 {
        endow(&app.platform, &tenant, &people, points).await;
    }
    let url = app.url("/graphql");
    Company {
        app,
        tenant,
        people,
        url,
    }
}

impl Company {
    async fn give(&self, from: usize, to: usize, amount: i64, key: &str) -> Value {
        let answer = transfer(
            &self.url,
            &client(),
            &self.people[from].token,
            self.people[to].member,
            amount,
            key,
        )
        .await;
        assert_eq!(code_of(&answer), "", "{answer}");
        answer["data"]["creditTransfer"].clone()
    }

    async fn ask(&self, who: usize, query: &str) -> Value {
        let answer = post(
            &client(),
            &self.url,
            Some(&self.people[who].token),
            query,
            json!({}),
        )
        .await;
        assert_eq!(code_of(&answer), "", "{answer}");
        answer["data"].clone()
    }

    async fn available(&self, who: usize) -> i64 {
        let data = self.ask(who, "{ creditBalances { book available } }").await;
        let points = data["creditBalances"]
            .as_array()
            .unwrap()
            .iter()
            .find(|b| b["book"] == "POINT")
            .unwrap();
        points["available"].as_i64().unwrap()
    }

    fn assert_sound(&self) {
        let folder = tempfile::tempdir().unwrap();
        let (sound, said) = check_with(&self.app.database.url, folder.path(), Some(SECRET));
        assert!(sound, "{said}");
    }
}

fn error(payload: &Value) -> (&str, &str) {
    assert!(payload["creditTransfer"].is_null(), "{payload}");
    let error = &payload["userErrors"][0];
    let field = error["field"][0].as_str().unwrap_or("");
    (error["code"].as_str().unwrap(), field)
}

#[tokio::test]
async fn a_gift_moves_points_and_the_same_key_gives_the_same_answer() {
    let company = company(2, 100).await;
    let first = company.give(0, 1, 30, "k1").await;
    assert_eq!(first["userErrors"], json!([]));
    assert_eq!(first["creditTransfer"]["balanceAfter"], 70);
    assert_eq!(first["creditTransfer"]["isReciprocal"], false);
    assert_eq!(company.give(0, 1, 30, "k1").await, first);
    assert_eq!(
        error(&company.give(0, 1, 31, "k1").await),
        ("IDEMPOTENCY_MISMATCH", "idempotencyKey")
    );
    assert_eq!(
        (company.available(0).await, company.available(1).await),
        (70, 130)
    );
    // The key is the giver's own: another's use of the same word is another gift. Giving back is noted.
    let back = company.give(1, 0, 5, "k1").await;
    assert_eq!(back["creditTransfer"]["isReciprocal"], true);
    company.assert_sound();
}

#[tokio::test]
async fn each_gift_that_cannot_be_made_says_why() {
    let company = company(3, 100).await;
    let nobody = json!({ "input": { "toMemberId": "mem_000000000000000000000000000000ff", "amount": 1 }, "key": "x" });
    let answer = post(
        &client(),
        &company.url,
        Some(&company.people[0].token),
        TRANSFER,
        nobody,
    )
    .await;
    assert_eq!(
        error(&answer["data"]["creditTransfer"]),
        ("NOT_FOUND", "toMemberId")
    );
    assert_eq!(
        error(&company.give(0, 0, 1, "x").await),
        ("INVALID", "toMemberId")
    );
    assert_eq!(
        error(&company.give(0, 1, 0, "x").await),
        ("OUT_OF_RANGE", "amount")
    );
    assert_eq!(
        error(&company.give(0, 1, -5, "x").await),
        ("OUT_OF_RANGE", "amount")
    );
    assert_eq!(
        error(&company.give(0, 1, 101, "x").await),
        ("INSUFFICIENT", "amount")
    );
    assert_eq!(
        error(&company.give(0, 1, 1, "").await),
        ("INVALID", "idempotencyKey")
    );
    assert_eq!(
        error(&company.give(0, 1, 1, "a\nb").await),
        ("INVALID", "idempotencyKey")
    );
    let long = json!({ "input": { "toMemberId": company.people[1].member.to_string(), "amount": 1, "message": "谢".repeat(201) }, "key": "x" });
    let answer = post(
        &client(),
        &company.url,
        Some(&company.people[0].token),
        TRANSFER,
        long,
    )
    .await;
    assert_eq!(
        error(&answer["data"]["creditTransfer"]),
        ("TOO_LONG", "message")
    );
    assert_eq!(company.available(0).await, 100);
    // None of it used the key up.
    assert_eq!(company.give(0, 1, 1, "x").await["userErrors"], json!([]));
}

#[tokio::test]
async fn a_month_has_a_limit_for_each_pair_and_for_each_receiver() {
    let company = company(13, 1000).await;
    company.give(0, 1, 400, "a").await;
    let refused = company.give(0, 1, 101, "b").await;
    assert_eq!(error(&refused), ("LIMIT_EXCEEDED", "amount"));
    assert!(
        refused["userErrors"][0]["message"]
            .as_str()
            .unwrap()
            .contains("100 are left"),
        "{refused}"
    );
    company.give(0, 1, 100, "c").await;
    // Ten colleagues fill what one member may receive in a month.
    for giver in 2..11 {
        assert_eq!(
            company.give(giver, 1, 500, "a").await["userErrors"],
            json!([]),
            "{giver}"
        );
    }
    assert_eq!(
        error(&company.give(11, 1, 1, "a").await),
        ("LIMIT_EXCEEDED", "amount")
    );
    assert_eq!(company.give(11, 12, 1, "a").await["userErrors"], json!([]));
    company.assert_sound();
}

#[tokio::test]
async fn someone_without_a_seat_neither_gives_nor_receives() {
    let company = company(3, 100).await;
    let tx = company
        .app
        .platform
        .database
        .begin(&company.tenant)
        .await
        .unwrap();
    tx.execute(
        "UPDATE programme_members SET left_on = '2026-02-01' WHERE organisation_id = $1 AND id = $2",
        vec![tx.organisation_id().into(), company.people[2].member.to_string().into()],
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(error(&company.give(2, 0, 1, "x").await).0, "WRONG_STATE");
    assert_eq!(
        error(&company.give(0, 2, 1, "x").await),
        ("NOT_FOUND", "toMemberId")
    );
    let answer = post(
        &client(),
        &company.url,
        Some(&company.people[2].token),
        "{ creditBalances { book } }",
        json!({}),
    )
    .await;
    assert_eq!(code_of(&answer), "NOT_FOUND");
}

#[tokio::test]
async fn a_statement_is_paged_newest_first_with_one_query_a_page() {
    let company = company(2, 100).await;
    for n in 0..25 {
        company.give(0, 1, 1, &format!("{n}")).await;
    }
    let page = async |after: Option<&str>| {
        let after = after.map_or_else(String::new, |after| format!(", after: \"{after}\""));
        let query = format!(
            "{{ creditStatement(book: POINT, first: 10{after}) {{ edges {{ cursor node {{ id sequence kind amount \
             balanceAfter counterparty transactionId }} }} pageInfo {{ hasNextPage endCursor }} }} }}"
        );
        company.app.platform.database.statements().start_recording();
        let data = company.ask(0, &query).await;
        let statements = company.app.statements_of_requests();
        let ledger = statements
            .iter()
            .filter(|sql| sql.contains("ledger_"))
            .count();
        assert_eq!(ledger, 1, "{statements:#?}");
        data["creditStatement"].clone()
    };
    let mut seen = Vec::new();
    let mut after: Option<String> = None;
    loop {
        let found = page(after.as_deref()).await;
        for edge in found["edges"].as_array().unwrap() {
            seen.push((
                edge["node"]["sequence"].as_i64().unwrap(),
                edge["node"]["balanceAfter"].as_i64().unwrap(),
            ));
            let word = edge["node"]["counterparty"].as_str().unwrap();
            assert!(
                word == "Member 2"
                    || (edge["node"]["kind"] == "EARN" && word == "Low-carbon action"),
                "{edge}"
            );
        }
        if found["pageInfo"]["hasNextPage"] == false {
            break;
        }
        after = Some(found["pageInfo"]["endCursor"].as_str().unwrap().to_owned());
    }
    let expected: Vec<(i64, i64)> = (1..=26).rev().map(|n| (n, 101 - n)).collect();
    assert_eq!(seen, expected);
    let none = company
        .ask(
            0,
            "{ creditStatement(book: POINT, to: \"2020-01-01\") { edges { cursor } } }",
        )
        .await;
    assert_eq!(none["creditStatement"]["edges"], json!([]));
}

#[tokio::test]
async fn a_balance_is_told_at_once_and_with_every_change() {
    let company = company(2, 100).await;
    let mut socket = Socket::acknowledged(&company.app, Some(&company.people[1].token)).await;
    socket
        .subscribe(
            "b",
            "subscription { balanceChanged { version balances { book available } } }",
        )
        .await;
    let mut told = async || {
        let Received::Message(message) = socket.next().await else {
            panic!("the socket ended")
        };
        let changed = &message["payload"]["data"]["balanceChanged"];
        let points = changed["balances"]
            .as_array()
            .unwrap_or_else(|| panic!("{message}"))
            .iter()
            .find(|b| b["book"] == "POINT")
            .unwrap();
        (
            changed["version"].as_i64().unwrap(),
            points["available"].as_i64().unwrap(),
        )
    };
    let (version, available) = told().await;
    assert_eq!(available, 100);
    company.give(0, 1, 7, "a").await;
    let (next, available) = told().await;
    assert!(next > version);
    assert_eq!(available, 107);
}

#[tokio::test]
async fn what_runs_out_next_is_shown_with_its_last_day() {
    let company = company(1, 0).await;
    let member = company.people[0].member;
    let tx = company
        .app
        .platform
        .database
        .begin(&company.tenant)
        .await
        .unwrap();
    let mut requests = Vec::new();
    for (key, points, last) in [
        ("a", 5, Some("2099-05-31")),
        ("b", 7, Some("2099-04-30")),
        ("c", 9, None),
    ] {
        let mut wish = request(key, TransactionKind::Earn, earn(member, 0, points));
        wish.expires_day = last.map(day);
        requests.push(wish);
    }
    service::post(&company.app.platform, &tx, requests)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let data = company.ask(0, "{ creditBalances { book available locked retired version expiringNext { amount day } } }").await;
    assert_eq!(
        data["creditBalances"],
        json!([
            { "book": "POINT", "available": 21, "locked": 0, "retired": 0, "version": 3,
              "expiringNext": { "amount": 7, "day": "2099-04-30" } },
            { "book": "GRAM", "available": 0, "locked": 0, "retired": 0, "version": 0, "expiringNext": null },
        ])
    );
}

#[tokio::test]
async fn two_gifts_do_not_fit_into_one_document() {
    let company = company(2, 10).await;
    let to = company.people[1].member;
    let one = |alias: &str| {
        format!(
            "{alias}: creditTransfer(input: {{ toMemberId: \"{to}\", amount: 1 }}, idempotencyKey: \"{alias}\") {{ userErrors {{ code }} }}"
        )
    };
    let query = format!("mutation {{ {} {} }}", one("a"), one("b"));
    let answer = post(
        &client(),
        &company.url,
        Some(&company.people[0].token),
        &query,
        json!({}),
    )
    .await;
    assert_eq!(code_of(&answer), "ONCE_PER_DOCUMENT", "{answer}");
    assert_eq!(company.available(0).await, 10);
}
