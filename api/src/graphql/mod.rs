//! GraphQL: how the slices become one schema, and the parts of it that belong to no slice.

pub mod guard;
pub mod plain;
pub mod root;
pub mod scalar;
pub mod schema;
pub mod user_error;

pub(crate) mod executor;
pub(crate) mod fault;

mod budget;
mod heartbeat;
mod limits;
mod node;
mod server_info;
