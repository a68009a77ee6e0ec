//! The import wizard: file → columns → check → import → what changed. Each step stands in the address, so that one can
//! leave and come back.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use wasm_bindgen_futures::spawn_local;

use super::import_check::Check;
use super::import_file::NewFile;
use super::import_mapping::Mapping;
use super::import_run::{Cancelled, Failed, Running, Summary};
use super::operations::{ImportById, ImportProgressed, import_by_id, import_progressed};
use crate::client::enums::ImportState;
use crate::client::socket::reconnections;
use crate::client::{Load, Subscription, send, subscribe, use_load};
use crate::i18n::{language, t};
use crate::locales::{data, import as words};
use crate::ui::{
    EmptyState, ErrorState, LinkButton, Skeleton, SkeletonKind, Stepper, browser, format, icon,
};

/// An import as the wizard knows it.
pub type Import = import_by_id::ImportByIdImport;

/// How far the server is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    /// Rows done.
    pub done: i64,
    /// Rows in all; 0: not known yet.
    pub total: i64,
}

/// Upload activity data.
#[component]
pub fn ImportPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.read().get("id").unwrap_or_else(|| "new".to_owned()));
    view! {
        <div class="stack">
            <div class="page-head">
                <div>
                    <h1>{t(words::TITLE)}</h1>
                </div>
                <LinkButton href="/data".to_owned() icon=icon::ARROW_LEFT>{t(data::TITLE)}</LinkButton>
            </div>
            {move || {
                let id = id.get();
                if id == "new" { view! { <NewFile /> }.into_any() } else { view! { <Wizard id /> }.into_any() }
            }}
        </div>
    }
}

/// Which step an import is at.
fn step(state: ImportState) -> usize {
    match state {
        ImportState::Uploaded => 1,
        ImportState::Mapped | ImportState::Checking | ImportState::Checked => 2,
        ImportState::Importing => 3,
        ImportState::Imported => 5,
        ImportState::Failed | ImportState::Cancelled => 0,
    }
}

/// The names of the steps.
pub fn steps() -> Vec<String> {
    [
        words::STEP_FILE,
        words::STEP_MAP,
        words::STEP_CHECK,
        words::STEP_IMPORT,
        words::STEP_DONE,
    ]
    .into_iter()
    .map(|text| text.now().to_owned())
    .collect()
}

#[component]
fn Wizard(id: String) -> impl IntoView {
    let asked = id.clone();
    let load = use_load(move || {
        reconnections();
        language();
        let id = asked.clone();
        async move {
            Ok(send::<ImportById>(import_by_id::Variables { id })
                .await?
                .import)
        }
    });
    let progress = RwSignal::new(Progress::default());
    watch(&id, load, progress).until_cleanup();

    let state = Memo::new(move |_| {
        load.with(|found| {
            found
                .and_then(|import| import.as_ref())
                .map(|import| import.state)
        })
    });
    let again = RwSignal::new(false);
    let is_missing = Memo::new(move |_| load.with(|found| matches!(found, Some(None))));
    let error = move || load.error().map(|error| error.message(language()));
    let current = Signal::derive(move || {
        if again.get() {
            1
        } else {
            state.get().map_or(1, step)
        }
    });
    let shown = Memo::new(move |_| (state.get(), again.get()));
    view! {
        <Stepper steps=Signal::derive(steps) current=current />
        {move || error().map(|words| view! { <ErrorState words=words on_retry=move || load.reload() /> })}
        <Show when=move || is_missing.get()>
            <EmptyState icon=icon::FILE words=words::NOT_FOUND />
        </Show>
        <FileLine load=load />
        {move || {
            let (state, again_now) = shown.get();
            let import = load.with_untracked_value()?;
            Some(match state? {
                ImportState::Uploaded => view! { <Mapping import load again /> }.into_any(),
                ImportState::Checked if again_now => view! { <Mapping import load again /> }.into_any(),
                ImportState::Mapped | ImportState::Checking => view! { <Running stage=words::CHECKING id=import.id progress load /> }.into_any(),
                ImportState::Checked => view! { <Check load again /> }.into_any(),
                ImportState::Importing => view! { <Running stage=words::IMPORTING id=import.id progress load /> }.into_any(),
                ImportState::Imported => view! { <Summary import /> }.into_any(),
                ImportState::Failed => view! { <Failed import /> }.into_any(),
                ImportState::Cancelled => view! { <Cancelled /> }.into_any(),
            })
        }}
        <Show when=move || load.with(|found| found.is_none()) && load.error().is_none()>
            <Skeleton kind=SkeletonKind::Tall />
        </Show>
    }
}

/// Reading a loaded import without following it.
trait Untracked {
    fn with_untracked_value(&self) -> Option<Import>;
}

impl Untracked for Load<Option<Import>> {
    fn with_untracked_value(&self) -> Option<Import> {
        untrack(|| self.with(|found| found.cloned().flatten()))
    }
}

/// Name, size and encoding of the file, under the steps.
#[component]
fn FileLine(load: Load<Option<Import>>) -> impl IntoView {
    let text = move || {
        load.with(|found| {
            found.and_then(|import| import.as_ref()).map(|import| {
                let mut text = format!(
                    "{} · {}",
                    import.file_name,
                    format::bytes(import.size_bytes)
                );
                if let Some(encoding) = import
                    .encoding
                    .as_ref()
                    .filter(|encoding| !encoding.is_empty())
                {
                    text.push_str(" · ");
                    text.push_str(&words::ENCODING.fill(language(), &[("name", encoding)]));
                }
                text
            })
        })
    };
    view! { <p class="muted">{text}</p> }
}

/// Follows the import over the socket, and asks now and then as long as something runs: a message may be missed.
fn watch(id: &str, load: Load<Option<Import>>, progress: RwSignal<Progress>) -> Subscription {
    const ASK_MS: i32 = 3_000;
    let newest = StoredValue::new(-1_i64);
    let known = move || load.with_untracked_value().map(|import| import.state);
    let subscription = subscribe::<ImportProgressed>(
        import_progressed::Variables { id: id.to_owned() },
        move |event| {
            let event = event.import_progressed;
            if newest
                .try_get_value()
                .is_none_or(|known| event.version < known)
            {
                return;
            }
            newest.set_value(event.version);
            let _gone = progress.try_set(Progress {
                done: event.done,
                total: event.total,
            });
            if known() != Some(event.import.state) {
                load.reload();
            }
        },
    );
    spawn_local(async move {
        loop {
            browser::sleep(ASK_MS).await;
            // The screen is gone.
            if newest.try_get_value().is_none() {
                return;
            }
            match known() {
                Some(ImportState::Mapped | ImportState::Checking | ImportState::Importing) => {
                    load.reload();
                }
                Some(ImportState::Imported | ImportState::Failed | ImportState::Cancelled) => {
                    return;
                }
                _ => {}
            }
        }
    });
    subscription
}
