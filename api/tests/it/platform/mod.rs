//! The platform on the real things: both databases, Redis, a real SMTP conversation.

mod broker;
mod instances;
mod jobs;
mod migrations;
mod outbox;
mod redis_down;
mod rows;
mod storage;
