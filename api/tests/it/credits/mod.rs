//! The employee programme over HTTP.

pub mod claims;

mod boards;
mod colleagues;
mod joining;
mod ledger;
mod roster;
mod sport;
mod walkers;
