//! The employee programme over HTTP.

mod joining;
mod ledger;
mod roster;
