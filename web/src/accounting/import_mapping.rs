//! Second step: what each column of each sheet holds. Suggested by the server, changed here.

use leptos::prelude::*;

use super::import_page::Import;
use super::operations::{ImportMap, import_map};
use super::words as names;
use crate::client::enums::ImportField;
use crate::client::{Load, send};
use crate::i18n::{language, t, tf};
use crate::locales::import as words;
use crate::ui::form::{FormError, error_elsewhere, user_error_from, user_errors};
use crate::ui::{Button, ButtonKind, CheckField, Notice, use_submit};

user_error_from!(import_map, ImportMapImportMapUserErrors);

#[derive(Clone)]
struct Column {
    index: i64,
    header: String,
    /// Code of the field; empty: not used.
    field: RwSignal<String>,
    sample: Vec<String>,
}

#[derive(Clone)]
struct Sheet {
    name: String,
    header_row: i64,
    include: RwSignal<bool>,
    columns: Vec<Column>,
}

impl Sheet {
    fn fields(&self) -> Vec<ImportField> {
        self.columns
            .iter()
            .filter_map(|column| column.field.get().parse().ok())
            .collect()
    }

    /// Fields without which no row can be read.
    fn missing(&self) -> Vec<ImportField> {
        let fields = self.fields();
        ImportField::REQUIRED
            .iter()
            .copied()
            .filter(|field| !fields.contains(field))
            .collect()
    }

    /// A field that more than one column claims to hold.
    fn twice(&self) -> Option<ImportField> {
        let mut fields = self.fields();
        fields.sort_unstable();
        fields.windows(2).find_map(|pair| match pair {
            [one, other] if one == other => Some(*one),
            _ => None,
        })
    }

    fn is_ready(&self) -> bool {
        !self.include.get() || (self.missing().is_empty() && self.twice().is_none())
    }
}

/// The sheets with their columns.
#[component]
pub fn Mapping(import: Import, load: Load<Option<Import>>, again: RwSignal<bool>) -> impl IntoView {
    let id = import.id.clone();
    let sheets: Vec<Sheet> = import.sheets.into_iter().map(read).collect();
    let kept = StoredValue::new(sheets.clone());
    let is_ready = Memo::new(move |_| {
        kept.with_value(|sheets| {
            sheets.iter().all(Sheet::is_ready) && sheets.iter().any(|sheet| sheet.include.get())
        })
    });
    let submit = use_submit();
    let send_it = move || {
        let variables = import_map::Variables {
            id: id.clone(),
            sheets: untrack(|| kept.with_value(|sheets| sheets.iter().map(input).collect())),
        };
        submit.run(async move {
            let errors = user_errors(send::<ImportMap>(variables).await?.import_map.user_errors);
            if !errors.is_empty() {
                return Ok(Err(errors));
            }
            Ok(Ok(move || {
                again.set(false);
                load.reload();
            }))
        });
    };
    let only_one = sheets.len() == 1;
    view! {
        <section class="card mapping">
            <h2>{t(words::MAP_QUESTION)}</h2>
            <p class="muted">{t(words::MAP_HINT)}</p>
            <FormError message=error_elsewhere(submit.errors, &[]) />
            {sheets.into_iter().map(|sheet| view! { <SheetColumns sheet only_one /> }).collect_view()}
            <div class="panel-foot">
                <Button kind=ButtonKind::Primary busy=submit.busy disabled=Signal::derive(move || !is_ready.get()) on_press=send_it>
                    {t(words::CHECK)}
                </Button>
            </div>
        </section>
    }
}

fn read(sheet: super::operations::import_by_id::ImportByIdImportSheets) -> Sheet {
    let sample_of = |index: i64| -> Vec<String> {
        let column = usize::try_from(index).unwrap_or(usize::MAX);
        sheet
            .sample
            .iter()
            .filter_map(|row| row.get(column))
            .filter(|cell| !cell.is_empty())
            .take(3)
            .cloned()
            .collect()
    };
    Sheet {
        header_row: sheet.header_row,
        include: RwSignal::new(sheet.include),
        columns: sheet
            .columns
            .iter()
            .map(|column| Column {
                index: column.index,
                header: column.header.clone(),
                field: RwSignal::new(
                    column
                        .field
                        .map(|field| field.as_str().to_owned())
                        .unwrap_or_default(),
                ),
                sample: sample_of(column.index),
            })
            .collect(),
        name: sheet.name,
    }
}

fn input(sheet: &Sheet) -> import_map::ImportSheetInput {
    import_map::ImportSheetInput {
        name: sheet.name.clone(),
        include: sheet.include.get(),
        columns: sheet
            .columns
            .iter()
            .map(|column| import_map::ImportColumnInput {
                index: column.index,
                field: column.field.get().parse().ok(),
            })
            .collect(),
    }
}

#[component]
fn SheetColumns(sheet: Sheet, only_one: bool) -> impl IntoView {
    let include = sheet.include;
    let name = sheet.name.clone();
    let row = sheet.header_row;
    let list = |fields: &[ImportField]| {
        fields
            .iter()
            .map(|field| names::import_field(*field).now())
            .collect::<Vec<_>>()
    };
    let checked = sheet.clone();
    let warning = move || {
        if !include.get() {
            return None;
        }
        let separator = if language() == crate::i18n::Language::ZhCn {
            "、"
        } else {
            ", "
        };
        let missing = checked.missing();
        if !missing.is_empty() {
            return Some(
                words::MISSING.fill(language(), &[("fields", &list(&missing).join(separator))]),
            );
        }
        checked.twice().map(|field| {
            words::TWICE.fill(language(), &[("field", names::import_field(field).now())])
        })
    };
    view! {
        <div class="stack-tight">
            <div class="row-between">
                <h3>
                    {tf(words::SHEET, move || [("name", name.clone())])} " "
                    <span class="muted">{tf(words::HEADER_ROW, move || [("row", row.to_string())])}</span>
                </h3>
                {(!only_one).then(|| view! { <CheckField label=words::SHEET_INCLUDE value=include /> })}
            </div>
            {move || warning().map(|words| view! { <Notice warning=true>{words}</Notice> })}
            <div class="table-box" hidden=move || !include.get() tabindex="0" role="region" aria-label=sheet.name.clone()>
                <table class="table mapping-table">
                    <thead>
                        <tr>
                            <th scope="col">{t(words::COLUMN)}</th>
                            <th scope="col">{t(words::MEANS)}</th>
                            <th scope="col">{t(words::SAMPLE)}</th>
                        </tr>
                    </thead>
                    <tbody>
                        {sheet.columns.into_iter().map(|column| {
                            let field = column.field;
                            let header = column.header.clone();
                            view! {
                                <tr>
                                    <th scope="row">{column.header}</th>
                                    <td>
                                        <select class="input" aria-label=move || format!("{} {header}", words::MEANS.now()) on:change=move |event| field.set(event_target_value(&event))>
                                            <option value="" prop:selected=move || field.with(String::is_empty)>{t(words::IGNORED)}</option>
                                            {ImportField::ALL.iter().map(|known| view! {
                                                <option value=known.as_str() prop:selected=move || field.with(|field| field == known.as_str())>
                                                    {t(names::import_field(*known))} {ImportField::REQUIRED.contains(known).then_some(" *")}
                                                </option>
                                            }).collect_view()}
                                        </select>
                                    </td>
                                    <td class="sample">{column.sample.join(" · ")}</td>
                                </tr>
                            }
                        }).collect_view()}
                    </tbody>
                </table>
            </div>
        </div>
    }
}
