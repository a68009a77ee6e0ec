//! Claims: actions that members log, what they are worth, and how they are taken back.
//!
//! **Invariant:** claim, numbers used, posting and event are written in one transaction; a claim that waits for review has
//! no posting. What a claim was worth is never computed anew.

mod before;
mod held;
pub(crate) mod input;
mod local;
mod marks;
mod mutation;
pub(crate) mod object;
pub(crate) mod photo;
pub(crate) mod posting;
pub(crate) mod preview;
pub(crate) mod query;
pub(crate) mod row;
pub(crate) mod service;
pub(crate) mod store;

pub use self::{
    input::ActionLogInput,
    mutation::{ActionClaimPayload, ClaimMutation},
    object::{
        ActionClaim, ActionClaimConnection, ActionClaimEdge, ClaimAppeal, ClaimExplanation,
        ClaimReason,
    },
    preview::ActionPreview,
    query::ClaimQuery,
    service::{Mismatch, recompute_all},
};
