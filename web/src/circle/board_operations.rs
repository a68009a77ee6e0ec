//! Typed operations of boards.

use graphql_client::GraphQLQuery;

use super::operations::operations;
use crate::client::enums::{BoardPeriod, BoardScope, SizeClass};

operations! {
    /// A board.
    Leaderboard = "src/circle/graphql/leaderboard.graphql";
    /// A board moved.
    LeaderboardUpdated = "src/circle/graphql/leaderboard_updated.graphql";
}
