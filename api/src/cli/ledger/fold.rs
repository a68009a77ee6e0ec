//! What entries come to, and the rules each transaction has to keep.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::walk::{EntryRow, Referred, TransactionRow};

/// Everything that can be rebuilt from entries.
#[derive(Default)]
pub(super) struct Fold {
    /// Balance and number of the last entry, by account and book.
    pub(super) accounts: BTreeMap<(String, String), (i64, i64)>,
    /// What remains, by account, book and day.
    pub(super) lots: BTreeMap<(String, String, String), i64>,
    /// What was given, by month, receiver and giver; the giver `""` is everyone.
    pub(super) gifts: BTreeMap<(String, String, String), i64>,
    /// What is held by holds that are not resolved, by transaction.
    pub(super) open_holds: HashMap<String, i64>,
    /// Transactions that were reversed or resolved.
    referred: HashSet<String>,
    /// Keys of requests.
    keys: HashSet<u128>,
}

/// Whether an account is a member's or a team's own.
fn is_personal(account: &str) -> bool {
    (account.starts_with("mem_") && !account.ends_with("/locked")) || account.starts_with("team_")
}

impl Fold {
    /// Adds a transaction and tells what is wrong with it.
    pub(super) fn add(
        &mut self,
        row: &TransactionRow,
        entries: &[EntryRow],
        reference: Option<Option<Referred>>,
    ) -> Vec<String> {
        let mut faults = Vec::new();
        let mut sums: BTreeMap<&str, i128> = BTreeMap::new();
        if entries.len() < 2 {
            faults.push(format!("it has {} entries", entries.len()));
        }
        for (place, entry) in entries.iter().enumerate() {
            if i64::try_from(place) != Ok(entry.place) {
                faults.push(format!("entry {place} is missing"));
            }
            *sums.entry(&entry.book).or_default() += i128::from(entry.amount);
            self.entry(entry, &mut faults);
        }
        for (book, sum) in sums {
            if sum != 0 {
                faults.push(format!("its entries in {book} come to {sum}, not to zero"));
            }
        }
        if !self.keys.insert(short(&row.request_key)) {
            faults.push(format!("its key {:?} was used before", row.request_key));
        }
        self.kind(row, entries, reference, &mut faults);
        faults
    }

    fn entry(&mut self, entry: &EntryRow, faults: &mut Vec<String>) {
        let EntryRow {
            place,
            account,
            book,
            amount,
            ..
        } = entry;
        if *amount == 0 {
            faults.push(format!("entry {place} moves nothing"));
        }
        let key = (account.clone(), book.clone());
        let (balance, sequence) = self.accounts.entry(key).or_default();
        *balance = balance.saturating_add(*amount);
        *sequence += 1;
        if entry.balance_after != *balance {
            faults.push(format!(
                "entry {place} leaves {account} at {} {book}, not at {balance}",
                entry.balance_after
            ));
        }
        if entry.sequence != *sequence {
            faults.push(format!(
                "entry {place} has number {} in {account} {book}, not {sequence}",
                entry.sequence
            ));
        }
        if *balance < 0 && account != "ISSUANCE" {
            faults.push(format!(
                "entry {place} takes {account} below zero in {book}"
            ));
        }
        if account == "RETIREMENT" && *amount < 0 {
            faults.push(format!("entry {place} moves what was retired"));
        }
        let wants_lot = is_personal(account) && book == "POINT";
        match (&entry.lot_day, wants_lot) {
            (Some(day), true) => {
                let key = (account.clone(), book.clone(), day.clone());
                let remaining = self.lots.entry(key).or_default();
                *remaining = remaining.saturating_add(*amount);
                if *remaining < 0 {
                    faults.push(format!(
                        "entry {place} takes more from the lot {day} of {account} than it held"
                    ));
                }
            }
            (None, false) => {}
            (Some(_), false) => faults.push(format!(
                "entry {place} has a lot where {account} keeps none"
            )),
            (None, true) => faults.push(format!("entry {place} has no lot")),
        }
    }

    /// What the kind of a transaction asks for.
    fn kind(
        &mut self,
        row: &TransactionRow,
        entries: &[EntryRow],
        reference: Option<Option<Referred>>,
        faults: &mut Vec<String>,
    ) {
        let resolves = matches!(row.kind.as_str(), "REVERSE" | "SETTLE" | "VOID");
        match (resolves, &row.refers_to, reference) {
            (false, None, _) => {}
            (true, Some(id), Some(Some(of))) => {
                if !self.referred.insert(id.clone()) {
                    faults.push(format!("{id} was reversed or resolved before"));
                }
                if of.sequence >= row.sequence {
                    faults.push(format!("{id} comes after it"));
                }
                self.resolved(row, entries, id, &of, faults);
            }
            (true, Some(id), _) => faults.push(format!("{id}, which it refers to, does not exist")),
            (true, None, _) => faults.push("it refers to no transaction".to_owned()),
            (false, Some(id), _) => faults.push(format!("a {} refers to {id}", row.kind)),
        }
        match row.kind.as_str() {
            "HOLD" => {
                let held = sum(entries, |entry| entry.account == "ESCROW");
                self.open_holds.insert(row.id.clone(), held);
            }
            "GIVE" => self.gift(row, entries),
            _ => {}
        }
    }

    fn resolved(
        &mut self,
        row: &TransactionRow,
        entries: &[EntryRow],
        id: &str,
        of: &Referred,
        faults: &mut Vec<String>,
    ) {
        if row.kind == "REVERSE" {
            if !matches!(
                of.kind.as_str(),
                "EARN" | "GRANT" | "GIVE" | "SPEND" | "EXPIRE"
            ) {
                faults.push(format!("a {} cannot be reversed", of.kind));
            }
            let mut together = by_account(&of.entries);
            for (account, amount) in by_account(entries) {
                *together.entry(account).or_default() += amount;
            }
            if together.values().any(|amount| *amount != 0) {
                faults.push(format!("it is not the opposite of {id}"));
            }
            return;
        }
        let Some(held) = self.open_holds.remove(id) else {
            faults.push(format!("{id} is no open hold"));
            return;
        };
        if sum(entries, |entry| entry.account == "ESCROW") != -held {
            faults.push(format!(
                "it takes another amount out of escrow than the {held} of {id}"
            ));
        }
        let owner = of.entries.iter().find(|entry| entry.account != "ESCROW");
        let back = sum(entries, |entry| {
            owner.is_some_and(|owner| owner.account == entry.account)
        });
        if row.kind == "VOID" && back != held {
            faults.push(format!("it gives back {back} of {held}"));
        }
    }

    fn gift(&mut self, row: &TransactionRow, entries: &[EntryRow]) {
        let totals = by_account(entries);
        let givers: Vec<_> = totals.iter().filter(|(_, amount)| **amount < 0).collect();
        let [((giver, _), _)] = givers.as_slice() else {
            return;
        };
        if !giver.starts_with("mem_") {
            return;
        }
        let month = row.effective_day.get(..7).unwrap_or_default();
        for ((receiver, _), amount) in totals.iter().filter(|(_, amount)| **amount > 0) {
            if receiver.starts_with("mem_") {
                for giver in [*giver, ""] {
                    let key = (month.to_owned(), (*receiver).to_owned(), giver.to_owned());
                    *self.gifts.entry(key).or_default() += *amount;
                }
            }
        }
    }
}

fn by_account(entries: &[EntryRow]) -> BTreeMap<(&str, &str), i64> {
    let mut totals = BTreeMap::new();
    for entry in entries {
        *totals
            .entry((entry.account.as_str(), entry.book.as_str()))
            .or_default() += entry.amount;
    }
    totals
}

fn sum(entries: &[EntryRow], which: impl Fn(&EntryRow) -> bool) -> i64 {
    entries
        .iter()
        .filter(|entry| which(entry))
        .map(|entry| entry.amount)
        .sum()
}

/// Half of a SHA-256: enough to tell millions of keys apart, in a quarter of the memory.
fn short(text: &str) -> u128 {
    let digest = ring::digest::digest(&ring::digest::SHA256, text.as_bytes());
    let mut half = [0u8; 16];
    half.copy_from_slice(&digest.as_ref()[..16]);
    u128::from_be_bytes(half)
}
