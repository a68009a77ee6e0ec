//! The caller of a request, as a verified access token names them.

use saxaul_shared::{
    format::Locale,
    identity::{Action, Reach, Role, reach},
};

use crate::{
    error::{ApiError, ErrorCode},
    platform::{clock::Timestamp, db::Tenant},
};

/// The caller: who, for which organisation, with which rights, until when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Principal {
    /// `per_…`.
    pub person_id: String,
    /// The person's name when the token was made, for the audit trail.
    pub name: String,
    /// The organisation, as a tenant.
    pub tenant: Tenant,
    /// `org_…`.
    pub organisation_id: String,
    /// What the person is there.
    pub roles: Vec<Role>,
    /// The sites a data owner is limited to (`unit_…`).
    pub site_ids: Vec<String>,
    /// The person's language.
    pub locale: Locale,
    /// `ses_…`.
    pub session_id: String,
    /// When the access token runs out.
    pub expires_at: Timestamp,
}

impl Principal {
    /// How far the caller may go in `action`, or FORBIDDEN.
    pub fn require(&self, action: Action) -> Result<Reach, ApiError> {
        reach(&self.roles, action).ok_or_else(|| ApiError::new(ErrorCode::Forbidden))
    }

    /// Lets `action` pass on the whole organisation only, else FORBIDDEN.
    pub fn require_everywhere(&self, action: Action) -> Result<(), ApiError> {
        match self.require(action)? {
            Reach::Organisation => Ok(()),
            Reach::Sites => Err(ApiError::new(ErrorCode::Forbidden)),
        }
    }

    /// Whether the caller may do `action`, at least somewhere.
    pub fn may(&self, action: Action) -> bool {
        reach(&self.roles, action).is_some()
    }

    /// Whether the caller may do `action` at `site_id`.
    pub fn may_at(&self, action: Action, site_id: &str) -> bool {
        match reach(&self.roles, action) {
            Some(Reach::Organisation) => true,
            Some(Reach::Sites) => self.site_ids.iter().any(|listed| listed == site_id),
            None => false,
        }
    }

    /// The sites the caller is limited to in `action`: `None` when there is no limit.
    pub fn sites_for(&self, action: Action) -> Result<Option<&[String]>, ApiError> {
        Ok(match self.require(action)? {
            Reach::Organisation => None,
            Reach::Sites => Some(&self.site_ids),
        })
    }
}
