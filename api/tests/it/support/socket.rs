//! A plain WebSocket client, to see exactly what the server sends.

use std::time::Duration;

use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async,
    tungstenite::{self, Message, client::IntoClientRequest as _, http::HeaderValue},
};

use super::TestApp;

/// Longest wait for anything a server must send.
const PATIENCE: Duration = Duration::from_secs(10);

/// What came over the socket.
#[derive(Debug, Clone, PartialEq)]
pub enum Received {
    Message(Value),
    /// Closed by the server with this code.
    Closed(u16),
    /// Gone without a closing frame.
    Gone,
}

/// One end of a WebSocket.
pub struct Socket(pub WebSocketStream<MaybeTlsStream<TcpStream>>);

impl Socket {
    /// Connects with the right sub-protocol.
    pub async fn connect(app: &TestApp) -> Self {
        Self(
            connect_with(app, "graphql-transport-ws", None)
                .await
                .unwrap(),
        )
    }

    /// Connects and introduces itself, with a token or without.
    pub async fn acknowledged(app: &TestApp, token: Option<&str>) -> Self {
        let mut socket = Self::connect(app).await;
        let payload = token.map(|token| json!({ "authorization": format!("Bearer {token}") }));
        socket
            .send(json!({ "type": "connection_init", "payload": payload }))
            .await;
        assert_eq!(
            socket.next().await,
            Received::Message(json!({ "type": "connection_ack" }))
        );
        socket
    }

    /// Sends a message.
    pub async fn send(&mut self, message: Value) {
        self.send_text(&message.to_string()).await;
    }

    /// Sends a text as it is.
    pub async fn send_text(&mut self, text: &str) {
        self.0.send(Message::text(text)).await.unwrap();
    }

    /// Starts an operation.
    pub async fn subscribe(&mut self, id: &str, query: &str) {
        self.send(json!({ "id": id, "type": "subscribe", "payload": { "query": query } }))
            .await;
    }

    /// The next message, or how the socket ended. Pings are answered and passed over.
    pub async fn next(&mut self) -> Received {
        loop {
            let received = tokio::time::timeout(PATIENCE, self.0.next())
                .await
                .expect("the server sent nothing");
            match received {
                Some(Ok(Message::Text(text))) => {
                    return Received::Message(serde_json::from_str(&text).unwrap());
                }
                Some(Ok(Message::Close(Some(frame)))) => {
                    return Received::Closed(frame.code.into());
                }
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                Some(Ok(_) | Err(_)) | None => return Received::Gone,
            }
        }
    }

    /// Reads until the socket ends and tells how.
    pub async fn ending(&mut self) -> Received {
        loop {
            match self.next().await {
                Received::Message(_) => {}
                ending => return ending,
            }
        }
    }
}

/// Tries to connect with the sub-protocol and origin.
pub async fn connect_with(
    app: &TestApp,
    protocol: &str,
    origin: Option<&str>,
) -> Result<WebSocketStream<MaybeTlsStream<TcpStream>>, tungstenite::Error> {
    let address = app.url("/graphql").replacen("http", "ws", 1);
    let mut request = address.into_client_request().unwrap();
    let headers = request.headers_mut();
    headers.insert(
        "Sec-WebSocket-Protocol",
        HeaderValue::from_str(protocol).unwrap(),
    );
    if let Some(origin) = origin {
        headers.insert("Origin", HeaderValue::from_str(origin).unwrap());
    }
    connect_async(request).await.map(|(stream, _)| stream)
}
