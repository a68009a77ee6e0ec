//! Boards: kept from the ledger, in the process or in Redis, read and followed live.

mod board;
mod feed;
mod house;
mod object;
mod org;
mod people;
mod query;
mod ranks;
mod recipe;
mod shared;
mod view;

pub(crate) use self::{house::Boards, query::own_seat, recipe::Recipe, shared::Follower};
pub use self::{
    object::{BoardEntry, Leaderboard},
    query::{BoardQuery, BoardSubscription},
};
