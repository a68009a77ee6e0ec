//! HTTP: the routes, and everything between a socket and a GraphQL request.

pub mod locale;
pub mod request_context;

mod graphql;
mod health;

use actix_web::web;

/// Registers every route.
pub(crate) fn routes(service: &mut web::ServiceConfig) {
    service
        .route("/healthz", web::get().to(health::alive))
        .route("/readyz", web::get().to(health::ready))
        .route("/graphql", web::post().to(graphql::post));
}
