//! What was logged and is not sent yet. Every entry is kept with its idempotency key before it is sent for the first
//! time, and goes only when the server has answered: so it counts once, whatever breaks in between.

use std::cell::RefCell;
use std::collections::BTreeSet;

use leptos::prelude::*;
use saxaul_shared::credits::claim::MealSlot;
use saxaul_shared::decimal::Decimal;
use serde::{Deserialize, Serialize};
use wasm_bindgen_futures::spawn_local;

use super::operations::{ActionLog, EverydayLog, LoggedClaim, action_log, everyday_log};
use super::state;
use crate::client::scalars::{Date, DateTime};
use crate::client::{ClientError, keep, send};
use crate::i18n;
use crate::locales::circle as words;
use crate::ui::browser;
use crate::ui::form::{UserError, user_errors};
use crate::ui::toast;

const STEM: &str = "queue.";
/// While something waits it is tried this often, beside whenever the network comes back.
const RETRY_MS: i32 = 20_000;

/// Something that was logged.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Queued {
    /// Its idempotency key.
    pub key: String,
    /// What is sent.
    pub what: What,
    /// Name of the action, for people.
    pub name: String,
    /// Amount with its unit, for people.
    pub amount: String,
    /// Why the server did not take it, once it said so.
    pub refused: Option<String>,
}

/// What is sent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum What {
    /// An action.
    Action(ActionEntry),
    /// An everyday emission.
    Everyday {
        /// Code of the activity.
        code: String,
        /// How much.
        units: Decimal,
        /// Which day.
        day: String,
    },
}

/// An action as it is logged.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ActionEntry {
    /// Code of the action.
    pub code: String,
    /// How much.
    pub units: Decimal,
    /// Which day, ISO.
    pub day: String,
    /// When it began, RFC 3339.
    pub started_at: Option<String>,
    /// How long it took.
    pub duration_minutes: Option<i64>,
    /// Trips it stands for.
    pub trips: Option<i64>,
    /// Which meal.
    pub meal: Option<MealSlot>,
    /// Minutes worked at home that day.
    pub home_work_minutes: Option<i64>,
    /// Number of a ticket, an order, a receipt.
    pub evidence_number: Option<String>,
    /// The number beside it.
    pub second_number: Option<String>,
    /// A picture that was uploaded.
    pub photo_upload_id: Option<String>,
}

impl Queued {
    /// Something new, with a key of its own.
    pub fn new(what: What, name: String, amount: String) -> Self {
        Self {
            key: uuid::Uuid::now_v7().to_string(),
            what,
            name,
            amount,
            refused: None,
        }
    }
}

/// What the server said.
#[derive(Debug, Clone, PartialEq)]
pub enum Answered {
    /// A claim was made.
    Claim(Box<LoggedClaim>),
    /// An everyday emission was entered: its id and kilograms.
    Entry(String, Decimal),
    /// It was refused.
    Refused(Vec<UserError>),
}

/// What came of logging something.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// The server answered.
    Answered(Answered),
    /// It waits.
    Later,
}

thread_local! {
    static ENTRIES: ArcRwSignal<Vec<Queued>> = ArcRwSignal::new(Vec::new());
    static IN_FLIGHT: RefCell<BTreeSet<String>> = const { RefCell::new(BTreeSet::new()) };
    static IS_DRAINING: std::cell::Cell<bool> = const { std::cell::Cell::new(false) };
}

/// Everything that waits or was refused; tracked.
pub fn entries() -> Vec<Queued> {
    ENTRIES.with(Get::get)
}

/// How many wait to be sent, without following it.
pub fn waiting_now() -> usize {
    ENTRIES.with(|entries| entries.with_untracked(|entries| waiting(entries)))
}

/// How many of `entries` wait to be sent.
pub fn waiting(entries: &[Queued]) -> usize {
    entries
        .iter()
        .filter(|entry| entry.refused.is_none())
        .count()
}

/// Reads what is kept for the person who is signed in.
pub fn restore() {
    let kept = keep::all(STEM)
        .into_iter()
        .filter_map(|(_, text)| serde_json::from_str::<Queued>(&text).ok())
        .collect::<Vec<_>>();
    ENTRIES.with(|entries| {
        if entries.with_untracked(|known| *known != kept) {
            entries.set(kept);
        }
    });
}

fn store(entry: &Queued) {
    if let Ok(text) = serde_json::to_string(entry) {
        keep::write(&format!("{STEM}{}", entry.key), &text);
    }
    restore();
}

/// Takes an entry out: it was answered, or the person gave it up.
pub fn remove(key: &str) {
    keep::remove(&format!("{STEM}{key}"));
    restore();
}

/// Logs something: keeps it, sends it, and keeps it on when the server cannot be reached.
pub async fn log(entry: Queued) -> Result<Outcome, ClientError> {
    store(&entry);
    match deliver(&entry).await {
        Ok(answered) => {
            remove(&entry.key);
            state::note_change();
            Ok(Outcome::Answered(answered))
        }
        Err(error) if is_passing(&error) => {
            keep_trying();
            Ok(Outcome::Later)
        }
        Err(error) => {
            remove(&entry.key);
            Err(error)
        }
    }
}

/// Whether a failure says nothing about the entry itself.
fn is_passing(error: &ClientError) -> bool {
    match error {
        ClientError::Offline | ClientError::SignedOut | ClientError::Internal { .. } => true,
        ClientError::Refused { code, .. } => code == "RATE_LIMITED",
        ClientError::Garbled(_) => false,
    }
}

async fn deliver(entry: &Queued) -> Result<Answered, ClientError> {
    IN_FLIGHT.with_borrow_mut(|keys| keys.insert(entry.key.clone()));
    let answered = transmit(entry).await;
    IN_FLIGHT.with_borrow_mut(|keys| keys.remove(&entry.key));
    answered
}

async fn transmit(entry: &Queued) -> Result<Answered, ClientError> {
    match entry.what.clone() {
        What::Action(action) => {
            let payload = send::<ActionLog>(action_log::Variables {
                input: action_log::ActionLogInput {
                    code: action.code,
                    units: action.units,
                    day: Date(action.day),
                    started_at: action.started_at.map(DateTime),
                    duration_minutes: action.duration_minutes,
                    trips: action.trips,
                    meal_slot: action.meal,
                    home_work_minutes: action.home_work_minutes,
                    evidence_number: action.evidence_number,
                    second_number: action.second_number,
                    photo_upload_id: action.photo_upload_id,
                    note: None,
                },
                idempotency_key: entry.key.clone(),
            })
            .await?
            .action_log;
            Ok(match payload.claim {
                Some(claim) if payload.user_errors.is_empty() => Answered::Claim(Box::new(claim)),
                _ => Answered::Refused(user_errors(payload.user_errors)),
            })
        }
        What::Everyday { code, units, day } => {
            let payload = send::<EverydayLog>(everyday_log::Variables {
                input: everyday_log::EverydayLogInput {
                    code,
                    units,
                    day: Date(day),
                    // What the kind of activity usually is.
                    for_work: None,
                },
                idempotency_key: entry.key.clone(),
            })
            .await?
            .everyday_log;
            Ok(match payload.entry {
                Some(entry) if payload.user_errors.is_empty() => {
                    Answered::Entry(entry.id, entry.emission_kg)
                }
                _ => Answered::Refused(user_errors(payload.user_errors)),
            })
        }
    }
}

/// Sends what waits, oldest first; stops at the first that cannot be sent.
pub fn drain() {
    restore();
    if waiting_now() == 0 || IS_DRAINING.replace(true) {
        return;
    }
    spawn_local(async {
        let sent = send_waiting().await;
        IS_DRAINING.set(false);
        if sent > 0 {
            state::note_change();
            toast(words::SENT_LATER.fill(i18n::current(), &[("count", &sent.to_string())]));
        }
        if waiting_now() > 0 {
            keep_trying();
        }
    });
}

async fn send_waiting() -> usize {
    let mut sent = 0;
    let waiting = ENTRIES.with(GetUntracked::get_untracked);
    for mut entry in waiting.into_iter().filter(|entry| entry.refused.is_none()) {
        if IN_FLIGHT.with_borrow(|keys| keys.contains(&entry.key)) {
            continue;
        }
        match deliver(&entry).await {
            Ok(Answered::Refused(errors)) => {
                entry.refused = errors.into_iter().next().map(|error| error.message);
                store(&entry);
            }
            Ok(_) => {
                remove(&entry.key);
                sent += 1;
            }
            Err(error) if is_passing(&error) => break,
            Err(error) => {
                entry.refused = Some(error.message(i18n::current()));
                store(&entry);
            }
        }
    }
    sent
}

/// Tries again after a while.
fn keep_trying() {
    thread_local! {
        static IS_TIMED: std::cell::Cell<bool> = const { std::cell::Cell::new(false) };
    }
    if IS_TIMED.replace(true) {
        return;
    }
    spawn_local(async {
        browser::sleep(browser::jitter(RETRY_MS)).await;
        IS_TIMED.set(false);
        drain();
    });
}
