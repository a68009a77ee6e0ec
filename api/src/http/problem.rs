//! Refusals of the transport, in the shape of a GraphQL error so that a client has one thing to read.

use actix_web::{HttpResponse, HttpResponseBuilder, http::StatusCode};

/// An error answer with a stable code.
pub(crate) fn problem(status: StatusCode, code: &str, message: &str) -> HttpResponse {
    HttpResponseBuilder::new(status)
        .content_type("application/json; charset=utf-8")
        .body(body(code, message))
}

/// The body of such an answer.
pub(crate) fn body(code: &str, message: &str) -> String {
    serde_json::json!({ "errors": [{ "message": message, "extensions": { "code": code } }] })
        .to_string()
}
