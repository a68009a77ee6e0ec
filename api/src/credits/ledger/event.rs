//! What the ledger tells others: `creditPosted`, in the order of the ledger.
//!
//! One event tells of up to [`POSTINGS_MAX`] transactions that were committed together. Delivery is at least once; the
//! sequence numbers are dense, so a listener knows what it has seen and what it missed.

use saxaul_shared::{
    credits::TransactionKind,
    id::{MemberId, TransactionId},
    period::Date,
};
use serde::{Deserialize, Serialize};

use crate::platform::broker::Event;

/// The topic of the facts below.
pub const TOPIC: &str = "creditPosted";

/// Most transactions in one event.
pub(super) const POSTINGS_MAX: usize = 100;

/// A transaction that was posted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PostedFact {
    /// Which transaction.
    pub transaction_id: TransactionId,
    /// Its place in the organisation's ledger, from 1 without gaps.
    pub sequence: i64,
    /// Its kind.
    pub kind: TransactionKind,
    /// For a reversal, the kind of what it reverses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reversed_kind: Option<TransactionKind>,
    /// What it comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<String>,
    /// The day it counts for.
    pub effective_day: Date,
    /// What it changed for members; teams and the company's own accounts are not told of.
    pub members: Vec<MemberDelta>,
}

/// What a transaction changed for a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MemberDelta {
    /// Which member.
    pub member_id: MemberId,
    /// Points that came; below zero what left.
    pub points: i64,
    /// Grams that came; below zero what left.
    pub grams: i64,
    /// Grams that were promised; below zero what was given back or used up.
    pub grams_locked: i64,
}

#[derive(Serialize, Deserialize)]
struct Payload<P> {
    postings: P,
}

/// The payload of an event about these transactions.
pub(super) fn payload(postings: &[PostedFact]) -> serde_json::Value {
    // Names and numbers only: nothing here can refuse to be written.
    serde_json::to_value(Payload { postings }).unwrap_or_default()
}

/// The transactions an event tells of, in the order of the ledger; none when it is not an event of the ledger.
pub fn postings(event: &Event) -> Vec<PostedFact> {
    if event.topic != TOPIC {
        return Vec::new();
    }
    Payload::<Vec<PostedFact>>::deserialize(&event.payload)
        .map(|payload| payload.postings)
        .unwrap_or_default()
}
