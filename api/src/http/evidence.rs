//! `GET /files/evidence/{id}`: a file that stands behind a record, for whoever may see the record.
//!
//! It is always sent to be saved, as bytes of no kind: what people uploaded is never shown as a page of this server.

use actix_web::{
    HttpRequest, HttpResponse,
    http::{
        StatusCode,
        header::{
            self, Charset, ContentDisposition, DispositionParam, DispositionType, ExtendedValue,
        },
    },
    web,
};
use bytes::Bytes;
use futures_util::TryStreamExt as _;

use super::{caller::Caller, problem::problem};
use crate::{
    accounting::record::evidence,
    auth::Auth,
    config::Config,
    error::{ApiError, ErrorCode},
    platform::Platform,
};

/// The file, or why not.
pub(super) async fn show(
    request: HttpRequest,
    id: web::Path<String>,
    config: web::Data<Config>,
    auth: web::Data<Auth>,
    platform: web::Data<Platform>,
) -> HttpResponse {
    let signed_in = Caller::signed_in(&request, &config, &auth.authenticator).await;
    let (principal, locale) = match signed_in {
        Ok(signed_in) => signed_in,
        Err(refusal) => return refusal,
    };
    match evidence::open(&platform, &principal, &id).await {
        Ok((file, pieces)) => HttpResponse::Ok()
            .content_type("application/octet-stream")
            .insert_header(attachment(&file.name))
            .insert_header((header::ETAG, format!("\"{}\"", file.sha256)))
            .insert_header((header::CACHE_CONTROL, "private, no-store"))
            .no_chunking(u64::try_from(file.size_bytes).unwrap_or(0))
            .streaming(pieces.map_ok(Bytes::from).inspect_err(|error| {
                tracing::error!(error.cause = %error, "a file of evidence could not be read to its end");
            })),
        Err(error) => refused(&error, locale),
    }
}

/// The name for saving: in UTF-8 for whoever reads it, and in ASCII for whoever does not. Nothing in a name can end
/// the header or name a folder.
fn attachment(name: &str) -> ContentDisposition {
    let plain: String = name
        .chars()
        .map(|c| match c {
            '/' | '\\' | '"' => '_',
            c if c.is_control() => '_',
            c => c,
        })
        .collect();
    let ascii = plain.replace(|c: char| !c.is_ascii(), "_");
    ContentDisposition {
        disposition: DispositionType::Attachment,
        parameters: vec![
            DispositionParam::Filename(ascii),
            DispositionParam::FilenameExt(ExtendedValue {
                charset: Charset::Ext("UTF-8".to_owned()),
                language_tag: None,
                value: plain.into_bytes(),
            }),
        ],
    }
}

fn refused(error: &ApiError, locale: saxaul_shared::format::Locale) -> HttpResponse {
    if let Some(cause) = error.cause() {
        tracing::error!(error.cause = %cause, "a file of evidence could not be opened");
    }
    let status = match error.code() {
        ErrorCode::NotFound => StatusCode::NOT_FOUND,
        ErrorCode::Forbidden => StatusCode::FORBIDDEN,
        ErrorCode::Unauthenticated => StatusCode::UNAUTHORIZED,
        _ => StatusCode::INTERNAL_SERVER_ERROR,
    };
    problem(status, error.code().as_str(), error.message(locale))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_keeps_its_letters_and_cannot_leave_its_header() {
        assert_eq!(
            attachment("电费 三月.pdf").to_string(),
            "attachment; filename=\"__ __.pdf\"; filename*=UTF-8''%E7%94%B5%E8%B4%B9%20%E4%B8%89%E6%9C%88.pdf"
        );
        assert_eq!(
            attachment("../a\"b\r\nSet-Cookie: x").to_string(),
            "attachment; filename=\".._a_b__Set-Cookie: x\"; filename*=UTF-8''.._a_b__Set%2DCookie%3A%20x"
        );
    }
}
