//! The company, its boundary, its people, its factors, and what was done.

mod audit_page;
pub mod audit_words;
mod boundary_page;
mod boundary_unit;
mod company_page;
mod factor_form;
mod factor_sheet;
mod factor_value;
mod factors_page;
mod frame;
mod operations;
mod people_page;
mod sessions_page;
mod words;
mod year_figures;

pub use frame::{SettingsFrame, SettingsIndex};

crate::fetched_when_shown! {
    settings:
    AuditPage = audit_page::AuditPage,
    BoundaryPage = boundary_page::BoundaryPage,
    CompanyPage = company_page::CompanyPage,
    FactorsPage = factors_page::FactorsPage,
    PeoplePage = people_page::PeoplePage,
    SessionsPage = sessions_page::SessionsPage,
}

use crate::i18n::Text;
use crate::locales::settings as texts;
use crate::ui::icon::{self, Icon};

/// Where the settings lead: address, name, drawing.
pub const PAGES: [(&str, Text, Icon); 6] = [
    ("/settings/company", texts::COMPANY, icon::BUILDING),
    ("/settings/boundary", texts::BOUNDARY, icon::TREE),
    ("/settings/people", texts::PEOPLE, icon::PEOPLE),
    ("/settings/factors", texts::FACTORS, icon::FACTOR),
    ("/settings/sessions", texts::SESSIONS, icon::DEVICE),
    ("/settings/audit", texts::AUDIT, icon::HISTORY),
];
