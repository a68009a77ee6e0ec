//! The employee programme: who takes part, what they do and save, the ledger, and boards.

mod day;
mod seat;

pub mod action;
pub mod board;
pub mod claim;
pub mod everyday;
pub mod ledger;
pub mod programme;
pub mod review;
pub mod sport;

use async_graphql::{MergedObject, MergedSubscription};

use crate::platform::{Platform, jobs::JobRegistry};

/// Everything of this slice that can be read.
#[derive(Default, MergedObject)]
pub struct CreditsQuery(
    programme::ProgrammeQuery,
    programme::SettingsQuery,
    programme::MembersQuery,
    ledger::LedgerQuery,
    action::ActionQuery,
    claim::ClaimQuery,
    everyday::EverydayQuery,
    everyday::FootprintQuery,
    everyday::StatementQuery,
    review::ClaimReviewQuery,
    board::BoardQuery,
    sport::SportQuery,
    programme::ColleagueQuery,
);

/// Everything of this slice that can be done.
#[derive(Default, MergedObject)]
pub struct CreditsMutation(
    programme::ProgrammeMutation,
    programme::GroupMutation,
    programme::SettingsMutation,
    programme::MembersMutation,
    programme::RosterMutation,
    ledger::LedgerMutation,
    claim::ClaimMutation,
    everyday::EverydayMutation,
    everyday::FootprintMutation,
    review::ClaimReviewMutation,
    sport::SportMutation,
);

/// Everything of this slice that can be followed live.
#[derive(Default, MergedSubscription)]
pub struct CreditsSubscription(
    ledger::LedgerSubscription,
    board::BoardSubscription,
    sport::SportSubscription,
);

/// Registers the slice's jobs.
pub fn jobs(platform: &Platform, registry: JobRegistry) -> JobRegistry {
    sport::register(platform, ledger::register(platform, registry))
}
