//! The frame around the screens: rail, top bar, what is live, who is signed in.

mod frame;
mod live;
mod not_found_page;
mod preferences;
mod year;

pub use frame::Shell;
pub use not_found_page::NotFoundPage;
pub use preferences::{LanguageMenu, ThemeMenu, restore_preferences};
pub use year::reporting_year;
