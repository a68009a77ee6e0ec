//! Queries of members, departments and teams.

use async_graphql::{Context, ID, Object};
use saxaul_shared::{credits::member::CONSENT_VERSION, identity::Action};

use super::{
    join_link,
    object::{
        CircleJoinLink, CircleJoinOffer, CircleMember, ConsentPoint, Department, Team,
        consent_points,
    },
    store::{self, GroupKind},
};
use crate::{
    accounting::access::{Caller, Refused, locale},
    error::ApiError,
    identity::organisation_name,
    platform::{Platform, db::Tenant},
};

/// Queries of members, departments and teams.
#[derive(Debug, Default)]
pub struct ProgrammeQuery;

#[Object]
impl ProgrammeQuery {
    /// The caller's own seat in the employee programme; null without one.
    async fn circle_member(
        &self,
        ctx: &Context<'_>,
    ) -> async_graphql::Result<Option<CircleMember>> {
        let caller = Caller::of(ctx)?;
        let tx = caller.read().await?;
        let member = store::member_of_person(&tx, &caller.principal.person_id)
            .await
            .map_err(ApiError::internal)?;
        Ok(member.map(CircleMember))
    }

    /// The departments of the employee programme, by name. For members and those who run the programme.
    async fn departments(&self, ctx: &Context<'_>) -> async_graphql::Result<Vec<Department>> {
        let (caller, sees_small) = insider(ctx)?;
        let tx = caller.read().await?;
        let rows = store::groups(&tx, GroupKind::Department)
            .await
            .map_err(ApiError::internal)?;
        Ok(rows
            .into_iter()
            .map(|row| Department { row, sees_small })
            .collect())
    }

    /// What a join link offers: the company, its departments and the consent. Needs no session.
    async fn circle_join_offer(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The secret at the end of the link.")] token: String,
    ) -> async_graphql::Result<Option<CircleJoinOffer>> {
        let platform = ctx.data::<Platform>()?;
        let found = match join_link::find(ctx, platform, &token).await {
            Ok(found) => found,
            Err(Refused::Violations(_)) => return Ok(None),
            Err(Refused::Api(error)) => return Err(error.into()),
        };
        let tx = platform
            .database
            .read(&Tenant::named_by(&found))
            .await
            .map_err(ApiError::internal)?;
        let name = organisation_name(&tx).await.map_err(ApiError::internal)?;
        let rows = store::groups(&tx, GroupKind::Department)
            .await
            .map_err(ApiError::internal)?;
        Ok(Some(CircleJoinOffer {
            organisation_name: name,
            email_domain: found.link.email_domain,
            department_id: found.link.department_id.map(ID),
            departments: rows
                .into_iter()
                .map(|row| Department {
                    row,
                    sees_small: false,
                })
                .collect(),
            consent_version: CONSENT_VERSION,
            consent: consent_points(locale(ctx)),
        }))
    }

    /// The consent in force, for somebody who is signed in and wants to take part.
    async fn circle_consent(&self, ctx: &Context<'_>) -> async_graphql::Result<Vec<ConsentPoint>> {
        Caller::of(ctx)?;
        Ok(consent_points(locale(ctx)))
    }

    /// The join links that can still be used, newest first; at most 100. Roles: owner, programme manager.
    async fn circle_join_links(
        &self,
        ctx: &Context<'_>,
    ) -> async_graphql::Result<Vec<CircleJoinLink>> {
        let caller = Caller::who_may(ctx, Action::RunProgramme)?;
        let tx = caller.read().await?;
        let rows = join_link::open(&tx, caller.platform.clock.now())
            .await
            .map_err(ApiError::internal)?;
        Ok(rows
            .into_iter()
            .map(|row| CircleJoinLink { row, address: None })
            .collect())
    }

    /// The teams of the employee programme, by name. For members and those who run the programme.
    async fn teams(&self, ctx: &Context<'_>) -> async_graphql::Result<Vec<Team>> {
        let (caller, sees_small) = insider(ctx)?;
        let tx = caller.read().await?;
        let rows = store::groups(&tx, GroupKind::Team)
            .await
            .map_err(ApiError::internal)?;
        Ok(rows
            .into_iter()
            .map(|row| Team { row, sees_small })
            .collect())
    }
}

/// A caller who takes part or runs the programme, and whether they run it.
fn insider<'c>(ctx: &Context<'c>) -> Result<(Caller<'c>, bool), ApiError> {
    let caller = Caller::of(ctx)?;
    let runs = caller.principal.may(Action::RunProgramme);
    if !runs {
        caller.principal.require(Action::TakePart)?;
    }
    Ok((caller, runs))
}
