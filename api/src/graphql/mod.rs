//! GraphQL: how the slices become one schema, and the parts of it that belong to no slice.

pub mod schema;

mod limits;

mod server_info;
