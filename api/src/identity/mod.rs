//! Organisations, people, roles, sessions and the ways in.

mod answer;
mod entry;
mod invitation;
pub(crate) mod joining;
mod letter;
pub(crate) mod mutation;
mod object;
mod password_reset;
mod person;
mod query;
mod session;
mod sign_up;
mod sites;
mod store;

pub use self::{
    mutation::IdentityMutation,
    object::{Invitation, Person, PersonConnection, PersonEdge, Session, SessionInfo, Viewer},
    query::IdentityQuery,
    sign_up::{Founder, add_person, found_organisation},
};
pub(crate) use self::{
    person::shown as people_shown, query::person_by_id, sites::limited_to as limited_to_site,
    store::organisation_name,
};

/// The live topic that tells sockets to look at their caller's rights again: `{personId, sessionId?}`.
pub const ACCESS_CHANGED: &str = "accessChanged";
