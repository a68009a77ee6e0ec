//! What runs in the browser, out of the binary: its files by name, and for every other address the page of the program
//! that the address belongs to.

use actix_web::{
    HttpRequest, HttpResponse,
    http::{
        Method, StatusCode,
        header::{self, HeaderName, HeaderValue},
    },
};
use sha2::{Digest, Sha256};

use super::problem;

/// A file as the build made it.
#[derive(Debug)]
struct File {
    /// Its path below `/`.
    name: &'static str,
    bytes: &'static [u8],
    /// The same, compressed at the highest level.
    brotli: Option<&'static [u8]>,
}

/// Every file, by name. Empty when the binary was built without the browser's half.
const FILES: &[File] = include!(concat!(env!("OUT_DIR"), "/console.rs"));

/// The page from which the console starts.
const CONSOLE: &str = "index.html";

/// The page from which the employees' circle starts.
const CIRCLE: &str = "circle/index.html";

/// What a binary without the browser's half says instead.
const NO_CONSOLE: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Saxaul</title>\
    <main><h1>Saxaul</h1><p>This binary was built without its console. <code>make run</code> builds both.</p>\
    <p lang=\"zh-CN\">此程序未包含网页控制台，请用 <code>make run</code> 一并构建。</p></main></html>";

/// Answers every address that no other route has.
pub(super) async fn serve(request: HttpRequest) -> HttpResponse {
    answer(&request, FILES)
}

fn answer(request: &HttpRequest, files: &'static [File]) -> HttpResponse {
    let nothing = || {
        problem::problem(
            StatusCode::NOT_FOUND,
            "NOT_FOUND",
            "There is nothing at this address.",
        )
    };
    if request.method() != Method::GET && request.method() != Method::HEAD {
        return nothing();
    }
    let path = request.path().trim_start_matches('/');
    let page = page_of(path);
    let find = |name: &str| files.iter().find(|file| file.name == name);
    if let Some(file) = find(path).filter(|file| file.name != page) {
        return respond(request, file);
    }
    // Addresses of screens have no dot in their last part; those of files do, and a file that is not there is told
    // so, or a browser would take the page for a script.
    let last = path.rsplit('/').next().unwrap_or_default();
    if last.contains('.') && path != page {
        return nothing();
    }
    match find(page) {
        Some(page) => respond(request, page),
        None => HttpResponse::Ok()
            .content_type("text/html; charset=utf-8")
            .body(NO_CONSOLE),
    }
}

/// The page of the program that an address belongs to.
fn page_of(path: &str) -> &'static str {
    if path == "circle" || path.starts_with("circle/") {
        CIRCLE
    } else {
        CONSOLE
    }
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
    if let Some(folder) = file.name.strip_suffix("/sw.js") {
        // A service worker serves addresses below its own folder; this one also the folder's own, without a slash.
        if let Ok(scope) = HeaderValue::from_str(&format!("/{folder}")) {
            response.insert_header((HeaderName::from_static("service-worker-allowed"), scope));
        }
    }
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
        "webmanifest" => "application/manifest+json",
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

    const BUILT: &[File] = &[
        plain("circle/icon-192.png", b"png"),
        plain("circle/index.html", b"the circle"),
        plain("circle/manifest.webmanifest", b"{}"),
        plain("circle/sw.js", b"const FILES = [];"),
        plain("index.html", b"the console"),
        plain("saxaul-circle-68ce498499f6a386_bg.wasm", b"wasm"),
    ];

    const fn plain(name: &'static str, bytes: &'static [u8]) -> File {
        File {
            name,
            bytes,
            brotli: None,
        }
    }

    async fn get(path: &str) -> (StatusCode, header::HeaderMap, String) {
        let answer = answer(&TestRequest::with_uri(path).to_http_request(), BUILT);
        let (status, headers) = (answer.status(), answer.headers().clone());
        let body = actix_web::body::to_bytes(answer.into_body()).await.unwrap();
        (status, headers, String::from_utf8(body.to_vec()).unwrap())
    }

    #[actix_web::test]
    async fn addresses_of_the_circle_get_its_page_and_all_others_the_console() {
        for path in ["/circle", "/circle/", "/circle/join/tok", "/circle/log"] {
            assert_eq!(get(path).await.2, "the circle", "{path}");
        }
        for path in ["/", "/circles", "/settings/boundary", "/data/circle"] {
            assert_eq!(get(path).await.2, "the console", "{path}");
        }
    }

    #[actix_web::test]
    async fn files_with_a_fixed_address_have_their_type_and_are_asked_for_every_time() {
        for (path, kind) in [
            ("/circle/icon-192.png", "image/png"),
            ("/circle/manifest.webmanifest", "application/manifest+json"),
            ("/circle/sw.js", "text/javascript; charset=utf-8"),
        ] {
            let (status, headers, _) = get(path).await;
            assert_eq!(status, StatusCode::OK, "{path}");
            assert_eq!(headers.get("content-type").unwrap(), kind, "{path}");
            assert_eq!(headers.get("cache-control").unwrap(), "no-cache", "{path}");
        }
    }

    #[actix_web::test]
    async fn the_service_worker_may_serve_the_circle_and_nothing_else() {
        let (_, worker, _) = get("/circle/sw.js").await;
        assert_eq!(worker.get("service-worker-allowed").unwrap(), "/circle");
        let (_, page, _) = get("/circle").await;
        assert!(page.get("service-worker-allowed").is_none());
    }

    #[actix_web::test]
    async fn a_file_that_is_not_there_is_not_answered_with_the_page() {
        for path in ["/saxaul-web-00.wasm", "/circle/old.js", "/circle.html"] {
            assert_eq!(get(path).await.0, StatusCode::NOT_FOUND, "{path}");
        }
        let (status, headers, _) = get("/settings/boundary").await;
        assert_eq!(status, StatusCode::OK);
        assert_eq!(
            headers.get("content-type").unwrap(),
            "text/html; charset=utf-8"
        );
    }

    #[actix_web::test]
    async fn a_write_to_an_unknown_address_is_not_found() {
        let write = TestRequest::post().uri("/settings").to_http_request();
        assert_eq!(answer(&write, BUILT).status(), StatusCode::NOT_FOUND);
    }

    #[actix_web::test]
    async fn a_binary_without_the_browsers_half_says_so() {
        let screen = answer(&TestRequest::with_uri("/").to_http_request(), &[]);
        let body = actix_web::body::to_bytes(screen.into_body()).await.unwrap();
        assert_eq!(body, NO_CONSOLE.as_bytes());
    }
}
