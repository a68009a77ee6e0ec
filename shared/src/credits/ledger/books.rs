//! The decision: accounts and a request in, entries or a refusal out.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::{
    AMOUNT_MAX, AccountRef, BALANCE_MAX, LEGS_MAX, LedgerRefusal, Leg, LotDay, PostRequest, expiry,
    request, rules,
};
use crate::{
    credits::{CreditBook, TransactionKind},
    id::TransactionId,
};

/// An account in one book.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Account {
    /// What is there; the sum of its entries.
    pub balance: i64,
    /// The number of its last entry, from 1 without gaps; 0 before the first.
    pub sequence: i64,
    /// What is there by the day it expires, for accounts that keep lots: sums to the balance, no lot is empty.
    pub lots: BTreeMap<LotDay, i64>,
}

/// One entry of a transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// Whose account.
    pub account: AccountRef,
    /// In which book.
    pub book: CreditBook,
    /// What arrived; below zero what left.
    pub amount: i64,
    /// The number of the entry in its account.
    pub sequence: i64,
    /// The balance of the account behind it.
    pub balance_after: i64,
    /// The lot it came from or went to, for accounts that keep lots.
    pub lot: Option<LotDay>,
}

/// A transaction that stands in the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posted {
    /// Which one.
    pub id: TransactionId,
    /// Its kind.
    pub kind: TransactionKind,
    /// Its entries.
    pub entries: Vec<Entry>,
}

/// The accounts that some postings touch, and the transactions they refer to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Books {
    accounts: BTreeMap<(AccountRef, CreditBook), Account>,
    references: BTreeMap<TransactionId, Posted>,
    resolved: BTreeSet<TransactionId>,
}

/// A part of an amount with the lot it came from, if it came from one.
type Part = (Option<LotDay>, i64);

impl Books {
    /// Nothing yet. Accounts that are not put in are taken to be empty.
    pub fn new() -> Self {
        Self::default()
    }

    /// Puts in an account as it stands.
    pub fn open(&mut self, account: AccountRef, book: CreditBook, state: Account) {
        self.accounts.insert((account, book), state);
    }

    /// Puts in a transaction that a request refers to, and whether it was reversed or resolved before.
    pub fn refer(&mut self, posted: Posted, resolved: bool) {
        if resolved {
            self.resolved.insert(posted.id);
        }
        self.references.insert(posted.id, posted);
    }

    /// An account as it stands now.
    pub fn account(&self, account: AccountRef, book: CreditBook) -> Option<&Account> {
        self.accounts.get(&(account, book))
    }

    /// Every account as it stands now.
    pub fn accounts(&self) -> impl Iterator<Item = (AccountRef, CreditBook, &Account)> {
        self.accounts
            .iter()
            .map(|((account, book), state)| (*account, *book, state))
    }

    /// A transaction that was put in or posted here.
    pub fn posted(&self, id: TransactionId) -> Option<&Posted> {
        self.references.get(&id)
    }

    /// Posts several transactions, all or none: a refusal names the place of the first that cannot be.
    pub fn post_all<'r>(
        &mut self,
        requests: impl IntoIterator<Item = (TransactionId, &'r PostRequest)>,
    ) -> Result<Vec<Posted>, (usize, LedgerRefusal)> {
        let mut before: BTreeMap<(AccountRef, CreditBook), Option<Account>> = BTreeMap::new();
        let mut done: Vec<Posted> = Vec::new();
        let mut resolved: Vec<TransactionId> = Vec::new();
        for (place, (id, request)) in requests.into_iter().enumerate() {
            for leg in &request.legs {
                let key = (leg.account, leg.book);
                before
                    .entry(key)
                    .or_insert_with(|| self.accounts.get(&key).cloned());
            }
            match self.decide(id, request) {
                Ok((posted, of)) => {
                    done.push(posted);
                    resolved.extend(of);
                }
                Err(refusal) => {
                    self.undo(before, &done, &resolved);
                    return Err((place, refusal));
                }
            }
        }
        Ok(done)
    }

    /// Posts one transaction, or refuses it and changes nothing.
    pub fn post(
        &mut self,
        id: TransactionId,
        request: &PostRequest,
    ) -> Result<Posted, LedgerRefusal> {
        self.post_all([(id, request)])
            .map(|mut posted| posted.remove(0))
            .map_err(|(_, refusal)| refusal)
    }

    fn undo(
        &mut self,
        before: BTreeMap<(AccountRef, CreditBook), Option<Account>>,
        done: &[Posted],
        resolved: &[TransactionId],
    ) {
        for (key, state) in before {
            match state {
                Some(state) => self.accounts.insert(key, state),
                None => self.accounts.remove(&key),
            };
        }
        for posted in done {
            self.references.remove(&posted.id);
        }
        for id in resolved {
            self.resolved.remove(id);
        }
    }

    /// The transaction, and the one that it reverses or resolves. May leave accounts half changed when it refuses:
    /// [`Books::post_all`] puts them back.
    fn decide(
        &mut self,
        id: TransactionId,
        request: &PostRequest,
    ) -> Result<(Posted, Option<TransactionId>), LedgerRefusal> {
        check_legs(request)?;
        self.check_expiry(request)?;
        let reference = self.reference(request)?;
        let mut entries = Vec::with_capacity(request.legs.len());
        for book in CreditBook::ALL {
            let legs = request.legs.iter().filter(|leg| leg.book == *book);
            let mut pool: VecDeque<Part> = VecDeque::new();
            for leg in legs.clone().filter(|leg| leg.amount < 0) {
                self.take(leg, reference.as_ref(), &mut pool, &mut entries)?;
            }
            for leg in legs.filter(|leg| leg.amount > 0) {
                let fresh = request.expires_day.map_or(LotDay::NEVER, LotDay::from);
                self.put(
                    leg,
                    request.kind,
                    reference.as_ref(),
                    fresh,
                    &mut pool,
                    &mut entries,
                )?;
            }
        }
        let resolved = reference.map(|reference| reference.id);
        self.resolved.extend(resolved);
        let posted = Posted {
            id,
            kind: request.kind,
            entries,
        };
        self.references.insert(id, posted.clone());
        Ok((posted, resolved))
    }

    /// Only what has run out by the day of the request expires.
    fn check_expiry(&self, request: &PostRequest) -> Result<(), LedgerRefusal> {
        if request.kind != TransactionKind::Expire {
            return Ok(());
        }
        let out = |leg: &Leg| {
            self.accounts
                .get(&(leg.account, leg.book))
                .map_or(0, |account| expiry::run_out(account, request.effective_day))
        };
        let early = request
            .legs
            .iter()
            .any(|leg| leg.amount < 0 && -leg.amount > out(leg));
        if early {
            return Err(LedgerRefusal::NotAllowed { kind: request.kind });
        }
        Ok(())
    }

    /// The transaction the request reverses or resolves, when it is of a kind that does, and fits.
    fn reference(&self, request: &PostRequest) -> Result<Option<Posted>, LedgerRefusal> {
        use TransactionKind as Kind;
        if !matches!(request.kind, Kind::Reverse | Kind::Settle | Kind::Void) {
            return Ok(None);
        }
        let found = request.refers_to.and_then(|id| self.references.get(&id));
        let of = found.ok_or(LedgerRefusal::UnknownReference)?;
        if request.kind == Kind::Reverse {
            if !rules::is_reversible(of.kind) {
                return Err(LedgerRefusal::NotReversible { kind: of.kind });
            }
        } else if of.kind != Kind::Hold {
            return Err(LedgerRefusal::ReferenceMismatch);
        }
        if self.resolved.contains(&of.id) {
            return Err(LedgerRefusal::AlreadyResolved);
        }
        let fits = match request.kind {
            Kind::Reverse => same_legs(&request.legs, &request::reverse(of)),
            Kind::Void => same_legs(&request.legs, &request::void(of)),
            // The hold leaves escrow whole; what is not settled goes back to where it came from.
            _ => {
                let (owner, held) = request::held_by(of);
                let to: Vec<&Leg> = request.legs.iter().filter(|leg| leg.amount > 0).collect();
                let strangers = to.iter().filter(|leg| leg.account != owner).count();
                let leaves: Vec<i64> = request
                    .legs
                    .iter()
                    .filter(|leg| leg.amount < 0)
                    .map(|leg| leg.amount)
                    .collect();
                leaves == [-held] && strangers == 1 && to.len() <= 2
            }
        };
        if fits {
            Ok(Some(of.clone()))
        } else {
            Err(LedgerRefusal::ReferenceMismatch)
        }
    }

    /// Takes what leaves an account, oldest lot first; a reversal takes first what the reversed transaction put there.
    fn take(
        &mut self,
        leg: &Leg,
        reference: Option<&Posted>,
        pool: &mut VecDeque<Part>,
        entries: &mut Vec<Entry>,
    ) -> Result<(), LedgerRefusal> {
        let wanted = leg
            .amount
            .checked_neg()
            .ok_or(LedgerRefusal::OutsideBounds)?;
        let account = self.accounts.entry((leg.account, leg.book)).or_default();
        if !leg.account.may_be_negative() && account.balance < wanted {
            return Err(LedgerRefusal::Insufficient {
                book: leg.book,
                available: account.balance,
                wanted,
            });
        }
        if !leg.account.keeps_lots(leg.book) {
            entries.push(book_entry(account, leg, leg.amount, None)?);
            match reference.filter(|of| of.kind == TransactionKind::Hold) {
                Some(of) => pool.extend(lots_held(of)),
                None => pool.push_back((None, wanted)),
            }
            return Ok(());
        }
        let mut left = wanted;
        let preferred = reference.map(|of| lots_at(of, leg, |amount| amount > 0));
        let preferred = preferred
            .unwrap_or_default()
            .into_iter()
            .map(|(lot, amount)| (lot, Some(amount)));
        let oldest: Vec<LotDay> = account.lots.keys().copied().collect();
        for (lot, at_most) in preferred.chain(oldest.into_iter().map(|lot| (lot, None))) {
            let there = account.lots.get(&lot).copied().unwrap_or(0);
            let part = left.min(there).min(at_most.unwrap_or(i64::MAX));
            if part > 0 {
                entries.push(book_entry(account, leg, -part, Some(lot))?);
                pool.push_back((Some(lot), part));
                left -= part;
            }
        }
        // The lots of an account sum to its balance, so nothing can be left of what the balance covers.
        if left == 0 {
            Ok(())
        } else {
            Err(LedgerRefusal::ReferenceMismatch)
        }
    }

    /// Puts what arrives on an account, with the days it had where it came from.
    fn put(
        &mut self,
        leg: &Leg,
        kind: TransactionKind,
        reference: Option<&Posted>,
        fresh: LotDay,
        pool: &mut VecDeque<Part>,
        entries: &mut Vec<Entry>,
    ) -> Result<(), LedgerRefusal> {
        let came = draw(pool, leg.amount);
        let account = self.accounts.entry((leg.account, leg.book)).or_default();
        if !leg.account.keeps_lots(leg.book) {
            entries.push(book_entry(account, leg, leg.amount, None)?);
            return Ok(());
        }
        let given_back = reference
            .filter(|_| kind == TransactionKind::Reverse)
            .map(|of| lots_at(of, leg, |amount| amount < 0));
        let parts: Vec<(LotDay, i64)> = match given_back {
            Some(parts) => parts,
            None => came
                .into_iter()
                .map(|(lot, amount)| (lot.unwrap_or(fresh), amount))
                .collect(),
        };
        let mut by_lot: BTreeMap<LotDay, i64> = BTreeMap::new();
        for (lot, amount) in parts {
            *by_lot.entry(lot).or_default() += amount;
        }
        for (lot, amount) in by_lot {
            entries.push(book_entry(account, leg, amount, Some(lot))?);
        }
        Ok(())
    }
}

/// Moves an account by `amount` and returns the entry.
fn book_entry(
    account: &mut Account,
    leg: &Leg,
    amount: i64,
    lot: Option<LotDay>,
) -> Result<Entry, LedgerRefusal> {
    let balance = account
        .balance
        .checked_add(amount)
        .filter(|balance| balance.unsigned_abs() <= BALANCE_MAX.unsigned_abs())
        .ok_or(LedgerRefusal::Overflow)?;
    account.balance = balance;
    account.sequence = account
        .sequence
        .checked_add(1)
        .ok_or(LedgerRefusal::Overflow)?;
    if let Some(lot) = lot {
        let there = account.lots.entry(lot).or_default();
        *there = there.checked_add(amount).ok_or(LedgerRefusal::Overflow)?;
        if *there == 0 {
            account.lots.remove(&lot);
        }
    }
    Ok(Entry {
        account: leg.account,
        book: leg.book,
        amount,
        sequence: account.sequence,
        balance_after: balance,
        lot,
    })
}

fn check_legs(request: &PostRequest) -> Result<(), LedgerRefusal> {
    if !(2..=LEGS_MAX).contains(&request.legs.len()) {
        return Err(LedgerRefusal::LegCount);
    }
    for leg in &request.legs {
        if !(1..=AMOUNT_MAX.unsigned_abs()).contains(&leg.amount.unsigned_abs()) {
            return Err(LedgerRefusal::OutsideBounds);
        }
        if !rules::allows(request.kind, leg) {
            return Err(LedgerRefusal::NotAllowed { kind: request.kind });
        }
    }
    for (place, leg) in request.legs.iter().enumerate() {
        // Points of one account go one way in a transaction; otherwise its lots could be turned over.
        let twice = request.legs[..place]
            .iter()
            .any(|other| other.account == leg.account && other.book == leg.book);
        if twice {
            return Err(LedgerRefusal::NotAllowed { kind: request.kind });
        }
    }
    for book in CreditBook::ALL {
        // At most 64 legs of at most 10¹² cannot overflow.
        let sum: i64 = request
            .legs
            .iter()
            .filter(|leg| leg.book == *book)
            .map(|leg| leg.amount)
            .sum();
        if sum != 0 {
            return Err(LedgerRefusal::Unbalanced { book: *book });
        }
    }
    Ok(())
}

/// Whether two lists have the same legs in any order.
fn same_legs(some: &[Leg], others: &[Leg]) -> bool {
    some.len() == others.len() && some.iter().all(|leg| others.contains(leg))
}

/// The lots that a transaction moved on the account of `leg`, with the amounts that `which` picks, above zero.
fn lots_at(of: &Posted, leg: &Leg, which: impl Fn(i64) -> bool) -> Vec<(LotDay, i64)> {
    of.entries
        .iter()
        .filter(|entry| {
            entry.account == leg.account && entry.book == leg.book && which(entry.amount)
        })
        .filter_map(|entry| entry.lot.map(|lot| (lot, entry.amount.abs())))
        .collect()
}

/// The lots that a hold took, oldest first.
fn lots_held(hold: &Posted) -> Vec<Part> {
    let mut parts: Vec<Part> = hold
        .entries
        .iter()
        .filter(|entry| entry.lot.is_some())
        .map(|entry| (entry.lot, -entry.amount))
        .collect();
    parts.sort_unstable();
    parts
}

/// Draws `amount` from the front of the pool.
fn draw(pool: &mut VecDeque<Part>, amount: i64) -> Vec<Part> {
    let mut left = amount;
    let mut drawn = Vec::new();
    while left > 0 {
        let Some((lot, there)) = pool.pop_front() else {
            break;
        };
        let part = there.min(left);
        drawn.push((lot, part));
        left -= part;
        if there > part {
            pool.push_front((lot, there - part));
        }
    }
    drawn
}
