//! Headers of every answer, and refusals that need no route.

use actix_web::{
    Error,
    body::{EitherBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::{
        Method, StatusCode,
        header::{self, HeaderMap, HeaderName, HeaderValue},
    },
    middleware::Next,
    web,
};

use super::problem;
use crate::config::Config;

/// The policy of every page: nothing from elsewhere, no inline script or style, WebAssembly allowed.
pub(crate) const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; \
     connect-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; manifest-src 'self'; base-uri 'none'; \
     form-action 'none'; frame-ancestors 'none'";

/// Two years, as the preload lists ask.
const STRICT_TRANSPORT_SECURITY: &str = "max-age=63072000; includeSubDomains";

/// Largest sum of names and values of a request's headers, in bytes.
const HEADER_BYTES_MAX: usize = 32 * 1024;

/// Sets the headers, and refuses methods and headers that nothing here wants.
pub(crate) async fn layer<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, Error> {
    let is_https = request
        .app_data::<web::Data<Config>>()
        .is_some_and(|config| config.is_public_https());
    let refusal = refuse(&request);
    let mut response = match refusal {
        Some(refusal) => request.into_response(refusal).map_into_right_body(),
        None => next.call(request).await?.map_into_left_body(),
    };
    set(response.headers_mut(), is_https);
    Ok(response)
}

fn refuse(request: &ServiceRequest) -> Option<actix_web::HttpResponse> {
    let bytes: usize = request
        .headers()
        .iter()
        .map(|(name, value)| name.as_str().len() + value.len())
        .sum();
    if bytes > HEADER_BYTES_MAX {
        let mut refusal = problem::problem(
            StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
            "HEADER_LIMIT",
            &format!("The headers are larger than {HEADER_BYTES_MAX} bytes."),
        );
        refusal
            .head_mut()
            .set_connection_type(actix_web::http::ConnectionType::Close);
        return Some(refusal);
    }
    let known = [Method::GET, Method::HEAD, Method::POST, Method::OPTIONS];
    if known.contains(request.method()) {
        return None;
    }
    let mut refusal = problem::problem(
        StatusCode::METHOD_NOT_ALLOWED,
        "METHOD_NOT_ALLOWED",
        "The method is not used here.",
    );
    refusal.headers_mut().insert(
        header::ALLOW,
        HeaderValue::from_static("GET, HEAD, POST, OPTIONS"),
    );
    refusal
        .head_mut()
        .set_connection_type(actix_web::http::ConnectionType::Close);
    Some(refusal)
}

fn set(headers: &mut HeaderMap, is_https: bool) {
    let mut put = |name: HeaderName, value: &'static str| {
        headers.insert(name, HeaderValue::from_static(value))
    };
    put(header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY);
    put(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    put(header::REFERRER_POLICY, "same-origin");
    put(header::X_FRAME_OPTIONS, "DENY");
    put(
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    );
    put(
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    );
    put(
        HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=(), payment=()",
    );
    if is_https {
        put(header::STRICT_TRANSPORT_SECURITY, STRICT_TRANSPORT_SECURITY);
    }
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
}
