//! What of a board is read: the entries that everybody may see, and each viewer's own place.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use saxaul_shared::{
    credits::{
        BoardPeriod, BoardScope, SizeClass,
        leaderboard::{
            Shown, Span, Standing, participation_pct, per_head, rank_groups, shown_groups,
            size_class,
        },
    },
    decimal::Decimal,
    id::MemberId,
};

use super::{
    board::{Board, GroupSum},
    people::{Group, People},
    ranks::Lost,
};

/// Which board, and how much of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Wanted {
    pub(super) scope: BoardScope,
    pub(super) period: BoardPeriod,
    /// Only groups of this class.
    pub(super) class: Option<SizeClass>,
    pub(super) entries: usize,
}

/// One line of a board.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(super) rank: u32,
    pub(super) name: Option<Arc<str>>,
    pub(super) score: i64,
    pub(super) per_head: Option<Decimal>,
    pub(super) members: Option<u32>,
    pub(super) class: Option<SizeClass>,
    /// Places won since the span before; below zero places lost.
    pub(super) change: Option<i64>,
}

/// What everybody may see of a board.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Public {
    pub(super) scope: BoardScope,
    pub(super) period: BoardPeriod,
    pub(super) span: Span,
    pub(super) class: Option<SizeClass>,
    pub(super) entries: Vec<Entry>,
    pub(super) participants: u32,
    pub(super) enrolled: u32,
    pub(super) floor_pct: u32,
    pub(super) hidden_groups: u32,
}

impl Public {
    pub(super) fn participation_pct(&self) -> u32 {
        participation_pct(self.participants, self.enrolled)
    }
}

/// A viewer's own line, and where it stands among the entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Own {
    pub(super) entry: Entry,
    pub(super) at: Option<usize>,
}

/// A board at one moment.
#[derive(Debug, Clone)]
pub(crate) struct View {
    /// Grows with the ledger and with every change of a member.
    pub(super) version: i64,
    pub(super) public: Arc<Public>,
    /// Of the viewers that were asked for.
    pub(super) owns: HashMap<MemberId, Own>,
    /// Viewers who no longer take part.
    pub(super) left: HashSet<MemberId>,
}

/// Looks at a board and the one of the span before.
pub(super) async fn view(
    board: &Board,
    before: Option<&Board>,
    people: &People,
    wanted: Wanted,
    floor_pct: u32,
    viewers: &[MemberId],
) -> Result<View, Lost> {
    let mut public = Public {
        scope: wanted.scope,
        period: wanted.period,
        span: board.span,
        class: wanted.class,
        entries: Vec::new(),
        participants: board.participants,
        enrolled: board.enrolled,
        floor_pct,
        hidden_groups: 0,
    };
    let owns = if wanted.scope == BoardScope::Person {
        persons(board, before, people, wanted, viewers, &mut public).await?
    } else {
        groups(board, before, people, wanted, viewers, &mut public)
    };
    Ok(View {
        version: board.counted.saturating_add(people.version),
        public: Arc::new(public),
        owns,
        left: viewers
            .iter()
            .filter(|member| {
                let person = people.by_id.get(member);
                person.is_none_or(|person| person.left_on.is_some())
            })
            .copied()
            .collect(),
    })
}

async fn persons(
    board: &Board,
    before: Option<&Board>,
    people: &People,
    wanted: Wanted,
    viewers: &[MemberId],
    public: &mut Public,
) -> Result<HashMap<MemberId, Own>, Lost> {
    // Another instance may have seen a change of visibility later than this one: names come from here.
    let top: Vec<(MemberId, i64)> = board
        .ranks
        .top(wanted.entries)
        .await?
        .into_iter()
        .filter(|(member, _)| {
            let person = people.by_id.get(member);
            person.is_some_and(|person| person.shown.is_some())
        })
        .collect();
    let listed = top.iter().copied();
    let all: Vec<(MemberId, i64)> = listed
        .chain(viewers.iter().map(|member| (*member, board.score(*member))))
        .collect();
    let scores: Vec<i64> = all.iter().map(|(_, score)| *score).collect();
    let ranks = board.ranks.ranks_of(&scores).await?;
    let earlier = match before {
        Some(before) if before.participants > 0 => {
            let scores: Vec<i64> = all
                .iter()
                .map(|(member, _)| before.score(*member))
                .collect();
            Some((before.ranks.ranks_of(&scores).await?, scores))
        }
        _ => None,
    };
    let entry = |at: usize, is_own: bool| {
        let (member, score) = all[at];
        let person = people.by_id.get(&member);
        let change = earlier
            .as_ref()
            .filter(|(_, scores)| scores[at] > 0)
            .map(|(before, _)| i64::from(before[at]) - i64::from(ranks[at]));
        Entry {
            rank: ranks[at],
            name: person.and_then(|person| {
                let name = if is_own { &person.own } else { &person.shown };
                name.clone()
            }),
            score,
            per_head: None,
            members: None,
            class: None,
            change,
        }
    };
    public.entries = (0..top.len()).map(|at| entry(at, false)).collect();
    let owns = viewers.iter().enumerate().filter_map(|(at, member)| {
        let is_enrolled = people
            .by_id
            .get(member)
            .is_some_and(|person| person.is_enrolled(board.span));
        is_enrolled.then(|| {
            let own = Own {
                entry: entry(top.len() + at, true),
                at: top.iter().position(|(other, _)| other == member),
            };
            (*member, own)
        })
    });
    Ok(owns.collect())
}

/// Groups of one scope as they are ranked: rank, and place in the list of groups.
struct Ranked {
    sums: Vec<GroupSum>,
    order: Vec<(u32, usize)>,
    hidden: u32,
}

fn groups(
    board: &Board,
    before: Option<&Board>,
    people: &People,
    wanted: Wanted,
    viewers: &[MemberId],
    public: &mut Public,
) -> HashMap<MemberId, Own> {
    let list = match wanted.scope {
        BoardScope::Team => &people.teams,
        BoardScope::Company => &people.companies,
        BoardScope::Department | BoardScope::Person => &people.departments,
    };
    let ranked = rank(board, people, wanted, public.floor_pct);
    let earlier = before
        .filter(|before| before.participants > 0)
        .map(|before| rank(before, people, wanted, public.floor_pct));
    let entry = |rank: u32, group: usize| {
        let sum = ranked.sums[group];
        let was = earlier.as_ref().and_then(|earlier| {
            let found = earlier.order.iter().find(|(_, other)| *other == group);
            found.map(|(rank, _)| *rank)
        });
        Entry {
            rank,
            name: list.get(group).map(|group: &Group| Arc::clone(&group.name)),
            score: sum.score,
            per_head: Some(per_head(sum.score, sum.facts.members)),
            members: Some(sum.facts.members),
            class: size_class(sum.facts.members),
            change: was.map(|was| i64::from(was) - i64::from(rank)),
        }
    };
    let of_viewer = |member: &MemberId| {
        let place = people.by_id.get(member)?.place(board.span);
        group_of(people, wanted.scope, place)
    };
    let owns = viewers.iter().filter_map(|member| {
        let group = of_viewer(member)?;
        let at = ranked.order.iter().position(|(_, other)| *other == group)?;
        let own = Own {
            entry: entry(ranked.order[at].0, group),
            at: (at < wanted.entries).then_some(at),
        };
        Some((*member, own))
    });
    let owns = owns.collect();
    let first = ranked.order.iter().take(wanted.entries);
    public.entries = first.map(|(rank, group)| entry(*rank, *group)).collect();
    public.hidden_groups = ranked.hidden;
    owns
}

fn group_of(
    people: &People,
    scope: BoardScope,
    (department, team): (Option<usize>, Option<usize>),
) -> Option<usize> {
    match scope {
        BoardScope::Team => team,
        BoardScope::Department => department,
        BoardScope::Company => people.departments.get(department?)?.company,
        BoardScope::Person => None,
    }
}

fn rank(board: &Board, people: &People, wanted: Wanted, floor_pct: u32) -> Ranked {
    let sums_of =
        |scope: BoardScope, count: usize| board.sums(count, |place| group_of(people, scope, place));
    let teams = sums_of(BoardScope::Team, people.teams.len());
    let departments = sums_of(BoardScope::Department, people.departments.len());
    let companies = sums_of(BoardScope::Company, people.companies.len());
    let facts = |sums: &[GroupSum]| sums.iter().map(|sum| sum.facts).collect::<Vec<_>>();
    let companies_of: Vec<Option<usize>> = people
        .departments
        .iter()
        .map(|department| department.company)
        .collect();
    let Shown {
        teams: team_shown,
        departments: department_shown,
        companies: company_shown,
    } = shown_groups(
        &facts(&teams),
        &facts(&departments),
        &facts(&companies),
        &companies_of,
        &board.atoms(),
        floor_pct,
    );
    let (sums, shown) = match wanted.scope {
        BoardScope::Team => (teams, team_shown),
        BoardScope::Company => (companies, company_shown),
        BoardScope::Department | BoardScope::Person => (departments, department_shown),
    };
    let standings = (0..sums.len())
        .filter(|at| shown[*at])
        .filter(|at| {
            let class = size_class(sums[*at].facts.members);
            wanted.class.is_none() || class == wanted.class
        })
        .map(|at| Standing {
            key: at,
            score: sums[at].score,
            members: sums[at].facts.members,
        })
        .collect();
    let order = rank_groups(standings);
    let peopled = sums.iter().filter(|sum| sum.facts.members > 0).count();
    let visible = shown.iter().filter(|shown| **shown).count();
    Ranked {
        sums,
        order: order
            .into_iter()
            .map(|(rank, standing)| (rank, standing.key))
            .collect(),
        hidden: u32::try_from(peopled.saturating_sub(visible)).unwrap_or(u32::MAX),
    }
}
