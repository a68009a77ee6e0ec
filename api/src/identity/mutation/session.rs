//! Signing up, in and out.

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use saxaul_shared::format::Locale;

use super::super::{
    answer::{Answer, Desk, payload},
    object::{Session, SessionInfo},
    session::{self, SignedIn},
    sign_up::{self, SignUp},
};
use crate::graphql::{guard, user_error::UserError};

/// Mutations of sessions.
#[derive(Debug, Default)]
pub(crate) struct SessionMutation;

/// A company and its first person.
#[derive(Debug, InputObject)]
pub(crate) struct OrganisationSignUpInput {
    /// The company's name, 1 to 120 characters.
    organisation_name: String,
    /// The person's name, 1 to 120 characters.
    name: String,
    /// The address to sign in with, at most 254 bytes.
    email: String,
    /// 8 characters to 256 bytes; not one that everyone tries first.
    password: String,
    /// The language of the company and the person.
    locale: Locale,
}

/// Address and password.
#[derive(Debug, InputObject)]
pub(crate) struct SessionCreateInput {
    /// The address, in any case.
    email: String,
    /// The password.
    password: String,
}

/// A new session, or why there is none.
#[derive(Debug, SimpleObject)]
pub(crate) struct SessionPayload {
    /// The session; null when there are user errors.
    session: Option<Session>,
    /// What the caller can mend.
    user_errors: Vec<UserError>,
}

impl SessionPayload {
    /// No session, and why.
    pub(crate) fn refused(user_errors: Vec<UserError>) -> Self {
        Self {
            session: None,
            user_errors,
        }
    }

    pub(in crate::identity) fn of(
        answer: Answer<SignedIn>,
        locale: Locale,
    ) -> async_graphql::Result<Self> {
        let (signed_in, user_errors) = payload(answer, locale)?;
        Ok(Self {
            session: signed_in.map(Session::of),
            user_errors,
        })
    }
}

/// The end of a session.
#[derive(Debug, SimpleObject)]
pub(crate) struct SessionEndPayload {
    /// Whether a session was open.
    ended: bool,
    /// What the caller can mend.
    user_errors: Vec<UserError>,
}

/// A session that was ended from elsewhere.
#[derive(Debug, SimpleObject)]
pub(crate) struct SessionRevokePayload {
    /// The session as it was.
    session: Option<SessionInfo>,
    /// What the caller can mend.
    user_errors: Vec<UserError>,
}

#[Object]
impl SessionMutation {
    /// Signs a company up; the person becomes its owner and is signed in. At most 100 attempts from one address in 15
    /// minutes.
    async fn organisation_sign_up(
        &self,
        ctx: &Context<'_>,
        input: OrganisationSignUpInput,
    ) -> async_graphql::Result<SessionPayload> {
        let desk = Desk::of(ctx)?;
        let input = SignUp {
            organisation_name: &input.organisation_name,
            name: &input.name,
            email: &input.email,
            password: &input.password,
            locale: input.locale,
        };
        SessionPayload::of(sign_up::sign_up(desk, input).await, desk.locale())
    }

    /// Signs in and sets the refresh cookie. At most 10 attempts on one address of a person in 15 minutes, and 100 from
    /// one network address.
    async fn session_create(
        &self,
        ctx: &Context<'_>,
        input: SessionCreateInput,
    ) -> async_graphql::Result<SessionPayload> {
        let desk = Desk::of(ctx)?;
        SessionPayload::of(
            session::create(desk, &input.email, &input.password).await,
            desk.locale(),
        )
    }

    /// Exchanges the refresh cookie for a new access token and a new cookie. A cookie used twice ends its session.
    async fn session_refresh(&self, ctx: &Context<'_>) -> async_graphql::Result<SessionPayload> {
        let desk = Desk::of(ctx)?;
        SessionPayload::of(session::refresh(desk).await, desk.locale())
    }

    /// Signs out: ends the session of the access token, or else of the refresh cookie, and clears the cookie.
    async fn session_end(&self, ctx: &Context<'_>) -> async_graphql::Result<SessionEndPayload> {
        let desk = Desk::of(ctx)?;
        let (ended, user_errors) = payload(
            session::end(desk, guard::optional_principal(ctx)).await,
            desk.locale(),
        )?;
        Ok(SessionEndPayload {
            ended: ended.unwrap_or(false),
            user_errors,
        })
    }

    /// Ends another session of the caller; those who manage people may end anyone's.
    async fn session_revoke(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The session, `ses_…`.")] id: ID,
    ) -> async_graphql::Result<SessionRevokePayload> {
        let (desk, principal) = (Desk::of(ctx)?, guard::principal(ctx)?);
        let (row, user_errors) =
            payload(session::revoke(desk, principal, &id).await, desk.locale())?;
        Ok(SessionRevokePayload {
            session: row.map(|row| SessionInfo::of(row, principal)),
            user_errors,
        })
    }
}
