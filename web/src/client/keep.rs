//! What was loaded, kept in this browser for the person who loaded it, so that an app can show it without a network.
//! Nothing is kept unless the program asks for it, and all of it goes when the person signs out.

use graphql_client::GraphQLQuery;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::error::ClientError;
use super::load::Load;
use super::{http, operation, session};
use crate::identity::viewer::Viewer;
use crate::ui::browser;

const PREFIX: &str = "saxaul.kept.";
const VIEWER: &str = "saxaul.kept-viewer";

/// Key of something of the person who is signed in; nothing while nobody is.
fn key_of(name: &str) -> Option<String> {
    session::viewer_now().map(|viewer| format!("{PREFIX}{}.{name}", viewer.id))
}

/// What was kept under `name` for the person who is signed in.
pub fn read(name: &str) -> Option<String> {
    browser::stored(&key_of(name)?)
}

/// Keeps `text` under `name` for the person who is signed in.
pub fn write(name: &str, text: &str) {
    if let Some(key) = key_of(name) {
        browser::store(&key, text);
    }
}

/// Forgets what was kept under `name`.
pub fn remove(name: &str) {
    if let Some(key) = key_of(name) {
        browser::unstore(&key);
    }
}

/// Everything kept under names that begin with `stem`, with the names, in their order.
pub fn all(stem: &str) -> Vec<(String, String)> {
    let Some(prefix) = key_of("") else {
        return Vec::new();
    };
    let mut found: Vec<_> = browser::stored_keys()
        .into_iter()
        .filter_map(|key| {
            let name = key.strip_prefix(&prefix)?.to_owned();
            let text = name.starts_with(stem).then(|| browser::stored(&key))??;
            Some((name, text))
        })
        .collect();
    found.sort();
    found
}

/// Remembers who is signed in, so that the app opens without a network.
pub fn remember(viewer: &Viewer) {
    if let Ok(text) = serde_json::to_string(viewer) {
        browser::store(VIEWER, &text);
    }
}

/// Who was signed in last and did not sign out.
pub fn remembered() -> Option<Viewer> {
    serde_json::from_str(&browser::stored(VIEWER)?).ok()
}

/// Forgets everything of everyone.
pub fn forget() {
    browser::unstore(VIEWER);
    for key in browser::stored_keys() {
        if key.starts_with(PREFIX) {
            browser::unstore(&key);
        }
    }
}

/// Loads as [`super::use_load`] does, and keeps the answer. What was kept is shown at once, and stays when the server
/// cannot be reached.
pub fn use_kept<Q>(variables: impl Fn() -> Q::Variables + 'static) -> Load<Q::ResponseData>
where
    Q: GraphQLQuery + 'static,
    Q::ResponseData: Clone + Send + Sync + 'static,
{
    let load = Load::empty();
    let newest = StoredValue::new(0_u32);
    Effect::new(move |_| {
        load.track_reloads();
        let query = Q::build_query(variables());
        let name = serde_json::to_string(&query.variables)
            .map(|variables| format!("answer.{}{variables}", query.operation_name))
            .unwrap_or_default();
        let body = serde_json::to_string(&query).unwrap_or_default();
        newest.update_value(|count| *count += 1);
        let mine = newest.get_value();
        let had = read(&name).and_then(|text| operation::read::<Q>(&text).ok());
        let has_kept = had.is_some();
        if let Some(data) = had {
            load.put(data);
        }
        spawn_local(async move {
            let answer = operation::deliver(body).await;
            // The screen may be gone, or a newer question asked.
            if newest.try_get_value() != Some(mine) {
                return;
            }
            let read = answer.and_then(|text| {
                let data = operation::read::<Q>(&text)?;
                write(&name, &text);
                Ok(data)
            });
            match read {
                Ok(data) => load.put(data),
                Err(ClientError::Offline) if has_kept => http::note_unreachable(),
                Err(error) => load.fail(error),
            }
        });
    });
    load
}
