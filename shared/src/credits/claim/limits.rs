//! How much of a claim counts: the smallest of what caps, evidence and earlier claims leave.

use super::{Basis, Before, Draft, Reason};
use crate::credits::action::{ActionCatalogue, EffectiveRule, Evidence};

/// One unit, in micro-units.
const ONE: i64 = 1_000_000;
/// Micro-kilometres in a metre.
const MICRO_KM_PER_METRE: i64 = 1000;

/// The distance that the registered way to the office explains, in micro-kilometres.
pub(super) fn believed_distance(
    rule: &EffectiveRule<'_>,
    office_distance_m: Option<i64>,
    trips: i64,
) -> Option<i64> {
    let percent = rule.def.rule.distance_pct_of_office?;
    let metres = office_distance_m?;
    metres
        .checked_mul(MICRO_KM_PER_METRE)?
        .checked_mul(percent)?
        .checked_mul(trips)
        .map(|sum| sum / 100)
}

/// Units that count, and what limited them.
pub(super) fn accepted(
    rule: &EffectiveRule<'_>,
    claimed_micro: i64,
    draft: &Draft,
    before: &Before,
    basis: Basis,
    believed_distance: Option<i64>,
    trips: i64,
) -> (i64, Vec<Reason>) {
    let action = &rule.def.rule;
    let mut counts = claimed_micro;
    let mut reasons = Vec::new();
    let mut limit = |left: i64, reason: Reason| {
        if left < counts {
            counts = left.max(0);
            reasons.push(reason);
        }
    };
    if action.minutes_apart.is_some() || action.per_meal {
        limit(ONE, Reason::OneAtATime { most: ONE });
    }
    let of_day = before
        .claims
        .iter()
        .filter(|claim| claim.day == draft.day && claim.code == rule.def.code);
    let counted: i64 = of_day.map(|claim| claim.accepted_micro).sum();
    if action.largest_of_day && counted > 0 {
        limit(claimed_micro - counted, Reason::AlreadyCounted { counted });
    }
    if basis == Basis::SelfReport
        && let Some(cap) = self_report_limit(&action.evidence)
    {
        let left = (cap - self_reported(rule, draft, before)).max(0);
        limit(left, Reason::SelfReportLimit { cap, left });
    }
    if basis == Basis::OfficeDistance
        && let Some(most) = believed_distance
    {
        limit(most, Reason::OfficeDistance { most, trips });
    }
    let left = (rule.cap_per_day_micro - counted).max(0);
    limit(
        left,
        Reason::DayCap {
            cap: rule.cap_per_day_micro,
            left,
        },
    );
    let left = (rule.cap_per_year_micro - before.year_accepted_micro).max(0);
    limit(
        left,
        Reason::YearCap {
            cap: rule.cap_per_year_micro,
            left,
        },
    );
    (counts, reasons)
}

/// What is left today and this year before anything is claimed, in micro-units: what screens show.
pub fn left(
    rule: &EffectiveRule<'_>,
    counted_today_micro: i64,
    counted_this_year_micro: i64,
) -> (i64, i64) {
    let year = (rule.cap_per_year_micro - counted_this_year_micro).max(0);
    let day = (rule.cap_per_day_micro - counted_today_micro).max(0);
    (day.min(year), year)
}

fn self_report_limit(evidence: &[Evidence]) -> Option<i64> {
    evidence.iter().find_map(|evidence| match evidence {
        Evidence::SelfReport { most_per_day_micro } => *most_per_day_micro,
        _ => None,
    })
}

/// Units of that day on the member's word, of the action or of the group it shares the limit with.
fn self_reported(rule: &EffectiveRule<'_>, draft: &Draft, before: &Before) -> i64 {
    let catalogue = ActionCatalogue::embedded();
    let shares = |code: &str| {
        code == rule.def.code
            || rule.def.rule.shared_self_limit.is_some_and(|group| {
                catalogue
                    .by_code(code)
                    .is_some_and(|other| other.rule.is_in(group))
            })
    };
    before
        .claims
        .iter()
        .filter(|claim| claim.day == draft.day && claim.self_reported && shares(&claim.code))
        .map(|claim| claim.accepted_micro)
        .sum()
}
