//! Pair rules: two claims that would count one thing twice.

use super::{Before, Draft, Earlier};
use crate::{
    credits::action::{ActionCatalogue, ActionDef, Exclusion, Window, exclusion_text},
    violation::{ErrorCode, Violation},
};

/// Minutes within which two drinks may be one.
const SAME_DRINK_MINUTES: i64 = 30;

/// Every pair rule that the claim breaks against what the member claimed before.
pub(super) fn broken(def: &ActionDef, draft: &Draft, before: &Before) -> Vec<Violation> {
    let catalogue = ActionCatalogue::embedded();
    let mut violations = Vec::new();
    for exclusion in &def.rule.exclusions {
        let other = before.claims.iter().find_map(|earlier| {
            let other = catalogue.by_code(&earlier.code)?;
            (other.rule.is_in(exclusion.group) && excludes(*exclusion, draft, earlier))
                .then_some(other)
        });
        if let Some(other) = other {
            violations.push(refusal(*exclusion, other));
        }
    }
    violations
}

fn excludes(exclusion: Exclusion, draft: &Draft, earlier: &Earlier) -> bool {
    let same_day = earlier.day == draft.day;
    match exclusion.window {
        Window::Day => same_day,
        Window::Month => earlier.day.calendar_month() == draft.day.calendar_month(),
        Window::Time => same_day && overlap(draft, earlier) == Some(true),
        Window::Ride => same_day && overlap(draft, earlier) != Some(false),
        Window::Drink => {
            let other = earlier.started_minute.or(earlier.logged_minute);
            same_day
                && match (draft.minute(), other) {
                    (Some(a), Some(b)) => (a - b).abs() < SAME_DRINK_MINUTES,
                    _ => true,
                }
        }
    }
}

/// Whether the two spans have a minute in common; `None` when one of them is not known.
fn overlap(draft: &Draft, earlier: &Earlier) -> Option<bool> {
    let (start, other_start) = (draft.started_minute?, earlier.started_minute?);
    let end = start + draft.duration_minutes.unwrap_or(1).max(1);
    let other_end = other_start + earlier.duration_minutes.unwrap_or(1).max(1);
    Some(start < other_end && other_start < end)
}

fn refusal(exclusion: Exclusion, other: &ActionDef) -> Violation {
    let (zh, en) = exclusion_text(exclusion.group, exclusion.window)
        .unwrap_or(("与已有记录重复。", "It counts something twice."));
    let (help_zh, help_en) = match exclusion.window {
        Window::Day | Window::Month => (
            "请先撤销那一条，或换一天记录。",
            "Undo that one first, or log another day.",
        ),
        _ => (
            "如果确实是两次，请为两条都填写开始时间。",
            "If they were two, give the starting time of both.",
        ),
    };
    Violation::field(
        ErrorCode::Conflict,
        "code",
        format!("{zh}已有“{}”。{help_zh}", other.name_zh),
        format!("{en} “{}” is there already. {help_en}", other.name_en),
    )
}
