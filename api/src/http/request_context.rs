//! What a resolver may know of the HTTP request, and the cookies it may set.

use std::{
    net::IpAddr,
    sync::{Arc, Mutex, PoisonError},
};

pub use cookie::Cookie;

use super::locale::Locale;

/// Name of the cookie that holds the refresh token.
pub const REFRESH_COOKIE: &str = "saxaul_refresh";

/// The HTTP request behind a GraphQL request. It is in the data of every GraphQL request.
#[derive(Debug, Clone)]
pub struct RequestContext {
    /// Id of the request, also in the log and in the header `X-Request-Id`.
    pub request_id: String,
    /// Address of the caller; behind a trusted proxy, the one the proxy names.
    pub client_address: IpAddr,
    /// The caller's program as it names itself.
    pub user_agent: Option<String>,
    /// Language of the answer.
    pub locale: Locale,
    /// Content of the refresh cookie, when the caller sent one.
    pub refresh_cookie: Option<String>,
    /// Cookies to set with the answer. A WebSocket cannot set any: there they are dropped.
    pub cookies: ResponseCookies,
}

/// A shared handle by which a resolver sets or clears cookies; the HTTP handler writes them.
#[derive(Debug, Clone, Default)]
pub struct ResponseCookies(Arc<Mutex<Vec<Cookie<'static>>>>);

impl ResponseCookies {
    /// Sets a cookie with the answer; to clear one, set it empty with an age of zero.
    pub fn set(&self, cookie: Cookie<'static>) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(cookie);
    }

    /// Takes the cookies set so far, in order.
    pub(crate) fn take(&self) -> Vec<Cookie<'static>> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
