//! Small parts several accounting screens have.

use leptos::prelude::*;

use saxaul_shared::accounting::catalogue::Catalogue;

use super::operations::activity_record_by_id;
use super::record_sheet::Record;
use super::{figures, words};
use crate::client::enums::{DataQuality, RecordStatus};
use crate::i18n::{Text, t};
use crate::locales::{accounting as w, data};
use crate::settings::audit_words;
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

/// Who entered a record, as its history has it.
pub fn author(record: &Record) -> Option<String> {
    let created = record
        .history
        .iter()
        .find(|entry| entry.action == "activityRecordCreate");
    created.map(|entry| entry.actor.clone())
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

impl From<activity_record_by_id::ActivityRecordByIdActivityRecordHistory> for HistoryEntry {
    fn from(entry: activity_record_by_id::ActivityRecordByIdActivityRecordHistory) -> Self {
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

/// A value of a field as people read it; `None` where only an id could be shown.
fn value(field: &str, code: &str) -> Option<String> {
    let named = |text: Option<Text>| text.map(|text| text.now().to_owned());
    match field {
        "siteId" | "importId" => None,
        "activity" => Catalogue::embedded()
            .by_code(code)
            .map(|activity| activity.name(figures::locale()).to_owned()),
        "quality" => named(code.parse::<DataQuality>().ok().map(words::quality)),
        "status" => named(code.parse::<RecordStatus>().ok().map(words::status)),
        _ => Some(audit_words::value(code)),
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
            {entries.into_iter().map(|entry| {
                // Of something new the fields only repeat what is on the screen.
                let is_change = !entry.action.ends_with("Create") && !entry.action.ends_with("Restore");
                let changes = if is_change { entry.changes } else { Vec::new() };
                let action = entry.action;
                view! {
                    <li>
                        <span><strong>{entry.actor}</strong> " " {move || audit_words::action(&action)}</span>
                        <small class="muted">{figures::moment(&entry.at)}</small>
                        {entry.reason.map(|reason| view! { <span><span class="muted">{t(w::REASON)}</span> " " {reason}</span> })}
                        {changes.into_iter().map(|(field, old, new)| {
                            let read = |code: Option<String>, field: &str| code.and_then(|code| value(field, &code));
                            let (old, new) = (read(old, &field), read(new, &field));
                            view! {
                                <span><span class="muted">{move || audit_words::field(&field)}</span> " " {old.map(|old| view! { <del>{old}</del> " → " })} {new.map(|new| view! { <ins>{new}</ins> })}</span>
                            }
                        }).collect_view()}
                    </li>
                }
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
