//! Organisations, people and what each role may do.

pub mod entry;
pub mod permission;
pub mod role;

pub use permission::{Action, Reach, can, reach};
pub use role::Role;
