//! How a program takes over the page that loaded it.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::client::session;
use crate::shell::restore_preferences;
use crate::ui::browser;

/// Puts `app` on the page in the place of what stood there while it was loaded.
pub fn take_over<V: IntoView + 'static>(app: fn() -> V) {
    std::panic::set_hook(Box::new(|panic| {
        // A panic leaves the screen dead: say so instead of leaving people to press buttons in vain.
        browser::report_crash(&panic.to_string());
    }));
    restore_preferences();
    spawn_local(session::restore());
    leptos::mount::mount_to_body(app);
    browser::clear_boot();
}
