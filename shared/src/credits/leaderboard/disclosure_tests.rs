//! Attacks on what is shown: adding and subtracting, by the rank of matrices, which shares nothing with the rule's graph.

use proptest::prelude::*;

use super::*;

/// A member of a small world.
#[derive(Debug, Clone, Copy)]
struct Person {
    team: Option<usize>,
    department: Option<usize>,
    named: bool,
    points: bool,
}

#[derive(Debug, Clone)]
struct World {
    people: Vec<Person>,
    companies_of: Vec<Option<usize>>,
    teams: usize,
    companies: usize,
}

impl World {
    fn new(teams: usize, companies_of: &[Option<usize>]) -> Self {
        Self {
            people: Vec::new(),
            companies_of: companies_of.to_vec(),
            teams,
            companies: companies_of
                .iter()
                .flatten()
                .max()
                .map_or(0, |most| most + 1),
        }
    }

    fn with(mut self, count: usize, team: Option<usize>, department: Option<usize>) -> Self {
        let person = Person {
            team,
            department,
            named: false,
            points: true,
        };
        self.people.extend(std::iter::repeat_n(person, count));
        self
    }

    fn company_of(&self, person: &Person) -> Option<usize> {
        person.department.and_then(|at| self.companies_of[at])
    }

    fn facts(&self, belongs: impl Fn(&Person) -> bool) -> GroupFacts {
        let (mut members, mut participants) = (0, 0);
        for person in self.people.iter().filter(|person| belongs(person)) {
            members += 1;
            participants += u32::from(person.points);
        }
        GroupFacts {
            members,
            participants,
        }
    }

    fn shown(&self, floor: u32) -> Shown {
        let teams: Vec<_> = (0..self.teams)
            .map(|at| self.facts(|p| p.team == Some(at)))
            .collect();
        let departments: Vec<_> = (0..self.companies_of.len())
            .map(|at| self.facts(|p| p.department == Some(at)))
            .collect();
        let companies: Vec<_> = (0..self.companies)
            .map(|at| self.facts(|p| self.company_of(p) == Some(at)))
            .collect();
        let atoms: Vec<Atom> = self
            .people
            .iter()
            .map(|person| Atom {
                team: person.team,
                department: person.department,
                unnamed: u32::from(!person.named),
                unnamed_participants: u32::from(!person.named && person.points),
            })
            .collect();
        shown_groups(
            &teams,
            &departments,
            &companies,
            &self.companies_of,
            &atoms,
            floor,
        )
    }

    /// Every published figure as a row over the people: groups that are shown, and people shown by name.
    fn published(&self, shown: &Shown) -> Vec<Vec<i64>> {
        let row = |belongs: &dyn Fn(&Person) -> bool| {
            let cells = self.people.iter().map(|person| i64::from(belongs(person)));
            cells.collect::<Vec<_>>()
        };
        let mut rows = Vec::new();
        for at in (0..self.teams).filter(|at| shown.teams[*at]) {
            rows.push(row(&|p| p.team == Some(at)));
        }
        for at in (0..self.companies_of.len()).filter(|at| shown.departments[*at]) {
            rows.push(row(&|p| p.department == Some(at)));
        }
        for at in (0..self.companies).filter(|at| shown.companies[*at]) {
            rows.push(row(&|p| self.company_of(p) == Some(at)));
        }
        for (at, person) in self.people.iter().enumerate() {
            if person.named {
                let others = 0..self.people.len();
                rows.push(others.map(|other| i64::from(other == at)).collect());
            }
        }
        rows
    }

    /// Whether some sum of published figures is about a set of people with at least one, but fewer than five
    /// contributors without a name: tried for every set, by linear algebra.
    ///
    /// People with equal columns are interchangeable, so sets are made of whole kinds.
    fn leaks(&self, shown: &Shown) -> bool {
        let rows = self.published(shown);
        let mut kinds: Vec<(Vec<i64>, usize)> = Vec::new();
        let unnamed = self
            .people
            .iter()
            .enumerate()
            .filter(|(_, person)| !person.named);
        for (at, person) in unnamed {
            let column: Vec<i64> = rows.iter().map(|row| row[at]).collect();
            match kinds.iter_mut().find(|(other, _)| *other == column) {
                Some(kind) => kind.1 += usize::from(person.points),
                None => kinds.push((column, usize::from(person.points))),
            }
        }
        kinds.retain(|(column, _)| column.iter().any(|cell| *cell != 0));
        let columns = |keep: &dyn Fn(usize) -> bool| -> Vec<Vec<i64>> {
            let kept = (0..kinds.len()).filter(|at| keep(*at));
            kept.map(|at| kinds[at].0.clone()).collect()
        };
        let full = rank(&columns(&|_| true));
        (1_u32..1 << kinds.len()).any(|set| {
            let inside = |at: usize| set >> at & 1 == 1;
            let contributors: usize = (0..kinds.len())
                .filter(|at| inside(*at))
                .map(|at| kinds[at].1)
                .sum();
            contributors < 5 && rank(&columns(&|at| !inside(at))) < full
        })
    }
}

/// Rank of vectors over the integers modulo a large prime, by elimination.
fn rank(vectors: &[Vec<i64>]) -> usize {
    const PRIME: i64 = 1_000_000_007;
    let inverse_of = |base: i64| {
        let (mut result, mut base, mut exponent) = (1_i64, base, PRIME - 2);
        while exponent > 0 {
            if exponent & 1 == 1 {
                result = result * base % PRIME;
            }
            base = base * base % PRIME;
            exponent >>= 1;
        }
        result
    };
    let mut rows: Vec<Vec<i64>> = vectors.to_vec();
    let width = rows.first().map_or(0, Vec::len);
    let mut rank = 0;
    for column in 0..width {
        let Some(pivot) = (rank..rows.len()).find(|at| rows[*at][column] % PRIME != 0) else {
            continue;
        };
        rows.swap(rank, pivot);
        let inverse = inverse_of(rows[rank][column].rem_euclid(PRIME));
        let pivot_row = rows[rank].clone();
        for (at, row) in rows.iter_mut().enumerate() {
            if at != rank && row[column] != 0 {
                let times = row[column].rem_euclid(PRIME) * inverse % PRIME;
                for (cell, pivot) in row.iter_mut().zip(&pivot_row) {
                    *cell = (*cell - times * pivot % PRIME).rem_euclid(PRIME);
                }
            }
        }
        rank += 1;
    }
    rank
}

#[test]
fn a_department_minus_its_teams_tells_nothing_about_the_three_without_a_team() {
    let world = World::new(2, &[None])
        .with(8, Some(0), Some(0))
        .with(7, Some(1), Some(0))
        .with(3, None, Some(0));
    let naive = Shown {
        teams: vec![true, true],
        departments: vec![true],
        companies: vec![],
    };
    assert!(world.leaks(&naive));
    let shown = world.shown(0);
    assert!(!world.leaks(&shown));
    // One team less is enough: the three disappear among its seven.
    assert_eq!(shown.teams, [true, false]);
    assert_eq!(shown.departments, [true]);
}

#[test]
fn a_company_minus_its_departments_tells_nothing_about_a_small_department() {
    let world = World::new(0, &[Some(0), Some(0), Some(0)])
        .with(20, None, Some(0))
        .with(10, None, Some(1))
        .with(4, None, Some(2));
    let shown = world.shown(0);
    assert!(!world.leaks(&shown));
    assert_eq!(shown.departments, [true, false, false]);
    assert_eq!(shown.companies, [true]);
}

#[test]
fn a_team_minus_those_shown_by_name_tells_nothing_about_the_sixth() {
    let mut world = World::new(1, &[]).with(6, Some(0), None);
    for person in &mut world.people[..5] {
        person.named = true;
    }
    assert_eq!(world.shown(0).teams, [false]);
    // When all are shown by name, or five are not, there is nothing left to find out about one.
    world.people[5].named = true;
    assert_eq!(world.shown(0).teams, [true]);
    for person in &mut world.people[..5] {
        person.named = false;
    }
    assert_eq!(world.shown(0).teams, [true]);
}

#[test]
fn a_fifth_member_who_has_earned_nothing_opens_nothing() {
    let mut world = World::new(1, &[]).with(5, Some(0), None);
    world.people[4].points = false;
    let before = World::new(1, &[]).with(4, Some(0), None);
    assert_eq!(before.shown(0).teams, [false]);
    // Its sum is that of the four who were there before.
    assert_eq!(world.shown(0).teams, [false]);
    world.people[4].points = true;
    assert_eq!(world.shown(0).teams, [true]);
}

#[test]
fn members_without_points_are_not_told_apart_by_a_remainder_of_nought() {
    // The team is the department but for one; the difference would say that the one has nothing.
    let mut world = World::new(1, &[None])
        .with(9, Some(0), Some(0))
        .with(1, None, Some(0));
    world.people[9].points = false;
    let shown = world.shown(0);
    assert!(!world.leaks(&shown));
    assert!(!(shown.teams[0] && shown.departments[0]));
}

#[test]
fn teams_across_departments_are_shown_when_no_small_set_can_be_isolated() {
    // Each of four departments sends two people to each of four teams: no pair has five, yet nothing can be isolated.
    let mut world = World::new(4, &[None, None, None, None]);
    for team in 0..4 {
        for department in 0..4 {
            world = world.with(2, Some(team), Some(department));
        }
    }
    let shown = world.shown(0);
    assert!(shown.teams.iter().chain(&shown.departments).all(|s| *s));
    assert!(!world.leaks(&shown));
}

#[test]
fn the_floor_keeps_a_group_off_the_board() {
    let mut world = World::new(1, &[]).with(10, Some(0), None);
    for person in &mut world.people[..5] {
        person.points = false;
    }
    assert_eq!(world.shown(50).teams, [true]);
    assert_eq!(world.shown(51).teams, [false]);
}

#[test]
fn a_thousand_groups_are_decided_at_once() {
    let companies_of: Vec<Option<usize>> = (0..200).map(|at| Some(at % 10)).collect();
    let facts = |members| GroupFacts {
        members,
        participants: members,
    };
    let atoms: Vec<Atom> = (0..800)
        .flat_map(|team| {
            (0..3).map(move |near| Atom {
                team: Some(team),
                department: Some((team / 4 + near) % 200),
                unnamed: 3,
                unnamed_participants: 3,
            })
        })
        .collect();
    let shown = shown_groups(
        &vec![facts(9); 800],
        &vec![facts(36); 200],
        &[facts(720); 10],
        &companies_of,
        &atoms,
        0,
    );
    assert!(shown.teams.iter().all(|shown| *shown));
    assert!(shown.departments.iter().all(|shown| *shown));
}

fn person() -> impl Strategy<Value = Person> {
    (
        proptest::option::weighted(0.85, 0usize..3),
        proptest::option::weighted(0.85, 0usize..3),
        proptest::bool::weighted(0.2),
        proptest::bool::weighted(0.8),
    )
        .prop_map(|(team, department, named, points)| Person {
            team,
            department,
            named,
            points,
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test]
    fn no_sum_of_what_is_shown_is_about_fewer_than_five(
        people in proptest::collection::vec(person(), 0..60),
        companies_of in proptest::collection::vec(proptest::option::of(0usize..2), 3),
        floor in 0u32..60,
    ) {
        let world = World { people, companies_of, teams: 3, companies: 2 };
        prop_assert!(!world.leaks(&world.shown(floor)));
    }
}
