//! Data of a screen: loaded, kept while it is loaded again, retried by hand.

use std::future::Future;

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::error::ClientError;

/// Something loaded from the server. While it is loaded again the old value stays, so that nothing jumps.
pub struct Load<T: 'static> {
    value: RwSignal<Option<T>>,
    error: RwSignal<Option<ClientError>>,
    again: RwSignal<u32>,
}

impl<T> Clone for Load<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Load<T> {}

impl<T: Clone + Send + Sync + 'static> Load<T> {
    /// The value, if it ever came.
    pub fn get(&self) -> Option<T> {
        self.value.get()
    }

    /// Reads the value in place.
    pub fn with<R>(&self, read: impl FnOnce(Option<&T>) -> R) -> R {
        self.value.with(|value| read(value.as_ref()))
    }

    /// Why the last attempt failed.
    pub fn error(&self) -> Option<ClientError> {
        self.error.get()
    }

    /// Nothing yet.
    pub(super) fn empty() -> Self {
        Self {
            value: RwSignal::new(None),
            error: RwSignal::new(None),
            again: RwSignal::new(0),
        }
    }

    /// Follows [`Self::reload`].
    pub(super) fn track_reloads(&self) {
        self.again.track();
    }

    /// The answer came.
    pub(super) fn put(&self, value: T) {
        self.value.set(Some(value));
        self.error.set(None);
    }

    /// The answer did not come.
    pub(super) fn fail(&self, error: ClientError) {
        self.error.set(Some(error));
    }

    /// Asks the server again.
    pub fn reload(&self) {
        self.again.update(|count| *count += 1);
    }

    /// Changes the value in place, if there is one.
    pub fn change(&self, change: impl FnOnce(&mut T)) {
        self.value.update(|value| {
            if let Some(value) = value {
                change(value);
            }
        });
    }
}

/// Loads now, again whenever a signal read by `fetch` (before its first await) changes, and on `reload`.
pub fn use_load<T, F, A>(fetch: F) -> Load<T>
where
    T: Clone + Send + Sync + 'static,
    F: Fn() -> A + 'static,
    A: Future<Output = Result<T, ClientError>> + 'static,
{
    let load = Load::empty();
    let newest = StoredValue::new(0_u32);
    Effect::new(move |_| {
        load.track_reloads();
        let answer = fetch();
        newest.update_value(|count| *count += 1);
        let mine = newest.get_value();
        spawn_local(async move {
            let result = answer.await;
            // The screen may be gone, or a newer question asked.
            if newest.try_get_value() != Some(mine) {
                return;
            }
            match result {
                Ok(value) => load.put(value),
                Err(error) => load.fail(error),
            }
        });
    });
    load
}
