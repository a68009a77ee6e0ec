//! The employee programme over HTTP.

mod joining;
mod roster;
mod ledger;
