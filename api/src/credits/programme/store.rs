//! Members, departments and teams in the database.

use std::collections::HashMap;

use saxaul_shared::{credits::BoardVisibility, period::Date, violation::ErrorCode};
use sea_orm::QueryResult;

use crate::{
    accounting::{
        access::{Answer, Refused},
        cells::Cells,
    },
    platform::{
        clock::Timestamp,
        db::{StoreResult, TenantTx},
    },
};

/// A seat in the programme.
#[derive(Debug, Clone)]
pub(crate) struct MemberRow {
    pub(crate) id: String,
    pub(crate) person_id: String,
    /// The person's name; empty once the member was made anonymous.
    pub(crate) name: String,
    pub(crate) department_id: Option<String>,
    pub(crate) department_name: Option<String>,
    pub(crate) team_id: Option<String>,
    pub(crate) team_name: Option<String>,
    pub(crate) visibility: BoardVisibility,
    pub(crate) alias: Option<String>,
    /// Way from home to the office, in metres.
    pub(crate) office_distance_m: Option<i64>,
    pub(crate) consent_version: i64,
    pub(crate) health_consent_version: Option<i64>,
    /// Whether the member claims the same reductions on another scheme.
    pub(crate) declares_elsewhere: bool,
    pub(crate) joined_on: Date,
    pub(crate) left_on: Option<Date>,
    pub(crate) version: i64,
}

/// A department or a team, with how many members take part now.
#[derive(Debug, Clone)]
pub(crate) struct GroupRow {
    pub(crate) id: String,
    pub(crate) name: String,
    /// The company of the boundary that a department belongs to; teams have none.
    pub(crate) company_id: Option<String>,
    pub(crate) member_count: i64,
}

const MEMBER: &str = "SELECT m.id, m.person_id, CASE WHEN m.erased_at IS NULL THEN p.name ELSE '' END, m.department_id, \
     d.name, m.team_id, t.name, m.visibility, m.alias, m.office_distance_m, m.consent_version, m.health_consent_version, \
     m.declares_elsewhere, m.joined_on, m.left_on, m.version FROM programme_members m \
     JOIN people p ON p.organisation_id = m.organisation_id AND p.id = m.person_id \
     LEFT JOIN departments d ON d.organisation_id = m.organisation_id AND d.id = m.department_id \
     LEFT JOIN teams t ON t.organisation_id = m.organisation_id AND t.id = m.team_id";

fn member(row: &QueryResult) -> StoreResult<MemberRow> {
    member_from(&mut Cells::of(row))
}

fn member_from(cells: &mut Cells<'_>) -> StoreResult<MemberRow> {
    Ok(MemberRow {
        id: cells.take()?,
        person_id: cells.take()?,
        name: cells.take()?,
        department_id: cells.take()?,
        department_name: cells.take()?,
        team_id: cells.take()?,
        team_name: cells.take()?,
        visibility: cells.parsed()?,
        alias: cells.take()?,
        office_distance_m: cells.take()?,
        consent_version: cells.take()?,
        health_consent_version: cells.take()?,
        declares_elsewhere: cells.take()?,
        joined_on: cells.parsed()?,
        left_on: cells.parsed_option()?,
        version: cells.take()?,
    })
}

/// The seat of a person, also one that was left.
pub(crate) async fn member_of_person(
    tx: &TenantTx,
    person_id: &str,
) -> StoreResult<Option<MemberRow>> {
    let sql = format!("{MEMBER} WHERE m.organisation_id = $1 AND m.person_id = $2");
    let row = tx
        .query_one(&sql, vec![tx.organisation_id().into(), person_id.into()])
        .await?;
    row.as_ref().map(member).transpose()
}

/// A seat by its id, also one that was left.
pub(crate) async fn member_by_id(tx: &TenantTx, id: &str) -> StoreResult<Option<MemberRow>> {
    let sql = format!("{MEMBER} WHERE m.organisation_id = $1 AND m.id = $2");
    let row = tx
        .query_one(&sql, vec![tx.organisation_id().into(), id.into()])
        .await?;
    row.as_ref().map(member).transpose()
}

/// Writes a new seat.
pub(crate) async fn insert_member(
    tx: &TenantTx,
    member: &MemberRow,
    now: Timestamp,
) -> StoreResult<()> {
    tx.execute(
        "INSERT INTO programme_members (id, organisation_id, person_id, department_id, team_id, visibility, alias, \
         office_distance_m, consent_version, health_consent_version, declares_elsewhere, joined_on, left_on, erased_at, \
         version, created_at, updated_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, NULL, $14, $15, $15)",
        vec![
            member.id.clone().into(),
            tx.organisation_id().into(),
            member.person_id.clone().into(),
            member.department_id.clone().into(),
            member.team_id.clone().into(),
            member.visibility.as_str().into(),
            member.alias.clone().into(),
            member.office_distance_m.into(),
            member.consent_version.into(),
            member.health_consent_version.into(),
            member.declares_elsewhere.into(),
            member.joined_on.to_string().into(),
            member.left_on.map(|day| day.to_string()).into(),
            member.version.into(),
            now.to_rfc3339().into(),
        ],
    )
    .await?;
    Ok(())
}

fn group(row: &QueryResult) -> StoreResult<GroupRow> {
    let mut cells = Cells::of(row);
    Ok(GroupRow {
        id: cells.take()?,
        name: cells.take()?,
        company_id: cells.take()?,
        member_count: cells.take()?,
    })
}

/// The two kinds of groups.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum GroupKind {
    Department,
    Team,
}

impl GroupKind {
    const fn table(self) -> &'static str {
        match self {
            Self::Department => "departments",
            Self::Team => "teams",
        }
    }

    const fn member_column(self) -> &'static str {
        match self {
            Self::Department => "department_id",
            Self::Team => "team_id",
        }
    }

    /// The prefix of its ids.
    pub(crate) const fn prefix(self) -> &'static str {
        match self {
            Self::Department => "dep",
            Self::Team => "team",
        }
    }

    /// What the audit trail calls making one.
    pub(crate) const fn created(self) -> &'static str {
        match self {
            Self::Department => "department.created",
            Self::Team => "team.created",
        }
    }

    /// What the audit trail calls changing one.
    pub(crate) const fn changed(self) -> &'static str {
        match self {
            Self::Department => "department.changed",
            Self::Team => "team.changed",
        }
    }

    /// What the audit trail calls removing one.
    pub(crate) const fn removed(self) -> &'static str {
        match self {
            Self::Department => "department.removed",
            Self::Team => "team.removed",
        }
    }
}

/// Every department or team that has not been removed, by name, with its members who take part now.
pub(crate) async fn groups(tx: &TenantTx, kind: GroupKind) -> StoreResult<Vec<GroupRow>> {
    let company = match kind {
        GroupKind::Department => "g.company_id",
        GroupKind::Team => "NULL",
    };
    let (table, column) = (kind.table(), kind.member_column());
    let sql = format!(
        "SELECT g.id, g.name, {company}, (SELECT COUNT(*) FROM programme_members m \
         WHERE m.organisation_id = g.organisation_id AND m.{column} = g.id AND m.left_on IS NULL) \
         FROM {table} g WHERE g.organisation_id = $1 AND g.deleted_at IS NULL ORDER BY g.name_key"
    );
    let rows = tx
        .query_all(&sql, vec![tx.organisation_id().into()])
        .await?;
    rows.iter().map(group).collect()
}

/// Writes a new department or team.
pub(crate) async fn insert_group(
    tx: &TenantTx,
    kind: GroupKind,
    row: &GroupRow,
    now: Timestamp,
) -> StoreResult<()> {
    let mut values = vec![
        row.id.clone().into(),
        tx.organisation_id().into(),
        row.name.clone().into(),
        row.name.to_lowercase().into(),
        now.to_rfc3339().into(),
    ];
    let sql = match kind {
        GroupKind::Department => {
            values.push(row.company_id.clone().into());
            "INSERT INTO departments (id, organisation_id, name, name_key, created_at, company_id) \
             VALUES ($1, $2, $3, $4, $5, $6)"
        }
        GroupKind::Team => {
            "INSERT INTO teams (id, organisation_id, name, name_key, created_at) VALUES ($1, $2, $3, $4, $5)"
        }
    };
    tx.execute(sql, values).await?;
    Ok(())
}

/// Writes the name of a department or team, and a department's company.
pub(crate) async fn update_group(
    tx: &TenantTx,
    kind: GroupKind,
    row: &GroupRow,
) -> StoreResult<()> {
    let mut values = vec![
        tx.organisation_id().into(),
        row.id.clone().into(),
        row.name.clone().into(),
        row.name.to_lowercase().into(),
    ];
    let sql = match kind {
        GroupKind::Department => {
            values.push(row.company_id.clone().into());
            "UPDATE departments SET name = $3, name_key = $4, company_id = $5 WHERE organisation_id = $1 AND id = $2"
        }
        GroupKind::Team => {
            "UPDATE teams SET name = $3, name_key = $4 WHERE organisation_id = $1 AND id = $2"
        }
    };
    tx.execute(sql, values).await?;
    Ok(())
}

/// Marks a department or team as removed; past postings keep pointing at it.
pub(crate) async fn remove_group(
    tx: &TenantTx,
    kind: GroupKind,
    id: &str,
    now: Timestamp,
) -> StoreResult<()> {
    let sql = format!(
        "UPDATE {} SET deleted_at = $3 WHERE organisation_id = $1 AND id = $2",
        kind.table()
    );
    let values = vec![
        tx.organisation_id().into(),
        id.into(),
        now.to_rfc3339().into(),
    ];
    tx.execute(&sql, values).await?;
    Ok(())
}

/// Writes everything that can change about a seat.
pub(crate) async fn update_member(
    tx: &TenantTx,
    member: &MemberRow,
    now: Timestamp,
) -> StoreResult<()> {
    tx.execute(
        "UPDATE programme_members SET department_id = $3, team_id = $4, visibility = $5, alias = $6, \
         office_distance_m = $7, consent_version = $8, health_consent_version = $9, declares_elsewhere = $10, \
         left_on = $11, version = $12, updated_at = $13 WHERE organisation_id = $1 AND id = $2",
        vec![
            tx.organisation_id().into(),
            member.id.clone().into(),
            member.department_id.clone().into(),
            member.team_id.clone().into(),
            member.visibility.as_str().into(),
            member.alias.clone().into(),
            member.office_distance_m.into(),
            member.consent_version.into(),
            member.health_consent_version.into(),
            member.declares_elsewhere.into(),
            member.left_on.map(|day| day.to_string()).into(),
            member.version.into(),
            now.to_rfc3339().into(),
        ],
    )
    .await?;
    Ok(())
}

/// Refuses a department that is not there (any more).
pub(crate) async fn require_department(tx: &TenantTx, id: &str) -> Answer<()> {
    require(tx, "departments", id, || {
        Refused::field(
            ErrorCode::NotFound,
            "departmentId",
            "没有这个部门。",
            "There is no such department.",
        )
    })
    .await
}

/// Refuses a team that is not there (any more).
pub(crate) async fn require_team(tx: &TenantTx, id: &str) -> Answer<()> {
    require(tx, "teams", id, || {
        Refused::field(
            ErrorCode::NotFound,
            "teamId",
            "没有这个团队。",
            "There is no such team.",
        )
    })
    .await
}

async fn require(
    tx: &TenantTx,
    table: &'static str,
    id: &str,
    missing: impl FnOnce() -> Refused,
) -> Answer<()> {
    let sql = format!(
        "SELECT 1 FROM {table} WHERE organisation_id = $1 AND id = $2 AND deleted_at IS NULL"
    );
    let values = vec![tx.organisation_id().into(), id.into()];
    match tx.query_one(&sql, values).await? {
        Some(_) => Ok(()),
        None => Err(missing()),
    }
}

/// Every seat that is held, by the key of its holder's e-mail address.
pub(crate) async fn members_by_email(tx: &TenantTx) -> StoreResult<HashMap<String, MemberRow>> {
    let columns = MEMBER.replacen("m.id,", "p.email_key, m.id,", 1);
    let sql = format!("{columns} WHERE m.organisation_id = $1 AND m.left_on IS NULL");
    let rows = tx
        .query_all(&sql, vec![tx.organisation_id().into()])
        .await?;
    rows.iter()
        .map(|row| {
            let mut cells = Cells::of(row);
            Ok((cells.take()?, member_from(&mut cells)?))
        })
        .collect()
}

/// Where the roster has a person.
#[derive(Debug, Default)]
pub(crate) struct Listed {
    pub(crate) department_id: Option<String>,
    pub(crate) team_id: Option<String>,
}

/// Where the roster has the person; nowhere when it does not name them.
pub(crate) async fn roster_of(tx: &TenantTx, person_id: &str) -> StoreResult<Listed> {
    let row = tx
        .query_one(
            "SELECT d.id, t.id FROM people p JOIN programme_roster r \
             ON r.organisation_id = p.organisation_id AND r.email_key = p.email_key \
             LEFT JOIN departments d ON d.organisation_id = r.organisation_id AND d.id = r.department_id AND d.deleted_at IS NULL \
             LEFT JOIN teams t ON t.organisation_id = r.organisation_id AND t.id = r.team_id AND t.deleted_at IS NULL \
             WHERE p.organisation_id = $1 AND p.id = $2",
            vec![tx.organisation_id().into(), person_id.into()],
        )
        .await?;
    let Some(row) = row else {
        return Ok(Listed::default());
    };
    let mut cells = Cells::of(&row);
    Ok(Listed {
        department_id: cells.take()?,
        team_id: cells.take()?,
    })
}

/// At most `size + 1` seats behind `after`, in the order they were taken; `search` looks into names and addresses.
pub(crate) async fn members_page(
    tx: &TenantTx,
    after: Option<&str>,
    size: u32,
    department_id: Option<&str>,
    search: Option<&str>,
) -> StoreResult<Vec<MemberRow>> {
    let pattern = search.map(|text| {
        let escaped = text
            .to_lowercase()
            .replace('\\', "\\\\")
            .replace('%', "\\%")
            .replace('_', "\\_");
        format!("%{escaped}%")
    });
    let sql = format!(
        "{MEMBER} WHERE m.organisation_id = $1 AND m.id > $2 AND ($3 = '' OR m.department_id = $3) \
         AND ($4 = '' OR (m.erased_at IS NULL AND (LOWER(p.name) LIKE $4 ESCAPE '\\' OR p.email_key LIKE $4 ESCAPE '\\'))) \
         ORDER BY m.id LIMIT {}",
        size + 1
    );
    let rows = tx
        .query_all(
            &sql,
            vec![
                tx.organisation_id().into(),
                after.unwrap_or_default().into(),
                department_id.unwrap_or_default().into(),
                pattern.unwrap_or_default().into(),
            ],
        )
        .await?;
    rows.iter().map(member).collect()
}

/// Seats that are held and seats that were left.
pub(crate) async fn member_counts(tx: &TenantTx) -> StoreResult<(i64, i64)> {
    let row = tx
        .query_one(
            "SELECT COUNT(*), COUNT(left_on) FROM programme_members WHERE organisation_id = $1",
            vec![tx.organisation_id().into()],
        )
        .await?;
    let Some(row) = row else { return Ok((0, 0)) };
    let mut cells = Cells::of(&row);
    let (all, left): (i64, i64) = (cells.take()?, cells.take()?);
    Ok((all - left, left))
}
