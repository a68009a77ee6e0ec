//! The console, out of the binary: its files by name, and its page for every other address.

use actix_web::{
    HttpRequest, HttpResponse,
    http::{
        Method, StatusCode,
        header::{self, HeaderValue},
    },
};
use sha2::{Digest, Sha256};

use super::problem;

/// A file of the console as the build made it.
#[derive(Debug)]
struct File {
    name: &'static str,
    bytes: &'static [u8],
    /// The same, compressed at the highest level.
    brotli: Option<&'static [u8]>,
}

/// Every file, by name. Empty when the binary was built without a console.
const FILES: &[File] = include!(concat!(env!("OUT_DIR"), "/console.rs"));

/// The page from which the console starts.
const PAGE: &str = "index.html";

/// What a binary without a console says instead.
const NO_CONSOLE: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Saxaul</title>\
    <main><h1>Saxaul</h1><p>This binary was built without its console. <code>make run</code> builds both.</p>\
    <p lang=\"zh-CN\">此程序未包含网页控制台，请用 <code>make run</code> 一并构建。</p></main></html>";

/// Answers every address that no other route has.
pub(super) async fn serve(request: HttpRequest) -> HttpResponse {
    if request.method() != Method::GET && request.method() != Method::HEAD {
        return problem::problem(
            StatusCode::NOT_FOUND,
            "NOT_FOUND",
            "There is nothing at this address.",
        );
    }
    let path = request.path().trim_start_matches('/');
    if let Some(file) = find(path).filter(|file| file.name != PAGE) {
        return respond(&request, file);
    }
    // Addresses of screens have no dot in their last part; those of files do, and a file that is not there is told
    // so, or a browser would take the page for a script.
    let last = path.rsplit('/').next().unwrap_or_default();
    if last.contains('.') && last != PAGE {
        return problem::problem(
            StatusCode::NOT_FOUND,
            "NOT_FOUND",
            "There is nothing at this address.",
        );
    }
    match find(PAGE) {
        Some(page) => respond(&request, page),
        None => HttpResponse::Ok()
            .content_type("text/html; charset=utf-8")
            .body(NO_CONSOLE),
    }
}

fn find(name: &str) -> Option<&'static File> {
    FILES.iter().find(|file| file.name == name)
}

fn respond(request: &HttpRequest, file: &'static File) -> HttpResponse {
    let tag = format!("\"{}\"", tag(file.bytes));
    let known = request
        .headers()
        .get(header::IF_NONE_MATCH)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|tags| tags.split(',').any(|known| known.trim() == tag));
    let mut response = if known {
        HttpResponse::NotModified()
    } else {
        HttpResponse::Ok()
    };
    response
        .insert_header((header::VARY, "Accept-Encoding"))
        .insert_header((header::ETAG, tag))
        .insert_header((header::CACHE_CONTROL, cache_control(file.name)));
    if known {
        return response.finish();
    }
    response.insert_header((
        header::CONTENT_TYPE,
        HeaderValue::from_static(media_type(file.name)),
    ));
    match file.brotli.filter(|_| takes_brotli(request)) {
        Some(brotli) => response
            .insert_header((header::CONTENT_ENCODING, "br"))
            .body(brotli),
        None => response.body(file.bytes),
    }
}

/// A hash of the content, short enough for a header. Computed per answer only for what browsers do not keep: the page.
fn tag(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    let hash = Sha256::digest(bytes);
    hash.iter().take(12).fold(String::new(), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Names with a hash of their content never mean anything else; the page is asked for every time.
fn cache_control(name: &str) -> &'static str {
    if has_hash(name) {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    }
}

/// Whether a part of the name, between dashes, dots and underscores, is a hash: 16 hexadecimal digits, of which the
/// bundler leaves out zeros in front.
fn has_hash(name: &str) -> bool {
    name.split(['-', '.', '_']).any(|part| {
        (12..=16).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_hexdigit())
    })
}

fn takes_brotli(request: &HttpRequest) -> bool {
    request
        .headers()
        .get_all(header::ACCEPT_ENCODING)
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .filter_map(|one| {
            let (name, weight) = one.split_once(';').unwrap_or((one, "q=1"));
            (name.trim() == "br").then_some(weight)
        })
        .any(|weight| !matches!(weight.trim(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000"))
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "wasm" => "application/wasm",
        "css" => "text/css; charset=utf-8",
        "svg" => "image/svg+xml",
        "json" => "application/json",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    #[test]
    fn only_names_with_a_hash_are_kept_for_good() {
        assert!(cache_control("saxaul-web-68ce498499f6a386_bg.wasm").contains("immutable"));
        assert!(cache_control("7eaf0c7773b32aae-boot.mjs").contains("immutable"));
        assert!(cache_control("base-577519ad981a06a.css").contains("immutable"));
        for name in ["index.html", "favicon.ico", "robots.txt", "boot.js"] {
            assert_eq!(cache_control(name), "no-cache", "{name}");
        }
    }

    #[test]
    fn brotli_is_sent_to_those_who_take_it() {
        let takes = |header: &'static str| {
            takes_brotli(
                &TestRequest::default()
                    .insert_header(("accept-encoding", header))
                    .to_http_request(),
            )
        };
        assert!(takes("gzip, deflate, br"));
        assert!(takes("br;q=0.5"));
        assert!(!takes("br;q=0, gzip"));
        assert!(!takes("gzip"));
    }

    #[actix_web::test]
    async fn a_file_that_is_not_there_is_not_answered_with_the_page() {
        let answer = serve(TestRequest::with_uri("/saxaul-web-00.wasm").to_http_request()).await;
        assert_eq!(answer.status(), StatusCode::NOT_FOUND);
        let screen = serve(TestRequest::with_uri("/settings/boundary").to_http_request()).await;
        assert_eq!(screen.status(), StatusCode::OK);
        assert_eq!(
            screen.headers().get(header::CONTENT_TYPE).unwrap(),
            "text/html; charset=utf-8"
        );
    }

    #[actix_web::test]
    async fn a_write_to_an_unknown_address_is_not_found() {
        let answer = serve(TestRequest::post().uri("/settings").to_http_request()).await;
        assert_eq!(answer.status(), StatusCode::NOT_FOUND);
    }
}
