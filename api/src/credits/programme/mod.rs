//! Members, departments, teams, and the ways to join.

mod colleague;
mod group;
mod group_mutation;
mod join_link;
mod members;
pub(crate) mod membership;
mod mutation;
mod object;
mod query;
mod roster;
pub(crate) mod settings;
pub(crate) mod store;

pub use self::{
    colleague::{CircleColleague, ColleagueQuery},
    group_mutation::{DepartmentPayload, GroupMutation, TeamPayload},
    members::{CircleMemberConnection, CircleMemberEdge, MembersMutation, MembersQuery},
    mutation::{CircleJoinLinkPayload, CircleMemberPayload, ProgrammeMutation},
    object::{CircleJoinLink, CircleJoinOffer, CircleMember, ConsentPoint, Department, Team},
    query::ProgrammeQuery,
    roster::{RosterMutation, RosterPayload, RosterRefusal, RosterResult},
    settings::{ProgrammeSettings, ProgrammeSettingsPayload, SettingsMutation, SettingsQuery},
};
