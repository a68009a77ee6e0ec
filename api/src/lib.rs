//! Saxaul's server and command line.
//!
//! Inside, calls go one way: `http → graphql → slice → platform`. A slice may call another slice's `service`, never its
//! store.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

pub mod cli;
pub mod startup;

pub mod http;

pub mod graphql;

pub mod config;
pub mod error;
pub mod telemetry;

pub mod accounting;
pub mod credits;
pub mod identity;

pub mod auth;
pub mod platform;
