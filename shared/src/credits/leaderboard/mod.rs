//! Boards: who stands where, over which span, and what may be shown without telling what one person did.
//!
//! A person's score is the points earned by accepted actions whose day lies in the span. A group's score is the sum of
//! its members' scores, compared per head of everyone enrolled, so that a large team does not win by size. Ties share a
//! rank. Which groups may be shown is decided by [`disclosure`].

pub mod disclosure;
pub mod group;
pub mod ranking;
pub mod span;

pub use disclosure::{Atom, GroupFacts, Shown, shown_groups};
pub use group::{Standing, participation_pct, per_head, rank_groups, size_class};
pub use ranking::{Place, Ranking};
pub use span::Span;

/// Fewest people behind any figure of a group.
pub const GROUP_MEMBERS_MIN: u32 = 5;

/// Most entries of one answer.
pub const ENTRIES_MAX: usize = 100;

/// Entries of a live board.
pub const LIVE_ENTRIES: usize = 50;
