//! Requests that a page of another site could make a browser send (quality bar S7, S8, S9).

use reqwest::{Method, Response};
use serde_json::{Value, json};

use crate::support::{TestApp, spawn_app, spawn_app_with};

const MUTATION: &str = "mutation Out { sessionEnd { userErrors { code } } }";

async fn code(response: Response) -> String {
    let body: Value = response.json().await.unwrap();
    assert!(body.get("data").is_none(), "{body}");
    body["errors"][0]["extensions"]["code"]
        .as_str()
        .unwrap()
        .to_owned()
}

async fn post(app: &TestApp, content_type: Option<&str>, headers: &[(&str, &str)]) -> Response {
    let mut request = app
        .client
        .post(app.url("/graphql"))
        .body(json!({ "query": "{ __typename }" }).to_string());
    if let Some(content_type) = content_type {
        request = request.header("Content-Type", content_type);
    }
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.send().await.unwrap()
}

#[tokio::test]
async fn a_mutation_by_get_is_refused_with_405_and_nothing_happens() {
    let app = spawn_app().await;
    app.platform.database.statements().start_recording();
    let documents = [
        MUTATION.to_owned(),
        format!("query A {{ __typename }} {MUTATION}"),
    ];
    for document in documents {
        let request = app
            .client
            .get(app.url("/graphql"))
            .header("Accept", "application/json");
        let address = url::Url::parse_with_params(
            request.build().unwrap().url().as_str(),
            [("query", document.as_str()), ("operationName", "Out")],
        );
        let request = app
            .client
            .get(address.unwrap())
            .header("Accept", "application/json");
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), 405);
        assert_eq!(response.headers()["allow"], "POST");
        assert!(response.headers().get("set-cookie").is_none());
        assert_eq!(code(response).await, "METHOD_NOT_ALLOWED");
    }
    assert_eq!(app.statements_of_requests(), Vec::<String>::new());
}

#[tokio::test]
async fn only_json_is_taken() {
    let app = spawn_app().await;
    let refused = [
        None,
        Some("text/plain"),
        Some("application/x-www-form-urlencoded"),
        Some("application/json; charset=utf-16"),
    ];
    for content_type in refused {
        let response = post(&app, content_type, &[]).await;
        assert_eq!(response.status(), 415, "{content_type:?}");
    }
    let multipart = "multipart/form-data; boundary=x";
    assert_eq!(post(&app, Some(multipart), &[]).await.status(), 403);
    assert_eq!(
        post(&app, Some(multipart), &[("GraphQL-Require-Preflight", "1")])
            .await
            .status(),
        415
    );
    assert_eq!(
        post(&app, Some("application/json; charset=\"UTF-8\""), &[])
            .await
            .status(),
        200
    );
}

#[tokio::test]
async fn a_request_from_another_site_is_refused_with_403() {
    let app = spawn_app().await;
    let foreign: [&[(&str, &str)]; 4] = [
        &[("Sec-Fetch-Site", "cross-site")],
        &[("Origin", "https://evil.example")],
        &[("Origin", "null")],
        &[
            ("Origin", "https://app.example.evil"),
            ("Sec-Fetch-Site", "cross-site"),
        ],
    ];
    for headers in foreign {
        let response = post(&app, Some("application/json"), headers).await;
        assert_eq!(response.status(), 403, "{headers:?}");
        assert!(
            response
                .headers()
                .get("access-control-allow-origin")
                .is_none()
        );
        assert_eq!(response.headers()["vary"], "Origin");
        assert_eq!(code(response).await, "ORIGIN_REFUSED");
    }
    let own = app.address.clone();
    let response = post(
        &app,
        Some("application/json"),
        &[("Origin", &own), ("Sec-Fetch-Site", "same-origin")],
    )
    .await;
    assert_eq!(response.status(), 200);
}

#[tokio::test]
async fn a_named_origin_may_read_answers_but_never_with_credentials() {
    let settings = [
        ("public_url", "https://app.example"),
        ("allowed_origins", "https://partner.example"),
    ];
    let app = spawn_app_with(&settings).await;
    let headers = [
        ("Origin", "https://partner.example"),
        ("Sec-Fetch-Site", "cross-site"),
    ];
    let response = post(&app, Some("application/json"), &headers).await;
    assert_eq!(response.status(), 200);
    assert_eq!(
        response.headers()["access-control-allow-origin"],
        "https://partner.example"
    );
    assert!(
        response
            .headers()
            .get("access-control-allow-credentials")
            .is_none()
    );
    assert_eq!(response.headers()["vary"], "Origin");
    for (origin, status) in [
        ("https://partner.example", 204),
        ("https://evil.example", 403),
        ("null", 403),
    ] {
        let request = app
            .client
            .request(Method::OPTIONS, app.url("/graphql"))
            .header("Origin", origin);
        let response = request
            .header("Access-Control-Request-Method", "POST")
            .send()
            .await
            .unwrap();
        assert_eq!(response.status(), status, "{origin}");
        let allowed = response.headers().get("access-control-allow-origin");
        assert_eq!(allowed.is_some(), status == 204, "{origin}");
    }
}

#[tokio::test]
async fn other_methods_are_refused_with_405() {
    let app = spawn_app().await;
    for method in [Method::PUT, Method::DELETE, Method::PATCH, Method::TRACE] {
        let response = app
            .client
            .request(method.clone(), app.url("/graphql"))
            .send()
            .await
            .unwrap();
        assert_eq!(response.status(), 405, "{method}");
        assert!(
            response.headers()["allow"]
                .to_str()
                .unwrap()
                .contains("POST")
        );
    }
}
