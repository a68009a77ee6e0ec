//! Inviting people.

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use saxaul_shared::{format::Locale, identity::Role};

use super::{
    super::{
        answer::{Desk, payload},
        invitation,
        object::Invitation,
    },
    session::SessionPayload,
};
use crate::graphql::{guard, user_error::UserError};

/// Mutations of invitations.
#[derive(Debug, Default)]
pub(crate) struct InvitationMutation;

/// Whom to invite, and as what.
#[derive(Debug, InputObject)]
pub(crate) struct InvitationCreateInput {
    /// The person's address.
    email: String,
    /// What the person will be; at least one.
    roles: Vec<Role>,
    /// The sites of a data owner; at least one for that role, ignored for others.
    #[graphql(default)]
    site_ids: Vec<ID>,
}

/// How the invited person comes in.
#[derive(Debug, InputObject)]
pub(crate) struct InvitationAcceptInput {
    /// The last part of the link.
    token: String,
    /// The person's name, 1 to 120 characters.
    name: String,
    /// 8 characters to 256 bytes; not one that everyone tries first.
    password: String,
    /// The person's language.
    locale: Locale,
}

/// An invitation that was made or taken back.
#[derive(Debug, SimpleObject)]
pub(crate) struct InvitationPayload {
    /// The invitation; null when there are user errors.
    invitation: Option<Invitation>,
    /// What the caller can mend.
    user_errors: Vec<UserError>,
}

#[Object]
impl InvitationMutation {
    /// Invites a person by a link that is good for seven days, and sends it. For those who manage people.
    async fn invitation_create(
        &self,
        ctx: &Context<'_>,
        input: InvitationCreateInput,
    ) -> async_graphql::Result<InvitationPayload> {
        let (desk, principal) = (Desk::of(ctx)?, guard::principal(ctx)?);
        let sites: Vec<String> = input.site_ids.into_iter().map(|id| id.0).collect();
        let made = invitation::create(desk, principal, &input.email, &input.roles, &sites).await;
        let (made, user_errors) = payload(made, desk.locale())?;
        Ok(InvitationPayload {
            invitation: made.map(|(row, link)| Invitation::of(row, Some(link))),
            user_errors,
        })
    }

    /// Accepts an invitation: makes the person and signs them in.
    async fn invitation_accept(
        &self,
        ctx: &Context<'_>,
        input: InvitationAcceptInput,
    ) -> async_graphql::Result<SessionPayload> {
        let desk = Desk::of(ctx)?;
        let answer = invitation::accept(
            desk,
            &input.token,
            &input.name,
            &input.password,
            input.locale,
        )
        .await;
        SessionPayload::of(answer, desk.locale())
    }

    /// Takes back an invitation that was not accepted yet. For those who manage people.
    async fn invitation_revoke(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The invitation, `ivt_…`.")] id: ID,
    ) -> async_graphql::Result<InvitationPayload> {
        let (desk, principal) = (Desk::of(ctx)?, guard::principal(ctx)?);
        let (row, user_errors) = payload(
            invitation::revoke(desk, principal, &id).await,
            desk.locale(),
        )?;
        Ok(InvitationPayload {
            invitation: row.map(|row| Invitation::of(row, None)),
            user_errors,
        })
    }
}
