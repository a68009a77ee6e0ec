//! Headers of every answer (quality bar S21).

use crate::support::{spawn_app, spawn_app_with};

const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; style-src 'self'; \
    img-src 'self' data:; font-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

#[tokio::test]
async fn every_answer_has_the_headers_that_protect_it() {
    let app = spawn_app_with(&[("public_url", "https://app.example")]).await;
    for path in [
        "/",
        "/graphql",
        "/graphiql",
        "/healthz",
        "/no/such/page",
        "/no-such-file.js",
    ] {
        let response = app.client.get(app.url(path)).send().await.unwrap();
        let header = |name: &str| {
            response
                .headers()
                .get(name)
                .map(|value| value.to_str().unwrap().to_owned())
        };
        assert_eq!(
            header("content-security-policy").as_deref(),
            Some(POLICY),
            "{path}"
        );
        assert_eq!(
            header("x-content-type-options").as_deref(),
            Some("nosniff"),
            "{path}"
        );
        assert_eq!(
            header("cross-origin-opener-policy").as_deref(),
            Some("same-origin"),
            "{path}"
        );
        assert_eq!(
            header("referrer-policy").as_deref(),
            Some("same-origin"),
            "{path}"
        );
        assert_eq!(
            header("strict-transport-security").as_deref(),
            Some("max-age=63072000; includeSubDomains"),
            "{path}"
        );
        assert_eq!(
            header("x-request-id").map(|id| id.len()),
            Some(36),
            "{path}"
        );
        assert!(
            header("server").is_none() && header("x-powered-by").is_none(),
            "{path}"
        );
        assert!(header("cache-control").is_some(), "{path}");
    }
}

#[tokio::test]
async fn answers_of_the_api_are_never_kept_and_plain_http_promises_no_tls() {
    let app = spawn_app().await;
    let request = app
        .client
        .get(app.url("/graphql?query={__typename}"))
        .header("Accept", "application/json");
    let response = request.send().await.unwrap();
    assert_eq!(response.headers()["cache-control"], "no-store");
    assert!(
        response
            .headers()
            .get("strict-transport-security")
            .is_none()
    );
}

#[tokio::test]
async fn the_explorer_needs_nothing_from_elsewhere_and_can_be_switched_off() {
    let app = spawn_app().await;
    let page = app
        .client
        .get(app.url("/graphiql"))
        .send()
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    assert!(page.contains("/graphiql/explorer.js") && page.contains("/graphiql/explorer.css"));
    assert!(
        !page.contains("http://")
            && !page.contains("https://")
            && !page.contains("<style")
            && !page.contains("onclick")
    );
    for (file, content_type) in [
        ("explorer.js", "text/javascript; charset=utf-8"),
        ("explorer.css", "text/css; charset=utf-8"),
    ] {
        let response = app
            .client
            .get(app.url(&format!("/graphiql/{file}")))
            .send()
            .await
            .unwrap();
        assert_eq!(
            (
                response.status().as_u16(),
                &response.headers()["content-type"]
            ),
            (200, &content_type.parse().unwrap())
        );
    }
    let app = spawn_app_with(&[("graphiql", "false")]).await;
    assert_eq!(
        app.client
            .get(app.url("/graphiql"))
            .send()
            .await
            .unwrap()
            .status(),
        404
    );
}
