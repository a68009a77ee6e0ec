//! Which media type the answer has.

use actix_web::http::header::{self, HeaderMap};

/// Media types of a GraphQL answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MediaType {
    /// `application/graphql-response+json`: the status tells whether the request was good.
    GraphqlResponse,
    /// `application/json`: every well-formed request is answered with 200.
    Json,
}

impl MediaType {
    /// The content type with its encoding.
    pub(super) const fn content_type(self) -> &'static str {
        match self {
            Self::GraphqlResponse => "application/graphql-response+json; charset=utf-8",
            Self::Json => "application/json; charset=utf-8",
        }
    }
}

/// What the client accepts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Accepted {
    pub(super) media_type: MediaType,
    /// Whether the client named the type itself, not a wildcard or nothing.
    pub(super) is_named: bool,
}

/// Reads `Accept`. `None` when the client takes neither type.
pub(super) fn negotiate(headers: &HeaderMap) -> Option<Accepted> {
    let mut items = Vec::new();
    for value in headers.get_all(header::ACCEPT) {
        items.extend(
            value
                .to_str()
                .ok()?
                .split(',')
                .map(str::trim)
                .filter(|item| !item.is_empty()),
        );
    }
    if items.is_empty() {
        return Some(Accepted {
            media_type: MediaType::Json,
            is_named: false,
        });
    }
    let mut best: Option<(Accepted, u32)> = None;
    for item in items {
        let mut parts = item.split(';').map(str::trim);
        let name = parts.next().unwrap_or_default().to_ascii_lowercase();
        let mut weight = 1000;
        let mut is_utf8 = true;
        for parameter in parts {
            match parameter.split_once('=') {
                Some(("q", q)) => weight = thousandths(q),
                Some((key, charset)) if key.eq_ignore_ascii_case("charset") => {
                    is_utf8 = charset.trim_matches('"').eq_ignore_ascii_case("utf-8");
                }
                _ => {}
            }
        }
        let accepted = match name.as_str() {
            "application/graphql-response+json" => Accepted {
                media_type: MediaType::GraphqlResponse,
                is_named: true,
            },
            "application/json" => Accepted {
                media_type: MediaType::Json,
                is_named: true,
            },
            "*/*" | "application/*" => Accepted {
                media_type: MediaType::Json,
                is_named: false,
            },
            _ => continue,
        };
        let is_better = best.is_none_or(|(other, other_weight)| {
            weight > other_weight
                || (weight == other_weight && accepted.is_named && !other.is_named)
        });
        if weight > 0 && is_utf8 && is_better {
            best = Some((accepted, weight));
        }
    }
    best.map(|(accepted, _)| accepted)
}

/// A weight such as `0.85` in thousandths; one that is no weight counts for nothing.
fn thousandths(text: &str) -> u32 {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let is_digits = fraction.len() <= 3 && fraction.bytes().all(|byte| byte.is_ascii_digit());
    match whole {
        "0" if is_digits => format!("{fraction:0<3}").parse().unwrap_or(0),
        "1" => 1000,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    fn check(accept: &str, expected: Option<(MediaType, bool)>) {
        let request = TestRequest::default()
            .insert_header(("Accept", accept))
            .to_http_request();
        let expected = expected.map(|(media_type, is_named)| Accepted {
            media_type,
            is_named,
        });
        assert_eq!(negotiate(request.headers()), expected, "{accept}");
    }

    #[test]
    fn the_client_gets_the_type_it_weighs_most() {
        check("application/json", Some((MediaType::Json, true)));
        check(
            "application/graphql-response+json",
            Some((MediaType::GraphqlResponse, true)),
        );
        check(
            "application/graphql-response+json, application/json;q=0.9",
            Some((MediaType::GraphqlResponse, true)),
        );
        check(
            "application/json, application/graphql-response+json;q=0.9",
            Some((MediaType::Json, true)),
        );
        check("*/*", Some((MediaType::Json, false)));
        check("text/html, */*;q=0.1", Some((MediaType::Json, false)));
        check(
            "application/json; charset=utf-8",
            Some((MediaType::Json, true)),
        );
    }

    #[test]
    fn a_client_that_takes_neither_gets_neither() {
        check("text/html", None);
        check("application/json;q=0", None);
        check("application/json; charset=iso-8859-1", None);
    }
}
