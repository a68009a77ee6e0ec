//! The employee programme over HTTP.

mod joining;
