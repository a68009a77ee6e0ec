//! Messages of graphql-transport-ws and the codes a socket is closed with.

use serde::Deserialize;
use serde_json::{Map, Value, json};

/// Why a socket is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Close {
    /// 1001: the server stops.
    GoingAway,
    /// 1008: nothing was heard from the client for too long.
    Silent,
    /// 1009: a message is larger than allowed.
    TooLarge,
    /// 4400: a message that the protocol does not have.
    BadMessage,
    /// 4401: an operation before the connection was acknowledged.
    Unauthorized,
    /// 4403: the token was refused.
    Forbidden,
    /// 4403: the token has run out or its session has ended.
    Expired,
    /// 4408: no `connection_init` in time.
    InitTimeout,
    /// 4409: an operation's id is in use.
    Duplicate,
    /// 4429: a second `connection_init`.
    TooManyInits,
}

impl Close {
    pub(super) const fn code(self) -> u16 {
        match self {
            Self::GoingAway => 1001,
            Self::Silent => 1008,
            Self::TooLarge => 1009,
            Self::BadMessage => 4400,
            Self::Unauthorized => 4401,
            Self::Forbidden | Self::Expired => 4403,
            Self::InitTimeout => 4408,
            Self::Duplicate => 4409,
            Self::TooManyInits => 4429,
        }
    }

    /// The reasons are those of the protocol's description where it has one.
    pub(super) fn reason(self, id: &str) -> String {
        match self {
            Self::GoingAway => "Going away".to_owned(),
            Self::Silent => "No answer to a ping".to_owned(),
            Self::TooLarge => "Message too large".to_owned(),
            Self::BadMessage => "Invalid message".to_owned(),
            Self::Unauthorized => "Unauthorized".to_owned(),
            Self::Forbidden => "Forbidden".to_owned(),
            Self::Expired => "Token expired or revoked".to_owned(),
            Self::InitTimeout => "Connection initialisation timeout".to_owned(),
            // A close frame holds 123 bytes.
            Self::Duplicate => format!(
                "Subscriber for {} already exists",
                id.chars().take(20).collect::<String>()
            ),
            Self::TooManyInits => "Too many initialisation requests".to_owned(),
        }
    }
}

/// A message from the client.
#[derive(Debug, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum ClientMessage {
    ConnectionInit {
        #[serde(default)]
        payload: Option<Map<String, Value>>,
    },
    Ping {
        #[serde(default)]
        payload: Option<Map<String, Value>>,
    },
    Pong {
        #[serde(default, rename = "payload")]
        _payload: Option<Map<String, Value>>,
    },
    Subscribe {
        id: String,
        payload: Map<String, Value>,
    },
    Complete {
        id: String,
    },
}

/// The first message of the server.
pub(super) fn connection_ack() -> String {
    json!({ "type": "connection_ack" }).to_string()
}

/// The answer to a ping.
pub(super) fn pong(payload: Option<Map<String, Value>>) -> String {
    match payload {
        Some(payload) => json!({ "type": "pong", "payload": payload }).to_string(),
        None => json!({ "type": "pong" }).to_string(),
    }
}

/// The end of an operation.
pub(super) fn complete(id: &str) -> String {
    json!({ "id": id, "type": "complete" }).to_string()
}
