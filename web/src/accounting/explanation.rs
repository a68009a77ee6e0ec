//! The two sheets that answer "why": `?figure=` takes a total apart, `?line=` shows how one record was computed.

use leptos::prelude::*;

use super::explanation_figure::FigureExplanation;
use super::explanation_line::LineExplanationView;
use crate::locales::inventory as iw;
use crate::ui::{SideSheet, open_sheet};

/// Name of the figure in the address.
pub const FIGURE: &str = "figure";
/// Name of the line in the address.
pub const LINE: &str = "line";

/// Both sheets, closed until the address asks. A line opens over its figure, so that closing it leads back.
#[component]
pub fn ExplanationSheets(
    /// Inventory whose figures are explained.
    #[prop(into)]
    inventory_id: Signal<Option<String>>,
) -> impl IntoView {
    view! {
        <SideSheet key=FIGURE title=iw::EXPLAIN let:figure>
            {move || inventory_id.get().map(|inventory_id| view! { <FigureExplanation inventory_id figure=figure.clone() /> })}
        </SideSheet>
        <SideSheet key=LINE title=iw::EXPLAIN let:address>
            <LineExplanationView address />
        </SideSheet>
    }
}

/// Opens the explanation of a figure.
pub fn use_figure_sheet() -> Callback<String> {
    let open = StoredValue::new_local(open_sheet(FIGURE));
    Callback::new(move |key: String| open.with_value(|open| open(&key)))
}

/// Opens the explanation of a line.
pub fn use_line_sheet() -> Callback<String> {
    let open = StoredValue::new_local(open_sheet(LINE));
    Callback::new(move |key: String| open.with_value(|open| open(&key)))
}

/// A figure in running text or a table that opens its explanation.
#[component]
pub fn FigureButton(
    /// `total`, `scope:SCOPE_1`, `site:unit_…`; `@market` behind it for the other scope 2 basis.
    #[prop(into)]
    figure: String,
    /// What it is a figure of, for those who hear it.
    #[prop(into)]
    label: Signal<String>,
    /// The figure.
    #[prop(into)]
    value: Signal<String>,
    /// Opens it.
    open: Callback<String>,
) -> impl IntoView {
    let spoken = crate::i18n::tf(iw::EXPLAIN_OPEN, move || {
        [("label", label.get()), ("value", value.get())]
    });
    view! {
        <button type="button" class="figure-button" aria-label=spoken on:click=move |_| open.run(figure.clone())>{value}</button>
    }
}
