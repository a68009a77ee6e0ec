//! The hashes of the ledger, from their description: each field as its length in bytes, a colon and its bytes; an absent
//! field as a hyphen; SHA-256; lower-case hexadecimal.

use ring::digest::{Context, SHA256};

use super::walk::{EntryRow, TransactionRow};

/// The hash before the first transaction.
pub(super) fn genesis() -> String {
    "0".repeat(64)
}

struct Text(Vec<u8>);

impl Text {
    fn field(&mut self, text: &str) {
        self.0
            .extend_from_slice(format!("{}:{text}", text.len()).as_bytes());
    }

    fn optional(&mut self, text: Option<&str>) {
        match text {
            Some(text) => self.field(text),
            None => self.0.push(b'-'),
        }
    }

    fn optional_number(&mut self, number: Option<i64>) {
        self.optional(number.map(|number| number.to_string()).as_deref());
    }

    fn sha256(&self) -> String {
        let mut context = Context::new(&SHA256);
        context.update(&self.0);
        let mut hex = String::with_capacity(64);
        for byte in context.finish().as_ref() {
            hex.push_str(&format!("{byte:02x}"));
        }
        hex
    }
}

/// The hash of a transaction with its entries behind `previous`.
pub(super) fn of_transaction(
    previous: &str,
    organisation_id: &str,
    row: &TransactionRow,
    entries: &[EntryRow],
) -> String {
    let mut text = Text(Vec::with_capacity(1024));
    text.field(previous);
    text.field(organisation_id);
    text.field(&row.sequence.to_string());
    text.field(&row.id);
    text.field(&row.kind);
    text.field(&row.request_key);
    text.field(&row.request_hash);
    text.optional(row.origin.as_deref());
    text.optional_number(row.rule_version);
    text.optional(row.factor_version.as_deref());
    text.optional_number(row.claimed);
    text.optional_number(row.accepted);
    text.field(&row.effective_day);
    text.optional(row.expires_day.as_deref());
    text.optional(row.refers_to.as_deref());
    text.optional(row.remark.as_deref());
    text.optional(row.note_hash.as_deref());
    text.field(&row.recorded_at_us.to_string());
    text.field(&entries.len().to_string());
    for entry in entries {
        text.field(&entry.account);
        text.field(&entry.book);
        text.field(&entry.amount.to_string());
        text.field(&entry.sequence.to_string());
        text.field(&entry.balance_after.to_string());
        text.optional(entry.lot_day.as_deref());
    }
    text.sha256()
}

/// The hash of words that are kept apart.
pub(super) fn of_note(salt: &str, note: &str) -> String {
    let mut text = Text(Vec::new());
    text.field(salt);
    text.field(note);
    text.sha256()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_has_the_hash_of_its_description() {
        // printf '2:ab3:abc' | sha256sum
        assert_eq!(
            of_note("ab", "abc"),
            "9d8925b21109960cea10f2e1cc2093af1b465e94ab43332fb28febfb9f139f1c"
        );
    }
}
