//! The frame of the screens before sign-in.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate, use_query_map};

use crate::client::session::{self, NewSession, SessionState};
use crate::i18n::{Text, t};
use crate::locales::shell;
use crate::shell::{LanguageMenu, ThemeMenu};
use crate::ui::{browser, icon};

/// A card in the middle of the page, with the mark above and the language below.
#[component]
pub fn Gate(
    title: Text,
    #[prop(optional)] lead: Option<Text>,
    children: Children,
) -> impl IntoView {
    Effect::new(move |_| {
        browser::set_title(&format!("{} · {}", title.now(), shell::PRODUCT.now()));
    });
    view! {
        <div class="gate">
            <header class="gate-head">
                <span class="mark">{icon::MARK.sized("28")} <span>{t(shell::PRODUCT)}</span></span>
                <span class="row"><LanguageMenu /><ThemeMenu /></span>
            </header>
            <main class="gate-card card stack" id="main">
                <div class="stack-tight">
                    <h1>{t(title)}</h1>
                    {lead.map(|lead| view! { <p class="muted">{t(lead)}</p> })}
                </div>
                {children()}
            </main>
        </div>
    }
}

/// Whether somebody is signed in. Sends strangers to sign-in, from where they come back to where they wanted to go.
/// `base` is what the router puts in front of every address: empty for the console.
pub fn use_signed_in(base: &'static str) -> Memo<bool> {
    let navigate = use_navigate();
    let location = use_location();
    Effect::new(move |_| {
        if session::state() == SessionState::SignedOut {
            let path = location.pathname.get_untracked();
            let path = path.strip_prefix(base).unwrap_or(&path);
            let query = location.query.read_untracked().to_query_string();
            let wanted = format!("{path}{query}");
            let next = if wanted.is_empty() || wanted == "/" {
                String::new()
            } else {
                format!("?next={}", js_sys::encode_uri_component(&wanted))
            };
            let options = NavigateOptions {
                replace: true,
                ..NavigateOptions::default()
            };
            navigate(&format!("/sign-in{next}"), options);
        }
    });
    Memo::new(|_| matches!(session::state(), SessionState::SignedIn(_)))
}

/// Goes on to where the visitor wanted to go, or to the overview, once somebody is signed in.
pub fn leave_when_signed_in() {
    let navigate = use_navigate();
    let query = use_query_map();
    Effect::new(move |_| {
        if matches!(session::state(), SessionState::SignedIn(_)) {
            let next = query
                .read_untracked()
                .get("next")
                .filter(|next| is_own_path(next));
            navigate(
                next.as_deref().unwrap_or("/"),
                NavigateOptions {
                    replace: true,
                    ..NavigateOptions::default()
                },
            );
        }
    });
}

/// Whether an address stays on this site: a link someone sent must not lead elsewhere after sign-in.
fn is_own_path(path: &str) -> bool {
    path.starts_with('/') && !path.starts_with("//") && !path.contains('\\')
}

/// Takes over the session of a payload, or says that it could not be read.
pub fn enter(session: Option<impl Into<NewSession>>) {
    if let Some(session) = session {
        session::enter(session.into());
    }
}

#[cfg(test)]
mod tests {
    use super::is_own_path;

    #[test]
    fn only_paths_of_this_site_are_followed() {
        assert!(is_own_path("/data?year=2025"));
        assert!(!is_own_path("//evil.example"));
        assert!(!is_own_path("https://evil.example"));
        assert!(!is_own_path("/\\evil.example"));
    }
}
