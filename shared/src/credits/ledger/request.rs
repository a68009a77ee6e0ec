//! What is to be posted, and the shapes of it.

use super::{AccountRef, Posted};
use crate::{
    credits::{CreditBook, TransactionKind},
    id::{MemberId, TransactionId},
    period::Date,
};

/// One side of a movement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Leg {
    /// Whose account.
    pub account: AccountRef,
    /// In which book.
    pub book: CreditBook,
    /// What arrives; below zero what leaves. The legs of a transaction sum to zero in each book.
    pub amount: i64,
}

impl Leg {
    /// A leg.
    pub const fn new(account: AccountRef, book: CreditBook, amount: i64) -> Self {
        Self {
            account,
            book,
            amount,
        }
    }
}

crate::wire_enum! {
    /// What the ledger noticed about a transaction that it took.
    pub enum LedgerRemark {
        /// A gift to someone who gave points to the giver in the same month.
        Reciprocal = "RECIPROCAL",
    }
}

/// A transaction that is to be posted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostRequest {
    /// What makes it the same request when it is sent again; unique in the organisation, at most 200 bytes.
    pub key: String,
    /// What kind of movement it is.
    pub kind: TransactionKind,
    /// What moves.
    pub legs: Vec<Leg>,
    /// What it comes from: a claim, an import.
    pub origin: Option<String>,
    /// Version of the company's rule that was applied.
    pub rule_version: Option<i64>,
    /// Version of the factor that was applied.
    pub factor_version: Option<String>,
    /// What was asked for, in the unit of the rule.
    pub claimed: Option<i64>,
    /// What of it was accepted.
    pub accepted: Option<i64>,
    /// The day it counts for.
    pub effective_day: Date,
    /// The last day of the points that are issued by it (`None`: they do not expire); for a hold, the day after which it
    /// lapses and is voided (`None`: never by itself).
    pub expires_day: Option<Date>,
    /// The transaction that it reverses, or the hold that it settles or voids.
    pub refers_to: Option<TransactionId>,
    /// What was noticed about it.
    pub remark: Option<LedgerRemark>,
    /// Words for the people involved. They are kept apart and can be erased.
    pub note: Option<String>,
}

impl PostRequest {
    /// A request that says nothing yet about where it comes from.
    pub fn new(
        key: impl Into<String>,
        kind: TransactionKind,
        legs: Vec<Leg>,
        effective_day: Date,
    ) -> Self {
        Self {
            key: key.into(),
            kind,
            legs,
            origin: None,
            rule_version: None,
            factor_version: None,
            claimed: None,
            accepted: None,
            effective_day,
            expires_day: None,
            refers_to: None,
            remark: None,
            note: None,
        }
    }
}

fn moved(from: AccountRef, to: AccountRef, book: CreditBook, amount: i64) -> Vec<Leg> {
    // An amount that cannot be negated is beyond every bound: the decision refuses it.
    vec![
        Leg::new(from, book, amount.checked_neg().unwrap_or(i64::MIN)),
        Leg::new(to, book, amount),
    ]
}

/// Legs of [`TransactionKind::Earn`]: grams and points for an accepted claim. A book with nothing in it is left out.
pub fn earn(member: MemberId, grams: i64, points: i64) -> Vec<Leg> {
    let mut legs = Vec::with_capacity(4);
    for (book, amount) in [(CreditBook::Gram, grams), (CreditBook::Point, points)] {
        if amount != 0 {
            legs.extend(moved(
                AccountRef::Issuance,
                AccountRef::Member(member),
                book,
                amount,
            ));
        }
    }
    legs
}

/// Legs of [`TransactionKind::Grant`]: points from the company's budget, or from issuance into the budget.
pub fn grant(from: AccountRef, to: AccountRef, points: i64) -> Vec<Leg> {
    moved(from, to, CreditBook::Point, points)
}

/// Legs of [`TransactionKind::Give`]: points from one member to another member or a team.
pub fn give(from: MemberId, to: AccountRef, points: i64) -> Vec<Leg> {
    moved(AccountRef::Member(from), to, CreditBook::Point, points)
}

/// Legs of [`TransactionKind::Spend`]: points go back to the company.
pub fn spend(from: AccountRef, points: i64) -> Vec<Leg> {
    moved(from, AccountRef::Budget, CreditBook::Point, points)
}

/// Legs of [`TransactionKind::Expire`]: points that ran out of time.
pub fn expire(from: AccountRef, points: i64) -> Vec<Leg> {
    moved(from, AccountRef::Expiry, CreditBook::Point, points)
}

/// Legs of [`TransactionKind::Hold`]: points set aside for something that is not settled yet.
pub fn hold(from: AccountRef, points: i64) -> Vec<Leg> {
    moved(from, AccountRef::Escrow, CreditBook::Point, points)
}

/// Legs of [`TransactionKind::Settle`]: `points` of the hold go to `to`, the rest goes back to where it came from.
pub fn settle(held: &Posted, to: AccountRef, points: i64) -> Vec<Leg> {
    let (owner, amount) = held_by(held);
    let mut legs = vec![
        Leg::new(AccountRef::Escrow, CreditBook::Point, -amount),
        Leg::new(to, CreditBook::Point, points),
    ];
    let rest = amount.saturating_sub(points);
    if rest != 0 {
        legs.push(Leg::new(owner, CreditBook::Point, rest));
    }
    legs
}

/// Legs of [`TransactionKind::Void`]: the whole hold goes back to where it came from.
pub fn void(held: &Posted) -> Vec<Leg> {
    let (owner, amount) = held_by(held);
    moved(AccountRef::Escrow, owner, CreditBook::Point, amount)
}

/// Who a hold took points from, and how many.
pub(super) fn held_by(held: &Posted) -> (AccountRef, i64) {
    let amount = held
        .entries
        .iter()
        .filter(|entry| entry.account == AccountRef::Escrow)
        .map(|entry| entry.amount)
        .sum();
    let owner = held
        .entries
        .iter()
        .find(|entry| entry.account != AccountRef::Escrow)
        .map_or(AccountRef::Escrow, |entry| entry.account);
    (owner, amount)
}

/// Legs of [`TransactionKind::Lock`]: grams promised to a purpose.
pub fn lock(member: MemberId, grams: i64) -> Vec<Leg> {
    let (from, to) = (AccountRef::Member(member), AccountRef::MemberLocked(member));
    moved(from, to, CreditBook::Gram, grams)
}

/// Legs of [`TransactionKind::Unlock`]: promised grams given back.
pub fn unlock(member: MemberId, grams: i64) -> Vec<Leg> {
    let (from, to) = (AccountRef::MemberLocked(member), AccountRef::Member(member));
    moved(from, to, CreditBook::Gram, grams)
}

/// Legs of [`TransactionKind::Retire`]: promised grams used up for good.
pub fn retire(member: MemberId, grams: i64) -> Vec<Leg> {
    let (from, to) = (AccountRef::MemberLocked(member), AccountRef::Retirement);
    moved(from, to, CreditBook::Gram, grams)
}

/// Legs of [`TransactionKind::Reverse`]: the opposite of a transaction, account by account.
pub fn reverse(of: &Posted) -> Vec<Leg> {
    let mut legs: Vec<Leg> = Vec::with_capacity(of.entries.len());
    for entry in &of.entries {
        let same = |leg: &&mut Leg| leg.account == entry.account && leg.book == entry.book;
        match legs.iter_mut().find(same) {
            Some(leg) => leg.amount -= entry.amount,
            None => legs.push(Leg::new(entry.account, entry.book, -entry.amount)),
        }
    }
    legs.retain(|leg| leg.amount != 0);
    legs
}
