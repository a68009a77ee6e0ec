//! Answers about one board for many viewers: written once, sent to each.

use std::sync::{Arc, Mutex, PoisonError};

use bytestring::ByteString;
use futures_util::{Stream, stream};
use saxaul_shared::id::MemberId;

use super::{
    house::{Boards, Watching},
    query::own_seat,
    recipe::{Body, Recipe},
    view::{Own, Public, View},
};
use crate::{
    accounting::access::Caller, auth::Principal, http::locale::Locale, platform::Platform,
};

/// Messages kept of one answer: most clients number their operations alike.
const IDS_MAX: usize = 8;

/// An answer that was written for everyone who asked the same.
pub(super) struct Written {
    recipe: Recipe,
    view: Arc<View>,
    body: Body,
    messages: Mutex<Vec<(String, ByteString)>>,
}

impl Written {
    pub(super) fn new(recipe: &Recipe, view: &Arc<View>) -> Self {
        Self {
            recipe: recipe.clone(),
            view: Arc::clone(view),
            body: recipe.write(view),
            messages: Mutex::default(),
        }
    }

    pub(super) fn is_of(&self, recipe: &Recipe, view: &Arc<View>) -> bool {
        Arc::ptr_eq(&self.view, view) && self.recipe == *recipe
    }

    /// The message for an operation; the same bytes for all whose operations have the same id, where nothing else
    /// differs.
    fn message(&self, id: &str, own: Option<&Own>) -> ByteString {
        if !self.recipe.is_same_for_all() {
            return self.body.message(id, own).into();
        }
        let mut messages = self.messages.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, message)) = messages.iter().find(|(other, _)| other == id) {
            return message.clone();
        }
        let message = ByteString::from(self.body.message(id, None));
        if messages.len() < IDS_MAX {
            messages.push((id.to_owned(), message.clone()));
        }
        message
    }
}

/// A viewer of a board who gets answers that are written for many.
pub(crate) struct Follower {
    recipe: Recipe,
    id: String,
    viewer: MemberId,
    watching: Watching,
    /// Version of the board that the viewer was answered first, where they asked for it.
    first: Option<i64>,
    last: Option<(Arc<Public>, Option<Own>, i64)>,
}

impl Boards {
    /// Follows a board for the holder of `principal`. The caller has been answered once the ordinary way, which has checked
    /// the document and the caller; none when they have no seat any more.
    pub(crate) async fn follow(
        &self,
        platform: &Platform,
        principal: &Principal,
        locale: Locale,
        recipe: Recipe,
        id: String,
        first: Option<i64>,
    ) -> Option<Follower> {
        let caller = Caller {
            platform,
            principal,
            locale,
        };
        let viewer = own_seat(&caller).await.ok()?;
        let watching = self
            .watch(&principal.tenant, recipe.wanted, viewer)
            .await
            .ok()?;
        Some(Follower {
            recipe,
            id,
            viewer,
            watching,
            first,
            last: None,
        })
    }
}

impl Follower {
    /// The messages from now on: whenever what the viewer sees has changed. A reader that is slow gets the latest only.
    pub(crate) fn messages(self) -> impl Stream<Item = ByteString> + Send + 'static {
        stream::unfold(self, |mut follower| async move {
            let message = follower.next().await?;
            Some((message, follower))
        })
    }

    async fn next(&mut self) -> Option<ByteString> {
        loop {
            // What was shown before this viewer came may be newer than what they were answered first.
            if self.last.is_some() || self.watching.receiver.borrow().is_none() {
                self.watching.receiver.changed().await.ok()?;
            }
            let view = self.watching.receiver.borrow_and_update().clone()?;
            if view.left.contains(&self.viewer) {
                return None;
            }
            let own = view.owns.get(&self.viewer);
            if self.first.take().is_some_and(|first| view.version <= first) && own.is_some() {
                self.last = Some((Arc::clone(&view.public), own.cloned(), view.version));
                continue;
            }
            let is_new = self.last.as_ref().is_none_or(|(public, before, version)| {
                view.version >= *version && (*public != view.public || before.as_ref() != own)
            });
            // A view from before this viewer came has no place for them; the next one has.
            let is_for_all = self.recipe.is_same_for_all();
            if is_new && (own.is_some() || is_for_all || self.last.is_some()) {
                self.last = Some((Arc::clone(&view.public), own.cloned(), view.version));
                let written = self.watching.channel.written(&self.recipe, &view);
                return Some(written.message(&self.id, own));
            }
            if self.last.is_none() {
                self.watching.receiver.changed().await.ok()?;
                self.watching.receiver.mark_changed();
            }
        }
    }
}
