//! Members in the order of their scores, where a score changes, a rank is asked for and the top is read often.
//!
//! A treap with the size of each subtree: setting a score and asking for a rank take O(log n) steps, the first `k` take
//! O(log n + k). The priorities are mixed from the ids, so the shape depends on the members alone, not on the order in
//! which they came, and nothing random is needed.

use std::{cmp::Reverse, collections::HashMap};

use crate::id::MemberId;

/// No node.
const NIL: u32 = u32::MAX;

/// Higher scores first; equal ones in the order of joining, which ids sort by.
type Key = (Reverse<i64>, MemberId);

#[derive(Debug, Clone, Copy)]
struct Node {
    key: Key,
    priority: u32,
    left: u32,
    right: u32,
    size: u32,
}

/// Where a member stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// One more than the number of members with a higher score: equal scores share it.
    pub rank: u32,
    /// Who.
    pub member: MemberId,
    /// Points.
    pub score: i64,
}

/// Members in the order of their scores.
#[derive(Debug, Clone)]
pub struct Ranking {
    nodes: Vec<Node>,
    free: Vec<u32>,
    root: u32,
    scores: HashMap<MemberId, i64>,
}

impl Default for Ranking {
    fn default() -> Self {
        Self {
            nodes: Vec::new(),
            free: Vec::new(),
            root: NIL,
            scores: HashMap::new(),
        }
    }
}

impl FromIterator<(MemberId, i64)> for Ranking {
    /// Builds a ranking of many members at once; of a member named twice the last score counts.
    fn from_iter<I: IntoIterator<Item = (MemberId, i64)>>(scores: I) -> Self {
        let scores: HashMap<MemberId, i64> = scores.into_iter().collect();
        let mut keys: Vec<Key> = scores
            .iter()
            .map(|(member, score)| (Reverse(*score), *member))
            .collect();
        keys.sort_unstable();
        let mut ranking = Self {
            nodes: Vec::with_capacity(keys.len()),
            free: Vec::new(),
            root: NIL,
            scores,
        };
        ranking.build(&keys);
        ranking
    }
}

impl Ranking {
    /// Members ranked.
    pub fn len(&self) -> usize {
        self.scores.len()
    }

    /// Whether nobody is ranked.
    pub fn is_empty(&self) -> bool {
        self.scores.is_empty()
    }

    /// A member's score, if they are ranked.
    pub fn score(&self, member: MemberId) -> Option<i64> {
        self.scores.get(&member).copied()
    }

    /// Everyone's score, in no order.
    pub fn scores(&self) -> impl Iterator<Item = (MemberId, i64)> + '_ {
        self.scores.iter().map(|(member, score)| (*member, *score))
    }

    /// Gives a member this score, ranking them if they were not.
    pub fn set(&mut self, member: MemberId, score: i64) {
        match self.scores.insert(member, score) {
            Some(old) if old == score => return,
            Some(old) => self.take_out((Reverse(old), member)),
            None => {}
        }
        self.put_in((Reverse(score), member));
    }

    /// Adds to a member's score, from zero for a new one, and returns what it is now. A sum that would not fit stays at
    /// the end of the range.
    pub fn add(&mut self, member: MemberId, points: i64) -> i64 {
        let score = self.score(member).unwrap_or(0).saturating_add(points);
        self.set(member, score);
        score
    }

    /// Ranks a member no longer.
    pub fn remove(&mut self, member: MemberId) {
        if let Some(old) = self.scores.remove(&member) {
            self.take_out((Reverse(old), member));
        }
    }

    /// Where a member stands, if they are ranked.
    pub fn place(&self, member: MemberId) -> Option<Place> {
        let score = self.score(member)?;
        Some(Place {
            rank: self.rank_of(score),
            member,
            score,
        })
    }

    /// The rank of a score: one more than the number of members above it.
    pub fn rank_of(&self, score: i64) -> u32 {
        let (mut at, mut above) = (self.root, 0);
        while at != NIL {
            let node = self.node(at);
            if node.key.0.0 > score {
                above += self.size(node.left) + 1;
                at = node.right;
            } else {
                at = node.left;
            }
        }
        above + 1
    }

    /// Everyone from the highest score down, with their ranks; lazily, so that taking the first few costs little.
    pub fn places(&self) -> impl Iterator<Item = Place> + '_ {
        let mut stack = Vec::new();
        self.descend(self.root, &mut stack);
        let (mut seen, mut rank, mut last) = (0, 0, None);
        std::iter::from_fn(move || {
            let at = stack.pop()?;
            let node = self.node(at);
            self.descend(node.right, &mut stack);
            let (Reverse(score), member) = node.key;
            seen += 1;
            if last != Some(score) {
                (rank, last) = (seen, Some(score));
            }
            Some(Place {
                rank,
                member,
                score,
            })
        })
    }

    fn node(&self, at: u32) -> &Node {
        &self.nodes[at as usize]
    }

    fn node_mut(&mut self, at: u32) -> &mut Node {
        &mut self.nodes[at as usize]
    }

    fn size(&self, at: u32) -> u32 {
        if at == NIL { 0 } else { self.node(at).size }
    }

    fn recount(&mut self, at: u32) {
        let node = self.node(at);
        let size = 1 + self.size(node.left) + self.size(node.right);
        self.node_mut(at).size = size;
    }

    fn descend(&self, mut at: u32, stack: &mut Vec<u32>) {
        while at != NIL {
            stack.push(at);
            at = self.node(at).left;
        }
    }

    fn put_in(&mut self, key: Key) {
        let node = Node {
            key,
            priority: priority(key.1),
            left: NIL,
            right: NIL,
            size: 1,
        };
        let at = if let Some(at) = self.free.pop() {
            *self.node_mut(at) = node;
            at
        } else {
            self.nodes.push(node);
            u32::try_from(self.nodes.len() - 1).unwrap_or(NIL - 1)
        };
        let (before, behind) = self.split(self.root, key);
        let before = self.join(before, at);
        self.root = self.join(before, behind);
    }

    fn take_out(&mut self, key: Key) {
        let (before, rest) = self.split(self.root, key);
        let (found, behind) = self.take_first(rest);
        self.root = self.join(before, behind);
        if found != NIL {
            self.free.push(found);
        }
    }

    /// Parts a subtree into the keys before `key` and the others.
    fn split(&mut self, at: u32, key: Key) -> (u32, u32) {
        if at == NIL {
            return (NIL, NIL);
        }
        let node = *self.node(at);
        if node.key < key {
            let (before, behind) = self.split(node.right, key);
            self.node_mut(at).right = before;
            self.recount(at);
            (at, behind)
        } else {
            let (before, behind) = self.split(node.left, key);
            self.node_mut(at).left = behind;
            self.recount(at);
            (before, at)
        }
    }

    /// Joins two subtrees, every key of the first before every key of the second.
    fn join(&mut self, first: u32, second: u32) -> u32 {
        if first == NIL {
            return second;
        }
        if second == NIL {
            return first;
        }
        if self.node(first).priority >= self.node(second).priority {
            let right = self.node(first).right;
            let joined = self.join(right, second);
            self.node_mut(first).right = joined;
            self.recount(first);
            first
        } else {
            let left = self.node(second).left;
            let joined = self.join(first, left);
            self.node_mut(second).left = joined;
            self.recount(second);
            second
        }
    }

    /// Takes the first node out of a subtree.
    fn take_first(&mut self, at: u32) -> (u32, u32) {
        if at == NIL {
            return (NIL, NIL);
        }
        let node = *self.node(at);
        if node.left == NIL {
            return (at, node.right);
        }
        let (first, left) = self.take_first(node.left);
        self.node_mut(at).left = left;
        self.recount(at);
        (first, at)
    }

    /// Builds the tree of sorted keys along its right edge, in one pass.
    fn build(&mut self, keys: &[Key]) {
        let mut edge: Vec<u32> = Vec::new();
        for key in keys {
            let at = u32::try_from(self.nodes.len()).unwrap_or(NIL - 1);
            let priority = priority(key.1);
            let mut below = NIL;
            while let Some(top) = edge.last().copied() {
                if self.node(top).priority >= priority {
                    self.node_mut(top).right = at;
                    break;
                }
                edge.pop();
                // Whatever leaves the edge is complete.
                self.recount(top);
                below = top;
            }
            self.nodes.push(Node {
                key: *key,
                priority,
                left: below,
                right: NIL,
                size: 1,
            });
            edge.push(at);
        }
        self.root = edge.first().copied().unwrap_or(NIL);
        while let Some(top) = edge.pop() {
            self.recount(top);
        }
    }
}

/// A well-mixed number from an id (the finaliser of SplitMix64, Steele, Lea and Flood 2014).
fn priority(member: MemberId) -> u32 {
    let (high, low) = member.uuid().as_u64_pair();
    let mut mixed = high ^ low;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    u32::try_from((mixed ^ (mixed >> 31)) >> 32).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn member(number: u128) -> MemberId {
        MemberId::from_uuid(Uuid::from_u128(number))
    }

    /// The same by sorting everything.
    fn sorted(scores: &HashMap<MemberId, i64>) -> Vec<Place> {
        let mut all: Vec<(i64, MemberId)> = scores.iter().map(|(m, s)| (*s, *m)).collect();
        all.sort_by_key(|(score, member)| (Reverse(*score), *member));
        all.iter()
            .map(|(score, member)| {
                let above = all.iter().filter(|(other, _)| other > score).count();
                Place {
                    rank: 1 + u32::try_from(above).unwrap(),
                    member: *member,
                    score: *score,
                }
            })
            .collect()
    }

    fn height(ranking: &Ranking, at: u32) -> u32 {
        if at == NIL {
            return 0;
        }
        let node = ranking.node(at);
        let below = ranking.size(node.left) + ranking.size(node.right);
        assert_eq!(node.size, 1 + below);
        1 + height(ranking, node.left).max(height(ranking, node.right))
    }

    #[test]
    fn equal_scores_share_a_rank_and_the_next_one_skips() {
        let ranking: Ranking = [(1, 50), (2, 70), (3, 50), (4, 10)]
            .into_iter()
            .map(|(number, score)| (member(number), score))
            .collect();
        let seen: Vec<(u32, i64)> = ranking
            .places()
            .map(|place| (place.rank, place.score))
            .collect();
        assert_eq!(seen, [(1, 70), (2, 50), (2, 50), (4, 10)]);
        assert_eq!(ranking.place(member(3)).unwrap().rank, 2);
        assert_eq!(ranking.place(member(9)), None);
    }

    #[test]
    fn a_hundred_thousand_members_stay_in_a_shallow_tree() {
        let mut ranking: Ranking = (0..100_000_u32)
            .map(|n| (member(u128::from(n)), i64::from(n / 7)))
            .collect();
        let built = height(&ranking, ranking.root);
        for n in 0..1000 {
            ranking.add(member(u128::from(n * 97_u32)), 1_000_000 - i64::from(n));
        }
        assert!(built < 60 && height(&ranking, ranking.root) < 60, "{built}");
        let first = ranking.places().next().unwrap();
        assert_eq!(ranking.place(first.member), Some(first));
        assert_eq!(ranking.len(), 100_000);
    }

    proptest! {
        #[test]
        fn it_is_always_what_sorting_gives(
            start in proptest::collection::vec((0u128..40, -5i64..5), 0..40),
            changes in proptest::collection::vec((0u8..3, 0u128..40, -5i64..5), 0..120),
        ) {
            let mut model: HashMap<MemberId, i64> = HashMap::new();
            for (number, score) in &start {
                model.insert(member(*number), *score);
            }
            let mut ranking: Ranking = start
                .iter()
                .map(|(number, score)| (member(*number), *score))
                .collect();
            for (what, number, score) in changes {
                let who = member(number);
                match what {
                    0 => { ranking.set(who, score); model.insert(who, score); }
                    1 => { ranking.add(who, score); *model.entry(who).or_default() += score; }
                    _ => { ranking.remove(who); model.remove(&who); }
                }
                prop_assert_eq!(ranking.len(), model.len());
            }
            height(&ranking, ranking.root);
            let expected = sorted(&model);
            prop_assert_eq!(ranking.places().collect::<Vec<_>>(), expected.clone());
            for place in expected {
                prop_assert_eq!(ranking.place(place.member), Some(place));
            }
        }
    }
}
