//! What a caller reads when something went wrong: codes for what is theirs to mend, an id for what is ours.

use std::sync::Arc;

use async_graphql::{ErrorExtensionValues, Response, ServerError, Value};

use super::limits::LimitError;
use crate::{
    error::{ApiError, ErrorCode},
    http::request_context::RequestContext,
};

/// Code of a document that is not GraphQL.
pub(crate) const PARSE_FAILED: &str = "GRAPHQL_PARSE_FAILED";
/// Code of a document that does not fit the schema.
pub(crate) const VALIDATION_FAILED: &str = "GRAPHQL_VALIDATION_FAILED";
/// Code of a document whose operation cannot be told.
pub(crate) const OPERATION_UNKNOWN: &str = "OPERATION_RESOLUTION_FAILURE";

/// Sets the code of an error.
pub(crate) fn set_code(error: &mut ServerError, code: &str) {
    extensions(error).set("code", code);
}

/// An error with a code and nothing else.
pub(crate) fn coded(code: &str, message: impl Into<String>) -> ServerError {
    let mut error = ServerError::new(message, None);
    set_code(&mut error, code);
    error
}

/// The error of a limit, which names the limit.
pub(crate) fn from_limit(refusal: &LimitError, context: &RequestContext) -> ServerError {
    let mut error = coded(refusal.limit.code(), refusal.message(context.locale));
    extensions(&mut error).set("allowed", refusal.allowed);
    extensions(&mut error).set("found", refusal.found);
    error
}

/// The error of the edge itself.
pub(crate) fn from_api_error(error: &ApiError, context: &RequestContext) -> ServerError {
    let mut shown = ServerError::new(error.message(context.locale), None);
    dress(&mut shown, error, context);
    shown
}

/// An error of ours, for a panic: the log has the id.
pub(crate) fn from_panic(context: &RequestContext) -> ServerError {
    let mut error = ServerError::new(String::new(), None);
    mask(&mut error, context, "a resolver panicked");
    error
}

/// Gives every error of the response its code, its language, and hides what only the log may see.
pub(crate) fn present(response: &mut Response, context: &RequestContext) {
    for error in &mut response.errors {
        if code(error).is_some() {
            continue;
        }
        let Some(source) = error.source.take() else {
            // Without a source it is async-graphql's own: an argument that a scalar refused.
            if error.message.starts_with("Failed to parse \"") {
                set_code(error, ErrorCode::BadUserInput.as_str());
            } else {
                let cause = error.message.clone();
                mask(error, context, &cause);
            }
            continue;
        };
        if let Some(api_error) = source.downcast_ref::<ApiError>() {
            dress(error, api_error, context);
        } else if let Some(api_error) = source.downcast_ref::<Arc<ApiError>>() {
            dress(error, api_error, context);
        } else {
            let cause = error.message.clone();
            mask(error, context, &cause);
        }
    }
}

/// The code of an error, when it has one.
pub(crate) fn code(error: &ServerError) -> Option<&str> {
    match error.extensions.as_ref()?.get("code")? {
        Value::String(code) => Some(code),
        Value::Enum(code) => Some(code),
        _ => None,
    }
}

fn extensions(error: &mut ServerError) -> &mut ErrorExtensionValues {
    error.extensions.get_or_insert_default()
}

fn dress(error: &mut ServerError, api_error: &ApiError, context: &RequestContext) {
    if api_error.code() == ErrorCode::Internal {
        let cause = match api_error.cause() {
            Some(cause) => error_chain(cause),
            None => "no cause was given".to_owned(),
        };
        return mask(error, context, &cause);
    }
    api_error
        .message(context.locale)
        .clone_into(&mut error.message);
    set_code(error, api_error.code().as_str());
}

fn mask(error: &mut ServerError, context: &RequestContext, cause: &str) {
    let error_id = uuid::Uuid::now_v7().to_string();
    let path: Vec<String> = error
        .path
        .iter()
        .map(|segment| format!("{segment:?}"))
        .collect();
    tracing::error!(
        error.id = %error_id,
        request.id = %context.request_id,
        graphql.path = %path.join("."),
        error.cause = %cause,
        "a request failed by a fault of the server"
    );
    metrics::counter!("saxaul_internal_errors_total").increment(1);
    ErrorCode::Internal
        .message(context.locale)
        .clone_into(&mut error.message);
    error.extensions = None;
    set_code(error, ErrorCode::Internal.as_str());
    extensions(error).set("errorId", error_id);
    extensions(error).set("requestId", context.request_id.clone());
}

fn error_chain(error: &(dyn std::error::Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        source = cause.source();
    }
    text
}
