//! Limits of a document and of a caller (quality bar S1 to S5, S13).

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::support::{TestApp, spawn_app, spawn_app_with};

/// Sends the document, expects the refusal with no SQL and in no time, and returns the error.
async fn refused(app: &TestApp, query: &str, code: &str) -> Value {
    app.graphql("{ __typename }", Value::Null).await;
    app.platform.database.statements().start_recording();
    let start = Instant::now();
    let answer = app.graphql(query, Value::Null).await;
    let elapsed = start.elapsed();
    assert_eq!(app.statements_of_requests(), Vec::<String>::new());
    let errors = answer["errors"].as_array().unwrap();
    assert_eq!(errors.len(), 1, "{answer}");
    assert_eq!(errors[0]["extensions"]["code"], code, "{answer}");
    assert!(answer.get("data").is_none(), "{answer}");
    // Of an unoptimised build on a busy machine, the whole round trip included.
    assert!(elapsed < Duration::from_millis(250), "{elapsed:?}");
    errors[0].clone()
}

#[tokio::test]
async fn deep_documents_are_refused_by_name_without_sql() {
    let app = spawn_app().await;
    for depth in [20, 50] {
        let query = format!(
            "{{ {} name {} }}",
            "people { edges { ".repeat(depth / 2),
            "} } ".repeat(depth / 2)
        );
        let error = refused(&app, &query, "DEPTH_LIMIT").await;
        assert_eq!(error["extensions"]["allowed"], 16);
        assert!(error["message"].as_str().unwrap().contains("16"), "{error}");
    }
    refused(
        &app,
        &format!("{}{}", "{ a ".repeat(5_000), "} ".repeat(5_000)),
        "NESTING_LIMIT",
    )
    .await;
}

/// S1 for whoever is signed in: no statement, and an answer in no time. The limit is 5 ms of a release build on an idle
/// machine; the quickest of several round trips of an unoptimised build stays within a few times that.
#[tokio::test]
async fn deep_documents_of_the_signed_in_cost_no_statement_and_next_to_no_time() {
    let app = spawn_app().await;
    let owner = app.sign_up().await;
    let levels = |depth: usize| {
        format!(
            "{{ {} id {} }}",
            "inventories { edges { node { lines { edges { node { record { ".repeat(depth),
            "} } } } } } }".repeat(depth)
        )
    };
    let spread: Vec<String> = (0..100)
        .map(|n| format!("fragment F{n} on Query {{ ...F{} }}", n + 1))
        .collect();
    let nested = format!(
        "{{ ...F0 }} {} fragment F100 on Query {{ __typename }}",
        spread.join(" ")
    );
    let attacks = [
        (levels(3), "DEPTH_LIMIT"),
        (levels(7), "DEPTH_LIMIT"),
        (nested, "FRAGMENT_DEPTH_LIMIT"),
        (
            "{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }".to_owned(),
            "FRAGMENT_CYCLE",
        ),
    ];
    // A document within the limits does take statements: the count below could be another.
    app.platform.database.statements().start_recording();
    let allowed = "{ inventories { edges { node { id } } } }";
    assert_eq!(owner.error_code(allowed, Value::Null).await, "");
    assert_ne!(app.statements_of_requests(), Vec::<String>::new());
    for (attack, code) in attacks {
        let mut quickest = Duration::MAX;
        app.platform.database.statements().start_recording();
        for _ in 0..10 {
            let start = Instant::now();
            assert_eq!(owner.error_code(&attack, Value::Null).await, code);
            quickest = quickest.min(start.elapsed());
        }
        assert_eq!(app.statements_of_requests(), Vec::<String>::new(), "{code}");
        assert!(quickest < Duration::from_millis(50), "{code}: {quickest:?}");
    }
}

#[tokio::test]
async fn fragments_in_circles_and_in_chains_are_refused() {
    let app = spawn_app().await;
    let cycle = "{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }";
    refused(&app, cycle, "FRAGMENT_CYCLE").await;
    let chain: Vec<String> = (0..100)
        .map(|n| format!("fragment F{n} on Query {{ ...F{} }}", n + 1))
        .collect();
    let chain = format!(
        "{{ ...F0 }} {} fragment F100 on Query {{ __typename }}",
        chain.join(" ")
    );
    refused(&app, &chain, "FRAGMENT_DEPTH_LIMIT").await;
}

#[tokio::test]
async fn pages_that_are_too_large_are_refused() {
    let app = spawn_app().await;
    let error = refused(
        &app,
        "{ people(first: 100000) { edges { node { id } } } }",
        "PAGE_SIZE_LIMIT",
    )
    .await;
    assert_eq!(
        (
            &error["extensions"]["allowed"],
            &error["extensions"]["found"]
        ),
        (&json!(100), &json!(100_000))
    );
    let small = spawn_app_with(&[("graphql_cost", "50")]).await;
    refused(
        &small,
        "{ people(first: 100) { edges { node { id } } } }",
        "COST_LIMIT",
    )
    .await;
}

#[tokio::test]
async fn the_cost_is_told_with_every_answer() {
    let app = spawn_app_with(&[("rate_cost_burst", "1000"), ("rate_cost_per_second", "0")]).await;
    let answer = app.graphql("{ serverInfo { version } }", Value::Null).await;
    assert_eq!(
        answer["extensions"]["cost"],
        json!({ "requested": 1, "limit": 10_000, "remaining": 999 })
    );
    let answer = app
        .graphql(
            "{ people(first: 50) { edges { node { id } } } }",
            Value::Null,
        )
        .await;
    assert_eq!(
        answer["extensions"]["cost"],
        json!({ "requested": 101, "limit": 10_000, "remaining": 898 })
    );
}

#[tokio::test]
async fn aliases_root_fields_directives_and_tokens_are_limited() {
    let app = spawn_app().await;
    let aliases: Vec<String> = (0..31).map(|n| format!("a{n}: version")).collect();
    refused(
        &app,
        &format!("{{ serverInfo {{ {} }} }}", aliases.join(" ")),
        "ALIAS_LIMIT",
    )
    .await;
    let aliases: Vec<String> = (0..101).map(|n| format!("a{n}: __typename")).collect();
    refused(
        &app,
        &format!("{{ {} }}", aliases.join(" ")),
        "ROOT_FIELD_LIMIT",
    )
    .await;
    refused(
        &app,
        &format!("{{ __typename {} }}", "@aa ".repeat(10)),
        "DIRECTIVE_LIMIT",
    )
    .await;
    refused(
        &app,
        &format!("{{ serverInfo {{ {} }} }}", "version ".repeat(5_000)),
        "TOKEN_LIMIT",
    )
    .await;
}

#[tokio::test]
async fn a_document_may_try_one_password_only() {
    let app = spawn_app().await;
    let sign_in = "sessionCreate(input: { email: \"a@example.com\", password: \"x\" }) { userErrors { code } }";
    let query = format!("mutation {{ a: {sign_in} b: {sign_in} }}");
    let error = refused(&app, &query, "ONCE_PER_DOCUMENT").await;
    assert!(
        error["message"].as_str().unwrap().contains("sessionCreate"),
        "{error}"
    );
}

#[tokio::test]
async fn batches_are_refused_with_400() {
    let app = spawn_app().await;
    let batch: Vec<Value> = (0..10)
        .map(|_| json!({ "query": "{ __typename }" }))
        .collect();
    let response = app
        .client
        .post(app.url("/graphql"))
        .json(&batch)
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), 400);
    let answer: Value = response.json().await.unwrap();
    assert_eq!(answer["errors"][0]["extensions"]["code"], "BATCH_REFUSED");
}

#[tokio::test]
async fn a_body_over_the_limit_is_refused_with_413_announced_or_not() {
    let app = spawn_app_with(&[("graphql_body_bytes", "2048")]).await;
    let body =
        json!({ "query": "{ __typename }", "variables": { "x": "x".repeat(4_096) } }).to_string();
    let request = || {
        app.client
            .post(app.url("/graphql"))
            .header("Content-Type", "application/json")
    };
    let pieces = futures_util::stream::iter([Ok::<_, std::io::Error>(body.clone())]);
    let requests = [
        request().body(body),
        request().body(reqwest::Body::wrap_stream(pieces)),
    ];
    for request in requests {
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), 413);
        let answer: Value = response.json().await.unwrap();
        assert_eq!(answer["errors"][0]["extensions"]["code"], "BODY_LIMIT");
    }
}

#[tokio::test]
async fn a_caller_that_spends_its_budget_waits_and_a_forged_address_does_not_help() {
    let app = spawn_app_with(&[("rate_cost_burst", "10"), ("rate_cost_per_second", "1")]).await;
    let send = |forwarded: &'static str| {
        let request = app
            .client
            .post(app.url("/graphql"))
            .header("X-Forwarded-For", forwarded);
        request
            .json(&json!({ "query": "{ serverInfo { version } }" }))
            .send()
    };
    let mut statuses = Vec::new();
    for _ in 0..12 {
        statuses.push(send("198.51.100.1").await.unwrap().status().as_u16());
    }
    assert_eq!(
        statuses.iter().filter(|status| **status == 200).count(),
        10,
        "{statuses:?}"
    );
    let response = send("198.51.100.2").await.unwrap();
    assert_eq!(response.status(), 429);
    let wait: u64 = response.headers()["retry-after"]
        .to_str()
        .unwrap()
        .parse()
        .unwrap();
    assert!((1..=10).contains(&wait), "{wait}");
    let answer: Value = response.json().await.unwrap();
    assert_eq!(answer["errors"][0]["extensions"]["code"], "RATE_LIMITED");
}
