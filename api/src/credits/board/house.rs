//! The boards of every organisation that somebody looks at, in this process.
//!
//! Reading a board catches up with the ledger first. While a board is watched, one task per organisation catches up as
//! often as something happens, at most four times a second, and shows each board at most once a second.

use std::{
    collections::HashMap,
    pin::pin,
    sync::{Arc, Mutex, PoisonError, Weak},
    time::{Duration, Instant},
};

use futures_util::StreamExt as _;
use saxaul_shared::{id::MemberId, period::Date};
use tokio::sync::watch;

use super::{
    super::{ledger::event, programme::membership::MEMBER_CHANGED},
    org::Org,
    recipe::Recipe,
    shared::Written,
    view::{View, Wanted},
};
use crate::platform::{
    Platform,
    db::{StoreResult, Tenant},
};

/// Shortest time between two looks at the ledger.
const LOOK: Duration = Duration::from_millis(250);
/// Shortest time between two pushes of one board.
const PUSH: Duration = Duration::from_secs(1);
/// A look without anything having been told of: for what was not told.
const TICK: Duration = Duration::from_secs(1);

/// Answers kept of one board: documents that ask differently, in a few languages of clients.
const WRITTEN_MAX: usize = 16;

/// The boards of this process. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Boards {
    platform: Platform,
    orgs: Arc<Mutex<HashMap<String, Arc<Handle>>>>,
}

struct Handle {
    org: tokio::sync::Mutex<Org>,
    channels: Mutex<HashMap<Wanted, Weak<Channel>>>,
    is_running: Mutex<bool>,
}

/// A board that is watched.
pub(super) struct Channel {
    sender: watch::Sender<Option<Arc<View>>>,
    viewers: Mutex<HashMap<MemberId, usize>>,
    pushed: Mutex<Option<Instant>>,
    /// Answers that were written for the latest view.
    written: Mutex<Vec<Arc<Written>>>,
}

impl Channel {
    /// The answer of a recipe for a view, written by whoever asks first.
    pub(super) fn written(&self, recipe: &Recipe, view: &Arc<View>) -> Arc<Written> {
        let mut all = lock(&self.written);
        if let Some(written) = all.iter().find(|written| written.is_of(recipe, view)) {
            return Arc::clone(written);
        }
        if all.len() >= WRITTEN_MAX {
            all.remove(0);
        }
        let written = Arc::new(Written::new(recipe, view));
        all.push(Arc::clone(&written));
        written
    }
}

/// A viewer of a board that is watched; forgotten when dropped.
pub(super) struct Watching {
    pub(super) channel: Arc<Channel>,
    member: MemberId,
    pub(super) receiver: watch::Receiver<Option<Arc<View>>>,
}

impl Drop for Watching {
    fn drop(&mut self) {
        let mut viewers = lock(&self.channel.viewers);
        if let Some(count) = viewers.get_mut(&self.member) {
            *count -= 1;
            if *count == 0 {
                viewers.remove(&self.member);
            }
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Boards {
    /// No boards yet.
    pub(crate) fn new(platform: Platform) -> Self {
        Self {
            platform,
            orgs: Arc::default(),
        }
    }

    fn handle(&self, tenant: &Tenant) -> Arc<Handle> {
        let mut orgs = lock(&self.orgs);
        let handle = orgs
            .entry(tenant.organisation_id().to_owned())
            .or_insert_with(|| {
                Arc::new(Handle {
                    org: tokio::sync::Mutex::new(Org::new(self.platform.clone(), tenant.clone())),
                    channels: Mutex::default(),
                    is_running: Mutex::new(false),
                })
            });
        Arc::clone(handle)
    }

    /// A board as it is now, with the viewer's own place.
    pub(super) async fn read(
        &self,
        tenant: &Tenant,
        wanted: Wanted,
        day: Option<Date>,
        viewer: MemberId,
    ) -> StoreResult<View> {
        let handle = self.handle(tenant);
        let mut org = handle.org.lock().await;
        org.view(wanted, day, &[viewer]).await
    }

    /// Watches a board on behalf of a viewer: the board as it is, then each change.
    pub(super) async fn watch(
        &self,
        tenant: &Tenant,
        wanted: Wanted,
        viewer: MemberId,
    ) -> StoreResult<Watching> {
        let handle = self.handle(tenant);
        let channel = {
            let mut channels = lock(&handle.channels);
            channels.retain(|_, channel| channel.strong_count() > 0);
            match channels.get(&wanted).and_then(Weak::upgrade) {
                Some(channel) => channel,
                None => {
                    let channel = Arc::new(Channel {
                        sender: watch::channel(None).0,
                        viewers: Mutex::default(),
                        pushed: Mutex::default(),
                        written: Mutex::default(),
                    });
                    channels.insert(wanted, Arc::downgrade(&channel));
                    channel
                }
            }
        };
        *lock(&channel.viewers).entry(viewer).or_insert(0) += 1;
        let watching = Watching {
            receiver: channel.sender.subscribe(),
            channel,
            member: viewer,
        };
        let was_running = std::mem::replace(&mut *lock(&handle.is_running), true);
        if !was_running {
            let (platform, tenant) = (self.platform.clone(), tenant.clone());
            let handle = Arc::clone(&handle);
            tokio::spawn(async move { keep(&platform, &tenant, &handle).await });
        }
        Ok(watching)
    }
}

/// Keeps the watched boards of one organisation up, until nobody watches any more.
async fn keep(platform: &Platform, tenant: &Tenant, handle: &Handle) {
    let mut posted = pin!(platform.broker.subscribe(tenant, event::TOPIC));
    let mut changed = pin!(platform.broker.subscribe(tenant, MEMBER_CHANGED));
    loop {
        let channels: Vec<(Wanted, Arc<Channel>)> = {
            let mut channels = lock(&handle.channels);
            channels.retain(|_, channel| channel.strong_count() > 0);
            let mut is_running = lock(&handle.is_running);
            if channels.is_empty() {
                *is_running = false;
                return;
            }
            let live = channels.iter();
            live.filter_map(|(wanted, channel)| Some((*wanted, channel.upgrade()?)))
                .collect()
        };
        let mut next = TICK;
        for (wanted, channel) in channels {
            let wait = show(handle, wanted, &channel).await;
            next = next.min(wait.unwrap_or(TICK));
        }
        let began = Instant::now();
        tokio::select! {
            event = posted.next() => if event.is_none() { tokio::time::sleep(TICK).await },
            event = changed.next() => {
                if event.is_none() {
                    tokio::time::sleep(TICK).await;
                }
                handle.org.lock().await.members_changed();
            }
            () = tokio::time::sleep(next) => {}
        }
        // Several facts in a row are one look.
        tokio::time::sleep(LOOK.saturating_sub(began.elapsed())).await;
    }
}

/// Shows a board if it has changed; answers how long to wait if it may not be shown yet.
async fn show(handle: &Handle, wanted: Wanted, channel: &Channel) -> Option<Duration> {
    if let Some(at) = *lock(&channel.pushed)
        && at.elapsed() < PUSH
    {
        return Some(PUSH.saturating_sub(at.elapsed()));
    }
    let viewers: Vec<MemberId> = lock(&channel.viewers).keys().copied().collect();
    let seen = handle.org.lock().await.view(wanted, None, &viewers).await;
    match seen {
        Ok(view) => {
            let is_new = channel
                .sender
                .borrow()
                .as_ref()
                .is_none_or(|last| last.public != view.public || last.owns != view.owns);
            if is_new {
                *lock(&channel.pushed) = Some(Instant::now());
                channel.sender.send_replace(Some(Arc::new(view)));
            }
        }
        Err(error) => tracing::warn!(%error, "a board could not be read"),
    }
    None
}
