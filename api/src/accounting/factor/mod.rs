//! The factor library, the catalogue, and the company's own factors.

pub mod mutation;
pub mod object;
pub mod query;
pub(crate) mod service;
pub(crate) mod store;
