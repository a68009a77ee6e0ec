//! Saxaul's console: accounts for what a company does to the climate, in the browser.
//!
//! **Invariant:** nothing here decides. Rules live in `shared`, facts on the server; this crate shows them.
#![allow(
    unreachable_pub,
    reason = "a program has no outside, `pub` marks what a room offers to the others"
)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

mod app;
mod client;
mod i18n;
mod locales;
mod ui;

mod accounting;
mod identity;
mod settings;
mod shell;

fn main() {
    app::start();
}
