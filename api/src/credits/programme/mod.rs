//! Members, departments, teams, and the ways to join.

mod group;
mod group_mutation;
mod join_link;
pub(crate) mod membership;
mod mutation;
mod object;
mod query;
pub(crate) mod settings;
pub(crate) mod store;

pub use self::{
    group_mutation::{DepartmentPayload, GroupMutation, TeamPayload},
    mutation::{CircleJoinLinkPayload, CircleMemberPayload, ProgrammeMutation},
    object::{CircleJoinLink, CircleJoinOffer, CircleMember, ConsentPoint, Department, Team},
    query::ProgrammeQuery,
    settings::{ProgrammeSettings, ProgrammeSettingsPayload, SettingsMutation, SettingsQuery},
};
