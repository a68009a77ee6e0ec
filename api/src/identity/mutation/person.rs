//! People and oneself.

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use saxaul_shared::{format::Locale, identity::Role};

use super::super::{
    answer::{Desk, payload},
    object::{Person, Viewer},
    person::{self, PersonDraft},
};
use crate::graphql::{guard, user_error::UserError};

/// Mutations of people.
#[derive(Debug, Default)]
pub(crate) struct PersonMutation;

/// What to change of a person; what is not given stays.
#[derive(Debug, InputObject)]
pub(crate) struct PersonUpdateInput {
    /// The name, 1 to 120 characters.
    name: Option<String>,
    /// What the person is; at least one role.
    roles: Option<Vec<Role>>,
    /// The sites of a data owner.
    site_ids: Option<Vec<ID>>,
    /// Whether the person may sign in. False ends all of the person's sessions.
    active: Option<bool>,
}

/// What to change of oneself; what is not given stays.
#[derive(Debug, InputObject)]
pub(crate) struct ViewerUpdateInput {
    /// The name, 1 to 120 characters.
    name: Option<String>,
    /// The language.
    locale: Option<Locale>,
}

/// A person after a change.
#[derive(Debug, SimpleObject)]
pub(crate) struct PersonPayload {
    /// The person; null when there are user errors.
    person: Option<Person>,
    /// What the caller can mend.
    user_errors: Vec<UserError>,
}

/// The caller after a change.
#[derive(Debug, SimpleObject)]
pub(crate) struct ViewerPayload {
    /// The caller; null when there are user errors.
    viewer: Option<Viewer>,
    /// What the caller can mend.
    user_errors: Vec<UserError>,
}

#[Object]
impl PersonMutation {
    /// Changes a person's name or rights, or closes and opens their way in. New rights hold at once: older access tokens
    /// are refused and the next refresh brings the new ones. The last owner cannot leave. For those who manage people.
    async fn person_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The person, `per_…`.")] id: ID,
        input: PersonUpdateInput,
    ) -> async_graphql::Result<PersonPayload> {
        let (desk, principal) = (Desk::of(ctx)?, guard::principal(ctx)?);
        let draft = PersonDraft {
            name: input.name,
            roles: input.roles,
            site_ids: input
                .site_ids
                .map(|ids| ids.into_iter().map(|id| id.0).collect()),
            active: input.active,
        };
        let (row, user_errors) = payload(
            person::update(desk, principal, &id, draft).await,
            desk.locale(),
        )?;
        Ok(PersonPayload {
            person: row.map(Person::of),
            user_errors,
        })
    }

    /// Changes the caller's own name or language.
    async fn viewer_update(
        &self,
        ctx: &Context<'_>,
        input: ViewerUpdateInput,
    ) -> async_graphql::Result<ViewerPayload> {
        let (desk, principal) = (Desk::of(ctx)?, guard::principal(ctx)?);
        let answer =
            person::update_viewer(desk, principal, input.name.as_deref(), input.locale).await;
        let (row, user_errors) = payload(answer, desk.locale())?;
        Ok(ViewerPayload {
            viewer: row.map(Viewer::of),
            user_errors,
        })
    }
}
