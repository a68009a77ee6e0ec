//! Reading identity.

use async_graphql::{Context, Object, connection::PageInfo};
use saxaul_shared::page::Page;

use super::{
    answer::{Answer, Desk, Refused},
    invitation,
    object::{Invitation, Person, PersonConnection, PersonEdge, SessionInfo, Viewer},
    person, session,
};
use crate::{error::ApiError, graphql::guard};

/// Queries about the caller, the caller's sessions and the organisation's people.
#[derive(Debug, Default)]
pub struct IdentityQuery;

#[Object]
impl IdentityQuery {
    /// The signed-in person; null when nobody is signed in.
    async fn viewer(&self, ctx: &Context<'_>) -> async_graphql::Result<Option<Viewer>> {
        let Some(principal) = guard::optional_principal(ctx) else {
            return Ok(None);
        };
        Ok(Some(Viewer::of(only(
            person::viewer(Desk::of(ctx)?, principal).await,
        )?)))
    }

    /// Where the caller is signed in, last used first; at most 100.
    async fn sessions(&self, ctx: &Context<'_>) -> async_graphql::Result<Vec<SessionInfo>> {
        let principal = guard::principal(ctx)?;
        let rows = only(session::list(Desk::of(ctx)?, principal).await)?;
        Ok(rows
            .into_iter()
            .map(|row| SessionInfo::of(row, principal))
            .collect())
    }

    /// The people of the organisation, in the order they came in.
    async fn people(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "People wanted, 1 to 100; 50 when not given.")] first: Option<i32>,
        #[graphql(desc = "Cursor of the person to go on behind.")] after: Option<String>,
    ) -> async_graphql::Result<PersonConnection> {
        let principal = guard::principal(ctx)?;
        let page = only(Page::new(first, after.as_deref()).map_err(Refused::from))?;
        let mut rows = only(person::list(Desk::of(ctx)?, principal, &page).await)?;
        let size = page.size as usize;
        let has_next_page = rows.len() > size;
        rows.truncate(size);
        let edges: Vec<_> = rows
            .into_iter()
            .map(|row| PersonEdge {
                cursor: person::cursor(&row),
                node: Person::of(row),
            })
            .collect();
        let page_info = PageInfo {
            has_previous_page: page.after.is_some(),
            has_next_page,
            start_cursor: edges.first().map(|edge| edge.cursor.clone()),
            end_cursor: edges.last().map(|edge| edge.cursor.clone()),
        };
        Ok(PersonConnection { edges, page_info })
    }

    /// Invitations that can still be accepted, newest first; at most 100. For those who manage people.
    async fn invitations(&self, ctx: &Context<'_>) -> async_graphql::Result<Vec<Invitation>> {
        let principal = guard::principal(ctx)?;
        let rows = only(invitation::list(Desk::of(ctx)?, principal).await)?;
        Ok(rows
            .into_iter()
            .map(|row| Invitation::of(row, None))
            .collect())
    }
}

/// The person with this id, for those who may see people; oneself for everyone.
pub(crate) async fn person_by_id(
    ctx: &Context<'_>,
    id: &str,
) -> async_graphql::Result<Option<Person>> {
    let principal = guard::principal(ctx)?;
    Ok(only(person::by_id(Desk::of(ctx)?, principal, id).await)?.map(Person::of))
}

/// A query has no payload for violations: there are none, or they are bad input.
fn only<T>(answer: Answer<T>) -> Result<T, ApiError> {
    answer.map_err(|refused| match refused {
        Refused::Api(error) => error,
        Refused::Violations(violations) => violations.first().map_or_else(
            || ApiError::internal("refused without a reason"),
            |violation| {
                ApiError::bad_input(violation.message_zh.clone(), violation.message_en.clone())
            },
        ),
    })
}
