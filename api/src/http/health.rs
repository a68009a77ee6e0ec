//! Whether the process lives, and whether it can do its work.

use actix_web::{HttpResponse, http::header};

/// `GET /healthz`: the process answers. Restart it when this fails.
pub(super) async fn alive() -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .json(serde_json::json!({ "status": "ok" }))
}

/// `GET /readyz`: the process can serve. Send it no traffic while this fails.
pub(super) async fn ready() -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .json(serde_json::json!({ "status": "ready" }))
}
