//! The state machine of one socket.

use std::{sync::Arc, time::Duration};

use actix_ws::{AggregatedMessage, CloseCode, CloseReason, MessageStream, ProtocolError, Session};
use async_graphql::Response;
use bytestring::ByteString;
use futures_util::{StreamExt as _, stream, stream::BoxStream};
use serde::Serialize;
use serde_json::{Map, Value};
use tokio::{
    sync::watch,
    time::{Instant, MissedTickBehavior, interval_at, sleep_until, timeout},
};
use tokio_stream::StreamMap;

use super::message::{self, ClientMessage, Close};
use crate::{
    auth::Authenticator,
    config::SocketLimits,
    credits::board::{Boards, Follower, Recipe},
    graphql::{executor::Executor, fault},
    http::{
        caller::{self, Caller},
        graphql::{Wire, from_map, was_executed},
        line::Line,
        locale::Locale,
    },
    platform::Platform,
};

/// How often a session is asked whether it still stands.
const RECHECK: Duration = Duration::from_secs(2);
/// How long a closing frame may take.
const CLOSE_MAX: Duration = Duration::from_secs(1);
/// Longest id of an operation.
const ID_BYTES_MAX: usize = 128;

/// What an operation has to say.
enum Event {
    Answer(Box<Response>),
    /// A whole message, written for many.
    Message(ByteString),
    End,
}

/// How a socket ends.
enum Ending {
    /// The server closes, for a reason.
    Close(Close),
    /// As above; the operation to blame.
    CloseFor(Close, String),
    /// The client closed or went away.
    Left,
    /// The client reads too slowly.
    TooSlow,
}

type Step = Result<(), Ending>;

/// The first answer the ordinary way, which checks the document and the caller; then what is written for many. An answer
/// with errors is followed by what the ordinary way has to say.
fn once_then<F, Fut>(answers: BoxStream<'static, Event>, follow: F) -> BoxStream<'static, Event>
where
    F: FnOnce(async_graphql::Value) -> Fut + Send + 'static,
    Fut: Future<Output = Option<Follower>> + Send + 'static,
{
    stream::once(async move {
        let (first, rest) = answers.into_future().await;
        let data = match &first {
            Some(Event::Answer(response)) if response.errors.is_empty() => {
                Some(response.data.clone())
            }
            _ => None,
        };
        let rest = match data {
            None => rest,
            Some(data) => match follow(data).await {
                Some(follower) => follower.messages().map(Event::Message).boxed(),
                None => stream::empty().boxed(),
            },
        };
        stream::iter(first).chain(rest)
    })
    .flatten()
    .boxed()
}

/// One socket.
pub(super) struct Connection {
    session: Session,
    line: Option<Line>,
    caller: Caller,
    executor: Arc<Executor>,
    authenticator: Authenticator,
    limits: SocketLimits,
    shared: Option<(Platform, Boards)>,
    is_acknowledged: bool,
    operations: StreamMap<String, BoxStream<'static, Event>>,
    heard_at: Instant,
}

impl Connection {
    pub(super) fn new(
        session: Session,
        line: Option<Line>,
        caller: Caller,
        executor: Arc<Executor>,
        authenticator: Authenticator,
        limits: SocketLimits,
        shared: Option<(Platform, Boards)>,
    ) -> Self {
        Self {
            session,
            line,
            caller,
            executor,
            authenticator,
            limits,
            shared,
            is_acknowledged: false,
            operations: StreamMap::new(),
            heard_at: Instant::now(),
        }
    }

    /// Lives until either side ends it.
    pub(super) async fn run(mut self, messages: MessageStream, stopped: watch::Receiver<bool>) {
        metrics::gauge!("saxaul_sockets_open").increment(1.0);
        let ending = self.serve(messages, stopped).await;
        metrics::gauge!("saxaul_sockets_open").decrement(1.0);
        // Operations end with the socket, before anything else is waited for.
        self.operations.clear();
        let (close, id) = match ending {
            Ending::Close(close) => (close, String::new()),
            Ending::CloseFor(close, id) => (close, id),
            Ending::Left => return,
            Ending::TooSlow => {
                metrics::counter!("saxaul_sockets_dropped_total").increment(1);
                tracing::info!(request.id = %self.caller.context.request_id, "a slow reader's socket is dropped");
                if let Some(line) = &self.line {
                    line.cut();
                }
                return;
            }
        };
        metrics::counter!("saxaul_sockets_closed_total", "code" => close.code().to_string())
            .increment(1);
        let reason = CloseReason {
            code: CloseCode::from(close.code()),
            description: Some(close.reason(&id)),
        };
        if timeout(CLOSE_MAX, self.session.close(Some(reason)))
            .await
            .is_err()
        {
            tracing::debug!("the client did not take the closing frame");
        }
    }

    async fn serve(
        &mut self,
        messages: MessageStream,
        mut stopped: watch::Receiver<bool>,
    ) -> Ending {
        let bytes_max = self.limits.message_bytes;
        let mut messages = messages
            .max_frame_size(bytes_max)
            .aggregate_continuations()
            .max_continuation_size(bytes_max);
        let init_by = Instant::now() + self.limits.init_timeout;
        let mut pings = interval_at(
            Instant::now() + self.limits.ping_interval,
            self.limits.ping_interval,
        );
        let mut rechecks = interval_at(Instant::now() + RECHECK, RECHECK);
        pings.set_missed_tick_behavior(MissedTickBehavior::Delay);
        rechecks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            let step = tokio::select! {
                biased;
                _ = stopped.wait_for(|stopped| *stopped) => Err(Ending::Close(Close::GoingAway)),
                () = sleep_until(init_by), if !self.is_acknowledged => Err(Ending::Close(Close::InitTimeout)),
                _ = rechecks.tick(), if self.caller.is_signed_in() => self.recheck().await,
                _ = pings.tick() => self.ping().await,
                message = messages.next() => self.heard(message).await,
                Some((id, event)) = self.operations.next(), if !self.operations.is_empty() => {
                    self.report(id, event).await
                }
            };
            if let Err(ending) = step {
                return ending;
            }
        }
    }

    async fn heard(&mut self, message: Option<Result<AggregatedMessage, ProtocolError>>) -> Step {
        self.heard_at = Instant::now();
        match message {
            Some(Ok(AggregatedMessage::Text(text))) => match serde_json::from_str(&text) {
                Ok(message) => self.obey(message).await,
                Err(_) => Err(Ending::Close(Close::BadMessage)),
            },
            Some(Ok(AggregatedMessage::Binary(_))) => Err(Ending::Close(Close::BadMessage)),
            Some(Ok(AggregatedMessage::Ping(bytes))) => {
                let sent = timeout(self.limits.send_timeout, self.session.pong(&bytes)).await;
                Self::sent(sent)
            }
            Some(Ok(AggregatedMessage::Pong(_))) => Ok(()),
            Some(Err(ProtocolError::Overflow)) => Err(Ending::Close(Close::TooLarge)),
            Some(Ok(AggregatedMessage::Close(_)) | Err(_)) | None => Err(Ending::Left),
        }
    }

    async fn obey(&mut self, message: ClientMessage) -> Step {
        match message {
            ClientMessage::ConnectionInit { .. } if self.is_acknowledged => {
                Err(Ending::Close(Close::TooManyInits))
            }
            ClientMessage::ConnectionInit { payload } => {
                self.acknowledge(payload.unwrap_or_default()).await
            }
            ClientMessage::Ping { payload } => self.send(message::pong(payload)).await,
            ClientMessage::Pong { .. } => Ok(()),
            ClientMessage::Subscribe { .. } | ClientMessage::Complete { .. }
                if !self.is_acknowledged =>
            {
                Err(Ending::Close(Close::Unauthorized))
            }
            ClientMessage::Subscribe { id, payload } => self.start(id, payload).await,
            ClientMessage::Complete { id } => {
                self.operations.remove(&id);
                Ok(())
            }
        }
    }

    /// Recognises the caller by the token in the payload; without one the caller stays anonymous.
    async fn acknowledge(&mut self, payload: Map<String, Value>) -> Step {
        let text = |name: &str| payload.get(name).and_then(Value::as_str);
        let authorization = payload
            .get("authorization")
            .or_else(|| payload.get("Authorization"));
        match authorization {
            None | Some(Value::Null) => {}
            Some(Value::String(authorization)) => {
                match caller::verify(&self.authenticator, authorization).await {
                    Ok(principal) => {
                        self.caller.context.locale = principal.locale;
                        self.caller.principal = Some(principal);
                    }
                    Err(_) => return Err(Ending::Close(Close::Forbidden)),
                }
            }
            Some(_) => return Err(Ending::Close(Close::BadMessage)),
        }
        // The language on screen, which may differ from the browser's and the person's.
        if let Some(locale) = text("locale").and_then(Locale::from_accept_language) {
            self.caller.context.locale = locale;
        }
        self.is_acknowledged = true;
        self.send(message::connection_ack()).await
    }

    async fn start(&mut self, id: String, payload: Map<String, Value>) -> Step {
        if id.is_empty() || id.len() > ID_BYTES_MAX {
            return Err(Ending::Close(Close::BadMessage));
        }
        if self.operations.contains_key(&id) {
            return Err(Ending::CloseFor(Close::Duplicate, id));
        }
        let Ok(call) = from_map(payload) else {
            return Err(Ending::Close(Close::BadMessage));
        };
        if self.operations.len() >= self.limits.subscriptions {
            let error = fault::coded(
                "SUBSCRIPTION_LIMIT",
                format!(
                    "At most {} operations run at once on one socket.",
                    self.limits.subscriptions
                ),
            );
            return self.send_with(&id, "error", &[error]).await;
        }
        let recipe = Recipe::of(&call.query, call.operation_name.as_deref(), &call.variables);
        match self.executor.prepare(call, &self.caller) {
            Ok(prepared) => {
                let answers = self.executor.stream(prepared);
                let answers = answers.map(|response| Event::Answer(Box::new(response)));
                let answers = match (recipe, &self.shared, &self.caller.principal) {
                    (Some(recipe), Some((platform, boards)), Some(principal)) => {
                        let locale = self.caller.context.locale;
                        let follower = (platform.clone(), boards.clone(), principal.clone());
                        let id = id.clone();
                        once_then(answers.boxed(), move |data| async move {
                            let (platform, boards, principal) = follower;
                            let first = recipe.version_in(&data);
                            boards
                                .follow(&platform, &principal, locale, recipe, id, first)
                                .await
                        })
                    }
                    _ => answers.boxed(),
                };
                self.operations
                    .insert(id, answers.chain(stream::iter([Event::End])).boxed());
                Ok(())
            }
            Err(refusal) => self.send_with(&id, "error", &[refusal.error]).await,
        }
    }

    async fn report(&mut self, id: String, event: Event) -> Step {
        match event {
            Event::Answer(response) if was_executed(&response) => {
                self.send_with(&id, "next", &Wire::new(&response)).await
            }
            // Nothing was executed: the operation ends with its errors.
            Event::Answer(response) => {
                self.operations.remove(&id);
                self.send_with(&id, "error", &response.errors).await
            }
            Event::Message(message) => self.send(message).await,
            Event::End => {
                self.operations.remove(&id);
                self.send(message::complete(&id)).await
            }
        }
    }

    /// Ends the socket when the token has run out or its session was revoked.
    async fn recheck(&mut self) -> Step {
        match &self.caller.principal {
            Some(principal) if !self.authenticator.still_good(principal).await => {
                Err(Ending::Close(Close::Expired))
            }
            _ => Ok(()),
        }
    }

    async fn ping(&mut self) -> Step {
        if self.heard_at.elapsed() > self.limits.ping_interval * 2 + self.limits.send_timeout {
            return Err(Ending::Close(Close::Silent));
        }
        let sent = timeout(self.limits.send_timeout, self.session.ping(b"")).await;
        Self::sent(sent)
    }

    async fn send_with(
        &mut self,
        id: &str,
        kind: &str,
        payload: &(impl Serialize + ?Sized),
    ) -> Step {
        #[derive(Serialize)]
        struct ServerMessage<'a, T: ?Sized> {
            id: &'a str,
            #[serde(rename = "type")]
            kind: &'a str,
            payload: &'a T,
        }
        match serde_json::to_string(&ServerMessage { id, kind, payload }) {
            Ok(text) => self.send(text).await,
            Err(error) => {
                tracing::error!(error.cause = %error, "an answer could not be written as JSON");
                Ok(())
            }
        }
    }

    async fn send(&mut self, text: impl Into<ByteString>) -> Step {
        let sent = timeout(self.limits.send_timeout, self.session.text(text)).await;
        Self::sent(sent)
    }

    fn sent(sent: Result<Result<(), actix_ws::Closed>, tokio::time::error::Elapsed>) -> Step {
        match sent {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) => Err(Ending::Left),
            Err(_) => Err(Ending::TooSlow),
        }
    }
}
