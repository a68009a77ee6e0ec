//! Open → submitted → approved → locked, each step with its reason, and back by reopening.

use leptos::prelude::*;

use super::inventory_model::{Event, Inventory};
use super::operations::{
    InventoryApprove, InventoryCreate, InventoryLock, InventoryReopen, InventorySubmit,
    inventory_approve, inventory_create, inventory_lock, inventory_reopen, inventory_submit,
};
use super::parts::{History, HistoryEntry};
use super::words;
use crate::client::enums::{InventoryState, Role};
use crate::client::{ClientError, send, session};
use crate::i18n::{Text, t};
use crate::locales::{accounting as w, inventory as iw};
use crate::ui::form::{
    FormError, UserError, error_at, error_elsewhere, user_error_from, user_errors,
};
use crate::ui::submit::use_submit;
use crate::ui::{Button, ButtonKind, Dialog, TextArea, icon, toast};

user_error_from!(inventory_submit, InventorySubmitInventorySubmitUserErrors);
user_error_from!(
    inventory_approve,
    InventoryApproveInventoryApproveUserErrors
);
user_error_from!(inventory_lock, InventoryLockInventoryLockUserErrors);
user_error_from!(inventory_reopen, InventoryReopenInventoryReopenUserErrors);
user_error_from!(inventory_create, InventoryCreateInventoryCreateUserErrors);

/// One thing that can be done to an inventory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Submit,
    Approve,
    Lock,
    Reopen,
    NewVersion,
}

impl Step {
    const fn name(self) -> Text {
        match self {
            Self::Submit => iw::SUBMIT,
            Self::Approve => iw::APPROVE,
            Self::Lock => iw::LOCK,
            Self::Reopen => iw::REOPEN,
            Self::NewVersion => iw::NEW_VERSION,
        }
    }

    const fn means(self) -> Text {
        match self {
            Self::Submit => iw::SUBMIT_MEANS,
            Self::Approve => iw::APPROVE_MEANS,
            Self::Lock | Self::NewVersion => iw::LOCK_MEANS,
            Self::Reopen => iw::REOPEN_MEANS,
        }
    }

    const fn done(self) -> Text {
        match self {
            Self::Submit => iw::NOW_SUBMITTED,
            Self::Approve => iw::NOW_APPROVED,
            Self::Lock => iw::NOW_LOCKED,
            Self::Reopen => iw::NOW_REOPENED,
            Self::NewVersion => iw::NEW_VERSION,
        }
    }

    /// Steps offered in a state. Only what is offered is decided here: the server decides what is allowed.
    fn offered(state: InventoryState) -> &'static [Self] {
        match state {
            InventoryState::Open => &[Self::Submit],
            InventoryState::Submitted => &[Self::Approve, Self::Reopen],
            InventoryState::Approved => &[Self::Lock, Self::Reopen],
            InventoryState::Locked => &[Self::NewVersion],
        }
    }

    fn roles(self) -> &'static [Role] {
        match self {
            Self::Submit | Self::NewVersion => &[Role::Owner, Role::Accountant],
            Self::Approve | Self::Lock | Self::Reopen => &[Role::Owner, Role::Approver],
        }
    }

    async fn run(
        self,
        id: String,
        year: i64,
        reason: Option<String>,
    ) -> Result<Vec<UserError>, ClientError> {
        Ok(match self {
            Self::Submit => user_errors(
                send::<InventorySubmit>(inventory_submit::Variables { id, reason })
                    .await?
                    .inventory_submit
                    .user_errors,
            ),
            Self::Approve => user_errors(
                send::<InventoryApprove>(inventory_approve::Variables { id, reason })
                    .await?
                    .inventory_approve
                    .user_errors,
            ),
            Self::Lock => user_errors(
                send::<InventoryLock>(inventory_lock::Variables { id, reason })
                    .await?
                    .inventory_lock
                    .user_errors,
            ),
            Self::Reopen => {
                let reason = reason.unwrap_or_default();
                user_errors(
                    send::<InventoryReopen>(inventory_reopen::Variables { id, reason })
                        .await?
                        .inventory_reopen
                        .user_errors,
                )
            }
            Self::NewVersion => {
                let input = inventory_create::InventoryCreateInput {
                    year,
                    gwp_set: None,
                    consolidation_approach: None,
                };
                user_errors(
                    send::<InventoryCreate>(inventory_create::Variables { input })
                        .await?
                        .inventory_create
                        .user_errors,
                )
            }
        })
    }
}

/// Where the inventory stands and what can be done next.
#[component]
pub fn Workflow(shown: Memo<Option<Inventory>>, changed: Callback<()>) -> impl IntoView {
    let state =
        Memo::new(move |_| shown.with(|shown| shown.as_ref().map(|inventory| inventory.state)));
    let asking = RwSignal::new(None::<Step>);
    let open = RwSignal::new(false);
    let history_open = RwSignal::new(false);
    let title = Signal::derive(move || {
        asking
            .get()
            .map(|step| step.name().now().to_owned())
            .unwrap_or_default()
    });
    let track = [
        InventoryState::Open,
        InventoryState::Submitted,
        InventoryState::Approved,
        InventoryState::Locked,
    ];
    view! {
        <div class="approval">
            <ol class="approval-track" aria-label=t(iw::WORKFLOW)>
                {track.map(|stage| view! {
                    <li aria-current=move || (state.get() == Some(stage)).then_some("step")>{t(words::inventory_state(stage))}</li>
                }).collect_view()}
            </ol>
            {move || state.get().map(|state| {
                let viewer = session::viewer();
                let may = |step: &Step| viewer.as_ref().is_some_and(|viewer| viewer.has_any(step.roles()));
                Step::offered(state).iter().copied().filter(|step| may(step)).enumerate().map(|(index, step)| view! {
                    <Button
                        kind=if index == 0 { ButtonKind::Primary } else { ButtonKind::Secondary }
                        small=true
                        on_press=move || { asking.set(Some(step)); open.set(true); }
                    >{t(step.name())}</Button>
                }).collect_view()
            })}
            <Button small=true kind=ButtonKind::Quiet icon=icon::HISTORY on_press=move || history_open.set(true)>{t(w::HISTORY)}</Button>
        </div>
        <Dialog title=title open=open>
            {move || asking.get().map(|step| view! { <Ask step shown open changed /> })}
        </Dialog>
        <Dialog title=w::HISTORY open=history_open>
            {move || {
                let entries = shown.with(|shown| shown.as_ref().map(|inventory| inventory.history.clone()).unwrap_or_default());
                view! { <History entries=entries.into_iter().map(HistoryEntry::from).collect() /> }
            }}
        </Dialog>
    }
}

impl From<Event> for HistoryEntry {
    fn from(event: Event) -> Self {
        Self {
            at: event.at.0,
            actor: event.actor,
            action: event.action,
            reason: event.reason,
            changes: Vec::new(),
        }
    }
}

#[component]
fn Ask(
    step: Step,
    shown: Memo<Option<Inventory>>,
    open: RwSignal<bool>,
    changed: Callback<()>,
) -> impl IntoView {
    let reason = RwSignal::new(String::new());
    let submit = use_submit();
    let is_needed = step == Step::Reopen;
    let send_it = move || {
        let Some((id, year)) = shown.with_untracked(|shown| {
            shown
                .as_ref()
                .map(|inventory| (inventory.id.clone(), inventory.year))
        }) else {
            return;
        };
        let words =
            Some(reason.get_untracked().trim().to_owned()).filter(|words| !words.is_empty());
        submit.run(async move {
            let errors = step.run(id, year, words).await?;
            if !errors.is_empty() {
                return Ok(Err(errors));
            }
            Ok(Ok(move || {
                open.set(false);
                toast(step.done().get(crate::i18n::current()));
                changed.run(());
            }))
        });
    };
    view! {
        <form class="stack" on:submit=move |event| { event.prevent_default(); send_it(); }>
            <p>{t(step.means())}</p>
            <FormError message=error_elsewhere(submit.errors, &["reason"]) />
            <TextArea label=if is_needed { iw::REASON_NEEDED } else { iw::REASON_OPTIONAL } value=reason error=error_at(submit.errors, "reason") optional=!is_needed />
            <div class="panel-foot">
                <Button on_press=move || open.set(false)>{t(w::CANCEL)}</Button>
                <Button kind=ButtonKind::Primary submit=true busy=submit.busy>{t(step.name())}</Button>
            </div>
        </form>
    }
}
