//! The rows that were refused: each says what is wrong and where, and can be mended in its cells, by a suggestion, or
//! together with all that are wrong alike.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::import_page::Import;
use super::import_row::RowCard;
use super::operations::{
    ImportProblems, ImportRowDiscard, ImportRowUpdate, import_problems, import_row_discard,
    import_row_update,
};
use super::{figures, words as names};
use crate::client::enums::{ImportField, RecordStatus, RefusalCode};
use crate::client::{ClientError, Load, send, use_load};
use crate::i18n::{self, Text, language, t};
use crate::locales::{accounting as w, import as words};
use crate::ui::form::{UserError, user_error_from, user_errors};
use crate::ui::{Button, Loaded, SkeletonKind, toast};

user_error_from!(import_row_update, ImportRowUpdateImportRowUpdateUserErrors);
user_error_from!(
    import_row_discard,
    ImportRowDiscardImportRowDiscardUserErrors
);

const PAGE: i64 = 50;

/// One thing wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// Reason.
    pub code: RefusalCode,
    /// What, in a sentence.
    pub message: String,
    /// What to do.
    pub remedy: String,
    /// What was probably meant.
    pub suggestions: Vec<String>,
    /// Cell to be changed, where it is one.
    pub field: Option<ImportField>,
}

/// A refused row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// `row_…`.
    pub id: String,
    /// Sheet it stands in.
    pub sheet: String,
    /// Its number in the file.
    pub number: i64,
    /// Its cells.
    pub values: Vec<(ImportField, String)>,
    /// All that is wrong with it.
    pub wrongs: Vec<Wrong>,
}

impl Row {
    /// Text of a cell; empty where there is none.
    pub fn text(&self, field: ImportField) -> &str {
        self.values
            .iter()
            .find(|(known, _)| *known == field)
            .map(|(_, text)| text.as_str())
            .unwrap_or_default()
    }
}

/// The cell a reason speaks of: the one it names, else what the reason is about.
fn field_of(code: RefusalCode, named: Option<ImportField>) -> Option<ImportField> {
    named.or(match code {
        RefusalCode::UnknownActivity => Some(ImportField::Activity),
        RefusalCode::UnknownUnit | RefusalCode::AmbiguousUnit | RefusalCode::WrongDimension => {
            Some(ImportField::Unit)
        }
        RefusalCode::UnknownSite => Some(ImportField::Site),
        RefusalCode::BadNumber | RefusalCode::NegativeQuantity | RefusalCode::TooLarge => {
            Some(ImportField::Quantity)
        }
        RefusalCode::BadDate | RefusalCode::FuturePeriod | RefusalCode::LockedPeriod => {
            Some(ImportField::Start)
        }
        RefusalCode::PeriodReversed | RefusalCode::PeriodTooLong => Some(ImportField::End),
        RefusalCode::UnknownFactor | RefusalCode::FactorMismatch => Some(ImportField::FactorId),
        _ => None,
    })
}

/// Rows loaded so far.
#[derive(Debug, Clone, PartialEq)]
struct Page {
    rows: Vec<Row>,
    total: i64,
    next: Option<String>,
}

macro_rules! wrongs {
    ($refusals:expr) => {
        $refusals
            .into_iter()
            .map(|refusal| Wrong {
                field: field_of(refusal.code, refusal.field),
                code: refusal.code,
                message: refusal.message,
                remedy: refusal.remedy,
                suggestions: refusal.suggestions,
            })
            .collect()
    };
}

impl From<import_problems::ImportProblemsImportProblems> for Page {
    fn from(found: import_problems::ImportProblemsImportProblems) -> Self {
        let row = |node: import_problems::ImportProblemsImportProblemsEdgesNode| Row {
            id: node.id,
            sheet: node.sheet,
            number: node.row,
            values: node
                .values
                .into_iter()
                .map(|value| (value.field, value.text))
                .collect(),
            wrongs: wrongs!(node.refusals),
        };
        Self {
            rows: found.edges.into_iter().map(|edge| row(edge.node)).collect(),
            total: found.total_count,
            next: found
                .page_info
                .end_cursor
                .filter(|_| found.page_info.has_next_page),
        }
    }
}

/// What a row can ask of the list it stands in.
#[derive(Clone, Copy)]
pub struct Mend {
    /// Changes cells of a row: its id, the cells.
    pub change: Callback<(String, Vec<(ImportField, String)>)>,
    /// Changes the same cell of all loaded rows that hold the same text and are wrong for the same reason.
    pub change_alike: Callback<(RefusalCode, ImportField, String, String)>,
    /// How many loaded rows are alike: reason, cell, its text.
    pub alike: Callback<(RefusalCode, ImportField, String), usize>,
    /// Leaves a row out.
    pub discard: Callback<String>,
    /// Row that is on its way.
    pub busy: RwSignal<Option<String>>,
}

/// The list with its filter.
#[component]
pub fn Problems(id: String, import: Load<Option<Import>>) -> impl IntoView {
    let id = StoredValue::new(id);
    let code = RwSignal::new(None::<RefusalCode>);
    let load = use_load(move || {
        language();
        let variables = import_problems::Variables {
            id: id.get_value(),
            code: code.get(),
            first: Some(PAGE),
            after: None,
        };
        async move {
            Ok(send::<ImportProblems>(variables)
                .await?
                .import
                .map(|import| Page::from(import.problems)))
        }
    });
    let rows = move || {
        load.with(|page| {
            page.and_then(|page| page.as_ref())
                .map(|page| page.rows.clone())
                .unwrap_or_default()
        })
    };
    let mend = make_mend(id, load, import);
    let more = RwSignal::new(false);
    let load_more = move || {
        let after = load.with(|page| {
            page.and_then(|page| page.as_ref())
                .and_then(|page| page.next.clone())
        });
        let variables = import_problems::Variables {
            id: id.get_value(),
            code: code.get_untracked(),
            first: Some(PAGE),
            after,
        };
        more.set(true);
        spawn_local(async move {
            let next = send::<ImportProblems>(variables).await;
            if more.try_set(false).is_some() {
                return;
            }
            match next {
                Ok(next) => load.change(|page| {
                    if let (Some(page), Some(next)) = (
                        page.as_mut(),
                        next.import.map(|import| Page::from(import.problems)),
                    ) {
                        page.rows.extend(next.rows);
                        page.next = next.next;
                    }
                }),
                Err(error) => toast(error.message(i18n::current())),
            }
        });
    };
    // Reasons among the rows seen so far; once seen they stay, so that a filter can be taken back.
    let seen = RwSignal::new(Vec::<RefusalCode>::new());
    Effect::new(move |_| {
        let mut found: Vec<RefusalCode> = rows()
            .iter()
            .flat_map(|row| row.wrongs.iter().map(|wrong| wrong.code))
            .collect();
        found.sort_unstable();
        found.dedup();
        if found
            .iter()
            .any(|code| seen.with_untracked(|seen| !seen.contains(code)))
        {
            seen.update(|seen| {
                seen.extend(found);
                seen.sort_unstable();
                seen.dedup();
            });
        }
    });
    let chip = move |mine: Option<RefusalCode>, word: Text| {
        view! {
            <button type="button" class="chip" aria-pressed=move || if code.get() == mine { "true" } else { "false" } on:click=move |_| code.set(mine)>
                {t(word)}
            </button>
        }
    };
    view! {
        <section class="card stack">
            <h2>{t(words::PROBLEMS)}</h2>
            <Show when=move || { seen.with(|seen| seen.len() > 1) }>
                <div class="row" role="group" aria-label=t(words::PROBLEM)>
                    {chip(None, words::PROBLEMS_ALL)}
                    {move || seen.get().into_iter().map(|code| chip(Some(code), names::refusal(code))).collect_view()}
                </div>
            </Show>
            <Loaded load=load skeleton=SkeletonKind::Tall let:page>
                {page.is_none_or(|page| page.rows.is_empty()).then(|| view! { <p class="muted">{t(words::ALL_GOOD)}</p> })}
            </Loaded>
            <div>
                <For each=rows key=|row| row.clone().id let:row>
                    <RowCard row=Signal::derive({
                        let id = row.id.clone();
                        let first = row.clone();
                        move || rows().into_iter().find(|row| row.id == id).unwrap_or_else(|| first.clone())
                    }) mend=mend />
                </For>
            </div>
            <Show when=move || load.with(|page| page.and_then(|page| page.as_ref()).is_some_and(|page| page.next.is_some()))>
                <div><Button busy=more on_press=load_more>{t(w::LOAD_MORE)}</Button></div>
            </Show>
        </section>
    }
}

fn make_mend(
    id: StoredValue<String>,
    load: Load<Option<Page>>,
    import: Load<Option<Import>>,
) -> Mend {
    let busy = RwSignal::new(None::<String>);
    let loaded = move || {
        untrack(|| {
            load.with(|page| {
                page.and_then(|page| page.as_ref())
                    .map(|page| page.rows.clone())
                    .unwrap_or_default()
            })
        })
    };
    let is_alike = |row: &Row, code: RefusalCode, field: ImportField, text: &str| {
        row.text(field) == text
            && row
                .wrongs
                .iter()
                .any(|wrong| wrong.code == code && wrong.field == Some(field))
    };
    let change = Callback::new(
        move |(row_id, cells): (String, Vec<(ImportField, String)>)| {
            busy.set(Some(row_id.clone()));
            spawn_local(async move {
                let number = loaded()
                    .iter()
                    .find(|row| row.id == row_id)
                    .map(|row| row.number)
                    .unwrap_or_default()
                    .to_string();
                let said = match change_row(&id.get_value(), &row_id, cells).await {
                    Ok(Ok(None)) => {
                        drop_rows(load, &[row_id]);
                        words::FIXED.fill(i18n::current(), &[("row", &number)])
                    }
                    Ok(Ok(Some(row))) => {
                        load.change(|page| replace(page, row));
                        words::STILL_WRONG.fill(i18n::current(), &[("row", &number)])
                    }
                    Ok(Err(error)) => error.message,
                    Err(error) => error.message(i18n::current()),
                };
                drop(busy.try_set(None));
                import.reload();
                toast(said);
            });
        },
    );
    let change_alike = Callback::new(
        move |(code, field, old, new): (RefusalCode, ImportField, String, String)| {
            let rows: Vec<Row> = loaded()
                .into_iter()
                .filter(|row| is_alike(row, code, field, &old))
                .collect();
            busy.set(Some(String::new()));
            spawn_local(async move {
                let mut mended = Vec::new();
                let mut failed = None;
                for row in rows {
                    match change_row(&id.get_value(), &row.id, vec![(field, new.clone())]).await {
                        Ok(Ok(None)) => mended.push(row.id),
                        Ok(Ok(Some(row))) => load.change(|page| replace(page, row)),
                        Ok(Err(error)) => failed = Some(error.message),
                        Err(error) => {
                            failed = Some(error.message(i18n::current()));
                            break;
                        }
                    }
                }
                let count = figures::count(i64::try_from(mended.len()).unwrap_or(i64::MAX));
                drop_rows(load, &mended);
                drop(busy.try_set(None));
                import.reload();
                toast(failed.unwrap_or_else(|| {
                    words::FIXED_MANY.fill(i18n::current(), &[("count", &count)])
                }));
            });
        },
    );
    let alike = Callback::new(
        move |(code, field, text): (RefusalCode, ImportField, String)| {
            load.with(|page| {
                let rows = page
                    .and_then(|page| page.as_ref())
                    .map(|page| page.rows.as_slice())
                    .unwrap_or_default();
                rows.iter()
                    .filter(|row| is_alike(row, code, field, &text))
                    .count()
            })
        },
    );
    let discard = Callback::new(move |row_id: String| {
        busy.set(Some(row_id.clone()));
        spawn_local(async move {
            let variables = import_row_discard::Variables {
                id: id.get_value(),
                row_ids: vec![row_id.clone()],
            };
            let refused = match send::<ImportRowDiscard>(variables).await {
                Ok(answer) => user_errors(answer.import_row_discard.user_errors)
                    .into_iter()
                    .next()
                    .map(|error| error.message),
                Err(error) => Some(error.message(i18n::current())),
            };
            match refused {
                Some(why) => toast(why),
                None => drop_rows(load, &[row_id]),
            }
            drop(busy.try_set(None));
            import.reload();
        });
    });
    Mend {
        change,
        change_alike,
        alike,
        discard,
        busy,
    }
}

fn replace(page: &mut Option<Page>, row: Row) {
    if let Some(known) = page
        .as_mut()
        .and_then(|page| page.rows.iter_mut().find(|known| known.id == row.id))
    {
        known.values = row.values;
        known.wrongs = row.wrongs;
    }
}

fn drop_rows(load: Load<Option<Page>>, ids: &[String]) {
    load.change(|page| {
        if let Some(page) = page {
            page.rows.retain(|row| !ids.contains(&row.id));
            page.total = page
                .total
                .saturating_sub(i64::try_from(ids.len()).unwrap_or(0));
        }
    });
}

/// Nothing: the row is right now. A row: what is still wrong with it.
async fn change_row(
    id: &str,
    row_id: &str,
    cells: Vec<(ImportField, String)>,
) -> Result<Result<Option<Row>, UserError>, ClientError> {
    let values = cells
        .into_iter()
        .map(|(field, text)| import_row_update::ImportValueInput { field, text })
        .collect();
    let variables = import_row_update::Variables {
        id: id.to_owned(),
        row_id: row_id.to_owned(),
        values,
    };
    let answer = send::<ImportRowUpdate>(variables).await?.import_row_update;
    if let Some(error) = user_errors(answer.user_errors).into_iter().next() {
        return Ok(Err(error));
    }
    Ok(Ok(answer
        .row
        .filter(|row| row.status == RecordStatus::Refused)
        .map(|row| Row {
            id: row.id,
            sheet: String::new(),
            number: 0,
            values: row
                .values
                .into_iter()
                .map(|value| (value.field, value.text))
                .collect(),
            wrongs: wrongs!(row.refusals),
        })))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cell_to_mend_is_the_named_one_or_follows_from_the_reason() {
        let named = Some(ImportField::Quality);
        assert_eq!(field_of(RefusalCode::BadValue, named), named);
        assert_eq!(
            field_of(RefusalCode::UnknownSite, None),
            Some(ImportField::Site)
        );
        assert_eq!(field_of(RefusalCode::Overlap, None), None);
    }
}
