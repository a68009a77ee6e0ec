//! Activity records: what the company did, in its own quantities.

pub(crate) mod bundle;
pub(crate) mod evidence;
pub mod mutation;
pub mod object;
pub mod query;
mod rules;
pub(crate) mod service;
pub(crate) mod store;
