//! Who calls: the request's circumstances, and the person when one is signed in.

use std::net::{IpAddr, Ipv4Addr};

use actix_web::{
    HttpMessage as _, HttpRequest, HttpResponse,
    http::{
        StatusCode,
        header::{self, HeaderMap, HeaderName},
    },
};

use super::{
    locale::{self, Locale},
    problem::problem,
    request_context::{REFRESH_COOKIE, RequestContext, ResponseCookies},
    request_id::RequestId,
};
use crate::{
    auth::{AuthError, Authenticator, Principal},
    config::{Config, Network},
    error::ApiError,
};

/// Who calls.
#[derive(Debug, Clone)]
pub(crate) struct Caller {
    pub(crate) context: RequestContext,
    /// The person or integrator, when one is signed in.
    pub(crate) principal: Option<Principal>,
}

impl Caller {
    /// The caller of a request, before anybody has looked at a token.
    pub(crate) fn anonymous(request: &HttpRequest, config: &Config) -> Self {
        let headers = request.headers();
        let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
        let request_id = request
            .extensions()
            .get::<RequestId>()
            .map(|id| id.0.clone());
        let user_agent = text(header::USER_AGENT).map(|agent| agent.chars().take(300).collect());
        let context = RequestContext {
            request_id: request_id.unwrap_or_default(),
            client_address: client_address(request, &config.trusted_proxies),
            user_agent,
            locale: locale::negotiate(text(header::ACCEPT_LANGUAGE)).unwrap_or(Locale::ZhCn),
            refresh_cookie: refresh_cookie(headers),
            cookies: ResponseCookies::default(),
        };
        Self {
            context,
            principal: None,
        }
    }

    /// The caller of a request, recognised by its bearer token when it has one. A token that is not good is refused,
    /// not ignored: its holder believes to be signed in.
    pub(crate) async fn recognise(
        request: &HttpRequest,
        config: &Config,
        authenticator: &Authenticator,
    ) -> Result<Self, ApiError> {
        let mut caller = Self::anonymous(request, config);
        let Some(value) = request.headers().get(header::AUTHORIZATION) else {
            return Ok(caller);
        };
        let value = value.to_str().map_err(|_| ApiError::unauthenticated())?;
        caller.principal = Some(verify(authenticator, value).await?);
        let languages = request
            .headers()
            .get(header::ACCEPT_LANGUAGE)
            .and_then(|value| value.to_str().ok());
        if let (Some(principal), None) = (&caller.principal, locale::negotiate(languages)) {
            caller.context.locale = principal.locale;
        }
        Ok(caller)
    }

    /// The person or integrator behind a request outside GraphQL, with the language to answer in; or the refusal.
    pub(crate) async fn signed_in(
        request: &HttpRequest,
        config: &Config,
        authenticator: &Authenticator,
    ) -> Result<(Principal, Locale), HttpResponse> {
        let refused = |error: &ApiError, locale| {
            problem(
                StatusCode::UNAUTHORIZED,
                error.code().as_str(),
                error.message(locale),
            )
        };
        let caller = match Self::recognise(request, config, authenticator).await {
            Ok(caller) => caller,
            Err(error) => {
                let locale = Self::anonymous(request, config).context.locale;
                return Err(refused(&error, locale));
            }
        };
        let locale = caller.context.locale;
        match caller.principal {
            Some(principal) => Ok((principal, locale)),
            None => Err(refused(&ApiError::unauthenticated(), locale)),
        }
    }

    /// Whether a person or an integrator stands behind the call.
    pub(crate) fn is_signed_in(&self) -> bool {
        self.principal.is_some()
    }

    /// Whose budget the call is charged to: the person's, or else the address's.
    pub(crate) fn budget_key(&self) -> String {
        match &self.principal {
            Some(principal) => principal.person_id.clone(),
            None => self.context.client_address.to_string(),
        }
    }
}

/// The principal behind an `Authorization` value. Every refusal is the same, whatever is wrong with the token.
pub(crate) async fn verify(
    authenticator: &Authenticator,
    authorization: &str,
) -> Result<Principal, ApiError> {
    let (scheme, token) = authorization
        .split_once(' ')
        .ok_or_else(ApiError::unauthenticated)?;
    if !scheme.eq_ignore_ascii_case("Bearer") {
        return Err(ApiError::unauthenticated());
    }
    authenticator
        .verify(token.trim())
        .await
        .map_err(|error| match error {
            AuthError::Token(reason) => {
                tracing::debug!(auth.reason = %reason, "an access token was refused");
                ApiError::unauthenticated()
            }
            AuthError::Fault(cause) => ApiError::internal(cause),
        })
}

/// The address of the caller: the nearest one in `X-Forwarded-For` that is no trusted proxy, when the peer is one.
pub(crate) fn client_address(request: &HttpRequest, trusted: &[Network]) -> IpAddr {
    let peer = request
        .peer_addr()
        .map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |address| {
            address.ip().to_canonical()
        });
    let is_trusted = |address: IpAddr| trusted.iter().any(|network| network.contains(address));
    if !is_trusted(peer) {
        return peer;
    }
    let mut hops = Vec::new();
    for value in request
        .headers()
        .get_all(HeaderName::from_static("x-forwarded-for"))
    {
        let Ok(value) = value.to_str() else {
            return peer;
        };
        hops.extend(value.split(',').map(|hop| hop.trim().parse::<IpAddr>()));
    }
    let mut nearest = peer;
    for hop in hops.into_iter().rev() {
        // A hop that is no address was not written by a proxy of ours: believe nothing beyond it.
        let Ok(hop) = hop else { return nearest };
        nearest = hop.to_canonical();
        if !is_trusted(nearest) {
            return nearest;
        }
    }
    nearest
}

fn refresh_cookie(headers: &HeaderMap) -> Option<String> {
    headers
        .get_all(header::COOKIE)
        .filter_map(|value| value.to_str().ok())
        .flat_map(cookie::Cookie::split_parse)
        .filter_map(Result::ok)
        .find(|cookie| cookie.name() == REFRESH_COOKIE)
        .map(|cookie| cookie.value().to_owned())
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    fn address(peer: &str, forwarded: &[&str], trusted: &str) -> String {
        let mut request = TestRequest::default().peer_addr(format!("{peer}:1").parse().unwrap());
        for value in forwarded {
            request = request.append_header(("X-Forwarded-For", *value));
        }
        let trusted: Vec<Network> = trusted
            .split(',')
            .filter_map(|network| network.parse().ok())
            .collect();
        client_address(&request.to_http_request(), &trusted).to_string()
    }

    #[test]
    fn a_forwarded_address_from_a_stranger_changes_nothing() {
        assert_eq!(address("203.0.113.9", &["198.51.100.1"], ""), "203.0.113.9");
        assert_eq!(
            address("203.0.113.9", &["198.51.100.1"], "10.0.0.0/8"),
            "203.0.113.9"
        );
    }

    #[test]
    fn behind_trusted_proxies_the_nearest_stranger_is_the_caller() {
        assert_eq!(
            address("10.0.0.1", &["198.51.100.1"], "10.0.0.0/8"),
            "198.51.100.1"
        );
        assert_eq!(
            address(
                "10.0.0.1",
                &["6.6.6.6, 198.51.100.1, 10.0.0.2"],
                "10.0.0.0/8"
            ),
            "198.51.100.1"
        );
        assert_eq!(
            address("10.0.0.1", &["6.6.6.6", "198.51.100.1"], "10.0.0.0/8"),
            "198.51.100.1"
        );
        assert_eq!(
            address("10.0.0.1", &["198.51.100.1, junk"], "10.0.0.0/8"),
            "10.0.0.1"
        );
    }

    #[test]
    fn the_refresh_cookie_is_found_among_others() {
        let request = TestRequest::default()
            .append_header(("Cookie", "a=1; saxaul_refresh=secret; b=2"))
            .to_http_request();
        assert_eq!(refresh_cookie(request.headers()).as_deref(), Some("secret"));
    }
}
