//! The bus between processes: Redis publish and subscribe, one connection to listen and one to speak.

use std::{sync::Arc, time::Duration};

use futures_util::StreamExt as _;
use redis::{AsyncCommands as _, aio::ConnectionManager, aio::ConnectionManagerConfig};
use tokio::{sync::OnceCell, task::JoinHandle};

use super::{BrokerError, Event, memory::Channels};

const CHANNEL: &str = "saxaul:events";
const RETRY: Duration = Duration::from_millis(500);
const ANSWER: Duration = Duration::from_secs(2);

/// A connection to Redis that listens for all events and hands them to the listeners of this process.
pub struct RedisBroker {
    client: redis::Client,
    speaker: OnceCell<ConnectionManager>,
    channels: Arc<Channels>,
    listening: tokio::sync::watch::Receiver<bool>,
    task: JoinHandle<()>,
}

impl Drop for RedisBroker {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl RedisBroker {
    pub(super) fn start(url: &str) -> Result<Self, BrokerError> {
        let client = redis::Client::open(url).map_err(|error| BrokerError(error.to_string()))?;
        let channels = Arc::new(Channels::default());
        let (ready, listening) = tokio::sync::watch::channel(false);
        let task = tokio::spawn(listen(client.clone(), Arc::clone(&channels), ready));
        Ok(Self {
            client,
            speaker: OnceCell::new(),
            channels,
            listening,
            task,
        })
    }

    pub(super) fn channels(&self) -> &Channels {
        &self.channels
    }

    pub(super) async fn publish(&self, event: &Event) -> Result<(), BrokerError> {
        let sent = self.send(event).await;
        // Delivered here by the listening connection when Redis has it; by hand when it has not, or cannot come back.
        if sent.is_err() || !*self.listening.borrow() {
            self.channels.deliver(event);
        }
        sent
    }

    async fn send(&self, event: &Event) -> Result<(), BrokerError> {
        let text = serde_json::to_string(event).map_err(|error| BrokerError(error.to_string()))?;
        let mut speaker = self.speaker().await?;
        let _: i64 = speaker
            .publish(CHANNEL, text)
            .await
            .map_err(|error| BrokerError(error.to_string()))?;
        Ok(())
    }

    pub(super) async fn ping(&self) -> Result<(), BrokerError> {
        let mut speaker = self.speaker().await?;
        let _: String = redis::cmd("PING")
            .query_async(&mut speaker)
            .await
            .map_err(|error| BrokerError(error.to_string()))?;
        Ok(())
    }

    async fn speaker(&self) -> Result<ConnectionManager, BrokerError> {
        let connect = || async {
            let config = ConnectionManagerConfig::new()
                .set_number_of_retries(1)
                .set_connection_timeout(Some(ANSWER))
                .set_response_timeout(Some(ANSWER));
            ConnectionManager::new_with_config(self.client.clone(), config).await
        };
        self.speaker
            .get_or_try_init(connect)
            .await
            .cloned()
            .map_err(|error| BrokerError(error.to_string()))
    }
}

/// Listens for ever, connecting again whenever Redis goes away.
async fn listen(
    client: redis::Client,
    channels: Arc<Channels>,
    ready: tokio::sync::watch::Sender<bool>,
) {
    let mut told = false;
    loop {
        match client.get_async_pubsub().await {
            Ok(mut pubsub) => match pubsub.subscribe(CHANNEL).await {
                Ok(()) => {
                    told = false;
                    ready.send_replace(true);
                    let mut messages = pubsub.into_on_message();
                    while let Some(message) = messages.next().await {
                        let text = message.get_payload::<String>().unwrap_or_default();
                        if let Ok(event) = serde_json::from_str::<Event>(&text) {
                            channels.deliver(&event);
                        } else {
                            tracing::warn!("an event on the bus could not be read");
                        }
                    }
                }
                Err(error) => tracing::warn!(%error, "could not subscribe to the live bus"),
            },
            Err(error) if !told => {
                told = true;
                tracing::warn!(%error, "the live bus cannot be reached; live updates stay within this process");
            }
            Err(_) => {}
        }
        ready.send_replace(false);
        tokio::time::sleep(RETRY).await;
    }
}
