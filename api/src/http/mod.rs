//! HTTP: the routes, and everything between a socket and a GraphQL request.

pub mod locale;
pub mod request_context;

pub(crate) mod caller;
pub(crate) mod headers;
pub(crate) mod line;
pub(crate) mod request_id;

mod claim_photo;
mod console;
mod evidence;
mod explorer;
mod graphql;
mod health;
mod jwks;
mod metrics;
mod origin;
mod problem;
mod socket;
mod templates;
mod uploads;

use actix_web::web;

/// Registers every route.
pub(crate) fn routes(service: &mut web::ServiceConfig) {
    service
        .route("/healthz", web::get().to(health::alive))
        .route("/readyz", web::get().to(health::ready))
        .route("/metrics", web::get().to(metrics::show))
        .route("/.well-known/jwks.json", web::get().to(jwks::show))
        .route("/graphiql", web::get().to(explorer::page))
        .route("/graphiql/{file}", web::get().to(explorer::file))
        .route("/files/evidence/{id}", web::get().to(evidence::show))
        .route("/uploads", web::post().to(uploads::take))
        .route("/claims/{id}/photo", web::get().to(claim_photo::show))
        .route("/templates/{name}", web::get().to(templates::show))
        .route("/graphql", web::to(graphql::handle))
        .default_service(web::to(console::serve));
}
