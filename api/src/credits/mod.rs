//! The employee programme: who takes part, what they do and save, the ledger, and boards.

mod day;
mod seat;

pub mod action;
pub mod claim;
pub mod everyday;
pub mod ledger;
pub mod programme;
pub mod review;

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
);

/// Everything of this slice that can be followed live.
#[derive(Default, MergedSubscription)]
pub struct CreditsSubscription(ledger::LedgerSubscription);

/// Registers the slice's jobs.
pub fn jobs(platform: &Platform, registry: JobRegistry) -> JobRegistry {
    ledger::register(platform, registry)
}
