//! The API's tests over real HTTP and WebSocket. One binary, because linking dominates their time.

#![allow(clippy::unwrap_used, clippy::expect_used)]
#![expect(
    unreachable_pub,
    reason = "one binary: its helpers are seen by its own modules only"
)]

mod support;

mod accounting;
mod audit;
mod credits;
mod dependencies;
mod documents;
mod http;
mod identity;
mod platform;
mod schema;
mod tenancy;
mod wire_names;
mod ws;
