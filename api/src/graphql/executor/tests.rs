//! Faults of resolvers, on a schema made to fail.

#![expect(
    clippy::unused_async,
    reason = "the library asks for asynchronous resolvers"
)]

use std::{error::Error, fmt, net::Ipv4Addr, sync::Arc};

use async_graphql::{EmptyMutation, Object, Schema as GraphqlSchema, Subscription};
use futures_util::{Stream, StreamExt as _, stream};
use saxaul_shared::format::Locale;
use serde_json::{Value, json};

use super::*;
use crate::graphql::root::Root;
use crate::http::request_context::ResponseCookies;

struct Query;

#[derive(Debug)]
struct SqlError;

impl fmt::Display for SqlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SELECT secret FROM people: no such column")
    }
}

impl Error for SqlError {}

#[Object]
impl Query {
    async fn works(&self) -> i32 {
        1
    }

    async fn panics(&self) -> Option<i32> {
        let nothing: Vec<i32> = Vec::new();
        Some(std::hint::black_box(nothing)[0])
    }

    async fn breaks(&self) -> async_graphql::Result<Option<i32>> {
        Err(SqlError)?
    }

    async fn breaks_with_words(&self) -> async_graphql::Result<Option<i32>> {
        Err(async_graphql::Error::new("/srv/saxaul/db is gone"))
    }

    async fn forbidden(&self) -> Result<Option<i32>, ApiError> {
        Err(ApiError::forbidden())
    }

    async fn forbidden_by_a_loader(&self) -> Result<Option<i32>, Arc<ApiError>> {
        Err(Arc::new(ApiError::forbidden()))
    }

    async fn internal(&self) -> Result<Option<i32>, ApiError> {
        Err(ApiError::internal(SqlError))
    }

    async fn takes(&self, number: i32) -> i32 {
        number
    }
}

struct Beats;

#[Subscription]
impl Beats {
    async fn panics_later(&self) -> impl Stream<Item = i32> + use<> {
        stream::iter([1, 2]).map(|number| {
            if number == 2 {
                panic!("the stream panics")
            } else {
                number
            }
        })
    }
}

async fn run(query: &str) -> Value {
    run_in(query, Locale::En).await
}

async fn run_in(query: &str, locale: Locale) -> Value {
    let (executor, caller) = executor(locale);
    match executor.prepare(
        Call {
            query: query.to_owned(),
            ..Call::default()
        },
        &caller,
    ) {
        Ok(prepared) => serde_json::to_value(executor.execute(prepared).await).unwrap(),
        Err(refusal) => serde_json::to_value(refusal.into_response()).unwrap(),
    }
}

type TestExecutor = Executor<GraphqlSchema<Root<Query>, EmptyMutation, Root<Beats>>>;

fn executor(locale: Locale) -> (TestExecutor, Caller) {
    let schema = GraphqlSchema::build(Root(Query), EmptyMutation, Root(Beats)).finish();
    let sdl = schema.sdl();
    let executor = Executor::new(schema, &sdl, &Config::with(&[]).unwrap()).unwrap();
    let context = RequestContext {
        request_id: "request".to_owned(),
        client_address: Ipv4Addr::LOCALHOST.into(),
        user_agent: None,
        locale,
        refresh_cookie: None,
        cookies: ResponseCookies::default(),
    };
    (
        executor,
        Caller {
            context,
            principal: None,
        },
    )
}

fn is_masked(error: &Value) {
    assert_eq!(error["message"], "Something went wrong on our side.");
    assert_eq!(error["extensions"]["code"], "INTERNAL");
    assert_eq!(error["extensions"]["requestId"], "request");
    assert_eq!(error["extensions"]["errorId"].as_str().unwrap().len(), 36);
}

#[tokio::test]
async fn faults_of_the_server_show_an_id_and_nothing_else() {
    for field in ["breaks", "breaksWithWords", "internal"] {
        let answer = run(&format!("{{ works {field} }}")).await;
        assert_eq!(answer["data"]["works"], 1, "the rest of the answer stays");
        assert_eq!(answer["data"][field], Value::Null);
        assert_eq!(answer["errors"].as_array().unwrap().len(), 1);
        is_masked(&answer["errors"][0]);
        assert_eq!(answer["errors"][0]["path"], json!([field]));
        let text = answer.to_string();
        assert!(!text.contains("SELECT") && !text.contains("/srv"), "{text}");
    }
}

#[tokio::test]
async fn a_panic_in_a_resolver_fails_that_request_only() {
    let answer = run("{ works panics }").await;
    assert_eq!(answer["data"], Value::Null);
    is_masked(&answer["errors"][0]);
    assert_eq!(run("{ works }").await["data"], json!({ "works": 1 }));
}

#[tokio::test]
async fn a_panic_in_a_subscription_ends_it_with_a_masked_error() {
    let (executor, caller) = executor(Locale::En);
    let call = Call {
        query: "subscription { panicsLater }".to_owned(),
        ..Call::default()
    };
    let Ok(prepared) = executor.prepare(call, &caller) else {
        panic!("refused")
    };
    let answers: Vec<Value> = executor
        .stream(prepared)
        .map(|answer| serde_json::to_value(answer).unwrap())
        .collect()
        .await;
    assert_eq!(answers.len(), 2, "{answers:?}");
    assert_eq!(answers[0]["data"], json!({ "panicsLater": 1 }));
    is_masked(&answers[1]["errors"][0]);
}

#[tokio::test]
async fn errors_for_the_caller_have_their_code_in_the_callers_language() {
    for field in ["forbidden", "forbiddenByALoader"] {
        let error = &run(&format!("{{ {field} }}")).await["errors"][0];
        assert_eq!(error["message"], "Your role does not allow this.");
        assert_eq!(error["extensions"], json!({ "code": "FORBIDDEN" }));
        let error = &run_in(&format!("{{ {field} }}"), Locale::ZhCn).await["errors"][0];
        assert_eq!(error["message"], "您的角色无权执行此操作。");
    }
}

#[tokio::test]
async fn a_bad_argument_is_the_callers_to_mend() {
    let error = &run("{ takes(number: \"x\") }").await["errors"][0];
    assert_eq!(
        error["extensions"]["code"], "GRAPHQL_VALIDATION_FAILED",
        "{error}"
    );
    let error = &run("query($n: Int!) { takes(number: $n) }").await["errors"][0];
    assert_eq!(
        error["extensions"]["code"], "GRAPHQL_VALIDATION_FAILED",
        "{error}"
    );
}
