//! The TCP connection under a request, so that a socket whose reader never reads can be cut off.
//!
//! actix-web keeps such a connection until its buffer is taken, which may be never.

use std::{
    any::Any,
    net::{Shutdown, TcpStream},
    os::fd::AsFd as _,
    sync::Arc,
};

use actix_web::{HttpRequest, dev::Extensions, rt};

/// A handle on the connection.
#[derive(Debug, Clone)]
pub(crate) struct Line(Arc<TcpStream>);

impl Line {
    /// The connection of a request.
    pub(crate) fn of(request: &HttpRequest) -> Option<Self> {
        request.conn_data::<Self>().cloned()
    }

    /// Ends the connection at once, whatever is still to be written.
    pub(crate) fn cut(&self) {
        if let Err(error) = self.0.shutdown(Shutdown::Both) {
            tracing::debug!(error.cause = %error, "the connection was gone already");
        }
    }
}

/// Keeps a handle on each new connection.
pub(crate) fn keep(connection: &dyn Any, data: &mut Extensions) {
    let stream = connection.downcast_ref::<rt::net::TcpStream>();
    if let Some(handle) = stream.and_then(|stream| stream.as_fd().try_clone_to_owned().ok()) {
        data.insert(Line(Arc::new(TcpStream::from(handle))));
    }
}
