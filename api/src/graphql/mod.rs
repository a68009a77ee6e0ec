//! GraphQL: how the slices become one schema, and the parts of it that belong to no slice.

pub mod schema;

mod server_info;
