//! `GET /metrics` for Prometheus.

use actix_web::{
    HttpRequest, HttpResponse,
    http::{StatusCode, header},
    web,
};

use super::problem::problem;
use crate::{config::Config, telemetry};

/// The counters of the process, for the same machine or the holder of the token.
pub(super) async fn show(request: HttpRequest, config: web::Data<Config>) -> HttpResponse {
    if !may_read(&request, &config) {
        return problem(
            StatusCode::FORBIDDEN,
            "FORBIDDEN",
            "Metrics are for the operator.",
        );
    }
    HttpResponse::Ok()
        .content_type("text/plain; version=0.0.4; charset=utf-8")
        .body(telemetry::render_metrics())
}

fn may_read(request: &HttpRequest, config: &Config) -> bool {
    match &config.metrics_token {
        Some(token) => {
            let given = request
                .headers()
                .get(header::AUTHORIZATION)
                .and_then(|value| value.to_str().ok());
            given
                .and_then(|given| given.strip_prefix("Bearer "))
                .is_some_and(|given| same(given, token.expose()))
        }
        // Through a proxy the peer would always be the same machine.
        None => {
            request
                .peer_addr()
                .is_some_and(|peer| peer.ip().to_canonical().is_loopback())
                && !request.headers().contains_key("x-forwarded-for")
                && !request.headers().contains_key("forwarded")
        }
    }
}

/// Compares in a time that does not tell where the texts differ.
fn same(given: &str, expected: &str) -> bool {
    use sha2::{Digest as _, Sha256};
    Sha256::digest(given.as_bytes()) == Sha256::digest(expected.as_bytes())
}
