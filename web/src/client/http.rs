//! Requests: one for GraphQL, one for files of the server, one for uploads with progress.

use js_sys::Promise;
use leptos::prelude::*;
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, Headers, Request, RequestCredentials, RequestInit, Response, XmlHttpRequest};

use super::error::ClientError;
use super::{json, session};
use crate::i18n;

const ENDPOINT: &str = "/graphql";
const ACCEPT: &str = "application/graphql-response+json, application/json";

thread_local! {
    static REACHABLE: ArcRwSignal<bool> = ArcRwSignal::new(true);
}

/// Whether the last thing asked of the server was answered; tracked.
pub fn is_reachable() -> bool {
    REACHABLE.with(Get::get)
}

/// The server did not answer.
pub fn note_unreachable() {
    note_reached(false);
}

fn note_reached(reached: bool) {
    REACHABLE.with(|signal| {
        if signal.get_untracked() != reached {
            signal.set(reached);
        }
    });
}

/// Sends one GraphQL request body and returns the text of the answer, whatever its status.
pub async fn post_graphql(body: &str) -> Result<String, ClientError> {
    let answer = post(body).await;
    note_reached(!matches!(answer, Err(ClientError::Offline)));
    answer
}

async fn post(body: &str) -> Result<String, ClientError> {
    let headers = headers()?;
    let set = |name: &str, value: &str| headers.set(name, value).map_err(garbled);
    set("content-type", "application/json")?;
    set("accept", ACCEPT)?;
    let init = RequestInit::new();
    init.set_method("POST");
    init.set_headers(&headers);
    init.set_body(&JsValue::from_str(body));
    // The refresh cookie travels with requests of the same origin only.
    init.set_credentials(RequestCredentials::SameOrigin);
    let response = fetch(ENDPOINT, &init).await?;
    let text = text_of(&response).await?;
    if response.status() >= 500 && !text.starts_with('{') {
        return Err(ClientError::Offline);
    }
    Ok(text)
}

/// A file of the server, as the signed-in person may have it. A token that has expired is renewed once.
pub async fn get_file(path: &str) -> Result<Blob, ClientError> {
    session::renew_if_stale().await;
    match get_file_once(path).await {
        Err(ClientError::SignedOut) if session::renew().await == session::Renewal::Renewed => {
            get_file_once(path).await
        }
        result => result,
    }
}

async fn get_file_once(path: &str) -> Result<Blob, ClientError> {
    let (init, headers) = (RequestInit::new(), headers()?);
    init.set_headers(&headers);
    let response = fetch(path, &init).await?;
    if !response.ok() {
        return Err(refusal(response.status(), &text_of(&response).await?));
    }
    JsFuture::from(response.blob().map_err(garbled)?)
        .await
        .map_err(|_| ClientError::Offline)?
        .dyn_into()
        .map_err(garbled)
}

fn garbled(error: JsValue) -> ClientError {
    ClientError::Garbled(format!("{error:?}"))
}

/// What every request says: the language, and who asks.
fn headers() -> Result<Headers, ClientError> {
    let headers = Headers::new().map_err(garbled)?;
    let set = |name: &str, value: &str| headers.set(name, value).map_err(garbled);
    set("accept-language", i18n::current().tag())?;
    if let Some(token) = session::access_token() {
        set("authorization", &format!("Bearer {token}"))?;
    }
    Ok(headers)
}

async fn fetch(path: &str, init: &RequestInit) -> Result<Response, ClientError> {
    let request = Request::new_with_str_and_init(path, init).map_err(garbled)?;
    let Some(window) = web_sys::window() else {
        return Err(ClientError::Offline);
    };
    JsFuture::from(window.fetch_with_request(&request))
        .await
        .map_err(|_| ClientError::Offline)?
        .dyn_into()
        .map_err(garbled)
}

async fn text_of(response: &Response) -> Result<String, ClientError> {
    let text = JsFuture::from(response.text().map_err(garbled)?)
        .await
        .map_err(|_| ClientError::Offline)?;
    Ok(text.as_string().unwrap_or_default())
}

/// Why a request outside GraphQL was refused: the first of `errors`, as GraphQL has it.
fn refusal(status: u16, text: &str) -> ClientError {
    match (status, parse::<Refused>(text)) {
        (0, _) => ClientError::Offline,
        (401, _) => ClientError::SignedOut,
        (_, Err(error)) => error,
        (_, Ok(refused)) => refused
            .errors
            .into_iter()
            .next()
            .map_or(ClientError::Offline, Into::into),
    }
}

/// Parses JSON, calling anything unexpected garbled.
pub fn parse<T: DeserializeOwned>(text: &str) -> Result<T, ClientError> {
    json::read(text).map_err(|error| ClientError::Garbled(error.to_string()))
}

/// A running upload: dropping it cancels it.
pub struct Upload {
    request: XmlHttpRequest,
    ended: Promise,
    _on_progress: Closure<dyn FnMut(web_sys::ProgressEvent)>,
}

/// What the server keeps of an uploaded file.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Uploaded {
    /// `upl_…`, to name in `importCreate` and `evidenceAttach`.
    pub upload_id: String,
}

impl Upload {
    /// Waits for the end. A cancelled upload ends as offline.
    pub async fn finish(self) -> Result<Uploaded, ClientError> {
        // `loadend` comes once, whether it went well or not; the status tells which.
        drop(JsFuture::from(self.ended.clone()).await);
        read_upload_answer(&self.request)
    }

    /// A handle that cancels the upload from elsewhere.
    pub fn canceller(&self) -> impl Fn() + Clone + 'static {
        let request = self.request.clone();
        move || drop(request.abort())
    }
}

impl Drop for Upload {
    fn drop(&mut self) {
        // Aborting a finished request does nothing.
        drop(self.request.abort());
    }
}

/// Sends a file to `POST /uploads`. `on_progress` gets bytes sent so far and in all.
///
/// `fetch` cannot tell how much has been sent, so this is the one place for `XmlHttpRequest`.
pub fn upload(
    file: &web_sys::File,
    on_progress: impl Fn(f64, f64) + 'static,
) -> Result<Upload, ClientError> {
    let request = XmlHttpRequest::new().map_err(garbled)?;
    request
        .open_with_async("POST", "/uploads", true)
        .map_err(garbled)?;
    let set = |name: &str, value: &str| request.set_request_header(name, value).map_err(garbled);
    set(
        "x-file-name",
        &String::from(js_sys::encode_uri_component(&file.name())),
    )?;
    set("accept-language", i18n::current().tag())?;
    set("content-type", "application/octet-stream")?;
    if let Some(token) = session::access_token() {
        set("authorization", &format!("Bearer {token}"))?;
    }
    let progressed = Closure::new(move |event: web_sys::ProgressEvent| {
        on_progress(event.loaded(), event.total());
    });
    request
        .upload()
        .map_err(garbled)?
        .set_onprogress(Some(progressed.as_ref().unchecked_ref()));
    let ended = Promise::new(&mut |resolve, _| request.set_onloadend(Some(&resolve)));
    request.send_with_opt_blob(Some(file)).map_err(garbled)?;
    Ok(Upload {
        request,
        ended,
        _on_progress: progressed,
    })
}

fn read_upload_answer(request: &XmlHttpRequest) -> Result<Uploaded, ClientError> {
    let text = request.response_text().ok().flatten().unwrap_or_default();
    match request.status().unwrap_or(0) {
        200..=299 => parse(&text),
        status => Err(refusal(status, &text)),
    }
}

#[derive(serde::Deserialize)]
struct Refused {
    errors: Vec<super::error::WireError>,
}
