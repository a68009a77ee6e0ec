//! The employee programme over HTTP.

pub mod claims;
mod joining;
mod ledger;
mod roster;
