//! Who is signed in. The access token lives in memory only; the refresh token in a cookie no script can read.

use std::cell::RefCell;

use futures_util::FutureExt;
use futures_util::future::{LocalBoxFuture, Shared};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::error::ClientError;
use super::scalars::DateTime;
use super::{keep, operation};
use crate::i18n::Language;
use crate::identity::operations::{
    SessionEnd, SessionRefresh, ViewerUpdate, session_end, session_refresh, viewer_update,
};
use crate::identity::viewer::Viewer;

/// A token this near to its end is renewed before it is used.
const RENEW_BEFORE_MS: f64 = 30_000.0;

/// Whether somebody is signed in.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum SessionState {
    /// Not known yet: the cookie is being tried.
    #[default]
    Restoring,
    /// Nobody.
    SignedOut,
    /// Somebody.
    SignedIn(Viewer),
}

/// A session as any of the mutations that make one answers it.
pub struct NewSession {
    /// Bearer token.
    pub access_token: String,
    /// End of the bearer token.
    pub expires_at: DateTime,
    /// Who.
    pub viewer: Viewer,
}

/// What came of an attempt to renew the session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Renewal {
    /// There is a session.
    Renewed,
    /// There is none any more.
    Refused,
    /// The server could not be asked.
    Unreachable,
}

struct Token {
    text: String,
    expires_ms: f64,
}

thread_local! {
    static STATE: ArcRwSignal<SessionState> = ArcRwSignal::new(SessionState::default());
    static TOKEN: RefCell<Option<Token>> = const { RefCell::new(None) };
    static RENEWAL: RefCell<Option<Shared<LocalBoxFuture<'static, Renewal>>>> = const { RefCell::new(None) };
}

/// Whether somebody is signed in; tracked where it is read.
pub fn state() -> SessionState {
    STATE.with(Get::get)
}

/// Who is signed in; tracked where it is read.
pub fn viewer() -> Option<Viewer> {
    match state() {
        SessionState::SignedIn(viewer) => Some(viewer),
        SessionState::Restoring | SessionState::SignedOut => None,
    }
}

/// Who is signed in, without following it: for what is made once.
pub fn viewer_now() -> Option<Viewer> {
    untrack(viewer)
}

/// The bearer token, if there is one.
pub fn access_token() -> Option<String> {
    TOKEN.with_borrow(|token| token.as_ref().map(|token| token.text.clone()))
}

/// Takes over a session that was just made.
pub fn enter(session: NewSession) {
    let expires_ms = session.expires_at.millis().unwrap_or(f64::INFINITY);
    TOKEN.set(Some(Token {
        text: session.access_token,
        expires_ms,
    }));
    crate::i18n::adopt(session.viewer.locale);
    let next = SessionState::SignedIn(session.viewer);
    STATE.with(|state| {
        // Renewal happens every few minutes and must not draw every screen again.
        if state.with_untracked(|now| *now != next) {
            state.set(next);
        }
    });
}

/// Changes what is known of the signed-in person after the person changed it.
fn set_viewer(viewer: Viewer) {
    STATE.with(|state| state.set(SessionState::SignedIn(viewer)));
}

/// Tells the server the language the signed-in person chose, for letters; a failure changes nothing on the screen.
pub fn remember_language(language: Language) {
    let Some(viewer) = viewer_now().filter(|viewer| viewer.locale != language) else {
        return;
    };
    let input = viewer_update::ViewerUpdateInput {
        name: None,
        locale: Some(language),
    };
    spawn_local(async move {
        if operation::send::<ViewerUpdate>(viewer_update::Variables { input })
            .await
            .is_ok()
        {
            set_viewer(Viewer {
                locale: language,
                ..viewer
            });
        }
    });
}

/// Drops the session on this side.
pub fn forget() {
    TOKEN.set(None);
    super::socket::close();
    STATE.with(|state| state.set(SessionState::SignedOut));
}

/// Ends the session on both sides. When the server cannot be told, the session stays, and the error says so.
pub async fn end() -> Result<(), ClientError> {
    match operation::send::<SessionEnd>(session_end::Variables).await {
        Ok(_) | Err(ClientError::SignedOut) => {
            keep::forget();
            forget();
            Ok(())
        }
        Err(error) => Err(error),
    }
}

/// At start: tries the cookie. Where the server cannot be asked, a program that remembers its person goes on with what
/// it has; the first answer of the server decides.
pub async fn restore() {
    let renewal = renew().await;
    if state_untracked() != SessionState::Restoring {
        return;
    }
    match keep::remembered() {
        Some(viewer) if renewal == Renewal::Unreachable => {
            STATE.with(|state| state.set(SessionState::SignedIn(viewer)));
        }
        _ => forget(),
    }
}

/// Renews the token if it has nearly run out.
pub async fn renew_if_stale() {
    let stale = TOKEN.with_borrow(|token| {
        token
            .as_ref()
            .is_some_and(|token| token.expires_ms - js_sys::Date::now() < RENEW_BEFORE_MS)
    });
    if stale {
        renew().await;
    }
}

/// Renews the token through the cookie. Callers at the same time share one attempt, because a refresh token is good
/// once.
pub async fn renew() -> Renewal {
    let running = RENEWAL.with_borrow_mut(|renewal| {
        renewal
            .get_or_insert_with(|| async { renew_once().await }.boxed_local().shared())
            .clone()
    });
    let renewed = running.await;
    RENEWAL.set(None);
    renewed
}

async fn renew_once() -> Renewal {
    match operation::send_once::<SessionRefresh>(session_refresh::Variables).await {
        Ok(answer) => match answer.session_refresh.session {
            Some(session) => {
                enter(session.into());
                Renewal::Renewed
            }
            None => Renewal::Refused,
        },
        Err(ClientError::Offline | ClientError::Internal { .. }) => Renewal::Unreachable,
        Err(_) => Renewal::Refused,
    }
}

fn state_untracked() -> SessionState {
    STATE.with(GetUntracked::get_untracked)
}
