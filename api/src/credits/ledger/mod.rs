//! The ledger of points and grams: stored, chained, and moved by one transaction at a time in each organisation.
//!
//! **Invariant:** entries are written by a session only, in the transaction that makes them true; the database refuses to
//! alter or remove them. Other rooms go through [`service`].

mod balance;
mod canonical;
mod expiry;
mod facts;
pub mod mutation;
mod notice;
pub mod object;
mod query;
mod rows;
mod session;
mod statement;
mod store;
mod subscription;
mod transfer;
mod writer;

pub mod event;
pub mod service;

use saxaul_shared::{credits::ledger::LedgerRefusal, id::TransactionId};

pub use balance::Balance;
pub(crate) use expiry::register;
pub use mutation::LedgerMutation;
pub use query::LedgerQuery;
pub use subscription::LedgerSubscription;
pub(crate) use writer::Writer;

/// What came of a request to post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PostOutcome {
    /// It was posted now.
    Posted(TransactionId),
    /// It was posted before, with the same key: nothing was done again.
    Existing(TransactionId),
    /// Its key was used for another request: nothing was done.
    KeyMismatch,
    /// It was refused: nothing was done, and the key may be used again.
    Refused(LedgerRefusal),
}

impl PostOutcome {
    /// The transaction that stands, now or from before.
    pub fn standing(&self) -> Option<TransactionId> {
        match self {
            Self::Posted(id) | Self::Existing(id) => Some(*id),
            Self::KeyMismatch | Self::Refused(_) => None,
        }
    }
}
