//! The way to imports, with the steps of the last day known.

use leptos::prelude::*;
use leptos_router::components::A;

use super::figures;
use super::import_operations::{SportImports, sport_imports};
use super::state;
use crate::client::use_kept;
use crate::i18n::{language, t};
use crate::locales::circle as words;
use crate::ui::icon;

/// Leads to the imports.
#[component]
pub fn Steps() -> impl IntoView {
    let imports = use_kept::<SportImports>(|| {
        state::changes();
        sport_imports::Variables {}
    });
    let note = move || {
        imports.with(|data| {
            let last = data?
                .sport_imports
                .iter()
                .flat_map(|import| &import.days)
                .max_by(|left, right| left.day.cmp(&right.day))?;
            Some(words::STEPS_LAST.fill(
                language(),
                &[("day", &last.day.0), ("steps", &figures::count(last.steps))],
            ))
        })
    };
    view! {
        <A href="/import" {..} class="card nudge">
            <span class="nudge-mark scene-sport">{icon::SHOE.sized("24")}</span>
            <span class="grow">
                <strong>{t(words::STEPS)}</strong>
                <span class="nudge-note">{move || note().unwrap_or_else(|| words::STEPS_NONE.now().to_owned())}</span>
            </span>
            {icon::CHEVRON_RIGHT.view()}
        </A>
    }
}
