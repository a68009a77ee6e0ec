//! `POST /uploads`: a file as it is, streamed to the file store. The body is the file; its name stands in
//! `X-File-Name`, percent-encoded.

use actix_web::{
    HttpRequest, HttpResponse,
    http::{StatusCode, header},
    web,
};
use futures_util::StreamExt as _;

use super::{caller::Caller, problem::problem};
use crate::{
    accounting::import::upload::{UPLOAD_BYTES_MAX, Upload, UploadError},
    auth::Auth,
    config::Config,
    error::ErrorCode,
    platform::Platform,
};

/// Takes a file. Answers 201 with `{"uploadId", "sizeBytes", "sha256"}`.
pub(super) async fn take(
    request: HttpRequest,
    mut body: web::Payload,
    config: web::Data<Config>,
    auth: web::Data<Auth>,
    platform: web::Data<Platform>,
) -> HttpResponse {
    let signed_in = Caller::signed_in(&request, &config, &auth.authenticator).await;
    let (principal, locale) = match signed_in {
        Ok(signed_in) => signed_in,
        Err(refusal) => return refusal,
    };
    let text = |name: &str| {
        request
            .headers()
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    };
    // A length that is too large is refused before a single byte is read.
    let announced = text(header::CONTENT_LENGTH.as_str()).parse::<u64>().ok();
    if announced.is_some_and(|length| length > UPLOAD_BYTES_MAX) {
        return refused(&UploadError::TooLarge, locale);
    }
    let name = percent_encoding::percent_decode_str(text("x-file-name"))
        .decode_utf8_lossy()
        .into_owned();
    let media_type = text(header::CONTENT_TYPE.as_str()).to_owned();
    let mut upload = match Upload::begin(&platform, &principal, &name, &media_type).await {
        Ok(upload) => upload,
        Err(error) => return refused(&error, locale),
    };
    while let Some(piece) = body.next().await {
        let Ok(piece) = piece else {
            upload.abort().await;
            return problem(
                StatusCode::BAD_REQUEST,
                "BAD_REQUEST",
                "The upload was cut off.",
            );
        };
        if let Err(error) = upload.write(&piece).await {
            upload.abort().await;
            return refused(&error, locale);
        }
    }
    match upload.finish(&platform, &principal).await {
        Ok(uploaded) => HttpResponse::Created()
            .insert_header((header::CACHE_CONTROL, "no-store"))
            .json(uploaded),
        Err(error) => refused(&error, locale),
    }
}

fn refused(error: &UploadError, locale: saxaul_shared::format::Locale) -> HttpResponse {
    let (status, code) = match error {
        UploadError::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "TOO_LARGE"),
        UploadError::Quota => (StatusCode::TOO_MANY_REQUESTS, "LIMIT_EXCEEDED"),
        UploadError::Api(error) => {
            if let Some(cause) = error.cause() {
                tracing::error!(error.cause = %cause, "an upload failed");
            }
            let status = match error.code() {
                ErrorCode::Forbidden => StatusCode::FORBIDDEN,
                ErrorCode::Unauthenticated => StatusCode::UNAUTHORIZED,
                _ => StatusCode::INTERNAL_SERVER_ERROR,
            };
            (status, error.code().as_str())
        }
    };
    problem(status, code, &error.message(locale))
}
