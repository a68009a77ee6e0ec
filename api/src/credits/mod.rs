//! The employee programme: who takes part, what they do and save, the ledger, and boards.

mod day;
mod seat;

pub mod programme;

use async_graphql::MergedObject;

/// Everything of this slice that can be read.
#[derive(Default, MergedObject)]
pub struct CreditsQuery(
    programme::ProgrammeQuery,
    programme::SettingsQuery,
    programme::MembersQuery,
);

/// Everything of this slice that can be done.
#[derive(Default, MergedObject)]
pub struct CreditsMutation(
    programme::ProgrammeMutation,
    programme::GroupMutation,
    programme::SettingsMutation,
    programme::MembersMutation,
    programme::RosterMutation,
);
