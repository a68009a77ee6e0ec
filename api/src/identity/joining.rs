//! Letting somebody in who holds a right to join that another slice keeps: that slice finds the right, identity makes
//! the person and the session.

use async_graphql::Context;
use saxaul_shared::{format::Locale, identity::Role, violation::ErrorCode};

use super::{
    answer::{self, Desk},
    entry::Checks,
    mutation::SessionPayload,
    session,
    sign_up::taken,
    store::{self, PersonRow},
};
use crate::{
    accounting::{
        access::{Answer, Refused},
        audit::Actor,
    },
    platform::db::{NamesTenant, Tenant, TenantTx},
};

/// What a newcomer types.
#[derive(Debug)]
pub(crate) struct NewcomerEntry<'a> {
    /// The address to sign in with.
    pub(crate) email: &'a str,
    /// The person's name.
    pub(crate) name: &'a str,
    /// The password.
    pub(crate) password: &'a str,
    /// The person's language.
    pub(crate) locale: Locale,
}

/// Somebody about to be let in: checked, not written yet.
pub(crate) struct Newcomer {
    person: PersonRow,
    email_key: String,
}

impl From<answer::Refused> for Refused {
    fn from(refused: answer::Refused) -> Self {
        match refused {
            answer::Refused::Violations(violations) => Self::Violations(violations),
            answer::Refused::Api(error) => Self::Api(error),
        }
    }
}

impl Newcomer {
    /// Checks what was typed and hashes the password. Counts as an attempt from the caller's address.
    pub(crate) async fn checked(
        ctx: &Context<'_>,
        organisation: &impl NamesTenant,
        entry: NewcomerEntry<'_>,
        roles: Vec<Role>,
    ) -> Answer<Self> {
        let desk = desk(ctx)?;
        let mut checks = Checks::default();
        let name = checks.name("name", entry.name);
        let email = checks.email("email", entry.email);
        checks.new_password("password", entry.password, email.as_ref());
        checks.done()?;
        let (Some(name), Some(email)) = (name, email) else {
            return Err(crate::error::ApiError::internal("a checked entry is missing").into());
        };
        let hash = desk
            .auth
            .passwords
            .hash(entry.password)
            .await
            .map_err(answer::Refused::from)?;
        Ok(Self {
            email_key: email.key(),
            person: PersonRow {
                id: desk.platform.ids.prefixed("per"),
                organisation_id: organisation.organisation_id().to_owned(),
                email: email.as_str().to_owned(),
                name,
                locale: entry.locale,
                roles,
                site_ids: Vec::new(),
                password_hash: hash,
                active: true,
                created_at: desk.platform.clock.now(),
            },
        })
    }

    /// The organisation that lets the newcomer in.
    pub(crate) fn tenant(&self) -> Tenant {
        self.person.tenant()
    }

    /// The part of the address behind the `@`, in lower case.
    pub(crate) fn email_domain(&self) -> &str {
        self.email_key.rsplit('@').next().unwrap_or_default()
    }

    /// Writes the person; an address that is taken is a violation of `email`.
    pub(crate) async fn enter(&self, tx: &TenantTx) -> Answer<Actor> {
        store::insert_person(tx, &self.person, &self.email_key)
            .await
            .map_err(|error| taken(error, "email"))?;
        Ok(Actor {
            id: self.person.id.clone(),
            name: self.person.name.clone(),
        })
    }

    /// Begins the newcomer's first session, commits, and sets the cookie.
    pub(crate) async fn commit_and_sign_in(
        self,
        ctx: &Context<'_>,
        tx: TenantTx,
    ) -> Answer<SessionPayload> {
        let desk = desk(ctx)?;
        let begun = session::begin(desk, &tx, self.person).await?;
        tx.commit().await?;
        let signed_in = begun.finish(desk).await?;
        SessionPayload::of(Ok(signed_in), desk.locale())
            .map_err(|error| crate::error::ApiError::internal(error.message).into())
    }
}

/// Counts an attempt to use a link from the caller's address; too many are a violation.
pub(crate) async fn count_attempt(ctx: &Context<'_>) -> Answer<()> {
    let desk = desk(ctx)?;
    desk.auth
        .throttle
        .attempt_from(desk.request.client_address)
        .await
        .map_err(|throttled| Refused::from(answer::Refused::from(throttled)))
}

/// The row that holds a secret of a link stores this in its place.
pub(crate) fn secret_hash(secret: &str) -> String {
    store::secret_hash(secret)
}

/// The address people reach the server at, without a slash at the end: what links begin with.
pub(crate) fn public_address(ctx: &Context<'_>) -> Answer<String> {
    Ok(desk(ctx)?.auth.config.issuer.clone())
}

fn desk<'c>(ctx: &Context<'c>) -> Answer<Desk<'c>> {
    Desk::of(ctx).map_err(|error| Refused::Api(crate::error::ApiError::internal(error.message)))
}

/// A refusal of a link that is not good any more.
pub(crate) fn link_gone() -> Refused {
    Refused::field(
        ErrorCode::Expired,
        "token",
        "邀请链接无效或已过期，请联系公司的项目管理员。",
        "The link is not valid any more. Ask your programme manager for a new one.",
    )
}
