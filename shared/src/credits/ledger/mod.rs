//! The ledger of points and grams: double entry in whole numbers, decided here, stored elsewhere.
//!
//! A [`PostRequest`] says what is to move between which accounts; [`Books`] holds the accounts it touches and answers
//! with the entries, or with a typed refusal and no change. Points on an account lie in lots, one for each day on which
//! points expire; whatever leaves takes the oldest lot first, and what arrives keeps the days it had where it came from.
//!
//! **Invariants:** the entries of a transaction sum to zero in each book; no account but issuance falls below zero; what
//! is retired never moves again; a transaction is reversed, and a hold resolved, at most once. The rules in words:
//! `docs/methods/ledger.md`.

pub mod account;
pub mod books;
pub mod expiry;
pub mod gift;
pub mod lot;
pub mod refusal;
pub mod request;
mod rules;

pub use account::AccountRef;
pub use books::{Account, Books, Entry, Posted};
pub use lot::LotDay;
pub use refusal::LedgerRefusal;
pub use request::{
    LedgerRemark, Leg, PostRequest, earn, expire, give, grant, hold, lock, retire, reverse, settle,
    spend, unlock, void,
};

/// Most points or grams in one leg: a billion kilograms, far above anything a person earns, far below an overflow.
pub const AMOUNT_MAX: i64 = 1_000_000_000_000;

/// Highest balance: the largest whole number that every JSON reader keeps exactly (2⁵³ − 1).
pub const BALANCE_MAX: i64 = 9_007_199_254_740_991;

/// Most legs of one transaction.
pub const LEGS_MAX: usize = 64;
