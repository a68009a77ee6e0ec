//! One request or transaction, one text, one hash. `docs/methods/ledger.md` has the format in words.

use saxaul_shared::credits::ledger::{Entry, PostRequest};
use sha2::{Digest as _, Sha256};

use crate::platform::storage::hex;

/// What comes before the first transaction.
pub(super) const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// Writes fields one after the other: each as its length in bytes, a colon and its text, an absent one as `-`, so that
/// no two different lists of fields read alike.
struct Fields {
    digest: Sha256,
    /// Room to write numbers into, used again and again.
    text: String,
}

impl Fields {
    fn new() -> Self {
        Self {
            digest: Sha256::new(),
            text: String::with_capacity(64),
        }
    }

    fn text(&mut self, text: &str) {
        let mut length = [0u8; 20];
        self.digest.update(decimal(text.len(), &mut length));
        self.digest.update(b":");
        self.digest.update(text.as_bytes());
    }

    fn shown(&mut self, value: impl std::fmt::Display) {
        use std::fmt::Write as _;
        let mut text = std::mem::take(&mut self.text);
        text.clear();
        let _ = write!(text, "{value}");
        self.text(&text);
        self.text = text;
    }

    fn option(&mut self, value: Option<impl std::fmt::Display>) {
        match value {
            Some(value) => self.shown(value),
            None => self.digest.update(b"-"),
        }
    }

    fn finish(self) -> String {
        hex(&self.digest.finalize())
    }
}

/// The digits of a length.
fn decimal(mut number: usize, buffer: &mut [u8; 20]) -> &[u8] {
    let mut at = buffer.len();
    loop {
        at -= 1;
        buffer[at] = b'0' + u8::try_from(number % 10).unwrap_or(0);
        number /= 10;
        if number == 0 {
            return &buffer[at..];
        }
    }
}

/// What makes two requests with one key the same: what is asked for, without what the server adds (day, versions).
pub(super) fn request_hash(request: &PostRequest) -> String {
    let mut fields = Fields::new();
    fields.text(request.kind.as_str());
    fields.option(request.origin.as_deref());
    fields.option(request.claimed);
    fields.option(request.accepted);
    fields.option(request.refers_to);
    fields.option(request.note.as_deref());
    fields.shown(request.legs.len());
    for leg in &request.legs {
        fields.shown(leg.account);
        fields.text(leg.book.as_str());
        fields.shown(leg.amount);
    }
    fields.finish()
}

/// The hash that stands in the chain for words that are kept apart.
pub(super) fn note_hash(salt: &str, note: &str) -> String {
    let mut fields = Fields::new();
    fields.text(salt);
    fields.text(note);
    fields.finish()
}

/// What the chain covers of a transaction beside its request and entries.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) organisation_id: &'a str,
    pub(super) previous: &'a str,
    pub(super) sequence: i64,
    pub(super) id: &'a str,
    pub(super) request_hash: &'a str,
    pub(super) note_hash: Option<&'a str>,
    pub(super) recorded_at_us: i64,
}

/// `SHA-256(previous || canonical(transaction with its entries))` in hexadecimal.
pub(super) fn chain_hash(place: &Place<'_>, request: &PostRequest, entries: &[Entry]) -> String {
    let mut fields = Fields::new();
    fields.text(place.previous);
    fields.text(place.organisation_id);
    fields.shown(place.sequence);
    fields.text(place.id);
    fields.text(request.kind.as_str());
    fields.text(&request.key);
    fields.text(place.request_hash);
    fields.option(request.origin.as_deref());
    fields.option(request.rule_version);
    fields.option(request.factor_version.as_deref());
    fields.option(request.claimed);
    fields.option(request.accepted);
    fields.shown(request.effective_day);
    fields.option(request.expires_day);
    fields.option(request.refers_to);
    fields.option(
        request
            .remark
            .map(saxaul_shared::credits::ledger::LedgerRemark::as_str),
    );
    fields.option(place.note_hash);
    fields.shown(place.recorded_at_us);
    fields.shown(entries.len());
    for entry in entries {
        fields.shown(entry.account);
        fields.text(entry.book.as_str());
        fields.shown(entry.amount);
        fields.shown(entry.sequence);
        fields.shown(entry.balance_after);
        fields.option(entry.lot);
    }
    fields.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use saxaul_shared::{
        credits::{
            CreditBook, TransactionKind,
            ledger::{AccountRef, LedgerRemark, LotDay, earn},
        },
        id::{MemberId, TransactionId},
        period::Date,
    };
    use uuid::Uuid;

    fn request() -> PostRequest {
        let member = MemberId::from_uuid(Uuid::from_u128(1));
        let day = Date::new(2026, 3, 1).unwrap();
        PostRequest::new("key", TransactionKind::Earn, earn(member, 0, 5), day)
    }

    fn entry() -> Entry {
        Entry {
            account: AccountRef::Issuance,
            book: CreditBook::Point,
            amount: -5,
            sequence: 1,
            balance_after: -5,
            lot: None,
        }
    }

    const PLACE: Place<'_> = Place {
        organisation_id: "org_1",
        previous: GENESIS,
        sequence: 1,
        id: "ltx_1",
        request_hash: "r",
        note_hash: None,
        recorded_at_us: 1,
    };

    #[test]
    fn every_field_moves_the_hash_of_the_chain() {
        let base = chain_hash(&PLACE, &request(), &[entry()]);
        let places: [Place<'_>; 7] = [
            Place {
                organisation_id: "org_2",
                ..PLACE
            },
            Place {
                previous: "1",
                ..PLACE
            },
            Place {
                sequence: 2,
                ..PLACE
            },
            Place {
                id: "ltx_2",
                ..PLACE
            },
            Place {
                request_hash: "s",
                ..PLACE
            },
            Place {
                note_hash: Some(""),
                ..PLACE
            },
            Place {
                recorded_at_us: 2,
                ..PLACE
            },
        ];
        for (index, place) in places.iter().enumerate() {
            assert_ne!(
                chain_hash(place, &request(), &[entry()]),
                base,
                "place {index}"
            );
        }
        let changes: [fn(&mut PostRequest); 11] = [
            |r| r.kind = TransactionKind::Grant,
            |r| r.key.push('x'),
            |r| r.origin = Some(String::new()),
            |r| r.rule_version = Some(1),
            |r| r.factor_version = Some("1".to_owned()),
            |r| r.claimed = Some(1),
            |r| r.accepted = Some(1),
            |r| r.effective_day = Date::new(2026, 3, 2).unwrap(),
            |r| r.expires_day = Date::new(2026, 3, 2),
            |r| r.refers_to = Some(TransactionId::from_uuid(Uuid::from_u128(1))),
            |r| r.remark = Some(LedgerRemark::Reciprocal),
        ];
        for (index, change) in changes.iter().enumerate() {
            let mut other = request();
            change(&mut other);
            assert_ne!(
                chain_hash(&PLACE, &other, &[entry()]),
                base,
                "request {index}"
            );
        }
        let changes: [fn(&mut Entry); 6] = [
            |e| e.account = AccountRef::Budget,
            |e| e.book = CreditBook::Gram,
            |e| e.amount = 5,
            |e| e.sequence = 2,
            |e| e.balance_after = 5,
            |e| e.lot = Some(LotDay::NEVER),
        ];
        for (index, change) in changes.iter().enumerate() {
            let mut other = entry();
            change(&mut other);
            assert_ne!(
                chain_hash(&PLACE, &request(), &[other]),
                base,
                "entry {index}"
            );
        }
        assert_ne!(chain_hash(&PLACE, &request(), &[]), base);
    }

    #[test]
    fn a_request_is_the_same_on_another_day_and_another_with_another_amount() {
        let base = request_hash(&request());
        let mut later = request();
        later.effective_day = Date::new(2026, 3, 2).unwrap();
        later.key = "other".to_owned();
        assert_eq!(request_hash(&later), base);
        let changes: [fn(&mut PostRequest); 6] = [
            |r| r.kind = TransactionKind::Grant,
            |r| r.origin = Some(String::new()),
            |r| r.claimed = Some(1),
            |r| r.accepted = Some(1),
            |r| r.note = Some(String::new()),
            |r| r.legs[1].amount = 6,
        ];
        for (index, change) in changes.iter().enumerate() {
            let mut other = request();
            change(&mut other);
            assert_ne!(request_hash(&other), base, "change {index}");
        }
    }

    #[test]
    fn text_cannot_slip_from_one_field_into_the_next() {
        assert_ne!(note_hash("ab", "c"), note_hash("a", "bc"));
        assert_eq!(note_hash("0123456789", "").len(), 64);
    }
}
