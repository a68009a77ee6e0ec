//! The words of the screens, room by room, each in Chinese and English.

pub mod accounting;
pub mod audit;
pub mod charts;
pub mod circle;
pub mod circle_board;
pub mod circle_import;
pub mod circle_log;
pub mod circle_me;
pub mod common;
pub mod data;
pub mod identity;
pub mod import;
pub mod inventory;
pub mod overview;
pub mod settings;
pub mod shell;
