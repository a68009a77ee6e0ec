//! The bus inside one process: one bounded channel per organisation and topic.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use futures_util::{Stream, stream};
use tokio::sync::broadcast::{self, error::RecvError};

use super::Event;

/// Events kept for a listener that is behind; older ones are dropped for it.
const QUEUE_MAX: usize = 256;

type Key = (String, String);

/// The listeners of this process, by organisation and topic.
#[derive(Debug, Default)]
pub struct Channels {
    senders: Arc<Mutex<HashMap<Key, broadcast::Sender<Event>>>>,
}

/// Forgets a channel when its last listener goes.
struct Listening {
    senders: Arc<Mutex<HashMap<Key, broadcast::Sender<Event>>>>,
    key: Key,
    receiver: Option<broadcast::Receiver<Event>>,
}

impl Drop for Listening {
    fn drop(&mut self) {
        self.receiver = None;
        let mut senders = self.senders.lock().unwrap_or_else(PoisonError::into_inner);
        if senders
            .get(&self.key)
            .is_some_and(|sender| sender.receiver_count() == 0)
        {
            senders.remove(&self.key);
        }
    }
}

impl Channels {
    pub(super) fn deliver(&self, event: &Event) {
        let key = (event.organisation_id.clone(), event.topic.clone());
        let senders = self.senders.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(sender) = senders.get(&key) {
            // Fails only when the last listener has just gone.
            let _ = sender.send(event.clone());
        }
    }

    pub(super) fn subscribe(
        &self,
        organisation_id: &str,
        topic: &str,
    ) -> impl Stream<Item = Event> + Send + 'static + use<> {
        let key = (organisation_id.to_owned(), topic.to_owned());
        let receiver = self
            .senders
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .entry(key.clone())
            .or_insert_with(|| broadcast::channel(QUEUE_MAX).0)
            .subscribe();
        let listening = Listening {
            senders: Arc::clone(&self.senders),
            key,
            receiver: Some(receiver),
        };
        stream::unfold(listening, |mut listening| async move {
            loop {
                match listening.receiver.as_mut()?.recv().await {
                    Ok(event) => return Some((event, listening)),
                    Err(RecvError::Lagged(missed)) => {
                        tracing::debug!(missed, "a slow listener missed events");
                    }
                    Err(RecvError::Closed) => return None,
                }
            }
        })
    }
}
