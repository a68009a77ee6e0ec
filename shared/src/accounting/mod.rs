//! The accounting slice: activity data in, explained emissions out.

pub mod activity;
pub mod boundary;
pub mod catalogue;
pub mod choice;
pub mod compile;
pub mod dataset;
#[cfg(feature = "reference-data")]
pub mod demo;
pub mod engine;
pub mod environmental_tax;
pub mod exchange;
pub mod explain;
pub mod factor;
pub mod gwp;
pub mod import;
#[cfg(feature = "reference-data")]
pub mod industry;
pub mod inventory;
pub mod library;
pub mod record;
pub mod refusal;
pub mod region;
pub mod search;
pub mod source;
pub mod table;
pub mod templates;
