//! Tests of the domain that need more than one module, in one binary.

#![allow(clippy::unwrap_used, clippy::expect_used)]

#[cfg(feature = "reference-data")]
mod engine;
mod environmental_tax;
mod import;
mod ledger;
#[cfg(feature = "reference-data")]
mod reference;
mod reference_catalogue;
#[cfg(feature = "reference-data")]
mod reference_demo;
#[cfg(feature = "reference-data")]
mod reference_engine;
#[cfg(feature = "reference-data")]
mod reference_search;
