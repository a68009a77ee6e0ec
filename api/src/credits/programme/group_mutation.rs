//! Mutations of departments and teams.

use async_graphql::{Context, ID, InputObject, Object};
use saxaul_shared::identity::Action;

use super::{
    group,
    object::{Department, Team},
    store::GroupKind,
};
use crate::accounting::access::{Caller, payload_type};

payload_type! {
    /// A department after a change.
    DepartmentPayload {
        /// The department; none when nothing was changed.
        department: Department
    }
}

payload_type! {
    /// A team after a change.
    TeamPayload {
        /// The team; none when nothing was changed.
        team: Team
    }
}

/// A department.
#[derive(Debug, InputObject)]
pub(crate) struct DepartmentInput {
    /// Its name, 1 to 60 characters; no two are alike.
    name: String,
    /// The company of the boundary it belongs to, `unit_…`; the organisation as a whole when left out.
    company_id: Option<ID>,
}

/// Mutations of departments and teams.
#[derive(Debug, Default)]
pub struct GroupMutation;

fn department(row: super::store::GroupRow) -> Department {
    Department {
        row,
        sees_small: true,
    }
}

fn team(row: super::store::GroupRow) -> Team {
    Team {
        row,
        sees_small: true,
    }
}

#[Object]
impl GroupMutation {
    /// Makes a department. Roles: owner, programme manager.
    async fn department_create(
        &self,
        ctx: &Context<'_>,
        input: DepartmentInput,
    ) -> async_graphql::Result<DepartmentPayload> {
        let caller = Caller::who_may(ctx, Action::RunProgramme)?;
        let company = input.company_id.map(|id| id.0);
        let answer = group::create(&caller, GroupKind::Department, &input.name, company).await;
        DepartmentPayload::of(answer.map(department), caller.locale)
    }

    /// Renames a department or moves it to another company. Roles: owner, programme manager.
    async fn department_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The department, `dep_…`.")] id: ID,
        input: DepartmentInput,
    ) -> async_graphql::Result<DepartmentPayload> {
        let caller = Caller::who_may(ctx, Action::RunProgramme)?;
        let company = input.company_id.map(|id| id.0);
        let answer = group::update(&caller, GroupKind::Department, &id, &input.name, company).await;
        DepartmentPayload::of(answer.map(department), caller.locale)
    }

    /// Removes a department that nobody is in. Roles: owner, programme manager.
    async fn department_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The department, `dep_…`.")] id: ID,
    ) -> async_graphql::Result<DepartmentPayload> {
        let caller = Caller::who_may(ctx, Action::RunProgramme)?;
        let answer = group::delete(&caller, GroupKind::Department, &id).await;
        DepartmentPayload::of(answer.map(department), caller.locale)
    }

    /// Makes a team. Roles: owner, programme manager.
    async fn team_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its name, 1 to 60 characters; no two are alike.")] name: String,
    ) -> async_graphql::Result<TeamPayload> {
        let caller = Caller::who_may(ctx, Action::RunProgramme)?;
        let answer = group::create(&caller, GroupKind::Team, &name, None).await;
        TeamPayload::of(answer.map(team), caller.locale)
    }

    /// Renames a team. Roles: owner, programme manager.
    async fn team_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The team, `team_…`.")] id: ID,
        #[graphql(desc = "Its name, 1 to 60 characters; no two are alike.")] name: String,
    ) -> async_graphql::Result<TeamPayload> {
        let caller = Caller::who_may(ctx, Action::RunProgramme)?;
        let answer = group::update(&caller, GroupKind::Team, &id, &name, None).await;
        TeamPayload::of(answer.map(team), caller.locale)
    }

    /// Removes a team that nobody is in. Roles: owner, programme manager.
    async fn team_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The team, `team_…`.")] id: ID,
    ) -> async_graphql::Result<TeamPayload> {
        let caller = Caller::who_may(ctx, Action::RunProgramme)?;
        let answer = group::delete(&caller, GroupKind::Team, &id).await;
        TeamPayload::of(answer.map(team), caller.locale)
    }
}
