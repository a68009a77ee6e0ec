//! One board's figures: every member's points in a span, their order, and the sums of groups.

use std::collections::HashMap;

use saxaul_shared::{
    credits::leaderboard::{Atom, GroupFacts, Span},
    id::MemberId,
};

use super::{
    feed::Change,
    people::{People, Person, Place},
    ranks::Ranks,
};

/// Members of one department and team.
#[derive(Debug, Clone, Copy, Default)]
struct Sum {
    members: u32,
    participants: u32,
    unnamed: u32,
    unnamed_participants: u32,
    score: i64,
}

/// A group's figures.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct GroupSum {
    pub(super) facts: GroupFacts,
    pub(super) score: i64,
}

/// One board.
#[derive(Debug)]
pub(super) struct Board {
    pub(super) span: Span,
    /// The last transaction of the ledger that is counted.
    pub(super) counted: i64,
    scores: HashMap<MemberId, i64>,
    pub(super) ranks: Ranks,
    sums: HashMap<Place, Sum>,
    pub(super) enrolled: u32,
    pub(super) participants: u32,
}

impl Board {
    /// A board from the totals of the ledger.
    pub(super) fn new(
        span: Span,
        counted: i64,
        totals: Vec<(MemberId, i64)>,
        people: &People,
    ) -> Self {
        let mut board = Self {
            span,
            counted,
            scores: totals.into_iter().collect(),
            ranks: Ranks::default(),
            sums: HashMap::new(),
            enrolled: 0,
            participants: 0,
        };
        board.look_at(people);
        board
    }

    /// A member's points.
    pub(super) fn score(&self, member: MemberId) -> i64 {
        self.scores.get(&member).copied().unwrap_or(0)
    }

    /// Everyone who is ranked, with whether colleagues may see them.
    pub(super) fn everyone<'a>(
        &'a self,
        people: &'a People,
    ) -> impl Iterator<Item = (MemberId, i64, bool)> + 'a {
        let enrolled = people
            .by_id
            .iter()
            .filter(|(_, person)| person.is_enrolled(self.span));
        enrolled.map(|(member, person)| (*member, self.score(*member), person.shown.is_some()))
    }

    /// Takes everything anew from who the members are now.
    pub(super) fn look_at(&mut self, people: &People) {
        self.sums.clear();
        (self.enrolled, self.participants) = (0, 0);
        for (member, person) in &people.by_id {
            if !person.is_enrolled(self.span) {
                continue;
            }
            let score = self.scores.get(member).copied().unwrap_or(0);
            let earned = u32::from(score > 0);
            let unnamed = u32::from(!person.is_named);
            let sum = self.sums.entry(person.place(self.span)).or_default();
            sum.members += 1;
            sum.participants += earned;
            sum.unnamed += unnamed;
            sum.unnamed_participants += unnamed * earned;
            sum.score = sum.score.saturating_add(score);
            self.enrolled += 1;
            self.participants += earned;
        }
        let ranks = Ranks::memory(self.everyone(people));
        self.ranks = ranks;
    }

    /// Takes what happened in the ledger up to `until`; answers whose scores changed.
    pub(super) fn take(
        &mut self,
        changes: &[Change],
        until: i64,
        people: &People,
    ) -> Vec<(MemberId, i64, bool)> {
        let mut changed = HashMap::new();
        for change in changes {
            if change.sequence <= self.counted || !self.span.contains(change.day) {
                continue;
            }
            let before = self.score(change.member);
            let after = before.saturating_add(change.points);
            self.scores.insert(change.member, after);
            let Some(person) = people.by_id.get(&change.member) else {
                continue;
            };
            if person.is_enrolled(self.span) {
                self.shift(person, before, after);
                changed.insert(change.member, (after, person.shown.is_some()));
            }
        }
        self.counted = self.counted.max(until);
        changed
            .into_iter()
            .map(|(member, (score, is_shown))| (member, score, is_shown))
            .collect()
    }

    fn shift(&mut self, person: &Person, before: i64, after: i64) {
        let sum = self.sums.entry(person.place(self.span)).or_default();
        sum.score = sum.score.saturating_add(after.saturating_sub(before));
        let step = |count: &mut u32| match (before > 0, after > 0) {
            (false, true) => *count += 1,
            (true, false) => *count = count.saturating_sub(1),
            _ => {}
        };
        step(&mut sum.participants);
        step(&mut self.participants);
        if !person.is_named {
            step(&mut sum.unnamed_participants);
        }
    }

    /// What the rule of disclosure looks at.
    pub(super) fn atoms(&self) -> Vec<Atom> {
        self.sums
            .iter()
            .map(|((department, team), sum)| Atom {
                team: *team,
                department: *department,
                unnamed: sum.unnamed,
                unnamed_participants: sum.unnamed_participants,
            })
            .collect()
    }

    /// The sums of `count` groups, each member counting for the group that `group_of` names.
    pub(super) fn sums(
        &self,
        count: usize,
        group_of: impl Fn(Place) -> Option<usize>,
    ) -> Vec<GroupSum> {
        let mut groups = vec![GroupSum::default(); count];
        for (place, sum) in &self.sums {
            if let Some(group) = group_of(*place).and_then(|at| groups.get_mut(at)) {
                group.facts.members += sum.members;
                group.facts.participants += sum.participants;
                group.score = group.score.saturating_add(sum.score);
            }
        }
        groups
    }
}
