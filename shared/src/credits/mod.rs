//! The employee programme: actions and what they save, the ledger of points and grams, boards, and who takes part.

pub mod action;
pub mod claim;
pub mod everyday;
pub mod everyday_travel;
pub mod honesty;
pub mod leaderboard;
pub mod ledger;
pub mod member;
pub mod programme;
pub mod quiz;
pub mod roster;
pub mod sport;
pub mod statement;
pub mod words;

pub use words::{
    ActionLedger, ActionScene, BoardPeriod, BoardScope, BoardVisibility, ClaimState, CreditBook,
    EvidenceKind, InventoryLink, SizeClass, TransactionKind, TrustLevel,
};
