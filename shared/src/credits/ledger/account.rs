//! Who can hold points and grams.

use std::{fmt, str::FromStr};

use crate::{
    credits::CreditBook,
    format::Locale,
    id::{IdError, MemberId, TeamId},
};

/// An account of the ledger; it exists in each book from its first entry on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AccountRef {
    /// What a member can use.
    Member(MemberId),
    /// What a member has promised to a purpose; grams only.
    MemberLocked(MemberId),
    /// What a team can use.
    Team(TeamId),
    /// The company's own points.
    Budget,
    /// Where points and grams come from: the one account below zero, by everything ever issued.
    Issuance,
    /// Where used up grams stay for good.
    Retirement,
    /// Where points go that ran out of time.
    Expiry,
    /// What is held for something that is not settled yet.
    Escrow,
}

impl AccountRef {
    /// Every account that belongs to no member and no team.
    pub const SYSTEM: [Self; 5] = [
        Self::Budget,
        Self::Issuance,
        Self::Retirement,
        Self::Expiry,
        Self::Escrow,
    ];

    /// Whether what lies here is kept in lots with an expiry day.
    pub const fn keeps_lots(self, book: CreditBook) -> bool {
        matches!(book, CreditBook::Point) && matches!(self, Self::Member(_) | Self::Team(_))
    }

    /// Whether the balance may fall below zero.
    pub const fn may_be_negative(self) -> bool {
        matches!(self, Self::Issuance)
    }

    /// What people call an account that belongs to no person and no team.
    pub fn word(self, locale: Locale) -> &'static str {
        match self {
            Self::Member(_) => locale.pick("同事", "Colleague"),
            Self::MemberLocked(_) => locale.pick("已锁定", "Promised"),
            Self::Team(_) => locale.pick("团队", "Team"),
            Self::Budget => locale.pick("公司", "Company"),
            Self::Issuance => locale.pick("低碳行为", "Low-carbon action"),
            Self::Retirement => locale.pick("已注销", "Retired"),
            Self::Expiry => locale.pick("已过期", "Expired"),
            Self::Escrow => locale.pick("冻结中", "On hold"),
        }
    }

    /// The member behind the account, if it is one's.
    pub const fn member(self) -> Option<MemberId> {
        match self {
            Self::Member(id) | Self::MemberLocked(id) => Some(id),
            _ => None,
        }
    }
}

/// Behind a member's id, the name of the account of what is promised.
const LOCKED: &str = "/locked";

impl fmt::Display for AccountRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Member(id) => write!(f, "{id}"),
            Self::MemberLocked(id) => write!(f, "{id}{LOCKED}"),
            Self::Team(id) => write!(f, "{id}"),
            Self::Budget => f.write_str("BUDGET"),
            Self::Issuance => f.write_str("ISSUANCE"),
            Self::Retirement => f.write_str("RETIREMENT"),
            Self::Expiry => f.write_str("EXPIRY"),
            Self::Escrow => f.write_str("ESCROW"),
        }
    }
}

impl FromStr for AccountRef {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        if let Some(account) = Self::SYSTEM
            .into_iter()
            .find(|account| account.to_string() == text)
        {
            return Ok(account);
        }
        if let Some(id) = text.strip_suffix(LOCKED) {
            return MemberId::parse(id).map(Self::MemberLocked);
        }
        if text.starts_with(TeamId::PREFIX) {
            return TeamId::parse(text).map(Self::Team);
        }
        MemberId::parse(text).map(Self::Member)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn every_account_has_one_name_that_reads_back() {
        let uuid = Uuid::from_u128(7);
        let mut all = AccountRef::SYSTEM.to_vec();
        all.push(AccountRef::Member(MemberId::from_uuid(uuid)));
        all.push(AccountRef::MemberLocked(MemberId::from_uuid(uuid)));
        all.push(AccountRef::Team(TeamId::from_uuid(uuid)));
        for account in &all {
            assert_eq!(account.to_string().parse(), Ok(*account));
            assert!(account.to_string().len() <= 48);
        }
        let mut names: Vec<_> = all.iter().map(ToString::to_string).collect();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), all.len());
        for bad in [
            "",
            "budget",
            "mem_1",
            "ESCROW/locked",
            "per_00000000000000000000000000000007",
        ] {
            assert!(bad.parse::<AccountRef>().is_err(), "{bad}");
        }
    }

    #[test]
    fn only_issuance_may_be_negative_and_only_points_of_people_have_lots() {
        let member = AccountRef::Member(MemberId::from_uuid(Uuid::from_u128(1)));
        assert!(
            AccountRef::SYSTEM
                .iter()
                .filter(|a| a.may_be_negative())
                .eq([&AccountRef::Issuance])
        );
        assert!(member.keeps_lots(CreditBook::Point));
        assert!(!member.keeps_lots(CreditBook::Gram));
        assert!(
            AccountRef::SYSTEM
                .iter()
                .all(|a| !a.keeps_lots(CreditBook::Point))
        );
    }
}
