//! Boards as GraphQL shows them.

use std::sync::Arc;

use async_graphql::{Object, SimpleObject};
use saxaul_shared::{
    credits::{BoardPeriod, BoardScope, SizeClass},
    decimal::WireDecimal,
    period::Date,
};

use super::view::{Entry, Own, Public};

/// One line of a board.
#[derive(Debug, Clone, SimpleObject)]
pub struct BoardEntry {
    /// One more than the number of those with more; equal ones share it.
    rank: i32,
    /// Name, alias, or name of the group; none for the caller's own line while they are hidden.
    name: Option<String>,
    /// Whether it is the caller, or the caller's group.
    is_own: bool,
    /// Points of the span.
    score: i64,
    /// Of a group: points per enrolled member, to one decimal place.
    per_head: Option<WireDecimal>,
    /// Of a group: members enrolled.
    members: Option<i32>,
    /// Of a group: with which others it compares.
    size_class: Option<SizeClass>,
    /// Places won since the span before; below zero places lost. None when there is nothing to compare with.
    change: Option<i32>,
}

impl BoardEntry {
    fn of(entry: &Entry, is_own: bool) -> Self {
        let int = |number: u32| i32::try_from(number).unwrap_or(i32::MAX);
        Self {
            rank: int(entry.rank),
            name: entry.name.as_ref().map(ToString::to_string),
            is_own,
            score: entry.score,
            per_head: entry.per_head.map(WireDecimal),
            members: entry.members.map(int),
            size_class: entry.class,
            change: entry
                .change
                .map(|change| i32::try_from(change).unwrap_or_default()),
        }
    }
}

/// A board at one moment.
#[derive(Debug, Clone)]
pub struct Leaderboard {
    pub(super) version: i64,
    pub(super) public: Arc<Public>,
    pub(super) own: Option<Own>,
}

#[Object]
impl Leaderboard {
    /// Whom it ranks.
    async fn scope(&self) -> BoardScope {
        self.public.scope
    }

    /// Over which span.
    async fn period(&self) -> BoardPeriod {
        self.public.period
    }

    /// First day of the span; none of all time.
    async fn starts_on(&self) -> Option<Date> {
        self.public.span.starts_on
    }

    /// Last day of the span; none of all time.
    async fn ends_on(&self) -> Option<Date> {
        self.public.span.ends_on
    }

    /// Grows with every change; a board with a version not above the last one seen can be dropped.
    async fn version(&self) -> i64 {
        self.version
    }

    /// The first lines. People who have not chosen to appear are ranked but not listed; groups are listed only where
    /// nothing about fewer than five people can be computed from them.
    async fn entries(&self) -> Vec<BoardEntry> {
        let own = self.own.as_ref().and_then(|own| own.at);
        let entries = self.public.entries.iter().enumerate();
        entries
            .map(|(at, entry)| BoardEntry::of(entry, own == Some(at)))
            .collect()
    }

    /// The caller's own line, or that of the caller's group while it may be shown. Always there for a person.
    async fn own(&self) -> Option<BoardEntry> {
        self.own
            .as_ref()
            .map(|own| BoardEntry::of(&own.entry, true))
    }

    /// Place of the own line in `entries`, from 0; none when it is not among them.
    async fn own_at(&self) -> Option<i32> {
        let at = self.own.as_ref().and_then(|own| own.at)?;
        i32::try_from(at).ok()
    }

    /// Members who earned something in the span.
    async fn participants(&self) -> u32 {
        self.public.participants
    }

    /// Members who took part in the programme on some day of the span.
    async fn enrolled(&self) -> u32 {
        self.public.enrolled
    }

    /// Share of the enrolled who earned something, in whole per cent, rounded down.
    async fn participation_pct(&self) -> u32 {
        self.public.participation_pct()
    }

    /// Groups in which fewer take part are not listed, in per cent.
    async fn floor_pct(&self) -> u32 {
        self.public.floor_pct
    }

    /// Groups that are not listed: too small, below the floor, or because a small group could be computed from them.
    async fn hidden_groups(&self) -> u32 {
        self.public.hidden_groups
    }

    /// The class of groups that was asked for.
    async fn size_class(&self) -> Option<SizeClass> {
        self.public.class
    }
}
