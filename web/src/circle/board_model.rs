//! A board as the screen knows it, whether it was asked for or pushed.

use saxaul_shared::decimal::Decimal;

use crate::client::enums::{BoardPeriod, BoardScope, SizeClass};

/// A board.
#[derive(Debug, Clone, PartialEq)]
pub struct Board {
    /// Whom it ranks.
    pub scope: BoardScope,
    /// Over which span.
    pub period: BoardPeriod,
    /// First day, ISO.
    pub starts_on: Option<String>,
    /// Last day, ISO.
    pub ends_on: Option<String>,
    /// Grows with every change.
    pub version: i64,
    /// Best first.
    pub entries: Vec<Entry>,
    /// The own one, wherever it stands.
    pub own: Option<Entry>,
    /// Members with a score.
    pub participants: i64,
    /// Members.
    pub enrolled: i64,
    /// Share of members with a score, in percent.
    pub participation_pct: i64,
    /// Share below which a group is not shown, in percent.
    pub floor_pct: i64,
    /// Groups that are not shown.
    pub hidden_groups: i64,
}

/// A line of a board.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Place, from 1.
    pub rank: i64,
    /// Name or alias, or the group's name; none on the own line of who hides.
    pub name: Option<String>,
    /// Whether it is oneself, or one's own group.
    pub is_own: bool,
    /// Points.
    pub score: i64,
    /// Points a head.
    pub per_head: Option<Decimal>,
    /// Members of the group.
    pub members: Option<i64>,
    /// Its class of size.
    pub size_class: Option<SizeClass>,
    /// Places won (positive) or lost since the last span.
    pub change: Option<i64>,
}

/// The board of a document becomes the one [`Board`].
macro_rules! wire_board {
    ($module:ident, $board:ident) => {
        const _: () = {
            use super::board_operations::$module as wire;
            macro_rules! entry {
                ($entry:expr) => {{
                    let entry = $entry;
                    Entry {
                        rank: entry.rank,
                        name: entry.name,
                        is_own: entry.is_own,
                        score: entry.score,
                        per_head: entry.per_head,
                        members: entry.members,
                        size_class: entry.size_class,
                        change: entry.change,
                    }
                }};
            }
            impl From<wire::$board> for Board {
                fn from(board: wire::$board) -> Self {
                    Self {
                        scope: board.scope,
                        period: board.period,
                        starts_on: board.starts_on.map(|day| day.0),
                        ends_on: board.ends_on.map(|day| day.0),
                        version: board.version,
                        entries: board
                            .entries
                            .into_iter()
                            .map(|entry| entry!(entry))
                            .collect(),
                        own: board.own.map(|entry| entry!(entry)),
                        participants: board.participants,
                        enrolled: board.enrolled,
                        participation_pct: board.participation_pct,
                        floor_pct: board.floor_pct,
                        hidden_groups: board.hidden_groups,
                    }
                }
            }
        };
    };
}
pub(super) use wire_board;
