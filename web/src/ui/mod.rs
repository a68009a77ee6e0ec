//! The parts every screen is made of. **Invariant:** nothing here knows of carbon.

pub mod browser;
pub mod chart;
pub mod download;
pub mod form;
pub mod format;
pub mod icon;
pub mod loaded;
pub mod submit;

mod badge;
mod button;
mod combobox;
mod dialog;
mod field;
mod file_drop;
mod later;
mod menu;
mod palette;
mod progress;
mod state;
mod stepper;
mod table;
mod tabs;
mod toast;

pub use badge::{Avatar, Badge, Tone};
pub use button::{Button, ButtonKind, IconButton, LinkButton};
pub use combobox::Combobox;
pub use dialog::{Dialog, SideSheet, close_sheet, open_sheet, sheet_value};
pub use field::{CheckField, Choice, DateField, NumberField, Select, TextArea, TextField};
pub use file_drop::{FileDrop, FileDropState};
pub use later::{Later, LaterProps};
pub use loaded::Loaded;
pub use menu::{Menu, MenuItem};
pub use palette::{Command, CommandPalette};
pub use progress::{Progress, Stat};
pub use state::{EmptyState, ErrorState, Notice, Skeleton, SkeletonKind};
pub use stepper::Stepper;
pub use submit::{act, use_submit};
pub use table::{Column, Table};
pub use tabs::{Segments, Tab, Tabs};
pub use toast::{Toasts, toast, toast_undo};
