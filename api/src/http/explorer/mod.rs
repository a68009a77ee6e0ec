//! `/graphiql`: a small page to try operations on, from this server alone: no library, nothing from elsewhere.

use actix_web::{
    HttpResponse,
    http::{StatusCode, header},
    web,
};

use super::problem::problem;
use crate::config::Config;

/// The page and its two files, each at the address it is served at.
const FILES: [(&str, &str, &str); 3] = [
    ("", "text/html; charset=utf-8", include_str!("page.html")),
    (
        "explorer.css",
        "text/css; charset=utf-8",
        include_str!("explorer.css"),
    ),
    (
        "explorer.js",
        "text/javascript; charset=utf-8",
        include_str!("explorer.js"),
    ),
];

/// Serves the page.
pub(super) async fn page(config: web::Data<Config>) -> HttpResponse {
    serve("", &config)
}

/// Serves one of its files.
pub(super) async fn file(name: web::Path<String>, config: web::Data<Config>) -> HttpResponse {
    serve(&name, &config)
}

fn serve(name: &str, config: &Config) -> HttpResponse {
    match FILES.iter().find(|(other, _, _)| *other == name) {
        Some((_, content_type, content)) if config.graphiql => HttpResponse::Ok()
            .content_type(*content_type)
            .insert_header((header::CACHE_CONTROL, "no-cache"))
            .body(*content),
        _ => problem(
            StatusCode::NOT_FOUND,
            "NOT_FOUND",
            "There is nothing at this address.",
        ),
    }
}
