//! `/graphql` over WebSocket: the sub-protocol graphql-transport-ws, whole, with a limit on everything.
//!
//! **Invariant:** one task owns a socket. It reads, runs operations and writes in turn, and writes at most one message
//! ahead of the network: a reader that is too slow stops its own operations and is dropped, nothing piles up.

mod connection;
mod message;

use actix_web::{
    HttpRequest, HttpResponse,
    http::{
        StatusCode,
        header::{self, HeaderName},
    },
    web,
};
use tokio::sync::watch;

use self::connection::Connection;
use super::{caller::Caller, line::Line, origin::Source, problem::problem};
use crate::{
    auth::Auth, config::Config, credits::board::Boards, graphql::executor::Executor,
    platform::Platform,
};

/// The one sub-protocol spoken here.
pub(crate) const PROTOCOL: &str = "graphql-transport-ws";

/// Whether the request asks for a WebSocket.
pub(super) fn is_handshake(request: &HttpRequest) -> bool {
    let upgrade = request
        .headers()
        .get(header::UPGRADE)
        .and_then(|value| value.to_str().ok());
    upgrade.is_some_and(|upgrade| upgrade.eq_ignore_ascii_case("websocket"))
}

/// Answers the handshake and leaves the socket to its task.
pub(super) fn open(
    request: &HttpRequest,
    body: web::Payload,
    executor: &web::Data<Executor>,
    auth: &web::Data<Auth>,
    config: &web::Data<Config>,
) -> HttpResponse {
    if Source::of(request, config) == Source::Foreign {
        return problem(
            StatusCode::FORBIDDEN,
            "ORIGIN_REFUSED",
            "A page of this origin may not connect.",
        );
    }
    let offered = request
        .headers()
        .get_all(HeaderName::from_static("sec-websocket-protocol"));
    let mut offered = offered
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','));
    if !offered.any(|protocol| protocol.trim() == PROTOCOL) {
        return problem(
            StatusCode::BAD_REQUEST,
            "SUBPROTOCOL_REFUSED",
            "Offer the sub-protocol graphql-transport-ws.",
        );
    }
    let Some(stopped) = request.app_data::<web::Data<watch::Receiver<bool>>>() else {
        return problem(
            StatusCode::SERVICE_UNAVAILABLE,
            "UNAVAILABLE",
            "The server is not ready.",
        );
    };
    match actix_ws::handle_with_protocols(request, body, &[PROTOCOL]) {
        Ok((response, session, messages)) => {
            let caller = Caller::anonymous(request, config);
            let stopped = watch::Receiver::clone(stopped);
            let shared = request
                .app_data::<web::Data<Platform>>()
                .zip(request.app_data::<web::Data<Boards>>())
                .map(|(platform, boards)| (Platform::clone(platform), Boards::clone(boards)));
            let connection = Connection::new(
                session,
                Line::of(request),
                caller,
                executor.clone().into_inner(),
                auth.authenticator.clone(),
                config.socket.clone(),
                shared,
            );
            actix_web::rt::spawn(connection.run(messages, stopped));
            response
        }
        Err(error) => {
            tracing::debug!(error.cause = %error, "a WebSocket handshake was not understood");
            problem(
                StatusCode::BAD_REQUEST,
                "BAD_REQUEST",
                "The WebSocket handshake cannot be read.",
            )
        }
    }
}
