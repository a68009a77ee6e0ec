//! Taking a seat and changing it: check with `shared`, write, keep in the audit trail.

use saxaul_shared::{
    credits::{
        BoardVisibility,
        member::{self, CONSENT_VERSION},
    },
    decimal::Decimal,
    period::Date,
    violation::{ErrorCode, Violation},
};
use serde_json::json;

use super::store::{self, MemberRow};
use crate::{
    accounting::{
        access::{Answer, Refused},
        audit::{self, Actor, Change, Entry},
    },
    credits::day,
    platform::{Platform, db::TenantTx},
};

/// The live topic of a seat that was taken, changed or left: `{memberId}`.
pub(crate) const MEMBER_CHANGED: &str = "circleMemberChanged";

/// What a member says about themselves when taking a seat.
#[derive(Debug, Clone)]
pub(crate) struct SeatDraft {
    pub(crate) consent_version: i64,
    pub(crate) department_id: Option<String>,
    pub(crate) visibility: BoardVisibility,
    pub(crate) alias: Option<String>,
    pub(crate) office_distance_km: Option<Decimal>,
    pub(crate) declares_elsewhere: bool,
}

/// What becomes of a value that may be absent.
#[derive(Debug, Clone, Default)]
pub(crate) enum Wish<T> {
    /// It stays.
    #[default]
    Keep,
    /// It becomes this, or nothing.
    Set(Option<T>),
}

impl<T> Wish<T> {
    /// The value afterwards.
    fn over(self, old: Option<T>) -> Option<T> {
        match self {
            Self::Keep => old,
            Self::Set(new) => new,
        }
    }

    /// Whether anything is wished.
    pub(crate) const fn is_set(&self) -> bool {
        matches!(self, Self::Set(_))
    }
}

/// What a member changes about the own seat; what is absent stays.
#[derive(Debug, Clone, Default)]
pub(crate) struct SeatChange {
    pub(crate) consent_version: Option<i64>,
    pub(crate) health_consent_version: Wish<i64>,
    pub(crate) department_id: Wish<String>,
    pub(crate) team_id: Wish<String>,
    pub(crate) visibility: Option<BoardVisibility>,
    pub(crate) alias: Wish<String>,
    pub(crate) office_distance_km: Wish<Decimal>,
    pub(crate) declares_elsewhere: Option<bool>,
}

/// Gives `person` a seat, or the one they left back.
pub(crate) async fn take(
    platform: &Platform,
    tx: &TenantTx,
    person: &Actor,
    draft: SeatDraft,
) -> Answer<MemberRow> {
    let mut violations = consent(draft.consent_version);
    let alias = keep(
        member::alias(draft.visibility, draft.alias.as_deref()),
        &mut violations,
    );
    let distance = draft.office_distance_km.map(member::office_distance_m);
    let distance = keep(distance.transpose(), &mut violations);
    if !violations.is_empty() {
        return Err(Refused::Violations(violations));
    }
    if let Some(department) = &draft.department_id {
        store::require_department(tx, department).await?;
    }
    let now = platform.clock.now();
    let today = day::day_of(tx, now).await?;
    let before = store::member_of_person(tx, &person.id).await?;
    if before
        .as_ref()
        .is_some_and(|member| member.left_on.is_none())
    {
        return Err(Refused::whole(
            ErrorCode::WrongState,
            "你已经加入了碳圈。",
            "You take part already.",
        ));
    }
    let listed = store::roster_of(tx, &person.id).await?;
    let row = MemberRow {
        id: before
            .as_ref()
            .map_or_else(|| platform.ids.prefixed("mem"), |member| member.id.clone()),
        person_id: person.id.clone(),
        name: person.name.clone(),
        department_id: draft.department_id.or(listed.department_id),
        department_name: None,
        team_id: listed.team_id,
        team_name: None,
        visibility: draft.visibility,
        alias: alias.flatten(),
        office_distance_m: distance.flatten(),
        consent_version: draft.consent_version,
        health_consent_version: None,
        declares_elsewhere: draft.declares_elsewhere,
        joined_on: before.as_ref().map_or(today, |member| member.joined_on),
        left_on: None,
        version: before.as_ref().map_or(1, |member| member.version + 1),
    };
    if before.is_some() {
        store::update_member(tx, &row, now).await?;
    } else {
        store::insert_member(tx, &row, now).await?;
    }
    let entry = Entry::new(person, "member.joined", &row.id).with(Change::new(
        "consentVersion",
        None,
        Some(row.consent_version.to_string()),
    ));
    audit::record(platform, tx, entry).await?;
    tell(platform, tx, &row).await?;
    store::member_by_id(tx, &row.id)
        .await?
        .ok_or_else(Refused::not_found)
}

/// Changes the seat of `row` as its holder wishes.
pub(crate) async fn change(
    platform: &Platform,
    tx: &TenantTx,
    actor: &Actor,
    mut row: MemberRow,
    change: SeatChange,
) -> Answer<MemberRow> {
    let before = row.clone();
    let mut violations = change.consent_version.map_or_else(Vec::new, consent);
    row.visibility = change.visibility.unwrap_or(row.visibility);
    let wanted_alias = change.alias.over(row.alias.clone());
    if let Some(alias) = keep(
        member::alias(row.visibility, wanted_alias.as_deref()),
        &mut violations,
    ) {
        row.alias = alias;
    }
    if let Wish::Set(distance) = change.office_distance_km {
        let read = distance.map(member::office_distance_m).transpose();
        if let Some(metres) = keep(read, &mut violations) {
            row.office_distance_m = metres;
        }
    }
    if !violations.is_empty() {
        return Err(Refused::Violations(violations));
    }
    if let Wish::Set(department) = change.department_id {
        if let Some(id) = &department {
            store::require_department(tx, id).await?;
        }
        row.department_id = department;
    }
    if let Wish::Set(team) = change.team_id {
        if let Some(id) = &team {
            store::require_team(tx, id).await?;
        }
        row.team_id = team;
    }
    row.consent_version = change.consent_version.unwrap_or(row.consent_version);
    row.health_consent_version = change
        .health_consent_version
        .over(row.health_consent_version);
    row.declares_elsewhere = change.declares_elsewhere.unwrap_or(row.declares_elsewhere);
    row.version += 1;
    store::update_member(tx, &row, platform.clock.now()).await?;
    // Distance and health consent are nobody's business but the member's: the trail says that, not what.
    let entry = Entry::new(actor, "member.changed", &row.id)
        .with(Change::new(
            "departmentId",
            before.department_id,
            row.department_id.clone(),
        ))
        .with(Change::new("teamId", before.team_id, row.team_id.clone()))
        .with(Change::new(
            "visibility",
            Some(before.visibility.to_string()),
            Some(row.visibility.to_string()),
        ))
        .with(Change::new(
            "consentVersion",
            Some(before.consent_version.to_string()),
            Some(row.consent_version.to_string()),
        ))
        .with(Change::new(
            "declaresElsewhere",
            Some(before.declares_elsewhere.to_string()),
            Some(row.declares_elsewhere.to_string()),
        ));
    audit::record(platform, tx, entry).await?;
    tell(platform, tx, &row).await?;
    store::member_by_id(tx, &row.id)
        .await?
        .ok_or_else(Refused::not_found)
}

/// Ends a seat: the member is counted until `last_day`, and takes no part any more.
pub(crate) async fn end(
    platform: &Platform,
    tx: &TenantTx,
    actor: &Actor,
    mut row: MemberRow,
    last_day: Date,
) -> Answer<MemberRow> {
    if last_day < row.joined_on {
        return Err(Refused::field(
            ErrorCode::OutOfRange,
            "lastDay",
            format!("最后一天不能早于加入日 {}。", row.joined_on),
            format!(
                "The last day cannot be before the day of joining, {}.",
                row.joined_on
            ),
        ));
    }
    row.left_on = Some(last_day);
    row.version += 1;
    store::update_member(tx, &row, platform.clock.now()).await?;
    let entry = Entry::new(actor, "member.left", &row.id).with(Change::new(
        "leftOn",
        None,
        Some(last_day.to_string()),
    ));
    audit::record(platform, tx, entry).await?;
    tell(platform, tx, &row).await?;
    Ok(row)
}

/// Gives a seat that was ended by mistake back.
pub(crate) async fn restore(
    platform: &Platform,
    tx: &TenantTx,
    actor: &Actor,
    mut row: MemberRow,
) -> Answer<MemberRow> {
    let Some(left_on) = row.left_on.take() else {
        return Ok(row);
    };
    row.version += 1;
    store::update_member(tx, &row, platform.clock.now()).await?;
    let entry = Entry::new(actor, "member.restored", &row.id).with(Change::new(
        "leftOn",
        Some(left_on.to_string()),
        None,
    ));
    audit::record(platform, tx, entry).await?;
    tell(platform, tx, &row).await?;
    Ok(row)
}

async fn tell(platform: &Platform, tx: &TenantTx, row: &MemberRow) -> Answer<()> {
    platform
        .outbox
        .emit(
            tx,
            MEMBER_CHANGED,
            row.version,
            json!({ "memberId": row.id }),
        )
        .await?;
    Ok(())
}

fn consent(version: i64) -> Vec<Violation> {
    if version == CONSENT_VERSION {
        return Vec::new();
    }
    vec![Violation::field(
        ErrorCode::Invalid,
        "consentVersion",
        "同意书已更新，请阅读当前版本后再同意。",
        "The consent was updated. Read the present version and agree to it.",
    )]
}

fn keep<T>(read: Result<T, Violation>, violations: &mut Vec<Violation>) -> Option<T> {
    match read {
        Ok(value) => Some(value),
        Err(violation) => {
            violations.push(violation);
            None
        }
    }
}
