//! `GET /.well-known/jwks.json`: the public halves of the keys that sign access tokens.

use actix_web::{
    HttpResponse,
    http::{StatusCode, header},
    web,
};

use super::problem::problem;
use crate::auth::Auth;

/// The JSON Web Key Set. May be kept for five minutes: a new key is published before it signs.
pub(super) async fn show(auth: web::Data<Auth>) -> HttpResponse {
    match auth.keys.jwks().await {
        Ok(keys) => HttpResponse::Ok()
            .insert_header((header::CACHE_CONTROL, "public, max-age=300"))
            .insert_header((header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"))
            .json(keys),
        Err(error) => {
            tracing::error!(error.cause = %error, "the public keys could not be read");
            problem(
                StatusCode::SERVICE_UNAVAILABLE,
                "UNAVAILABLE",
                "The keys cannot be read right now.",
            )
        }
    }
}
