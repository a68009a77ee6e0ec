//! Posting: load what the requests touch, decide in `shared`, write what came of it.

use std::collections::{BTreeSet, HashMap};

use saxaul_shared::{
    credits::{
        CreditBook, TransactionKind,
        ledger::{AccountRef, Books, LedgerRefusal, LedgerRemark, LotDay, PostRequest, Posted},
    },
    id::TransactionId,
};

use super::{
    PostOutcome, canonical,
    event::{self, PostedFact},
    expiry, facts,
    store::{self, Head, TransactionRow},
};
use crate::platform::{
    Platform,
    db::{StoreError, StoreResult, TenantTx},
    ids::random_bytes,
    storage::hex,
};

/// Longest key of a request, in bytes.
const KEY_MAX: usize = 200;

/// What a head's code is made for.
pub(super) const SEAL: &str = "ledger head";

/// The part of an organisation's ledger that some requests touch, held by one transaction from the lock of the head to
/// the writing of entries.
pub(super) struct Session<'t> {
    platform: &'t Platform,
    tx: &'t TenantTx,
    head: Head,
    books: Books,
    known: HashMap<String, (TransactionId, String)>,
    /// What was posted and is not written yet.
    done: Vec<Done>,
}

/// A transaction that was decided on.
struct Done {
    request: PostRequest,
    request_hash: String,
    posted: Posted,
}

impl<'t> Session<'t> {
    /// Locks the ledger's head and the accounts that `requests` touch, and loads what is needed to decide on them.
    pub(super) async fn open(
        platform: &'t Platform,
        tx: &'t TenantTx,
        requests: impl Iterator<Item = &PostRequest> + Clone,
    ) -> StoreResult<Self> {
        let head = store::lock_head(tx).await?;
        let mut keys: Vec<&str> = Vec::new();
        let mut names: BTreeSet<String> = BTreeSet::new();
        let mut references: BTreeSet<String> = BTreeSet::new();
        for request in requests {
            keys.push(&request.key);
            names.extend(request.legs.iter().map(|leg| leg.account.to_string()));
            references.extend(request.refers_to.map(|id| id.to_string()));
        }
        let known = store::by_keys(tx, &keys).await?;
        let names: Vec<String> = names.into_iter().collect();
        let mut books = Books::new();
        for (account, book, state) in store::lock_accounts(tx, &names).await? {
            books.open(account, book, state);
        }
        if !references.is_empty() {
            let references: Vec<String> = references.into_iter().collect();
            for (posted, resolved) in store::posted(tx, &references).await? {
                books.refer(posted, resolved);
            }
        }
        Ok(Self {
            platform,
            tx,
            head,
            books,
            known,
            done: Vec::new(),
        })
    }

    /// What became of the request's key before: nothing when it is new.
    pub(super) fn known(&self, request: &PostRequest) -> Option<PostOutcome> {
        let (id, hash) = self.known.get(&request.key)?;
        Some(if *hash == canonical::request_hash(request) {
            PostOutcome::Existing(*id)
        } else {
            PostOutcome::KeyMismatch
        })
    }

    /// Posts a group of requests, all or none. Those whose key was used for the same request before are answered with
    /// what came of it, and count as posted.
    pub(super) fn post(&mut self, group: Vec<PostRequest>) -> StoreResult<Vec<PostOutcome>> {
        let mut outcomes: Vec<Option<PostOutcome>> = Vec::with_capacity(group.len());
        let mut fresh: Vec<(usize, TransactionId, PostRequest, String)> = Vec::new();
        let mut mismatch = false;
        for (place, request) in group.into_iter().enumerate() {
            if request.key.is_empty() || request.key.len() > KEY_MAX {
                let key = &request.key;
                return Err(StoreError::Corrupt(format!("key of a posting: {key:?}")));
            }
            let hash = canonical::request_hash(&request);
            let earlier = self.known.get(&request.key).map(|(id, hash)| (*id, hash));
            let here = || {
                let same = |other: &&(usize, TransactionId, PostRequest, String)| {
                    other.2.key == request.key
                };
                fresh.iter().find(same).map(|other| (other.1, &other.3))
            };
            outcomes.push(match earlier.or_else(here) {
                Some((id, other)) if *other == hash => Some(PostOutcome::Existing(id)),
                Some(_) => {
                    mismatch = true;
                    Some(PostOutcome::KeyMismatch)
                }
                None => {
                    let id = TransactionId::from_uuid(self.platform.ids.uuid());
                    fresh.push((place, id, request, hash));
                    None
                }
            });
        }
        let refused = |outcomes: Vec<Option<PostOutcome>>| {
            let other = PostOutcome::Refused(LedgerRefusal::BatchRefused);
            outcomes
                .into_iter()
                .map(|outcome| match outcome {
                    Some(known @ (PostOutcome::KeyMismatch | PostOutcome::Refused(_))) => known,
                    // What stands since long stands, whatever becomes of this batch.
                    Some(PostOutcome::Existing(id))
                        if self.known.values().any(|known| known.0 == id) =>
                    {
                        PostOutcome::Existing(id)
                    }
                    _ => other.clone(),
                })
                .collect()
        };
        if mismatch {
            return Ok(refused(outcomes));
        }
        match self
            .books
            .post_all(fresh.iter().map(|(_, id, request, _)| (*id, request)))
        {
            Err((at, refusal)) => {
                if let Some((place, ..)) = fresh.get(at) {
                    outcomes[*place] = Some(PostOutcome::Refused(refusal));
                }
                Ok(refused(outcomes))
            }
            Ok(posted) => {
                for ((place, id, request, request_hash), posted) in fresh.into_iter().zip(posted) {
                    outcomes[place] = Some(PostOutcome::Posted(id));
                    self.known
                        .insert(request.key.clone(), (id, request_hash.clone()));
                    self.done.push(Done {
                        request,
                        request_hash,
                        posted,
                    });
                }
                Ok(outcomes.into_iter().flatten().collect())
            }
        }
    }

    /// A transaction that was posted here or is referred to.
    pub(super) fn posted(&self, id: TransactionId) -> Option<&Posted> {
        self.books.posted(id)
    }

    /// Writes everything that was posted, in the transaction the session was opened in: transactions with their place in
    /// the chain, entries, accounts, lots, and the events. Answers with the sequence and the time of each transaction.
    pub(super) async fn save(mut self) -> StoreResult<Vec<Recorded>> {
        if self.done.is_empty() {
            return Ok(Vec::new());
        }
        let now_us = self.platform.clock.now().unix_ms().saturating_mul(1000);
        let organisation_id = self.tx.organisation_id();
        let mut transactions = Vec::with_capacity(self.done.len());
        let mut entries = Vec::with_capacity(self.done.len() * 2);
        let mut notes = Vec::new();
        let mut touched: BTreeSet<(AccountRef, CreditBook)> = BTreeSet::new();
        let mut lots: BTreeSet<(AccountRef, CreditBook, LotDay)> = BTreeSet::new();
        let mut recorded = Vec::with_capacity(self.done.len());
        for done in &self.done {
            let request = &done.request;
            let (sequence, id) = (self.head.sequence + 1, done.posted.id.to_string());
            // The clock may stand still or go back; what is recorded later is always later.
            let recorded_at_us = now_us.max(self.head.recorded_at_us + 1);
            let note_hash = request.note.as_deref().map(|note| {
                let salt = hex(&random_bytes::<16>());
                let hash = canonical::note_hash(&salt, note);
                notes.push((sequence, salt, note));
                hash
            });
            let place = canonical::Place {
                organisation_id,
                previous: &self.head.hash,
                sequence,
                id: &id,
                request_hash: &done.request_hash,
                note_hash: note_hash.as_deref(),
                recorded_at_us,
            };
            let hash = canonical::chain_hash(&place, request, &done.posted.entries);
            for (place, entry) in done.posted.entries.iter().enumerate() {
                touched.insert((entry.account, entry.book));
                lots.extend(entry.lot.map(|lot| (entry.account, entry.book, lot)));
                entries.push((
                    sequence,
                    place,
                    entry.account.to_string(),
                    entry.book.as_str(),
                    entry.amount,
                    entry.sequence,
                    entry.balance_after,
                    entry.lot.map(|lot| lot.to_string()),
                ));
            }
            recorded.push(Recorded {
                id: done.posted.id,
                sequence,
                recorded_at_us,
            });
            self.head = Head {
                sequence,
                recorded_at_us,
                hash: hash.clone(),
            };
            transactions.push(TransactionRow {
                sequence,
                id,
                kind: request.kind.as_str(),
                request_key: &request.key,
                request_hash: &done.request_hash,
                origin: request.origin.as_deref(),
                rule_version: request.rule_version,
                factor_version: request.factor_version.as_deref(),
                claimed: request.claimed,
                accepted: request.accepted,
                effective_day: request.effective_day.to_string(),
                expires_day: request.expires_day.map(|day| day.to_string()),
                refers_to: request.refers_to.map(|id| id.to_string()),
                remark: request.remark.map(LedgerRemark::as_str),
                note_hash,
                recorded_at_us,
                hash,
            });
        }
        store::insert_transactions(self.tx, &transactions).await?;
        store::insert_entries(self.tx, &entries).await?;
        store::insert_notes(self.tx, &notes).await?;
        let accounts: Vec<_> = touched
            .iter()
            .filter_map(|(account, book)| {
                let state = self.books.account(*account, *book)?;
                Some((
                    account.to_string(),
                    book.as_str(),
                    state.balance,
                    state.sequence,
                ))
            })
            .collect();
        store::save_accounts(self.tx, &accounts).await?;
        let lots: Vec<_> = lots
            .iter()
            .map(|(account, book, lot)| {
                let state = self.books.account(*account, *book);
                let remaining = state.and_then(|state| state.lots.get(lot)).copied();
                (
                    account.to_string(),
                    book.as_str(),
                    lot.to_string(),
                    remaining.unwrap_or(0),
                )
            })
            .collect();
        store::save_lots(self.tx, &lots).await?;
        let given = self.done.iter().map(|done| &done.request);
        store::add_gifts(self.tx, &facts::gifts(given)).await?;
        let seal = seal(self.platform, organisation_id, &self.head)?;
        store::save_head(self.tx, &self.head, &seal).await?;
        self.tell(&recorded).await?;
        if recorded.first().is_some_and(|first| first.sequence == 1) {
            expiry::plan(self.platform, self.tx).await?;
        }
        Ok(recorded)
    }

    /// Leaves the facts in the outbox.
    async fn tell(&self, recorded: &[Recorded]) -> StoreResult<()> {
        let facts: Vec<PostedFact> = self
            .done
            .iter()
            .zip(recorded)
            .map(|(done, recorded)| PostedFact {
                transaction_id: recorded.id,
                sequence: recorded.sequence,
                kind: done.posted.kind,
                reversed_kind: done
                    .request
                    .refers_to
                    .filter(|_| done.posted.kind == TransactionKind::Reverse)
                    .and_then(|id| self.books.posted(id))
                    .map(|of| of.kind),
                origin: done.request.origin.clone(),
                effective_day: done.request.effective_day,
                members: facts::deltas(&done.posted),
            })
            .collect();
        for facts in facts.chunks(event::POSTINGS_MAX) {
            let version = facts.last().map_or(0, |fact| fact.sequence);
            self.platform
                .outbox
                .emit(self.tx, event::TOPIC, version, event::payload(facts))
                .await?;
        }
        Ok(())
    }
}

/// Where a transaction was recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Recorded {
    pub(super) id: TransactionId,
    pub(super) sequence: i64,
    /// Microseconds since 1970-01-01T00:00:00Z, greater than that of every earlier transaction of the organisation.
    pub(super) recorded_at_us: i64,
}

/// The code of a head, which needs the server's secret.
fn seal(platform: &Platform, organisation_id: &str, head: &Head) -> StoreResult<String> {
    let text = format!("{organisation_id} {} {}", head.sequence, head.hash);
    platform
        .secret
        .code(SEAL, &text)
        .map_err(|error| StoreError::Corrupt(error.to_string()))
}
