//! What is kept beside the entries, held against what the entries come to.

use std::{collections::BTreeMap, fmt::Debug};

use super::{Books, CommandError, walk::Walked};
use crate::platform::secret::ServerSecret;

/// Tells every difference.
pub(super) async fn compare(
    books: &Books<'_>,
    walked: &Walked,
    secret: &ServerSecret,
) -> Result<Vec<String>, CommandError> {
    let mut faults = Vec::new();
    let mut accounts = BTreeMap::new();
    let sql =
        "SELECT account, book, balance, sequence FROM ledger_accounts WHERE organisation_id = $1";
    for row in books.query(sql, vec![]).await? {
        let key: (String, String) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
        let value: (i64, i64) = (row.try_get_by_index(2)?, row.try_get_by_index(3)?);
        accounts.insert(key, value);
    }
    differ(
        "account (balance, last entry)",
        &walked.fold.accounts,
        &accounts,
        &mut faults,
    );

    let sql =
        "SELECT account, book, expires_day, remaining FROM ledger_lots WHERE organisation_id = $1";
    let lots = triples(books, sql).await?;
    let mut expected = walked.fold.lots.clone();
    expected.retain(|_, remaining| *remaining != 0);
    differ("lot", &expected, &lots, &mut faults);

    let sql = "SELECT month, receiver, giver, amount FROM ledger_gifts WHERE organisation_id = $1";
    differ(
        "gifts of",
        &walked.fold.gifts,
        &triples(books, sql).await?,
        &mut faults,
    );

    totals(walked, &mut faults);
    head(books, walked, secret, &mut faults).await?;
    Ok(faults)
}

/// Every book sums to zero; escrow holds what is held.
fn totals(walked: &Walked, faults: &mut Vec<String>) {
    let mut sums: BTreeMap<&str, i128> = BTreeMap::new();
    let mut escrow = 0;
    for ((account, book), (balance, _)) in &walked.fold.accounts {
        *sums.entry(book).or_default() += i128::from(*balance);
        if account == "ESCROW" {
            escrow += *balance;
        }
    }
    for (book, sum) in sums {
        if sum != 0 {
            faults.push(format!("the book {book} comes to {sum}, not to zero"));
        }
    }
    let held: i64 = walked.fold.open_holds.values().sum();
    if escrow != held {
        faults.push(format!(
            "escrow holds {escrow}, the open holds come to {held}"
        ));
    }
}

/// The head is the last transaction, and was written by this server.
async fn head(
    books: &Books<'_>,
    walked: &Walked,
    secret: &ServerSecret,
    faults: &mut Vec<String>,
) -> Result<(), CommandError> {
    let sql =
        "SELECT sequence, hash, recorded_at_us, seal FROM ledger_heads WHERE organisation_id = $1";
    let rows = books.query(sql, vec![]).await?;
    let Some(row) = rows.first() else {
        if walked.sequence > 0 {
            faults.push("the head is missing".to_owned());
        }
        return Ok(());
    };
    let (sequence, hash): (i64, String) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
    let (recorded_at_us, seal): (i64, String) =
        (row.try_get_by_index(2)?, row.try_get_by_index(3)?);
    if sequence > walked.sequence {
        faults.push(format!(
            "transaction {} is missing: the head is {sequence}",
            walked.sequence + 1
        ));
        return Ok(());
    }
    let same =
        (sequence, &hash, recorded_at_us) == (walked.sequence, &walked.hash, walked.recorded_at_us);
    if !same {
        faults.push(format!(
            "the head is not transaction {}, the last one",
            walked.sequence
        ));
    } else if sequence > 0 {
        let text = format!("{} {sequence} {hash}", books.organisation_id);
        if secret.code("ledger head", &text)? != seal {
            faults.push(format!(
                "the head, transaction {sequence}, was not written by this server"
            ));
        }
    }
    Ok(())
}

async fn triples(
    books: &Books<'_>,
    sql: &str,
) -> Result<BTreeMap<(String, String, String), i64>, CommandError> {
    let mut found = BTreeMap::new();
    for row in books.query(sql, vec![]).await? {
        let key = (
            row.try_get_by_index(0)?,
            row.try_get_by_index(1)?,
            row.try_get_by_index(2)?,
        );
        found.insert(key, row.try_get_by_index(3)?);
    }
    Ok(found)
}

/// Tells the first difference of each sort: missing, too much, other value.
fn differ<K: Ord + Debug, V: PartialEq + Debug>(
    what: &str,
    expected: &BTreeMap<K, V>,
    found: &BTreeMap<K, V>,
    faults: &mut Vec<String>,
) {
    for (key, value) in expected {
        match found.get(key) {
            Some(other) if other == value => continue,
            Some(other) => faults.push(format!(
                "{what} {key:?} is {other:?}, the entries come to {value:?}"
            )),
            None => faults.push(format!(
                "{what} {key:?} is missing, the entries come to {value:?}"
            )),
        }
        break;
    }
    if let Some((key, value)) = found.iter().find(|(key, _)| !expected.contains_key(key)) {
        faults.push(format!("{what} {key:?} with {value:?} has no entries"));
    }
}
