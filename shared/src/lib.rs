//! Saxaul's domain: types and arithmetic used by the server and by the browser.
//!
//! **Invariant:** nothing here does I/O, reads a clock, draws a random number, or uses floating point for
//! emissions, money or credits. Everything compiles to `wasm32-unknown-unknown` with no features on.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

pub mod wire;

pub mod decimal;
pub mod event;
pub mod format;
pub mod id;
pub mod page;
pub mod period;
pub mod quantity;
pub mod violation;

pub mod accounting;
pub mod credits;
pub mod identity;
