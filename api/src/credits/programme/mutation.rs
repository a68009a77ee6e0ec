//! Joining the programme, and changing one's own seat.

use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object};
use saxaul_shared::{
    credits::BoardVisibility,
    decimal::WireDecimal,
    format::Locale,
    identity::{Action, Role},
    violation::ErrorCode,
};

use super::{
    join_link::{self, JoinLinkDraft},
    membership::{self, SeatChange, SeatDraft, Wish},
    object::{CircleJoinLink, CircleMember},
    store::MemberRow,
};
use crate::{
    accounting::access::{Answer, Caller, Refused, locale, payload_type},
    credits::seat::seat,
    graphql::user_error::UserError,
    identity::{
        joining::{Newcomer, NewcomerEntry},
        mutation::SessionPayload,
    },
    platform::Platform,
};

payload_type! {
    /// A seat after a change.
    CircleMemberPayload {
        /// The seat; none when nothing was changed.
        member: CircleMember
    }
}

payload_type! {
    /// A join link after a change.
    CircleJoinLinkPayload {
        /// The link; none when nothing was changed.
        join_link: CircleJoinLink
    }
}

/// Who joins by a link, and how they want to take part.
#[derive(Debug, InputObject)]
pub(crate) struct CircleJoinInput {
    /// The secret at the end of the link.
    token: String,
    /// The address to sign in with, at most 254 bytes; of the link's domain when it has one.
    email: String,
    /// The person's name, 1 to 120 characters.
    name: String,
    /// 8 characters to 256 bytes; not one that everyone tries first.
    password: String,
    /// The person's language.
    locale: Locale,
    /// The version of the consent that was read and agreed to.
    consent_version: i64,
    /// The department, `dep_…`; that of the link when it names one.
    department_id: Option<ID>,
    /// How to appear on boards; HIDDEN when left out.
    visibility: Option<BoardVisibility>,
    /// Name to appear under with ALIAS, 2 to 24 characters.
    alias: Option<String>,
    /// Way from home to the office in kilometres, over 0 and at most 300.
    office_distance_km: Option<WireDecimal>,
    /// Whether the same reductions are claimed on another scheme; false when left out.
    declares_elsewhere: Option<bool>,
}

/// How somebody who is signed in wants to take part.
#[derive(Debug, InputObject)]
pub(crate) struct CircleEnrolInput {
    /// The version of the consent that was read and agreed to.
    consent_version: i64,
    /// The department, `dep_…`.
    department_id: Option<ID>,
    /// How to appear on boards; HIDDEN when left out.
    visibility: Option<BoardVisibility>,
    /// Name to appear under with ALIAS, 2 to 24 characters.
    alias: Option<String>,
    /// Way from home to the office in kilometres, over 0 and at most 300.
    office_distance_km: Option<WireDecimal>,
    /// Whether the same reductions are claimed on another scheme; false when left out.
    declares_elsewhere: Option<bool>,
}

/// What to change about the own seat; what is left out stays, null takes away.
#[derive(Debug, InputObject)]
pub(crate) struct CircleMemberUpdateInput {
    /// The version of the consent that was read and agreed to.
    consent_version: Option<i64>,
    /// The version of the consent to import health data; null withdraws it.
    health_consent_version: MaybeUndefined<i64>,
    /// The department, `dep_…`.
    department_id: MaybeUndefined<ID>,
    /// The team, `team_…`.
    team_id: MaybeUndefined<ID>,
    /// How to appear on boards.
    visibility: Option<BoardVisibility>,
    /// Name to appear under with ALIAS, 2 to 24 characters.
    alias: MaybeUndefined<String>,
    /// Way from home to the office in kilometres, over 0 and at most 300.
    office_distance_km: MaybeUndefined<WireDecimal>,
    /// Whether the same reductions are claimed on another scheme.
    declares_elsewhere: Option<bool>,
}

/// For whom a join link is, and how long.
#[derive(Debug, InputObject)]
pub(crate) struct CircleJoinLinkInput {
    /// The department that everyone who joins by it belongs to, `dep_…`; people choose one when left out.
    department_id: Option<ID>,
    /// Only addresses of this domain may join, such as `example.com`; any when left out.
    email_domain: Option<String>,
    /// Days the link is good for, 1 to 365; 30 when left out.
    days: Option<i32>,
}

/// Mutations of seats and join links.
#[derive(Debug, Default)]
pub struct ProgrammeMutation;

#[Object]
impl ProgrammeMutation {
    /// Joins by a link: makes the person with the role EMPLOYEE, gives them a seat and signs them in. Needs no session.
    async fn circle_join(
        &self,
        ctx: &Context<'_>,
        input: CircleJoinInput,
    ) -> async_graphql::Result<SessionPayload> {
        match join(ctx, input).await {
            Ok(payload) => Ok(payload),
            Err(Refused::Violations(violations)) => Ok(SessionPayload::refused(UserError::all(
                &violations,
                locale(ctx),
            ))),
            Err(Refused::Api(error)) => Err(error.into()),
        }
    }

    /// Gives the signed-in person a seat beside what else they are in the company. Roles: all but verifier and
    /// integrator.
    async fn circle_enrol(
        &self,
        ctx: &Context<'_>,
        input: CircleEnrolInput,
    ) -> async_graphql::Result<CircleMemberPayload> {
        let caller = Caller::who_may(ctx, Action::TakePart)?;
        let answer: Answer<MemberRow> = async {
            let tx = caller.begin().await?;
            let draft = SeatDraft {
                consent_version: input.consent_version,
                department_id: input.department_id.map(|id| id.0),
                visibility: input.visibility.unwrap_or(BoardVisibility::Hidden),
                alias: input.alias,
                office_distance_km: input.office_distance_km.map(|km| km.0),
                declares_elsewhere: input.declares_elsewhere.unwrap_or(false),
            };
            let row = membership::take(caller.platform, &tx, &caller.actor(), draft).await?;
            tx.commit().await?;
            Ok(row)
        }
        .await;
        CircleMemberPayload::of(answer.map(CircleMember), caller.locale)
    }

    /// Changes the caller's own seat. Boards follow within two seconds.
    async fn circle_member_update(
        &self,
        ctx: &Context<'_>,
        input: CircleMemberUpdateInput,
    ) -> async_graphql::Result<CircleMemberPayload> {
        let caller = Caller::who_may(ctx, Action::TakePart)?;
        let answer: Answer<MemberRow> = async {
            let tx = caller.begin().await?;
            let row = seat(&caller, &tx).await?;
            let change = SeatChange {
                consent_version: input.consent_version,
                health_consent_version: given(input.health_consent_version, |version| version),
                department_id: given(input.department_id, |id| id.0),
                team_id: given(input.team_id, |id| id.0),
                visibility: input.visibility,
                alias: given(input.alias, |alias| alias),
                office_distance_km: given(input.office_distance_km, |km| km.0),
                declares_elsewhere: input.declares_elsewhere,
            };
            let row =
                membership::change(caller.platform, &tx, &caller.actor(), row, change).await?;
            tx.commit().await?;
            Ok(row)
        }
        .await;
        CircleMemberPayload::of(answer.map(CircleMember), caller.locale)
    }

    /// Makes a link by which employees join; its address is told once, here. Roles: owner, programme manager.
    async fn circle_join_link_create(
        &self,
        ctx: &Context<'_>,
        input: CircleJoinLinkInput,
    ) -> async_graphql::Result<CircleJoinLinkPayload> {
        let caller = Caller::who_may(ctx, Action::RunProgramme)?;
        let draft = JoinLinkDraft {
            department_id: input.department_id.map(|id| id.0),
            email_domain: input.email_domain,
            days: input.days,
        };
        let answer = join_link::create(ctx, &caller, draft).await;
        CircleJoinLinkPayload::of(
            answer.map(|(row, address)| CircleJoinLink {
                row,
                address: Some(address),
            }),
            caller.locale,
        )
    }

    /// Takes a join link back. Roles: owner, programme manager.
    async fn circle_join_link_revoke(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The link, `cjl_…`.")] id: ID,
    ) -> async_graphql::Result<CircleJoinLinkPayload> {
        let caller = Caller::who_may(ctx, Action::RunProgramme)?;
        let answer = join_link::revoke(&caller, &id).await;
        CircleJoinLinkPayload::of(
            answer.map(|row| CircleJoinLink { row, address: None }),
            caller.locale,
        )
    }
}

async fn join(ctx: &Context<'_>, input: CircleJoinInput) -> Answer<SessionPayload> {
    let platform = ctx
        .data_opt::<Platform>()
        .ok_or_else(|| crate::error::ApiError::internal("no platform in the schema"))?;
    let found = join_link::find(ctx, platform, &input.token).await?;
    let entry = NewcomerEntry {
        email: &input.email,
        name: &input.name,
        password: &input.password,
        locale: input.locale,
    };
    let newcomer = Newcomer::checked(ctx, &found, entry, vec![Role::Employee]).await?;
    if let Some(domain) = &found.link.email_domain
        && newcomer.email_domain() != domain
    {
        return Err(Refused::field(
            ErrorCode::Invalid,
            "email",
            format!("请使用 @{domain} 的公司邮箱。"),
            format!("Use your company address at @{domain}."),
        ));
    }
    let tx = platform.database.begin(&newcomer.tenant()).await?;
    let actor = newcomer.enter(&tx).await?;
    let draft = SeatDraft {
        consent_version: input.consent_version,
        department_id: found
            .link
            .department_id
            .clone()
            .or(input.department_id.map(|id| id.0)),
        visibility: input.visibility.unwrap_or(BoardVisibility::Hidden),
        alias: input.alias,
        office_distance_km: input.office_distance_km.map(|km| km.0),
        declares_elsewhere: input.declares_elsewhere.unwrap_or(false),
    };
    membership::take(platform, &tx, &actor, draft).await?;
    newcomer.commit_and_sign_in(ctx, tx).await
}

/// Absent, or given: with a value or null.
fn given<T, U>(value: MaybeUndefined<T>, read: impl FnOnce(T) -> U) -> Wish<U> {
    match value {
        MaybeUndefined::Undefined => Wish::Keep,
        MaybeUndefined::Null => Wish::Set(None),
        MaybeUndefined::Value(value) => Wish::Set(Some(read(value))),
    }
}
