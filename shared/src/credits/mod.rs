//! The employee programme: actions and what they save, the ledger of points and grams, boards, and who takes part.

pub mod member;
pub mod programme;
pub mod words;

pub use words::{
    ActionLedger, ActionScene, BoardPeriod, BoardScope, BoardVisibility, ClaimState, CreditBook,
    EvidenceKind, InventoryLink, SizeClass, TransactionKind, TrustLevel,
};
