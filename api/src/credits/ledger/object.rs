//! The ledger as GraphQL shows it.

use async_graphql::{ID, SimpleObject, connection::PageInfo};
use saxaul_shared::{
    credits::{
        CreditBook, TransactionKind,
        ledger::{AccountRef, LedgerRemark},
    },
    format::Locale,
    period::Date,
};

use super::{Balance, statement::StatementRow, transfer::Transfer};
use crate::{graphql::scalar::DateTime, platform::clock::Timestamp};

/// What the caller has in one book of the ledger.
#[derive(Debug, Clone, PartialEq, Eq, SimpleObject)]
pub struct CreditBalance {
    /// Which book: points, or grams of CO2e reduced.
    pub book: CreditBook,
    /// What can be used.
    pub available: i64,
    /// What is promised to a purpose and not used up yet.
    pub locked: i64,
    /// What was used up for good.
    pub retired: i64,
    /// What runs out next; null when nothing does.
    pub expiring_next: Option<ExpiringCredits>,
    /// Grows with every entry of the caller in the book.
    pub version: i64,
}

/// Points that run out, and when.
#[derive(Debug, Clone, PartialEq, Eq, SimpleObject)]
pub struct ExpiringCredits {
    /// How many.
    pub amount: i64,
    /// The last day on which they can be used.
    pub day: Date,
}

impl CreditBalance {
    pub(super) fn of(balance: Balance) -> Self {
        Self {
            book: balance.book,
            available: balance.available,
            locked: balance.locked,
            retired: balance.retired,
            expiring_next: balance
                .expiring_next
                .map(|(amount, day)| ExpiringCredits { amount, day }),
            version: balance.version,
        }
    }
}

/// One entry of the caller's account. Entries are never altered or removed; what was wrong is reversed by another.
#[derive(Debug, Clone, SimpleObject)]
pub struct LedgerEntry {
    /// Id of the entry: that of its transaction and its place in it.
    pub id: ID,
    /// Number of the entry in the caller's account and book, from 1 without gaps.
    pub sequence: i64,
    /// What kind of movement it is.
    pub kind: TransactionKind,
    /// The day it counts for.
    pub day: Date,
    /// When it was recorded.
    pub recorded_at: DateTime,
    /// What came; below zero what left.
    pub amount: i64,
    /// What was there behind it.
    pub balance_after: i64,
    /// The last day of the points of this entry; null when they do not expire, and for grams.
    pub expires_on: Option<Date>,
    /// Where it came from or went to: a colleague's name, a team's, or a word in the reader's language.
    pub counterparty: String,
    /// What it comes from, such as a claim `clm_…`.
    pub origin_id: Option<ID>,
    /// Words that went with it; null when there were none or they were erased.
    pub note: Option<String>,
    /// What the ledger noticed about it.
    pub remark: Option<LedgerRemark>,
    /// The transaction it belongs to, `ltx_…`.
    pub transaction_id: ID,
}

impl LedgerEntry {
    pub(super) fn of(row: StatementRow, locale: Locale) -> Self {
        let counterparty = match (row.counterparty_name, row.counterparty) {
            (Some(name), _) if !name.is_empty() => name,
            (_, Some(AccountRef::Member(_))) => {
                locale.pick("已退出的成员", "Former member").to_owned()
            }
            (_, Some(account)) => account.word(locale).to_owned(),
            (_, None) => String::new(),
        };
        Self {
            id: ID(format!("{}.{}", row.transaction_id, row.place)),
            sequence: row.sequence,
            kind: row.kind,
            day: row.day,
            recorded_at: DateTime(Timestamp::from_unix_ms(row.recorded_at_us.div_euclid(1000))),
            amount: row.amount,
            balance_after: row.balance_after,
            expires_on: row.lot.and_then(|lot| lot.0),
            counterparty,
            origin_id: row.origin.map(ID),
            note: row.note,
            remark: row.remark,
            transaction_id: ID(row.transaction_id),
        }
    }
}

/// A page of the caller's account, newest first.
#[derive(SimpleObject)]
pub struct LedgerEntryConnection {
    /// The entries of this page.
    pub edges: Vec<LedgerEntryEdge>,
    /// Whether and where the account goes on.
    pub page_info: PageInfo,
}

/// An entry and its place.
#[derive(Debug, SimpleObject)]
pub struct LedgerEntryEdge {
    /// Give it as `after` to go on behind this entry.
    pub cursor: String,
    /// The entry.
    pub node: LedgerEntry,
}

/// A gift of points that was made. The same request sent again gets the same answer.
#[derive(Debug, Clone, SimpleObject)]
pub struct CreditTransfer {
    /// The transaction, `ltx_…`.
    pub transaction_id: ID,
    /// Its place in the company's ledger.
    pub sequence: i64,
    /// Who received the points.
    pub to_member_id: ID,
    /// How many points.
    pub amount: i64,
    /// The day it counts for.
    pub day: Date,
    /// What the giver had left behind it.
    pub balance_after: i64,
    /// Whether the receiver gave points to the giver in the same month.
    pub is_reciprocal: bool,
    /// When it was recorded.
    pub recorded_at: DateTime,
}

impl CreditTransfer {
    pub(super) fn of(transfer: &Transfer) -> Self {
        Self {
            transaction_id: ID(transfer.id.to_string()),
            sequence: transfer.sequence,
            to_member_id: ID(transfer.to.to_string()),
            amount: transfer.amount,
            day: transfer.day,
            balance_after: transfer.balance_after,
            is_reciprocal: transfer.is_reciprocal,
            recorded_at: DateTime(Timestamp::from_unix_ms(
                transfer.recorded_at_us.div_euclid(1000),
            )),
        }
    }
}

/// What the caller has, when it has changed.
#[derive(Debug, Clone, SimpleObject)]
pub struct BalanceChanged {
    /// What the caller has in every book.
    pub balances: Vec<CreditBalance>,
    /// Grows with every entry of the caller; one not above the last one seen can be ignored.
    pub version: i64,
}

/// Points that run out soon, as their owner was told.
#[derive(Debug, Clone, SimpleObject)]
pub struct ExpiryNotice {
    /// Id, `lnt_…`.
    pub id: ID,
    /// The last day of the points.
    pub expires_on: Date,
    /// How many days were left at most when the notice was due: 30, 7 or 1.
    pub days_before: i64,
    /// How many points there were then.
    pub amount: i64,
    /// When the notice was made.
    pub created_at: DateTime,
}
