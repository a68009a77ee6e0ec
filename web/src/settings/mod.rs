//! The company, its boundary, its people, its factors, and what was done.

use crate::i18n::Text;
use crate::locales::settings as words;
use crate::ui::icon::{self, Icon};

/// Where the settings lead: address, name, drawing.
pub const PAGES: [(&str, Text, Icon); 6] = [
    ("/settings/company", words::COMPANY, icon::BUILDING),
    ("/settings/boundary", words::BOUNDARY, icon::TREE),
    ("/settings/people", words::PEOPLE, icon::PEOPLE),
    ("/settings/factors", words::FACTORS, icon::FACTOR),
    ("/settings/sessions", words::SESSIONS, icon::DEVICE),
    ("/settings/audit", words::AUDIT, icon::HISTORY),
];
