//! Claims that a person looks at: the queue, decisions, appeals.
//!
//! **Invariant:** nothing is posted for a claim that waits. Every step stays in the log; a decision also stands in the
//! audit trail.

mod mutation;
mod object;
mod query;
pub(crate) mod service;
mod store;

pub use self::{
    mutation::{ClaimAppealPayload, ClaimReviewMutation, ReviewCasePayload},
    object::{ReviewCase, ReviewCaseConnection, ReviewCaseEdge, ReviewPhoto, ReviewStep},
    query::ClaimReviewQuery,
};
