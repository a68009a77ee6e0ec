//! Which pages may call: the console's own, and those the operator names.

use actix_web::{
    HttpRequest, HttpResponse,
    http::{
        StatusCode,
        header::{self, HeaderMap, HeaderName, HeaderValue},
    },
};

use super::problem::problem;
use crate::config::Config;

/// What the headers say about the page a request comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Source {
    /// No browser, or the console itself.
    Own,
    /// A page of another origin that the operator named.
    Named(String),
    /// A page of another origin.
    Foreign,
}

impl Source {
    /// Reads `Origin` and `Sec-Fetch-Site`.
    pub(crate) fn of(request: &HttpRequest, config: &Config) -> Self {
        let text = |name| {
            request
                .headers()
                .get(name)
                .and_then(|value: &HeaderValue| value.to_str().ok())
        };
        let Some(origin) = request.headers().get(header::ORIGIN) else {
            // A browser leaves Origin out of plain GETs, but not this.
            return match text(HeaderName::from_static("sec-fetch-site")) {
                Some("cross-site") => Self::Foreign,
                _ => Self::Own,
            };
        };
        let Ok(origin) = origin.to_str() else {
            return Self::Foreign;
        };
        if origin == config.public_url.origin().ascii_serialization()
            || is_same_host(origin, text(header::HOST))
        {
            Self::Own
        } else if config
            .allowed_origins
            .iter()
            .any(|allowed| allowed == origin)
        {
            Self::Named(origin.to_owned())
        } else {
            Self::Foreign
        }
    }

    /// Lets a named page read the answer. Never with credentials: such a page brings its own token.
    pub(crate) fn allow(&self, headers: &mut HeaderMap) {
        headers.append(header::VARY, HeaderValue::from_static("Origin"));
        if let Self::Named(origin) = self
            && let Ok(origin) = HeaderValue::from_str(origin)
        {
            headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
            headers.insert(
                header::ACCESS_CONTROL_EXPOSE_HEADERS,
                HeaderValue::from_static("X-Request-Id, Retry-After"),
            );
            let policy = HeaderName::from_static("cross-origin-resource-policy");
            headers.insert(policy, HeaderValue::from_static("cross-origin"));
        }
    }

    /// The answer to a preflight.
    pub(crate) fn preflight(&self, methods: &'static str) -> HttpResponse {
        let mut response = match self {
            Self::Foreign => problem(
                StatusCode::FORBIDDEN,
                "ORIGIN_REFUSED",
                "This origin may not call.",
            ),
            Self::Own | Self::Named(_) => HttpResponse::NoContent().finish(),
        };
        let headers = response.headers_mut();
        headers.insert(header::ALLOW, HeaderValue::from_static(methods));
        if let Self::Named(_) = self {
            headers.insert(
                header::ACCESS_CONTROL_ALLOW_METHODS,
                HeaderValue::from_static(methods),
            );
            headers.insert(
                header::ACCESS_CONTROL_ALLOW_HEADERS,
                HeaderValue::from_static(
                    "Authorization, Content-Type, Accept-Language, X-File-Name",
                ),
            );
            headers.insert(
                header::ACCESS_CONTROL_MAX_AGE,
                HeaderValue::from_static("600"),
            );
        }
        self.allow(headers);
        response
    }
}

/// Whether the origin is the very address the request was sent to. Only for addresses that name a machine by number
/// or as the local one: a foreign name could be made to point here.
fn is_same_host(origin: &str, host: Option<&str>) -> bool {
    let Some(host) = host else { return false };
    let Some((_, authority)) = origin.split_once("://") else {
        return false;
    };
    if authority != host {
        return false;
    }
    match url::Url::parse(origin)
        .ok()
        .and_then(|url| url.host().map(|host| host.to_owned()))
    {
        Some(url::Host::Domain(name)) => name == "localhost",
        Some(url::Host::Ipv4(_) | url::Host::Ipv6(_)) => true,
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    fn source(headers: &[(&'static str, &str)]) -> Source {
        let settings = [
            ("public_url", "https://app.example"),
            ("allowed_origins", "https://partner.example"),
        ];
        let config = Config::with(&settings).unwrap();
        let mut request = TestRequest::default();
        for (name, value) in headers {
            request = request.insert_header((*name, *value));
        }
        Source::of(&request.to_http_request(), &config)
    }

    #[test]
    fn only_the_console_and_named_pages_may_call() {
        assert_eq!(source(&[]), Source::Own);
        assert_eq!(source(&[("Origin", "https://app.example")]), Source::Own);
        assert_eq!(
            source(&[("Origin", "https://partner.example")]),
            Source::Named("https://partner.example".into())
        );
        for foreign in [
            "https://evil.example",
            "null",
            "https://app.example.evil",
            "http://app.example",
            "",
        ] {
            assert_eq!(source(&[("Origin", foreign)]), Source::Foreign, "{foreign}");
        }
        assert_eq!(source(&[("Sec-Fetch-Site", "cross-site")]), Source::Foreign);
        assert_eq!(source(&[("Sec-Fetch-Site", "same-origin")]), Source::Own);
    }

    #[test]
    fn the_address_itself_counts_only_by_number_or_as_the_local_one() {
        assert_eq!(
            source(&[("Origin", "http://localhost:1"), ("Host", "localhost:1")]),
            Source::Own
        );
        assert_eq!(
            source(&[("Origin", "http://192.0.2.1:1"), ("Host", "192.0.2.1:1")]),
            Source::Own
        );
        assert_eq!(
            source(&[("Origin", "http://192.0.2.1:1"), ("Host", "192.0.2.1:2")]),
            Source::Foreign
        );
        assert_eq!(
            source(&[
                ("Origin", "http://rebound.example"),
                ("Host", "rebound.example")
            ]),
            Source::Foreign
        );
    }
}
