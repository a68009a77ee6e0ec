//! Saxaul in the browser: the console for those who keep a company's accounts, and the circle for everyone who works
//! there. Two programs out of one crate, so that both are made of the same parts and each carries only what it uses.
//!
//! **Invariant:** nothing here decides. Rules live in `shared`, facts on the server; this crate shows them.
//! **Invariant:** all but the two starts is private, so that the compiler finds what neither program uses.
#![allow(
    unreachable_pub,
    reason = "only the starts are for the outside, `pub` marks what a room offers to the others"
)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

mod circle;
mod console;

mod client;
mod i18n;
mod locales;
mod page;
mod ui;

mod accounting;
mod identity;
mod settings;
mod shell;

pub use circle::start as start_circle;
pub use console::start as start_console;
