//! One refused row with its cells.

use leptos::prelude::*;

use super::import_problems::{Mend, Row, Wrong};
use super::words as names;
use crate::client::enums::ImportField;
use crate::i18n::{language, t, tf};
use crate::locales::import as words;
use crate::ui::{Button, ButtonKind, icon};

/// The cells shown for every row, whether the file has them or not: what is missing can be filled in.
const SHOWN: [ImportField; 6] = [
    ImportField::Site,
    ImportField::Activity,
    ImportField::Quantity,
    ImportField::Unit,
    ImportField::Start,
    ImportField::End,
];

/// A row that can be mended.
#[component]
pub fn RowCard(row: Signal<Row>, mend: Mend) -> impl IntoView {
    let first = row.get_untracked();
    let fields: Vec<ImportField> = SHOWN
        .into_iter()
        .chain(
            first
                .values
                .iter()
                .map(|(field, _)| *field)
                .filter(|field| !SHOWN.contains(field)),
        )
        .filter(|field| {
            SHOWN.contains(field)
                || !first.text(*field).is_empty()
                || first.wrongs.iter().any(|wrong| wrong.field == Some(*field))
        })
        .collect();
    let cells: Vec<(ImportField, RwSignal<String>)> = fields
        .into_iter()
        .map(|field| (field, RwSignal::new(first.text(field).to_owned())))
        .collect();
    let id = StoredValue::new(first.id.clone());
    let cells = StoredValue::new(cells);
    // What the server holds, after a suggestion was taken for this row among others.
    Effect::new(move |before: Option<Row>| {
        let now = row.get();
        if before.is_some_and(|before| before.values != now.values) {
            cells.with_value(|cells| {
                for (field, text) in cells {
                    text.set(now.text(*field).to_owned());
                }
            });
        }
        now
    });
    let is_busy = Signal::derive(move || {
        mend.busy.with(|busy| {
            busy.as_ref()
                .is_some_and(|busy| busy.is_empty() || id.with_value(|id| id == busy))
        })
    });
    let changed = move || {
        let now = row.get_untracked();
        cells.with_value(|cells| {
            cells
                .iter()
                .map(|(field, text)| (*field, text.get_untracked()))
                .filter(|(field, text)| now.text(*field) != text)
                .collect::<Vec<_>>()
        })
    };
    let save = move || mend.change.run((id.get_value(), changed()));
    let place = move || {
        let row = row.get();
        words::ROW_AT.fill(
            language(),
            &[("sheet", &row.sheet), ("row", &row.number.to_string())],
        )
    };
    view! {
        <form class="problem" on:submit=move |event| { event.prevent_default(); save(); }>
            <div class="problem-head">
                <h3>{place}</h3>
                <div class="row">
                    <Button small=true kind=ButtonKind::Quiet icon=icon::TRASH disabled=is_busy on_press=move || mend.discard.run(id.get_value())>{t(words::DISCARD)}</Button>
                    <Button small=true submit=true busy=is_busy>{t(words::SAVE_CELL)}</Button>
                </div>
            </div>
            {move || row.get().wrongs.into_iter().map(|wrong| view! { <Reason wrong row mend /> }).collect_view()}
            <div class="problem-cells">
                {cells.get_value().into_iter().map(|(field, text)| {
                    let is_wrong = move || row.with(|row| row.wrongs.iter().any(|wrong| wrong.field == Some(field)));
                    view! {
                        <label class="field" class:is-wrong=is_wrong>
                            <span class="field-label">{t(names::import_field(field))}</span>
                            <input
                                class="input"
                                aria-label=tf(words::FIX_CELL, move || [("field", names::import_field(field).now().to_owned())])
                                aria-invalid=move || is_wrong().then_some("true")
                                prop:value=move || text.get()
                                on:input=move |event| text.set(event_target_value(&event))
                            />
                        </label>
                    }
                }).collect_view()}
            </div>
        </form>
    }
}

/// What is wrong, what to do, and what was probably meant.
#[component]
fn Reason(wrong: Wrong, row: Signal<Row>, mend: Mend) -> impl IntoView {
    let (code, field) = (wrong.code, wrong.field);
    let suggestions = field.map(|field| {
        wrong.suggestions.clone().into_iter().map(|suggestion| {
            let (mine, all) = (suggestion.clone(), suggestion.clone());
            let old = move || row.with(|row| row.text(field).to_owned());
            let alike = Memo::new(move |_| mend.alike.run((code, field, old())));
            let take = move || {
                let id = row.with_untracked(|row| row.id.clone());
                mend.change.run((id, vec![(field, mine.clone())]));
            };
            let take_all = StoredValue::new(all);
            view! {
                <Button small=true on_press=take>{tf(words::USE, move || [("value", suggestion.clone())])}</Button>
                <Show when=move || { alike.get() > 1 }>
                    <Button small=true kind=ButtonKind::Quiet on_press=move || {
                        let old = untrack(old);
                        mend.change_alike.run((code, field, old, take_all.get_value()));
                    }>
                        {tf(words::APPLY_ALIKE, move || [("count", alike.get().to_string())])} " → " {take_all.get_value()}
                    </Button>
                </Show>
            }
        }).collect_view()
    });
    view! {
        <div class="refusal" role="group">
            <strong>{wrong.message}</strong>
            <span>{wrong.remedy}</span>
        </div>
        {(!wrong.suggestions.is_empty()).then(|| view! { <div class="row">{suggestions}</div> })}
    }
}
