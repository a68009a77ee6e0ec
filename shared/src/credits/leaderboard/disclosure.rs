//! Which groups may be shown, so that nothing about fewer than five people can be computed from what is shown.
//!
//! Colleagues see sums of teams, departments and companies side by side, and the scores of those who chose to appear
//! under their own name. Whoever adds and subtracts these figures must not arrive at a figure about a handful of people
//! who did not choose that. Four rules:
//!
//! 1. A group of fewer than [`GROUP_MEMBERS_MIN`](super::GROUP_MEMBERS_MIN) members is not shown, nor one in which less
//!    than the floor takes part.
//! 2. **No small remainder.** Write `a(t)` for what is taken of each shown team's sum and `b(d)` of each shown
//!    department's. A member of team `t` and department `d` then counts `a(t) + b(d)` times, groups that are not shown
//!    counting nought. With the potential `a(t)` on teams, `−b(d)` on departments and 0 on one node for everything not
//!    shown, a member is left over exactly when the two ends of their edge differ in potential. So the people that any
//!    such sum is about always contain a cut of this graph, and every cut can be had. A cut is forbidden when it has
//!    members without a name on it, but fewer than five who earned something. People shown by name drop out: their scores
//!    are known and cancel. People under an alias do not: their names must not be found by subtraction either.
//! 3. A company's sum less its shown departments is the sum of its other departments: a shown company puts a node of its
//!    own in place of those.
//! 4. Only contributors count towards the five: whoever has earned nothing hides nobody, so a fifth person who joins a
//!    team of four opens nothing until they have points.
//!
//! While a forbidden cut exists, the smallest group on its far side is not shown either (for a company's remainder, the
//! company's smallest department), and the search begins again. The rule is exact for figures of one moment. What is
//! added between two looks is visible as the sum of those who acted in between, as on every live board; who acted is not
//! told.

use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use super::{GROUP_MEMBERS_MIN, participation_pct};

/// Members with the same team and department.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Atom {
    /// Index of their team.
    pub team: Option<usize>,
    /// Index of their department.
    pub department: Option<usize>,
    /// Those who are not shown under their own name.
    pub unnamed: u32,
    /// Those of them who earned something.
    pub unnamed_participants: u32,
}

/// A group as the rules see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct GroupFacts {
    /// Members enrolled.
    pub members: u32,
    /// Members who earned something.
    pub participants: u32,
}

/// Which groups may be shown, by index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// Teams.
    pub teams: Vec<bool>,
    /// Departments.
    pub departments: Vec<bool>,
    /// Companies.
    pub companies: Vec<bool>,
}

/// A contributor weighs this much on an edge, a member without points one: a cut weighs more than nothing as soon as
/// there is anybody on it.
const CONTRIBUTOR: u64 = 1 << 32;
/// The lightest cut that may be.
const CUT_MIN: u64 = GROUP_MEMBERS_MIN as u64 * CONTRIBUTOR;

/// Decides which groups may be shown. `companies_of` says to which company each department belongs.
pub fn shown_groups(
    teams: &[GroupFacts],
    departments: &[GroupFacts],
    companies: &[GroupFacts],
    companies_of: &[Option<usize>],
    atoms: &[Atom],
    floor_pct: u32,
) -> Shown {
    let fits = |group: &GroupFacts| {
        group.members >= GROUP_MEMBERS_MIN
            && participation_pct(group.participants, group.members) >= floor_pct
    };
    let mut shown = Shown {
        teams: teams.iter().map(fits).collect(),
        departments: departments.iter().map(fits).collect(),
        companies: companies.iter().map(fits).collect(),
    };
    loop {
        let nodes = Nodes {
            shown: &shown,
            companies_of,
        };
        let Some(part) = light_part(nodes.count(), &nodes.edges(atoms)) else {
            return shown;
        };
        let outside = nodes.outside();
        let far: Vec<usize> = if part.contains(&outside) {
            (0..outside).filter(|node| !part.contains(node)).collect()
        } else {
            part
        };
        let smallest = far
            .iter()
            .filter_map(|node| nodes.group(*node))
            .filter(|group| shown.is_shown(*group))
            .min_by_key(|group| match group {
                Group::Team(at) => (teams[*at].members, *group),
                Group::Department(at) => (departments[*at].members, *group),
                Group::Company(at) => (companies[*at].members, *group),
            });
        match smallest {
            // Rather a department less than the whole company: it makes the company's remainder large enough.
            Some(Group::Company(company)) => {
                let own = (0..departments.len())
                    .filter(|at| companies_of[*at] == Some(company) && shown.departments[*at])
                    .min_by_key(|at| (departments[*at].members, *at));
                shown.hide(own.map_or(Group::Company(company), Group::Department));
            }
            Some(group) => shown.hide(group),
            // Cannot be: a part without a shown group has no edges.
            None => return shown.nothing(),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Group {
    Team(usize),
    Department(usize),
    Company(usize),
}

impl Shown {
    fn is_shown(&self, group: Group) -> bool {
        match group {
            Group::Team(at) => self.teams[at],
            Group::Department(at) => self.departments[at],
            Group::Company(at) => self.companies[at],
        }
    }

    fn hide(&mut self, group: Group) {
        match group {
            Group::Team(at) => self.teams[at] = false,
            Group::Department(at) => self.departments[at] = false,
            Group::Company(at) => self.companies[at] = false,
        }
    }

    fn nothing(mut self) -> Self {
        for list in [&mut self.teams, &mut self.departments, &mut self.companies] {
            list.fill(false);
        }
        self
    }
}

/// The nodes of the graph: teams, departments, what is left of each company, and everything that is not shown.
struct Nodes<'a> {
    shown: &'a Shown,
    companies_of: &'a [Option<usize>],
}

impl Nodes<'_> {
    fn outside(&self) -> usize {
        self.shown.teams.len() + self.shown.departments.len() + self.shown.companies.len()
    }

    fn count(&self) -> usize {
        self.outside() + 1
    }

    fn group(&self, node: usize) -> Option<Group> {
        let (teams, departments) = (self.shown.teams.len(), self.shown.departments.len());
        if node < teams {
            Some(Group::Team(node))
        } else if node < teams + departments {
            Some(Group::Department(node - teams))
        } else if node < self.outside() {
            Some(Group::Company(node - teams - departments))
        } else {
            None
        }
    }

    fn of_team(&self, team: Option<usize>) -> usize {
        match team {
            Some(at) if self.shown.teams[at] => at,
            _ => self.outside(),
        }
    }

    fn of_department(&self, department: Option<usize>) -> usize {
        let Some(at) = department else {
            return self.outside();
        };
        if self.shown.departments[at] {
            return self.shown.teams.len() + at;
        }
        match self.companies_of[at] {
            Some(company) if self.shown.companies[company] => {
                self.shown.teams.len() + self.shown.departments.len() + company
            }
            _ => self.outside(),
        }
    }

    /// Weights between pairs of nodes.
    fn edges(&self, atoms: &[Atom]) -> BTreeMap<(usize, usize), u64> {
        let mut edges = BTreeMap::new();
        for atom in atoms.iter().filter(|atom| atom.unnamed > 0) {
            let (a, b) = (self.of_team(atom.team), self.of_department(atom.department));
            if a != b {
                let idle = atom.unnamed.saturating_sub(atom.unnamed_participants);
                let weight = u64::from(atom.unnamed_participants) * CONTRIBUTOR + u64::from(idle);
                *edges.entry((a.min(b), a.max(b))).or_insert(0) += weight;
            }
        }
        edges
    }
}

/// One side of a cut lighter than [`CUT_MIN`] within a connected part of the graph, if there is one.
///
/// In a maximum adjacency ordering each node is tied to the one before it by at least the weight it is reached with
/// (Nagamochi and Ibaraki 1992): nodes tied strongly enough are on the same side of every light cut and become one. The
/// last node of an ordering that is reached lightly is itself a side (Stoer and Wagner 1997).
fn light_part(nodes: usize, edges: &BTreeMap<(usize, usize), u64>) -> Option<Vec<usize>> {
    let mut home: Vec<usize> = (0..nodes).collect();
    loop {
        let mut near: BTreeMap<usize, BTreeMap<usize, u64>> = BTreeMap::new();
        for ((a, b), weight) in edges {
            let (a, b) = (home[*a], home[*b]);
            if a != b {
                *near.entry(a).or_default().entry(b).or_insert(0) += weight;
                *near.entry(b).or_default().entry(a).or_insert(0) += weight;
            }
        }
        if near.is_empty() {
            return None;
        }
        let mut merges: Vec<(usize, usize)> = Vec::new();
        let mut reached: BTreeMap<usize, u64> = BTreeMap::new();
        let mut done: BTreeSet<usize> = BTreeSet::new();
        for start in near.keys() {
            if done.contains(start) {
                continue;
            }
            let mut heap = BinaryHeap::from([(0, *start)]);
            let (mut before, mut last_weight) = (None, 0);
            while let Some((weight, node)) = heap.pop() {
                if !done.insert(node) {
                    continue;
                }
                if let Some(before) = before
                    && weight >= CUT_MIN
                {
                    merges.push((before, node));
                }
                (before, last_weight) = (Some(node), weight);
                for (other, weight) in &near[&node] {
                    if !done.contains(other) {
                        let sum = reached.entry(*other).or_insert(0);
                        *sum += weight;
                        heap.push((*sum, *other));
                    }
                }
            }
            if let Some(last) = before
                && last_weight < CUT_MIN
            {
                return Some((0..nodes).filter(|node| home[*node] == last).collect());
            }
        }
        for (keep, gone) in merges {
            let (keep, gone) = (home[keep], home[gone]);
            for at in &mut home {
                if *at == gone {
                    *at = keep;
                }
            }
        }
    }
}

#[cfg(test)]
#[path = "disclosure_tests.rs"]
mod tests;
