//! The accounting slice: activity data in, explained emissions out.

pub mod activity;
pub mod factor;
pub mod gwp;
