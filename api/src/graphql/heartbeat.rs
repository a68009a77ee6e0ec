//! The server's heartbeat: how a client learns that live updates reach it.

#![expect(
    clippy::unused_async,
    reason = "the library asks for asynchronous resolvers"
)]

use std::time::Duration;

use async_graphql::{SimpleObject, Subscription};
use futures_util::Stream;
use tokio::time::{MissedTickBehavior, interval};
use tokio_stream::{StreamExt as _, wrappers::IntervalStream};

use crate::error::ApiError;

/// Shortest and longest time between beats, in milliseconds.
const EVERY_MS: std::ops::RangeInclusive<u64> = 100..=60_000;

/// One beat.
#[derive(Debug, SimpleObject)]
struct Heartbeat {
    /// Number of the beat since the subscription began, from 1.
    sequence: u64,
}

/// Subscriptions to the server itself.
#[derive(Debug, Default)]
pub(crate) struct ServerSubscription;

#[Subscription]
impl ServerSubscription {
    /// Beats at the given pace; needs no sign-in. A client that misses beats knows that it misses other updates too.
    async fn heartbeat_sent(
        &self,
        #[graphql(default = 5000, desc = "Milliseconds between beats, 100 to 60000.")]
        every_ms: u64,
    ) -> Result<impl Stream<Item = Heartbeat> + use<>, ApiError> {
        if !EVERY_MS.contains(&every_ms) {
            return Err(ApiError::bad_input(
                "everyMs 必须在 100 到 60000 之间。",
                "everyMs must be between 100 and 60000.",
            ));
        }
        let mut beats = interval(Duration::from_millis(every_ms));
        beats.set_missed_tick_behavior(MissedTickBehavior::Skip);
        let mut sequence = 0;
        Ok(IntervalStream::new(beats).map(move |_| {
            sequence += 1;
            Heartbeat { sequence }
        }))
    }
}
