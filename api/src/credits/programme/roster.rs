//! Taking in a roster file: read every row, refuse the wrong ones by name, apply the right ones in one transaction.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    ops::ControlFlow,
};

use async_graphql::{Context, ID, Object, SimpleObject};
use saxaul_shared::{
    accounting::import::cell::Cell,
    credits::roster::{self, ROWS_MAX, RosterColumns, RosterEntry, RosterField, RosterProblem},
    format::Locale,
    identity::Action,
    violation::ErrorCode,
};

use super::{
    membership::{self, SeatChange, Wish},
    store::{self, GroupKind, GroupRow},
};
use crate::{
    accounting::{
        access::{Answer, Caller, Refused, payload_type},
        audit::{self, Change, Entry},
        import::{self, file::ActivityFile},
    },
    error::ApiError,
    platform::db::{InsertRows, TenantTx},
};

/// Refusals shown; all are counted.
const PROBLEMS_MAX: usize = 500;
/// Largest file, in bytes.
const BYTES_MAX: i64 = 20 * 1024 * 1024;
/// Rows among which the headers are looked for.
const HEADER_ROWS: usize = 10;

/// Why a cell of a roster was not taken.
#[derive(Debug, SimpleObject)]
pub struct RosterRefusal {
    /// The row, as a spreadsheet counts it.
    row: i64,
    /// The column.
    field: RosterField,
    /// What the cell holds.
    value: String,
    /// What is wrong and what to do.
    message: String,
}

/// What a roster changed.
#[derive(Debug, SimpleObject)]
pub struct RosterResult {
    /// Rows with something in them, without the headers.
    rows: i64,
    /// Rows taken.
    taken: i64,
    /// Rows not taken.
    refused: i64,
    /// Departments and teams made because the file names them.
    groups_made: i64,
    /// Seats that changed their department or team.
    seats_moved: i64,
    /// Seats that ended because their holders left.
    seats_ended: i64,
    /// What was wrong, row by row; at most 500.
    refusals: Vec<RosterRefusal>,
}

payload_type! {
    /// What a roster changed.
    RosterPayload {
        /// Counts and refusals; none when the file could not be read at all.
        result: RosterResult
    }
}

/// Mutations of the roster.
#[derive(Debug, Default)]
pub struct RosterMutation;

#[Object]
impl RosterMutation {
    /// Takes in an uploaded roster (CSV or XLSX): departments and teams are made, seats of known people follow, seats of
    /// those who left end. Nobody is enrolled by it. The same file twice changes nothing. Roles: owner, programme
    /// manager.
    async fn circle_roster_import(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The upload, `upl_…`, of this company.")] upload_id: ID,
    ) -> async_graphql::Result<RosterPayload> {
        let caller = Caller::who_may(ctx, Action::RunProgramme)?;
        RosterPayload::of(take_in(&caller, &upload_id).await, caller.locale)
    }
}

/// A file as it was read.
struct Read {
    rows: usize,
    entries: Vec<RosterEntry>,
    problems: Vec<(u32, RosterProblem)>,
    refused: usize,
}

async fn take_in(caller: &Caller<'_>, upload_id: &str) -> Answer<RosterResult> {
    let locale = caller.locale;
    let bytes = uploaded(caller, upload_id).await?;
    let read = tokio::task::spawn_blocking(move || read_bytes(&bytes))
        .await
        .map_err(ApiError::internal)??;
    let tx = caller.begin().await?;
    let mut result = apply(caller, &tx, &read.entries).await?;
    result.rows = count(read.rows);
    result.taken = count(read.entries.len());
    result.refused = count(read.refused);
    result.refusals = read
        .problems
        .into_iter()
        .map(|(row, problem)| RosterRefusal {
            row: i64::from(row),
            field: problem.field,
            value: problem.value,
            message: locale
                .pick(&problem.message_zh, &problem.message_en)
                .to_owned(),
        })
        .collect();
    let actor = caller.actor();
    let organisation = tx.organisation_id().to_owned();
    let entry = Entry::new(&actor, "roster.imported", &organisation)
        .with(Change::new("uploadId", None, Some(upload_id.to_owned())))
        .with(Change::new("rows", None, Some(result.taken.to_string())));
    audit::record(caller.platform, &tx, entry).await?;
    tx.commit().await?;
    Ok(result)
}

async fn uploaded(caller: &Caller<'_>, upload_id: &str) -> Answer<Vec<u8>> {
    let tx = caller.read().await?;
    let upload = import::upload::found(&tx, upload_id)
        .await?
        .ok_or_else(Refused::not_found)?;
    if upload.size_bytes > BYTES_MAX {
        return Err(Refused::field(
            ErrorCode::LimitExceeded,
            "uploadId",
            "花名册文件不能超过 20 MB。",
            "A roster is at most 20 MB large.",
        ));
    }
    let tenant = &caller.principal.tenant;
    Ok(caller
        .platform
        .storage
        .get(tenant, import::upload::ROOM, upload_id)
        .await
        .map_err(ApiError::internal)?)
}

fn read_bytes(bytes: &[u8]) -> Answer<Read> {
    let file = tempfile::NamedTempFile::new().map_err(ApiError::internal)?;
    std::fs::write(file.path(), bytes).map_err(ApiError::internal)?;
    read_file(file.path())
}

fn read_file(path: &std::path::Path) -> Answer<Read> {
    let unreadable = |problem: import::file::FileProblem| {
        Refused::field(
            ErrorCode::Invalid,
            "uploadId",
            problem.message(Locale::ZhCn),
            problem.message(Locale::En),
        )
    };
    let mut file = ActivityFile::open(path).map_err(unreadable)?;
    let mut columns: Option<RosterColumns> = None;
    let mut heads_seen = 0usize;
    let mut seen: HashSet<String> = HashSet::new();
    let mut read = Read {
        rows: 0,
        entries: Vec::new(),
        problems: Vec::new(),
        refused: 0,
    };
    file.rows(0, &mut |number, cells: Vec<Cell>| {
        let Some(found) = &columns else {
            columns = RosterColumns::of_headers(&cells);
            heads_seen += 1;
            return if columns.is_none() && heads_seen >= HEADER_ROWS {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            };
        };
        read.rows += 1;
        if read.rows > ROWS_MAX {
            return ControlFlow::Break(());
        }
        let problems = match roster::read_row(found, &cells) {
            Ok(entry) if seen.insert(entry.email.key()) => {
                read.entries.push(entry);
                return ControlFlow::Continue(());
            }
            Ok(entry) => vec![roster::named_twice(entry.email.as_str())],
            Err(problems) => problems,
        };
        read.refused += 1;
        let room = PROBLEMS_MAX.saturating_sub(read.problems.len());
        read.problems.extend(
            problems
                .into_iter()
                .take(room)
                .map(|problem| (number, problem)),
        );
        ControlFlow::Continue(())
    })
    .map_err(unreadable)?;
    if columns.is_none() {
        let (zh, en) = RosterField::Email.header();
        return Err(Refused::field(
            ErrorCode::Invalid,
            "uploadId",
            format!(
                "前 {HEADER_ROWS} 行里没有找到“{zh}”列。表头至少要有：{zh}；还可以有姓名、部门、团队、离职日期。"
            ),
            format!(
                "The first {HEADER_ROWS} rows have no column “{en}”. The headers need at least {en}; name, department, team and left may follow."
            ),
        ));
    }
    if read.rows > ROWS_MAX {
        return Err(Refused::field(
            ErrorCode::LimitExceeded,
            "uploadId",
            format!("花名册最多 {ROWS_MAX} 行。"),
            format!("A roster has at most {ROWS_MAX} rows."),
        ));
    }
    Ok(read)
}

async fn apply(
    caller: &Caller<'_>,
    tx: &TenantTx,
    entries: &[RosterEntry],
) -> Answer<RosterResult> {
    let now = caller.platform.clock.now();
    let (departments, made) = groups(caller, tx, GroupKind::Department, entries, |entry| {
        entry.department.as_deref()
    })
    .await?;
    let (teams, more) = groups(caller, tx, GroupKind::Team, entries, |entry| {
        entry.team.as_deref()
    })
    .await?;
    let group_of = |names: &HashMap<String, String>, name: Option<&str>| {
        name.and_then(|name| names.get(&key_of(name))).cloned()
    };
    let mut rows = Vec::with_capacity(entries.len());
    for entry in entries {
        rows.push(vec![
            tx.organisation_id().into(),
            entry.email.key().into(),
            entry.email.as_str().into(),
            entry.name.clone().into(),
            group_of(&departments, entry.department.as_deref()).into(),
            group_of(&teams, entry.team.as_deref()).into(),
            entry.left_on.map(|day| day.to_string()).into(),
            now.to_rfc3339().into(),
        ]);
    }
    InsertRows::into(
        "programme_roster",
        &[
            "organisation_id",
            "email_key",
            "email",
            "name",
            "department_id",
            "team_id",
            "left_on",
            "updated_at",
        ],
    )
    .on_conflict(
        "(organisation_id, email_key) DO UPDATE SET email = excluded.email, name = excluded.name, \
         department_id = excluded.department_id, team_id = excluded.team_id, left_on = excluded.left_on, \
         updated_at = excluded.updated_at",
    )
    .run(tx, rows)
    .await?;

    let mut seats: HashMap<String, store::MemberRow> = store::members_by_email(tx).await?;
    let actor = caller.actor();
    let (mut moved, mut ended) = (0usize, 0usize);
    for entry in entries {
        let Some(seat) = seats.remove(&entry.email.key()) else {
            continue;
        };
        if seat.left_on.is_some() {
            continue;
        }
        if let Some(day) = entry.left_on {
            membership::end(caller.platform, tx, &actor, seat, day).await?;
            ended += 1;
            continue;
        }
        let department = group_of(&departments, entry.department.as_deref());
        let team = group_of(&teams, entry.team.as_deref());
        let change = SeatChange {
            department_id: wish(department, seat.department_id.as_ref()),
            team_id: wish(team, seat.team_id.as_ref()),
            ..SeatChange::default()
        };
        if change.department_id.is_set() || change.team_id.is_set() {
            membership::change(caller.platform, tx, &actor, seat, change).await?;
            moved += 1;
        }
    }
    Ok(RosterResult {
        rows: 0,
        taken: 0,
        refused: 0,
        groups_made: count(made + more),
        seats_moved: count(moved),
        seats_ended: count(ended),
        refusals: Vec::new(),
    })
}

/// The ids of the groups that the file names, by the key of their names; those that are missing are made.
async fn groups(
    caller: &Caller<'_>,
    tx: &TenantTx,
    kind: GroupKind,
    entries: &[RosterEntry],
    name_of: fn(&RosterEntry) -> Option<&str>,
) -> Answer<(HashMap<String, String>, usize)> {
    let mut known: HashMap<String, String> = store::groups(tx, kind)
        .await?
        .into_iter()
        .map(|row| (key_of(&row.name), row.id))
        .collect();
    let wanted: BTreeMap<String, &str> = entries
        .iter()
        .filter_map(name_of)
        .map(|name| (key_of(name), name.trim()))
        .filter(|(key, _)| !known.contains_key(key))
        .collect();
    let made = wanted.len();
    let now = caller.platform.clock.now();
    let actor = caller.actor();
    for (key, name) in wanted {
        let row = GroupRow {
            id: caller.platform.ids.prefixed(kind.prefix()),
            name: name.to_owned(),
            company_id: None,
            member_count: 0,
        };
        store::insert_group(tx, kind, &row, now).await?;
        let entry = Entry::new(&actor, kind.created(), &row.id).with(Change::new(
            "name",
            None,
            Some(row.name.clone()),
        ));
        audit::record(caller.platform, tx, entry).await?;
        known.insert(key, row.id);
    }
    Ok((known, made))
}

/// To the place that the roster names, when it is another one.
fn wish(named: Option<String>, held: Option<&String>) -> Wish<String> {
    match named {
        Some(id) if held != Some(&id) => Wish::Set(Some(id)),
        _ => Wish::Keep,
    }
}

fn key_of(name: &str) -> String {
    name.trim().to_lowercase()
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
