//! `GET /claims/{id}/photo`: the picture behind a claim, for its member and for reviewers.

use actix_web::{
    HttpRequest, HttpResponse,
    http::{StatusCode, header},
    web,
};

use super::{caller::Caller, problem::problem};
use crate::{
    auth::Auth, config::Config, credits::claim::photo, error::ErrorCode, platform::Platform,
};

/// The picture. A claim without one, of another organisation, or of somebody else who is not being reviewed is not found:
/// nobody learns that it exists.
pub(super) async fn show(
    request: HttpRequest,
    id: web::Path<String>,
    config: web::Data<Config>,
    auth: web::Data<Auth>,
    platform: web::Data<Platform>,
) -> HttpResponse {
    let locale = Caller::anonymous(&request, &config).context.locale;
    let principal = match Caller::recognise(&request, &config, &auth.authenticator).await {
        Ok(caller) => caller.principal,
        Err(error) => {
            return problem(
                StatusCode::UNAUTHORIZED,
                error.code().as_str(),
                error.message(locale),
            );
        }
    };
    let Some(principal) = principal else {
        return problem(
            StatusCode::UNAUTHORIZED,
            "UNAUTHENTICATED",
            ErrorCode::Unauthenticated.message(locale),
        );
    };
    match photo::shown(&platform, &principal, &id).await {
        Ok(Some((media_type, bytes))) => HttpResponse::Ok()
            .content_type(media_type)
            .insert_header((header::CACHE_CONTROL, "private, no-store"))
            .body(bytes),
        Ok(None) => problem(
            StatusCode::NOT_FOUND,
            "NOT_FOUND",
            ErrorCode::NotFound.message(locale),
        ),
        Err(error) => problem(
            StatusCode::INTERNAL_SERVER_ERROR,
            error.code().as_str(),
            error.message(locale),
        ),
    }
}
