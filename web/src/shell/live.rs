//! What is going on in the company right now: imports anybody started.

use graphql_client::GraphQLQuery;
use leptos::prelude::*;
use leptos_router::components::A;

use crate::client::enums::ImportState;
use crate::client::subscribe;
use crate::i18n::tf;
use crate::locales::shell as words;

/// `importsChanged`.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../api/schema.graphql",
    query_path = "src/shell/graphql/imports_changed.graphql",
    custom_scalars_module = "crate::client::scalars",
    extern_enums("ImportState"),
    response_derives = "Clone, Debug, PartialEq"
)]
pub struct ImportsChanged;

#[derive(Debug, Clone, PartialEq)]
struct Running {
    id: String,
    name: String,
    percent: i64,
    version: i64,
}

/// Shows the newest running import and leads to it; nothing while nothing runs.
#[component]
pub fn LiveIndicator() -> impl IntoView {
    let running = RwSignal::new(Vec::<Running>::new());
    subscribe::<ImportsChanged>(imports_changed::Variables, move |data| {
        let event = data.imports_changed;
        let is_running = matches!(event.stage, ImportState::Checking | ImportState::Importing);
        let next = Running {
            percent: (event.done * 100)
                .checked_div(event.total)
                .unwrap_or(0)
                .clamp(0, 100),
            id: event.import.id,
            name: event.import.file_name,
            version: event.version,
        };
        running.update(|running| {
            // Events may come twice and out of order.
            if running
                .iter()
                .any(|known| known.id == next.id && known.version > next.version)
            {
                return;
            }
            running.retain(|known| known.id != next.id);
            if is_running {
                running.push(next);
            }
        });
    })
    .until_cleanup();
    view! {
        <div role="status">
            {move || {
                running.with(|running| running.last().cloned()).map(|import| {
                    let Running { id, name, percent, .. } = import;
                    view! {
                        <A href=format!("/data/import/{id}") {..} class="live">
                            <span class="live-dot" aria-hidden="true"></span>
                            <span class="live-words">
                                {tf(words::LIVE_IMPORT, move || [("name", name.clone()), ("percent", percent.to_string())])}
                            </span>
                        </A>
                    }
                })
            }}
        </div>
    }
}
