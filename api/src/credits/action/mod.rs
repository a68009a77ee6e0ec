//! The catalogue of actions as it holds in a company: what is switched on, under which caps, for how many points.

mod object;
mod query;
pub(crate) mod service;
mod store;

pub use self::{object::CircleAction, query::ActionQuery};
