//! Ids and secrets, injected: nothing else in the server draws a random number.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use uuid::Uuid;

use super::clock::Clock;

/// Draws prefixed, time-sortable ids (`rec_0193…`, UUIDv7 of RFC 9562) and secrets.
#[derive(Debug, Clone)]
pub enum IdSource {
    /// UUIDv7 from the system's clock and random source.
    Random,
    /// UUIDv7 of the given clock's time and a counter, for tests that compare whole answers. Secrets stay random.
    Sequence(Clock, Arc<AtomicU64>),
}

impl IdSource {
    /// A source whose ids depend only on `clock` and on how many were drawn.
    pub fn sequence(clock: Clock) -> Self {
        Self::Sequence(clock, Arc::new(AtomicU64::new(0)))
    }

    /// A new UUIDv7.
    pub fn uuid(&self) -> Uuid {
        match self {
            Self::Random => Uuid::now_v7(),
            Self::Sequence(clock, drawn) => {
                let ms = u64::try_from(clock.now().unix_ms()).unwrap_or(0);
                let mut random = [0u8; 10];
                random[2..].copy_from_slice(&drawn.fetch_add(1, Ordering::SeqCst).to_be_bytes());
                uuid::Builder::from_unix_timestamp_millis(ms, &random).into_uuid()
            }
        }
    }

    /// A new id with `prefix` (`"rec"` gives `rec_` and 32 hexadecimal digits): at most 40 characters.
    pub fn prefixed(&self, prefix: &str) -> String {
        format!("{prefix}_{}", self.uuid().simple())
    }

    /// 32 random bytes in URL-safe text (43 characters): refresh tokens, invitation and reset links.
    pub fn secret(&self) -> String {
        let bytes: [u8; 32] = random_bytes();
        encode_url_safe(&bytes)
    }
}

/// `N` bytes from the operating system's random source.
#[expect(
    clippy::expect_used,
    reason = "a server whose system has no random source must not make secrets"
)]
pub(crate) fn random_bytes<const N: usize>() -> [u8; N] {
    let mut out = [0u8; N];
    getrandom::fill(&mut out).expect("the operating system's random source answers");
    out
}

/// URL-safe base 64 without padding (RFC 4648 section 5).
pub(crate) fn encode_url_safe(bytes: &[u8]) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes)
}
