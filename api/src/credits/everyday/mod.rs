//! Everyday emissions of members, the footprint quiz, and the month's statement: for the member alone.
//!
//! What the company learns of it are totals of at least five people, for its own inventory.

mod footprint;
mod mutation;
mod object;
mod query;
pub(crate) mod service;
mod statement;
mod store;

pub use self::{
    footprint::{
        Footprint, FootprintMutation, FootprintPart, FootprintPayload, FootprintQuery,
        QuizAnswerInput, QuizOption, QuizQuestion,
    },
    mutation::{EverydayEntryPayload, EverydayLogInput, EverydayMutation},
    object::{EverydayActivity, EverydayEntry, EverydayEntryConnection, EverydayEntryEdge},
    query::EverydayQuery,
    service::travel_totals,
    statement::{InsideEmployer, PersonalStatement, StatementCategory, StatementQuery},
};
