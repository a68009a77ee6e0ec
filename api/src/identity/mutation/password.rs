//! Forgotten passwords.

use async_graphql::{Context, InputObject, Object, SimpleObject};

use super::{
    super::{
        answer::{Desk, payload},
        password_reset,
    },
    session::SessionPayload,
};
use crate::graphql::user_error::UserError;

/// Mutations of passwords.
#[derive(Debug, Default)]
pub(crate) struct PasswordMutation;

/// A new password, by a link.
#[derive(Debug, InputObject)]
pub(crate) struct PasswordResetInput {
    /// The last part of the link.
    token: String,
    /// 8 characters to 256 bytes; not one that everyone tries first.
    password: String,
}

/// Whether a link is on its way, if somebody has the address.
#[derive(Debug, SimpleObject)]
pub(crate) struct PasswordResetRequestPayload {
    /// Whether the request was taken; says nothing about whether anybody has the address.
    accepted: bool,
    /// What the caller can mend.
    user_errors: Vec<UserError>,
}

#[Object]
impl PasswordMutation {
    /// Sends a link for a new password, good for one hour, when somebody has the address. At most 5 for one address in
    /// 15 minutes.
    async fn password_reset_request(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The address to sign in with.")] email: String,
    ) -> async_graphql::Result<PasswordResetRequestPayload> {
        let desk = Desk::of(ctx)?;
        let (taken, user_errors) =
            payload(password_reset::request(desk, &email).await, desk.locale())?;
        Ok(PasswordResetRequestPayload {
            accepted: taken.is_some(),
            user_errors,
        })
    }

    /// Sets a new password by a link, ends every session of the person and signs in anew.
    async fn password_reset(
        &self,
        ctx: &Context<'_>,
        input: PasswordResetInput,
    ) -> async_graphql::Result<SessionPayload> {
        let desk = Desk::of(ctx)?;
        SessionPayload::of(
            password_reset::reset(desk, &input.token, &input.password).await,
            desk.locale(),
        )
    }
}
