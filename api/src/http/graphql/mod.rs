//! `/graphql` over HTTP, as the GraphQL-over-HTTP specification asks, and closed to forged requests.

mod accept;
mod answer;
mod parameters;

pub(super) use self::{
    answer::{Wire, was_executed},
    parameters::from_map,
};

use actix_web::{
    HttpRequest, HttpResponse,
    http::{
        Method, StatusCode,
        header::{self, HeaderMap, HeaderName, HeaderValue},
    },
    web,
};
use async_graphql::parser::types::OperationType;
use futures_util::StreamExt as _;

use self::{
    accept::{Accepted, MediaType},
    parameters::BadParameters,
};
use super::{caller::Caller, origin::Source, problem::problem, socket};
use crate::{
    auth::Auth,
    config::Config,
    error::{ApiError, ErrorCode},
    graphql::executor::{Call, Executor},
};

/// Methods of `/graphql`.
const METHODS: &str = "GET, POST, OPTIONS";

/// Answers any request to `/graphql` that is no WebSocket.
pub(super) async fn handle(
    request: HttpRequest,
    body: web::Payload,
    executor: web::Data<Executor>,
    auth: web::Data<Auth>,
    config: web::Data<Config>,
) -> HttpResponse {
    if socket::is_handshake(&request) {
        return socket::open(&request, body, &executor, &auth, &config);
    }
    let source = Source::of(&request, &config);
    let mut response = match *request.method() {
        Method::OPTIONS => return source.preflight(METHODS),
        _ if source == Source::Foreign => problem(
            StatusCode::FORBIDDEN,
            "ORIGIN_REFUSED",
            "A page of this origin may not call.",
        ),
        Method::GET => get(&request, &executor, &auth, &config).await,
        Method::POST => post(&request, body, &executor, &auth, &config).await,
        _ => {
            let mut response = problem(
                StatusCode::METHOD_NOT_ALLOWED,
                "METHOD_NOT_ALLOWED",
                "GraphQL is asked by GET or POST.",
            );
            response
                .headers_mut()
                .insert(header::ALLOW, HeaderValue::from_static(METHODS));
            response
        }
    };
    source.allow(response.headers_mut());
    response
}

async fn get(
    request: &HttpRequest,
    executor: &Executor,
    auth: &Auth,
    config: &Config,
) -> HttpResponse {
    let Some(accepted) = accept::negotiate(request.headers()) else {
        return not_acceptable();
    };
    if !accepted.is_named && !executor.answers_bare_get() {
        return not_acceptable();
    }
    match parameters::from_query_string(request.query_string()) {
        Ok(call) => run(request, call, accepted, executor, auth, config).await,
        Err(bad) => bad_parameters(&bad, accepted.media_type),
    }
}

async fn post(
    request: &HttpRequest,
    body: web::Payload,
    executor: &Executor,
    auth: &Auth,
    config: &Config,
) -> HttpResponse {
    if let Some(refusal) = refuse_content_type(request.headers()) {
        return refusal;
    }
    let Some(accepted) = accept::negotiate(request.headers()) else {
        return not_acceptable();
    };
    let body = match read_body(request, body, config.graphql.body_bytes).await {
        Ok(body) => body,
        Err(refusal) => return refusal,
    };
    match parameters::from_body(&body) {
        Ok(call) => run(request, call, accepted, executor, auth, config).await,
        Err(bad) => bad_parameters(&bad, accepted.media_type),
    }
}

async fn run(
    request: &HttpRequest,
    call: Call,
    accepted: Accepted,
    executor: &Executor,
    auth: &Auth,
    config: &Config,
) -> HttpResponse {
    let caller = match Caller::recognise(request, config, &auth.authenticator).await {
        Ok(caller) => caller,
        Err(error) => {
            return unrecognised(
                &error,
                &Caller::anonymous(request, config),
                accepted.media_type,
            );
        }
    };
    let prepared = match executor.prepare(call, &caller) {
        Ok(prepared) => prepared,
        Err(refusal) => return answer::refused(*refusal, accepted.media_type),
    };
    match (request.method(), prepared.operation) {
        (&Method::GET, OperationType::Mutation) => {
            let mut response = problem(
                StatusCode::METHOD_NOT_ALLOWED,
                "METHOD_NOT_ALLOWED",
                "A mutation is sent by POST.",
            );
            response
                .headers_mut()
                .insert(header::ALLOW, HeaderValue::from_static("POST"));
            return response;
        }
        (_, OperationType::Subscription) => {
            return problem(
                StatusCode::BAD_REQUEST,
                "SUBSCRIPTION_OVER_HTTP",
                "A subscription is followed by WebSocket, sub-protocol graphql-transport-ws.",
            );
        }
        _ => {}
    }
    let response = executor.execute(prepared).await;
    let mut response = answer::answered(&response, accepted.media_type);
    for cookie in caller.context.cookies.take() {
        if let Ok(cookie) = HeaderValue::from_str(&cookie.to_string()) {
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
    }
    response
}

/// Only JSON is taken: a form of another site can send anything else without asking.
fn refuse_content_type(headers: &HeaderMap) -> Option<HttpResponse> {
    let content_type = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let mut parts = content_type.split(';').map(str::trim);
    let essence = parts.next().unwrap_or_default().to_ascii_lowercase();
    if essence == "multipart/form-data"
        && !headers.contains_key(HeaderName::from_static("graphql-require-preflight"))
    {
        return Some(problem(
            StatusCode::FORBIDDEN,
            "PREFLIGHT_REQUIRED",
            "Multipart requests are not answered.",
        ));
    }
    let is_utf8 = parts
        .filter_map(|parameter| parameter.split_once('='))
        .all(|(name, value)| {
            !name.eq_ignore_ascii_case("charset")
                || value.trim_matches('"').eq_ignore_ascii_case("utf-8")
        });
    if essence == "application/json" && is_utf8 {
        return None;
    }
    Some(problem(
        StatusCode::UNSUPPORTED_MEDIA_TYPE,
        "UNSUPPORTED_MEDIA_TYPE",
        "Send application/json in UTF-8.",
    ))
}

/// Reads the body, at most `bytes_max` of it.
async fn read_body(
    request: &HttpRequest,
    mut body: web::Payload,
    bytes_max: usize,
) -> Result<web::BytesMut, HttpResponse> {
    let too_large = || {
        let message = format!("The body is larger than {bytes_max} bytes.");
        problem(StatusCode::PAYLOAD_TOO_LARGE, "BODY_LIMIT", &message)
    };
    let declared = request
        .headers()
        .get(header::CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok()?.parse().ok());
    if declared.is_some_and(|declared: usize| declared > bytes_max) {
        return Err(too_large());
    }
    let mut bytes = web::BytesMut::with_capacity(declared.unwrap_or_default());
    while let Some(chunk) = body.next().await {
        let chunk = chunk.map_err(|_| {
            problem(
                StatusCode::BAD_REQUEST,
                "BAD_REQUEST",
                "The body ended before its end.",
            )
        })?;
        if bytes.len() + chunk.len() > bytes_max {
            return Err(too_large());
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

/// The answer to a token that is not good.
fn unrecognised(error: &ApiError, caller: &Caller, media_type: MediaType) -> HttpResponse {
    let (status, challenge) = match error.code() {
        ErrorCode::Unauthenticated => (StatusCode::UNAUTHORIZED, true),
        _ => (StatusCode::INTERNAL_SERVER_ERROR, false),
    };
    let mut response = answer::failed(status, error, &caller.context, media_type);
    if challenge {
        response
            .headers_mut()
            .insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    response
}

fn not_acceptable() -> HttpResponse {
    problem(
        StatusCode::NOT_ACCEPTABLE,
        "NOT_ACCEPTABLE",
        "Accept application/graphql-response+json or application/json.",
    )
}

fn bad_parameters(bad: &BadParameters, media_type: MediaType) -> HttpResponse {
    let mut response = problem(bad.status, bad.code, &bad.message);
    response.headers_mut().insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static(media_type.content_type()),
    );
    response
}
