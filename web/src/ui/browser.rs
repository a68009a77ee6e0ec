//! The few things asked of the browser itself.

use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;

fn storage() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok()?
}

/// What was remembered under `key`; private windows may refuse.
pub fn stored(key: &str) -> Option<String> {
    storage()?.get_item(key).ok()?
}

/// Remembers `value` under `key`, where the browser lets us.
pub fn store(key: &str, value: &str) {
    if let Some(storage) = storage() {
        drop(storage.set_item(key, value));
    }
}

/// Forgets what was remembered under `key`.
pub fn unstore(key: &str) {
    if let Some(storage) = storage() {
        drop(storage.remove_item(key));
    }
}

/// Keys of everything that is remembered.
pub fn stored_keys() -> Vec<String> {
    let Some(storage) = storage() else {
        return Vec::new();
    };
    let count = storage.length().unwrap_or(0);
    (0..count)
        .filter_map(|index| storage.key(index).ok().flatten())
        .collect()
}

/// Installs a service worker for the addresses below `scope`, where the browser has such.
pub fn install_worker(script: &str, scope: &str) {
    let Some(window) = web_sys::window() else {
        return;
    };
    // Outside a secure context there is none.
    let container = js_sys::Reflect::get(&window.navigator(), &JsValue::from_str("serviceWorker"));
    let Some(container) = container
        .ok()
        .and_then(|container| container.dyn_into::<web_sys::ServiceWorkerContainer>().ok())
    else {
        return;
    };
    let options = web_sys::RegistrationOptions::new();
    options.set_scope(scope);
    // Without the worker the app works as well, with a network only.
    let installing = container.register_with_options(script, &options);
    wasm_bindgen_futures::spawn_local(async move { drop(JsFuture::from(installing).await) });
}

/// The document.
pub fn document() -> Option<web_sys::Document> {
    web_sys::window()?.document()
}

fn root() -> Option<web_sys::Element> {
    document()?.document_element()
}

/// Tells the document its language, for screen readers and line breaking.
pub fn set_document_language(tag: &str) {
    if let Some(root) = root() {
        drop(root.set_attribute("lang", tag));
    }
}

/// Sets the theme on the document; `None` follows the system.
pub fn set_document_theme(theme: Option<&str>) {
    if let Some(root) = root() {
        drop(match theme {
            Some(theme) => root.set_attribute("data-theme", theme),
            None => root.remove_attribute("data-theme"),
        });
    }
}

/// Sets the title of the page.
pub fn set_title(title: &str) {
    if let Some(document) = document() {
        document.set_title(title);
    }
}

/// Address of a WebSocket on this server.
pub fn socket_url(path: &str) -> String {
    let location = web_sys::window().map(|window| window.location());
    let secure = location
        .as_ref()
        .and_then(|location| location.protocol().ok())
        .is_some_and(|protocol| protocol == "https:");
    let host = location
        .and_then(|location| location.host().ok())
        .unwrap_or_default();
    format!("{}://{host}{path}", if secure { "wss" } else { "ws" })
}

/// Waits.
pub async fn sleep(millis: i32) {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        if let Some(window) = web_sys::window() {
            drop(window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, millis));
        }
    });
    // A timer is never rejected.
    drop(JsFuture::from(promise).await);
}

/// Between 75 % and 125 % of `millis`, so that many browsers do not come back at once.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a few seconds in milliseconds"
)]
pub fn jitter(millis: i32) -> i32 {
    (f64::from(millis) * (0.75 + js_sys::Math::random() / 2.0)) as i32
}

/// Copies text to the clipboard; whether it worked.
pub async fn copy(text: &str) -> bool {
    let Some(window) = web_sys::window() else {
        return false;
    };
    // Without a secure context there is no clipboard.
    let clipboard = js_sys::Reflect::get(&window.navigator(), &JsValue::from_str("clipboard"));
    match clipboard
        .ok()
        .and_then(|clipboard| clipboard.dyn_into::<web_sys::Clipboard>().ok())
    {
        Some(clipboard) => JsFuture::from(clipboard.write_text(text)).await.is_ok(),
        None => false,
    }
}

/// Puts the keyboard focus on the element with this id.
pub fn focus(id: &str) {
    let element = document().and_then(|document| document.get_element_by_id(id));
    if let Some(element) =
        element.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok())
    {
        drop(element.focus());
    }
}

/// Runs `react` on every event `name` of the window until the calling component is gone.
pub fn on_window_event(name: &'static str, react: impl FnMut(web_sys::Event) + 'static) {
    let Some(window) = web_sys::window() else {
        return;
    };
    let closure = Closure::<dyn FnMut(web_sys::Event)>::new(react);
    drop(window.add_event_listener_with_callback(name, closure.as_ref().unchecked_ref()));
    let held = leptos::prelude::StoredValue::new_local((window, closure));
    leptos::prelude::on_cleanup(move || {
        use leptos::prelude::WithValue;
        held.try_with_value(|(window, closure)| {
            drop(
                window.remove_event_listener_with_callback(name, closure.as_ref().unchecked_ref()),
            );
        });
    });
}

/// Whether the browser believes it is connected.
pub fn is_online() -> bool {
    web_sys::window().is_none_or(|window| window.navigator().on_line())
}

/// Takes away what stood on the page while the program was loaded, and puts the crash notice last, where no keyboard
/// meets it before the page.
pub fn clear_boot() {
    let placeholder = document().and_then(|document| document.get_element_by_id("boot"));
    if let Some(placeholder) = placeholder {
        placeholder.remove();
    }
    let notice = document().and_then(|document| document.get_element_by_id("crash"));
    if let (Some(notice), Some(body)) = (notice, document().and_then(|document| document.body())) {
        drop(body.append_child(&notice));
    }
}

/// Shows the crash notice of `index.html` and logs the cause.
pub fn report_crash(cause: &str) {
    leptos::logging::error!("{cause}");
    let notice = document().and_then(|document| document.get_element_by_id("crash"));
    if let Some(notice) = notice {
        drop(notice.remove_attribute("hidden"));
    }
}

fn intl() -> Option<JsValue> {
    js_sys::Reflect::get(&js_sys::global(), &JsValue::from_str("Intl")).ok()
}

/// What the browser knows of `timeZone` or `currency`; empty where it cannot tell.
pub fn supported_values(of: &str) -> Vec<String> {
    let list = || {
        let intl = intl()?;
        let function = js_sys::Reflect::get(&intl, &JsValue::from_str("supportedValuesOf")).ok()?;
        let function: js_sys::Function = function.dyn_into().ok()?;
        function
            .call1(&intl, &JsValue::from_str(of))
            .ok()?
            .dyn_into::<js_sys::Array>()
            .ok()
    };
    list()
        .map(|values| {
            values
                .iter()
                .filter_map(|value| value.as_string())
                .collect()
        })
        .unwrap_or_default()
}

/// Name of a currency in a language: `人民币`, `Chinese Yuan`.
pub fn currency_name(code: &str, language_tag: &str) -> Option<String> {
    let constructor = js_sys::Reflect::get(&intl()?, &JsValue::from_str("DisplayNames")).ok()?;
    let options = js_sys::Object::new();
    js_sys::Reflect::set(
        &options,
        &JsValue::from_str("type"),
        &JsValue::from_str("currency"),
    )
    .ok()?;
    let arguments = js_sys::Array::of2(&JsValue::from_str(language_tag), &options);
    let constructor: js_sys::Function = constructor.dyn_into().ok()?;
    let names = js_sys::Reflect::construct(&constructor, &arguments).ok()?;
    let of: js_sys::Function = js_sys::Reflect::get(&names, &JsValue::from_str("of"))
        .ok()?
        .dyn_into()
        .ok()?;
    of.call1(&names, &JsValue::from_str(code)).ok()?.as_string()
}
