//! What can go wrong between the browser and the server, in words for the person in front of it.

use serde::Deserialize;

use crate::i18n::{Language, Text};
use crate::locales::common;

/// Why an operation has no answer. `userErrors` of a payload are answers, not errors.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClientError {
    /// The server could not be reached.
    Offline,
    /// Nobody is signed in, and the refresh cookie did not help.
    SignedOut,
    /// The server refused: its own message, already in the reader's language, and its stable code.
    Refused {
        /// `FORBIDDEN`, `NOT_FOUND`, `RATE_LIMITED`…
        code: String,
        /// For people.
        message: String,
    },
    /// The server failed and knows it under this id.
    Internal {
        /// What an operator looks for in the log.
        error_id: String,
    },
    /// The answer was not what the protocol promises.
    Garbled(String),
}

impl ClientError {
    /// One sentence for people.
    pub fn message(&self, language: Language) -> String {
        let plain = |text: Text| text.get(language).to_owned();
        match self {
            Self::Offline => plain(common::ERROR_OFFLINE),
            Self::SignedOut => plain(common::ERROR_SIGNED_OUT),
            Self::Refused { message, .. } => message.clone(),
            Self::Internal { error_id } => {
                common::ERROR_INTERNAL.fill(language, &[("id", error_id)])
            }
            Self::Garbled(_) => plain(common::ERROR_GARBLED),
        }
    }
}

/// One entry of the top-level `errors` list.
#[derive(Debug, Deserialize)]
pub struct WireError {
    message: String,
    #[serde(default)]
    extensions: Option<WireExtensions>,
}

#[derive(Debug, Default, Deserialize)]
struct WireExtensions {
    code: Option<String>,
    #[serde(rename = "errorId")]
    error_id: Option<String>,
}

impl From<WireError> for ClientError {
    fn from(error: WireError) -> Self {
        let extensions = error.extensions.unwrap_or_default();
        let code = extensions.code.unwrap_or_default();
        match (code.as_str(), extensions.error_id) {
            ("UNAUTHENTICATED", _) => Self::SignedOut,
            (_, Some(error_id)) => Self::Internal { error_id },
            _ => Self::Refused {
                code,
                message: error.message,
            },
        }
    }
}
