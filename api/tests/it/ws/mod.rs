//! The WebSocket, message by message.

mod closing;
mod interop;
mod operations;
