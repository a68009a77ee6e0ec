//! Why a posting was refused, for programs and for people. A refused posting changed nothing.

use crate::{
    credits::{CreditBook, TransactionKind},
    format::{Locale, number},
    violation::{ErrorCode, Violation},
};

/// Why a posting was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LedgerRefusal {
    /// An account holds less than should leave it.
    Insufficient {
        /// The book that falls short.
        book: CreditBook,
        /// What is there.
        available: i64,
        /// What should leave.
        wanted: i64,
    },
    /// A balance would be greater than can be kept exactly.
    Overflow,
    /// An amount is zero or greater than one leg may move.
    OutsideBounds,
    /// There are no legs, or too many.
    LegCount,
    /// The legs do not sum to zero in a book.
    Unbalanced {
        /// The book.
        book: CreditBook,
    },
    /// A transaction of this kind may not move this book between these accounts.
    NotAllowed {
        /// The kind asked for.
        kind: TransactionKind,
    },
    /// The transaction to reverse, or the hold to resolve, does not exist or was not named.
    UnknownReference,
    /// The transaction was reversed, or the hold was resolved, before.
    AlreadyResolved,
    /// A transaction of this kind is not reversed: holds are voided, retired grams stay retired.
    NotReversible {
        /// The kind of the transaction that was to be reversed.
        kind: TransactionKind,
    },
    /// The legs do not fit the transaction they reverse or the hold they resolve.
    ReferenceMismatch,
    /// Another posting of the same batch was refused, and a batch is posted whole or not at all.
    BatchRefused,
}

impl LedgerRefusal {
    /// The code of the user error.
    pub const fn code(self) -> ErrorCode {
        match self {
            Self::Insufficient { .. } => ErrorCode::Insufficient,
            Self::Overflow | Self::OutsideBounds | Self::LegCount => ErrorCode::OutOfRange,
            Self::Unbalanced { .. } | Self::NotAllowed { .. } | Self::ReferenceMismatch => {
                ErrorCode::Invalid
            }
            Self::UnknownReference => ErrorCode::NotFound,
            Self::AlreadyResolved | Self::NotReversible { .. } | Self::BatchRefused => {
                ErrorCode::WrongState
            }
        }
    }

    /// What is wrong and what to do, as one sentence.
    pub fn message(self, locale: Locale) -> String {
        let (zh, en) = self.words();
        locale.pick(&zh, &en).clone()
    }

    /// The refusal as a user error about `field` of an input.
    pub fn violation(self, field: &str) -> Violation {
        let (zh, en) = self.words();
        Violation::field(self.code(), field, zh, en)
    }

    fn words(self) -> (String, String) {
        match self {
            Self::Insufficient {
                book,
                available,
                wanted,
            } => {
                let (zh, en) = match book {
                    CreditBook::Point => ("积分", "points"),
                    CreditBook::Gram => ("克减排量", "grams"),
                };
                let (available, wanted) = (number(available.into()), number(wanted.into()));
                (
                    format!("余额不足：可用 {available} {zh}，需要 {wanted}。请减少数量。"),
                    format!("Not enough: {available} {en} available, {wanted} needed. Enter a smaller amount."),
                )
            }
            Self::Overflow => (
                "账户余额将超过可记录的上限，请减少数量。".to_owned(),
                "The balance would be greater than can be recorded. Enter a smaller amount.".to_owned(),
            ),
            Self::OutsideBounds => (
                "数量必须大于零且不超过单笔上限，请修改数量。".to_owned(),
                "The amount must be above zero and within the limit of one posting. Change the amount.".to_owned(),
            ),
            Self::LegCount => (
                "一笔交易需要 2 到 64 条分录，请拆分后重试。".to_owned(),
                "A transaction has 2 to 64 legs. Split it and try again.".to_owned(),
            ),
            Self::Unbalanced { book } => (
                format!("{book} 账簿的借贷不平，未作任何记录。"),
                format!("The legs in the book {book} do not sum to zero; nothing was recorded."),
            ),
            Self::NotAllowed { kind } => (
                format!("{kind} 类交易不允许在这些账户之间转移，未作任何记录。"),
                format!("A {kind} transaction may not move this between these accounts; nothing was recorded."),
            ),
            Self::UnknownReference => (
                "没有找到要冲正或结清的交易，请核对编号。".to_owned(),
                "The transaction to reverse or settle does not exist. Check its id.".to_owned(),
            ),
            Self::AlreadyResolved => (
                "该交易已冲正或结清，无需重复操作。".to_owned(),
                "The transaction was reversed or settled before; nothing more is to be done.".to_owned(),
            ),
            Self::NotReversible { kind } => (
                format!("{kind} 类交易不能冲正：冻结请解除，已注销的减排量不可恢复。"),
                format!("A {kind} transaction cannot be reversed: void a hold instead; what is retired stays retired."),
            ),
            Self::ReferenceMismatch => (
                "分录与所引用的交易不一致，未作任何记录。".to_owned(),
                "The legs do not fit the transaction they refer to; nothing was recorded.".to_owned(),
            ),
            Self::BatchRefused => (
                "同一批次中有其他记录被拒绝，整批未入账。请更正后重新提交。".to_owned(),
                "Another posting of the same batch was refused, so none was recorded. Mend it and send the batch again.".to_owned(),
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_says_what_is_there_and_what_is_needed() {
        let refusal = LedgerRefusal::Insufficient {
            book: CreditBook::Point,
            available: 1200,
            wanted: 5000,
        };
        assert_eq!(
            refusal.message(Locale::En).replace('\u{202f}', " "),
            "Not enough: 1 200 points available, 5 000 needed. Enter a smaller amount."
        );
        assert!(refusal.message(Locale::ZhCn).contains("余额不足"));
        assert_eq!(refusal.code(), ErrorCode::Insufficient);
    }

    #[test]
    fn both_languages_have_words_of_their_own_for_every_refusal() {
        let all = [
            LedgerRefusal::Overflow,
            LedgerRefusal::OutsideBounds,
            LedgerRefusal::LegCount,
            LedgerRefusal::Unbalanced {
                book: CreditBook::Gram,
            },
            LedgerRefusal::NotAllowed {
                kind: TransactionKind::Give,
            },
            LedgerRefusal::UnknownReference,
            LedgerRefusal::AlreadyResolved,
            LedgerRefusal::NotReversible {
                kind: TransactionKind::Retire,
            },
            LedgerRefusal::ReferenceMismatch,
            LedgerRefusal::BatchRefused,
        ];
        for refusal in all {
            assert!(refusal.message(Locale::En).is_ascii(), "{refusal:?}");
            assert!(!refusal.message(Locale::ZhCn).is_ascii(), "{refusal:?}");
        }
    }
}
