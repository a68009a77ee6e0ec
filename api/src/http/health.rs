//! Whether the process lives, and whether it can do its work.

use std::time::Duration;

use actix_web::{HttpResponse, http::StatusCode, web};

use super::problem::problem;
use crate::platform::Platform;

/// How long the database may take to answer.
const PING_MAX: Duration = Duration::from_secs(3);

/// `GET /healthz`: the process answers. Restart it when this fails.
pub(super) async fn alive() -> HttpResponse {
    HttpResponse::Ok().json(serde_json::json!({ "status": "ok" }))
}

/// `GET /readyz`: the process can serve. Send it no traffic while this fails.
pub(super) async fn ready(platform: web::Data<Platform>) -> HttpResponse {
    match tokio::time::timeout(PING_MAX, platform.database.ping()).await {
        Ok(Ok(())) => HttpResponse::Ok().json(serde_json::json!({ "status": "ready" })),
        Ok(Err(error)) => {
            tracing::warn!(error.cause = %error, "not ready: the database does not answer");
            unready()
        }
        Err(_) => {
            tracing::warn!("not ready: the database takes too long");
            unready()
        }
    }
}

fn unready() -> HttpResponse {
    problem(
        StatusCode::SERVICE_UNAVAILABLE,
        "UNAVAILABLE",
        "The database does not answer.",
    )
}
