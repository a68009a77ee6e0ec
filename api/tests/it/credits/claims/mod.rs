//! Logging actions: worth, caps, evidence, taking back, review, everyday emissions.

mod everyday;
mod evidence;
mod logging;
mod review;
pub mod support;
