//! Sending an action, and saying what came of it.

use saxaul_shared::decimal::Decimal;

use super::figures;
use super::operations::{Action, ActionUndo, LoggedClaim, action_undo};
use super::queue::{self, ActionEntry, Answered, Outcome, Queued, What};
use super::state;
use crate::client::{ClientError, send};
use crate::i18n;
use crate::locales::{circle, circle_log as words};
use crate::ui::form::{UserError, user_errors};
use crate::ui::{act, toast, toast_undo};

/// An action about to be logged, with what people call it.
#[derive(Debug, Clone, PartialEq)]
pub struct ActionDraft {
    /// What is sent.
    pub entry: ActionEntry,
    /// Name of the action.
    pub name: String,
    /// Amount with its unit.
    pub amount: String,
}

impl ActionDraft {
    /// The same again, today.
    pub fn again(action: &Action, units: Decimal) -> Self {
        Self {
            entry: ActionEntry {
                code: action.code.clone(),
                units,
                day: figures::today(),
                ..ActionEntry::default()
            },
            name: action.name.clone(),
            amount: figures::amount(units, &action.unit_name),
        }
    }
}

/// What came of sending an action.
#[derive(Debug, Clone, PartialEq)]
pub enum Sent {
    /// It was logged.
    Logged(Box<LoggedClaim>),
    /// It waits on this device: the key it waits under, and its name.
    Later(String, String),
    /// It was refused.
    Refused(Vec<UserError>),
    /// It could not be sent.
    Failed(ClientError),
}

/// Logs an action: exactly once, now or later.
pub async fn send_action(draft: ActionDraft) -> Sent {
    let queued = Queued::new(What::Action(draft.entry), draft.name.clone(), draft.amount);
    let key = queued.key.clone();
    match queue::log(queued).await {
        Ok(Outcome::Answered(Answered::Claim(claim))) => Sent::Logged(claim),
        Ok(Outcome::Answered(Answered::Refused(errors))) => Sent::Refused(errors),
        Ok(Outcome::Answered(Answered::Entry(..)) | Outcome::Later) => Sent::Later(key, draft.name),
        Err(error) => Sent::Failed(error),
    }
}

/// Says in a toast what came of it, with undo where it can be undone.
pub fn tell(sent: Sent) {
    match sent {
        Sent::Logged(claim) => {
            let text = words::LOGGED_TOAST.fill(i18n::current(), &[("name", &claim.name)]);
            toast_undo(text, move || take_back(Sent::Logged(claim.clone())));
        }
        Sent::Later(key, name) => {
            let text = circle::KEPT.get(i18n::current());
            toast_undo(text, move || {
                take_back(Sent::Later(key.clone(), name.clone()));
            });
        }
        Sent::Refused(errors) => {
            if let Some(error) = errors.into_iter().next() {
                toast(error.message);
            }
        }
        Sent::Failed(error) => toast(error.message(i18n::current())),
    }
}

/// Takes back what was sent, or what still waits.
pub fn take_back(sent: Sent) {
    match sent {
        Sent::Logged(claim) => undo_claim(claim.id, claim.name),
        Sent::Later(key, name) => {
            queue::remove(&key);
            toast(words::UNDONE.fill(i18n::current(), &[("name", &name)]));
        }
        Sent::Refused(_) | Sent::Failed(_) => {}
    }
}

/// Takes a claim back.
pub fn undo_claim(id: String, name: String) {
    act(
        async move {
            let payload = send::<ActionUndo>(action_undo::Variables { id })
                .await?
                .action_undo;
            Ok(user_errors(payload.user_errors))
        },
        move || {
            state::note_change();
            toast(words::UNDONE.fill(i18n::current(), &[("name", &name)]));
        },
    );
}
