//! The company's settings and the tree of group, companies and sites.

pub mod mutation;
pub mod object;
pub mod query;
mod rules;
pub mod service;
pub mod settings;
pub(crate) mod sites;
pub(crate) mod store;
