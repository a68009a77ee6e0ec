//! The signed-in person, as every screen knows them.

use serde::{Deserialize, Serialize};

use crate::client::enums::{Locale, Role};

/// The signed-in person.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Viewer {
    /// `per_…`.
    pub id: String,
    /// Full name.
    pub name: String,
    /// Address they sign in with.
    pub email: String,
    /// Language they chose.
    pub locale: Locale,
    /// What they may do.
    pub roles: Vec<Role>,
    /// Where they work.
    pub organisation: ViewerOrganisation,
}

/// The company of the signed-in person.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ViewerOrganisation {
    /// `org_…`.
    pub id: String,
    /// Name.
    pub name: String,
    /// IANA time zone.
    pub time_zone: String,
    /// ISO 4217.
    pub currency: String,
    /// Years that have or may have an inventory, newest first.
    pub reporting_years: Vec<i64>,
}

impl Viewer {
    /// Whether the person holds one of `roles`. Only decides what is offered: the server decides what is allowed.
    pub fn has_any(&self, roles: &[Role]) -> bool {
        self.roles.iter().any(|role| roles.contains(role))
    }
}
