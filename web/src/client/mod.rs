//! The only door to the server: GraphQL over HTTP and WebSocket, uploads, and who is signed in.

pub mod enums;
pub mod error;
pub mod http;
pub mod json;
pub mod keep;
pub mod load;
pub mod operation;
pub mod scalars;
pub mod session;
pub mod socket;

pub use error::ClientError;
pub use keep::use_kept;
pub use load::{Load, use_load};
pub use operation::send;
pub use socket::{Subscription, subscribe};
