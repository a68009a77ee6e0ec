//! The accounting slice: activity data in, explained emissions out.

pub mod activity;
pub mod boundary;
pub mod factor;
pub mod gwp;
pub mod import;
pub mod inventory;
pub mod record;
pub mod refusal;
