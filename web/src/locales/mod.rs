//! The words of the screens, room by room, each in Chinese and English.

pub mod common;
pub mod identity;
pub mod settings;
pub mod shell;
