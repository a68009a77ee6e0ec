//! Inventories: versions of a year, their lines and sums, kept in step with the records.

mod attention;
pub(crate) mod books;
pub(crate) mod compute;
pub(crate) mod coverage;
pub(crate) mod coverage_store;
pub mod explanation;
pub(crate) mod figures;
pub mod intensity;
mod line_filter;
pub(crate) mod line_list;
pub mod line_object;
pub(crate) mod line_store;
pub mod mutation;
pub(crate) mod names;
pub mod object;
pub mod overview;
pub(crate) mod pinned_factors;
pub mod query;
pub(crate) mod recalculate;
pub mod review;
pub(crate) mod rollup;
pub(crate) mod service;
pub(crate) mod source;
pub(crate) mod store;
pub mod subscription;
pub(crate) mod sums;
