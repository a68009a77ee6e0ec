//! Identity as GraphQL shows it.

use async_graphql::{ComplexObject, Context, ID, SimpleObject, connection::PageInfo};
use saxaul_shared::{format::Locale, identity::Role};

use super::{
    session::SignedIn,
    store::{InvitationRow, PersonRow, SessionRow},
};
use crate::{
    accounting::Organisation, auth::Principal, error::ApiError, graphql::scalar::DateTime,
    platform::Platform,
};

/// The signed-in person.
#[derive(Debug, Clone, SimpleObject)]
#[graphql(complex)]
pub struct Viewer {
    /// Id, `per_…`.
    pub id: ID,
    /// The person's name, 1 to 120 characters.
    pub name: String,
    /// The address the person signs in with.
    pub email: String,
    /// The language of letters, and of the console unless it was changed there.
    pub locale: Locale,
    /// What the person is in the organisation; what they may do is the sum.
    pub roles: Vec<Role>,
    /// The sites a data owner is limited to; empty for everyone else.
    pub site_ids: Vec<ID>,
    #[graphql(skip)]
    organisation_row: PersonRow,
}

#[ComplexObject]
impl Viewer {
    /// The organisation the person belongs to.
    async fn organisation(&self, ctx: &Context<'_>) -> async_graphql::Result<Organisation> {
        let tenant = self.organisation_row.tenant();
        let platform = ctx.data::<Platform>()?;
        Ok(Organisation::of_tenant(platform, &tenant)
            .await
            .map_err(ApiError::internal)?)
    }
}

impl Viewer {
    pub(super) fn of(person: PersonRow) -> Self {
        Self {
            id: ID(person.id.clone()),
            name: person.name.clone(),
            email: person.email.clone(),
            locale: person.locale,
            roles: person.roles.clone(),
            site_ids: ids(person.site_ids.clone()),
            organisation_row: person,
        }
    }
}

/// A way in: the access token for the header `Authorization: Bearer`. The refresh token is in an HttpOnly cookie.
#[derive(Debug, SimpleObject)]
pub struct Session {
    /// JWT signed with EdDSA; good for 15 minutes.
    pub access_token: String,
    /// When it runs out; refresh before.
    pub expires_at: DateTime,
    /// Who is in.
    pub viewer: Viewer,
}

impl Session {
    pub(super) fn of(signed_in: SignedIn) -> Self {
        Self {
            access_token: signed_in.token.text,
            expires_at: signed_in.token.expires_at.into(),
            viewer: Viewer::of(signed_in.person),
        }
    }
}

/// A place where the person is signed in.
#[derive(Debug, Clone, SimpleObject)]
pub struct SessionInfo {
    /// Id, `ses_…`.
    pub id: ID,
    /// When it began.
    pub created_at: DateTime,
    /// When it was last refreshed.
    pub last_used_at: DateTime,
    /// The program, as it names itself.
    pub user_agent: Option<String>,
    /// The network address it was last used from.
    pub address: Option<String>,
    /// Whether it is the one asking.
    pub current: bool,
}

impl SessionInfo {
    pub(super) fn of(row: SessionRow, principal: &Principal) -> Self {
        Self {
            current: row.id == principal.session_id,
            id: ID(row.id),
            created_at: row.created_at.into(),
            last_used_at: row.last_used_at.into(),
            user_agent: row.user_agent,
            address: row.address,
        }
    }
}

/// A person of the organisation.
#[derive(Debug, Clone, SimpleObject)]
#[graphql(complex)]
pub struct Person {
    #[graphql(skip)]
    pub(crate) id: ID,
    /// The person's name.
    pub name: String,
    /// The address the person signs in with.
    pub email: String,
    /// What the person is in the organisation.
    pub roles: Vec<Role>,
    /// The sites a data owner is limited to; empty for everyone else.
    pub site_ids: Vec<ID>,
    /// Whether the person may sign in.
    pub active: bool,
    /// When the person came in.
    pub created_at: DateTime,
}

#[ComplexObject]
impl Person {
    /// Id, `per_…`.
    pub(crate) async fn id(&self) -> ID {
        self.id.clone()
    }
}

impl Person {
    pub(super) fn of(row: PersonRow) -> Self {
        Self {
            id: ID(row.id),
            name: row.name,
            email: row.email,
            roles: row.roles,
            site_ids: ids(row.site_ids),
            active: row.active,
            created_at: row.created_at.into(),
        }
    }
}

/// A page of people, in the order they came in.
#[derive(SimpleObject)]
pub struct PersonConnection {
    /// The people of this page.
    pub edges: Vec<PersonEdge>,
    /// Whether and where the list goes on.
    pub page_info: PageInfo,
}

/// A person and the place in the list.
#[derive(Debug, SimpleObject)]
pub struct PersonEdge {
    /// Give it as `after` to go on behind this person.
    pub cursor: String,
    /// The person.
    pub node: Person,
}

/// An invitation that was sent.
#[derive(Debug, Clone, SimpleObject)]
pub struct Invitation {
    /// Id, `ivt_…`.
    pub id: ID,
    /// Whom it was sent to.
    pub email: String,
    /// What the person will be.
    pub roles: Vec<Role>,
    /// The sites a data owner will be limited to.
    pub site_ids: Vec<ID>,
    /// Until when it can be accepted: seven days after it was made.
    pub expires_at: DateTime,
    /// The link to hand on; told only in the answer that makes the invitation, and stored nowhere.
    pub link: Option<String>,
    /// When it was accepted.
    pub accepted_at: Option<DateTime>,
}

impl Invitation {
    pub(super) fn of(row: InvitationRow, link: Option<String>) -> Self {
        Self {
            id: ID(row.id),
            email: row.email,
            roles: row.roles,
            site_ids: ids(row.site_ids),
            expires_at: row.expires_at.into(),
            link,
            accepted_at: row.accepted_at.map(DateTime::from),
        }
    }
}

fn ids(texts: Vec<String>) -> Vec<ID> {
    texts.into_iter().map(ID).collect()
}
