//! Those who run the programme look at its members and end seats.

use async_graphql::{Context, ID, Object};
use saxaul_shared::{identity::Action, page::Cursor};

use super::{
    membership,
    mutation::CircleMemberPayload,
    object::CircleMember,
    store::{self, MemberRow},
};
use crate::{
    accounting::access::{Answer, Caller, Refused, connection_type, page},
    credits::day,
    error::ApiError,
};

connection_type! {
    /// Members, in the order they joined.
    CircleMemberConnection, CircleMemberEdge, CircleMember
}

/// Queries of members for those who run the programme.
#[derive(Debug, Default)]
pub struct MembersQuery;

#[Object]
impl MembersQuery {
    /// The members of the programme, also those who left, in the order they joined. `totalCount` counts the seats that
    /// are held. Roles: owner, programme manager.
    async fn circle_members(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Members wanted, 1 to 100; 50 when left out.")] first: Option<i32>,
        #[graphql(desc = "Cursor of the member to go on behind.")] after: Option<String>,
        #[graphql(desc = "Only members of this department, `dep_…`.")] department_id: Option<ID>,
        #[graphql(desc = "Part of a name or an e-mail address, at most 100 characters.")]
        search: Option<String>,
    ) -> async_graphql::Result<CircleMemberConnection> {
        let caller = Caller::who_may(ctx, Action::RunProgramme)?;
        let page = page(first, after.as_deref())?;
        let search = search
            .map(|text| text.trim().chars().take(100).collect::<String>())
            .filter(|text| !text.is_empty());
        let tx = caller.read().await?;
        let behind = page
            .after
            .as_ref()
            .and_then(|cursor| cursor.0.first())
            .map(String::as_str);
        let rows = store::members_page(
            &tx,
            behind,
            page.size,
            department_id.as_deref().map(String::as_str),
            search.as_deref(),
        )
        .await
        .map_err(ApiError::internal)?;
        let (held, _) = store::member_counts(&tx)
            .await
            .map_err(ApiError::internal)?;
        let entries = rows
            .into_iter()
            .map(|row| (Cursor(vec![row.id.clone()]).encode(), CircleMember(row)))
            .collect();
        Ok(CircleMemberConnection::of(
            entries,
            page.size,
            page.after.is_some(),
            held,
        ))
    }
}

/// Mutations of members by those who run the programme.
#[derive(Debug, Default)]
pub struct MembersMutation;

#[Object]
impl MembersMutation {
    /// Ends a member's seat today; `circleMemberRestore` gives it back. Credits stay in the ledger. Roles: owner,
    /// programme manager.
    async fn circle_member_remove(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The member, `mem_…`.")] id: ID,
    ) -> async_graphql::Result<CircleMemberPayload> {
        let caller = Caller::who_may(ctx, Action::RunProgramme)?;
        let answer: Answer<MemberRow> = async {
            let tx = caller.begin().await?;
            let row = find(&tx, &id).await?;
            if row.left_on.is_some() {
                return Ok(row);
            }
            let today = day::day_of(&tx, caller.platform.clock.now()).await?;
            let row = membership::end(caller.platform, &tx, &caller.actor(), row, today).await?;
            tx.commit().await?;
            Ok(row)
        }
        .await;
        CircleMemberPayload::of(answer.map(CircleMember), caller.locale)
    }

    /// Gives a seat back that was ended. Roles: owner, programme manager.
    async fn circle_member_restore(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The member, `mem_…`.")] id: ID,
    ) -> async_graphql::Result<CircleMemberPayload> {
        let caller = Caller::who_may(ctx, Action::RunProgramme)?;
        let answer: Answer<MemberRow> = async {
            let tx = caller.begin().await?;
            let row = find(&tx, &id).await?;
            let row = membership::restore(caller.platform, &tx, &caller.actor(), row).await?;
            tx.commit().await?;
            Ok(row)
        }
        .await;
        CircleMemberPayload::of(answer.map(CircleMember), caller.locale)
    }

    /// Moves a member to another department and team. Roles: owner, programme manager.
    async fn circle_member_move(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The member, `mem_…`.")] id: ID,
        #[graphql(desc = "The department, `dep_…`; null for none.")] department_id: Option<ID>,
        #[graphql(desc = "The team, `team_…`; null for none.")] team_id: Option<ID>,
    ) -> async_graphql::Result<CircleMemberPayload> {
        let caller = Caller::who_may(ctx, Action::RunProgramme)?;
        let answer: Answer<MemberRow> = async {
            let tx = caller.begin().await?;
            let row = find(&tx, &id).await?;
            let change = membership::SeatChange {
                department_id: membership::Wish::Set(department_id.map(|id| id.0)),
                team_id: membership::Wish::Set(team_id.map(|id| id.0)),
                ..membership::SeatChange::default()
            };
            let row =
                membership::change(caller.platform, &tx, &caller.actor(), row, change).await?;
            tx.commit().await?;
            Ok(row)
        }
        .await;
        CircleMemberPayload::of(answer.map(CircleMember), caller.locale)
    }
}

async fn find(tx: &crate::platform::db::TenantTx, id: &str) -> Answer<MemberRow> {
    store::member_by_id(tx, id)
        .await?
        .ok_or_else(Refused::not_found)
}
