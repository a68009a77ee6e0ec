//! The HTTP answer to a GraphQL request.

use std::collections::BTreeMap;

use actix_web::{
    HttpResponse, HttpResponseBuilder,
    http::{StatusCode, header},
};
use async_graphql::{Response, ServerError, Value};
use serde::Serialize;

use super::accept::MediaType;
use crate::{
    error::ApiError,
    graphql::{executor::Refusal, fault},
    http::request_context::RequestContext,
};

/// A response on the wire. `data` is there if and only if the operation was executed.
#[derive(Debug, Serialize)]
pub(crate) struct Wire<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<&'a Value>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    errors: &'a [ServerError],
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    extensions: &'a BTreeMap<String, Value>,
}

impl<'a> Wire<'a> {
    /// The response as it is sent.
    pub(crate) fn new(response: &'a Response) -> Self {
        Self {
            data: was_executed(response).then_some(&response.data),
            errors: &response.errors,
            extensions: &response.extensions,
        }
    }
}

/// Whether execution began: validation is the last thing before it, and all its errors have its code.
pub(crate) fn was_executed(response: &Response) -> bool {
    let code = response.errors.first().and_then(fault::code);
    response.data != Value::Null || code != Some(fault::VALIDATION_FAILED)
}

/// The answer to an operation that reached the schema.
pub(super) fn answered(response: &Response, media_type: MediaType) -> HttpResponse {
    let status = match media_type {
        MediaType::GraphqlResponse if !was_executed(response) => StatusCode::BAD_REQUEST,
        MediaType::GraphqlResponse | MediaType::Json => StatusCode::OK,
    };
    send(status, &Wire::new(response), media_type)
}

/// The answer to an operation that was refused before.
pub(super) fn refused(refusal: Refusal, media_type: MediaType) -> HttpResponse {
    let retry_after = refusal.retry_after;
    let status = match (retry_after, media_type) {
        (Some(_), _) => StatusCode::TOO_MANY_REQUESTS,
        (None, MediaType::GraphqlResponse) => StatusCode::BAD_REQUEST,
        (None, MediaType::Json) => StatusCode::OK,
    };
    let response = refusal.into_response();
    let wire = Wire {
        data: None,
        ..Wire::new(&response)
    };
    let mut answer = send(status, &wire, media_type);
    if let Some(wait) = retry_after {
        let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
        answer
            .headers_mut()
            .insert(header::RETRY_AFTER, header::HeaderValue::from(seconds));
    }
    answer
}

/// The answer to a request that failed before it could be read as an operation.
pub(super) fn failed(
    status: StatusCode,
    error: &ApiError,
    context: &RequestContext,
    media_type: MediaType,
) -> HttpResponse {
    let response = Response::from_errors(vec![fault::from_api_error(error, context)]);
    send(
        status,
        &Wire {
            data: None,
            ..Wire::new(&response)
        },
        media_type,
    )
}

fn send(status: StatusCode, wire: &Wire<'_>, media_type: MediaType) -> HttpResponse {
    match serde_json::to_string(wire) {
        Ok(body) => HttpResponseBuilder::new(status)
            .content_type(media_type.content_type())
            .body(body),
        Err(error) => {
            tracing::error!(error.cause = %error, "an answer could not be written as JSON");
            super::problem(
                StatusCode::INTERNAL_SERVER_ERROR,
                "INTERNAL",
                "The answer could not be written.",
            )
        }
    }
}
