//! Small parts several accounting screens have.

use leptos::prelude::*;

use super::figures;
use super::operations::{activity_record_by_id, line_explanation};
use crate::client::enums::RecordStatus;
use crate::i18n::{Text, t};
use crate::locales::{accounting as w, data};
use crate::ui::Tone;

/// Colour of a record's status.
pub fn status_tone(status: RecordStatus) -> Tone {
    match status {
        RecordStatus::Calculated => Tone::Good,
        RecordStatus::Estimated => Tone::Warning,
        RecordStatus::Refused => Tone::Danger,
    }
}

/// A span of days; one month is written as a month.
pub fn period(start: &str, end: &str) -> String {
    let month = |day: &str| day.get(..7).unwrap_or(day).to_owned();
    let whole_month = start.ends_with("-01")
        && month(start) == month(end)
        && start
            .get(..4)
            .and_then(|year| year.parse().ok())
            .zip(start.get(5..7).and_then(|month| month.parse().ok()))
            .is_some_and(|(year, month)| figures::month_span(year, month).1 == end);
    if whole_month {
        month(start)
    } else if start == end {
        start.to_owned()
    } else {
        format!("{start} – {end}")
    }
}

/// Names with their values; pairs without a value are left out.
#[component]
pub fn Pairs(pairs: Vec<(Text, Option<String>)>) -> impl IntoView {
    view! {
        <dl class="pair-list">
            {pairs.into_iter().filter_map(|(name, value)| {
                let value = value.filter(|value| !value.is_empty())?;
                Some(view! { <dt>{t(name)}</dt><dd>{value}</dd> })
            }).collect_view()}
        </dl>
    }
}

/// One entry of the audit trail.
#[derive(Debug, Clone, PartialEq)]
pub struct HistoryEntry {
    /// RFC 3339.
    pub at: String,
    /// Name of a person or of the system.
    pub actor: String,
    /// What was done, as the server words it.
    pub action: String,
    /// Why, where somebody said so.
    pub reason: Option<String>,
    /// Field, old, new.
    pub changes: Vec<(String, Option<String>, Option<String>)>,
}

impl From<line_explanation::LineExplanationNodeOnInventoryLineRecordHistory> for HistoryEntry {
    fn from(entry: line_explanation::LineExplanationNodeOnInventoryLineRecordHistory) -> Self {
        Self {
            at: entry.at.0,
            actor: entry.actor,
            action: entry.action,
            reason: entry.reason,
            changes: entry
                .changes
                .into_iter()
                .map(|change| (change.field, change.old, change.new))
                .collect(),
        }
    }
}

impl From<activity_record_by_id::ActivityRecordByIdNodeOnActivityRecordHistory> for HistoryEntry {
    fn from(entry: activity_record_by_id::ActivityRecordByIdNodeOnActivityRecordHistory) -> Self {
        Self {
            at: entry.at.0,
            actor: entry.actor,
            action: entry.action,
            reason: entry.reason,
            changes: entry
                .changes
                .into_iter()
                .map(|change| (change.field, change.old, change.new))
                .collect(),
        }
    }
}

/// Who did what, when and why, newest first.
#[component]
pub fn History(entries: Vec<HistoryEntry>) -> impl IntoView {
    if entries.is_empty() {
        return view! { <p class="muted">{t(data::HISTORY_NONE)}</p> }.into_any();
    }
    view! {
        <ol class="timeline">
            {entries.into_iter().map(|entry| view! {
                <li>
                    <span><strong>{entry.actor}</strong> " " {entry.action}</span>
                    <small class="muted">{figures::moment(&entry.at)}</small>
                    {entry.reason.map(|reason| view! { <span>{t(w::REASON)} "：" {reason}</span> })}
                    {entry.changes.into_iter().map(|(field, old, new)| view! {
                        <span>{field} " " {old.map(|old| view! { <del>{old}</del> " → " })} {new.map(|new| view! { <ins>{new}</ins> })}</span>
                    }).collect_view()}
                </li>
            }).collect_view()}
        </ol>
    }.into_any()
}

#[cfg(test)]
mod tests {
    use super::period;

    #[test]
    fn a_whole_month_is_written_as_a_month() {
        assert_eq!(period("2025-02-01", "2025-02-28"), "2025-02");
        assert_eq!(
            period("2025-02-01", "2025-02-27"),
            "2025-02-01 – 2025-02-27"
        );
        assert_eq!(period("2025-02-03", "2025-02-03"), "2025-02-03");
        assert_eq!(
            period("2025-01-01", "2025-12-31"),
            "2025-01-01 – 2025-12-31"
        );
    }
}
