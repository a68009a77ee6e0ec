//! Tables: sorted, walked by keyboard, drawn only where they are seen, copied as CSV.

use std::cmp::Ordering;
use std::sync::Arc;

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::button::Button;
use super::toast::toast;
use super::{browser, icon};
use crate::i18n::t;
use crate::locales::common;

/// From this many rows on, only those in sight are drawn.
const VIRTUAL_FROM: usize = 200;
/// Height of a row of a virtual table, in pixels; such tables keep each cell on one line.
const ROW_HEIGHT: usize = 41;
/// Rows drawn above and below those in sight.
const OVERSCAN: usize = 12;
/// Height of the box of a virtual table, in pixels.
const BOX_HEIGHT: usize = 620;

type Cell<T> = Arc<dyn Fn(&T) -> AnyView + Send + Sync>;
type CellText<T> = Arc<dyn Fn(&T) -> String + Send + Sync>;
type Compare<T> = Arc<dyn Fn(&T, &T) -> Ordering + Send + Sync>;

/// One column.
pub struct Column<T> {
    title: Signal<String>,
    numeric: bool,
    text: CellText<T>,
    view: Option<Cell<T>>,
    compare: Option<Compare<T>>,
    total: Option<Signal<String>>,
}

impl<T> Clone for Column<T> {
    fn clone(&self) -> Self {
        Self {
            title: self.title,
            numeric: self.numeric,
            text: self.text.clone(),
            view: self.view.clone(),
            compare: self.compare.clone(),
            total: self.total,
        }
    }
}

impl<T> Column<T> {
    /// A column of words. `text` is what is shown and copied.
    pub fn text(
        title: impl Into<Signal<String>>,
        text: impl Fn(&T) -> String + Send + Sync + 'static,
    ) -> Self {
        Self {
            title: title.into(),
            numeric: false,
            text: Arc::new(text),
            view: None,
            compare: None,
            total: None,
        }
    }

    /// A column of figures, right-aligned; the unit belongs into the title.
    pub fn number(
        title: impl Into<Signal<String>>,
        text: impl Fn(&T) -> String + Send + Sync + 'static,
    ) -> Self {
        Self {
            numeric: true,
            ..Self::text(title, text)
        }
    }

    /// Shown as `view`; still copied as its text.
    #[must_use]
    pub fn shown<V: IntoView + 'static>(
        mut self,
        view: impl Fn(&T) -> V + Send + Sync + 'static,
    ) -> Self {
        self.view = Some(Arc::new(move |row| view(row).into_any()));
        self
    }

    /// Sorted by a key when its head is pressed.
    #[must_use]
    pub fn sorted_by<K: Ord>(mut self, key: impl Fn(&T) -> K + Send + Sync + 'static) -> Self {
        self.compare = Some(Arc::new(move |left, right| key(left).cmp(&key(right))));
        self
    }

    /// What stands below it in the totals row.
    #[expect(dead_code, reason = "part of the table; no screen has totals yet")]
    #[must_use]
    pub fn with_total(mut self, total: impl Into<Signal<String>>) -> Self {
        self.total = Some(total.into());
        self
    }
}

/// A table. Rows keep their place by `row_key`; `on_row` makes them pressable.
#[component]
pub fn Table<T>(
    /// Said by screen readers; shown above the table unless `caption_hidden`.
    #[prop(into)]
    caption: Signal<String>,
    #[prop(optional)] caption_hidden: bool,
    columns: Vec<Column<T>>,
    #[prop(into)] rows: Signal<Vec<T>>,
    row_key: fn(&T) -> String,
    #[prop(optional, into)] on_row: Option<UnsyncCallback<T>>,
    /// Key of the row that is open beside the table.
    #[prop(optional, into)]
    selected: MaybeProp<String>,
    /// Stands in place of a table without rows.
    #[prop(optional, into)]
    empty: Option<ViewFn>,
    /// Whether a button copies the rows as CSV.
    #[prop(optional)]
    copy: bool,
) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
{
    let columns = StoredValue::new(columns);
    let sort = RwSignal::new(None::<(usize, bool)>);
    let scroll_top = RwSignal::new(0_usize);
    let scroller = NodeRef::<html::Div>::new();

    let sorted = Signal::derive(move || {
        let mut rows = rows.get();
        if let Some((index, descending)) = sort.get() {
            let compare = columns
                .with_value(|columns| columns.get(index).and_then(|column| column.compare.clone()));
            if let Some(compare) = compare {
                rows.sort_by(|left, right| {
                    if descending {
                        compare(right, left)
                    } else {
                        compare(left, right)
                    }
                });
            }
        }
        rows
    });
    let is_virtual = Memo::new(move |_| rows.with(Vec::len) >= VIRTUAL_FROM);
    let window = Memo::new(move |_| {
        let count = rows.with(Vec::len);
        if !is_virtual.get() {
            return (0, count);
        }
        let first = (scroll_top.get() / ROW_HEIGHT)
            .saturating_sub(OVERSCAN)
            .min(count);
        (
            first,
            (first + BOX_HEIGHT / ROW_HEIGHT + 2 * OVERSCAN).min(count),
        )
    });
    let in_sight = move || {
        let (first, end) = window.get();
        sorted.with(|rows| rows.get(first..end).map(<[T]>::to_vec).unwrap_or_default())
    };
    let spacer = move |height: Signal<usize>| {
        view! {
            <tr class="spacer" aria-hidden="true" hidden=move || height.get() == 0>
                <td colspan=columns.with_value(Vec::len).to_string() style:height=move || format!("{}px", height.get())></td>
            </tr>
        }
    };
    let above = Signal::derive(move || window.get().0 * ROW_HEIGHT);
    let below =
        Signal::derive(move || (rows.with(Vec::len).saturating_sub(window.get().1)) * ROW_HEIGHT);

    let heads = columns.with_value(|columns| {
        columns
            .iter()
            .enumerate()
            .map(|(index, column)| {
                let title = column.title;
                let direction = move || match sort.get() {
                    Some((by, descending)) if by == index => Some(if descending { "descending" } else { "ascending" }),
                    _ => None,
                };
                let head = if column.compare.is_some() {
                    let press = move |_| {
                        sort.update(|sort| {
                            *sort = match *sort {
                                Some((by, false)) if by == index => Some((index, true)),
                                Some((by, true)) if by == index => None,
                                _ => Some((index, false)),
                            };
                        });
                    };
                    view! {
                        <button class="sort" type="button" on:click=press>
                            {move || title.get()} {icon::ARROW_DOWN.sized("12")}
                        </button>
                    }
                    .into_any()
                } else {
                    (move || title.get()).into_any()
                };
                view! { <th scope="col" class:number=column.numeric aria-sort=direction>{head}</th> }
            })
            .collect_view()
    });
    let has_totals =
        columns.with_value(|columns| columns.iter().any(|column| column.total.is_some()));
    let totals = has_totals.then(|| {
        let cells = columns.with_value(|columns| {
            columns
                .iter()
                .map(|column| {
                    let total = column.total;
                    view! { <td class:number=column.numeric>{move || total.map(|total| total.get())}</td> }
                })
                .collect_view()
        });
        view! { <tfoot><tr>{cells}</tr></tfoot> }
    });
    let row_view = move |row: T| {
        let key = row_key(&row);
        let is_selected = Signal::derive({
            let key = key.clone();
            move || selected.get().is_some_and(|selected| selected == key)
        });
        let cells = columns.with_value(|columns| {
            columns
                .iter()
                .map(|column| {
                    let shown = match &column.view {
                        Some(view) => view(&row),
                        None => (column.text)(&row).into_any(),
                    };
                    view! { <td class:number=column.numeric class:nowrap=move || is_virtual.get()>{shown}</td> }
                })
                .collect_view()
        });
        let pressed = row.clone();
        let press = move || {
            if let Some(on_row) = on_row {
                on_row.run(pressed.clone());
            }
        };
        let press_by_key = press.clone();
        view! {
            <tr
                class:clickable=on_row.is_some()
                class:selected=move || is_selected.get()
                tabindex=on_row.is_some().then_some("0")
                on:click=move |_| press()
                on:keydown=move |event| walk(&event, &press_by_key)
            >
                {cells}
            </tr>
        }
    };
    let copy_rows = move || {
        let csv = columns.with_value(|columns| sorted.with_untracked(|rows| to_csv(columns, rows)));
        spawn_local(async move {
            let words = if browser::copy(&csv).await {
                common::COPIED
            } else {
                common::COPY_FAILED
            };
            toast(words.get(crate::i18n::current()));
        });
    };

    let is_empty = Memo::new(move |_| rows.with(Vec::is_empty));
    let empty = StoredValue::new(empty);
    view! {
        {move || {
            is_empty.get().then(|| empty.with_value(|empty| empty.as_ref().map(ViewFn::run)))
        }}
        <div hidden=move || is_empty.get() && empty.with_value(Option::is_some)>
            {copy.then(|| {
                view! {
                    <div class="table-tools">
                        <Button small=true icon=icon::COPY on_press=copy_rows>{t(common::COPY_CSV)}</Button>
                    </div>
                }
            })}
            <div
                class="table-box"
                tabindex="0"
                role="region"
                aria-label=move || caption.get()
                node_ref=scroller
                style:max-height=move || is_virtual.get().then(|| format!("{BOX_HEIGHT}px"))
                on:scroll=move |_| {
                    if is_virtual.get_untracked() && let Some(scroller) = scroller.get_untracked() {
                        scroll_top.set(usize::try_from(scroller.scroll_top()).unwrap_or(0));
                    }
                }
            >
                <table class="table" aria-rowcount=move || is_virtual.get().then(|| rows.with(Vec::len).to_string())>
                    <caption class:visually-hidden=caption_hidden>{move || caption.get()}</caption>
                    <thead><tr>{heads}</tr></thead>
                    <tbody>
                        {spacer(above)}
                        {move || in_sight().into_iter().map(row_view).collect_view()}
                        {spacer(below)}
                    </tbody>
                    {totals}
                </table>
            </div>
        </div>
    }
}

/// Up and down go from row to row, Enter and space press.
fn walk(event: &leptos::ev::KeyboardEvent, press: &impl Fn()) {
    use wasm_bindgen::JsCast;
    let Some(row) = event
        .current_target()
        .and_then(|target| target.dyn_into::<web_sys::Element>().ok())
    else {
        return;
    };
    // Buttons inside the row keep their own keys.
    let is_on_row = event
        .target()
        .and_then(|target| target.dyn_into::<web_sys::Element>().ok())
        .is_some_and(|target| target == row);
    if !is_on_row {
        return;
    }
    let next = match event.key().as_str() {
        "ArrowDown" => row.next_element_sibling(),
        "ArrowUp" => row.previous_element_sibling(),
        "Enter" | " " => {
            event.prevent_default();
            press();
            return;
        }
        _ => return,
    };
    event.prevent_default();
    if let Some(next) = next.and_then(|next| next.dyn_into::<web_sys::HtmlElement>().ok()) {
        drop(next.focus());
    }
}

fn to_csv<T>(columns: &[Column<T>], rows: &[T]) -> String {
    let mut csv = String::new();
    let mut line = |cells: Vec<String>| {
        csv.push_str(
            &cells
                .iter()
                .map(|cell| csv_cell(cell))
                .collect::<Vec<_>>()
                .join(","),
        );
        csv.push_str("\r\n");
    };
    line(
        columns
            .iter()
            .map(|column| column.title.get_untracked())
            .collect(),
    );
    for row in rows {
        line(columns.iter().map(|column| (column.text)(row)).collect());
    }
    csv
}

/// A cell as spreadsheets read it. Words that a spreadsheet would take for a formula get an apostrophe before them.
fn csv_cell(text: &str) -> String {
    let is_formula = text.starts_with(['=', '@', '\t'])
        || (text.starts_with(['+', '-']) && text.parse::<f64>().is_err());
    let text = if is_formula {
        format!("'{text}")
    } else {
        text.to_owned()
    };
    if text.contains(['"', ',', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::csv_cell;

    #[test]
    fn cells_are_quoted_where_needed() {
        assert_eq!(csv_cell("plain"), "plain");
        assert_eq!(csv_cell("a,b \"c\""), "\"a,b \"\"c\"\"\"");
    }

    #[test]
    fn a_cell_never_becomes_a_formula() {
        assert_eq!(csv_cell("=1+1"), "'=1+1");
        assert_eq!(csv_cell("-cmd"), "'-cmd");
        assert_eq!(csv_cell("-12.5"), "-12.5");
    }
}
