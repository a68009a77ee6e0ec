//! Changing identity: one file an area, one function an action.

mod invitation;
mod password;
mod person;
mod session;

use async_graphql::MergedObject;

pub(crate) use self::session::SessionPayload;
use self::{
    invitation::InvitationMutation, password::PasswordMutation, person::PersonMutation,
    session::SessionMutation,
};

/// Mutations of identity.
#[derive(Default, MergedObject)]
pub struct IdentityMutation(
    SessionMutation,
    InvitationMutation,
    PasswordMutation,
    PersonMutation,
);
