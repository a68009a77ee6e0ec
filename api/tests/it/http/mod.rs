//! `/graphql` and the other routes, as any client meets them.

mod audit;
mod forgery;
mod headers;
mod health;
mod introspection;
mod limits;
mod raw;
mod recognition;
mod server;
