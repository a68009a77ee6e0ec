//! One WebSocket for all subscriptions (graphql-transport-ws), opened when the first is wanted, kept alive through
//! outages: after a reconnection every subscription is asked for again, and [`reconnections`] tells the screens to
//! load what they may have missed.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use graphql_client::GraphQLQuery;
use leptos::prelude::*;
use serde::Deserialize;
use wasm_bindgen::{JsCast, closure::Closure};
use wasm_bindgen_futures::spawn_local;
use web_sys::{CloseEvent, Event, MessageEvent, WebSocket};

use super::operation::{Answer, encode};
use super::session::Renewal;
use super::{http, session};
use crate::ui::browser;

const PROTOCOL: &str = "graphql-transport-ws";
const BACKOFF_FIRST_MS: i32 = 500;
const BACKOFF_MAX_MS: i32 = 30_000;

/// A running subscription; dropping it ends it on the server.
#[must_use = "a subscription ends when it is dropped"]
pub struct Subscription {
    id: u32,
}

impl Subscription {
    /// Keeps the subscription until the calling component is gone.
    pub fn until_cleanup(self) {
        on_cleanup(move || drop(self));
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        let id = self.id;
        // At the very end of the page the thread local may be gone already.
        let _gone = SOCKET.try_with(|socket| socket.borrow_mut().complete(id));
    }
}

#[derive(Clone)]
struct Live {
    subscribe: String,
    on_next: Rc<dyn Fn(&str)>,
}

#[derive(Default)]
struct Socket {
    connection: Option<Connection>,
    acknowledged: bool,
    attempts: u32,
    next_id: u32,
    live: BTreeMap<u32, Live>,
}

struct Connection {
    socket: WebSocket,
    _on_open: Closure<dyn FnMut(Event)>,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_close: Closure<dyn FnMut(CloseEvent)>,
}

thread_local! {
    static SOCKET: RefCell<Socket> = RefCell::new(Socket::default());
    static RECONNECTIONS: ArcRwSignal<u32> = ArcRwSignal::new(0);
}

/// How often the connection came back after an outage; tracked. Screens that subscribe load again when it changes.
pub fn reconnections() -> u32 {
    RECONNECTIONS.with(Get::get)
}

/// Subscribes; `on_next` gets each event. Events may come twice or not at all: they carry versions, so compare.
pub fn subscribe<Q>(
    variables: Q::Variables,
    on_next: impl Fn(Q::ResponseData) + 'static,
) -> Subscription
where
    Q: GraphQLQuery,
    Q::ResponseData: 'static,
{
    let body = encode::<Q>(variables).unwrap_or_default();
    let on_next = Rc::new(move |text: &str| {
        if let Ok(next) = http::parse::<Next<Q::ResponseData>>(text)
            && let Ok(data) = next.payload.into_result()
        {
            on_next(data);
        }
    });
    SOCKET.with_borrow_mut(|socket| {
        socket.next_id += 1;
        let id = socket.next_id;
        let subscribe = format!(r#"{{"type":"subscribe","id":"{id}","payload":{body}}}"#);
        if socket.acknowledged {
            socket.send(&subscribe);
        }
        socket.live.insert(id, Live { subscribe, on_next });
        socket.connect();
        Subscription { id }
    })
}

/// Closes the connection and forgets all subscriptions; at sign-out.
pub fn close() {
    SOCKET.with_borrow_mut(|socket| {
        socket.live.clear();
        socket.disconnect();
    });
}

#[derive(Deserialize)]
struct Message {
    r#type: String,
    id: Option<String>,
}

#[derive(Deserialize)]
struct Next<D> {
    payload: Answer<D>,
}

impl Socket {
    fn connect(&mut self) {
        if self.connection.is_some() {
            return;
        }
        let Ok(socket) = WebSocket::new_with_str(&browser::socket_url("/graphql"), PROTOCOL) else {
            return;
        };
        let on_open = Closure::new(|_| on_open());
        let on_message = Closure::new(|event: MessageEvent| {
            if let Some(text) = event.data().as_string() {
                on_message(&text);
            }
        });
        let on_close = Closure::new(|event: CloseEvent| on_close(event.code()));
        socket.set_onopen(Some(on_open.as_ref().unchecked_ref()));
        socket.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        socket.set_onclose(Some(on_close.as_ref().unchecked_ref()));
        self.connection = Some(Connection {
            socket,
            _on_open: on_open,
            _on_message: on_message,
            _on_close: on_close,
        });
    }

    fn disconnect(&mut self) {
        self.acknowledged = false;
        if let Some(Connection { socket, .. }) = self.connection.take() {
            socket.set_onopen(None);
            socket.set_onmessage(None);
            socket.set_onclose(None);
            drop(socket.close());
        }
    }

    /// How long to wait before the next attempt; nothing when nobody listens any more.
    fn next_wait_ms(&mut self) -> Option<i32> {
        if self.live.is_empty() {
            return None;
        }
        let attempt = self.attempts;
        self.attempts = attempt.saturating_add(1);
        Some(
            BACKOFF_FIRST_MS
                .saturating_mul(1 << attempt.min(6))
                .min(BACKOFF_MAX_MS),
        )
    }

    fn send(&self, text: &str) {
        if let Some(connection) = &self.connection {
            // A socket that just broke reports it by its close event, which resubscribes.
            drop(connection.socket.send_with_str(text));
        }
    }

    fn complete(&mut self, id: u32) {
        if self.live.remove(&id).is_some() && self.acknowledged {
            self.send(&format!(r#"{{"type":"complete","id":"{id}"}}"#));
        }
    }
}

fn on_open() {
    // A token is letters, digits, dots and dashes: nothing in it needs escaping.
    let token = session::access_token().unwrap_or_default();
    let init =
        format!(r#"{{"type":"connection_init","payload":{{"authorization":"Bearer {token}"}}}}"#);
    SOCKET.with_borrow(|socket| socket.send(&init));
}

fn on_message(text: &str) {
    let Ok(message) = http::parse::<Message>(text) else {
        return;
    };
    let id = message.id.as_deref().and_then(|id| id.parse::<u32>().ok());
    match (message.r#type.as_str(), id) {
        ("connection_ack", _) => on_acknowledged(),
        ("ping", _) => SOCKET.with_borrow(|socket| socket.send(r#"{"type":"pong"}"#)),
        ("next", Some(id)) => {
            // The borrow ends before the screen's own code runs: it may subscribe or unsubscribe.
            let live = SOCKET.with_borrow(|socket| socket.live.get(&id).cloned());
            if let Some(live) = live {
                (live.on_next)(text);
            }
        }
        ("error" | "complete", Some(id)) => {
            SOCKET.with_borrow_mut(|socket| drop(socket.live.remove(&id)));
        }
        _ => {}
    }
}

fn on_acknowledged() {
    let was_lost = SOCKET.with_borrow_mut(|socket| {
        socket.acknowledged = true;
        let was_lost = std::mem::take(&mut socket.attempts) > 0;
        for live in socket.live.values() {
            socket.send(&live.subscribe);
        }
        was_lost
    });
    if was_lost {
        RECONNECTIONS.with(|count| count.update(|count| *count += 1));
    }
}

fn on_close(code: u16) {
    SOCKET.with_borrow_mut(|socket| socket.acknowledged = false);
    // The closures of the closed connection are running now: they are dropped when the next one replaces them.
    spawn_local(async move {
        // 4401 and 4403: the token ran out while the socket stood open.
        let mut is_token_spent = matches!(code, 4401 | 4403);
        while let Some(wait_ms) = SOCKET.with_borrow_mut(Socket::next_wait_ms) {
            browser::sleep(browser::jitter(wait_ms)).await;
            if is_token_spent || session::access_token().is_none() {
                is_token_spent = session::renew().await != Renewal::Renewed;
            } else {
                session::renew_if_stale().await;
            }
            if session::access_token().is_some() && !is_token_spent {
                break;
            }
        }
        SOCKET.with_borrow_mut(|socket| {
            // Somebody woke it up meanwhile.
            if socket.acknowledged {
                return;
            }
            socket.disconnect();
            if !socket.live.is_empty() && session::access_token().is_some() {
                socket.connect();
            }
        });
    });
}

/// Connects at once instead of at the next attempt: the network is back.
pub fn wake() {
    let is_wanted = SOCKET.with_borrow(|socket| !socket.live.is_empty() && !socket.acknowledged);
    if !is_wanted {
        return;
    }
    spawn_local(async {
        if session::access_token().is_none() {
            session::renew().await;
        }
        SOCKET.with_borrow_mut(|socket| {
            if !socket.acknowledged && session::access_token().is_some() {
                socket.disconnect();
                socket.connect();
            }
        });
    });
}
