//! Groups beside each other: per head of everyone enrolled, ties sharing a rank.

use std::cmp::Ordering;

use crate::{credits::SizeClass, decimal::Decimal};

/// What a group has come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing<K> {
    /// Which group.
    pub key: K,
    /// Points of all its members.
    pub score: i64,
    /// Members enrolled, whether they take part or not.
    pub members: u32,
}

/// Decimal places of points per head.
const PER_HEAD_PLACES: u32 = 1;

/// Points per enrolled member, rounded half away from zero to one place; zero for a group of none.
pub fn per_head(score: i64, members: u32) -> Decimal {
    if members == 0 {
        return Decimal::ZERO;
    }
    let (scaled, by) = (i128::from(score) * 10, i128::from(members));
    let half = if scaled < 0 { -by } else { by };
    Decimal::from_i128_with_scale((2 * scaled + half) / (2 * by), PER_HEAD_PLACES)
}

/// Share of the enrolled who earned something, in whole per cent, rounded down: a floor of 60 is reached at 60, not
/// just below it.
pub fn participation_pct(participants: u32, members: u32) -> u32 {
    if members == 0 {
        return 0;
    }
    let pct = u64::from(participants) * 100 / u64::from(members);
    u32::try_from(pct).unwrap_or(u32::MAX)
}

/// The class of a group; none for one that is too small to be shown.
pub fn size_class(members: u32) -> Option<SizeClass> {
    match members {
        0..super::GROUP_MEMBERS_MIN => None,
        super::GROUP_MEMBERS_MIN..20 => Some(SizeClass::Small),
        20..100 => Some(SizeClass::Medium),
        100.. => Some(SizeClass::Large),
    }
}

/// Ranks groups by exact points per head, highest first; equal ones share a rank and stand in the order of their keys.
pub fn rank_groups<K: Ord>(mut groups: Vec<Standing<K>>) -> Vec<(u32, Standing<K>)> {
    groups.retain(|group| group.members > 0);
    groups.sort_by(|a, b| by_head(b, a).then_with(|| a.key.cmp(&b.key)));
    let mut ranked: Vec<(u32, Standing<K>)> = Vec::with_capacity(groups.len());
    for (place, group) in (1..).zip(groups) {
        let rank = match ranked.last() {
            Some((rank, before)) if by_head(before, &group) == Ordering::Equal => *rank,
            _ => place,
        };
        ranked.push((rank, group));
    }
    ranked
}

/// Compares points per head without dividing.
fn by_head<K>(a: &Standing<K>, b: &Standing<K>) -> Ordering {
    let left = i128::from(a.score) * i128::from(b.members);
    left.cmp(&(i128::from(b.score) * i128::from(a.members)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn standing(key: &'static str, score: i64, members: u32) -> Standing<&'static str> {
        Standing {
            key,
            score,
            members,
        }
    }

    #[test]
    fn a_small_team_beats_a_large_one_per_head_and_ties_share_a_rank() {
        let ranked = rank_groups(vec![
            standing("large", 9000, 100),
            standing("small", 1000, 5),
            standing("twin b", 600, 6),
            standing("twin a", 1000, 10),
            standing("last", 0, 8),
            standing("nobody", 0, 0),
        ]);
        let seen: Vec<(u32, &str)> = ranked
            .iter()
            .map(|(rank, group)| (*rank, group.key))
            .collect();
        let expected = [
            (1, "small"),
            (2, "twin a"),
            (2, "twin b"),
            (4, "large"),
            (5, "last"),
        ];
        assert_eq!(seen, expected);
    }

    #[test]
    fn points_per_head_are_rounded_half_away_from_zero() {
        let text = |score, members| per_head(score, members).to_string();
        assert_eq!(text(1000, 3), "333.3");
        assert_eq!(text(1, 20), "0.1");
        assert_eq!(text(1, 21), "0.0");
        assert_eq!(text(-1, 20), "-0.1");
        assert_eq!(text(7, 0), "0");
        assert_eq!(text(i64::MAX, 1), "9223372036854775807.0");
    }

    #[test]
    fn participation_is_never_rounded_up_to_the_floor() {
        assert_eq!(participation_pct(599, 1000), 59);
        assert_eq!(participation_pct(600, 1000), 60);
        assert_eq!(participation_pct(3, 0), 0);
    }

    #[test]
    fn classes_begin_where_they_say() {
        let class = |members| size_class(members).map(SizeClass::as_str);
        assert_eq!(class(4), None);
        assert_eq!(class(5), Some("SMALL"));
        assert_eq!(class(19), Some("SMALL"));
        assert_eq!(class(20), Some("MEDIUM"));
        assert_eq!(class(99), Some("MEDIUM"));
        assert_eq!(class(100), Some("LARGE"));
    }
}
