//! Who is on the boards: how each member appears, and in which department and team they stood since when.

use std::{collections::HashMap, sync::Arc};

use saxaul_shared::{
    credits::{BoardVisibility, leaderboard::Span},
    id::MemberId,
    period::Date,
};

use crate::{
    accounting::cells::Cells,
    platform::{
        Platform,
        db::{InsertRows, StoreResult, Tenant, TenantTx},
    },
};

/// A department and a team, by their places in [`People`]'s lists.
pub(super) type Place = (Option<usize>, Option<usize>);

/// A member as boards see them.
#[derive(Debug, Clone)]
pub(super) struct Person {
    /// What colleagues read; none for somebody who is hidden or has left.
    pub(super) shown: Option<Arc<str>>,
    /// What the member themselves read.
    pub(super) own: Option<Arc<str>>,
    /// Shown under their own name.
    pub(super) is_named: bool,
    pub(super) joined_on: Date,
    pub(super) left_on: Option<Date>,
    /// Where they stood since when, oldest first; never empty.
    places: Vec<(Date, Place)>,
}

impl Person {
    /// Whether they took part on some day of the span.
    pub(super) fn is_enrolled(&self, span: Span) -> bool {
        span.ends_on.is_none_or(|last| self.joined_on <= last)
            && self
                .left_on
                .is_none_or(|left| span.starts_on.is_none_or(|first| first <= left))
    }

    /// Where their points of the span count: the place at its beginning, or the first one after. Whoever moves in the
    /// middle of a span takes nothing along, so that no group's sum changes by one person's points.
    pub(super) fn place(&self, span: Span) -> Place {
        let at_beginning = span.starts_on.and_then(|first| {
            let before = self.places.iter().rev();
            before
                .into_iter()
                .find(|(since, _)| *since <= first)
                .map(|(_, place)| *place)
        });
        at_beginning
            .or_else(|| self.places.first().map(|(_, place)| *place))
            .unwrap_or_default()
    }
}

/// A group of members.
#[derive(Debug, Clone)]
pub(super) struct Group {
    pub(super) id: String,
    pub(super) name: Arc<str>,
    /// Of a department: its company's place in the list of companies.
    pub(super) company: Option<usize>,
}

/// Everyone of an organisation.
#[derive(Debug, Clone, Default)]
pub(super) struct People {
    pub(super) by_id: HashMap<MemberId, Person>,
    pub(super) departments: Vec<Group>,
    pub(super) teams: Vec<Group>,
    pub(super) companies: Vec<Group>,
    /// Grows with every change of a member.
    pub(super) version: i64,
}

/// A number that grows with every change of a member, whatever the clock says.
pub(super) async fn version(tx: &TenantTx) -> StoreResult<i64> {
    let row = tx
        .query_one(
            "SELECT CAST(COALESCE(SUM(version + 1), 0) AS BIGINT) FROM programme_members WHERE organisation_id = $1",
            vec![tx.organisation_id().into()],
        )
        .await?;
    Ok(row.map_or(Ok(0), |row| row.try_get_by_index(0))?)
}

/// A member and where they stand now, as the database has it.
struct Listed {
    id: String,
    name: String,
    visibility: BoardVisibility,
    alias: Option<String>,
    joined_on: Date,
    left_on: Option<Date>,
    department_id: Option<String>,
    team_id: Option<String>,
}

/// A place as it is stored.
type StoredPlace = (Date, Option<String>, Option<String>);

/// Loads everyone, and notes who has moved since the last look.
pub(super) async fn load(platform: &Platform, tenant: &Tenant, today: Date) -> StoreResult<People> {
    let tx = platform.database.read(tenant).await?;
    let mut people = People {
        version: version(&tx).await?,
        ..People::default()
    };
    groups(&tx, &mut people).await?;
    let listed = listed(&tx).await?;
    let mut places = places(&tx).await?;
    drop(tx);
    let mut moved = Vec::new();
    for member in &listed {
        let known = places.entry(member.id.clone()).or_default();
        let now = (member.department_id.clone(), member.team_id.clone());
        let is_known = known
            .last()
            .is_some_and(|(_, department, team)| (department, team) == (&now.0, &now.1));
        if !is_known {
            let since = if known.is_empty() {
                member.joined_on
            } else {
                // From tomorrow: also whoever moves on the day of joining takes nothing along.
                today.next().unwrap_or(today)
            };
            known.retain(|(day, ..)| *day != since);
            known.push((since, now.0.clone(), now.1.clone()));
            moved.push((member.id.clone(), since, now.0, now.1));
        }
    }
    if !moved.is_empty() {
        note_moved(platform, tenant, moved).await?;
    }
    let index = |groups: &[Group]| -> HashMap<String, usize> {
        let ids = groups.iter().map(|group| group.id.clone());
        ids.zip(0..).collect()
    };
    let (departments, teams) = (index(&people.departments), index(&people.teams));
    let at = |index: &HashMap<String, usize>, id: &Option<String>| {
        id.as_ref().and_then(|id| index.get(id).copied())
    };
    for member in listed {
        let Ok(id) = MemberId::parse(&member.id) else {
            continue;
        };
        let known = places.remove(&member.id).unwrap_or_default();
        let places = known.iter().map(|(since, department, team)| {
            (*since, (at(&departments, department), at(&teams, team)))
        });
        let own: Option<Arc<str>> = match member.visibility {
            BoardVisibility::Hidden => None,
            BoardVisibility::Alias => member.alias.as_deref().map(Arc::from),
            BoardVisibility::Name => Some(Arc::from(member.name.as_str())),
        };
        let person = Person {
            shown: own.clone().filter(|_| member.left_on.is_none()),
            is_named: member.visibility == BoardVisibility::Name && member.left_on.is_none(),
            own,
            joined_on: member.joined_on,
            left_on: member.left_on,
            places: places.collect(),
        };
        people.by_id.insert(id, person);
    }
    Ok(people)
}

async fn listed(tx: &TenantTx) -> StoreResult<Vec<Listed>> {
    let rows = tx
        .query_all(
            "SELECT m.id, CASE WHEN m.erased_at IS NULL THEN p.name ELSE '' END, \
             CASE WHEN m.erased_at IS NULL THEN m.visibility ELSE 'HIDDEN' END, m.alias, m.joined_on, m.left_on, \
             m.department_id, m.team_id FROM programme_members m \
             JOIN people p ON p.organisation_id = m.organisation_id AND p.id = m.person_id \
             WHERE m.organisation_id = $1",
            vec![tx.organisation_id().into()],
        )
        .await?;
    rows.iter()
        .map(|row| {
            let mut cells = Cells::of(row);
            Ok(Listed {
                id: cells.take()?,
                name: cells.take()?,
                visibility: cells.parsed()?,
                alias: cells.take()?,
                joined_on: cells.parsed()?,
                left_on: cells.parsed_option()?,
                department_id: cells.take()?,
                team_id: cells.take()?,
            })
        })
        .collect()
}

async fn places(tx: &TenantTx) -> StoreResult<HashMap<String, Vec<StoredPlace>>> {
    let rows = tx
        .query_all(
            "SELECT member_id, since_day, department_id, team_id FROM board_places WHERE organisation_id = $1 \
             ORDER BY member_id, since_day",
            vec![tx.organisation_id().into()],
        )
        .await?;
    let mut places: HashMap<String, Vec<StoredPlace>> = HashMap::new();
    for row in &rows {
        let mut cells = Cells::of(row);
        let member: String = cells.take()?;
        let place = (cells.parsed()?, cells.take()?, cells.take()?);
        places.entry(member).or_default().push(place);
    }
    Ok(places)
}

async fn note_moved(
    platform: &Platform,
    tenant: &Tenant,
    moved: Vec<(String, Date, Option<String>, Option<String>)>,
) -> StoreResult<()> {
    const COLUMNS: &[&str] = &[
        "organisation_id",
        "member_id",
        "since_day",
        "department_id",
        "team_id",
    ];
    let tx = platform.database.begin(tenant).await?;
    let organisation_id = tx.organisation_id().to_owned();
    let rows = moved.into_iter().map(|(member, since, department, team)| {
        vec![
            organisation_id.clone().into(),
            member.into(),
            since.to_string().into(),
            department.into(),
            team.into(),
        ]
    });
    InsertRows::into("board_places", COLUMNS)
        .on_conflict(
            "(organisation_id, member_id, since_day) DO UPDATE SET department_id = excluded.department_id, \
             team_id = excluded.team_id",
        )
        .run(&tx, rows)
        .await?;
    tx.commit().await
}

async fn groups(tx: &TenantTx, people: &mut People) -> StoreResult<()> {
    let rows = tx
        .query_all(
            "SELECT d.id, d.name, d.company_id, u.name FROM departments d \
             LEFT JOIN boundary_units u ON u.organisation_id = d.organisation_id AND u.id = d.company_id \
             WHERE d.organisation_id = $1 AND d.deleted_at IS NULL ORDER BY d.id",
            vec![tx.organisation_id().into()],
        )
        .await?;
    for row in &rows {
        let mut cells = Cells::of(row);
        let (id, name): (String, String) = (cells.take()?, cells.take()?);
        let (company_id, company): (Option<String>, Option<String>) =
            (cells.take()?, cells.take()?);
        let company = company_id.zip(company).map(|(id, name)| {
            let known = people.companies.iter().position(|group| group.id == id);
            known.unwrap_or_else(|| {
                people.companies.push(Group {
                    id,
                    name: Arc::from(name),
                    company: None,
                });
                people.companies.len() - 1
            })
        });
        people.departments.push(Group {
            id,
            name: Arc::from(name),
            company,
        });
    }
    let rows = tx
        .query_all(
            "SELECT id, name FROM teams WHERE organisation_id = $1 AND deleted_at IS NULL ORDER BY id",
            vec![tx.organisation_id().into()],
        )
        .await?;
    for row in &rows {
        let mut cells = Cells::of(row);
        let (id, name): (String, String) = (cells.take()?, cells.take()?);
        people.teams.push(Group {
            id,
            name: Arc::from(name),
            company: None,
        });
    }
    Ok(())
}
