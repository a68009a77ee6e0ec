//! What a screen shows, kept in its address: filters survive a reload and can be sent to somebody.

use leptos::prelude::*;

use crate::ui::{close_sheet, open_sheet, sheet_value};

/// A value of the query as a signal that can be read and set; empty when it is not there.
pub fn use_query(key: &'static str) -> RwSignal<String> {
    let in_address = sheet_value(key);
    let value = RwSignal::new(in_address.get_untracked().unwrap_or_default());
    let (open, close) = (open_sheet(key), close_sheet(key));
    Effect::new(move |_| {
        let found = in_address.get().unwrap_or_default();
        if value.with_untracked(|value| *value != found) {
            value.set(found);
        }
    });
    Effect::new(move |_| {
        let wanted = value.get();
        if in_address.get_untracked().unwrap_or_default() == wanted {
            return;
        }
        if wanted.is_empty() {
            close();
        } else {
            open(&wanted);
        }
    });
    value
}
